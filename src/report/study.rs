//! The manifest of a study, how its files were made, and the table of its versions with weights.
//!
//! In: answers by variant, input texts, the command line. Out: what `manifest.json` of a study holds, and CSV.

use crate::analyse::structure::Structure;
use crate::analyse::study::StudyAnswer;
use crate::diagnostics::Sources;
use crate::report::identity::{self, Input};
use crate::report::tables::{finish, safe};
use crate::simulate::RESULTS_VERSION;
use serde::Serialize;
use std::io;

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

/// What all versions of a study come to together, where they have weights: a row for each alternative.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn structure(structure: &Structure) -> io::Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "alternative",
        "net_benefit_mean",
        "monte_carlo_error",
        "sd",
        "p5",
        "p10",
        "p50",
        "p90",
        "p95",
        "probability_positive",
        "variance_structure",
        "variance_structure_error",
        "variance_parameters",
        "variance_parameters_error",
        "variance_chance",
    ])?;
    let some = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    for own in &structure.alternatives {
        let net = &own.net_benefit;
        let mut row = vec![safe(&own.id), net.mean.to_string(), some(net.monte_carlo_error)];
        row.extend([net.sd, net.p5, net.p10, net.p50, net.p90, net.p95].map(|value| value.to_string()));
        row.extend([net.probability_positive.to_string(), own.structure.to_string()]);
        row.push(some(own.monte_carlo_errors.get("structure")));
        row.push(own.parameters.to_string());
        row.extend([some(own.monte_carlo_errors.get("parameters")), some(own.chance)]);
        table.write_record(row)?;
    }
    finish(table)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::analyse::statistics::spread::Spread;
    use crate::analyse::study::{VariantAlternative, VariantAnswer};
    use crate::model::VariantValue;

    /// A study of so many variants of two alternatives.
    pub(crate) fn answer(count: usize) -> StudyAnswer {
        let variant = |n: usize| VariantAnswer {
            name: format!("x = {n}"),
            values: vec![
                ("x".into(), VariantValue::Number(-(n as f64))),
                ("=y".into(), VariantValue::Text("@z".into())),
            ],
            method: "cohort",
            seed: 7,
            draws: 3,
            households: 0,
            alternatives: ["a", "b"]
                .map(|id| VariantAlternative {
                    id: id.into(),
                    net_benefit: Spread::new(vec![-500.0, 10.0, 100.0 * n as f64], Some(2.5)),
                    net_benefit_money_mean: -2.0,
                    net_benefit_public_mean: -3.0,
                    difference: None,
                    figures: Vec::new(),
                })
                .to_vec(),
        };
        StudyAnswer {
            id: "f00".into(),
            results_version: 1,
            engine: "mkba".into(),
            study: "s".into(),
            title: crate::model::Text::default(),
            values_set: Vec::new(),
            price_year: 2025,
            replaced_prices: Vec::new(),
            structure: None,
            variants: (0..count).map(variant).collect(),
        }
    }
}
