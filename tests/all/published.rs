//! Published models, read from files that follow their papers: their printed tables by the exact method, and by
//! simulation within 4 standard errors.

use crate::shipped::load;
use mkba::simulate::{AlternativeResults, Method, Results, RunPlan, Unwatched, run};

fn results(file: &str, method: Method, draws: usize, households: usize) -> (mkba::model::Scenario, Results) {
    let scenario = load(file);
    let plan = RunPlan { seed: 1, first_draw: 0, draws, households, method };
    let results = run(&scenario, &plan, &Unwatched).unwrap_or_else(|fault| panic!("{file}: {fault:?}"));
    (scenario, results)
}

fn alternative<'a>(scenario: &mkba::model::Scenario, results: &'a Results, id: &str) -> &'a AlternativeResults {
    let at = scenario.alternatives.iter().position(|one| one.id == id).expect("an alternative");
    &results.alternatives[at]
}

/// Cost and quality-adjusted years of a draw.
fn outcome(scenario: &mkba::model::Scenario, found: &AlternativeResults, draw: usize) -> (f64, f64) {
    let qaly = |at: usize| scenario.items[at].id.starts_with("qaly");
    let items = found.item_draws[draw].iter().enumerate();
    let years = items.filter(|(at, _)| qaly(*at)).map(|(_, item)| item.discounted_quantity).sum();
    (-found.draws[draw].totals[0], years)
}

#[test]
fn sick_sicker_gives_its_printed_tables() {
    let tables = [
        ("", [(153_541.413, 21.554487), (287_185.641, 22.345544), (261_490.974, 23.032608), (381_676.096, 23.988969)]),
        (
            "_half_cycle",
            [(152_262.291, 21.038151), (285_676.923, 21.828836), (259_991.515, 22.511198), (379_955.447, 23.466846)],
        ),
        (
            "_simpson",
            [(152_091.967, 21.020747), (285_543.521, 21.814538), (259_882.981, 22.490325), (379_888.597, 23.448765)],
        ),
        (
            "_published",
            [(151_579.866, 20.711331), (284_804.513, 21.498663), (259_100.411, 22.184465), (378_875.198, 23.136844)],
        ),
    ];
    for (name, wanted) in tables {
        let (scenario, results) = results(&format!("tests/published/sick_sicker{name}.toml"), Method::Cohort, 1, 0);
        for (id, (cost, qaly)) in ["null_alternative", "A", "B", "AB"].into_iter().zip(wanted) {
            let found = outcome(&scenario, alternative(&scenario, &results, id), 0);
            assert!((found.0 - cost).abs() < 6e-4, "{name} {id}: cost {}, published {cost}", found.0);
            assert!((found.1 - qaly).abs() < 6e-7, "{name} {id}: years {}, published {qaly}", found.1);
        }
    }
}

#[test]
fn sick_sicker_goes_through_its_printed_trace() {
    let (scenario, results) = results("tests/published/sick_sicker.toml", Method::Cohort, 1, 0);
    let wanted = [
        (1, [0.858988, 0.139014, 0.0, 0.001998]),
        (2, [0.792231, 0.189449, 0.013773, 0.004546]),
        (10, [0.620192, 0.183149, 0.158706, 0.037953]),
        (75, [0.115723, 0.034179, 0.317062, 0.533036]),
    ];
    let (health, life) = (0, 1);
    for (year, wanted) in wanted {
        let mut found = [0.0; 4];
        for (joint, share) in results.alternatives[0].shares[year].iter().enumerate() {
            let states = results.space.decode(joint);
            let dead = scenario.domains[life].states[states[life]].ends;
            found[if dead { 3 } else { states[health] }] += share;
        }
        for (found, wanted) in found.into_iter().zip(wanted) {
            assert!((found - wanted).abs() < 6e-7, "year {year}: {found}, published {wanted}");
        }
    }
}

