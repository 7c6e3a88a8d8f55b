//! Figures brought up to date with what was counted in finished cases (Bayes).
//!
//! In: a [`Tally`]. Out: a [`RateUpdate`]: what was known before, what was counted, what is known now.
//!
//! # Formulas
//! A share with a beta distribution `(a, b)` becomes `(a + k, b + n - k)` after `k` of `n`; a number per time with a gamma
//! distribution of shape `a` and scale `s` becomes shape `a + k`, scale `1 / (1/s + T)` after `k` events in the time `T`.
//! These are exact. Any other distribution is weighed at points that are equally likely beforehand, with
//! `p^k (1-p)^(n-k)`, `r^k exp(-rT)`, or `m^-k exp(-T/m)` of a mean duration `m`: exact but for the fineness of the points.
//!
//! What was counted is off where the chance of as much, or as little, was below 2.5 % beforehand.
//!
//! # Source
//! A. Gelman and others, "Bayesian Data Analysis", 3rd edition (2013), sections 2.4, 2.6 and 6.3.

use crate::analyse::evaluation::cases::{Counts, Tally};
use crate::model::{Distribution, Parameter};
use serde::Serialize;

/// Points of a distribution that has no closed form.
const POINTS: usize = 4_000;
/// The same for the chance of a count.
const FEW_POINTS: usize = 400;
/// Weight beside the largest at which a point counts no more.
const NO_WEIGHT: f64 = 1e-13;
/// Chance below which a count is off.
const RARE: f64 = 0.025;

/// How a figure was brought up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdateForm {
    /// A beta distribution stays one.
    Beta,
    /// A gamma distribution stays one.
    Gamma,
    /// Weighed at many points.
    Weighed,
    /// It is taken as certain: nothing can be learnt.
    Certain,
}

/// What a count says of the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CountVerdict {
    /// It was to be expected.
    AsExpected,
    /// More than was to be expected.
    More,
    /// Less than was to be expected.
    Less,
}

/// What is known of a figure: mean, standard deviation, percentiles.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Knowledge {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// 2.5th percentile.
    pub low: f64,
    /// 97.5th percentile.
    pub high: f64,
}

/// A figure before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RateUpdate {
    /// Name of the figure in its scenario.
    pub figure: String,
    /// Its unit.
    pub unit: String,
    /// Cases that tell of it.
    pub cases: usize,
    /// Cases in which it was so, events, or stays that ended.
    pub events: f64,
    /// Cases, or time at risk in the unit of the figure.
    pub exposure: f64,
    /// What the cases alone say: a share, a number per time, or a mean duration; `None` where nothing was counted.
    pub observed: Option<f64>,
    /// What was known before.
    pub before: Knowledge,
    /// What is known now.
    pub after: Knowledge,
    /// How.
    pub form: UpdateForm,
    /// What the count says.
    pub verdict: CountVerdict,
    /// What the cases alone say lies outside all that was held possible: the figure cannot follow.
    pub out_of_reach: bool,
}

/// The figure with what was counted.
pub fn update(tally: &Tally) -> RateUpdate {
    let Parameter { name, unit, distribution, .. } = &tally.figure;
    let (k, n) = (tally.events, tally.exposure);
    let (after, form) = match (distribution, tally.counts) {
        (Distribution::Fixed(_), _) => (knowledge(distribution), UpdateForm::Certain),
        (Distribution::Beta { alpha, beta }, Counts::Share) => {
            (knowledge(&Distribution::Beta { alpha: alpha + k, beta: beta + n - k }), UpdateForm::Beta)
        }
        (Distribution::Uniform { low, high }, Counts::Share) if (*low, *high) == (0.0, 1.0) => {
            (knowledge(&Distribution::Beta { alpha: 1.0 + k, beta: 1.0 + n - k }), UpdateForm::Beta)
        }
        (Distribution::Gamma { shape, scale }, Counts::Rate) => {
            let after = Distribution::Gamma { shape: shape + k, scale: 1.0 / (1.0 / scale + n) };
            (knowledge(&after), UpdateForm::Gamma)
        }
        _ => (weighed(distribution, tally), UpdateForm::Weighed),
    };
    let observed = match tally.counts {
        Counts::Share | Counts::Rate => (n > 0.0).then(|| k / n),
        Counts::Duration => (k > 0.0).then(|| n / k),
    };
    let (least, most) = (distribution.quantile(1e-4), distribution.quantile(1.0 - 1e-4));
    let beyond = |value: f64| form != UpdateForm::Beta && form != UpdateForm::Gamma && !(least..=most).contains(&value);
    RateUpdate {
        figure: name.clone(),
        unit: unit.clone(),
        cases: tally.cases,
        events: k,
        exposure: n,
        observed,
        before: knowledge(distribution),
        after,
        form,
        verdict: verdict(distribution, tally),
        out_of_reach: observed.is_some_and(beyond),
    }
}

