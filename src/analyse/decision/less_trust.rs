//! What comes out where less is believed: figures as uncertain as their grade, effects at their cautious end, benefits
//! that are discounted as evaluators do.
//!
//! In: a scenario, relative half-widths by grade. Out: the scenario in which less is believed, and [`PlanLessTrust`].
//!
//! # Formulas
//! A range is widened as a list would have it where nobody gave one: half of the distance between the ends of a uniform,
//! triangular or PERT distribution is at least `width x mean`; the standard deviation of a normal, gamma or beta at least
//! `width x mean / 1.96` (of a beta `width x min(mean, 1 - mean) / 1.96`), that of the logarithm of a lognormal
//! `ln(1 + width) / 1.96`. Means stay as they are as far as bounds allow: what is nowhere below 0, or above 1, stays so.
//!
//! A discount of `p` on effects leaves of what a plan brings, besides its own costs, the share `1 - p`, draw by draw.

use crate::analyse::decision::DecisionDraws;
use crate::analyse::decision::otherwise::Otherwise;
use crate::analyse::statistics::design::Kept;
use crate::model::{Distribution, HalfWidths, Joint, Scenario};
use crate::simulate::ledger::HEADLINE;
use serde::{Deserialize, Serialize};

/// Half of the width of an interval of 95 % of a normal distribution, in standard deviations.
const HALF: f64 = 1.96;
/// Part of a width that is rounding.
const ROUNDING: f64 = 1e-9;

/// One plan where less is believed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanLessTrust {
    /// The alternative.
    pub alternative: String,
    /// Every figure at least as uncertain as the rule for its grade says; `None` where no rule is known, or values come
    /// out that their places do not allow.
    pub widened: Option<Otherwise>,
    /// How many figures that makes more uncertain.
    pub widened_figures: usize,
    /// All effects at their cautious ends; `None` where the plan has no uncertain effect.
    pub cautious: Option<Otherwise>,
    /// Those ends.
    pub effects: Vec<CautiousEffect>,
    /// Less of all that the plan brings; `None` where nobody asked.
    pub discounted: Option<DiscountedEffects>,
}

/// An effect at its cautious end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CautiousEffect {
    /// Name of the figure.
    pub id: String,
    /// Whether that is its 90th percentile, and not its 10th.
    pub is_high: bool,
    /// Its value there.
    pub value: f64,
}

/// Effects that are discounted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiscountedEffects {
    /// By how much, in percent.
    pub percent: f64,
    /// What comes out.
    pub outcome: Otherwise,
}

/// The scenario with every figure at least as uncertain as the rule for its grade says, and how many figures that makes
/// more uncertain. What is taken as certain, worked out, or given by values alone stays as it is.
pub fn widened(scenario: &Scenario, widths: &HalfWidths) -> (Scenario, usize) {
    let mut other = scenario.clone();
    let is_share = |at: usize| {
        let mut shares = scenario.joints.iter().filter(|joint| matches!(joint, Joint::Shares { .. }));
        shares.any(|joint| joint.parameters().any(|member| member == at))
    };
    let width = |at: usize| widths.get(&scenario.parameters[at].evidence.grade).copied().filter(|_| !is_share(at));
    let mut changed = vec![false; scenario.parameters.len()];
    let mut widen = |at: usize, distribution: &mut Distribution| {
        if let Some(wide) = width(at).and_then(|width| by_rule(distribution, width)) {
            *distribution = wide;
            changed[at] = true;
        }
    };
    for (at, parameter) in other.parameters.iter_mut().enumerate() {
        widen(at, &mut parameter.distribution);
    }
    for (at, distribution) in other.alternatives.iter_mut().flat_map(|alternative| &mut alternative.parameters) {
        widen(*at, distribution);
    }
    (other, changed.into_iter().filter(|changed| *changed).count())
}

/// The distribution with the width of the rule; `None` where it is as wide already, or has no width of its own.
fn by_rule(distribution: &Distribution, width: f64) -> Option<Distribution> {
    let mean = distribution.mean();
    let wider = |known: f64, wanted: f64| {
        (known > 0.0 && wanted.is_finite() && wanted > known * (1.0 + ROUNDING)).then_some(wanted)
    };
    let spread = width * mean.abs();
    match distribution {
        Distribution::Uniform { low, high } => {
            let (least, most) = bounds(distribution);
            let half = wider((high - low) / 2.0, spread.min(mean - least).min(most - mean))?;
            Some(Distribution::Uniform { low: mean - half, high: mean + half })
        }
        Distribution::Triangular { low, high, .. } => {
            let (low, high) = ends((*low, *high), spread, mean, distribution)?;
            Some(Distribution::Triangular { low, mode: (3.0 * mean - low - high).clamp(low, high), high })
        }
        Distribution::Pert { low, high, .. } => {
            let (low, high) = ends((*low, *high), spread, mean, distribution)?;
            Some(Distribution::Pert { low, mode: ((6.0 * mean - low - high) / 4.0).clamp(low, high), high })
        }
        Distribution::Normal { sd, .. } => wider(*sd, spread / HALF).map(|sd| Distribution::Normal { mean, sd }),
        Distribution::Lognormal { sdlog, .. } => wider(*sdlog, libm::log1p(width) / HALF)
            .map(|sdlog| Distribution::Lognormal { meanlog: libm::log(mean) - sdlog * sdlog / 2.0, sdlog }),
        Distribution::Gamma { shape, .. } => wider(mean / shape.sqrt(), spread / HALF).map(|sd| {
            let shape = (mean / sd) * (mean / sd);
            Distribution::Gamma { shape, scale: mean / shape }
        }),
        Distribution::Beta { alpha, beta } => {
            let sd = (mean * (1.0 - mean) / (alpha + beta + 1.0)).sqrt();
            wider(sd, width * mean.min(1.0 - mean) / HALF).map(|sd| {
                let size = mean * (1.0 - mean) / (sd * sd) - 1.0;
                Distribution::Beta { alpha: mean * size, beta: (1.0 - mean) * size }
            })
        }
        Distribution::Truncated { of, min, max } => {
            let of = Box::new(by_rule(of, width)?);
            Some(Distribution::Truncated { of, min: *min, max: *max })
        }
        Distribution::Fixed(_) | Distribution::Discrete(_) | Distribution::Empirical(_) => None,
    }
}

