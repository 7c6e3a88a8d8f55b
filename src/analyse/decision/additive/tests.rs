use super::*;
use std::f64::consts::PI;

/// Coordinates of so many figures in so many draws: multiples of irrational numbers (Kronecker), as even as they come.
fn coordinates(figures: usize, draws: usize) -> Vec<Vec<f64>> {
    let roots = [2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0, 23.0, 29.0f64];
    let of = |at: usize| (0..draws).map(|draw| (0.5 + (draw as f64 + 1.0) * roots[at].sqrt()).fract()).collect();
    (0..figures).map(of).collect()
}

fn uniform(figures: usize, draws: usize) -> Figures {
    let bases = (0..figures).map(|at| (at, Basis::Uniform)).collect();
    Figures::of_parts(bases, &coordinates(figures, draws))
}

/// Share of the variance of each figure, of all curves and what they leave over.
fn shares(figures: &Figures, net: Vec<f64>) -> (Vec<f64>, f64) {
    let model = figures.fit(&[net]);
    let all: Vec<usize> = (0..figures.parts.len()).collect();
    let variances = model.fits[0].variances.clone();
    let curves = model.variance(0, &all) - model.noise(0, &all);
    let total = curves + model.rest(0, &variances);
    let share = |part: usize| (model.variance(0, &[part]) - model.noise(0, &[part])) / total;
    (all.iter().map(|part| share(*part)).collect(), model.rest(0, &variances) / total)
}

/// Ishigami and Homma (1990), with a = 7 and b = 0.1: the first-order indices have a closed form. Source: A. Saltelli and
/// others, "Global Sensitivity Analysis: The Primer" (2008), section 4.
#[test]
fn first_order_indices_of_the_ishigami_function() {
    let draws = 2048;
    let x: Vec<Vec<f64>> =
        coordinates(3, draws).into_iter().map(|own| own.into_iter().map(|u| PI * (2.0 * u - 1.0)).collect()).collect();
    let net: Vec<f64> = (0..draws)
        .map(|draw| {
            let [first, second, third] = [0, 1, 2].map(|at| x[at][draw]);
            let square = third * third;
            libm::sin(first) * (1.0 + 0.1 * square * square) + 7.0 * libm::sin(second) * libm::sin(second)
        })
        .collect();
    let (shares, rest) = shares(&uniform(3, draws), net);
    let (a, b) = (7.0, 0.1);
    let pi4 = PI * PI * PI * PI;
    let first = 0.5 * (1.0 + b * pi4 / 5.0) * (1.0 + b * pi4 / 5.0);
    let second = a * a / 8.0;
    let total = a * a / 8.0 + b * pi4 / 5.0 + b * b * pi4 * pi4 / 18.0 + 0.5;
    assert!((first / total - 0.3139).abs() < 1e-4 && (second / total - 0.4424).abs() < 1e-4);
    for (found, wanted) in shares.iter().zip([first / total, second / total, 0.0]) {
        assert!((found - wanted).abs() < 0.004, "{shares:?}, exact {}, {}, 0", first / total, second / total);
    }
    assert!((rest - (1.0 - (first + second) / total)).abs() < 0.008, "{rest}");
}

/// A sum of ten curves: what each explains is known, and nothing is left over.
#[test]
fn a_sum_of_curves_is_found_and_leaves_nothing_over() {
    let draws = 1024;
    let u = coordinates(10, draws);
    // 2u - 1 has variance 1/3, its square 4/45.
    let height =
        |at: usize, u: f64| at as f64 * (2.0 * u - 1.0) + if at == 3 { (2.0 * u - 1.0) * (2.0 * u - 1.0) } else { 0.0 };
    let net = (0..draws).map(|draw| (0..10).map(|at| height(at, u[at][draw])).sum()).collect();
    let (shares, rest) = shares(&uniform(10, draws), net);
    let variances: Vec<f64> =
        (0..10).map(|at| (at * at) as f64 / 3.0 + if at == 3 { 4.0 / 45.0 } else { 0.0 }).collect();
    let total: f64 = variances.iter().sum();
    for (found, variance) in shares.iter().zip(variances) {
        assert!((found - variance / total).abs() < 1e-4, "{shares:?}");
    }
    assert!(rest < 1e-6, "{rest}");
}

