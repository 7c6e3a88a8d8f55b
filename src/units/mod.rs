//! Units and bounds.
//!
//! In: bare numbers from files and draws. Out: numbers whose unit and bounds are known, and the conversions between
//! probabilities and hazards, units of time, rates and discount factors. It knows nothing of scenarios and prints nothing.
//!
//! `exp` and `ln` come from the `libm` crate: the platform's own functions may differ in the last bit between machines.

mod discount;
mod time;

pub use crate::units::discount::{Compounding, DiscountRate, Discounting};
pub use crate::units::time::{Cycle, Period, TimeUnit};

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a number stands for; decides the bounds it must keep. Bounds are declared here and nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A chance, 0 to 1.
    Probability,
    /// A part of a whole, 0 to 1.
    Share,
    /// Events per period, 0 or more.
    Rate,
    /// A hazard ratio, relative risk, odds ratio or ratio of probabilities, 0 or more.
    Ratio,
    /// A time in months, 0 or more.
    Months,
    /// A mean duration in months, at least one cycle.
    Duration(Cycle),
    /// Euro per unit, sign kept.
    Amount,
    /// A number of things (children, hours), 0 or more.
    Count,
    /// What a quantity is multiplied by, sign kept.
    Factor,
    /// A number above 0, such as a shape or a scale.
    Positive,
    /// Any number.
    Real,
}

impl Kind {
    /// Every kind, for tables and tests.
    pub const ALL: [Kind; 11] = [
        Kind::Probability,
        Kind::Share,
        Kind::Rate,
        Kind::Ratio,
        Kind::Months,
        Kind::Duration(Cycle::MONTH),
        Kind::Amount,
        Kind::Count,
        Kind::Factor,
        Kind::Positive,
        Kind::Real,
    ];

    /// Key of the kind's name in the catalogue of texts.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Probability => "kind_probability",
            Kind::Share => "kind_share",
            Kind::Rate => "kind_rate",
            Kind::Ratio => "kind_ratio",
            Kind::Months => "kind_months",
            Kind::Duration(_) => "kind_duration",
            Kind::Amount => "kind_amount",
            Kind::Count => "kind_count",
            Kind::Factor => "kind_factor",
            Kind::Positive => "kind_positive",
            Kind::Real => "kind_real",
        }
    }

    /// Lowest and highest value allowed, both included.
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Kind::Probability | Kind::Share => (0.0, 1.0),
            Kind::Rate | Kind::Count => (0.0, 1e9),
            Kind::Ratio => (0.0, 1e9),
            Kind::Positive => (1e-9, 1e9),
            Kind::Months => (0.0, 12_000.0),
            Kind::Duration(cycle) => (cycle.months(), 12_000.0),
            Kind::Amount => (-1e12, 1e12),
            Kind::Factor | Kind::Real => (-1e9, 1e9),
        }
    }

    /// Whether `value` is finite and within the bounds.
    pub fn allows(self, value: f64) -> bool {
        let (low, high) = self.bounds();
        value.is_finite() && value >= low && value <= high
    }
}

/// A chance, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Probability(f64);

impl Probability {
    /// `None` outside 0..=1.
    pub fn new(value: f64) -> Option<Self> {
        Kind::Probability.allows(value).then_some(Self(value))
    }

    /// The number, 0 to 1.
    pub fn value(self) -> f64 {
        self.0
    }

    /// The constant hazard per cycle under which this is the chance within `cycles`: `-ln(1 - p) / cycles`.
    /// Infinite for a chance of 1.
    pub fn to_hazard(self, cycles: f64) -> f64 {
        -libm::log1p(-self.0) / cycles
    }

    /// The chance of at least one event within `cycles` at a constant hazard per cycle: `1 - exp(-hazard cycles)`.
    pub fn from_hazard(hazard: f64, cycles: f64) -> Self {
        Self((-libm::expm1(-hazard * cycles)).clamp(0.0, 1.0))
    }

    /// The chance whose odds are `ratio` times the odds of this one.
    pub fn times_odds(self, ratio: f64) -> Self {
        let odds = ratio * self.0;
        Self((odds / (1.0 - self.0 + odds)).clamp(0.0, 1.0))
    }
}

/// The year in whose euros an amount is expressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64")]
pub struct PriceYear(i32);

impl PriceYear {
    /// Earliest and latest year allowed.
    pub const BOUNDS: (i32, i32) = (1990, 2100);

    /// `None` outside 1990..=2100.
    pub fn new(year: i64) -> Option<Self> {
        let (low, high) = Self::BOUNDS;
        i32::try_from(year).ok().filter(|y| (low..=high).contains(y)).map(Self)
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.0
    }
}

impl TryFrom<i64> for PriceYear {
    type Error = String;

    fn try_from(year: i64) -> Result<Self, String> {
        let (low, high) = Self::BOUNDS;
        Self::new(year).ok_or_else(|| format!("price year {year} is outside {low} to {high}"))
    }
}

impl fmt::Display for PriceYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, wanted: f64, margin: f64) {
        assert!((found - wanted).abs() <= margin, "found {found}, wanted {wanted}");
    }

    #[test]
    fn a_chance_within_two_years_becomes_a_monthly_hazard() {
        let chance = Probability::new(0.35).expect("a chance");
        let hazard = chance.to_hazard(24.0);
        close(hazard, 0.0179493, 5e-8);
        close(Probability::from_hazard(hazard, 1.0).value(), 0.0177892, 5e-8);
        close(Probability::from_hazard(hazard, 24.0).value(), 0.35, 1e-15);
    }

    #[test]
    fn odds_ratios_keep_chances_within_bounds() {
        let chance = Probability::new(0.2).expect("a chance");
        close(chance.times_odds(2.0).value(), 0.4 / 1.2, 1e-15);
        close(Probability::new(1.0).expect("certainty").times_odds(3.0).value(), 1.0, 0.0);
    }

    #[test]
    fn bounds_refuse_what_is_not_a_number() {
        for kind in Kind::ALL {
            assert!(!kind.allows(f64::NAN) && !kind.allows(f64::INFINITY), "{kind:?}");
        }
        assert!(Probability::new(30.0).is_none());
        assert!(PriceYear::new(1066).is_none());
    }
}
