//! Distributions: of what we do not know, or over households.
//!
//! In: nothing, these are plain data. Out: [`Distribution`] with its mean, its distribution function and its quantiles.
//! Drawing is done in `simulate::draw`. All functions come from `libm`, so that they are the same on all machines.

pub(crate) mod gamma;
pub(crate) mod normal;
pub(crate) mod quantile;
pub(crate) mod root;
#[cfg(test)]
mod tests;

use crate::model::open_end;
use serde::{Deserialize, Serialize};

pub use crate::model::number::distribution::gamma::{MOST_SHAPE, gamma_tails};
pub use crate::model::number::distribution::normal::{normal_cdf, normal_quantile};
pub use crate::model::number::distribution::root::root;

/// A distribution of a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// A value taken as certain.
    Fixed(f64),
    /// Every value between two ends is equally likely.
    Uniform {
        /// Lowest value.
        low: f64,
        /// Highest value.
        high: f64,
    },
    /// Density that rises in a straight line to the mode and falls in a straight line after it.
    Triangular {
        /// Lowest value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Highest value.
        high: f64,
    },
    /// Beta-PERT with shape 4: `low + (high - low) Beta(1 + 4 (mode - low)/(high - low), 1 + 4 (high - mode)/(high - low))`.
    Pert {
        /// Lowest value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Highest value.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// `exp` of a normal with this mean and standard deviation.
    Lognormal {
        /// Mean of the logarithm.
        meanlog: f64,
        /// Standard deviation of the logarithm.
        sdlog: f64,
    },
    /// Beta on 0 to 1.
    Beta {
        /// First shape.
        alpha: f64,
        /// Second shape.
        beta: f64,
    },
    /// Gamma with mean `shape * scale`.
    Gamma {
        /// Shape.
        shape: f64,
        /// Scale.
        scale: f64,
    },
    /// Values with their shares, sorted by value; the shares add up to 1.
    Discrete(Vec<(f64, f64)>),
    /// Values that are equally likely, sorted.
    Empirical(Vec<f64>),
    /// A continuous distribution, given that the value lies between two bounds.
    Truncated {
        /// The distribution without bounds.
        of: Box<Distribution>,
        /// Lower bound; may be minus infinity.
        #[serde(with = "open_end")]
        min: f64,
        /// Upper bound; may be infinity.
        #[serde(with = "open_end")]
        max: f64,
    },
}

/// Shapes of a beta that is a PERT between 0 and 1.
pub fn pert_shapes(low: f64, mode: f64, high: f64) -> (f64, f64) {
    let range = high - low;
    (1.0 + 4.0 * (mode - low) / range, 1.0 + 4.0 * (high - mode) / range)
}

impl Distribution {
    /// The mean.
    pub fn mean(&self) -> f64 {
        match self {
            Distribution::Fixed(value) => *value,
            Distribution::Uniform { low, high } => (low + high) / 2.0,
            Distribution::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Distribution::Pert { low, mode, high } => (low + 4.0 * mode + high) / 6.0,
            Distribution::Normal { mean, .. } => *mean,
            Distribution::Lognormal { meanlog, sdlog } => libm::exp(meanlog + sdlog * sdlog / 2.0),
            Distribution::Beta { alpha, beta } => alpha / (alpha + beta),
            Distribution::Gamma { shape, scale } => shape * scale,
            Distribution::Discrete(values) => values.iter().map(|(value, share)| value * share).sum(),
            Distribution::Empirical(values) => values.iter().sum::<f64>() / values.len() as f64,
            Distribution::Truncated { of, min, max } => {
                let mean = (of.mean_below(*max) - of.mean_below(*min)) / of.mass(*min, *max);
                mean.clamp(*min, *max)
            }
        }
    }

    /// The same distribution of a value that is `factor` times as large (`factor` above 0).
    /// A beta has no larger version of its own family: `None` unless `factor` is 1.
    pub fn scaled(&self, factor: f64) -> Option<Self> {
        Some(match self {
            Distribution::Fixed(value) => Distribution::Fixed(value * factor),
            Distribution::Uniform { low, high } => Distribution::Uniform { low: low * factor, high: high * factor },
            Distribution::Triangular { low, mode, high } => {
                Distribution::Triangular { low: low * factor, mode: mode * factor, high: high * factor }
            }
            Distribution::Pert { low, mode, high } => {
                Distribution::Pert { low: low * factor, mode: mode * factor, high: high * factor }
            }
            Distribution::Normal { mean, sd } => Distribution::Normal { mean: mean * factor, sd: sd * factor },
            Distribution::Lognormal { meanlog, sdlog } => {
                Distribution::Lognormal { meanlog: meanlog + libm::log(factor), sdlog: *sdlog }
            }
            Distribution::Gamma { shape, scale } => Distribution::Gamma { shape: *shape, scale: scale * factor },
            Distribution::Beta { .. } if factor == 1.0 => self.clone(),
            Distribution::Beta { .. } => return None,
            Distribution::Discrete(values) => {
                Distribution::Discrete(values.iter().map(|(value, share)| (value * factor, *share)).collect())
            }
            Distribution::Empirical(values) => {
                Distribution::Empirical(values.iter().map(|value| value * factor).collect())
            }
            Distribution::Truncated { of, min, max } => {
                Distribution::Truncated { of: Box::new(of.scaled(factor)?), min: min * factor, max: max * factor }
            }
        })
    }

    /// Whether the value differs between draws.
    pub fn is_uncertain(&self) -> bool {
        !matches!(self, Distribution::Fixed(_))
    }

    /// The lowest and the highest possible value; may be infinite.
    pub fn support(&self) -> (f64, f64) {
        match self {
            Distribution::Fixed(value) => (*value, *value),
            Distribution::Uniform { low, high }
            | Distribution::Triangular { low, high, .. }
            | Distribution::Pert { low, high, .. } => (*low, *high),
            Distribution::Normal { .. } => (f64::NEG_INFINITY, f64::INFINITY),
            Distribution::Lognormal { .. } | Distribution::Gamma { .. } => (0.0, f64::INFINITY),
            Distribution::Beta { .. } => (0.0, 1.0),
            Distribution::Discrete(values) => ends(values.iter().map(|(value, _)| *value)),
            Distribution::Empirical(values) => ends(values.iter().copied()),
            Distribution::Truncated { of, min, max } => {
                let (low, high) = of.support();
                (low.max(*min), high.min(*max))
            }
        }
    }
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}
