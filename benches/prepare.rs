//! What comes before a run: reading files, the checks that need the whole scenario, preparation, and compilation of
//! values; and what a second run with other values takes.

mod common;

use common::{group, load, path, plan};
use criterion::{Criterion, criterion_group, criterion_main};
use mkba::read;
use mkba::simulate::compile::hazard::Hazards;
use mkba::simulate::compile::ratio::Central;
use mkba::simulate::compile::values::Inputs;
use mkba::simulate::random::parameter_draw::ParameterSampler;
use mkba::simulate::{LANES, Method, Prepared, Unwatched, Variation};
use std::sync::Arc;

const FILES: [&str; 2] = ["scenarios/huisuitzetting.toml", "benches/workload/workload.toml"];

fn prepare(criterion: &mut Criterion) {
    for file in FILES {
        let scenario = load(file);
        let mut group = group(criterion, &scenario.id);
        let path = path(file);
        group.bench_function("parse: files to scenario", |bench| {
            bench.iter(|| read::load(&read::Disk, &path, &[]).map_err(|refused| refused.diagnostics));
        });
        let shared = Arc::new(scenario.clone());
        group.bench_function("prepare: joint states, rules, items", |bench| {
            bench.iter(|| Prepared::new(Arc::clone(&shared)).map(|_| ()));
        });
        group.bench_function("prepare: the same and the graphs of the exact method", |bench| {
            bench.iter(|| Prepared::new(Arc::clone(&shared)).map(|prepared| prepared.best_method()));
        });
        let central = Central::new(&scenario).expect("central values");
        let draws: [u64; LANES] = std::array::from_fn(|lane| lane as u64);
        let sampler = ParameterSampler::new(&scenario, None);
        group.bench_function("draw: parameters of 8 draws", |bench| {
            bench.iter(|| sampler.values(&scenario, 1, &draws));
        });
        group.bench_function("draw: the same with all tables of quantiles", |bench| {
            bench.iter(|| ParameterSampler::new(&scenario, None).values(&scenario, 1, &draws));
        });
        group.bench_function("compile: values of 8 draws", |bench| {
            bench.iter(|| {
                let drawn = sampler.values(&scenario, 1, &draws);
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

/// A form that a coach fills in: 64 draws by the exact method on one thread, first from nothing, then with other values
/// of two numbers.
fn again(criterion: &mut Criterion) {
    let scenario = Arc::new(load(FILES[0]));
    let plan = plan(Method::Cohort, 64, 0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    let mut group = group(criterion, "huisuitzetting, 64 draws on one thread");
    let results = |prepared: &Prepared| prepared.run(&plan, &Unwatched).expect("results");
    group.bench_function("first: prepare and run", |bench| {
        let first = || results(&Prepared::new(Arc::clone(&scenario)).expect("a scenario"));
        bench.iter(|| pool.install(first));
    });
    let prepared = Prepared::new(Arc::clone(&scenario)).expect("a scenario").keeping_courses(64 << 20);
    pool.install(|| results(&prepared));
    // What two values change: prices alone, a plan, or everybody's life. The second value of each pair is swapped, so that
    // no run finds what the one before it left.
    let pairs = [
        ("again: two other values of costs", [("coach_hours", [3.0, 4.0]), ("intake_hours", [5.0, 6.0])]),
        ("again: two other values of the plans", [("works", [0.6, 0.7]), ("reached", [0.8, 0.9])]),
        ("again: two other values of everybody", [("hr_debt_arrears", [1.5, 1.6]), ("hr_debt_order", [1.5, 1.6])]),
    ];
    for (name, values) in pairs {
        let varied = [0, 1].map(|at| {
            let values = values.map(|(name, values)| (name, values[at]));
            Variation::with_values(&scenario, &values)
        });
        let mut turn = 0;
        group.bench_function(name, |bench| {
            bench.iter(|| {
                turn += 1;
                pool.install(|| results(&prepared.vary(&varied[turn % 2]).expect("a variation")))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, prepare, again);
criterion_main!(benches);
