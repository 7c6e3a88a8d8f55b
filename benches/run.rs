//! Whole runs: both methods on the reference workload, with and without a history, and the shipped scenarios.
//!
//! `cargo bench` prints times; what counts are ratios measured in one run. Against other tools: `peers/run.py`.

mod common;

use common::{group, load, path, plan};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mkba::analyse::answer;
use mkba::model::Scenario;
use mkba::simulate::{Method, RunPlan, Unwatched, best_method, run};
use std::hint::black_box;

/// Times a run on one thread and on two. An "elem" of the throughput is a household-month of one alternative.
fn time(criterion: &mut Criterion, name: &str, scenario: &Scenario, plan: RunPlan) {
    let months = plan.draws * plan.households * scenario.settings.horizon * scenario.alternatives.len();
    let mut group = group(criterion, name);
    if plan.method == Method::Micro {
        group.throughput(Throughput::Elements(months as u64));
    }
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        group.bench_function(format!("threads: {threads}"), |bench| {
            bench.iter(|| pool.install(|| run(black_box(scenario), &plan, &Unwatched)).expect("results"));
        });
    }
    group.finish();
}

fn workload(criterion: &mut Criterion) {
    let workload = load("benches/workload/workload.toml");
    time(criterion, "workload: micro", &workload, plan(Method::Micro, 64, 1000));
    time(criterion, "workload: cohort", &workload, plan(Method::Cohort, 1000, 0));
    let history = load("benches/workload/history.toml");
    time(criterion, "workload with a history: micro", &history, plan(Method::Micro, 16, 250));
    time(criterion, "workload with a history: cohort", &history, plan(Method::Cohort, 250, 0));
}

/// What a coach waits for: 10,000 futures of one case, and all answers.
fn case(criterion: &mut Criterion) {
    let workload = load("benches/workload/workload.toml");
    let plan = plan(Method::Micro, 100, 100);
    let mut group = group(criterion, "one case, 10,000 futures");
    group.bench_function("all answers", |bench| {
        bench.iter(|| answer(&workload, &run(&workload, &plan, &Unwatched).expect("results")));
    });
    group.finish();
}

/// Each scenario of the library with few draws, by the method that it takes by itself.
fn shipped(criterion: &mut Criterion) {
    let mut files: Vec<_> =
        std::fs::read_dir(path("scenarios")).expect("a folder").flatten().map(|one| one.path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "toml")) {
        let scenario = load(&file.to_string_lossy());
        let method = best_method(&scenario).expect("a method");
        time(criterion, &format!("{}: run", scenario.id), &scenario, plan(method, 64, 100));
    }
}

criterion_group!(benches, workload, case, shipped);
criterion_main!(benches);
