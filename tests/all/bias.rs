//! The noise of few simulated households must not leak into figures over draws, and the reference workload must give
//! what an independent reckoning gives.

use crate::shipped::load;
use mkba::analyse::answer;
use mkba::simulate::{Method, RunPlan, Unwatched, run};

#[test]
fn the_spread_over_draws_does_not_depend_on_the_number_of_households() {
    let scenario = load("benches/workload/workload.toml");
    let estimate = |method, households| {
        let plan = RunPlan { seed: 1, first_draw: 0, draws: 600, households, method };
        let results = run(&scenario, &plan, &Unwatched).expect("results");
        let raw: Vec<f64> = results.alternatives[1].draws.iter().map(|draw| draw.net_benefit[0]).collect();
        let positive = raw.iter().filter(|net| **net > 0.0).count() as f64 / 600.0;
        (answer(&scenario, &results).alternatives[0].net_benefit.average.clone(), positive)
    };
    let (exact, _) = estimate(Method::Cohort, 0);
    let (few, biased) = estimate(Method::Micro, 100);
    // With 100 households a draw the plain share of draws above 0 is far off; this is the bias that must go.
    assert!(exact.probability_positive - biased > 0.08, "{} and {biased}", exact.probability_positive);
    // Standard errors of a share and of a standard deviation over 600 draws are about 0.011 and 3 %; noise adds to both.
    assert!((few.probability_positive - exact.probability_positive).abs() < 0.04, "{few:?} and {exact:?}");
    assert!((few.sd / exact.sd - 1.0).abs() < 0.15, "{} and {}", few.sd, exact.sd);
    let error = |spread: &mkba::analyse::Spread| spread.monte_carlo_error.expect("several draws");
    assert!((few.mean - exact.mean).abs() < 4.0 * (error(&few) + error(&exact)));
}

/// Central values of the workload, worked out apart from this program as a plain chain over 108 joint states: cost of the
/// null alternative less that of a responder, times 0.7, less 7,500; discounted in the middle of the month.
#[test]
fn the_workload_at_central_values_gives_the_independent_result() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/workload/workload.toml");
    let chances = [0.02, 0.03, 0.012, 0.06, 0.002, 0.01, 0.01, 0.03, 0.08, 0.06, 0.1, 0.03, 0.02, 0.2, 0.01, 0.028];
    let mut set: Vec<(String, String)> =
        chances.iter().enumerate().map(|(index, chance)| (format!("chance_{index:02}"), chance.to_string())).collect();
    set.push(("ratio".into(), "0.4".into()));
    let mut scenario = mkba::read::load(&mkba::read::Disk, &path, &set).expect("no faults").scenario;
    for parameter in &mut scenario.parameters {
        parameter.distribution = mkba::model::Distribution::Fixed(parameter.distribution.mean());
    }
    let plan = RunPlan { seed: 1, first_draw: 0, draws: 1, households: 0, method: Method::Cohort };
    let results = run(&scenario, &plan, &Unwatched).expect("results");
    let found = results.alternatives[1].draws[0].net_benefit[0];
    assert!((found - 11_489.637_170_518_821).abs() < 1e-6, "found {found}");
}
