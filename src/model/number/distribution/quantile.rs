//! Distribution functions and quantiles.
//!
//! In: a [`Distribution`] and a value or a chance. Out: a chance or a value. A quantile without a closed form is found
//! as the zero of the distribution function less the chance.

use crate::model::number::distribution::gamma::{MOST_SHAPE, beta_tails, gamma_tails};
use crate::model::number::distribution::normal::{normal_cdf, normal_density, normal_quantile};
use crate::model::number::distribution::root::root;
use crate::model::number::distribution::{Distribution, pert_shapes};

/// Chances nearer to 0 or 1 than this are taken as this far off: no value is infinite.
pub(crate) const NEAREST: f64 = 1.0 / (1u64 << 53) as f64;
/// Logarithms of values that are searched.
const WIDEST: f64 = 740.0;

impl Distribution {
    /// The chance of a value of at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        match self {
            Distribution::Fixed(value) => f64::from(u8::from(x >= *value)),
            Distribution::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Distribution::Triangular { low, mode, high } => triangular_cdf(*low, *mode, *high, x),
            Distribution::Pert { low, mode, high } => {
                let (alpha, beta) = pert_shapes(*low, *mode, *high);
                beta_tails(alpha, beta, (x - low) / (high - low), (high - x) / (high - low)).0
            }
            Distribution::Normal { mean, sd } => normal_cdf((x - mean) / sd),
            Distribution::Lognormal { meanlog, sdlog } if x > 0.0 => normal_cdf((libm::log(x) - meanlog) / sdlog),
            Distribution::Lognormal { .. } => 0.0,
            Distribution::Beta { alpha, beta } => beta_tails(*alpha, *beta, x, 1.0 - x).0,
            Distribution::Gamma { shape, scale } => gamma_tails(*shape, x / scale).0,
            Distribution::Discrete(values) => {
                values.iter().filter(|(value, _)| *value <= x).map(|(_, share)| share).sum()
            }
            Distribution::Empirical(values) => {
                values.iter().filter(|value| **value <= x).count() as f64 / values.len() as f64
            }
            Distribution::Truncated { of, min, max } => of.mass(*min, x.clamp(*min, *max)) / of.mass(*min, *max),
        }
    }

    /// The chance of a value between `min` and `max`.
    pub fn mass(&self, min: f64, max: f64) -> f64 {
        self.cdf(max) - self.cdf(min)
    }

    /// The value below which a variate lies with this chance.
    pub fn quantile(&self, chance: f64) -> f64 {
        let chance = chance.clamp(NEAREST, 1.0 - NEAREST);
        match self {
            Distribution::Fixed(value) => *value,
            Distribution::Uniform { low, high } => low + (high - low) * chance,
            Distribution::Triangular { low, mode, high } => triangular_quantile(*low, *mode, *high, chance),
            Distribution::Pert { low, mode, high } => {
                let (alpha, beta) = pert_shapes(*low, *mode, *high);
                low + (high - low) * beta_quantile(alpha, beta, chance)
            }
            Distribution::Normal { mean, sd } => mean + sd * normal_quantile(chance),
            Distribution::Lognormal { meanlog, sdlog } => libm::exp(meanlog + sdlog * normal_quantile(chance)),
            Distribution::Beta { alpha, beta } => beta_quantile(*alpha, *beta, chance),
            Distribution::Gamma { shape, scale } => scale * gamma_quantile(*shape, chance),
            Distribution::Discrete(values) => discrete_quantile(values, chance),
            Distribution::Empirical(values) => {
                let at = (chance * values.len() as f64) as usize;
                values[at.min(values.len() - 1)]
            }
            Distribution::Truncated { of, min, max } => {
                let below = of.cdf(*min);
                of.quantile(below + chance * (of.cdf(*max) - below)).clamp(*min, *max)
            }
        }
    }

    /// The value that goes with a standard normal variate: the quantile at its chance.
    pub fn at_normal(&self, normal: f64) -> f64 {
        match self {
            Distribution::Normal { mean, sd } => mean + sd * normal,
            Distribution::Lognormal { meanlog, sdlog } => libm::exp(meanlog + sdlog * normal),
            _ => self.quantile(normal_cdf(normal)),
        }
    }

    /// Whether the distribution function is as exact as promised: no shape too large.
    pub fn has_exact_quantiles(&self) -> bool {
        match self {
            Distribution::Beta { alpha: a, beta: b } => a + b <= MOST_SHAPE,
            Distribution::Gamma { shape, .. } => *shape <= MOST_SHAPE,
            Distribution::Truncated { of, .. } => of.has_exact_quantiles(),
            _ => true,
        }
    }

    /// The integral of `x` times the density up to `x`: the part of the mean that comes from lower values. Families
    /// that cannot be truncated give 0.
    pub(crate) fn mean_below(&self, x: f64) -> f64 {
        match self {
            Distribution::Uniform { low, high } => {
                let x = x.clamp(*low, *high);
                (x - low) * (x + low) / (2.0 * (high - low))
            }
            Distribution::Triangular { low, mode, high } => triangular_mean_below(*low, *mode, *high, x),
            Distribution::Pert { low, mode, high } => {
                let (alpha, beta) = pert_shapes(*low, *mode, *high);
                let (at, rest) = ((x - low) / (high - low), (high - x) / (high - low));
                let share = alpha / (alpha + beta) * beta_tails(alpha + 1.0, beta, at, rest).0;
                low * self.cdf(x) + (high - low) * share
            }
            Distribution::Normal { mean, sd } => {
                let at = (x - mean) / sd;
                mean * normal_cdf(at) - sd * normal_density(at)
            }
            Distribution::Lognormal { meanlog, sdlog } if x > 0.0 => {
                self.mean() * normal_cdf((libm::log(x) - meanlog) / sdlog - sdlog)
            }
            Distribution::Beta { alpha, beta } => self.mean() * beta_tails(alpha + 1.0, *beta, x, 1.0 - x).0,
            Distribution::Gamma { shape, scale } => self.mean() * gamma_tails(shape + 1.0, x / scale).0,
            _ => 0.0,
        }
    }
}

