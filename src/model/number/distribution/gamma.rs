//! Distribution functions of the gamma and the beta distribution.
//!
//! In: shapes and a value. Out: the chances below and above it. For shapes up to [`MOST_SHAPE`] both have about 13
//! digits; a larger shape is a number without uncertainty in all but name.

use crate::model::number::distribution::normal::normal_cdf;
use std::f64::consts::PI;

/// Largest shape for which the functions here are held against another implementation.
pub const MOST_SHAPE: f64 = 1e8;

/// From this shape on the expansion of Temme is used.
const LARGE: f64 = 1e5;
/// Most terms of a series or a continued fraction.
const MOST_TERMS: usize = 50_000;
const TINY: f64 = 1e-300;

/// `ln(1 + x) - x` without loss of digits near 0.
fn log1p_less(x: f64) -> f64 {
    if x.abs() > 0.1 {
        return libm::log1p(x) - x;
    }
    let (mut power, mut sum) = (-x, 0.0);
    for term in 2..20 {
        power *= -x;
        sum -= power / f64::from(term);
    }
    sum
}

/// What Stirling's formula leaves of `ln gamma(a)`, for `a` of at least 10.
fn stirling_rest(a: f64) -> f64 {
    let square = 1.0 / (a * a);
    (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0))) / a
}

/// `x^a exp(-x) / gamma(a + 1)`.
pub(crate) fn gamma_term(a: f64, x: f64) -> f64 {
    if a < 10.0 {
        return libm::exp(a * libm::log(x) - x - libm::lgamma(a + 1.0));
    }
    libm::exp(a * log1p_less((x - a) / a) - stirling_rest(a)) / (2.0 * PI * a).sqrt()
}

/// Chances that a gamma variate with this shape and scale 1 is below and above `x`.
///
/// Sources: series and continued fraction of NIST's Digital Library of Mathematical Functions, 8.7.1 and 8.9.2; for
/// large shapes the uniform expansion 8.12.
pub fn gamma_tails(shape: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x.is_infinite() {
        return (1.0, 0.0);
    }
    if shape > LARGE {
        return gamma_uniform(shape, x);
    }
    if x < shape + 1.0 {
        let (mut term, mut sum) = (1.0, 1.0);
        for n in 1..MOST_TERMS {
            term *= x / (shape + n as f64);
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        let below = (gamma_term(shape, x) * sum).min(1.0);
        return (below, 1.0 - below);
    }
    // Modified Lentz on 1/(x+1-a- 1(1-a)/(x+3-a- ...
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1.0 / TINY, 1.0 / b);
    let mut fraction = d;
    for n in 1..MOST_TERMS {
        let factor = -(n as f64) * (n as f64 - shape);
        b += 2.0;
        d = 1.0 / guard(factor * d + b);
        c = guard(b + factor / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    let above = (gamma_term(shape, x) * shape * fraction).min(1.0);
    (1.0 - above, above)
}

fn guard(value: f64) -> f64 {
    if value.abs() < TINY { TINY } else { value }
}

fn gamma_uniform(shape: f64, x: f64) -> (f64, f64) {
    let excess = (x - shape) / shape;
    let size = (-2.0 * log1p_less(excess)).max(0.0).sqrt();
    let eta = if excess < 0.0 { -size } else { size };
    let first = if size < 0.1 {
        -1.0 / 3.0 + eta * (1.0 / 12.0 - eta * (2.0 / 135.0 - eta * (1.0 / 864.0 + eta / 2835.0)))
    } else {
        1.0 / excess - 1.0 / eta
    };
    let rest = libm::exp(-0.5 * shape * size * size) / (2.0 * PI * shape).sqrt() * (first - 1.0 / (540.0 * shape));
    let middle = eta * shape.sqrt();
    ((normal_cdf(middle) - rest).clamp(0.0, 1.0), (normal_cdf(-middle) + rest).clamp(0.0, 1.0))
}

/// `x^a y^b / B(a, b)` with `y = 1 - x`.
pub(crate) fn beta_term(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let (small, large, at, rest) = if a <= b { (a, b, x, y) } else { (b, a, y, x) };
    let sum = a + b;
    if small >= 10.0 {
        let (middle_a, middle_b) = (small / sum, large / sum);
        let exponent = small * log1p_less((at - middle_a) / middle_a) + large * log1p_less((middle_a - at) / middle_b);
        let left = stirling_rest(sum) - stirling_rest(small) - stirling_rest(large);
        return libm::exp(exponent + left) * (small * middle_b / (2.0 * PI)).sqrt();
    }
    let ratio = if large < 10.0 {
        libm::lgamma(sum) - libm::lgamma(large)
    } else {
        (large - 0.5) * libm::log1p(small / large) + small * libm::log(sum) - small + stirling_rest(sum)
            - stirling_rest(large)
    };
    let log_rest = if at < 0.5 { libm::log1p(-at) } else { libm::log(rest) };
    libm::exp(small * libm::log(at) + large * log_rest + ratio - libm::lgamma(small))
}

/// Chances that a beta variate with these shapes is below and above `x`; `y` is `1 - x`, given apart so that it keeps
/// its digits near 1.
///
/// Source: continued fraction of NIST's Digital Library of Mathematical Functions, 8.17.22, by modified Lentz.
pub(crate) fn beta_tails(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    let term = beta_term(a, b, x, y);
    if x < (a + 1.0) / (a + b + 2.0) {
        let below = (term * beta_fraction(a, b, x) / a).min(1.0);
        (below, 1.0 - below)
    } else {
        let above = (term * beta_fraction(b, a, y) / b).min(1.0);
        (1.0 - above, above)
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let sum = a + b;
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - sum * x / (a + 1.0));
    let mut fraction = d;
    for n in 1..MOST_TERMS {
        let n = n as f64;
        let even = n * (b - n) * x / ((a + 2.0 * n - 1.0) * (a + 2.0 * n));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + n) * (sum + n) * x / ((a + 2.0 * n) * (a + 2.0 * n + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    fraction
}
