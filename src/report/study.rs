//! Answers of a study as one whole, and its manifest.
//!
//! In: answers by variant. Out: what `result.json` and `manifest.json` of a study hold.

use crate::analyse::study::VariantAnswer;
use crate::diagnostics::Sources;
use crate::model::ReplacedPrice;
use crate::report::identity::{self, Input};
use crate::simulate::RESULTS_VERSION;
use serde::Serialize;

/// All answers of a study.
#[derive(Clone, Debug, Serialize)]
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaced_prices: Vec<ReplacedPrice>,
    /// In the order of the study.
    pub variants: Vec<VariantAnswer>,
}

/// How the files of a study were made.
#[derive(Debug, Serialize)]
pub struct StudyManifest<'a> {
    program: &'static str,
    version: &'static str,
    results_version: u32,
    id: &'a str,
    study: &'a str,
    variants: usize,
    command: &'a [String],
    threads: usize,
    luck: &'static str,
    parameters: &'static str,
    inputs: Vec<Input<'a>>,
}

impl<'a> StudyManifest<'a> {
    /// The manifest of a study.
    pub fn new(answer: &'a StudyAnswer, command: &'a [String], threads: usize, sources: &'a Sources) -> Self {
        Self {
            program: identity::PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            results_version: RESULTS_VERSION,
            id: &answer.id,
            study: &answer.study,
            variants: answer.variants.len(),
            command,
            threads,
            luck: identity::LUCK,
            parameters: identity::PARAMETERS,
            inputs: identity::inputs(sources),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::analyse::statistics::spread::Spread;
    use crate::analyse::study::VariantAlternative;

    /// A study of so many variants of two alternatives.
    pub(crate) fn answer(count: usize) -> StudyAnswer {
        let variant = |n: usize| VariantAnswer {
            name: format!("x = {n}"),
            values: vec![("x".into(), format!("-{n}")), ("=y".into(), "@z".into())],
            method: "cohort",
            seed: 7,
            draws: 3,
            households: 0,
            alternatives: ["a", "b"]
                .map(|id| VariantAlternative {
                    id: id.into(),
                    net_benefit: Spread::new(vec![-500.0, 10.0, 100.0 * n as f64], 2.5),
                    net_benefit_public_mean: -3.0,
                })
                .to_vec(),
        };
        StudyAnswer {
            id: "f00".into(),
            results_version: 1,
            engine: "mkba".into(),
            study: "s".into(),
            price_year: 2025,
            replaced_prices: Vec::new(),
            variants: (0..count).map(variant).collect(),
        }
    }
}
