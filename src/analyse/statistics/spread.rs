//! Mean, spread and percentiles, with their Monte Carlo error.
//!
//! In: values by draw or by household. Out: [`Spread`].

use crate::analyse::statistics::design::{FigureErrors, Kept, SamplingDesign, margin_of_95};
use crate::analyse::statistics::sample::{independent_share, mean, percentile, percentile_error, shrunk, variance};
use crate::simulate::AlternativeResults;
use crate::simulate::micro::value::outcome::Households;
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
    /// Standard errors of the other figures, by name.
    #[serde(default)]
    pub monte_carlo_errors: FigureErrors,
}

/// A total: the average household over draws, and one household.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Families like this one, on average: the spread is what we do not know.
    pub average: Spread,
    /// One family: chance on top; `None` where no households were simulated.
    pub household: Option<Spread>,
}

/// Variance of the mean over the households of a draw; `None` where fewer than two were simulated.
fn variance_within(households: Option<&Households>, total: usize) -> Option<f64> {
    let all = households.filter(|all| all.count > 1)?;
    let count = all.count as f64;
    let centre = all.sum[total] / count;
    Some((all.sum_of_squares[total] / count - centre * centre).max(0.0) / (count - 1.0))
}

/// Variance between the households of a draw, euro squared; `None` where fewer than two were simulated.
pub fn variance_between_households(households: &Households, total: usize) -> Option<f64> {
    variance_within(Some(households), total).map(|within| within * households.count as f64)
}

impl SamplingDesign {
    /// Net benefits by draw of a total, less the noise of few simulated households. Where nothing is drawn they differ by
    /// that noise alone.
    pub fn between(self, results: &AlternativeResults, total: usize) -> Vec<f64> {
        self.between_kept(results, total, Kept::ALL)
    }

    /// The same of some of the draws.
    pub(crate) fn between_kept(self, results: &AlternativeResults, total: usize, kept: Kept) -> Vec<f64> {
        let means: Vec<f64> = kept.of(&results.draws).map(|draw| draw.net_benefit[total]).collect();
        let noise = mean(kept.of(&results.draws).map(|draw| draw.noise[total]));
        shrunk(&means, if self.is_drawn { noise } else { f64::INFINITY })
    }
}

impl Estimate {
    /// Summary of one total of an alternative.
    pub fn of(results: &AlternativeResults, total: usize, design: SamplingDesign) -> Self {
        let means: Vec<f64> = results.draws.iter().map(|draw| draw.net_benefit[total]).collect();
        let error = design.error(&means, variance_within(results.households.first(), total));
        let average = Spread::of_draws(design, means.len(), error, |kept| design.between_kept(results, total, kept));
        let household = || Spread::of_households(results, total, design);
        Self { average, household: (!results.households.is_empty()).then(household) }
    }
}

/// Whether percentiles of households are read off bins, because there are too many values to keep.
pub fn is_binned(results: &AlternativeResults) -> bool {
    results.households.iter().any(|draw| draw.net_benefit.len() as u64 != draw.count)
}

/// Percentiles by name.
const PERCENTILES: [(&str, f64); 5] = [("p5", 0.05), ("p10", 0.10), ("p50", 0.50), ("p90", 0.90), ("p95", 0.95)];

impl Spread {
    /// Summary of values over draws, with the errors of all figures; `values` gives them for the draws that are kept.
    pub fn of_draws(
        design: SamplingDesign,
        draws: usize,
        monte_carlo_error: Option<f64>,
        values: impl Fn(Kept) -> Vec<f64>,
    ) -> Self {
        let all = values(Kept::ALL);
        let mut errors = FigureErrors::default();
        errors.set("sd", design.error_of(draws, |kept| Some(variance(&values(kept)).sqrt())));
        let sorted = sorted(all.clone());
        let error_of_share = |holds: &dyn Fn(f64) -> bool| {
            design.error_of_share(&all.iter().map(|value| holds(*value)).collect::<Vec<bool>>())
        };
        errors_of_ranks(&mut errors, &sorted, margin_of_95(design.goes_by_replicates(draws)), error_of_share);
        Self { monte_carlo_errors: errors, ..Self::of_sorted(&sorted, monte_carlo_error) }
    }

