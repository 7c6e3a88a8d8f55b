//! Tables of quantiles against distribution functions, of this project and of another one.

use crate::model::number::distribution::gamma_tails;
use crate::simulate::random::quantile::*;
use statrs::distribution as theory;
use statrs::distribution::ContinuousCDF;

/// Chances at which another implementation is exact.
const MIDDLE: [f64; 7] = [1e-4, 0.013, 0.31, 0.5, 0.777, 0.9, 0.9986];

/// Chances from the farthest tail to the other; not those of the nodes of a table.
fn chances() -> Vec<f64> {
    let tails = (1..=50).map(|power| 0.73 * libm::pow(2.0, -f64::from(power)));
    let middle = (1..400).map(|n| f64::from(n) / 400.7);
    tails.clone().chain(middle).chain(tails.map(|tail| 1.0 - tail)).collect()
}

/// The largest error of a chance, as a share of the chance of the smaller tail. Values that are too near to `end` have
/// lost the digits that tell how near.
fn worst(quantile: &Quantile, end: f64, tails: impl Fn(f64) -> (f64, f64)) -> f64 {
    let off = |chance: f64| {
        let value = quantile.at(chance);
        if end - value < 1e-5 {
            return 0.0;
        }
        let (below, above) = tails(value);
        // A chance near 1 has few digits of its own.
        if chance <= 0.5 { (below - chance).abs() / chance } else { (above - (1.0 - chance)).abs() / (1.0 - chance) }
    };
    chances().into_iter().map(off).fold(0.0, f64::max)
}

#[test]
fn gammas_come_back_to_nine_digits() {
    for shape in [0.01, 0.05, 0.3, 0.9, 1.0, 2.5, 9.9, 10.1, 16.0, 61.5, 400.0, 5e3, 1e5, 2e6] {
        let quantile = Quantile::of(&Distribution::Gamma { shape, scale: 3.0 });
        let log = LogGamma::new(shape);
        let off = worst(&quantile, f64::INFINITY, |x| gamma_tails(shape, x / 3.0));
        // Where the variate is too small for a double its logarithm is still there.
        assert!(off < 1e-9 || shape < 0.03, "shape {shape}: {off}");
        for chance in [1e-12, 0.004, 0.3, 0.77, 1.0 - 1e-9] {
            let value = log.at(chance);
            let below = if value < -600.0 {
                libm::exp(shape * value - libm::lgamma(shape + 1.0))
            } else {
                gamma_tails(shape, libm::exp(value)).0
            };
            assert!((below - chance).abs() < 1e-9 * chance, "shape {shape}: {below} and {chance}");
        }
    }
    let other = theory::Gamma::new(2.5, 1.0).expect("shapes");
    let quantile = Quantile::of(&Distribution::Gamma { shape: 2.5, scale: 1.0 });
    for chance in MIDDLE {
        assert!((other.cdf(quantile.at(chance)) - chance).abs() < 1e-9, "{chance}");
    }
}

#[test]
fn betas_come_back_to_nine_digits() {
    for (alpha, beta) in [
        (0.5, 0.5),
        (0.2, 4.0),
        (1.0, 1.0),
        (1.0, 5.0),
        (2.0, 5.0),
        (3.4, 2.6),
        (12.0, 30.0),
        (9.0, 4e4),
        (400.0, 12.0),
        (3e3, 8e3),
        (2e6, 5e5),
    ] {
        let quantile = Quantile::of(&Distribution::Beta { alpha, beta });
        let off =
            worst(&quantile, 1.0, |x| crate::model::number::distribution::gamma::beta_tails(alpha, beta, x, 1.0 - x));
        assert!(off < 1e-9, "{alpha}, {beta}: {off}");
    }
    let other = theory::Beta::new(3.4, 2.6).expect("shapes");
    let quantile = Quantile::of(&Distribution::Pert { low: 2.0, mode: 5.0, high: 7.0 });
    assert_eq!(pert_shapes(2.0, 5.0, 7.0), (3.4, 2.6));
    for chance in MIDDLE {
        assert!((other.cdf((quantile.at(chance) - 2.0) / 5.0) - chance).abs() < 1e-9, "{chance}");
    }
}

#[test]
fn tables_agree_with_the_search_for_the_zero() {
    let all = [
        Distribution::Pert { low: 1.5, mode: 2.5, high: 4.0 },
        Distribution::Pert { low: 1.5, mode: 1.5, high: 4.0 },
        Distribution::Beta { alpha: 80.0, beta: 20.0 },
        Distribution::Gamma { shape: 16.0, scale: 25.0 },
        Distribution::Normal { mean: 2.0, sd: 3.0 },
        Distribution::Lognormal { meanlog: -0.9, sdlog: 0.25 },
        Distribution::Triangular { low: 1.0, mode: 2.0, high: 6.0 },
        Distribution::Uniform { low: -2.0, high: 5.0 },
        Distribution::Discrete(vec![(0.0, 0.3), (1.0, 0.5), (4.0, 0.2)]),
        Distribution::Empirical(vec![3.0, 4.0, 7.0, 7.0]),
        Distribution::Fixed(4.0),
    ];
    let truncated = |of: &Distribution| {
        let (min, max) = (of.quantile(0.1), of.quantile(0.85));
        Distribution::Truncated { of: Box::new(of.clone()), min, max }
    };
    let parts: Vec<Distribution> = all[..8].iter().map(truncated).collect();
    for one in all.iter().chain(&parts) {
        let quantile = Quantile::of(one);
        for chance in [1e-9, 0.013, 0.31, 0.5, 0.777, 0.9986] {
            let (found, wanted) = (quantile.at(chance), one.quantile(chance));
            assert!((found - wanted).abs() <= 1e-9 * wanted.abs(), "{one:?} at {chance}: {found} and {wanted}");
            let score = normal_quantile(chance);
            let (found, wanted) = (quantile.at_normal(score), one.at_normal(score));
            assert!((found - wanted).abs() <= 1e-9 * wanted.abs(), "{one:?} at score {score}: {found} and {wanted}");
        }
    }
}

#[test]
fn quantiles_rise_and_stay_finite() {
    for one in [
        Distribution::Pert { low: 1.5, mode: 2.5, high: 4.0 },
        Distribution::Beta { alpha: 0.01, beta: 0.02 },
        Distribution::Beta { alpha: 3e8, beta: 5e9 },
        Distribution::Beta { alpha: 20.0, beta: 1e10 },
        Distribution::Gamma { shape: 0.02, scale: 1.0 },
        Distribution::Gamma { shape: 3e9, scale: 2.0 },
    ] {
        let quantile = Quantile::of(&one);
        let values: Vec<f64> = (0..=20_000).map(|n| quantile.at(f64::from(n) / 20_000.0)).collect();
        assert!(values.iter().all(|value| value.is_finite()), "{one:?}");
        assert!(values.windows(2).all(|pair| pair[0] <= pair[1]), "{one:?}");
    }
    // Narrow ones have their mean and standard deviation.
    let narrow = Quantile::of(&Distribution::Gamma { shape: 4e8, scale: 1.0 });
    let (low, middle, high) = (narrow.at_normal(-1.0), narrow.at_normal(0.0), narrow.at_normal(1.0));
    assert!(
        ((high - low) / 2.0 - 2e4).abs() < 1e-3 && (middle - (4e8 - 1.0 / 3.0)).abs() < 1e-2,
        "{low} {middle} {high}"
    );
}
