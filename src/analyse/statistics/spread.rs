//! Mean, spread and percentiles, with their Monte Carlo error.
//!
//! In: values by draw or by household. Out: [`Spread`]. Percentiles interpolate in a straight line between order
//! statistics (type 7 of Hyndman and Fan 1996).

use crate::model::Scenario;
use crate::simulate::micro::value::outcome::Households;
use crate::simulate::{AlternativeResults, Method};
use serde::{Deserialize, Serialize};

/// A distribution in a few numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// 5th percentile.
    pub p5: f64,
    /// 10th percentile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90th percentile.
    pub p90: f64,
    /// 95th percentile.
    pub p95: f64,
    /// Share above 0.
    pub probability_positive: f64,
    /// Standard error of the mean: of the draws where there are several, else of the households of the one draw. 0 where
    /// nothing was left to chance; `None` where it cannot be known.
    pub monte_carlo_error: Option<f64>,
}

/// A total: the average household over draws, and one household.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Families like this one, on average: the spread is what we do not know.
    pub average: Spread,
    /// One family: chance on top; `None` where no households were simulated.
    pub household: Option<Spread>,
}

/// What of a run is left to chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// Figures over draws come from the exact method, not from households.
    pub exact: bool,
    /// Some parameter is uncertain.
    pub is_drawn: bool,
}

impl Sampling {
    /// What is left to chance in a run of this scenario.
    pub fn of(scenario: &Scenario, method: Method) -> Self {
        Self { exact: method == Method::Cohort, is_drawn: drawn_parameters(scenario) > 0 }
    }

    /// Standard error of the mean over draws. That of one draw alone is the root of `within`, the variance of its mean
    /// over its households, where that is known; with the exact method there is none where nothing is drawn.
    pub fn error(self, by_draw: &[f64], within: Option<f64>) -> Option<f64> {
        match by_draw.len() {
            0 => None,
            _ if self.exact && !self.is_drawn => Some(0.0),
            1 if self.exact => None,
            1 => within.map(f64::sqrt),
            count => Some(variance(by_draw).sqrt() / (count as f64).sqrt()),
        }
    }
}

impl Sampling {
    /// Net benefits by draw of a total, less the noise of few simulated households. Where nothing is drawn they differ by
    /// that noise alone.
    pub fn between(self, results: &AlternativeResults, total: usize) -> Vec<f64> {
        let means: Vec<f64> = results.draws.iter().map(|draw| draw.net_benefit[total]).collect();
        let noise = mean(results.draws.iter().map(|draw| draw.noise[total]));
        shrunk(&means, if self.is_drawn { noise } else { f64::INFINITY })
    }
}

/// How many parameters are uncertain, in some alternative at least.
pub fn drawn_parameters(scenario: &Scenario) -> usize {
    let changed = |index: usize| {
        let all = scenario.alternatives.iter().flat_map(|alternative| &alternative.parameters);
        all.filter(move |(changed, _)| *changed == index).any(|(_, distribution)| distribution.is_uncertain())
    };
    let parameters = scenario.parameters.iter().enumerate();
    parameters.filter(|(index, parameter)| parameter.distribution.is_uncertain() || changed(*index)).count()
}

/// Variance of the mean over the households of a draw; `None` where fewer than two were simulated.
fn variance_within(households: Option<&Households>, total: usize) -> Option<f64> {
    let all = households.filter(|all| all.count > 1)?;
    let count = all.count as f64;
    let centre = all.sum[total] / count;
    Some((all.sum_of_squares[total] / count - centre * centre).max(0.0) / (count - 1.0))
}

impl Estimate {
    /// Summary of one total of an alternative.
    pub fn of(results: &AlternativeResults, total: usize, sampling: Sampling) -> Self {
        let means: Vec<f64> = results.draws.iter().map(|draw| draw.net_benefit[total]).collect();
        let error = sampling.error(&means, variance_within(results.households.first(), total));
        let average = Spread::new(sampling.between(results, total), error);
        Self { average, household: (!results.households.is_empty()).then(|| Spread::of_households(results, total)) }
    }
}

/// Whether percentiles of households are read off bins, because there are too many values to keep.
pub fn is_binned(results: &AlternativeResults) -> bool {
    results.households.iter().any(|draw| draw.net_benefit.len() as u64 != draw.count)
}

