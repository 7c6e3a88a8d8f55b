//! Balances that are nothing but rounding, errors that are not 0, and draws that were not taken as they are.

use crate::made_up::{plan, results, scenario, text};
use mkba::analyse::{Answer, Verdict, answer};
use mkba::model::Scenario;
use mkba::report::terminal::screen::{ScreenOptions, screen};
use mkba::simulate::ledger::{SOCIETY, TOTALS};
use mkba::simulate::{Method, RunPlan, Unwatched, run, run_by_draw};
use mkba::words::Language;

const METHODS: [Method; 3] = [Method::Cohort, Method::Micro, Method::Months];

fn said(answer: &Answer, scenario: &Scenario) -> String {
    screen(answer, scenario, Language::En, &ScreenOptions::default()).lines.join(" ")
}

/// Help with a hazard ratio of 1 that costs nothing; money in many items, so that sums do not cancel to the last bit.
fn idle() -> Scenario {
    let more: String = (1..30)
        .map(|n| {
            format!(
                "[[items]]\nid = \"more_{n}\"\nquantity = {{ time = {{ all = [\"housing is arrears\", \"work is in\"] }} }}\n\
                 amount = {}.37\nkind = \"transfer\"\npayers = {{ city = 0.3, landlord = 0.7 }}\nreceivers = \"city\"\n",
                n * 1001
            )
        })
        .collect();
    let lines = "start = { month = 3 }\nsuccess = 0.37\nactive = \"7 months\"\n\
                 effects = [{ on = \"housing: arrears -> street\", hazard_ratio = 1, plateau = 12, fade = { half_life = 6 } }]\n";
    scenario(
        &text("ease = { uniform = { low = 0.1, high = 0.2 } }", &more, &plan(lines))
            .replace("chance = 0.2,", "chance = \"ease\","),
    )
}

#[test]
fn help_that_changes_nothing_is_told_as_nothing() {
    let scenario = idle();
    for method in METHODS {
        let found = results(&scenario, method, 10, 50);
        let own = &found.alternatives[1];
        assert!(own.draws.iter().all(|draw| draw.net_benefit == [0.0; TOTALS] && draw.gross > 1e5), "{method:?}");
        assert!(own.households.iter().flat_map(|draw| &draw.net_benefit).all(|net| *net == [0.0; TOTALS]));
        let told = &answer(&scenario, &found).alternatives[0];
        for total in [&told.net_benefit, &told.net_benefit_money, &told.net_benefit_public] {
            assert!(total.average.is_nothing() && total.average.probability_positive == 0.0);
        }
        assert_eq!(told.verdict, Verdict::Nothing);
        assert_eq!(told.benefits_present_value, 0.0);
        for payback in [&told.payback.headline, &told.payback.money, &told.payback.public] {
            assert_eq!((payback.expected, payback.p90, payback.probability), (Some(0), Some(0), 1.0));
        }
        assert_eq!(told.groups.iter().map(|group| group.in_hundred).collect::<Vec<_>>(), [100, 0, 0, 0]);
        assert!(
            told.accounts.iter().all(|account| account.net == 0.0) && told.cash_flow.iter().all(|year| year.net == 0.0)
        );
        let text = said(&answer(&scenario, &found), &scenario);
        assert!(text.contains("it changes nothing") && text.contains("society nothing changes"), "{text}");
        let plan = RunPlan { seed: 3, first_draw: 0, draws: 10, households: 50, method };
        let by_draw = run_by_draw(&scenario, &plan, &Unwatched).expect("results");
        assert!(by_draw.alternatives[1].draws.iter().all(|draw| draw.net_benefit == [0.0; TOTALS]), "{method:?}");
    }
}

