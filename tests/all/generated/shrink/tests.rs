//! A failure that was planted shrinks to what it is about.

use crate::generated::seeded::for_seeds;
use crate::generated::{for_scenarios, scenario};
use crate::widened::whole;
use mkba::model::{Quantity, Scenario, Strength};
use mkba::simulate::{Method, RunPlan, SimulationError, Unwatched, run};
use proptest::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a property that fails says in the end.
fn said(property: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(property)).expect_err("it fails");
    panic.downcast_ref::<String>().expect("a text").clone()
}

/// Whether an alternative slows down or speeds up what happens at a rate, and something is paid by the time.
fn is_planted(scenario: &Scenario) -> bool {
    let at_a_rate = |at: usize| matches!(scenario.transitions[at].strength, Strength::Rate { .. });
    let effects = scenario.alternatives.iter().flat_map(|one| &one.interventions).flat_map(|one| &one.effects);
    effects.into_iter().any(|effect| at_a_rate(effect.transition))
        && scenario.items.iter().any(|item| matches!(item.quantity, Quantity::Time(_)))
}

#[test]
fn a_planted_failure_shrinks_to_what_it_is_about() {
    let text = said(|| {
        for_scenarios(50, 1, |scenario| {
            prop_assert!(!is_planted(scenario), "planted, in {} cycles", scenario.settings.horizon);
            Ok(())
        });
    });
    let size = "1 domains, 1 transitions, 1 items, 2 alternatives with 1 interventions, 0 parameters, 1 cycles";
    assert!(text.contains("planted, in ") && text.contains(size), "{}", &text[..400]);
}

#[test]
fn a_planted_panic_in_a_wide_scenario_shrinks_as_well() {
    let text = said(|| {
        for_seeds(50, 2, whole, |_, scenario| {
            assert!(scenario.tables.is_empty() || scenario.joints.is_empty(), "planted");
            Ok(())
        });
    });
    assert!(text.contains("planted") && text.contains("0 transitions, 0 items, 1 alternatives"), "{}", &text[..400]);
}

/// Whatever is taken away: what is left is a scenario that can be reckoned, or whose numbers leave their bounds.
#[test]
fn every_smaller_scenario_is_one() {
    let mut tried = 0;
    for seed in 0..6 {
        for wide in [scenario(seed), whole(seed)] {
            for smaller in super::steps(&wide) {
                let plan = RunPlan { seed, first_draw: 0, draws: 1, households: 1, method: Method::Months };
                match run(&smaller, &plan, &Unwatched) {
                    Ok(_)
                    | Err(
                        SimulationError::OutOfBounds { .. }
                        | SimulationError::RowAboveOne { .. }
                        | SimulationError::NoRoot { .. },
                    ) => tried += 1,
                    Err(other) => panic!("seed {seed}: {other:?} in {smaller:#?}"),
                }
            }
        }
    }
    assert!(tried > 300, "{tried}");
}
