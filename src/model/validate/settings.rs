//! Validation of settings: horizon, weights of rows, sizes of a run, years.
//!
//! In: the settings of a scenario. Out: faults.

use std::fmt::Arguments;

use crate::model::Count;
use crate::model::limits::{MOST_CYCLES, MOST_SIZE, MOST_WEIGHT};
use crate::model::validate::Check;
use crate::units::PriceYear;

impl Check<'_> {
    /// Checks all settings.
    pub(super) fn settings(&mut self) {
        let settings = &self.scenario.settings;
        let horizon = settings.horizon;
        self.count(format_args!("settings.horizon"), horizon, 1, MOST_CYCLES * settings.cycle.parts());
        let (first, last) = PriceYear::BOUNDS;
        let start = f64::from(settings.calendar_start);
        self.between(format_args!("settings.calendar_start"), start, f64::from(first), f64::from(last));
        self.count(format_args!("settings.draws"), settings.draws, 1, MOST_SIZE);
        self.count(format_args!("settings.households"), settings.households, 0, MOST_SIZE);
        self.row_weights(format_args!("settings.count.rows"), &settings.count);
        let names = settings.discount_rates.iter().map(|(name, _)| name.as_str());
        self.distinct(format_args!("settings.discount_rates"), names);
    }
    /// Weights of rows fit the horizon.
    pub(super) fn row_weights(&mut self, place: Arguments, count: &Count) {
        let Count::Rows(weights) = count else { return };
        let rows = self.scenario.settings.horizon.saturating_add(1);
        self.count(place, weights.len(), rows, rows);
        for (at, weight) in weights.iter().enumerate() {
            self.between(format_args!("{place}[{at}]"), *weight, 0.0, MOST_WEIGHT);
        }
    }
}