/// Work is worth nothing here: the course changes, no euro does.
#[test]
fn a_course_that_changes_without_money_costs_nobody_more() {
    let lines = "start = { month = 0 }\nmoves = [\"work: out -> in\"]\n";
    let with_cost =
        "costs = [{ id = \"fee\", quantity = \"starts\", amount = 10, kind = \"resource\", payers = \"city\" }]\n";
    for (more, is_worse) in [("", false), (with_cost, true)] {
        let scenario = scenario(&text("", "", &plan(&format!("{lines}{more}"))));
        let found = results(&scenario, Method::Months, 1, 200);
        assert!(found.alternatives[1].months != found.alternatives[0].months);
        let told = answer(&scenario, &found);
        let shares: Vec<u64> = told.alternatives[0].groups.iter().map(|group| group.in_hundred).collect();
        // Some find work in the first month anyhow.
        assert!(shares[1..3] == [0, 0] && (shares[3] > 90) == is_worse && (shares[0] == 100) != is_worse, "{shares:?}");
    }
}

/// A plan of which what it costs comes back to the cent in the same month has nothing to wait for.
#[test]
fn payback_is_measured_against_what_flows() {
    use mkba::simulate::engine::draw_outcome::payback;
    let flows = || (0..60).flat_map(|n| [-0.1 * f64::from(n), 0.1 * f64::from(n) - 1e-14]);
    assert_eq!(payback([0.3, -0.1, -0.1, -0.1, 0.0].into_iter(), 0.0), None);
    assert_eq!(payback([0.3, -0.1, -0.1, -0.1, 0.0].into_iter(), 0.6), Some(0));
    assert_eq!(payback(flows(), 1e4), Some(119));
    assert_eq!(payback([-1.0, 0.5, 0.4].into_iter(), 1.9), None);
}

fn uncertain() -> Scenario {
    let lines = "start = { month = 0 }\neffects = [{ on = \"housing: arrears -> street\", hazard_ratio = \"works\" }]\n\
                 costs = [{ id = \"fee\", quantity = \"starts\", amount = 900, kind = \"resource\", payers = \"city\" }]\n";
    scenario(&text("works = { uniform = { low = 0.3, high = 0.9 } }", "", &plan(lines)))
}

fn fixed() -> Scenario {
    let lines = "start = { month = 0 }\nmoves = [\"housing: arrears -> stable\"]\n\
                 costs = [{ id = \"fee\", quantity = \"starts\", amount = 900, kind = \"resource\", payers = \"city\" }]\n";
    scenario(&text("", "", &plan(lines)))
}

#[test]
fn an_error_is_that_of_draws_or_households_or_not_known() {
    let error = |scenario: &Scenario, method, draws, households| {
        let told = answer(scenario, &results(scenario, method, draws, households));
        told.alternatives[0].net_benefit.average.monte_carlo_error
    };
    let (uncertain, fixed) = (uncertain(), fixed());
    for scenario in [&uncertain, &fixed] {
        // One draw: the standard deviation of households over the root of their number.
        let found = results(scenario, Method::Micro, 1, 400);
        let all: Vec<f64> =
            found.alternatives[1].households[0].net_benefit.iter().map(|net| f64::from(net[SOCIETY])).collect();
        let mean = all.iter().sum::<f64>() / 400.0;
        let wanted = (all.iter().map(|net| (net - mean) * (net - mean)).sum::<f64>() / 399.0 / 400.0).sqrt();
        let told = error(scenario, Method::Micro, 1, 400).expect("an error");
        assert!(wanted > 10.0 && (told / wanted - 1.0).abs() < 1e-4, "{told}, {wanted}");
        // One household is nothing to go by; several draws of one are.
        assert_eq!(error(scenario, Method::Micro, 1, 1), None);
        let several = results(scenario, Method::Micro, 50, 1);
        let means: Vec<f64> = several.alternatives[1].draws.iter().map(|draw| draw.net_benefit[SOCIETY]).collect();
        let average = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let squares = |values: &[f64]| {
            let mean = average(values);
            values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>()
        };
        // Where something is drawn the mean is worked out without each of the eight replicates in turn.
        let without = |replicate: usize| {
            let left = means.iter().enumerate().filter(|(draw, _)| draw % 8 != replicate);
            average(&left.map(|(_, net)| *net).collect::<Vec<f64>>())
        };
        let wanted = match scenario.parameters.iter().any(|one| one.distribution.is_uncertain()) {
            true => (squares(&(0..8).map(without).collect::<Vec<f64>>()) * 7.0 / 8.0).sqrt(),
            false => (squares(&means) / 49.0 / 50.0).sqrt(),
        };
        assert!((error(scenario, Method::Micro, 50, 1).expect("an error") - wanted).abs() < 1e-9);
    }
    assert_eq!(error(&uncertain, Method::Cohort, 1, 0), None);
    assert_eq!(error(&uncertain, Method::Cohort, 1, 100), None);
    assert!(error(&uncertain, Method::Cohort, 20, 0).expect("an error") > 1.0);
    // Nothing is drawn, nothing simulated: there is no error.
    assert_eq!((error(&fixed, Method::Cohort, 1, 0), error(&fixed, Method::Cohort, 20, 0)), (Some(0.0), Some(0.0)));
}

