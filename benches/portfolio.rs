//! Choosing within limits: 10,000 cases with 3 plans and 3 limits, one choice and a curve of 50 budgets.

use criterion::{Criterion, criterion_group, criterion_main};
use mkba::analyse::portfolio::choice::problem::{ChoiceCase, ChoiceProblem};
use mkba::analyse::portfolio::choice::{choose, curve};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use std::time::Duration;

const CASES: u32 = 10_000;
const PLANS: usize = 3;
const LIMITS: usize = 3;
const BUDGETS: u32 = 50;

fn problem() -> ChoiceProblem {
    let mut luck = ChaCha8Rng::seed_from_u64(1);
    let mut problem = ChoiceProblem::default();
    for _ in 0..CASES {
        let first = problem.values.len();
        for _ in 0..PLANS {
            let scale = 200.0 + 4000.0 * luck.random::<f64>();
            problem.values.push(scale * (3.0 * luck.random::<f64>() - 0.7));
            problem.uses.extend((0..LIMITS).map(|_| scale * (0.2 + luck.random::<f64>())));
        }
        problem.cases.push(ChoiceCase { count: 1, first, plans: PLANS, group: None });
    }
    let total: f64 = problem.uses.iter().sum::<f64>() / (PLANS * LIMITS) as f64;
    problem.limits = vec![0.3 * total, 0.35 * total, 0.4 * total];
    problem
}

fn budgets(criterion: &mut Criterion) {
    let problem = problem();
    let found = choose(&problem, None).expect("a choice");
    assert!(problem.allows(&found.taken) && found.gap() < 1e-3, "{}", found.gap());
    let factors: Vec<f64> = (1..=BUDGETS).map(|at| 2.0 * f64::from(at) / f64::from(BUDGETS)).collect();
    let mut group = criterion.benchmark_group("portfolio");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    group.bench_function("one choice of 10,000 cases", |bench| bench.iter(|| choose(&problem, None)));
    group.bench_function("a curve of 50 budgets", |bench| bench.iter(|| curve(&problem, &[0, 1, 2], &factors)));
    group.finish();
}

criterion_group!(benches, budgets);
criterion_main!(benches);
