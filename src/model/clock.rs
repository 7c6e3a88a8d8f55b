//! Clocks, and numbers that depend on them.
//!
//! In: nothing, these are plain data. Out: [`Clock`], [`ClockTable`], [`DurationLaw`]. Values are tabulated once per draw in
//! `simulate::tables`.

use super::condition::Condition;
use super::value::Number;

/// What a clock tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clock {
    /// Completed cycles since the start: 0 in the first cycle.
    Cycle,
    /// Years: a trait plus the time since the start.
    Age {
        /// Index into [`super::Scenario::traits`]: age in years at the start.
        index: usize,
    },
    /// Completed cycles since the condition, on states alone, became true; 0 in the first cycle after. Where it is not
    /// true the clock stands at 0.
    Since(Condition),
}

/// A number that depends on a clock: the value of the last step at or below the clock, the first one before it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockTable {
    /// Index into [`super::Scenario::clocks`].
    pub clock: usize,
    /// From this value of the clock on (in its unit), this number; sorted, at least one.
    pub steps: Vec<(f64, Number)>,
}

/// A distribution of the time from entering a state until a transition out of it, were it alone. Times are in `unit`
/// cycles. With cumulative hazard `H` the hazard in the k-th cycle is `H(k) - H(k - 1)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DurationLaw {
    /// Family and its numbers.
    pub family: DurationFamily,
    /// Length in cycles of the unit in which times are given.
    pub unit: f64,
}

/// Families of durations; `t` is the time since the state was entered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DurationFamily {
    /// `H(t) = rate t`.
    Exponential {
        /// Events per unit of time.
        rate: Number,
    },
    /// `H(t) = (t / scale)^shape`.
    Weibull {
        /// Shape: above 1 the hazard grows.
        shape: Number,
        /// Scale, a time.
        scale: Number,
    },
    /// `H(t) = rate (exp(shape t) - 1) / shape`; `rate t` where the shape is 0.
    Gompertz {
        /// Growth of the hazard per unit of time; may be negative.
        shape: Number,
        /// Hazard at 0.
        rate: Number,
    },
    /// `H(t) = ln(1 + (t / scale)^shape)`.
    LogLogistic {
        /// Shape.
        shape: Number,
        /// Scale, the median.
        scale: Number,
    },
    /// `H(t) = -ln(1 - Phi((ln t - meanlog) / sdlog))`.
    Lognormal {
        /// Mean of the logarithm of the time.
        meanlog: Number,
        /// Standard deviation of the logarithm.
        sdlog: Number,
    },
    /// `H(t) = -ln(1 - P(shape, t / scale))`, `P` the regularised incomplete gamma function.
    Gamma {
        /// Shape.
        shape: Number,
        /// Scale, a time.
        scale: Number,
    },
}

impl DurationFamily {
    /// Its two numbers; the first twice where there is one.
    pub fn numbers(&self) -> [Number; 2] {
        match *self {
            DurationFamily::Exponential { rate } => [rate, rate],
            DurationFamily::Weibull { shape, scale }
            | DurationFamily::LogLogistic { shape, scale }
            | DurationFamily::Gamma { shape, scale } => [shape, scale],
            DurationFamily::Gompertz { shape, rate } => [shape, rate],
            DurationFamily::Lognormal { meanlog, sdlog } => [meanlog, sdlog],
        }
    }

    /// Its two numbers, to change; the same one twice is not possible, so an exponential gives one.
    pub fn numbers_mut(&mut self) -> Vec<&mut Number> {
        match self {
            DurationFamily::Exponential { rate } => vec![rate],
            DurationFamily::Weibull { shape, scale }
            | DurationFamily::LogLogistic { shape, scale }
            | DurationFamily::Gamma { shape, scale } => vec![shape, scale],
            DurationFamily::Gompertz { shape, rate } => vec![shape, rate],
            DurationFamily::Lognormal { meanlog, sdlog } => vec![meanlog, sdlog],
        }
    }
}
