//! How much of an item there is, by row.
//!
//! In: a [`Trajectory`] and the [`Timing`]. Out: [`Series`]. No prices, no discounting.

use super::{ItemPlan, Lanes};
use crate::model::{Item, Quantity, Scenario};
use crate::simulate::timing::Timing;
use crate::simulate::trajectory::Trajectory;

/// How much of an item there is, by row, per household.
pub struct Series<const L: usize> {
    /// By row; times in cycles.
    pub quantity: Vec<Lanes<L>>,
    /// Whether it falls at the border itself, not in the cycle that ends there.
    pub at_border: bool,
}

impl<const L: usize> Series<L> {
    /// Multiplies by a factor for all rows, and by one for each cycle. What belongs to the cycle that ends at a row takes
    /// the factor of that cycle.
    pub fn multiply(&mut self, factor: f64, by_cycle: Option<&[Lanes<L>]>) {
        if factor != 1.0 {
            self.quantity.iter_mut().for_each(|quantity| *quantity = quantity.map(|value| value * factor));
        }
        if let Some(factors) = by_cycle {
            for (row, quantity) in self.quantity.iter_mut().enumerate() {
                let cycle = if self.at_border { row } else { row.saturating_sub(1) };
                crate::simulate::compile::times(quantity, &factors[cycle]);
            }
        }
    }
}

/// The quantity of an item along a trajectory of this alternative.
pub fn series<const L: usize>(
    scenario: &Scenario,
    alternative: usize,
    item: &Item,
    (plan, timing): (&ItemPlan, &Timing),
    trajectory: &Trajectory<L>,
) -> Series<L> {
    let interventions = &scenario.alternatives[alternative].interventions;
    let named = |name: &String| interventions.iter().position(|one| one.name == *name);
    let none = [0.0; L];
    let rows = 0..=trajectory.cycles;
    let at_borders = |quantity: Vec<Lanes<L>>| Series { quantity, at_border: true };
    let quantity: Vec<Lanes<L>> = match &item.quantity {
        Quantity::Time(_) | Quantity::Always => timing.time(|row| match plan.mark {
            Some(which) => trajectory.held(row)[which],
            None => sum(trajectory.mass(row), &plan.states),
        }),
        Quantity::Entries { .. } => timing.events(|row| plan.mark.map_or(none, |which| trajectory.entered(row)[which])),
        Quantity::Once => {
            // Where traits of the household multiply it they are in what is counted.
            let all = if plan.class == 0 { [1.0; L] } else { whole(trajectory.mass(0)) };
            return at_borders(rows.map(|row| if row == 0 { all } else { none }).collect());
        }
        Quantity::Transitions(which) => timing.events(|row| sum(trajectory.moved(row), which)),
        Quantity::Starts(name) => {
            let of_row = |row| named(name).map_or(none, |index| trajectory.started(row)[index]);
            return at_borders(rows.map(of_row).collect());
        }
        Quantity::Responders(name) => {
            let of_row = |row| named(name).map_or(none, |index| trajectory.responded(row)[index]);
            return at_borders(rows.map(of_row).collect());
        }
        Quantity::ActiveTime(name) => {
            timing.activity(|row| named(name).map_or(none, |index| trajectory.active(row)[index]))
        }
    };
    Series { quantity, at_border: timing.by_row() }
}

fn whole<const L: usize>(values: &[Lanes<L>]) -> Lanes<L> {
    let mut total = [0.0; L];
    values.iter().for_each(|part| crate::simulate::compile::add(&mut total, part));
    total
}

fn sum<const L: usize>(values: &[Lanes<L>], which: &[usize]) -> Lanes<L> {
    let mut total = [0.0; L];
    for index in which {
        (0..L).for_each(|lane| total[lane] += values[*index][lane]);
    }
    total
}
