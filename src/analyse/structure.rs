//! Structural uncertainty: versions of one scenario with weights, and over what its spread divides.
//!
//! In: net benefits by draw of each version, with their weights. Out: a [`Structure`]: what comes out of all versions
//! together, and the variance by structure, parameters and chance.
//!
//! # Formula
//! The law of total variance, twice, with weights `w` that add up to 1: `var = sum w (m - M)^2 + sum w v + sum w l`, where `m`
//! is the mean of a version and `M` that of all, `v` its variance over draws, and `l` the mean over draws of the variance
//! between households. The first is structure, the second parameters, the third chance. The mixture has each draw of a
//! version with its weight over the number of its draws; its percentiles lie on straight lines between the middles of
//! what each draw takes, which of equal weights are those of [`percentile`](crate::analyse::statistics::sample::percentile).
//!
//! # Source
//! D. Draper, "Assessment and propagation of model uncertainty", Journal of the Royal Statistical Society B 57 (1995).

use crate::analyse::statistics::design::{FigureErrors, Kept, SamplingDesign};
use crate::analyse::statistics::sample::{mean, variance, weighted_percentile};
use crate::analyse::statistics::spread::{Spread, variance_between_households};
use crate::model::Scenario;
use crate::simulate::Results;
use crate::simulate::ledger::HEADLINE;
use serde::{Deserialize, Serialize};

/// What all versions come to together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Structure {
    /// Sum of the weights as they were written; they are divided by it.
    pub weights_sum: f64,
    /// Names of the versions with their weights, which add up to 1.
    pub versions: Vec<(String, f64)>,
    /// All alternatives that every version has, but the null alternative.
    pub alternatives: Vec<StructureAlternative>,
}

/// One alternative over all versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StructureAlternative {
    /// Name in the scenario.
    pub id: String,
    /// The headline total of the average household over versions and draws, euro; errors of percentiles are not known.
    pub net_benefit: Spread,
    /// Variance between versions, euro squared.
    pub structure: f64,
    /// Variance over draws within a version, euro squared.
    pub parameters: f64,
    /// Variance between households within a draw, euro squared; `None` where no households were simulated.
    pub chance: Option<f64>,
    /// Standard errors of `structure` and `parameters`.
    pub monte_carlo_errors: FigureErrors,
}

/// Draws of one version.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionDraws {
    name: String,
    weight: f64,
    design: SamplingDesign,
    alternatives: Vec<Own>,
}

/// One alternative of a version.
#[derive(Clone, Debug, PartialEq)]
struct Own {
    id: String,
    net: Vec<f64>,
    luck: Option<f64>,
}

impl VersionDraws {
    /// Those of a run.
    pub fn new(name: &str, weight: f64, scenario: &Scenario, results: &Results) -> Self {
        let design = SamplingDesign::of(scenario, results.plan.method);
        let named = scenario.alternatives.iter().zip(&results.alternatives).skip(1);
        let own = named.map(|(alternative, own)| {
            let luck = own.households.iter().map(|draw| variance_between_households(draw, HEADLINE));
            let luck: Option<Vec<f64>> = luck.collect();
            Own {
                id: alternative.id.clone(),
                net: design.between(own, HEADLINE),
                luck: luck.filter(|luck| !luck.is_empty()).map(|luck| mean(luck.into_iter())),
            }
        });
        Self { name: name.to_owned(), weight, design, alternatives: own.collect() }
    }
}

/// Of all versions; `None` where there is none with a weight.
pub fn structure(versions: &[VersionDraws]) -> Option<Structure> {
    let weights_sum: f64 = versions.iter().map(|version| version.weight).sum();
    let first = versions.first().filter(|_| weights_sum > 0.0)?;
    let share = |version: &VersionDraws| version.weight / weights_sum;
    let of = |own: &Own| {
        let same = |version: &VersionDraws| version.alternatives.iter().find(|other| other.id == own.id).cloned();
        let parts: Option<Vec<(f64, Own)>> =
            versions.iter().map(|version| Some((share(version), same(version)?))).collect();
        parts.map(|parts| of_alternative(&parts, versions))
    };
    Some(Structure {
        weights_sum,
        versions: versions.iter().map(|version| (version.name.clone(), share(version))).collect(),
        alternatives: first.alternatives.iter().filter_map(of).collect(),
    })
}

/// Mean, variance between versions, variance within a version.
fn moments(parts: &[(f64, Own)], kept: Kept) -> [f64; 3] {
    let of = |(weight, own): &(f64, Own)| {
        let net: Vec<f64> = kept.of(own.net.iter().copied()).collect();
        (*weight, mean(net.iter().copied()), variance(&net))
    };
    let all: Vec<(f64, f64, f64)> = parts.iter().map(of).collect();
    let centre: f64 = all.iter().map(|(weight, mean, _)| weight * mean).sum();
    let between = all.iter().map(|(weight, mean, _)| weight * (mean - centre) * (mean - centre)).sum();
    [centre, between, all.iter().map(|(weight, _, within)| weight * within).sum()]
}

