//! How much of the spread is ignorance and how much chance, and on which figures the answer rests.
//!
//! In: drawn parameters and net benefits by draw. Out: [`VarianceSplit`]. The share of a parameter is the squared
//! rank correlation (Spearman) of its draws with the net benefit: what it would explain by itself. Shares need not
//! add up to 1. Parameters whose share chance alone could give are left out: without any relation `(draws - 1) share`
//! follows about a chi-squared distribution with one degree of freedom.

use crate::analyse::statistics::design::{FigureErrors, Kept, SamplingDesign};
use crate::analyse::statistics::sample::{mean, variance};
use crate::analyse::word::{self, Word};
use crate::model::Scenario;
use crate::simulate::Results;
use crate::simulate::ledger::HEADLINE;
use serde::{Deserialize, Serialize};

/// 99.9th percentile of the chi-squared distribution with one degree of freedom.
const BEYOND_CHANCE: f64 = 10.83;

/// Most parameters listed.
const LISTED: usize = 12;

/// Variance of the headline total of one household: parts that add up to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VarianceSplit {
    /// Share between draws: what we do not know; `None` where no households were simulated.
    pub ignorance: Option<f64>,
    /// Share within draws: chance.
    pub chance: Option<f64>,
    /// Parameters by what they explain of the spread between draws, most first.
    pub parameters: Vec<Driver>,
    /// Standard errors of both shares, by name.
    #[serde(default)]
    pub monte_carlo_errors: FigureErrors,
}

/// A figure on which the answer rests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Driver {
    /// Parameter.
    pub id: String,
    /// Squared rank correlation with the headline total of the average household.
    pub share: f64,
    /// Its standard error.
    #[serde(default)]
    pub monte_carlo_errors: FigureErrors,
    /// Whether the net benefit rises with it.
    pub rises: bool,
    /// How well it is known.
    #[serde(deserialize_with = "word::read")]
    pub grade: Word,
    /// Title of the source.
    pub source: String,
    /// The range did not come with the figure.
    pub range_by_rule: bool,
    /// It comes from a list, and nobody compared it with its source.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unverified: bool,
}

/// Splits the variance of an alternative.
pub fn variance_split(
    scenario: &Scenario,
    results: &Results,
    alternative: usize,
    design: SamplingDesign,
) -> VarianceSplit {
    let own = &results.alternatives[alternative];
    let shares = |kept: Kept| {
        let net: Vec<f64> = kept.of(&own.draws).map(|draw| draw.net_benefit[HEADLINE]).collect();
        let noise = mean(kept.of(&own.draws).map(|draw| draw.noise[HEADLINE]));
        let between = (variance(&net) - noise).max(0.0);
        let within = mean(kept.of(&own.households).map(|draw| {
            let n = draw.count as f64;
            let centre = draw.sum[HEADLINE] / n;
            (draw.sum_of_squares[HEADLINE] / n - centre * centre).max(0.0) * n / (n - 1.0).max(1.0)
        }));
        let total = between + within;
        let split = !own.households.is_empty() && total > 0.0;
        [split.then(|| between / total), split.then(|| within / total)]
    };
    let [ignorance, chance] = shares(Kept::ALL);
    let simulated = SamplingDesign { exact: false, ..design };
    VarianceSplit {
        ignorance,
        chance,
        parameters: drivers(scenario, results, alternative, design),
        monte_carlo_errors: simulated.figure_errors(own.draws.len(), ["ignorance", "chance"], shares),
    }
}

fn drivers(scenario: &Scenario, results: &Results, alternative: usize, design: SamplingDesign) -> Vec<Driver> {
    let net: Vec<f64> = results.alternatives[alternative].draws.iter().map(|draw| draw.net_benefit[HEADLINE]).collect();
    let outcome = ranks(&net);
    let mut drivers: Vec<(Driver, Vec<f64>)> = Vec::new();
    for (index, parameter) in scenario.parameters.iter().enumerate() {
        if !parameter.distribution.is_uncertain() {
            continue;
        }
        let values: Vec<f64> = results.parameters.iter().map(|draw| draw[index]).collect();
        let ranks = ranks(&values);
        let correlation = correlation(&ranks, &outcome);
        if correlation * correlation * (net.len() as f64 - 1.0) <= BEYOND_CHANCE {
            continue;
        }
        let driver = Driver {
            id: parameter.name.clone(),
            share: correlation * correlation,
            monte_carlo_errors: FigureErrors::default(),
            rises: correlation > 0.0,
            grade: parameter.evidence.grade.key(),
            source: parameter.evidence.source.clone(),
            range_by_rule: parameter.evidence.range_by_rule,
            unverified: parameter.evidence.unverified,
        };
        drivers.push((driver, ranks));
    }
    drivers.sort_by(|(a, _), (b, _)| b.share.total_cmp(&a.share).then_with(|| a.id.cmp(&b.id)));
    drivers.truncate(LISTED);
    let with_error = |(driver, ranks): (Driver, Vec<f64>)| {
        // Ranks among all draws do for those that are kept: a correlation does not see their scale.
        let share = |kept: Kept| {
            let side = |ranks: &[f64]| kept.of(ranks.iter().copied()).collect::<Vec<f64>>();
            let correlation = correlation(&side(&ranks), &side(&outcome));
            [Some(correlation * correlation)]
        };
        Driver { monte_carlo_errors: design.figure_errors(net.len(), ["share"], share), ..driver }
    };
    drivers.into_iter().map(with_error).collect()
}

/// Ranks of values from 0, the mean rank where values are equal.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]).then(a.cmp(b)));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let same = 1 + order[from + 1..].iter().take_while(|at| values[**at] == values[order[from]]).count();
        let rank = from as f64 + (same as f64 - 1.0) / 2.0;
        order[from..from + same].iter().for_each(|at| ranks[*at] = rank);
        from += same;
    }
    ranks
}

/// Pearson correlation; 0 where one side does not vary.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let (mean_a, mean_b) = (mean(a.iter().copied()), mean(b.iter().copied()));
    let covariance: f64 = a.iter().zip(b).map(|(x, y)| (x - mean_a) * (y - mean_b)).sum();
    let spread = (variance(a) * variance(b)).sqrt() * (a.len() as f64 - 1.0);
    if spread > 0.0 { covariance / spread } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_share_ties() {
        assert_eq!(ranks(&[5.0, 1.0, 5.0, 0.0]), [2.5, 1.0, 2.5, 0.0]);
        assert_eq!(ranks(&[1.0, f64::NAN, f64::NAN]), [0.0, 1.0, 2.0]);
    }

    #[test]
    fn correlation_of_ranks_sees_any_rising_relation() {
        let x: Vec<f64> = (1..50).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| x * x * x).collect();
        assert!((correlation(&ranks(&x), &ranks(&y)) - 1.0).abs() < 1e-12);
        assert_eq!(correlation(&x, &vec![3.0; x.len()]), 0.0);
    }

    #[test]
    fn the_limit_of_chance_is_that_of_the_distribution() {
        use statrs::distribution::{ChiSquared, ContinuousCDF};
        let one = ChiSquared::new(1.0).expect("degrees of freedom");
        assert!((one.cdf(BEYOND_CHANCE) - 0.999).abs() < 1e-5);
    }
}