/// Bounds that a widened distribution keeps: 0 where it is nowhere below, 1 where it is a share.
fn bounds(distribution: &Distribution) -> (f64, f64) {
    let (low, high) = distribution.support();
    if low < 0.0 {
        (f64::NEG_INFINITY, f64::INFINITY)
    } else if high <= 1.0 {
        (0.0, 1.0)
    } else {
        (0.0, f64::INFINITY)
    }
}

/// Ends that are farther from the mean in the same proportion, within bounds; `None` where they are as far already.
fn ends((low, high): (f64, f64), spread: f64, mean: f64, distribution: &Distribution) -> Option<(f64, f64)> {
    let half = (high - low) / 2.0;
    let (least, most) = bounds(distribution);
    let factor = (half > 0.0 && spread > half * (1.0 + ROUNDING)).then(|| spread / half)?;
    let low = (mean - factor * (mean - low)).max(least);
    let high = (mean + factor * (high - mean)).min(most);
    Some((low, high))
}

/// What is left of each plan with a discount on effects, in percent: of what it brings besides its own costs.
pub fn discounted(draws: &DecisionDraws, plan: usize, percent: f64) -> DiscountedEffects {
    let all = draws.net(plan, Kept::ALL);
    let own = draws.results.alternatives[plan + 1].draws.iter();
    let part = percent / 100.0;
    let other: Vec<f64> =
        all.iter().zip(own).map(|(net, draw)| net - part * (draw.net_benefit[HEADLINE] - draw.own[HEADLINE])).collect();
    DiscountedEffects { percent, outcome: Otherwise::new(&all, &all, &other, draws.design) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(distribution: &Distribution) -> f64 {
        distribution.quantile(0.975) - distribution.quantile(0.025)
    }

    /// As wide as the rule has it, with the same mean; what is wide enough stays as it is.
    #[test]
    fn figures_get_the_width_of_their_grade() {
        let narrow = [
            Distribution::Uniform { low: 9.0, high: 11.0 },
            Distribution::Triangular { low: 9.0, mode: 10.5, high: 11.0 },
            Distribution::Pert { low: 9.0, mode: 9.5, high: 11.0 },
            Distribution::Normal { mean: -10.0, sd: 0.1 },
            Distribution::Lognormal { meanlog: 2.0, sdlog: 0.01 },
            Distribution::Gamma { shape: 1_000.0, scale: 0.01 },
            Distribution::Beta { alpha: 300.0, beta: 700.0 },
        ];
        for distribution in &narrow {
            let wide = by_rule(distribution, 0.5).expect("a wider one");
            assert!((wide.mean() / distribution.mean() - 1.0).abs() < 1e-9, "{distribution:?} {wide:?}");
            assert!(width(&wide) > 1.5 * width(distribution), "{distribution:?} {wide:?}");
            assert_eq!(by_rule(&wide, 0.5), None, "{wide:?}");
            assert_eq!(by_rule(&wide, 0.1), None, "{wide:?}");
        }
        let found = by_rule(&narrow[0], 0.5);
        assert_eq!(found, Some(Distribution::Uniform { low: 5.0, high: 15.0 }));
        let Some(Distribution::Normal { sd, .. }) = by_rule(&narrow[3], 0.5) else { panic!("a normal") };
        assert!((sd - 5.0 / 1.96).abs() < 1e-12);
        assert_eq!(by_rule(&Distribution::Fixed(3.0), 0.5), None);
    }

    /// What is a share stays one, and what is not below 0 stays so.
    #[test]
    fn bounds_are_kept() {
        let share = Distribution::Pert { low: 0.85, mode: 0.9, high: 0.95 };
        let (low, high) = by_rule(&share, 0.5).expect("a wider one").support();
        assert!((0.0..=1.0).contains(&low) && low < 0.6 && high == 1.0, "{low} {high}");
        let uniform = by_rule(&Distribution::Uniform { low: 0.85, high: 0.95 }, 0.5).expect("a wider one");
        assert!((uniform.support().1 - 1.0).abs() < 1e-12, "{uniform:?}");
        let rate = Distribution::Pert { low: 1.0, mode: 1.0, high: 3.0 };
        let wide = by_rule(&rate, 1.0).expect("a wider one");
        assert!(wide.support().0 >= 0.0 && wide.support().1 > 3.0, "{wide:?}");
    }
}
