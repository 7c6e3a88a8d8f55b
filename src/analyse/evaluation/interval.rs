//! Intervals of what was counted or measured in few cases.
//!
//! In: counts or values. Out: both ends of an interval of 95 %.
//!
//! # Sources
//! C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
//! Biometrika 26 (1934), for counts; E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
//! Journal of the American Statistical Association 22 (1927), where the count need not be whole; Student, "The probable
//! error of a mean", Biometrika 6 (1908).

use crate::model::Distribution;

/// Chance beyond each end.
const BEYOND: f64 = 0.025;
/// 97.5th percentile of the normal distribution.
const NORMAL: f64 = 1.959_963_984_540_054;

/// Of the chance behind `events` in `cases` cases (Clopper and Pearson): it holds the true chance in 95 % of samples at
/// least.
pub fn of_count(events: usize, cases: usize) -> (f64, f64) {
    let (k, n) = (events.min(cases) as f64, cases as f64);
    let at = |alpha: f64, beta: f64, chance: f64| Distribution::Beta { alpha, beta }.quantile(chance);
    let low = if k == 0.0 { 0.0 } else { at(k, n - k + 1.0, BEYOND) };
    let high = if k == n { 1.0 } else { at(k + 1.0, n - k, 1.0 - BEYOND) };
    (low, high)
}

/// Of the chance behind a share of `cases` cases (Wilson), where a case may count in part.
pub fn of_share(share: f64, cases: usize) -> (f64, f64) {
    let n = cases as f64;
    if n == 0.0 {
        return (0.0, 1.0);
    }
    let z = NORMAL * NORMAL;
    let middle = (share + z / (2.0 * n)) / (1.0 + z / n);
    let half = NORMAL / (1.0 + z / n) * (share * (1.0 - share) / n + z / (4.0 * n * n)).sqrt();
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// Of the mean behind values (Student); `None` of fewer than two.
pub fn of_mean(values: &[f64]) -> Option<(f64, f64)> {
    let n = values.len() as f64;
    if values.len() < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    let half = student(n - 1.0) * (variance / n).sqrt();
    Some((mean - half, mean + half))
}

/// 97.5th percentile of Student's t: `t^2 / (f + t^2)` has a beta distribution with shapes 1/2 and f/2.
fn student(freedom: f64) -> f64 {
    let share = Distribution::Beta { alpha: 0.5, beta: freedom / 2.0 }.quantile(1.0 - 2.0 * BEYOND);
    (freedom * share / (1.0 - share)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, StudentsT};

    /// At the ends what was counted has a chance of 2.5 %.
    #[test]
    fn the_ends_of_a_count_leave_what_was_seen_a_fortieth() {
        for (events, cases) in [(0, 12), (1, 20), (7, 31), (30, 30), (180, 400)] {
            let (low, high) = of_count(events, cases);
            let chance = |p: f64| Binomial::new(p, cases as u64).expect("a chance");
            if events > 0 {
                assert!((chance(low).sf(events as u64 - 1) - BEYOND).abs() < 1e-8);
            }
            if events < cases {
                assert!((chance(high).cdf(events as u64) - BEYOND).abs() < 1e-8);
            }
        }
        // None in twelve: 1 - 0.025^(1/12).
        assert!((of_count(0, 12).1 - 0.264_648_5).abs() < 1e-6);
    }

    /// At the ends the score of the share is 1.96.
    #[test]
    fn the_ends_of_a_share_are_two_errors_off() {
        for (share, cases) in [(0.8, 50), (0.0, 10), (0.43, 7)] {
            let (low, high) = of_share(share, cases);
            for end in [low, high].into_iter().filter(|end| *end > 0.0) {
                let score = (share - end) / (end * (1.0 - end) / cases as f64).sqrt();
                assert!((score.abs() - NORMAL).abs() < 1e-9, "{share} of {cases}: {score}");
            }
        }
    }

    #[test]
    fn the_ends_of_a_mean_are_those_of_student() {
        for freedom in [1.0, 4.0, 29.0, 300.0] {
            let wanted = StudentsT::new(0.0, 1.0, freedom).expect("degrees").inverse_cdf(0.975);
            assert!((student(freedom) / wanted - 1.0).abs() < 1e-7, "{freedom}: {} {wanted}", student(freedom));
        }
        let (low, high) = of_mean(&[1.0, 2.0, 3.0]).expect("three");
        assert!((low + high - 4.0).abs() < 1e-12 && (high - 2.0 - 4.302_652_73 / 3f64.sqrt()).abs() < 1e-6);
        assert_eq!(of_mean(&[1.0]), None);
    }
}
