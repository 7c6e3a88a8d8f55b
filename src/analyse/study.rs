//! Answers over the variants of a study.
//!
//! In: the results of each variant. Out: [`VariantAnswer`]s, which make a [`StudyAnswer`]: for each alternative the
//! net benefit to society, and the mean for the public purse. Euro of the price year, present values, per household.

use crate::analyse::statistics::spread::{Estimate, Sampling, Spread};
use crate::analyse::word::{self, Word};
use crate::model::{ReplacedPrice, Scenario};
use crate::simulate::Results;
use crate::simulate::ledger::{PUBLIC, SOCIETY};
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
    /// Year of the euros in the first variant.
    pub price_year: i32,
    /// Cells of the price list that a list laid over it replaced, in the first variant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced_prices: Vec<ReplacedPrice>,
    /// In the order of the study.
    pub variants: Vec<VariantAnswer>,
}

/// One variant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VariantAnswer {
    /// Its name.
    pub name: String,
    /// What is different: name and value as written.
    pub values: Vec<(String, String)>,
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
    /// Society: the average household over draws.
    pub net_benefit: Spread,
    /// The public purse, mean.
    pub net_benefit_public_mean: f64,
}

/// The answer on one variant.
pub fn answer(name: &str, values: &[(String, String)], scenario: &Scenario, results: &Results) -> VariantAnswer {
    let sampling = Sampling::of(scenario, results.plan.method);
    let named = scenario.alternatives.iter().zip(&results.alternatives).skip(1);
    let alternatives = named.map(|(alternative, own)| VariantAlternative {
        id: alternative.id.clone(),
        net_benefit: Estimate::of(own, SOCIETY, sampling).average,
        net_benefit_public_mean: Estimate::of(own, PUBLIC, sampling).average.mean,
    });
    VariantAnswer {
        name: name.to_string(),
        values: values.to_vec(),
        method: results.plan.method.name(),
        seed: results.plan.seed,
        draws: results.plan.draws,
        households: results.plan.households,
        alternatives: alternatives.collect(),
    }
}
