//! Totals of an item over the whole horizon.
//!
//! In: amounts by row. Out: [`ItemTotals`], added over draws.

use serde::{Deserialize, Serialize};

/// One item of one alternative: mean per household, added over draws.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ItemTotals {
    /// Units of the price (hours, months, events), by year since the start.
    pub quantity_by_year: Vec<f64>,
    /// Euro, not discounted, by year since the start.
    pub amount_by_year: Vec<f64>,
    /// Euro, present value, by year since the start.
    pub present_by_year: Vec<f64>,
    /// Euro, not discounted, of what falls after the lag of the item, by year since the start.
    pub late_by_year: Vec<f64>,
    /// The same, present value.
    pub present_late_by_year: Vec<f64>,
    /// Units of the price, discounted at the rate of the item.
    pub discounted_quantity: f64,
    /// Euro, present value.
    pub present_value: f64,
    /// Euro, present value of what falls after the lag of the item.
    pub present_value_after_lag: f64,
}

impl ItemTotals {
    /// Nothing yet, for this many years.
    pub fn empty(years: usize) -> Self {
        let mut totals = Self { quantity_by_year: vec![0.0; years], ..Self::default() };
        totals.euro_by_year().into_iter().for_each(|by_year| by_year.resize(years, 0.0));
        totals
    }

    /// All lists of euros by year.
    pub(crate) fn euro_by_year(&mut self) -> [&mut Vec<f64>; 4] {
        [&mut self.amount_by_year, &mut self.present_by_year, &mut self.late_by_year, &mut self.present_late_by_year]
    }

    /// Adds another part of the draws.
    pub fn add(&mut self, other: &Self) {
        for (sums, parts) in [
            (&mut self.quantity_by_year, &other.quantity_by_year),
            (&mut self.amount_by_year, &other.amount_by_year),
            (&mut self.present_by_year, &other.present_by_year),
            (&mut self.late_by_year, &other.late_by_year),
            (&mut self.present_late_by_year, &other.present_late_by_year),
        ] {
            sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
        }
        self.discounted_quantity += other.discounted_quantity;
        self.present_value += other.present_value;
        self.present_value_after_lag += other.present_value_after_lag;
    }

    /// Divides by the number of draws.
    pub fn divide(&mut self, draws: f64) {
        self.quantity_by_year.iter_mut().for_each(|value| *value /= draws);
        self.euro_by_year().into_iter().flatten().for_each(|value| *value /= draws);
        self.discounted_quantity /= draws;
        self.present_value /= draws;
        self.present_value_after_lag /= draws;
    }
}

/// One item in one draw of one alternative: per household over the whole horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ItemDraw {
    /// Units of the price, discounted at the rate of the item.
    pub discounted_quantity: f64,
    /// Euro, present value; 0 for an item without a price.
    pub present_value: f64,
}

/// One item in one year and draw of one alternative, per household: not discounted; 0 euro for an item without a price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ItemYear {
    /// Euro.
    pub amount: f64,
    /// Of that what falls after the lag of the item.
    pub late: f64,
}
