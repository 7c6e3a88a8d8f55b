//! Answers over the variants of a study.
//!
//! In: the results of each variant. Out: [`VariantAnswer`]s: for each alternative the net benefit to society, and the mean
//! for the public purse. Euro of the price year, present values, per household.

use crate::analyse::statistics::spread::{Estimate, Spread};
use crate::model::Scenario;
use crate::simulate::Results;
use crate::simulate::ledger::{PUBLIC, SOCIETY};
use serde::Serialize;

/// One variant.
#[derive(Clone, Debug, Serialize)]
pub struct VariantAnswer {
    /// Its name.
    pub name: String,
    /// What is different: name and value as written.
    pub values: Vec<(String, String)>,
    /// `cohort` or `micro`.
    pub method: &'static str,
    /// Seed of parameters and luck.
    pub seed: u64,
    /// Parameter draws.
    pub draws: usize,
    /// Simulated households per draw.
    pub households: usize,
    /// All alternatives but the null alternative.
    pub alternatives: Vec<VariantAlternative>,
}

/// An alternative in a variant.
#[derive(Clone, Debug, Serialize)]
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
    let named = scenario.alternatives.iter().zip(&results.alternatives).skip(1);
    let alternatives = named.map(|(alternative, own)| VariantAlternative {
        id: alternative.id.clone(),
        net_benefit: Estimate::of(own, SOCIETY).average,
        net_benefit_public_mean: Estimate::of(own, PUBLIC).average.mean,
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