#[test]
fn sick_sicker_with_uncertain_numbers_agrees_with_its_source() {
    let draws = 1_000;
    let (scenario, results) = results("tests/published/sick_sicker_uncertain.toml", Method::Cohort, draws, 0);
    // One run of the source with 1,000 draws of its own: mean and standard deviation of costs and years.
    let wanted = [
        ("null_alternative", (151_375.0, 15_862.0), (20.570, 0.981)),
        ("A", (283_830.0, 32_884.0), (21.393, 0.934)),
        ("B", (258_822.0, 31_129.0), (21.980, 0.902)),
        ("AB", (377_979.0, 45_552.0), (22.975, 0.832)),
    ];
    let spread = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let square: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        (mean, (square / (values.len() - 1) as f64).sqrt())
    };
    let n = draws as f64;
    for (id, cost, qaly) in wanted {
        let of = alternative(&scenario, &results, id);
        let all: Vec<(f64, f64)> = (0..draws).map(|draw| outcome(&scenario, of, draw)).collect();
        let costs: Vec<f64> = all.iter().map(|one| one.0).collect();
        let years: Vec<f64> = all.iter().map(|one| one.1).collect();
        for (what, values, (mean, sd)) in [("cost", costs, cost), ("years", years, qaly)] {
            let found = spread(&values);
            // Both are samples: the difference of two means, and of two standard deviations.
            let error = sd * (2.0 / n).sqrt();
            assert!((found.0 - mean).abs() < 4.0 * error, "{id}: mean {what} {}, source {mean}", found.0);
            assert!((found.1 - sd).abs() < 4.0 * sd / n.sqrt(), "{id}: sd of {what} {}, source {sd}", found.1);
        }
    }
}

#[test]
fn the_microsimulation_has_its_exact_expectation_and_its_common_luck() {
    let file = "tests/published/sick_sicker_microsimulation.toml";
    let (scenario, exact) = results(file, Method::Cohort, 1, 0);
    let years = |totals: [f64; 3]| totals[1] - totals[0];
    let wanted = [("null_alternative", 75976.1491, 15.8388478), ("treatment", 141623.0282, 16.4004056)];
    for (id, cost, qaly) in wanted {
        let totals = alternative(&scenario, &exact, id).draws[0].totals;
        assert!((-totals[0] - cost).abs() < 6e-5, "{id}: cost {}, exact {cost}", -totals[0]);
        assert!((years(totals) - qaly).abs() < 6e-8, "{id}: years {}, exact {qaly}", years(totals));
    }
    let people = 100_000;
    let (_, simulated) = results(file, Method::Micro, 1, people);
    let arm = |at: usize| simulated.alternatives[at].draws[0].totals;
    // Published standard errors for 100,000 people: 183 on the cost of an arm, 0.0011 on the difference in years.
    for (at, (id, cost, _)) in wanted.into_iter().enumerate() {
        assert!((-arm(at)[0] - cost).abs() < 4.0 * 183.0, "{id}: cost {}", -arm(at)[0]);
    }
    let difference = years(arm(1)) - years(arm(0));
    assert!((difference - 0.5615578).abs() < 4.0 * 0.0011, "difference in years {difference}");
    let of_people = &simulated.alternatives[1].households[0].net_benefit;
    let gains: Vec<f64> = of_people.iter().map(|net| f64::from(net[1]) - f64::from(net[0])).collect();
    let mean = gains.iter().sum::<f64>() / people as f64;
    let square = |gain: &f64| (gain - mean) * (gain - mean);
    let error = gains.iter().map(square).sum::<f64>().sqrt() / people as f64;
    assert!((0.0008..0.0014).contains(&error), "standard error of the difference {error}, published 0.0011");
}

#[test]
fn the_heart_valve_gives_its_printed_cohort() {
    let (scenario, results) = results("tests/published/heart_valve.toml", Method::Cohort, 1, 0);
    let null = &results.alternatives[0];
    let state = |id: &str| scenario.domains[0].states.iter().position(|one| one.id == id).expect("a state");
    let share = |year: usize, id: &str| -> f64 {
        let all = null.shares[year].iter().enumerate();
        all.filter(|(joint, _)| results.space.decode(*joint)[0] == state(id)).map(|(_, share)| share).sum()
    };
    for (year, well, disabled, dead) in [(1, 6_000.0, 2_000.0, 2_000.0), (2, 3_600.0, 2_400.0, 4_000.0)] {
        for (id, wanted) in [("well", well), ("disabled", disabled), ("dead", dead)] {
            assert!((10_000.0 * share(year, id) - wanted).abs() < 1e-8, "{id} in year {year}");
        }
    }
    let (_, years) = outcome(&scenario, null, 0);
    assert!((years - 2.37496837).abs() < 6e-9, "years {years}");
}

#[test]
fn arrests_cost_what_the_decision_tree_says() {
    let (scenario, results) = results("tests/published/arrests.toml", Method::Cohort, 1, 0);
    for (id, wanted) in [("mst", 7_568.2), ("null_alternative", 8_618.4)] {
        let found = -alternative(&scenario, &results, id).draws[0].totals[0];
        assert!((found - wanted).abs() < 0.05, "{id}: {found}, published {wanted}");
    }
}
