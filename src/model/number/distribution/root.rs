//! Where a function crosses zero.
//!
//! In: a continuous function and two ends at which it has different signs. Out: a place where it is zero, as near as
//! doubles go.

/// Most evaluations; bisection alone needs far fewer.
const MOST_STEPS: usize = 300;

/// A zero of `function` between `low` and `high`; one of the ends where the signs there are the same.
///
/// Source: T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function
/// without using derivatives", Advances in Engineering Software 28 (1997), 145-149.
pub fn root(function: impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    let (mut x1, mut x2) = (low, high);
    let (mut f1, mut f2) = (function(x1), function(x2));
    let mut step: f64 = 0.5;
    for _ in 0..MOST_STEPS {
        let best = if f1.abs() < f2.abs() { x1 } else { x2 };
        let margin = (2.0 * f64::EPSILON * best.abs() + f64::MIN_POSITIVE) / (x2 - x1).abs();
        if f1 == 0.0 || f2 == 0.0 || margin > 0.5 || (f1 < 0.0) == (f2 < 0.0) {
            return best;
        }
        let x = x1 + step.clamp(margin, 1.0 - margin) * (x2 - x1);
        let f = function(x);
        let (x3, f3);
        if (f < 0.0) == (f1 < 0.0) {
            (x3, f3) = (x1, f1);
        } else {
            (x3, f3) = (x2, f2);
            (x2, f2) = (x1, f1);
        }
        (x1, f1) = (x, f);
        step = quadratic((x1, f1), (x2, f2), (x3, f3)).unwrap_or(0.5);
    }
    x1
}

/// The step of inverse quadratic interpolation from the first point towards the second, where it can be trusted.
fn quadratic((x1, f1): (f64, f64), (x2, f2): (f64, f64), (x3, f3): (f64, f64)) -> Option<f64> {
    let across = (x1 - x2) / (x3 - x2);
    let up = (f1 - f2) / (f3 - f2);
    let trusted = up * up < across && (1.0 - up) * (1.0 - up) < 1.0 - across;
    trusted.then(|| f1 / (f2 - f1) * (f3 / (f2 - f3)) + (x3 - x1) / (x2 - x1) * (f1 / (f3 - f1)) * (f2 / (f3 - f2)))
}

#[cfg(test)]
mod tests {
    use super::root;

    #[test]
    fn finds_zeros_to_the_last_digits() {
        assert!((root(|x| x * x - 2.0, 0.0, 2.0) - std::f64::consts::SQRT_2).abs() < 1e-15);
        assert!((root(|x| libm::exp(x) - 1e-30, -700.0, 700.0) - libm::log(1e-30)).abs() < 1e-12);
        assert_eq!(root(|x| x, -1.0, 5.0), 0.0);
        assert_eq!(root(|x| x + 9.0, 1.0, 2.0), 1.0);
        assert!(root(|_| f64::NAN, 1.0, 2.0).is_finite());
    }
}
