//! What comes before a run: reading files, the checks that need the whole scenario, and compilation.

mod common;

use common::{group, load, path, plan};
use criterion::{Criterion, criterion_group, criterion_main};
use mkba::read;
use mkba::simulate::compile::hazard::Hazards;
use mkba::simulate::compile::ratio::Central;
use mkba::simulate::compile::values::Inputs;
use mkba::simulate::engine::group::Engine;
use mkba::simulate::random::parameter_draw;
use mkba::simulate::{Detail, LANES, Method, best_method};

const FILES: [&str; 2] = ["scenarios/huisuitzetting.toml", "benches/workload/workload.toml"];

fn prepare(criterion: &mut Criterion) {
    for file in FILES {
        let scenario = load(file);
        let mut group = group(criterion, &scenario.id);
        let path = path(file);
        group.bench_function("parse: files to scenario", |bench| {
            bench.iter(|| read::load(&read::Disk, &path, &[]).map_err(|refused| refused.diagnostics));
        });
        group.bench_function("check: joint states and the method", |bench| bench.iter(|| best_method(&scenario)));
        group.bench_function("compile: structure, once", |bench| {
            bench.iter(|| {
                Engine::new(&scenario, plan(Method::Cohort, LANES, 0), Detail::All).map(|engine| engine.space.states)
            });
        });
        let central = Central::new(&scenario).expect("central values");
        let draws: [u64; LANES] = std::array::from_fn(|lane| lane as u64);
        group.bench_function("compile: values of 8 draws", |bench| {
            bench.iter(|| {
                let drawn = parameter_draw::values(&scenario, 1, &draws);
                let lanes = |at: usize| std::array::from_fn(|lane: usize| drawn[lane][at]);
                let parameters = (0..scenario.parameters.len()).map(lanes).collect();
                let inputs = Inputs { scenario: &scenario, draws, parameters };
                let compiled = scenario.alternatives.iter().map(|one| Hazards::new(&inputs, one, &central));
                compiled.collect::<Result<Vec<_>, _>>().expect("hazards").len()
            });
        });
        group.finish();
    }
}

criterion_group!(benches, prepare);
criterion_main!(benches);
