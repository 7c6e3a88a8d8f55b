//! Figures by draw alone are those of a whole run but for rounding.

use crate::generated::for_scenarios;
use crate::thorough::cases;
use crate::widened::for_widened;
use mkba::model::Scenario;
use mkba::simulate::ledger::TOTALS;
use mkba::simulate::{Method, RunPlan, SimulationError, Unwatched, run, run_by_draw};
use proptest::prelude::*;
use std::cell::Cell;

const METHODS: [Method; 3] = [Method::Micro, Method::Months, Method::Cohort];

/// Holds both against each other; gives the number of figures that were not 0.
fn same(scenario: &Scenario, plan: &RunPlan) -> Result<u64, TestCaseError> {
    let (whole, found) = match (run(scenario, plan, &Unwatched), run_by_draw(scenario, plan, &Unwatched)) {
        (Ok(whole), Ok(found)) => (whole, found),
        (whole, found) => {
            prop_assert_eq!(whole.err(), found.err());
            return Ok(0);
        }
    };
    prop_assert_eq!(&whole.parameters, &found.parameters);
    let mut compared = 0;
    for (index, (whole, found)) in whole.alternatives.iter().zip(&found.alternatives).enumerate() {
        let mut close = |what: &str, a: f64, b: f64, scale: f64| -> Result<(), TestCaseError> {
            compared += u64::from(b != 0.0);
            prop_assert!((a - b).abs() <= 1e-9 * (1.0 + scale), "{what} of alternative {index}: {a} and {b}");
            Ok(())
        };
        prop_assert_eq!(whole.draws.len(), found.draws.len());
        for (a, b) in whole.draws.iter().zip(&found.draws) {
            // A net benefit is a difference between two totals that may be much larger.
            let scale = a.totals.iter().map(|total| total.abs()).sum::<f64>() + a.net_benefit[0].abs();
            for total in 0..TOTALS {
                close("total", a.totals[total], b.totals[total], scale)?;
                close("net benefit", a.net_benefit[total], b.net_benefit[total], scale)?;
                close("own", a.own[total], b.own[total], scale)?;
                prop_assert_eq!(a.noise[total], b.noise[total]);
            }
        }
        for (a, b) in whole.item_draws.iter().flatten().zip(found.item_draws.iter().flatten()) {
            close("quantity", a.discounted_quantity, b.discounted_quantity, a.discounted_quantity.abs())?;
            close("amount", a.present_value, b.present_value, a.present_value.abs())?;
        }
        prop_assert_eq!(whole.item_draws.len(), found.item_draws.len());
        // The exact method needs no households for figures by draw.
        if plan.method != Method::Cohort {
            for (a, b) in whole.households.iter().zip(&found.households) {
                prop_assert_eq!((a.count, a.sum, a.sum_of_squares), (b.count, b.sum, b.sum_of_squares));
            }
            prop_assert_eq!(whole.households.len(), found.households.len());
        }
    }
    Ok(compared)
}

#[test]
fn figures_by_draw_are_those_of_a_whole_run() {
    let compared = Cell::new(0);
    let check = |scenario: &Scenario| {
        for method in METHODS {
            let plan = RunPlan { seed: 3, first_draw: 2, draws: 10, households: 70, method };
            match same(scenario, &plan) {
                Ok(count) => compared.set(compared.get() + count),
                Err(why) => return Err(why),
            }
        }
        Ok(())
    };
    for_scenarios(cases(12, 40), 21, check);
    for_widened(cases(20, 60), 22, |_, scenario| check(scenario));
    assert!(compared.get() > cases(15_000, 50_000), "only {} figures", compared.get());
}

#[test]
fn a_fault_is_the_same() {
    let mut scenario = crate::generated::scenario(5);
    scenario.items.iter_mut().for_each(|item| {
        if let Some(price) = &mut item.price {
            price.origin = mkba::model::Origin::Fixed(9e11);
        }
    });
    let plan = RunPlan { seed: 3, first_draw: 0, draws: 3, households: 20, method: Method::Micro };
    let faults = [run(&scenario, &plan, &Unwatched).err(), run_by_draw(&scenario, &plan, &Unwatched).err()];
    assert!(matches!(faults[0], Some(SimulationError::TooMuch { .. })), "{faults:?}");
    assert_eq!(faults[0], faults[1]);
}

#[test]
fn where_nothing_can_happen_figures_are_the_same_too() {
    let still = (0..10_000u64).map(crate::generated::scenario).find(|scenario| scenario.transitions.is_empty());
    let scenario = still.expect("a scenario without transitions");
    let plan = RunPlan { seed: 3, first_draw: 0, draws: 3, households: 20, method: Method::Micro };
    assert!(same(&scenario, &plan).expect("the same") > 0);
}
