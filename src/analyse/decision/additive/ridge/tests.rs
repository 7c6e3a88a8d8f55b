use super::*;

fn number(seed: u64) -> f64 {
    (seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 11) as f64 / (1u64 << 53) as f64 - 0.5
}

/// Against the equations themselves, and against the plain formulas of freedom and variance.
#[test]
fn coefficients_solve_the_penalised_equations() {
    let draws = 80;
    let column = |at: u64| -> Vec<f64> { (0..draws).map(|draw| 3.0 * number(1 + 97 * at + draw * 1009)).collect() };
    let terms: Vec<Vec<f64>> = (0..5).map(column).collect();
    let outcome: Vec<f64> = (0..draws as usize)
        .map(|draw| 7.0 + 2.0 * terms[0][draw] - terms[3][draw] + number(draw as u64 * 31 + 5))
        .collect();
    let moments = Moments::new(&terms, std::slice::from_ref(&outcome));
    let fit = &moments.fits(&moments.coarse_fits())[0];
    let centred = |values: &[f64]| -> Vec<f64> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| value - mean).collect()
    };
    let rest: Vec<f64> = (0..draws as usize)
        .map(|draw| {
            outcome[draw] - fit.intercept - (0..5).map(|at| fit.coefficients[at] * terms[at][draw]).sum::<f64>()
        })
        .collect();
    // Where the sum of squares with its penalty is smallest, its slope is 0.
    assert!(rest.iter().sum::<f64>().abs() < 1e-9);
    for (at, term) in terms.iter().enumerate() {
        let slope = product(&centred(term), &rest) / draws as f64 - fit.penalties[at] * fit.coefficients[at];
        assert!(slope.abs() < 1e-12, "{slope}");
    }
    assert!((fit.coefficients[0] - 2.0).abs() < 0.15 && (fit.coefficients[3] + 1.0).abs() < 0.15, "{fit:?}");
    // A uniform error of variance 1/12 in 80 draws, on terms of variance 9/12; terms without influence are held at 0.
    assert!([0, 3].iter().all(|at| (5e-4..4e-3).contains(&fit.variances[*at])), "{fit:?}");
    assert!([1, 4].iter().all(|at| fit.variances[*at] < 4e-3 && fit.coefficients[*at].abs() < 0.1), "{fit:?}");
    assert_eq!(moments.fits_of(Kept::ALL, std::slice::from_ref(fit))[0].coefficients, fit.coefficients);
}