    /// Summary of all simulated households, one by one or, where there are too many to keep, from bins.
    fn of_households(results: &AlternativeResults, total: usize, design: SamplingDesign) -> Self {
        let households = &results.households;
        let by_draw: Vec<f64> = households.iter().map(|draw| draw.sum[total] / draw.count.max(1) as f64).collect();
        let simulated = SamplingDesign { exact: false, ..design };
        let error = simulated.error(&by_draw, variance_within(households.first(), total));
        let sd_error = simulated.error_of(households.len(), |kept| sd_of_households(kept.of(households), total));
        if is_binned(results) {
            return Self::of_bins(results, total, error, sd_error);
        }
        let values = |draw: &Households| draw.net_benefit.iter().map(|value| f64::from(value[total])).collect();
        let by_draw: Vec<Vec<f64>> = households.iter().map(values).collect();
        let sorted = sorted(by_draw.concat());
        let error_of_share = |holds: &dyn Fn(f64) -> bool| {
            let share = |draw: &Vec<f64>| mean(draw.iter().map(|value| f64::from(u8::from(holds(*value)))));
            let shares: Vec<f64> = by_draw.iter().map(share).collect();
            let all = mean(shares.iter().copied());
            let within = (sorted.len() > 1).then(|| all * (1.0 - all) / sorted.len() as f64);
            let error = simulated.error(&shares, within)?;
            Some(if error > 0.0 { error } else { independent_share(all * sorted.len() as f64, sorted.len()) })
        };
        let mut errors = FigureErrors::default();
        errors.set("sd", sd_error);
        let margin = margin_of_95(simulated.goes_by_replicates(households.len()));
        errors_of_ranks(&mut errors, &sorted, margin, error_of_share);
        Self { monte_carlo_errors: errors, ..Self::of_sorted(&sorted, error) }
    }

    /// Percentiles and shares from bins, whose errors are not known.
    fn of_bins(results: &AlternativeResults, total: usize, error: Option<f64>, sd_error: Option<f64>) -> Self {
        let all = &results.distribution[total];
        let sum: f64 = results.households.iter().map(|draw| draw.sum[total]).sum();
        let [p5, p10, p50, p90, p95] = PERCENTILES.map(|(_, share)| all.percentile(share));
        let mut errors = FigureErrors::default();
        errors.set("sd", sd_error);
        PERCENTILES.iter().for_each(|(name, _)| errors.set(name, None));
        errors.set("probability_positive", None);
        Self {
            mean: sum / all.count() as f64,
            sd: sd_of_households(results.households.iter(), total).unwrap_or(0.0),
            p5,
            p10,
            p50,
            p90,
            p95,
            probability_positive: all.probability_positive(),
            monte_carlo_error: error,
            monte_carlo_errors: errors,
        }
    }

    /// Whether it is 0 throughout.
    pub fn is_nothing(&self) -> bool {
        self.mean == 0.0 && self.sd == 0.0
    }

    /// Summary of at least one value.
    pub fn new(values: Vec<f64>, monte_carlo_error: Option<f64>) -> Self {
        Self::of_sorted(&sorted(values), monte_carlo_error)
    }

    fn of_sorted(values: &[f64], monte_carlo_error: Option<f64>) -> Self {
        let positive = values.iter().filter(|value| **value > 0.0).count();
        // Of equal values no rounding is left.
        let is_one = values.first() == values.last();
        Self {
            mean: mean(values.iter().copied()),
            sd: if is_one { 0.0 } else { variance(values).sqrt() },
            p5: percentile(values, 0.05),
            p10: percentile(values, 0.10),
            p50: percentile(values, 0.50),
            p90: percentile(values, 0.90),
            p95: percentile(values, 0.95),
            probability_positive: positive as f64 / values.len() as f64,
            monte_carlo_error,
            monte_carlo_errors: FigureErrors::default(),
        }
    }
}

/// Errors of percentiles and of the share above 0, from those of shares of values: `error_of_share` tells that of the share
/// for which something holds.
fn errors_of_ranks(
    errors: &mut FigureErrors,
    sorted: &[f64],
    margin: f64,
    error_of_share: impl Fn(&dyn Fn(f64) -> bool) -> Option<f64>,
) {
    for (name, share) in PERCENTILES {
        let value = percentile(sorted, share);
        let error = error_of_share(&|other| other <= value);
        errors.set(name, error.and_then(|error| percentile_error(sorted, share, error, margin)));
    }
    errors.set("probability_positive", error_of_share(&|value| value > 0.0));
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_unstable_by(f64::total_cmp);
    values
}

/// Standard deviation over the households of draws; `None` of fewer than two.
fn sd_of_households<'h>(draws: impl Iterator<Item = &'h Households>, total: usize) -> Option<f64> {
    let add = |(count, sum, squares): (u64, f64, f64), draw: &Households| {
        (count + draw.count, sum + draw.sum[total], squares + draw.sum_of_squares[total])
    };
    let (count, sum, squares) = draws.fold((0, 0.0, 0.0), add);
    let centre = sum / count as f64;
    (count > 1).then(|| ((squares - sum * centre).max(0.0) / (count as f64 - 1.0)).sqrt())
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
}
