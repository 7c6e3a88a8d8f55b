//! Chances of one cycle.
//!
//! In: hazards of exits, and what interventions make of them. Out: [`Chances`] per exit, and per row to stay.

use super::step::add;
use crate::simulate::compile::{Lanes, Values, times};
use crate::simulate::space::Space;

/// Chances of one cycle.
pub struct Chances<const L: usize> {
    /// By exit of the space.
    pub exits: Vec<Lanes<L>>,
    /// To stay, by row of the space.
    pub stay: Vec<Lanes<L>>,
}

impl<const L: usize> Chances<L> {
    /// Chances without interventions.
    pub fn new(space: &Space, hazards: &[Lanes<L>]) -> Self {
        let mut chances = Self { exits: vec![[0.0; L]; hazards.len()], stay: vec![[1.0; L]; space.rows.len()] };
        (0..space.rows.len()).for_each(|row| chances.fill_row(space, row, hazards, None));
        chances
    }

    /// Chances of a layer in a cycle: rows that no intervention touches are as they were.
    pub fn changed(&self, space: &Space, values: &Values<L>, layer: usize, cycle: usize) -> Self {
        let mut chances = Self { exits: self.exits.clone(), stay: self.stay.clone() };
        let factors = values.effects.factors(layer, cycle);
        let touched = &values.effects.touched;
        for (index, row) in space.rows.iter().enumerate() {
            if row.exits.clone().any(|exit| touched.contains(&space.exits[exit].transition)) {
                chances.fill_row(space, index, &values.hazards, Some((touched, factors)));
            }
        }
        chances
    }

    /// Competition of the exits of a row: `P(leave) = 1 - exp(-L)`, split by `l_j / L`.
    fn fill_row(&mut self, space: &Space, row: usize, hazards: &[Lanes<L>], factors: Option<(&[usize], &[Lanes<L>])>) {
        let exits = space.rows[row].exits.clone();
        let mut total = [0.0; L];
        for exit in exits.clone() {
            let mut hazard = hazards[exit];
            if let Some((touched, factors)) = factors
                && let Ok(column) = touched.binary_search(&space.exits[exit].transition)
            {
                times(&mut hazard, &factors[column]);
            }
            add(&mut total, &hazard);
            self.exits[exit] = hazard;
        }
        for (lane, total) in total.into_iter().enumerate() {
            let leave = -libm::expm1(-total);
            let split = if total > 0.0 { leave / total } else { 0.0 };
            for exit in exits.clone() {
                self.exits[exit][lane] *= split;
            }
            self.stay[row][lane] = 1.0 - leave;
        }
    }
}
