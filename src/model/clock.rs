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

/// A stretch of one clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Index into [`super::Scenario::clocks`].
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

/// Whether some moment before `horizon` lies in all these windows. `age` tells a trait at the start where it is the same for
/// all households.
pub fn meet(windows: &[Window], clocks: &[Clock], age: impl Fn(usize) -> Option<f64>, horizon: usize, years: f64) -> bool {
    (0..horizon).any(|cycle| {
        windows.iter().all(|one| {
            let within = |reading: f64| (one.first || one.from <= reading) && reading < one.to;
            match &clocks[one.clock] {
                Clock::Cycle => within(cycle as f64),
                Clock::Age { index } => age(*index).is_none_or(|start| within(start + cycle as f64 * years)),
                Clock::Since(_) => one.from <= cycle as f64,
            }
        })
    })
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