/// Of a distribution: the standard deviation from points that are equally likely.
fn knowledge(distribution: &Distribution) -> Knowledge {
    let mean = distribution.mean();
    let variance = match distribution {
        Distribution::Fixed(_) => 0.0,
        Distribution::Beta { alpha, beta } => {
            let sum = alpha + beta;
            alpha * beta / (sum * sum * (sum + 1.0))
        }
        Distribution::Gamma { shape, scale } => shape * scale * scale,
        _ => {
            let squares = points(0.0, 1.0, POINTS).map(|chance| distribution.quantile(chance) - mean);
            squares.map(|off| off * off).sum::<f64>() / POINTS as f64
        }
    };
    Knowledge { mean, sd: variance.sqrt(), low: distribution.quantile(0.025), high: distribution.quantile(0.975) }
}

/// Middles of so many equal parts between two chances.
fn points(from: f64, to: f64, count: usize) -> impl Iterator<Item = f64> {
    (0..count).map(move |at| from + (to - from) * (at as f64 + 0.5) / count as f64)
}

/// The logarithm of the chance of what was counted, where the figure has this value.
fn likelihood(tally: &Tally, value: f64) -> f64 {
    let (k, n) = (tally.events, tally.exposure);
    let times = |count: f64, of: f64| if count == 0.0 { 0.0 } else { count * libm::log(of.max(0.0)) };
    match tally.counts {
        Counts::Share => times(k, value) + times(n - k, 1.0 - value),
        Counts::Rate => times(k, value) - value.max(0.0) * n,
        Counts::Duration if value > 0.0 => -times(k, value) - n / value,
        Counts::Duration => f64::NEG_INFINITY,
    }
}

/// What is known after weighing points of what was known before: once over all of it, then over the part that counts.
fn weighed(before: &Distribution, tally: &Tally) -> Knowledge {
    let known = |from: f64, to: f64| -> Vec<(f64, f64, f64)> {
        let value = |chance: f64| (chance, before.quantile(chance));
        let all: Vec<(f64, f64)> = points(from, to, POINTS).map(value).collect();
        let logs: Vec<f64> = all.iter().map(|(_, value)| likelihood(tally, *value)).collect();
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        all.iter().zip(logs).map(|((chance, value), log)| (*chance, *value, libm::exp(log - most))).collect()
    };
    let coarse = known(0.0, 1.0);
    let counts = |(_, _, weight): &&(f64, f64, f64)| *weight > NO_WEIGHT;
    let step = 1.0 / POINTS as f64;
    let from = coarse.iter().find(counts).map_or(0.0, |(chance, ..)| (chance - step).max(0.0));
    let to = coarse.iter().rev().find(counts).map_or(1.0, |(chance, ..)| (chance + step).min(1.0));
    let fine = known(from, to);
    let sum: f64 = fine.iter().map(|(.., weight)| weight).sum();
    if !(sum > 0.0 && sum.is_finite()) {
        // Nothing that was held possible can have given these counts.
        return knowledge(before);
    }
    let mean = fine.iter().map(|(_, value, weight)| value * weight).sum::<f64>() / sum;
    let variance = fine.iter().map(|(_, value, weight)| (value - mean) * (value - mean) * weight).sum::<f64>() / sum;
    let at = |share: f64| {
        let mut below = 0.0;
        let reached = fine.iter().find(|(.., weight)| {
            below += weight / sum;
            below >= share
        });
        reached.map_or(mean, |(_, value, _)| *value)
    };
    Knowledge { mean, sd: variance.sqrt(), low: at(0.025), high: at(0.975) }
}