/// Two standard normal figures with this correlation, and their values by draw.
fn correlated(correlation: f64) -> (Figures, [Vec<f64>; 2]) {
    let u = coordinates(2, 4096);
    let normal = |u: f64| crate::model::number::distribution::normal_quantile(u);
    let x: Vec<f64> = u[0].iter().map(|u| normal(*u)).collect();
    let lower = (1.0f64 - correlation * correlation).sqrt();
    let y: Vec<f64> = x.iter().zip(&u[1]).map(|(x, u)| correlation * x + lower * normal(*u)).collect();
    let chance = |scores: &[f64]| -> Vec<f64> {
        scores.iter().map(|score| crate::model::number::distribution::normal_cdf(*score)).collect()
    };
    let bases = vec![(0, Basis::Normal), (1, Basis::Normal)];
    let mut figures = Figures::of_parts(bases, &[chance(&x), chance(&y)]);
    let row = |own: f64, other: f64| vec![own, other];
    figures.copulas =
        vec![Copula { parts: vec![0, 1], correlations: vec![row(1.0, correlation), row(correlation, 1.0)] }];
    (figures, [x, y])
}

/// Of `x + y` with correlation r each has the index (1 + r)/2, and both have 1: r is shared.
#[test]
fn correlated_figures_share_a_part_of_their_indices() {
    for correlation in [0.5, -0.4] {
        let (figures, [x, y]) = correlated(correlation);
        let net: Vec<f64> = x.iter().zip(&y).map(|(x, y)| x + y).collect();
        let model = figures.fit(&[net]);
        assert_eq!(model.told_by(&[0]), [1]);
        let share = |set: &[usize]| model.variance(0, set) / (2.0 + 2.0 * correlation);
        let shared = share(&[0]) + share(&[1]) - share(&[0, 1]);
        assert!((shared - correlation).abs() < 0.01, "{shared}, exact {correlation}");
    }
}

/// Members of a copula: `E[x + 2 y^2 | x]` with correlation r is `x + 2 (1 + r^2 (x^2 - 1))`.
#[test]
fn a_figure_tells_of_those_that_hang_together_with_it() {
    let correlation = 0.6;
    let (figures, [x, y]) = correlated(correlation);
    let net: Vec<f64> = x.iter().zip(&y).map(|(x, y)| x + 2.0 * y * y).collect();
    let model = figures.fit(&[net]);
    let known = model.known(0, 0);
    let wanted = [1.0, 2.0 * correlation * correlation * 2f64.sqrt(), 0.0];
    for (found, wanted) in known.iter().zip(wanted) {
        assert!((found - wanted).abs() < 0.02, "{known:?}, exact {wanted:?}");
    }
    // 1 + 4 Var(y^2) + 2 cov(x, 2 y^2) = 1 + 8 + 0.
    assert!((model.variance(0, &[0, 1]) - 9.0).abs() < 0.15, "{}", model.variance(0, &[0, 1]));
    // Both known is the outcome itself.
    let curve = model.curve(0, &[0, 1]);
    let worst = curve.iter().zip(x.iter().zip(&y)).map(|(found, (x, y))| (found + 2.0 - x - 2.0 * y * y).abs());
    assert!(worst.fold(0.0, f64::max) < 0.05);
    // One known, evaluated on the draws, is its known curve.
    let one = model.curve(0, &[0]);
    let by_terms = x.iter().map(|x| known.iter().zip(hermite(*x)).map(|(weight, term)| weight * term).sum::<f64>());
    assert!(one.iter().zip(by_terms).all(|(found, wanted)| (found - wanted).abs() < 1e-6 * (1.0 + wanted.abs())));
}
