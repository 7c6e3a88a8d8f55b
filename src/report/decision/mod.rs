//! Files of an analysis: its manifest, and a table for each question.
//!
//! In: answers, input texts, the command line. Out: what `manifest.json` and the tables hold.

pub mod tables;

use crate::analyse::decision::Analysis;
use crate::diagnostics::Sources;
use crate::report::identity::{self, Input};
use crate::simulate::{RESULTS_VERSION, RunPlan};
use serde::Serialize;

/// How the files of an analysis were made.
#[derive(Debug, Serialize)]
pub struct AnalysisManifest<'a> {
    program: &'static str,
    version: &'static str,
    results_version: u32,
    id: &'a str,
    command: &'a [String],
    threads: usize,
    method: &'static str,
    seed: u64,
    draws: usize,
    households: usize,
    luck: &'static str,
    parameters: &'static str,
    inputs: Vec<Input<'a>>,
}

impl<'a> AnalysisManifest<'a> {
    /// The manifest of an analysis.
    pub fn new(
        answer: &'a Analysis,
        plan: &RunPlan,
        command: &'a [String],
        threads: usize,
        sources: &'a Sources,
    ) -> Self {
        Self {
            program: identity::PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            results_version: RESULTS_VERSION,
            id: &answer.id,
            command,
            threads,
            method: plan.method.name(),
            seed: plan.seed,
            draws: plan.draws,
            households: plan.households,
            luck: identity::LUCK,
            parameters: identity::PARAMETERS,
            inputs: identity::inputs(sources),
        }
    }
}