#[test]
fn no_share_of_draws_is_told_where_nothing_was_drawn() {
    for (scenario, method, draws, wanted) in [
        (fixed(), Method::Cohort, 10, "No figure is uncertain"),
        (fixed(), Method::Micro, 10, "No figure is uncertain"),
        (uncertain(), Method::Cohort, 1, "This is one draw"),
        (uncertain(), Method::Micro, 1, "This is one draw"),
    ] {
        let told = answer(&scenario, &results(&scenario, method, draws, 100));
        let text = said(&told, &scenario);
        assert!(!text.contains("Probably") && !text.contains("chance"), "{text}");
        assert!(text.contains(wanted), "{text}");
        assert!(!told.has_spread() && told.alternatives[0].net_benefit.average.sd == 0.0);
    }
    let told = answer(&uncertain(), &results(&uncertain(), Method::Cohort, 10, 100));
    assert!(said(&told, &uncertain()).contains("Probably (80%)"));
}

/// A relative risk on a chance of 0.4 that goes up to 3.9; up to 2.5 it can be applied as it is.
#[test]
fn draws_that_were_weakened_are_counted_and_told() {
    let lines = "start = { month = 0 }\neffects = [{ on = \"housing: arrears -> street\", relative_risk = \"risk\", over = \"1 year\" }]\n";
    let ratio =
        "start = { month = 0 }\neffects = [{ on = \"housing: arrears -> street\", probability_ratio = \"risk\" }]\n";
    let risks = scenario(&text("risk = { uniform = { low = 1, high = 3.9 } }", "", &plan(lines)));
    let chances = scenario(&text("risk = { uniform = { low = 1, high = 40 } }", "", &plan(ratio)));
    for method in METHODS {
        for (scenario, is_risk) in [(&risks, true), (&chances, false)] {
            let all = results(scenario, method, 11, 30);
            let one = |first_draw| {
                let plan = RunPlan { seed: 3, first_draw, draws: 1, households: 30, method };
                let found = run(scenario, &plan, &Unwatched).expect("results");
                let altered = found.parameters[0][0] * 0.4 >= 1.0;
                if is_risk {
                    assert_eq!(
                        (found.relative_risks_capped, found.capped_draws),
                        (u64::from(altered), usize::from(altered))
                    );
                }
                assert_eq!(found.capped_draws > 0, found.relative_risks_capped > 0);
                (found.relative_risks_capped, found.capped_draws)
            };
            let sum = (0..11).map(one).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            assert_eq!((all.relative_risks_capped, all.capped_draws), sum, "{method:?}");
            assert!((1..11).contains(&all.capped_draws), "{method:?}: {}", all.capped_draws);
            let told = answer(scenario, &all);
            let text = said(&told, scenario);
            assert!(text.contains(&format!("in {} of 11 draws a chance came out above 1", all.capped_draws)), "{text}");
        }
    }
}
