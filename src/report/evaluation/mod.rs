//! The answer about finished cases: screen, tables, and the manifest of its files.
//!
//! In: an [`Evaluation`]. Out: lines, texts.

pub mod screen;
mod sections;
pub mod tables;

use crate::analyse::evaluation::Evaluation;
use crate::diagnostics::Sources;
use crate::report::identity::{self, Input};
use serde::Serialize;

/// Files of an evaluation beside its tables and the manifest: the answer, and the list of rates.
pub const EVALUATION_FILES: [&str; 2] = ["evaluation.json", "rates.csv"];

/// How the files of an evaluation were made.
#[derive(Debug, Serialize)]
pub struct EvaluationManifest<'a> {
    program: &'static str,
    version: &'static str,
    results_version: u32,
    id: &'a str,
    command: &'a [String],
    threads: usize,
    seed: u64,
    draws: usize,
    households: usize,
    luck: &'static str,
    parameters: &'static str,
    inputs: Vec<Input<'a>>,
}

impl<'a> EvaluationManifest<'a> {
    /// The manifest of an evaluation.
    pub fn new(answer: &'a Evaluation, command: &'a [String], threads: usize, sources: &'a Sources) -> Self {
        Self {
            program: identity::PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            results_version: answer.results_version,
            id: &answer.id,
            command,
            threads,
            seed: answer.seed,
            draws: answer.draws,
            households: answer.households,
            luck: identity::LUCK,
            parameters: identity::PARAMETERS,
            inputs: identity::inputs(sources),
        }
    }
}
