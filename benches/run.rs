//! Whole runs: the shipped scenario in full, and both methods on the reference workload.
//!
//! `cargo bench` prints times; what counts are ratios measured in one run. Household-months per second follow from
//! criterion's throughput ("elem" is one household-month of one alternative).

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mkba::model::Scenario;
use mkba::simulate::{Method, RunPlan, Unwatched, run};
use std::hint::black_box;
use std::path::Path;

fn load(path: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    match mkba::read::load(&mkba::read::Disk, &path, &[]) {
        Ok(loaded) => loaded.scenario,
        Err(refused) => panic!("{} has faults: {:?}", path.display(), refused.diagnostics),
    }
}

fn time(criterion: &mut Criterion, name: &str, scenario: &Scenario, plan: RunPlan) {
    let months = plan.draws * plan.households.max(1) * scenario.settings.horizon * scenario.alternatives.len();
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10);
    if plan.households > 0 {
        group.throughput(Throughput::Elements(months as u64));
    }
    group.bench_function("one thread", |bench| {
        bench.iter(|| {
            one_thread.install(|| run(black_box(scenario), &plan, &Unwatched).map(|results| results.alternatives))
        });
    });
    group.bench_function("all threads", |bench| {
        bench.iter(|| run(black_box(scenario), &plan, &Unwatched).map(|results| results.alternatives));
    });
    group.finish();
}

fn runs(criterion: &mut Criterion) {
    let plan = |method, draws, households| RunPlan { seed: 1, first_draw: 0, draws, households, method };
    let shipped = load("scenarios/huisuitzetting.toml");
    time(criterion, "huisuitzetting: run", &shipped, plan(Method::Cohort, 1000, 100));
    let workload = load("benches/workload/workload.toml");
    time(criterion, "workload: micro", &workload, plan(Method::Micro, 64, 1000));
    time(criterion, "workload: cohort", &workload, plan(Method::Cohort, 1000, 0));
}

criterion_group!(benches, runs);
criterion_main!(benches);