impl Spread {
    /// Summary of all simulated households, one by one or, where there are too many to keep, from bins.
    fn of_households(results: &AlternativeResults, total: usize) -> Self {
        let households = &results.households;
        let by_draw: Vec<f64> = households.iter().map(|draw| draw.sum[total] / draw.count.max(1) as f64).collect();
        let simulated = Sampling { exact: false, is_drawn: true };
        let error = simulated.error(&by_draw, variance_within(households.first(), total));
        if !is_binned(results) {
            let values = households.iter().flat_map(|draw| &draw.net_benefit).map(|value| f64::from(value[total]));
            return Self::new(values.collect(), error);
        }
        let all = &results.distribution[total];
        let count = all.count() as f64;
        let sum: f64 = households.iter().map(|draw| draw.sum[total]).sum();
        let squares: f64 = households.iter().map(|draw| draw.sum_of_squares[total]).sum();
        let centre = sum / count;
        Self {
            mean: centre,
            sd: ((squares - sum * centre).max(0.0) / (count - 1.0)).sqrt(),
            p5: all.percentile(0.05),
            p10: all.percentile(0.10),
            p50: all.percentile(0.50),
            p90: all.percentile(0.90),
            p95: all.percentile(0.95),
            probability_positive: all.probability_positive(),
            monte_carlo_error: error,
        }
    }

    /// Whether it is 0 throughout.
    pub fn is_nothing(&self) -> bool {
        self.mean == 0.0 && self.sd == 0.0
    }

    /// Summary of at least one value.
    pub fn new(mut values: Vec<f64>, monte_carlo_error: Option<f64>) -> Self {
        values.sort_unstable_by(f64::total_cmp);
        let positive = values.iter().filter(|value| **value > 0.0).count();
        // Of equal values no rounding is left.
        let is_one = values.first() == values.last();
        Self {
            mean: mean(values.iter().copied()),
            sd: if is_one { 0.0 } else { variance(&values).sqrt() },
            p5: percentile(&values, 0.05),
            p10: percentile(&values, 0.10),
            p50: percentile(&values, 0.50),
            p90: percentile(&values, 0.90),
            p95: percentile(&values, 0.95),
            probability_positive: positive as f64 / values.len() as f64,
            monte_carlo_error,
        }
    }
}

/// Means of draws, drawn together so that their variance is that between draws alone: a mean over few simulated
/// households is noisy, and every percentile would inherit that. With `noise` the mean variance of that noise:
/// `between = max(0, var - noise)`; deviations are multiplied by `sqrt(between / var)`.
pub fn shrunk(means: &[f64], noise: f64) -> Vec<f64> {
    let variance = variance(means);
    if noise <= 0.0 || variance <= 0.0 {
        return means.to_vec();
    }
    let factor = ((variance - noise).max(0.0) / variance).sqrt();
    let centre = mean(means.iter().copied());
    means.iter().map(|value| centre + factor * (value - centre)).collect()
}

/// Mean; 0 of nothing.
pub fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0u64), |(sum, count), value| (sum + value, count + 1));
    if count == 0 { 0.0 } else { sum / count as f64 }
}

/// Sample variance; 0 of fewer than two values.
pub fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let centre = mean(values.iter().copied());
    values.iter().map(|value| (value - centre) * (value - centre)).sum::<f64>() / (values.len() - 1) as f64
}

/// Percentile of sorted values.
pub fn percentile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len() - 1;
    let place = share * last as f64;
    let below = place.floor() as usize;
    if place == below as f64 {
        return sorted[below];
    }
    let above = (below + 1).min(last);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::statistics::{Data, Statistics};

    #[test]
    fn a_spread_agrees_with_another_implementation() {
        let values: Vec<f64> = (0..101).map(|n| f64::from((n * 37) % 101) - 20.0).collect();
        let spread = Spread::new(values.clone(), None);
        assert!((spread.mean - (&values).mean()).abs() < 1e-12);
        assert!((spread.sd - (&values).std_dev()).abs() < 1e-12);
        assert_eq!((spread.p5, spread.p50, spread.p95), (-15.0, 30.0, 75.0));
        let _ = Data::new(values);
        assert!((spread.probability_positive - 80.0 / 101.0).abs() < 1e-15);
    }

    #[test]
    fn percentiles_interpolate() {
        assert_eq!(percentile(&[1.0, 2.0, 4.0], 0.75), 3.0);
        assert_eq!(percentile(&[7.0], 0.1), 7.0);
        assert_eq!(percentile(&[1.0, 2.0, f64::INFINITY], 0.5), 2.0);
    }

    #[test]
    fn shrinking_takes_the_noise_out_of_the_variance() {
        let means = [1.0, 3.0, 5.0, 9.0, 2.0];
        let all = variance(&means);
        let left = shrunk(&means, all / 4.0);
        assert!((variance(&left) - 0.75 * all).abs() < 1e-12);
        assert!((mean(left.into_iter()) - 4.0).abs() < 1e-12);
        assert_eq!(shrunk(&means, 2.0 * all), [4.0; 5]);
        assert_eq!(shrunk(&means, 0.0), means);
    }
}
