//! What comes out of the same draws where something is reckoned otherwise.
//!
//! In: net benefits of a plan by draw: of the whole run, of the first draws of it, and of those reckoned otherwise. Out:
//! [`Otherwise`].
//!
//! Formula: the draws that are reckoned twice have the same parameters and the same luck, so that few of them tell a
//! difference. It is added to the figure of the whole run: a control variate with a weight of 1.

use crate::analyse::statistics::design::SamplingDesign;
use crate::analyse::statistics::sample::mean;
use serde::{Deserialize, Serialize};

/// A plan that is reckoned otherwise; euro per household.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Otherwise {
    /// Mean balance.
    pub net_benefit: f64,
    /// What is added to the balance of the run.
    pub difference: f64,
    /// Standard error of `difference`.
    pub monte_carlo_error: Option<f64>,
    /// Share of draws in which the balance is above 0.
    pub probability_positive: f64,
}

impl Otherwise {
    /// From the balance in all draws, in those that were reckoned twice, and in the same ones reckoned otherwise.
    pub fn new(all: &[f64], first: &[f64], other: &[f64], design: SamplingDesign) -> Self {
        let differences: Vec<f64> = other.iter().zip(first).map(|(other, first)| other - first).collect();
        let difference = mean(differences.iter().copied());
        let chance = share_above_0(all) + (share_above_0(other) - share_above_0(first));
        Self {
            net_benefit: mean(all.iter().copied()) + difference,
            difference,
            monte_carlo_error: design.error(&differences, None),
            probability_positive: chance.clamp(0.0, 1.0),
        }
    }
}

/// Share of the values that is above 0.
pub(super) fn share_above_0(values: &[f64]) -> f64 {
    mean(values.iter().map(|value| f64::from(u8::from(*value > 0.0))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sampling;

    #[test]
    fn the_difference_of_few_draws_is_added_to_the_figure_of_all() {
        let design = SamplingDesign { exact: true, is_drawn: true, sampling: Sampling::Random };
        let all = [1.0, -2.0, 3.0, 6.0];
        let found = Otherwise::new(&all, &all[..2], &[2.0, 1.0], design);
        assert_eq!((found.net_benefit, found.difference), (4.0, 2.0));
        assert_eq!(found.probability_positive, 1.0);
        assert!((found.monte_carlo_error.expect("two draws") - 1.0).abs() < 1e-15);
        let same = Otherwise::new(&all, &all[..3], &all[..3], design);
        assert_eq!((same.net_benefit, same.difference, same.probability_positive), (2.0, 0.0, 0.75));
        assert_eq!(same.monte_carlo_error, Some(0.0));
    }
}
