//! What must hold for every scenario, over generated ones.

use crate::generated::{for_scenarios, scenario};
use crate::thorough::cases;
use crate::widened::Forms;
use mkba::analyse::answer;
use mkba::analyse::answer::accounts;
use mkba::model::{ItemKind, Scenario};
use mkba::simulate::ledger::{MONEY, SOCIETY, TOTALS};
use mkba::simulate::{Method, Results, RunPlan, SimulationError, Unwatched, run};
use proptest::prelude::*;

fn plan(method: Method, draws: usize, households: usize) -> RunPlan {
    RunPlan { seed: 7, first_draw: 0, draws, households, method }
}

/// Results, or a rejected case where the generated numbers leave their bounds (which must be a fault, never a panic).
fn results(scenario: &Scenario, plan: &RunPlan) -> Result<Results, TestCaseError> {
    run(scenario, plan, &Unwatched).map_err(|fault| match fault {
        SimulationError::OutOfBounds { .. } | SimulationError::RowAboveOne { .. } => {
            TestCaseError::reject("a drawn value out of bounds")
        }
        other => TestCaseError::fail(format!("{other:?}")),
    })
}

fn same_bits(a: &Results, b: &Results) -> bool {
    // Debug text shows every bit of a float that matters: shortest text that reads back as the same number.
    format!("{:?}{:?}", a.alternatives, a.parameters) == format!("{:?}{:?}", b.alternatives, b.parameters)
}

#[test]
fn an_alternative_without_changes_differs_by_exactly_nothing() {
    for_scenarios(cases(20, 60), 1, |scenario| {
        for method in [Method::Cohort, Method::Micro] {
            let results = results(scenario, &plan(method, 10, 12))?;
            let unchanged = &results.alternatives[1];
            prop_assert!(unchanged.draws.iter().all(|draw| draw.net_benefit == [0.0; TOTALS]));
            let households = unchanged.households.iter().flat_map(|draw| &draw.net_benefit);
            prop_assert!(households.clone().count() == 120 && households.clone().all(|net| *net == [0.0; TOTALS]));
        }
        Ok(())
    });
}

#[test]
fn all_accounts_add_up_to_nothing_and_tie_to_the_totals() {
    for_scenarios(cases(20, 60), 2, |scenario| {
        let results = results(scenario, &plan(Method::Cohort, 10, 0))?;
        for row in accounts::ledger(scenario, &results.alternatives).chunk_by(|a, b| a.item == b.item) {
            prop_assert!(row.iter().all(|row| row.amount.is_finite()));
        }
        for (index, alternative) in answer(scenario, &results).alternatives.iter().enumerate() {
            let sum: f64 = alternative.accounts.iter().map(|account| account.net).sum();
            let scale: f64 = alternative.accounts.iter().map(|account| account.net.abs()).sum::<f64>() + 1.0;
            prop_assert!(sum.abs() < 1e-9 * scale, "accounts of {} add up to {sum}", alternative.id);
            let draws = &results.alternatives[index + 1].draws;
            let net = draws.iter().map(|draw| draw.net_benefit[MONEY]).sum::<f64>() / draws.len() as f64;
            let parties = &alternative.accounts[..3];
            let society: f64 = parties.iter().map(|account| account.net).sum();
            prop_assert!((society - net).abs() < 1e-9 * scale, "society {society}, draws {net}");
            let public: f64 = parties.iter().filter(|account| account.public).map(|account| account.net).sum();
            let found = alternative.net_benefit_public.average.mean;
            prop_assert!((public - found).abs() < 1e-9 * scale, "public {public}, draws {found}");
        }
        Ok(())
    });
}

#[test]
fn transfers_vanish_from_society() {
    for_scenarios(cases(15, 40), 3, |scenario| {
        let mut scenario = scenario.clone();
        for item in &mut scenario.items {
            item.kind = if item.price.is_some() { ItemKind::Transfer } else { ItemKind::Unpriced };
            item.payers = vec![(0, 0.3), (2, 0.7)];
            item.receivers = vec![(1, 0.1), (2, 0.9)];
        }
        let results = results(&scenario, &plan(Method::Cohort, 8, 8))?;
        for alternative in &results.alternatives {
            prop_assert!(alternative.draws.iter().all(|draw| draw.totals[SOCIETY] == 0.0));
            let households = alternative.households.iter().flat_map(|draw| &draw.net_benefit);
            prop_assert!(households.clone().all(|net| net[SOCIETY] == 0.0));
        }
        Ok(())
    });
}

