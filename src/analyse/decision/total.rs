//! Total Sobol' indices: what is left of the variance of the balance where all but one figure are known.
//!
//! In: net benefits by draw, and the same where one figure is drawn anew. Out: the index with its standard error.
//!
//! # Formula
//! `T = E[(net - net')^2] / (2 var(net))`, where `net'` has another, independent value of the figure and the same values of
//! all others. Less the first-order index it is what the figure explains in combinations alone. With simulated households
//! both have the same luck.
//!
//! # Source
//! M. J. W. Jansen, "Analysis of variance designs for model output", Computer Physics Communications 117 (1999); A. Saltelli
//! and others, "Variance based sensitivity analysis of model output", the same 181 (2010).

use crate::analyse::statistics::design::{Kept, SamplingDesign};
use crate::analyse::statistics::sample::{mean, variance};

/// The total index, and its standard error; 0 where nothing varies. `all` has the net benefits of the whole run, and
/// `redrawn` those of its first draws with one figure drawn anew.
pub fn total_index(all: &[f64], redrawn: &[f64], design: SamplingDesign) -> (f64, Option<f64>) {
    let squares: Vec<f64> = all.iter().zip(redrawn).map(|(net, other)| (net - other) * (net - other)).collect();
    let index = |kept: Kept| {
        let all: Vec<f64> = kept.of(all.iter().copied()).collect();
        let total = variance(&all);
        if total > 0.0 { mean(kept.of(squares.iter().copied())) / (2.0 * total) } else { 0.0 }
    };
    (index(Kept::ALL), design.error_of(squares.len(), |kept| Some(index(kept))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sampling;
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};
    use std::f64::consts::PI;

    /// Ishigami and Homma (1990), with a = 7 and b = 0.1: total indices have a closed form. Source: A. Saltelli and others,
    /// "Global Sensitivity Analysis: The Primer" (2008), section 4.
    #[test]
    fn total_indices_of_the_ishigami_function() {
        let (a, b, pi4) = (7.0, 0.1, PI * PI * PI * PI);
        let net = |x: [f64; 3]| {
            let square = x[2] * x[2];
            libm::sin(x[0]) * (1.0 + b * square * square) + a * libm::sin(x[1]) * libm::sin(x[1])
        };
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let mut angle = || PI * (2.0 * random.random::<f64>() - 1.0);
        let draws = 1 << 14;
        let points: Vec<[[f64; 3]; 2]> =
            (0..draws).map(|_| [[angle(), angle(), angle()], [angle(), angle(), angle()]]).collect();
        let all: Vec<f64> = points.iter().map(|[x, _]| net(*x)).collect();
        let total = a * a / 8.0 + b * pi4 / 5.0 + b * b * pi4 * pi4 / 18.0 + 0.5;
        // The second figure is in no combination; the third is in combinations alone.
        let third = b * b * pi4 * pi4 * (1.0 / 18.0 - 1.0 / 50.0);
        let first = 0.5 * (1.0 + b * pi4 / 5.0) * (1.0 + b * pi4 / 5.0) + third;
        let wanted = [first / total, a * a / 8.0 / total, third / total];
        assert!((wanted[0] - 0.5576).abs() < 1e-4 && (wanted[2] - 0.2437).abs() < 1e-4, "{wanted:?}");
        let design = SamplingDesign { exact: true, is_drawn: true, sampling: Sampling::Random };
        for (at, wanted) in wanted.into_iter().enumerate() {
            let other = |[x, y]: &[[f64; 3]; 2]| {
                let mut x = *x;
                x[at] = y[at];
                net(x)
            };
            let redrawn: Vec<f64> = points.iter().map(other).collect();
            let (found, error) = total_index(&all, &redrawn, design);
            let error = error.expect("an error");
            assert!((found - wanted).abs() < 4.0 * error && error < 0.02, "{at}: {found} +- {error}, exact {wanted}");
        }
        // What has no influence has 0, exactly.
        assert_eq!(total_index(&all, &all, design), (0.0, Some(0.0)));
        assert_eq!(total_index(&[2.0; 16], &[2.0; 16], design), (0.0, Some(0.0)));
    }
}
