//! Quantities of items by row.
//!
//! In: a [`Trajectory`] and the [`RowCounting`] of the item. Out: [`Series`]; no prices.

use crate::model::{Item, Quantity, Scenario};
use crate::simulate::compile::discounting::RowCounting;
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::ledger::item_plan::ItemPlan;
use crate::simulate::ledger::trajectory::Trajectory;
use std::sync::OnceLock;

/// How much of an item there is, by row, per household.
#[derive(Clone, Debug)]
pub struct Series<const L: usize> {
    /// By row; times in cycles.
    pub quantity: Vec<Lanes<L>>,
    /// Whether it falls at the boundary itself, not in the cycle that ends there.
    pub at_boundary: bool,
}

impl<const L: usize> Series<L> {
    /// Multiplies by a factor for all rows, and by one for each cycle. What belongs to the cycle that ends at a row
    /// takes the factor of that cycle.
    pub fn multiply(&mut self, factor: f64, by_cycle: Option<&[Lanes<L>]>) {
        if factor != 1.0 {
            self.quantity.iter_mut().for_each(|quantity| *quantity = quantity.map(|value| value * factor));
        }
        if let Some(factors) = by_cycle {
            for (row, quantity) in self.quantity.iter_mut().enumerate() {
                let cycle = if self.at_boundary { row } else { row.saturating_sub(1) };
                crate::simulate::compile::lanes::times(quantity, &factors[cycle]);
            }
        }
    }
}

/// Time in joint states along a trajectory, by the first item that counts it; each is added up when it is first asked for.
#[derive(Clone, Debug)]
pub struct TimeSeries<const L: usize>(Vec<OnceLock<Series<L>>>);

impl<const L: usize> TimeSeries<L> {
    /// Nothing yet, for so many items.
    pub fn new(items: usize) -> Self {
        Self((0..items).map(|_| OnceLock::new()).collect())
    }

    /// The series of a plan, which may be known from an item that counts the same.
    #[inline(always)]
    pub(crate) fn of_plan(&self, plan: &ItemPlan, add_up: impl FnOnce() -> Series<L>) -> Series<L> {
        if plan.states.is_empty() { add_up() } else { self.0[plan.same_time_as].get_or_init(add_up).clone() }
    }
}

/// The quantity of an item along a trajectory of this alternative; `pieces` are factors of pieces of its time.
#[inline(always)]
pub fn series<const L: usize>(
    scenario: &Scenario,
    alternative: usize,
    item: &Item,
    plan: &ItemPlan,
    counting: &RowCounting,
    pieces: &[Lanes<L>],
    trajectory: &Trajectory<L>,
) -> Series<L> {
    let interventions = &scenario.alternatives[alternative].interventions;
    let named = |name: &String| interventions.iter().position(|intervention| intervention.name == *name);
    let mut quantity = vec![[0.0; L]; trajectory.cycles + 1];
    let rows = quantity.iter_mut().enumerate();
    let by_row = counting.by_row();
    match &item.quantity {
        Quantity::Time(_) | Quantity::Always => {
            match plan.mark {
                _ if !plan.pieces.is_empty() => rows.for_each(|(row, sum)| {
                    for (which, factor) in plan.pieces.iter().zip(pieces) {
                        (0..L).for_each(|lane| sum[lane] += trajectory.held(row)[*which][lane] * factor[lane]);
                    }
                }),
                Some(which) => rows.for_each(|(row, sum)| *sum = trajectory.held(row)[which]),
                None => add_all(&mut quantity, &plan.states, |row| trajectory.mass(row)),
            }
            counting.time(&mut quantity);
        }
        Quantity::Entries { .. } => {
            if let Some(which) = plan.mark {
                rows.for_each(|(row, sum)| *sum = trajectory.entered(row)[which]);
            }
            counting.events(&mut quantity);
        }
        Quantity::Once => {
            // Where characteristics of the household multiply it they are in what is counted.
            quantity[0] = if plan.class == 0 { [1.0; L] } else { whole(trajectory.mass(0)) };
            return Series { quantity, at_boundary: true };
        }
        Quantity::Transitions(which) => {
            add_all(&mut quantity, which, |row| trajectory.moved(row));
            counting.events(&mut quantity);
        }
        Quantity::Starts(name) => {
            if let Some(which) = named(name) {
                rows.for_each(|(row, sum)| *sum = trajectory.started(row)[which]);
            }
            return Series { quantity, at_boundary: true };
        }
        Quantity::Responders(name) => {
            if let Some(which) = named(name) {
                rows.for_each(|(row, sum)| *sum = trajectory.responded(row)[which]);
            }
            return Series { quantity, at_boundary: true };
        }
        Quantity::ActiveTime(name) => {
            if let Some(which) = named(name) {
                rows.for_each(|(row, sum)| *sum = trajectory.active(row)[which]);
            }
            counting.activity(&mut quantity);
        }
    };
    Series { quantity, at_boundary: by_row }
}

/// Adds some columns of each row.
#[inline(always)]
fn add_all<'a, const L: usize>(quantity: &mut [Lanes<L>], which: &[usize], row: impl Fn(usize) -> &'a [Lanes<L>]) {
    for (at, total) in quantity.iter_mut().enumerate() {
        let values = row(at);
        let mut sum = [0.0; L];
        for index in which {
            crate::simulate::compile::lanes::add(&mut sum, &values[*index]);
        }
        *total = sum;
    }
}

fn whole<const L: usize>(values: &[Lanes<L>]) -> Lanes<L> {
    let mut total = [0.0; L];
    values.iter().for_each(|part| crate::simulate::compile::lanes::add(&mut total, part));
    total
}
