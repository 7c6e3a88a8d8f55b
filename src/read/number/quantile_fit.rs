//! Distributions fitted to two quantiles.
//!
//! In: a family with two parameters, two chances and the values below which a variate lies with them. Out: the
//! distribution, held against both; `None` where there is none.

use crate::model::Distribution;
use crate::model::number::distribution::normal_quantile;
use crate::model::number::distribution::root;

/// How far the chances of the distribution that was found may be from those that were given.
const MARGIN: f64 = 1e-9;

/// The distribution of the family with these quantiles, in rising order.
pub(crate) fn fit(family: &str, given: [(f64, f64); 2]) -> Option<Distribution> {
    let [(p, x), (q, y)] = given;
    let found = match family {
        "uniform" => {
            let slope = (y - x) / (q - p);
            Distribution::Uniform { low: x - slope * p, high: y + slope * (1.0 - q) }
        }
        "normal" => {
            let (mean, sd) = line(p, q, x, y);
            Distribution::Normal { mean, sd }
        }
        "lognormal" if x > 0.0 => {
            let (meanlog, sdlog) = line(p, q, libm::log(x), libm::log(y));
            Distribution::Lognormal { meanlog, sdlog }
        }
        "gamma" if x > 0.0 => gamma(p, q, x, y),
        "beta" if x > 0.0 && y < 1.0 => beta(p, q, x, y),
        _ => return None,
    };
    let comes_back = |(chance, value): (f64, f64)| (found.cdf(value) - chance).abs() < MARGIN;
    (found.mean().is_finite() && given.into_iter().all(comes_back)).then_some(found)
}

/// The triangular or PERT distribution with this most likely value, between these two quantiles. Where the most likely value lies
/// between the ends decides the shape, and so how far from it the two quantiles lie, one against the other: one equation with
/// one unknown, which always has a solution. The distance of the quantiles then gives the ends.
pub(crate) fn fit_peaked(family: &str, mode: f64, given: [(f64, f64); 2]) -> Option<Distribution> {
    let [(p, x), (q, y)] = given;
    let between = |low: f64, mode: f64, high: f64| match family {
        "pert" => Distribution::Pert { low, mode, high },
        _ => Distribution::Triangular { low, mode, high },
    };
    let excess = |place: f64| {
        let unit = between(0.0, place, 1.0);
        (place - unit.quantile(p)) * (y - mode) - (unit.quantile(q) - place) * (mode - x)
    };
    let place = root(excess, 0.0, 1.0);
    let unit = between(0.0, place, 1.0);
    let range = (y - x) / (unit.quantile(q) - unit.quantile(p));
    let found = between(mode - range * place, mode, mode + range * (1.0 - place));
    let comes_back = |(chance, value): (f64, f64)| (found.cdf(value) - chance).abs() < MARGIN;
    (x < mode && mode < y && given.into_iter().all(comes_back)).then_some(found)
}

/// Mean and standard deviation of a normal with these quantiles.
fn line(p: f64, q: f64, x: f64, y: f64) -> (f64, f64) {
    let (below, above) = (normal_quantile(p), normal_quantile(q));
    let sd = (y - x) / (above - below);
    (x - sd * below, sd)
}

/// The ratio of two quantiles of a gamma falls with the shape and does not depend on the scale.
fn gamma(p: f64, q: f64, x: f64, y: f64) -> Distribution {
    let unit = |log_shape: f64| Distribution::Gamma { shape: libm::exp(log_shape), scale: 1.0 };
    let excess = |log_shape: f64| {
        let unit = unit(log_shape);
        let ratio = libm::log(unit.quantile(q)) - libm::log(unit.quantile(p));
        if ratio.is_nan() { f64::INFINITY } else { ratio - libm::log(y / x) }
    };
    let log_shape = root(excess, libm::log(1e-3), libm::log(1e8));
    let shape = libm::exp(log_shape);
    Distribution::Gamma { shape, scale: y / unit(log_shape).quantile(q) }
}