/// Both methods on the same draws: each draw gives a difference whose error is known from the households themselves.
#[test]
fn simulation_agrees_with_the_exact_method() {
    let tests = std::cell::Cell::new(0u32);
    let largest = std::cell::Cell::new(0.0f64);
    for_scenarios(cases(10, 40), 4, |scenario| {
        let exact = results(scenario, &plan(Method::Cohort, 16, 0))?;
        let simulated = results(scenario, &plan(Method::Micro, 16, 2000))?;
        for (own, other) in simulated.alternatives.iter().zip(&exact.alternatives).skip(2) {
            for total in 0..TOTALS {
                let gap: f64 =
                    own.draws.iter().zip(&other.draws).map(|(a, b)| a.net_benefit[total] - b.net_benefit[total]).sum();
                let error = own.draws.iter().map(|draw| draw.noise[total]).sum::<f64>().sqrt();
                if error > 1e-6 {
                    tests.set(tests.get() + 1);
                    largest.set(largest.get().max((gap / error).abs()));
                    prop_assert!((gap / error).abs() < 5.0, "total {total}: {gap} with error {error}");
                }
            }
        }
        for (own, other) in simulated.alternatives.iter().zip(&exact.alternatives) {
            for (found, wanted) in own.transitions.iter().zip(&other.transitions) {
                // The number of one transition in one household varies about as much as a Poisson number at most a few times.
                let error = (3.0 * wanted.max(1e-3) / 32_000.0).sqrt();
                prop_assert!((found - wanted).abs() < 6.0 * error, "transition {found}, expected {wanted}");
            }
        }
        Ok(())
    });
    assert!(tests.get() > cases(25, 100), "only {} comparisons", tests.get());
    assert!(largest.get() > 1.0, "errors are overstated: the largest z is {}", largest.get());
}

#[test]
fn results_are_the_same_for_any_number_of_threads() {
    for_scenarios(6, 5, |scenario| {
        let plan = plan(Method::Cohort, 30, 5);
        let with_threads = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| results(scenario, &plan))
        };
        let one = with_threads(1)?;
        for threads in [2, 3, 8] {
            prop_assert!(same_bits(&one, &with_threads(threads)?));
        }
        Ok(())
    });
}

#[test]
fn dropping_an_alternative_changes_no_bit_of_the_rest() {
    for_scenarios(20, 6, |scenario| {
        let plan = plan(Method::Cohort, 10, 6);
        let all = results(scenario, &plan)?;
        let mut fewer = scenario.clone();
        fewer.alternatives.remove(2);
        for item in &mut fewer.items {
            item.own = match item.own {
                Some(2) => None,
                Some(3) => Some(2),
                other => other,
            };
        }
        let belonged = |index: usize| scenario.items[index].own == Some(2);
        (0..fewer.items.len()).filter(|index| belonged(*index)).for_each(|index| {
            fewer.alternatives.iter_mut().for_each(|alternative| alternative.off_items.push(index));
        });
        let left = results(&fewer, &plan)?;
        for (own, other) in [(0, 0), (1, 1), (2, 3)] {
            let (own, other) = (&left.alternatives[own], &all.alternatives[other]);
            prop_assert!(own.draws == other.draws && own.households == other.households);
        }
        Ok(())
    });
}

#[test]
fn part_of_the_draws_gives_the_same_draws() {
    for_scenarios(20, 7, |scenario| {
        let all = results(scenario, &plan(Method::Cohort, 21, 3))?;
        let part = results(scenario, &RunPlan { first_draw: 5, ..plan(Method::Cohort, 9, 3) })?;
        for (own, other) in part.alternatives.iter().zip(&all.alternatives) {
            prop_assert!(own.draws == other.draws[5..14]);
            prop_assert!(own.households.is_empty() || own.households == other.households[5..14]);
        }
        Ok(())
    });
}

#[test]
fn the_generator_covers_every_form() {
    let forms = Forms::default();
    let all: Vec<Scenario> = (0..400).map(scenario).collect();
    all.iter().for_each(|scenario| forms.note(scenario));
    forms.require_of(
        &[
            "rate",
            "chance",
            "mean duration",
            "hazard ratio",
            "odds ratio",
            "relative risk",
            "fade: never",
            "fade: at once",
            "fade: linear",
            "fade: half-life",
            "condition: always",
            "condition: all",
            "condition: any",
            "condition: not",
            "fixed",
            "pert",
            "beta",
            "gamma",
            "lognormal",
            "quantity: starts",
            "quantity: responders",
            "quantity: active time",
            "quantity: transitions",
            "quantity: time",
            "item: output",
            "item: welfare",
            "item: unvalued",
            "item: unpriced",
            "item: transfer",
            "item: resource",
            "moves",
            "transitions off",
            "other starts",
        ],
        1,
    );
}
