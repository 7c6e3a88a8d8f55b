//! The manifest of a folder of results: how its files were made.
//!
//! In: input texts, results, the command line. Out: [`Manifest`]. Threads and the command line stand here alone.

use crate::analyse::uncertainty::precision::Precision;
use crate::diagnostics::{SourceFile, Sources, hexadecimal};
use crate::simulate::{RESULTS_VERSION, Results, RunPlan};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Name of the program in manifests; by it a folder of ours is known.
pub const PROGRAM: &str = "mkba";
/// Algorithm of the common random numbers of households, see `simulate::random`.
const LUCK: &str = "SplitMix64 as counter hash";
/// Generator of parameters, see `simulate::draw`.
const PARAMETERS: &str = "ChaCha8, a stream per draw";

/// How a set of files was made. What a kind of result does not have is left out.
#[derive(Debug, Serialize)]
pub struct Manifest<'a> {
    program: &'static str,
    version: &'static str,
    results_version: u32,
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    study: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    variants: Option<usize>,
    command: &'a [String],
    threads: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'static str>,
    #[serde(flatten)]
    drawn: Option<Drawn>,
    luck: &'static str,
    parameters: &'static str,
    #[serde(flatten)]
    run: Option<OfRun>,
    #[serde(skip_serializing_if = "Option::is_none")]
    precision: Option<&'a Precision>,
    inputs: Vec<Input<'a>>,
}

/// What was drawn.
#[derive(Debug, Serialize)]
struct Drawn {
    seed: u64,
    /// Parameter draws.
    draws: usize,
    /// Simulated households per draw.
    households: usize,
}

/// What a run of one scenario tells beside its plan.
#[derive(Debug, Serialize)]
struct OfRun {
    /// Joint states of the household.
    joint_states: usize,
    /// Relative risks that were applied as odds ratios because they would drive a chance above 1.
    relative_risks_capped: u64,
    /// Draws in which that happened.
    capped_draws: usize,
}

/// An input file.
#[derive(Debug, Serialize)]
pub struct Input<'a> {
    /// Name as the user knows it.
    pub name: &'a str,
    /// SHA-256 of its text, of a workbook of its bytes.
    pub sha256: String,
    /// Where it came from: `disk`, or `library` for what travels with the program.
    pub origin: &'static str,
}

impl<'a> Manifest<'a> {
    /// The manifest of files that this command made; `threads` change no number.
    pub fn new(id: &'a str, command: &'a [String], threads: usize, sources: &'a Sources) -> Self {
        Self {
            program: PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            results_version: RESULTS_VERSION,
            id,
            study: None,
            variants: None,
            command,
            threads,
            method: None,
            drawn: None,
            luck: LUCK,
            parameters: PARAMETERS,
            run: None,
            precision: None,
            inputs: inputs(sources),
        }
    }

    /// The same, of runs of which nobody chose the method.
    pub fn drawn(self, seed: u64, draws: usize, households: usize) -> Self {
        Self { drawn: Some(Drawn { seed, draws, households }), ..self }
    }

    /// The same, of one plan.
    pub fn planned(self, plan: &RunPlan) -> Self {
        Self { method: Some(plan.method.name()), ..self.drawn(plan.seed, plan.draws, plan.households) }
    }

    /// The same, of one run, and what came of its aims.
    pub fn of_run(self, results: &Results, precision: Option<&'a Precision>) -> Self {
        let run = OfRun {
            joint_states: results.space.states,
            relative_risks_capped: results.relative_risks_capped,
            capped_draws: results.capped_draws,
        };
        Self { run: Some(run), precision, ..self.planned(&results.plan) }
    }

    /// The same, of the variants of a study.
    pub fn of_study(self, study: &'a str, variants: usize) -> Self {
        Self { study: Some(study), variants: Some(variants), ..self }
    }
}

/// All input files with the hash of their text.
pub fn inputs(sources: &Sources) -> Vec<Input<'_>> {
    let hash =
        |file: &SourceFile| file.digest.clone().unwrap_or_else(|| hexadecimal(&Sha256::digest(file.text.as_bytes())));
    let origin = |file: &SourceFile| if file.is_of_library() { "library" } else { "disk" };
    let files = sources.files().iter();
    files.map(|file| Input { name: &file.name, sha256: hash(file), origin: origin(file) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_has_what_its_kind_has_in_one_order() {
        let sources = Sources::default();
        let command = ["run".to_owned()];
        let keys = |manifest: Manifest<'_>| -> Vec<String> {
            let value = serde_json::to_value(manifest).expect("a value");
            value.as_object().expect("a table").keys().cloned().collect()
        };
        let plain = || Manifest::new("id", &command, 2, &sources);
        let first = ["program", "version", "results_version", "id"];
        let study = keys(plain().of_study("s", 3));
        assert_eq!(study[..4], first);
        assert_eq!(study[4..], ["study", "variants", "command", "threads", "luck", "parameters", "inputs"]);
        let drawn = keys(plain().drawn(1, 2, 3));
        assert_eq!(drawn[4..], ["command", "threads", "seed", "draws", "households", "luck", "parameters", "inputs"]);
    }
}
