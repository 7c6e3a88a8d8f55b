//! Sick-Sicker: a cohort with four ways of counting, with uncertain numbers, person by person, by age, by time spent sick.

use super::{alternative, outcome, outcomes, plain, prints, results, spread};
use mkba::analyse::decision::information::perfect_information;
use mkba::simulate::ledger::{MONEY, SOCIETY};
use mkba::simulate::{Method, RunPlan, Unwatched, run};

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
        let (scenario, results) = results(&format!("sick_sicker{name}"), Method::Cohort, 1, 0);
        for (id, (cost, qaly)) in ["null_alternative", "A", "B", "AB"].into_iter().zip(wanted) {
            let found = outcome(&scenario, alternative(&scenario, &results, id), 0);
            assert!((found.0 - cost).abs() < 6e-4, "{name} {id}: cost {}, published {cost}", found.0);
            assert!((found.1 - qaly).abs() < 6e-7, "{name} {id}: years {}, published {qaly}", found.1);
        }
    }
}

#[test]
fn sick_sicker_goes_through_its_printed_trace() {
    let (scenario, results) = results("sick_sicker", Method::Cohort, 1, 0);
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
    let (scenario, results) = results("sick_sicker_uncertain", Method::Cohort, draws, 0);
    // One run of the source with 1,000 draws of its own: mean and standard deviation of costs and years.
    let wanted = [
        ("null_alternative", (151_375.0, 15_862.0), (20.570, 0.981)),
        ("A", (283_830.0, 32_884.0), (21.393, 0.934)),
        ("B", (258_822.0, 31_129.0), (21.980, 0.902)),
        ("AB", (377_979.0, 45_552.0), (22.975, 0.832)),
    ];
    let n = draws as f64;
    for (id, cost, qaly) in wanted {
        let (costs, years) = outcomes(&scenario, &results, id);
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
    let file = "sick_sicker_microsimulation";
    let (scenario, exact) = results(file, Method::Cohort, 1, 0);
    let years = |totals: [f64; 3]| totals[SOCIETY] - totals[MONEY];
    let wanted = [("null_alternative", 75976.1491, 15.8388478), ("treatment", 141623.0282, 16.4004056)];
    for (id, cost, qaly) in wanted {
        let totals = alternative(&scenario, &exact, id).draws[0].totals;
        assert!((-totals[MONEY] - cost).abs() < 6e-5, "{id}: cost {}, exact {cost}", -totals[MONEY]);
        assert!((years(totals) - qaly).abs() < 6e-8, "{id}: years {}, exact {qaly}", years(totals));
    }
    let people = 100_000;
    let (_, simulated) = results(file, Method::Micro, 1, people);
    let arm = |at: usize| simulated.alternatives[at].draws[0].totals;
    // Published standard errors for 100,000 people: 183 on the cost of an arm, 0.0011 on the difference in years.
    for (at, (id, cost, _)) in wanted.into_iter().enumerate() {
        assert!((-arm(at)[MONEY] - cost).abs() < 4.0 * 183.0, "{id}: cost {}", -arm(at)[MONEY]);
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

/// At 75,000 a year the alternative that is best on average is best in few draws more than half; knowledge is worth most where two
/// alternatives come close. One run of the source with 1,000 draws of its own.
#[test]
fn what_knowledge_is_worth_is_about_what_the_source_says() {
    let (scenario, results) = results("sick_sicker_uncertain", Method::Cohort, 1_000, 0);
    let of = ["null_alternative", "A", "B", "AB"].map(|id| outcomes(&scenario, &results, id));
    for (threshold, wanted) in [(75_000.0, 6_800.0), (100_000.0, 2_900.0), (125_000.0, 7_700.0)] {
        let worth = |(costs, years): &(Vec<f64>, Vec<f64>)| -> Vec<f64> {
            costs.iter().zip(years).map(|(cost, years)| threshold * years - cost).collect()
        };
        let net = of.each_ref().map(worth);
        // Balances beside that of usual care.
        let beside = |plan: &Vec<f64>| plan.iter().zip(&net[0]).map(|(plan, usual)| plan - usual).collect();
        let beside: Vec<Vec<f64>> = net[1..].iter().map(beside).collect();
        let found = perfect_information(&beside);
        let mean_of = |values: &Vec<f64>| spread(values).0;
        let best = net.iter().reduce(|best, next| if mean_of(next) > mean_of(best) { next } else { best });
        let best = best.expect("four plans");
        let gain = |draw: usize| net.iter().map(|plan| plan[draw]).fold(f64::MIN, f64::max) - best[draw];
        let gains: Vec<f64> = (0..best.len()).map(gain).collect();
        let standard_error = spread(&gains).1 / (gains.len() as f64).sqrt();
        // Both are samples of 1,000 draws; the source rounds to hundreds.
        let error = standard_error * 2.0_f64.sqrt();
        assert!(error < 0.15 * wanted, "at {threshold} an error of {error} would let anything pass");
        assert!((found - wanted).abs() < 4.0 * error + 50.0, "at {threshold}: {found}, source {wanted}");
        if threshold == 75_000.0 {
            let best = |draw: usize| (1..4).all(|at| net[0][draw] >= net[at][draw]);
            let share = (0..1_000).filter(|draw| best(*draw)).count() as f64 / 1_000.0;
            let error = (2.0 * 0.51 * 0.49 / 1_000.0_f64).sqrt();
            assert!((share - 0.51).abs() < 4.0 * error + 0.005, "usual care is best in {share}, source 0.51");
            let mean = |values: &Vec<f64>| spread(values).0;
            assert!((1..4).all(|at| mean(&net[0]) > mean(&net[at])), "usual care is best on average");
        }
    }
}

/// The table of the tutorial, printed in whole dollars and thousandths of a year. Its weights are those of `sick_sicker_published`,
/// not Simpson's, which would give 117,126 and 19.199 for the standard of care.
#[test]
fn mortality_by_age_and_amounts_on_transitions_give_the_printed_table() {
    let wanted = [
        ("null_alternative", 116_374.0, 18.879),
        ("B", 202_536.0, 20.199),
        ("AB", 296_300.0, 21.097),
        ("A", 218_789.0, 19.636),
    ];
    prints("sick_sicker_age", &wanted, (0.5, 0.0005));
}

/// The tutorial prints no results of these; plain programs that follow its code and that of the microsimulation do.
#[test]
fn time_spent_sick_gives_what_plain_programs_give() {
    let strategies =
        [("null_alternative", 0.0, 0.75, 1.0), ("A", 12e3, 0.95, 1.0), ("B", 13e3, 0.75, 0.6), ("AB", 25e3, 0.95, 0.6)];
    let wanted = strategies.map(|(id, extra, utility, ratio)| {
        let (cost, years) = plain::sick_sicker_residence(extra, utility, ratio);
        (id, cost, years)
    });
    prints("sick_sicker_residence", &wanted, (1e-6, 1e-10));
    let wanted = [("null_alternative", false), ("treatment", true)].map(|(id, treated)| {
        let (cost, years) = plain::sick_sicker_person(treated);
        (id, cost, years)
    });
    prints("sick_sicker_person", &wanted, (1e-6, 1e-10));
}

/// Gains of persons with the modifier as it is, and with one that is the same for all, tell which modifier each of them had.
#[test]
fn persons_differ_in_what_treatment_does_for_them() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/published/sick_sicker_person.toml");
    let gains = |set: &[(String, String)]| -> Vec<f64> {
        let scenario = mkba::read::load(&mkba::read::Disk, &path, set).expect("a scenario").scenario;
        let plan = RunPlan { seed: 1, first_draw: 0, draws: 1, households: 10_000, method: Method::Micro };
        let results = run(&scenario, &plan, &Unwatched).expect("results");
        let of_people = &results.alternatives[1].households[0].net_benefit;
        of_people.iter().map(|net| f64::from(net[SOCIETY]) - f64::from(net[MONEY])).collect()
    };
    let fixed = |value: &str| gains(&[("x".to_string(), value.to_string())]);
    let (own, low, high) = (gains(&[]), fixed("0.95"), fixed("1.05"));
    let people = own.iter().zip(low.iter().zip(&high));
    // Amounts are differences of large costs in single precision: those who were treated for years tell it well.
    let treated = people.filter(|(_, (low, high))| *high - *low > 0.3);
    let found: Vec<f64> = treated.map(|(own, (low, high))| 0.95 + 0.1 * (own - low) / (high - low)).collect();
    let n = found.len() as f64;
    assert!(n > 1_000.0, "only {n} were treated for years");
    let (mean, sd) = spread(&found);
    let wanted = 0.1 / 12.0_f64.sqrt();
    assert!((mean - 1.0).abs() < 4.0 * wanted / n.sqrt(), "mean {mean}");
    // The kurtosis of a uniform distribution is 9/5: the error of its standard deviation is sd sqrt((9/5 - 1) / 4 n).
    assert!((sd - wanted).abs() < 4.0 * wanted * (0.2 / n).sqrt() + 0.01 * wanted, "standard deviation {sd}");
}
