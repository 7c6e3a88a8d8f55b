//! Clocks, and numbers that depend on them.
//!
//! In: nothing, these are plain data. Out: [`Clock`], [`ClockTable`], [`DurationLaw`]. Values are tabulated once per draw in
//! `simulate::tables`.

use crate::model::condition::Condition;
use crate::model::number::formula::Formula;
use crate::model::number::value::{Number, Origin};
use crate::units::Cycle;
use serde::{Deserialize, Serialize};

/// What a clock tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Completed cycles since the start: 0 in the first cycle.
    Cycle,
    /// Years: a characteristic plus the time since the start.
    Age {
        /// Index into [`crate::model::Scenario::characteristics`]: age in years at the start.
        index: usize,
    },
    /// Completed cycles since the condition, on states alone, became true; 0 in the first cycle after. Where it is not
    /// true the clock stands at 0.
    Since(Condition),
}

impl Clock {
    /// What it tells after so many completed cycles since it began: years for an age, which is `start` when the run
    /// begins, else cycles.
    pub fn reading(&self, cycles: usize, cycle: Cycle, start: f64) -> f64 {
        match self {
            Clock::Cycle | Clock::Since(_) => cycles as f64,
            Clock::Age { .. } => start + cycles as f64 * cycle.months() / 12.0,
        }
    }

    /// What it can tell within a horizon, from low to high: at every boundary, the last one included.
    pub fn readings(&self, horizon: usize, cycle: Cycle, start: f64) -> Vec<f64> {
        (0..=horizon).map(|cycles| self.reading(cycles, cycle, start)).collect()
    }
}

/// A number that depends on a clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockTable {
    /// Index into [`crate::model::Scenario::clocks`].
    pub clock: usize,
    /// The number at each reading.
    pub values: ClockValues,
}

/// How a number depends on a clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockValues {
    /// From this value of the clock on (in its unit), this number; before the first step the first one. Sorted, at least
    /// one.
    Steps(Vec<(f64, Number)>),
    /// Worked out anew at every reading.
    Formula(ClockFormula),
}

impl ClockValues {
    /// How many values there are at most within so many cycles.
    pub fn most_steps(&self, horizon: usize) -> usize {
        match self {
            ClockValues::Steps(steps) => steps.len(),
            ClockValues::Formula(_) => horizon.saturating_add(1),
        }
    }
}

/// A number that is worked out from the reading of a clock, parameters and characteristics. An age in it is the same
/// for all households.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockFormula {
    /// How.
    pub formula: Formula,
    /// Name of the reading among the variables.
    pub reading: String,
    /// Where the variables come from, in the order of [`Formula::variables`]; `None` for the reading.
    pub inputs: Vec<Option<Origin>>,
    /// Readings of the clock in one unit of the formula: 1, or more where the cycles of the scenario were divided.
    pub parts: f64,
}

impl ClockFormula {
    /// The reading as the formula knows it.
    pub fn shown(&self, reading: f64) -> f64 {
        reading / self.parts
    }

    /// The value at a reading of the clock; `value` gives that of an input. Not a number where there is no finite one.
    pub fn at(&self, reading: f64, value: impl Fn(Origin) -> f64) -> f64 {
        let inputs: Vec<f64> = self.inputs.iter().map(|input| input.map_or(self.shown(reading), &value)).collect();
        let value = self.formula.evaluate(&inputs);
        if value.is_finite() { value } else { f64::NAN }
    }
}

/// A stretch of one clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Index into [`crate::model::Scenario::clocks`].
    pub clock: usize,
    /// From here on, in the unit of the clock.
    pub from: f64,
    /// Up to, not including. The first stretch of a clock also holds before its start.
    pub to: f64,
    /// Whether it is the first stretch.
    pub first: bool,
}

/// Every combination of stretches of clocks whose stretches begin at these sorted edges; those of the last clock follow one
/// another. One empty combination where there is no clock.
pub fn windows(clocks: &[(usize, &[f64])]) -> Vec<Vec<Window>> {
    let mut all = vec![Vec::new()];
    for (clock, edges) in clocks {
        let stretch = |(at, from): (usize, &f64)| {
            let to = edges.get(at + 1).copied().unwrap_or(f64::INFINITY);
            Window { clock: *clock, from: *from, to, first: at == 0 }
        };
        let longer = |short: Vec<Window>| {
            edges.iter().enumerate().map(move |edge| short.iter().copied().chain([stretch(edge)]).collect::<Vec<_>>())
        };
        all = all.into_iter().flat_map(longer).collect();
    }
    all
}

/// Whether some moment before `horizon` lies in all these windows. `age` tells a characteristic at the start where it
/// is the same for all households; `years` is the length of a cycle.
pub fn meet(
    windows: &[Window],
    clocks: &[Clock],
    age: impl Fn(usize) -> Option<f64>,
    horizon: usize,
    years: f64,
) -> bool {
    let by_cycle = windows.iter().filter(|window| clocks[window.clock] == Clock::Cycle);
    let from =
        by_cycle.clone().filter(|window| !window.first).map(|window| window.from.ceil() as usize).max().unwrap_or(0);
    let to = by_cycle.map(|window| window.to.ceil() as usize).min().unwrap_or(horizon).min(horizon);
    (from..to).any(|cycle| {
        windows.iter().all(|window| match &clocks[window.clock] {
            Clock::Cycle => true,
            Clock::Age { index } => age(*index).is_none_or(|start| {
                let now = start + cycle as f64 * years;
                (window.first || window.from <= now) && now < window.to
            }),
            Clock::Since(_) => window.first || window.from <= cycle as f64,
        })
    })
}

/// A distribution of the time from entering a state until a transition out of it, were it alone. Times are in `unit`
/// cycles. With cumulative hazard `H` the hazard in the k-th cycle is `H(k) - H(k - 1)`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DurationLaw {
    /// Family and its numbers.
    pub family: DurationFamily,
    /// Length in cycles of the unit in which times are given.
    pub unit: f64,
}

/// Families of durations; `t` is the time since the state was entered.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
