//! Distributions with a given mean and standard deviation, and whether a distribution can be drawn from.
//!
//! In: parameters, or moments. Out: a [`Distribution`]; `None` where there is none.

use crate::model::Distribution;

/// The distribution, if its parameters can be drawn from.
pub(crate) fn check(distribution: Distribution) -> Option<Distribution> {
    let sound = match &distribution {
        Distribution::Fixed(value) => value.is_finite(),
        Distribution::Uniform { low, high } => low < high && (high - low).is_finite(),
        Distribution::Triangular { low, mode, high } | Distribution::Pert { low, mode, high } => {
            low <= mode && mode <= high && (high - low).is_finite()
        }
        Distribution::Normal { mean: middle, sd } | Distribution::Lognormal { meanlog: middle, sdlog: sd } => {
            middle.is_finite() && sd.is_finite() && *sd >= 0.0
        }
        Distribution::Beta { alpha: a, beta: b } | Distribution::Gamma { shape: a, scale: b } => {
            a.is_finite() && b.is_finite() && *a > 0.0 && *b > 0.0
        }
        Distribution::Discrete(_) | Distribution::Empirical(_) | Distribution::Truncated { .. } => true,
    };
    (sound && distribution.mean().is_finite()).then_some(distribution)
}

/// A PERT, or a fixed value where it has no width.
pub(crate) fn pert_or_fixed(low: f64, mode: f64, high: f64) -> Distribution {
    if low == high { Distribution::Fixed(mode) } else { Distribution::Pert { low, mode, high } }
}

/// A beta with this mean and standard deviation; `None` where there is none.
pub(crate) fn beta_of(mean: f64, sd: f64) -> Option<Distribution> {
    let size = mean * (1.0 - mean) / (sd * sd) - 1.0;
    let within = mean > 0.0 && mean < 1.0 && sd > 0.0 && size > 0.0;
    check(Distribution::Beta { alpha: mean * size, beta: (1.0 - mean) * size }).filter(|_| within)
}

/// A gamma with this mean and standard deviation; `None` where there is none.
pub(crate) fn gamma_of(mean: f64, sd: f64) -> Option<Distribution> {
    let shape = (mean / sd) * (mean / sd);
    check(Distribution::Gamma { shape, scale: sd * sd / mean }).filter(|_| mean > 0.0 && sd > 0.0)
}