fn of_alternative(parts: &[(f64, Own)], versions: &[VersionDraws]) -> StructureAlternative {
    let mut values: Vec<(f64, f64)> = parts
        .iter()
        .filter(|(weight, _)| *weight > 0.0)
        .flat_map(|(weight, own)| own.net.iter().map(move |net| (*net, weight / own.net.len() as f64)))
        .collect();
    values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let chance = |kept: Kept| -> f64 {
        let own =
            |(weight, own): &(f64, Own)| weight * mean(kept.of(&own.net).map(|net| f64::from(u8::from(*net > 0.0))));
        parts.iter().map(own).sum()
    };
    let [centre, structure, parameters] = moments(parts, Kept::ALL);
    // Versions that are drawn alike leave out the same replicates.
    let draws = parts.first().map_or(0, |(_, own)| own.net.len());
    let is_alike = parts.iter().all(|(_, own)| own.net.len() == draws);
    let design = versions.iter().map(|version| version.design).find(|design| design.is_drawn);
    let design = design.or(versions.first().map(|version| version.design)).filter(|_| is_alike);
    let error = |figure: &dyn Fn(Kept) -> f64| design.and_then(|own| own.error_of(draws, |kept| Some(figure(kept))));
    let mut errors = FigureErrors::default();
    errors.set(
        "sd",
        error(&|kept| {
            let [_, between, within] = moments(parts, kept);
            (between + within).sqrt()
        }),
    );
    errors.set("probability_positive", error(&chance));
    let mut own_errors = FigureErrors::default();
    own_errors.set("structure", error(&|kept| moments(parts, kept)[1]));
    own_errors.set("parameters", error(&|kept| moments(parts, kept)[2]));
    let at = |share: f64| weighted_percentile(&values, share);
    let luck: Option<Vec<f64>> = parts.iter().map(|(weight, own)| own.luck.map(|luck| weight * luck)).collect();
    StructureAlternative {
        id: parts.first().map_or(String::new(), |(_, own)| own.id.clone()),
        net_benefit: Spread {
            mean: centre,
            sd: (structure + parameters).sqrt(),
            p5: at(0.05),
            p10: at(0.10),
            p50: at(0.50),
            p90: at(0.90),
            p95: at(0.95),
            probability_positive: chance(Kept::ALL),
            monte_carlo_error: error(&|kept| moments(parts, kept)[0]),
            monte_carlo_errors: errors,
        },
        structure,
        parameters,
        chance: luck.map(|luck| luck.into_iter().sum()),
        monte_carlo_errors: own_errors,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sampling;

    fn version(name: &str, weight: f64, net: &[f64], luck: Option<f64>) -> VersionDraws {
        let design = SamplingDesign { exact: true, is_drawn: true, sampling: Sampling::Sobol };
        let own = Own { id: "a".to_owned(), net: net.to_vec(), luck };
        VersionDraws { name: name.to_owned(), weight, design, alternatives: vec![own] }
    }

    /// Weights 3 and 1, means 0 and 8, variances 2/3 * ... by hand.
    #[test]
    fn the_variance_divides_as_by_hand() {
        let all = [version("x", 3.0, &[-2.0, 0.0, 2.0], Some(10.0)), version("y", 1.0, &[7.0, 8.0, 9.0], Some(2.0))];
        let found = structure(&all).expect("versions");
        assert_eq!((found.weights_sum, found.versions[1].1), (4.0, 0.25));
        let own = &found.alternatives[0];
        // The mean is 2; between 0.75 * 4 + 0.25 * 36 = 12; within 0.75 * 4 + 0.25 * 1 = 3.25; chance 7.5 + 0.5.
        assert_eq!((own.net_benefit.mean, own.structure, own.parameters, own.chance), (2.0, 12.0, 3.25, Some(8.0)));
        assert!((own.net_benefit.sd - 15.25f64.sqrt()).abs() < 1e-12);
        assert!((own.net_benefit.probability_positive - 0.5).abs() < 1e-12);
        assert!((own.net_benefit.p50 - 1.0).abs() < 1.0 && own.net_benefit.p95 > 8.0, "{own:?}");
    }

    /// One version alone is itself, and equal versions have no structure.
    #[test]
    fn one_version_is_itself() {
        let net: Vec<f64> = (0..40).map(|draw| f64::from(draw * 7 % 40)).collect();
        let alone = Spread::new(net.clone(), None);
        for versions in [
            vec![version("x", 0.5, &net, None)],
            vec![version("x", 0.5, &net, None), version("y", 0.0, &[9.0; 40], None)],
        ] {
            let found = structure(&versions).expect("versions");
            let own = &found.alternatives[0];
            for (found, wanted) in
                [(own.net_benefit.p10, alone.p10), (own.net_benefit.p50, alone.p50), (own.net_benefit.p95, alone.p95)]
            {
                assert!((found - wanted).abs() < 1e-9, "{found} {wanted}");
            }
            assert!((own.net_benefit.mean - alone.mean).abs() < 1e-12 && own.structure.abs() < 1e-12);
            assert!((own.net_benefit.sd - alone.sd).abs() < 1e-12 && own.chance.is_none());
        }
        assert!(structure(&[]).is_none());
    }
}
