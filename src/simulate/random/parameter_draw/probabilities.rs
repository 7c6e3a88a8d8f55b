//! Known probabilities: where each draw lies in the distribution of a parameter.
//!
//! In: a scenario, a seed, numbers of draws. Out: by parameter and draw the chance of a lower value, which is uniform
//! between 0 and 1. Values are quantiles, so that it is known exactly: the coordinate of the Sobol' point, or the normal
//! variate of a member of a copula. Of independent draws it is the distribution function at the value.
//!
//! Shares that add up to 1 are told one after the other, each as a part of what those before it leave: these parts are
//! independent beta variates, so that k shares have k - 1 probabilities (Kotz, Balakrishnan and Johnson, *Continuous
//! Multivariate Distributions* 1, 2nd edition (2000), chapter 49).

use crate::model::number::distribution::normal_cdf;
use crate::model::{Distribution, Joint, Member, Scenario};
use crate::simulate::random::parameter_draw::ParameterSampler;
use crate::simulate::random::parameter_draw::together::Variate;
use crate::simulate::random::quantile::Quantile;
use std::sync::Arc;

impl ParameterSampler {
    /// By parameter and draw the chance of a lower value; empty where a parameter is not drawn, and for the last of
    /// shares, which follows from the others. A parameter that an alternative alone draws has that of the alternative.
    pub fn probabilities(&self, scenario: &Scenario, seed: u64, draws: &[u64]) -> Vec<Vec<f64>> {
        let source = self.sources(seed);
        let own = |at: usize| {
            let drawn = self.drawn(scenario, at).filter(|_| !self.is_joint[at]);
            let Some(quantile) = drawn else { return Vec::new() };
            let mut source = source(&scenario.parameters[at].name);
            let of_draw = |draw: &u64| {
                source.uniform(*draw).unwrap_or_else(|| below(quantile.distribution(), source.value(quantile, *draw)))
            };
            draws.iter().map(of_draw).collect()
        };
        let mut all: Vec<Vec<f64>> = (0..scenario.parameters.len()).map(own).collect();
        for together in &self.together {
            let mut sources = together.sources(&source);
            let mut found: Vec<(usize, Vec<f64>)> = Vec::new();
            for draw in draws {
                let mut place = 0;
                together.draw(&mut sources, *draw, |at, variate| {
                    if self.drawn(scenario, at).is_none() {
                        return;
                    }
                    if place == found.len() {
                        found.push((at, Vec::with_capacity(draws.len())));
                    }
                    found[place].1.push(match variate {
                        Variate::Normal(score) => normal_cdf(score),
                        Variate::Share(share) => share,
                    });
                    place += 1;
                });
            }
            if let Joint::Shares { members } = &together.joint {
                parts(members, &mut found);
            }
            found.into_iter().for_each(|(at, probabilities)| all[at] = probabilities);
        }
        all
    }

    /// What is drawn of a parameter: its own distribution, or else that of the first alternative that draws it.
    fn drawn(&self, scenario: &Scenario, parameter: usize) -> Option<&Arc<Quantile>> {
        let changed = scenario.alternatives.iter().zip(&self.changed).flat_map(|(alternative, quantiles)| {
            let changes = alternative.parameters.iter().zip(quantiles);
            changes.filter(|((at, _), _)| *at == parameter).map(|(_, quantile)| quantile)
        });
        let own = std::iter::once(&self.own[parameter]);
        own.chain(changed).find(|quantile| quantile.distribution().is_uncertain())
    }
}

/// The chance of a lower value, and of half of those that are equal.
fn below(distribution: &Distribution, value: f64) -> f64 {
    let of_values = |values: &mut dyn Iterator<Item = (f64, f64)>| {
        let chance = |(other, share): (f64, f64)| match other.total_cmp(&value) {
            std::cmp::Ordering::Less => share,
            std::cmp::Ordering::Equal => share / 2.0,
            std::cmp::Ordering::Greater => 0.0,
        };
        values.map(chance).sum()
    };
    match distribution {
        Distribution::Discrete(values) => of_values(&mut values.iter().copied()),
        Distribution::Empirical(values) => {
            of_values(&mut values.iter().map(|value| (*value, 1.0 / values.len() as f64)))
        }
        _ => distribution.cdf(value),
    }
}

/// Turns shares into the probabilities of their parts; what no parameter has a share of comes last.
fn parts(members: &[(Member, f64)], found: &mut [(usize, Vec<f64>)]) {
    let draws = found.first().map_or(0, |(_, shares)| shares.len());
    let count_of = |at: usize| {
        let member = members.iter().find(|(member, _)| member.parameter == Some(at));
        member.map_or(0.0, |(_, count)| *count)
    };
    let counts: Vec<f64> = found.iter().map(|(at, _)| count_of(*at)).collect();
    let is_whole = found.len() == members.len();
    let mut left = vec![1.0; draws];
    let mut left_count: f64 = members.iter().map(|(_, count)| count).sum();
    let last = found.len().saturating_sub(1);
    for (place, (_, shares)) in found.iter_mut().enumerate() {
        if is_whole && place == last {
            shares.clear();
            break;
        }
        left_count -= counts[place];
        let part = Distribution::Beta { alpha: counts[place], beta: left_count.max(f64::MIN_POSITIVE) };
        for (share, left) in shares.iter_mut().zip(&mut left) {
            let of_left = if *left > 0.0 { (*share / *left).clamp(0.0, 1.0) } else { 0.5 };
            *left -= *share;
            *share = part.cdf(of_left);
        }
    }
}
