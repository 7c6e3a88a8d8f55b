//! Samplers: a value of a distribution from a stream of random bits.
//!
//! In: a distribution and a generator. Out: a value.
//!
//! Own samplers, few lines each: `rand_distr` takes `ln` and `exp` from the platform as soon as any other crate asks
//! `num-characteristics` for the standard library, and then results would differ between all_rules. Tests hold them
//! against the distribution functions of `statrs` and against `rand_distr`. Families whose quantile has a closed form,
//! and all that are truncated, take the quantile of a uniform.

use crate::model::Distribution;
use crate::model::number::distribution::pert_shapes;
use rand::Rng;
use rand::rngs::ChaCha8Rng;

/// A value of the distribution.
pub(crate) fn sample(distribution: &Distribution, generator: &mut ChaCha8Rng) -> f64 {
    match distribution {
        Distribution::Fixed(value) => *value,
        Distribution::Normal { mean, sd } => mean + sd * normal(generator),
        Distribution::Pert { low, mode, high } => {
            if high <= low {
                return *mode;
            }
            let (alpha, beta) = pert_shapes(*low, *mode, *high);
            low + (high - low) * beta_variate(alpha, beta, generator)
        }
        Distribution::Lognormal { meanlog, sdlog } => libm::exp(meanlog + sdlog * normal(generator)),
        Distribution::Beta { alpha, beta } => beta_variate(*alpha, *beta, generator),
        Distribution::Gamma { shape, scale } => scale * gamma(*shape, generator),
        Distribution::Uniform { .. }
        | Distribution::Triangular { .. }
        | Distribution::Discrete(_)
        | Distribution::Empirical(_)
        | Distribution::Truncated { .. } => distribution.quantile(open_uniform(generator)),
    }
}

/// Uniform between 0 and 1, both excluded.
fn open_uniform(generator: &mut ChaCha8Rng) -> f64 {
    ((generator.next_u64() >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
}

/// Standard normal by the polar method (Marsaglia and Bray 1964).
pub(crate) fn normal(generator: &mut ChaCha8Rng) -> f64 {
    loop {
        let x = 2.0 * open_uniform(generator) - 1.0;
        let y = 2.0 * open_uniform(generator) - 1.0;
        let square = x * x + y * y;
        if square < 1.0 && square > 0.0 {
            return x * (-2.0 * libm::log(square) / square).sqrt();
        }
    }
}

/// Gamma with scale 1 (Marsaglia and Tsang, "A simple method for generating gamma variables", 2000).
fn gamma(shape: f64, generator: &mut ChaCha8Rng) -> f64 {
    if shape < 1.0 {
        let boost = libm::exp(libm::log(open_uniform(generator)) / shape);
        return gamma(shape + 1.0, generator) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(generator);
        let v = 1.0 + c * x;
        if v <= 0.0 {
            continue;
        }
        let v = v * v * v;
        if libm::log(open_uniform(generator)) < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return d * v;
        }
    }
}

/// The logarithm of a gamma variate with scale 1, also where the variate is too small for a double.
pub(crate) fn log_gamma(shape: f64, generator: &mut ChaCha8Rng) -> f64 {
    if shape < 1.0 {
        let boost = libm::log(open_uniform(generator)) / shape;
        return libm::log(gamma(shape + 1.0, generator)) + boost;
    }
    libm::log(gamma(shape, generator))
}

/// Beta as the share of one gamma in two.
fn beta_variate(alpha: f64, beta: f64, generator: &mut ChaCha8Rng) -> f64 {
    let first = gamma(alpha, generator);
    let second = gamma(beta, generator);
    if first + second > 0.0 { first / (first + second) } else { 0.5 }
}
