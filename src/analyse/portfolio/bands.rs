//! Bands of sums over a caseload: what we do not know, and luck, which are told apart.
//!
//! In: a sum by draw, and the variance of the luck of all households in it. Out: [`CaseloadBand`]. A draw is the same for
//! all households, so that what we do not know does not average out; luck is each household's own, so that its variances
//! add up and it does. With many households the sum of their luck is as good as normal: within a draw the sum is normal
//! around that of the draw. Percentiles are of the whole, never sums of percentiles.

use crate::analyse::statistics::sample::{mean, percentile, variance};
use crate::model::number::distribution::normal_cdf;
use serde::{Deserialize, Serialize};

/// Halvings that find a percentile to the last digits.
const HALVINGS: usize = 80;
/// Standard deviations beyond which nothing is.
const FAR: f64 = 9.0;

/// A sum over a caseload, euro.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CaseloadBand {
    /// Mean.
    pub mean: f64,
    /// 10th percentile, luck and all.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90th percentile.
    pub p90: f64,
    /// Standard deviation of what we do not know.
    pub unknown_sd: f64,
    /// 10th percentile of what we do not know alone: with very many such households.
    pub unknown_p10: f64,
    /// 90th percentile of what we do not know alone.
    pub unknown_p90: f64,
    /// Standard deviation of luck; `None` where it was not looked at.
    pub luck_sd: Option<f64>,
    /// Chance that it is above 0.
    pub positive: f64,
}

impl CaseloadBand {
    /// The band of a sum by draw; `luck` is the variance of the luck in it.
    pub fn of(draws: &[f64], luck: Option<f64>) -> Self {
        if draws.is_empty() {
            return Self::default();
        }
        let mut sorted = draws.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let sd = luck.unwrap_or(0.0).max(0.0).sqrt();
        let at = |share| mixed_percentile(&sorted, sd, share);
        Self {
            mean: mean(draws.iter().copied()),
            p10: at(0.1),
            p50: at(0.5),
            p90: at(0.9),
            unknown_sd: variance(draws).sqrt(),
            unknown_p10: percentile(&sorted, 0.1),
            unknown_p90: percentile(&sorted, 0.9),
            luck_sd: luck.map(|luck| luck.max(0.0).sqrt()),
            positive: chance_above(draws, sd, 0.0),
        }
    }
}

/// Chance that a sum is above a bound.
pub fn chance_above(draws: &[f64], sd: f64, bound: f64) -> f64 {
    let of = |draw: &f64| match sd > 0.0 {
        true => normal_cdf((draw - bound) / sd),
        false => f64::from(u8::from(*draw > bound)),
    };
    mean(draws.iter().map(of))
}

/// A percentile of sorted draws, each with luck of this standard deviation around it.
pub fn mixed_percentile(sorted: &[f64], sd: f64, share: f64) -> f64 {
    let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else { return 0.0 };
    if sd <= 0.0 {
        return percentile(sorted, share);
    }
    let (mut low, mut high) = (first - FAR * sd, last + FAR * sd);
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if 1.0 - chance_above(sorted, sd, middle) < share { low = middle } else { high = middle }
    }
    low + (high - low) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::number::distribution::normal_quantile;

    #[test]
    fn without_luck_it_is_the_draws_and_without_doubt_it_is_luck() {
        let draws: Vec<f64> = (0..=100).map(f64::from).collect();
        let band = CaseloadBand::of(&draws, None);
        assert_eq!((band.p10, band.p50, band.p90, band.luck_sd), (10.0, 50.0, 90.0, None));
        let band = CaseloadBand::of(&[7.0; 5], Some(4.0));
        assert!((band.p90 - 7.0 - 2.0 * normal_quantile(0.9)).abs() < 1e-9 && band.unknown_p90 == 7.0);
        assert!((band.positive - normal_cdf(3.5)).abs() < 1e-12);
    }

    #[test]
    fn luck_averages_out_and_what_we_do_not_know_does_not() {
        // A household gains 10 or 20, who knows, with luck of a standard deviation of 100.
        let relative = |cases: f64| {
            let sums: Vec<f64> = [10.0, 20.0].iter().cycle().take(200).map(|one| cases * one).collect();
            let band = CaseloadBand::of(&sums, Some(cases * 10_000.0));
            (band.p90 - band.p10) / band.mean
        };
        assert!(relative(1.0) / relative(4.0) > 1.9 && relative(1.0) / relative(4.0) < 2.05, "{}", relative(1.0));
        assert!((relative(1e7) - 10.0 / 15.0).abs() < 0.02, "{}", relative(1e7));
        // With nothing unknown it falls with the root of the number for ever.
        let certain = |cases: f64| {
            let band = CaseloadBand::of(&[15.0 * cases; 3], Some(cases * 10_000.0));
            (band.p90 - band.p10) / band.mean
        };
        assert!((certain(100.0) / certain(10_000.0) - 10.0).abs() < 1e-6);
    }
}
