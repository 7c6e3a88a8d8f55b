//! Validation of distributions: bounds in order, shapes that a sampler can draw from.
//!
//! In: a distribution and its place. Out: faults.

use std::fmt::Arguments;

use crate::model::Distribution;
use crate::model::limits::MOST_VALUES;
use crate::model::number::distribution::MOST_SHAPE;
use crate::model::validate::{Check, MARGIN};

/// Largest size of any value or mean.
const MOST: f64 = 1e15;
/// Largest mean and standard deviation of a logarithm.
const MOST_LOG: f64 = 700.0;

impl Check<'_> {
    /// A distribution that can be drawn from.
    pub(super) fn distribution(&mut self, place: Arguments, distribution: &Distribution) {
        match distribution {
            Distribution::Fixed(value) => {
                // What a formula gives at the means may be no number; every draw is checked.
                self.refuse_unless(!value.is_infinite(), place, "validate_distribution");
            }
            Distribution::Uniform { low, high } => self.in_order(place, &[*low, *high]),
            Distribution::Triangular { low, mode, high } | Distribution::Pert { low, mode, high } => {
                self.in_order(place, &[*low, *mode, *high]);
            }
            Distribution::Normal { mean, sd } => {
                self.between(place, *mean, -MOST, MOST);
                self.between(place, *sd, 0.0, MOST);
            }
            Distribution::Lognormal { meanlog, sdlog } => {
                self.between(place, *meanlog, -MOST_LOG, MOST_LOG);
                self.between(place, *sdlog, 0.0, MOST_LOG);
            }
            Distribution::Beta { alpha, beta } => [*alpha, *beta].iter().for_each(|shape| self.shape(place, *shape)),
            Distribution::Gamma { shape, scale } => {
                self.shape(place, *shape);
                self.between(place, *scale, 0.0, MOST);
            }
            Distribution::Discrete(values) => {
                self.values(place, values.iter().map(|(value, _)| *value));
                let shares = values.iter().map(|(_, share)| *share);
                self.shares(place, shares);
            }
            Distribution::Empirical(values) => self.values(place, values.iter().copied()),
            Distribution::Truncated { of, min, max } => self.truncated(place, of, *min, *max),
        }
    }

    fn truncated(&mut self, place: Arguments, of: &Distribution, min: f64, max: f64) {
        let continuous = !matches!(
            of,
            Distribution::Fixed(_)
                | Distribution::Discrete(_)
                | Distribution::Empirical(_)
                | Distribution::Truncated { .. }
        );
        self.refuse_unless(continuous && min < max, place, "validate_distribution");
        if continuous && min < max {
            let faults = self.found.has_faults();
            self.distribution(place, of);
            if faults || !self.found.has_faults() {
                self.refuse_unless(of.mass(min, max) > 0.0, place, "validate_distribution");
            }
        }
    }

    fn shape(&mut self, place: Arguments, shape: f64) {
        self.between(place, shape, f64::MIN_POSITIVE, MOST_SHAPE);
    }

    fn in_order(&mut self, place: Arguments, bounds: &[f64]) {
        let finite = bounds.iter().all(|bound| bound.abs() <= MOST);
        let fits = finite && bounds.windows(2).all(|pair| pair[0] <= pair[1]);
        self.refuse_unless(fits, place, "validate_distribution");
    }

    fn values(&mut self, place: Arguments, values: impl ExactSizeIterator<Item = f64> + Clone) {
        self.count(place, values.len(), 1, MOST_VALUES);
        let sorted = values.clone().zip(values.clone().skip(1)).all(|(before, after)| before <= after);
        let finite = values.clone().all(|value| value.abs() <= MOST);
        self.refuse_unless(sorted && finite, place, "validate_distribution");
    }

    /// Shares of 0 to 1 that add up to 1.
    pub(super) fn shares(&mut self, place: Arguments, shares: impl Iterator<Item = f64> + Clone) {
        let each = shares.clone().all(|share| (0.0..=1.0).contains(&share));
        let total: f64 = shares.sum();
        self.refuse_unless(each && (total - 1.0).abs() <= MARGIN, place, "validate_shares");
    }
}