fn triangular_cdf(low: f64, mode: f64, high: f64, x: f64) -> f64 {
    let x = x.clamp(low, high);
    if x < mode {
        (x - low) * (x - low) / ((high - low) * (mode - low))
    } else if mode < high {
        1.0 - (high - x) * (high - x) / ((high - low) * (high - mode))
    } else {
        1.0
    }
}

fn triangular_quantile(low: f64, mode: f64, high: f64, chance: f64) -> f64 {
    let range = high - low;
    if chance * range < mode - low {
        low + (chance * range * (mode - low)).sqrt()
    } else {
        high - ((1.0 - chance) * range * (high - mode)).sqrt()
    }
}

fn triangular_mean_below(low: f64, mode: f64, high: f64, x: f64) -> f64 {
    let (x, range) = (x.clamp(low, high), high - low);
    // With t the distance from an end: the integral of (end +- t) 2 t / (range side).
    let rising = |to: f64| {
        let t = to - low;
        if mode > low { (low * t * t + 2.0 * t * t * t / 3.0) / (range * (mode - low)) } else { 0.0 }
    };
    let falling = |from: f64| {
        let t = high - from;
        if high > mode { (high * t * t - 2.0 * t * t * t / 3.0) / (range * (high - mode)) } else { 0.0 }
    };
    rising(x.min(mode)) + if x > mode { falling(mode) - falling(x) } else { 0.0 }
}

fn discrete_quantile(values: &[(f64, f64)], chance: f64) -> f64 {
    let mut below = 0.0;
    for (value, share) in values {
        below += share;
        if chance < below {
            return *value;
        }
    }
    values.last().map_or(0.0, |(value, _)| *value)
}

/// How far the chances of a tail are from the wanted one; by the smaller tail, which has the most digits.
fn excess((below, above): (f64, f64), chance: f64) -> f64 {
    if chance <= 0.5 { below - chance } else { (1.0 - chance) - above }
}

fn gamma_quantile(shape: f64, chance: f64) -> f64 {
    let excess = |log: f64| excess(gamma_tails(shape, libm::exp(log)), chance);
    libm::exp(bracketed(excess, libm::log(shape)))
}

fn beta_quantile(alpha: f64, beta: f64, chance: f64) -> f64 {
    let share = |logit: f64| 1.0 / (1.0 + libm::exp(-logit));
    let excess = |logit: f64| excess(beta_tails(alpha, beta, share(logit), share(-logit)), chance);
    share(bracketed(excess, libm::log(alpha / beta)))
}

/// The zero of a rising function, from a first guess.
fn bracketed(function: impl Fn(f64) -> f64, guess: f64) -> f64 {
    let guess = guess.clamp(-WIDEST, WIDEST);
    let rising = function(guess) < 0.0;
    let (mut near, mut step) = (guess, 0.125);
    loop {
        let far = if rising { guess + step } else { guess - step };
        if far.abs() > WIDEST || (function(far) < 0.0) != rising {
            return root(function, near, far.clamp(-WIDEST, WIDEST));
        }
        near = far;
        step *= 2.0;
    }
}