/// For each sum of the shapes one mean meets the first quantile; the second then tells the sum.
fn beta(p: f64, q: f64, x: f64, y: f64) -> Distribution {
    let shapes = |log_size: f64, logit: f64| {
        let (size, mean) = (libm::exp(log_size), 1.0 / (1.0 + libm::exp(-logit)));
        Distribution::Beta { alpha: size * mean, beta: size / (1.0 + libm::exp(logit)) }
    };
    let met = |log_size: f64| {
        let logit = root(|logit| shapes(log_size, logit).cdf(x) - p, -30.0, 30.0);
        shapes(log_size, logit)
    };
    // The size of a normal distribution with these quantiles, and far around it.
    let (mean, sd) = line(p, q, x, y);
    let guess = libm::log((mean.clamp(x, y) * (1.0 - mean.clamp(x, y)) / (sd * sd)).clamp(1e-3, 1e7));
    met(root(|log_size| met(log_size).cdf(y) - q, guess - 9.0, guess + 5.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn comes_back(family: &str, distribution: &Distribution, p: f64, q: f64) {
        let given = [(p, distribution.quantile(p)), (q, distribution.quantile(q))];
        let found = fit(family, given).unwrap_or_else(|| panic!("{distribution:?} at {p} and {q}"));
        for chance in [0.05, 0.3, 0.5, 0.8, 0.95] {
            let (found, wanted) = (found.quantile(chance), distribution.quantile(chance));
            assert!((found - wanted).abs() < 1e-6 * wanted.abs(), "{distribution:?}: {found} and {wanted}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn quantiles_come_back(a in 0.4_f64..200.0, b in 0.4_f64..200.0, p in 0.02_f64..0.45, q in 0.55_f64..0.98) {
            comes_back("beta", &Distribution::Beta { alpha: a, beta: b }, p, q);
            comes_back("gamma", &Distribution::Gamma { shape: a, scale: b }, p, q);
            comes_back("normal", &Distribution::Normal { mean: 1.0 + b, sd: a }, p, q);
            comes_back("lognormal", &Distribution::Lognormal { meanlog: 0.1 * b, sdlog: 0.01 * a }, p, q);
            comes_back("uniform", &Distribution::Uniform { low: a, high: a + b }, p, q);
        }
    }

    #[test]
    fn peaked_families_meet_their_quantiles() {
        use statrs::distribution::{Beta, ContinuousCDF, Triangular};
        for (low, mode, high) in [(1.5, 2.5, 4.0), (0.1, 0.27, 0.35), (-3.0, 10.0, 12.0), (200.0, 900.0, 20_000.0)] {
            for tail in [0.005, 0.05, 0.1, 0.25] {
                for family in ["pert", "triangular"] {
                    let own = match family {
                        "pert" => Distribution::Pert { low, mode, high },
                        _ => Distribution::Triangular { low, mode, high },
                    };
                    let given = [(tail, own.quantile(tail)), (1.0 - tail, own.quantile(1.0 - tail))];
                    if !(given[0].1 < mode && mode < given[1].1) {
                        continue;
                    }
                    let found = fit_peaked(family, mode, given).unwrap_or_else(|| panic!("{own:?} at {tail}"));
                    // By another library's distribution functions.
                    for (chance, value) in given {
                        let other = match found {
                            Distribution::Pert { low, mode, high } => {
                                let (a, b) = crate::model::number::distribution::pert_shapes(low, mode, high);
                                Beta::new(a, b).expect("shapes").cdf((value - low) / (high - low))
                            }
                            Distribution::Triangular { low, mode, high } => {
                                Triangular::new(low, high, mode).expect("ends").cdf(value)
                            }
                            ref other => panic!("{other:?}"),
                        };
                        assert!((other - chance).abs() < 1e-8, "{found:?}: {other} at {value}, wanted {chance}");
                    }
                    let (ends, wanted) = (found.support(), own.support());
                    let close = |a: f64, b: f64| (a - b).abs() < 1e-5 * (high - low);
                    assert!(close(ends.0, wanted.0) && close(ends.1, wanted.1), "{own:?} at {tail}: {found:?}");
                }
            }
        }
        assert_eq!(fit_peaked("pert", 1.0, [(0.05, 1.0), (0.95, 2.0)]), None);
    }

    #[test]
    fn what_no_distribution_has_is_not_found() {
        assert_eq!(fit("gamma", [(0.1, -1.0), (0.9, 2.0)]), None);
        assert_eq!(fit("beta", [(0.1, 0.2), (0.9, 1.0)]), None);
        assert_eq!(fit("lognormal", [(0.1, 0.0), (0.9, 1.0)]), None);
        assert_eq!(fit("gamma", [(0.1, 1.0), (0.9, 1.0 + 1e-9)]), None);
        assert_eq!(fit("normal", [(0.1, -1e308), (0.9, 1e308)]), None);
    }
}
