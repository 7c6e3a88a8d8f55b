//! Distribution functions against another implementation, and quantiles and means against them.

use crate::model::number::distribution::gamma::{beta_tails, gamma_tails};
use crate::model::number::distribution::*;
use statrs::distribution as theory;
use statrs::distribution::ContinuousCDF;

fn near(found: f64, wanted: f64, margin: f64, what: &str) {
    assert!((found - wanted).abs() <= margin * wanted.abs().max(1e-300), "{what}: {found} and {wanted}");
}

#[test]
fn gamma_agrees_with_another_implementation() {
    for shape in [0.02, 0.3, 1.0, 2.5, 9.9, 10.1, 40.0, 300.0, 5e3] {
        let wanted = theory::Gamma::new(shape, 1.0).expect("shapes");
        let sd = f64::sqrt(shape);
        for x in [shape / 9.0, shape - 2.0 * sd, shape - 0.3 * sd, shape, shape + sd, shape + 4.0 * sd] {
            if x > 0.0 {
                let (below, above) = gamma_tails(shape, x);
                near(below, wanted.cdf(x), 1e-9, &format!("gamma {shape} below {x}"));
                near(above, wanted.sf(x), 1e-7, &format!("gamma {shape} above {x}"));
            }
        }
    }
}

#[test]
fn large_shapes_join_the_small_ones() {
    // On both sides of the limit, at the same number of standard deviations: a smooth function of the shape.
    for off in [-5.0, -1.0, -0.1, 0.0, 0.5, 3.0] {
        let at = |shape: f64| gamma_tails(shape, shape + off * shape.sqrt());
        let (one, other) = (at(99_999.9), at(100_000.1));
        assert!((one.0 - other.0).abs() < 2e-9 && (one.1 - other.1).abs() < 2e-9, "{off}: {one:?} and {other:?}");
        let (below, above) = at(1e7);
        assert!((below + above - 1.0).abs() < 1e-12);
    }
    // A gamma of an integer shape is a sum of Poisson chances: the upper tail at shape 1 + 1 is exp(-x)(1 + x).
    near(gamma_tails(2.0, 30.0).1, 31.0 * libm::exp(-30.0), 1e-13, "a closed form");
}

#[test]
fn beta_agrees_with_another_implementation() {
    for (a, b) in [(0.5, 0.5), (0.03, 4.0), (2.0, 5.0), (1.0, 1.0), (12.0, 30.0), (9.0, 4e4), (400.0, 12.0), (3e3, 8e3)]
    {
        let wanted = theory::Beta::new(a, b).expect("shapes");
        let (mean, sd) = (a / (a + b), f64::sqrt(a * b / (a + b + 1.0)) / (a + b));
        for x in [mean / 50.0, mean - sd, mean, mean + sd, mean + 3.0 * sd, 0.5, 0.99] {
            if x > 0.0 && x < 1.0 {
                let (below, above) = beta_tails(a, b, x, 1.0 - x);
                let other = wanted.cdf(x);
                assert!((below - other).abs() <= 1e-9 * other + 1e-12, "beta {a} {b} below {x}: {below} and {other}");
                assert!((below + above - 1.0).abs() < 1e-12);
            }
        }
    }
    near(beta_tails(1.0, 1e8, 1e-9, 1.0 - 1e-9).0, -libm::expm1(1e8 * libm::log1p(-1e-9)), 1e-8, "a closed form");
}

/// One of each continuous family.
pub fn continuous() -> Vec<Distribution> {
    vec![
        Distribution::Uniform { low: -2.0, high: 5.0 },
        Distribution::Triangular { low: 1.0, mode: 2.0, high: 6.0 },
        Distribution::Triangular { low: 1.0, mode: 1.0, high: 6.0 },
        Distribution::Triangular { low: 1.0, mode: 6.0, high: 6.0 },
        Distribution::Pert { low: 2.0, mode: 5.0, high: 9.0 },
        Distribution::Normal { mean: -1.0, sd: 2.0 },
        Distribution::Lognormal { meanlog: -0.9, sdlog: 0.25 },
        Distribution::Beta { alpha: 0.5, beta: 3.0 },
        Distribution::Beta { alpha: 400.0, beta: 12.0 },
        Distribution::Gamma { shape: 0.3, scale: 2.0 },
        Distribution::Gamma { shape: 16.0, scale: 25.0 },
        Distribution::Gamma { shape: 2e6, scale: 0.5 },
    ]
}

#[test]
fn quantiles_undo_the_distribution_function() {
    for one in continuous() {
        let (min, max) = (one.quantile(0.2), one.quantile(0.7));
        let truncated = Distribution::Truncated { of: Box::new(one.clone()), min, max };
        let (low, high) = truncated.support();
        assert_eq!((low, high), (min, max), "{one:?}");
        for both in [one, truncated] {
            for chance in [1e-6, 0.01, 0.3, 0.5, 0.9, 0.9999] {
                let found = both.cdf(both.quantile(chance));
                assert!((found - chance).abs() < 1e-9 * chance.max(0.01), "{both:?}: {found} and {chance}");
            }
        }
    }
}

#[test]
fn means_are_the_means_of_the_quantiles() {
    let steps = 20_000;
    let mean = |one: &Distribution| {
        let all = (0..steps).map(|at| one.quantile((f64::from(at) + 0.5) / f64::from(steps)));
        all.sum::<f64>() / f64::from(steps)
    };
    for one in continuous() {
        let whole = one.support();
        for (from, to) in [(0.0, 0.8), (0.3, 1.0), (0.1, 0.6)] {
            let min = if from == 0.0 { whole.0 } else { one.quantile(from) };
            let max = if to == 1.0 { whole.1 } else { one.quantile(to) };
            let part = Distribution::Truncated { of: Box::new(one.clone()), min, max };
            let (found, wanted) = (part.mean(), mean(&part));
            let width = (part.quantile(0.99) - part.quantile(0.01)).abs();
            assert!((found - wanted).abs() < 2e-4 * width, "{part:?}: {found} and {wanted}");
        }
    }
}

#[test]
fn values_with_shares_come_back() {
    let one = Distribution::Discrete(vec![(0.0, 0.3), (1.0, 0.4), (2.5, 0.3)]);
    assert_eq!([0.0, 0.29, 0.31, 0.69, 0.71, 1.0].map(|u| one.quantile(u)), [0.0, 0.0, 1.0, 1.0, 2.5, 2.5]);
    assert!((one.mean() - 1.15).abs() < 1e-15 && (one.cdf(1.0) - 0.7).abs() < 1e-15);
    let other = Distribution::Empirical(vec![3.0, 4.0, 7.0, 7.0]);
    assert_eq!([0.0, 0.3, 0.5, 0.99].map(|u| other.quantile(u)), [3.0, 4.0, 7.0, 7.0]);
    assert_eq!((other.mean(), other.cdf(4.0), other.support()), (5.25, 0.5, (3.0, 7.0)));
}

#[test]
fn a_larger_value_is_larger_everywhere() {
    for one in continuous() {
        let Some(twice) = one.scaled(2.0) else { continue };
        for chance in [0.02, 0.5, 0.97] {
            near(twice.quantile(chance), 2.0 * one.quantile(chance), 1e-9, &format!("{one:?}"));
        }
    }
}

#[test]
fn ends_of_the_uniform_stay_finite() {
    for one in continuous() {
        assert!(one.quantile(0.0).is_finite() && one.quantile(1.0).is_finite(), "{one:?}");
        assert!(one.at_normal(9.0).is_finite() && one.at_normal(-9.0).is_finite(), "{one:?}");
    }
}
