//! The standard normal distribution.
//!
//! In: a value or a chance. Out: the chance of a lower value, or the value below which a variate lies with that chance.

// The coefficients stand here as they were published, with more digits than a double holds.
#![allow(clippy::excessive_precision)]

/// Coefficients of the approximation: numerators and denominators for the middle, the near and the far tail.
const A: [f64; 8] = [
    3.3871328727963666080e0,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3,
];
const B: [f64; 8] = [
    1.0,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3,
];
const C: [f64; 8] = [
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4,
];
const D: [f64; 8] = [
    1.0,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9,
];
const E: [f64; 8] = [
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7,
];
const F: [f64; 8] = [
    1.0,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15,
];

fn ratio(above: &[f64; 8], below: &[f64; 8], at: f64) -> f64 {
    let value = |of: &[f64; 8]| of.iter().rev().fold(0.0, |sum, one| sum * at + one);
    value(above) / value(below)
}

/// The normal quantile for a chance strictly between 0 and 1; about 16 digits.
///
/// Source: M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics
/// 37 (1988), 477-484, function PPND16.
pub fn normal_quantile(chance: f64) -> f64 {
    let middle = chance - 0.5;
    if middle.abs() <= 0.425 {
        return middle * ratio(&A, &B, 0.180625 - middle * middle);
    }
    let tail = if middle < 0.0 { chance } else { 1.0 - chance };
    let depth = (-libm::log(tail)).sqrt();
    let size = if depth <= 5.0 { ratio(&C, &D, depth - 1.6) } else { ratio(&E, &F, depth - 5.0) };
    if middle < 0.0 { -size } else { size }
}

/// The chance that a standard normal variate is below `value`.
pub fn normal_cdf(value: f64) -> f64 {
    0.5 * libm::erfc(-value * std::f64::consts::FRAC_1_SQRT_2)
}

/// The density of a standard normal variate.
pub(crate) fn normal_density(value: f64) -> f64 {
    libm::exp(-0.5 * value * value) / (2.0 * std::f64::consts::PI).sqrt()
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Continuous, ContinuousCDF, Normal};

    use super::{normal_cdf, normal_density, normal_quantile};

    #[test]
    fn agrees_with_another_implementation() {
        let normal = Normal::new(0.0, 1.0).expect("a distribution");
        for chance in [1e-300, 1e-20, 1e-6, 0.025, 0.05, 0.0749, 0.0751, 0.3, 0.5, 0.8, 0.925, 0.975, 0.999_999] {
            let (found, wanted) = (normal_quantile(chance), normal.inverse_cdf(chance));
            assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{chance}: {found} and {wanted}");
            // The last digit of a value far out moves its chance by the square of the value.
            assert!((normal_cdf(found) - chance).abs() <= 1e-15 * (1.0 + found * found) * chance, "{chance}");
        }
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-15);
        assert!((normal_density(1.3) - normal.pdf(1.3)).abs() < 1e-15);
    }
}
