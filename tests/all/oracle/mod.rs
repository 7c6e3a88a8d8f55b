//! A slow and plain second reckoning of single households, straight from the words of the model: no tables, no joint
//! states, no shortcuts. Every household of the engine must come out the same.

// What is reckoned a second time uses the platform's own functions: not those under test.
#![allow(clippy::disallowed_methods)]

mod ledger;
mod life;
mod tables;
mod world;

use crate::generated::{for_scenarios, in_other_time};
use crate::thorough::{cases, thorough};
use crate::widened::{Forms, for_widened};
use life::Life;
use mkba::model::*;
use mkba::simulate::random::household_stream::{HouseholdStream, name_key};
use mkba::simulate::random::parameter_draw::{ParameterSampler, characteristic_value};
use mkba::simulate::{Method, RunPlan, SimulationError, Unwatched, run};
use proptest::prelude::*;
use std::cell::Cell;
use world::World;

/// Draws of each scenario.
const DRAWS: usize = 3;
/// Households of each draw.
const HOUSEHOLDS: usize = 20;

/// What was compared.
#[derive(Default)]
struct Seen {
    /// Households.
    compared: Cell<u32>,
    /// Those among them whose course parts from that without help.
    parted: Cell<u32>,
    /// Those among them with more than one episode of an intervention.
    again: Cell<u32>,
    /// Those among them that end.
    ended: Cell<u32>,
}

#[test]
fn every_household_lives_as_the_model_says() {
    let seen = Seen::default();
    for_scenarios(cases(20, 60), 8, |scenario| compare(scenario, &seen));
    assert!(seen.compared.get() > cases(1_500, 5_000) && seen.parted.get() > cases(300, 1_000), "{seen:?}");
}

#[test]
fn every_way_of_counting_and_discounting_is_as_the_model_says() {
    let seen = Seen::default();
    for_scenarios(cases(40, 150), 9, |scenario| compare(&in_other_time(scenario), &seen));
    assert!(seen.compared.get() > cases(2_000, 8_000) && seen.parted.get() > cases(250, 1_000), "{seen:?}");
}

#[test]
fn every_form_of_the_model_is_lived_as_it_says() {
    let (seen, forms) = (Seen::default(), Forms::default());
    for_widened(cases(140, 400), 10, |seed, scenario| {
        let before = seen.compared.get();
        compare(scenario, &seen).map_err(|error| match error {
            TestCaseError::Fail(reason) => TestCaseError::fail(format!("seed {seed}: {reason}")),
            reject => reject,
        })?;
        if seen.compared.get() > before {
            forms.note(scenario);
        }
        Ok(())
    });
    assert!(seen.compared.get() > cases(14_000, 50_000) && seen.parted.get() > cases(2_800, 10_000), "{seen:?}");
    assert!(seen.again.get() > cases(40, 150) && seen.ended.get() > cases(2_500, 10_000), "{seen:?}");
    if thorough() {
        forms.require(5);
    }
}

impl std::fmt::Debug for Seen {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        let of = [&self.compared, &self.parted, &self.again, &self.ended].map(Cell::get);
        write!(to, "{} compared, {} parted, {} with two episodes, {} ended", of[0], of[1], of[2], of[3])
    }
}

/// The characteristics of a household.
fn characteristics(scenario: &Scenario, luck: HouseholdStream) -> Vec<f64> {
    let value = |one: &Characteristic| match &one.value {
        CharacteristicValue::Fixed(value) => *value,
        CharacteristicValue::Random(distribution) => {
            let u = luck.uniform(name_key(&format!("trait: {}", one.name)));
            characteristic_value(distribution, u.max(2f64.powi(-54)))
        }
    };
    scenario.characteristics.iter().map(value).collect()
}

/// Compares every household of the engine with its life.
fn compare(scenario: &Scenario, seen: &Seen) -> Result<(), TestCaseError> {
    let plan = RunPlan { seed: 3, first_draw: 0, draws: DRAWS, households: HOUSEHOLDS, method: Method::Months };
    let results = match run(scenario, &plan, &Unwatched) {
        Err(
            SimulationError::OutOfBounds { .. } | SimulationError::RowAboveOne { .. } | SimulationError::NoRoot { .. },
        ) => {
            return Err(TestCaseError::reject("a drawn value out of bounds"));
        }
        other => other.expect("results"),
    };
    let count = |cell: &Cell<u32>, what: bool| cell.set(cell.get() + u32::from(what));
    let sampler = ParameterSampler::new(scenario, None);
    for (draw, parameters) in sampler.values(scenario, 3, &[0, 1, 2]).iter().enumerate() {
        for household in 0..HOUSEHOLDS {
            let luck = HouseholdStream::new(3, draw as u64, household as u64);
            let world = |index: usize| {
                let alternative = &scenario.alternatives[index];
                let parameters = sampler.changed(scenario, index, 3, draw as u64, parameters);
                World { scenario, alternative, index, parameters, characteristics: characteristics(scenario, luck) }
            };
            let null_world = world(0);
            let Some(null) = Life::live(&null_world, luck) else { continue };
            let without = null_world.totals(&null);
            for index in 1..scenario.alternatives.len() {
                let own_world = world(index);
                let Some(own) = Life::live(&own_world, luck) else { continue };
                let with = own_world.totals(&own);
                let found = results.alternatives[index].households[draw].net_benefit[household];
                for total in 0..3 {
                    let wanted = with[total] - without[total];
                    let margin = 1e-6 * (1.0 + with[total].abs() + without[total].abs());
                    let gap = (f64::from(found[total]) - wanted).abs();
                    let place = format!("alternative {index}, draw {draw}, household {household}, total {total}");
                    prop_assert!(
                        gap < margin,
                        "{place}: {found:?}, wanted {wanted}\n{:?}\n{:?}",
                        own.borders,
                        null.borders
                    );
                }
                count(&seen.compared, true);
                let differs = |row: usize| own.after(row) != null.after(row);
                count(&seen.parted, (0..own.borders.len()).any(differs));
                let twice = |one: &life::Episode| {
                    own.episodes.iter().filter(|other| other.intervention == one.intervention).count() > 1
                };
                count(&seen.again, own.episodes.iter().any(twice));
                count(&seen.ended, own_world.has_ended(own.after(own.borders.len() - 1)));
            }
        }
    }
    Ok(())
}
