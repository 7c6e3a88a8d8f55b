//! Answers over the variants of a study.
//!
//! In: the results of each variant. Out: [`VariantAnswer`]s, which make a [`StudyAnswer`]: for each alternative the
//! net benefit to society, how it differs from the first variant in the same draws, and the figures that were asked for.
//! Euro of the price year, present values, per household.

use crate::analyse::figures::{self, FigureError};
use crate::analyse::statistics::design::{FigureErrors, SamplingDesign};
use crate::analyse::statistics::sample::mean;
use crate::analyse::statistics::spread::{Estimate, Spread};
use crate::analyse::structure::Structure;
use crate::analyse::word::{self, Word};
use crate::model::{ReplacedPrice, Scenario, Text, VariantValue};
use crate::simulate::Results;
use crate::simulate::ledger::{HEADLINE, MONEY, PUBLIC};
use serde::{Deserialize, Serialize};

/// All answers of a study.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StudyAnswer {
    /// Hash of everything that decides the numbers.
    pub id: String,
    /// Raised only when numbers change.
    pub results_version: u32,
    /// Name and version of the program.
    pub engine: String,
    /// Name of the study.
    pub study: String,
    /// Its title.
    #[serde(default)]
    pub title: Text,
    /// What was set on the command line: name or path, and value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values_set: Vec<(String, String)>,
    /// Year of the euros in the first variant.
    pub price_year: i32,
    /// Cells of the price list that a list laid over it replaced, in the first variant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced_prices: Vec<ReplacedPrice>,
    /// All variants together, where they have weights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structure: Option<Structure>,
    /// In the order of the study.
    pub variants: Vec<VariantAnswer>,
}

/// One variant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VariantAnswer {
    /// Its name.
    pub name: String,
    /// What is different: name and value.
    pub values: Vec<(String, VariantValue)>,
    /// `cohort` or `micro`.
    #[serde(deserialize_with = "word::read")]
    pub method: Word,
    /// Seed of parameters and of the random numbers of households.
    pub seed: u64,
    /// Parameter draws.
    pub draws: usize,
    /// Simulated households per draw.
    pub households: usize,
    /// All alternatives but the null alternative.
    pub alternatives: Vec<VariantAlternative>,
}

/// An alternative in a variant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VariantAlternative {
    /// Name in the scenario.
    pub id: String,
    /// The headline total of the average household over draws: society, valued quality of life included.
    pub net_benefit: Spread,
    /// Society in money, mean.
    pub net_benefit_money_mean: f64,
    /// The public purse, mean.
    pub net_benefit_public_mean: f64,
    /// Headline total less that in the first variant, in the same draws and with the same luck; `None` for the
    /// first variant, for an alternative that it does not have, and where there are other draws.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<PairedDifference>,
    /// The figures that were asked for, by path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<(String, Option<f64>)>,
}

/// A difference between two variants in the same draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairedDifference {
    /// Mean over draws, in euro.
    pub mean: f64,
    /// Its standard error over draws, in euro; `None` where it cannot be known, as with one draw.
    pub monte_carlo_error: Option<f64>,
    /// Share of draws in which it is above 0.
    pub probability_positive: f64,
    /// Standard errors of the other figures, by name.
    #[serde(default)]
    pub monte_carlo_errors: FigureErrors,
}

/// Headline totals by draw, of each alternative: what later variants are compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    seed: u64,
    alternatives: Vec<(String, Vec<f64>)>,
}

impl Reference {
    /// Those of one variant.
    pub fn of(scenario: &Scenario, results: &Results) -> Self {
        let named = scenario.alternatives.iter().zip(&results.alternatives).skip(1);
        let alternatives = named.map(|(alternative, own)| {
            (alternative.id.clone(), own.draws.iter().map(|draw| draw.net_benefit[HEADLINE]).collect())
        });
        Self { seed: results.plan.seed, alternatives: alternatives.collect() }
    }

    /// What an alternative of another variant differs by.
    fn difference(&self, id: &str, results: &Results, at: usize, design: SamplingDesign) -> Option<PairedDifference> {
        let (_, first) = self.alternatives.iter().find(|(known, _)| known == id)?;
        let draws = &results.alternatives[at].draws;
        if results.plan.seed != self.seed || first.len() != draws.len() {
            return None;
        }
        let values = draws.iter().map(|draw| draw.net_benefit[HEADLINE]);
        let differences: Vec<f64> = values.zip(first).map(|(value, first)| value - first).collect();
        let positive: Vec<bool> = differences.iter().map(|difference| *difference > 0.0).collect();
        let mut errors = FigureErrors::default();
        errors.set("probability_positive", design.error_of_share(&positive));
        Some(PairedDifference {
            mean: mean(differences.iter().copied()),
            monte_carlo_error: design.error(&differences, None),
            probability_positive: mean(positive.iter().map(|positive| f64::from(u8::from(*positive)))),
            monte_carlo_errors: errors,
        })
    }
}

/// One variant as the study names it.
pub struct NamedVariant<'v> {
    /// Its name.
    pub name: &'v str,
    /// What is different.
    pub values: &'v [(String, VariantValue)],
}

/// The answer on one variant, compared with `reference` where there is one. `figures` are paths of the result file.
///
/// # Errors
/// A path that leads nowhere.
pub fn answer(
    variant: &NamedVariant<'_>,
    (scenario, results): (&Scenario, &Results),
    reference: Option<&Reference>,
    figures: &[String],
) -> Result<VariantAnswer, FigureError> {
    let design = SamplingDesign::of(scenario, results.plan.method);
    let named = scenario.alternatives.iter().enumerate().skip(1);
    let mut alternatives: Vec<VariantAlternative> = named
        .map(|(at, alternative)| VariantAlternative {
            id: alternative.id.clone(),
            net_benefit: Estimate::of(&results.alternatives[at], HEADLINE, design).average,
            net_benefit_money_mean: Estimate::of(&results.alternatives[at], MONEY, design).average.mean,
            net_benefit_public_mean: Estimate::of(&results.alternatives[at], PUBLIC, design).average.mean,
            difference: reference.and_then(|reference| reference.difference(&alternative.id, results, at, design)),
            figures: Vec::new(),
        })
        .collect();
    if !figures.is_empty() {
        let whole = crate::analyse::answer(scenario, results);
        for (found, all) in alternatives.iter_mut().zip(&whole.alternatives) {
            found.figures = figures::of(all, figures)?;
        }
    }
    Ok(VariantAnswer {
        name: variant.name.to_owned(),
        values: variant.values.to_vec(),
        method: results.plan.method.name(),
        seed: results.plan.seed,
        draws: results.plan.draws,
        households: results.plan.households,
        alternatives,
    })
}
