//! Whether a run is precise enough: the Monte Carlo error of the figures on which a decision rests.
//!
//! In: outcomes of draws, and the errors that somebody can live with. Out: the largest error over the alternatives, and
//! whether it is small enough. All about society, the headline; it changes no figure.

use crate::analyse::statistics::design::SamplingDesign;
use crate::analyse::word::{self, Word};
use crate::model::Scenario;
use crate::simulate::ledger::HEADLINE;
use crate::simulate::{AlternativeResults, Results};
use serde::{Deserialize, Serialize};

/// A figure on which a decision rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Mean net benefit, euro per household.
    NetBenefit,
    /// Share of draws in which it is above 0.
    Chance,
}

/// The error of a figure that is small enough: a standard error in euro, or as a share.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aim {
    /// Which figure.
    pub figure: Figure,
    /// Largest error.
    pub error: f64,
}

/// What came of an aim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reached {
    /// `net_benefit` or `chance`.
    #[serde(deserialize_with = "word::read")]
    pub figure: Word,
    /// The error that was asked for.
    pub asked: f64,
    /// The error that was reached: the largest over the alternatives.
    pub error: f64,
    /// The alternative that has it.
    pub alternative: String,
    /// Whether it is small enough.
    pub met: bool,
}

/// What came of all aims of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Precision {
    /// Most draws that were allowed.
    pub ceiling: usize,
    /// By aim.
    pub figures: Vec<Reached>,
}

impl Figure {
    /// Its name in files and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Figure::NetBenefit => "net_benefit",
            Figure::Chance => "chance",
        }
    }

    /// Its Monte Carlo error in one alternative; infinite where it cannot be known. The answer has the same one.
    pub fn error(self, results: &AlternativeResults, design: SamplingDesign) -> f64 {
        let draws = results.draws.len();
        let error = match self {
            Figure::NetBenefit => {
                let means: Vec<f64> = results.draws.iter().map(|draw| draw.net_benefit[HEADLINE]).collect();
                if draws < 2 { None } else { design.error(&means, None) }
            }
            Figure::Chance => design.error_of_share(
                &design.between(results, HEADLINE).iter().map(|value| *value > 0.0).collect::<Vec<_>>(),
            ),
        };
        error.unwrap_or(f64::INFINITY)
    }
}

impl Aim {
    /// Whether the error is small enough in all alternatives; the null alternative, the first, has none.
    pub fn is_met(&self, alternatives: &[AlternativeResults], design: SamplingDesign) -> bool {
        alternatives.iter().skip(1).all(|results| self.figure.error(results, design) <= self.error)
    }

    fn reached(&self, scenario: &Scenario, alternatives: &[AlternativeResults], design: SamplingDesign) -> Reached {
        let errors = alternatives.iter().skip(1).map(|results| self.figure.error(results, design));
        let names = scenario.alternatives.iter().skip(1).map(|alternative| alternative.id.as_str());
        let worst = errors.zip(names).max_by(|a, b| a.0.total_cmp(&b.0));
        let (error, alternative) = worst.unwrap_or((0.0, ""));
        Reached {
            figure: self.figure.key(),
            asked: self.error,
            error,
            alternative: alternative.to_owned(),
            met: error <= self.error,
        }
    }
}

impl Precision {
    /// What came of the aims of a run with at most `ceiling` draws.
    pub fn new(scenario: &Scenario, results: &Results, aims: &[Aim], ceiling: usize) -> Self {
        let design = SamplingDesign::of(scenario, results.plan.method);
        let reached = |aim: &Aim| aim.reached(scenario, &results.alternatives, design);
        Self { ceiling, figures: aims.iter().map(reached).collect() }
    }

    /// Whether all aims were met.
    pub fn is_met(&self) -> bool {
        self.figures.iter().all(|figure| figure.met)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sampling;
    use crate::simulate::DrawOutcome;

    fn results(net_benefits: &[f64]) -> AlternativeResults {
        let draw = |value: &f64| DrawOutcome {
            totals: [0.0; 3],
            net_benefit: [*value; 3],
            own: [0.0; 3],
            gross: 0.0,
            payback: [None; 3],
            noise: [0.0; 3],
        };
        AlternativeResults { draws: net_benefits.iter().map(draw).collect(), ..Default::default() }
    }

    const RANDOM: SamplingDesign = SamplingDesign { exact: true, is_drawn: true, sampling: Sampling::Random };
    const SOBOL: SamplingDesign = SamplingDesign { sampling: Sampling::Sobol, ..RANDOM };

    #[test]
    fn errors_of_independent_draws_are_those_of_textbooks() {
        // 1, 2, 3, 4: variance 5/3, standard error sqrt(5/12).
        let found = results(&[1.0, 2.0, 3.0, 4.0]);
        assert!((Figure::NetBenefit.error(&found, RANDOM) - (5.0f64 / 12.0).sqrt()).abs() < 1e-15);
        // 30 of 96 above 0: p = 32/100.
        let values: Vec<f64> = (0..96).map(|n| if n < 30 { 1.0 } else { -1.0 }).collect();
        assert!((Figure::Chance.error(&results(&values), RANDOM) - (0.32f64 * 0.68 / 100.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn errors_of_even_draws_are_those_of_replicates() {
        // Each replicate has 16 draws, of which as many as its number are above 0: shares k/16, variance 6/256.
        let values: Vec<f64> = (0..128).map(|n| if n / 8 < n % 8 { 1.0 } else { -1.0 }).collect();
        let found = results(&values);
        assert!((Figure::Chance.error(&found, SOBOL) - (6.0f64 / 256.0 / 8.0).sqrt()).abs() < 1e-15);
        assert!((Figure::NetBenefit.error(&found, SOBOL) - 2.0 * (6.0f64 / 256.0 / 8.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn draws_of_one_sign_or_too_few_prove_nothing() {
        let all = results(&[1.0; 96]);
        for design in [RANDOM, SOBOL] {
            assert!((Figure::Chance.error(&all, design) - (0.98f64 * 0.02 / 100.0).sqrt()).abs() < 1e-15);
            assert_eq!(Figure::NetBenefit.error(&results(&[5.0]), design), f64::INFINITY);
            let aim = Aim { figure: Figure::NetBenefit, error: 1.0 };
            assert!(aim.is_met(&[results(&[]), all.clone()], design));
            assert!(!aim.is_met(&[results(&[]), all.clone(), results(&[0.0, 10.0])], design));
        }
    }
}