/// Whether the count was to be expected: the chances of as many at least, and at most, over all that was held possible.
fn verdict(before: &Distribution, tally: &Tally) -> CountVerdict {
    let at_least = |count: f64, value: f64| match tally.counts {
        _ if count <= 0.0 => 1.0,
        Counts::Share if count > tally.exposure => 0.0,
        Counts::Share => {
            Distribution::Beta { alpha: count, beta: tally.exposure - count + 1.0 }.cdf(value.clamp(0.0, 1.0))
        }
        Counts::Rate => Distribution::Gamma { shape: count, scale: 1.0 }.cdf(value.max(0.0) * tally.exposure),
        Counts::Duration if value > 0.0 => Distribution::Gamma { shape: count, scale: 1.0 }.cdf(tally.exposure / value),
        Counts::Duration => 1.0,
    };
    let over_all = |count: f64| {
        let chance = |at: f64| at_least(count, before.quantile(at));
        points(0.0, 1.0, FEW_POINTS).map(chance).sum::<f64>() / FEW_POINTS as f64
    };
    match () {
        () if over_all(tally.events) < RARE => CountVerdict::More,
        () if 1.0 - over_all(tally.events + 1.0) < RARE => CountVerdict::Less,
        () => CountVerdict::AsExpected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Evidence, Text};

    fn tally(distribution: Distribution, counts: Counts, events: f64, exposure: f64) -> Tally {
        let figure = Parameter {
            name: "x".into(),
            label: Text::default(),
            unit: "share".into(),
            distribution,
            evidence: Evidence::none(),
        };
        Tally { figure, counts, cases: 10, events, exposure }
    }

    #[test]
    fn a_beta_and_a_gamma_have_their_closed_forms() {
        let found = update(&tally(Distribution::Beta { alpha: 3.0, beta: 7.0 }, Counts::Share, 12.0, 20.0));
        assert_eq!(found.form, UpdateForm::Beta);
        assert!((found.after.mean - 15.0 / 30.0).abs() < 1e-15);
        assert!((found.after.sd - (15.0 * 15.0 / (900.0 * 31.0f64)).sqrt()).abs() < 1e-15);
        let found = update(&tally(Distribution::Gamma { shape: 4.0, scale: 0.05 }, Counts::Rate, 9.0, 30.0));
        assert_eq!(found.form, UpdateForm::Gamma);
        assert!((found.after.mean - 13.0 / 50.0).abs() < 1e-15);
        assert!((found.after.sd - 13f64.sqrt() / 50.0).abs() < 1e-15);
    }

    /// What is weighed at points is the closed form where there is one: a PERT between 0 and 1 is a beta, and the inverse of a
    /// mean duration with a uniform distribution is not, so that is summed by hand.
    #[test]
    fn weighing_gives_the_closed_form() {
        for (k, n) in [(0.0, 5.0), (12.0, 20.0), (300.0, 2_000.0), (20_000.0, 90_000.0)] {
            let pert = Distribution::Pert { low: 0.0, mode: 0.25, high: 1.0 };
            let found = update(&tally(pert, Counts::Share, k, n));
            let wanted = knowledge(&Distribution::Beta { alpha: 2.0 + k, beta: 4.0 + n - k });
            assert_eq!(found.form, UpdateForm::Weighed);
            for (found, wanted) in [(found.after.mean, wanted.mean), (found.after.sd, wanted.sd)] {
                assert!((found / wanted - 1.0).abs() < 2e-3, "{k} of {n}: {found}, {wanted}");
            }
            assert!((found.after.low - wanted.low).abs() < 0.02 * wanted.sd + 1e-4 * wanted.low, "{k} of {n}");
        }
        let uniform = Distribution::Uniform { low: 2.0, high: 30.0 };
        let found = update(&tally(uniform, Counts::Duration, 6.0, 60.0));
        let (mut sum, mut first) = (0.0, 0.0);
        for at in 0..2_800_000 {
            let m: f64 = 2.0 + (f64::from(at) + 0.5) * 1e-5;
            let weight = libm::pow(m, -6.0) * libm::exp(-60.0 / m);
            (sum, first) = (sum + weight, first + weight * m);
        }
        assert!((found.after.mean - first / sum).abs() < 1e-4 * first / sum, "{found:?}");
        assert_eq!(found.observed, Some(10.0));
    }

    #[test]
    fn counts_that_were_not_to_be_expected_are_told() {
        let prior = || Distribution::Beta { alpha: 20.0, beta: 80.0 };
        let of = |events| update(&tally(prior(), Counts::Share, events, 50.0)).verdict;
        assert_eq!([of(10.0), of(30.0), of(0.0)], [CountVerdict::AsExpected, CountVerdict::More, CountVerdict::Less]);
        // A PERT knows nothing beyond its end.
        let pert = Distribution::Pert { low: 0.1, mode: 0.27, high: 0.35 };
        let found = update(&tally(pert, Counts::Share, 45.0, 50.0));
        assert!(found.out_of_reach && found.after.mean < 0.35 && found.verdict == CountVerdict::More);
        let certain = update(&tally(Distribution::Fixed(0.2), Counts::Share, 10.0, 50.0));
        assert!(certain.form == UpdateForm::Certain && certain.before == certain.after);
    }

    /// Beta-binomial: with an even prior every count is as likely.
    #[test]
    fn the_chance_of_a_count_is_that_of_the_mixture() {
        let even = || Distribution::Uniform { low: 0.0, high: 1.0 };
        for (events, wanted) in [(1.0, CountVerdict::Less), (3.0, CountVerdict::AsExpected), (99.0, CountVerdict::More)]
        {
            // Of 0 to 99 each has a chance of 1 %: at most 1 of 2 %, at most 3 of 4 %.
            assert_eq!(update(&tally(even(), Counts::Share, events, 99.0)).verdict, wanted, "{events}");
        }
    }
}
