//! The manifest of a folder of results: how its files were made.
//!
//! In: input texts, results, the command line. Out: [`Manifest`]. Threads and the command line stand here alone.

use crate::analyse::uncertainty::precision::Precision;
use crate::diagnostics::{SourceFile, Sources, hexadecimal};
use crate::simulate::{RESULTS_VERSION, Results};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Name of the program in manifests; by it a folder of ours is known.
pub const PROGRAM: &str = "mkba";
/// Algorithm of the common random numbers of households, see `simulate::random`.
pub const LUCK: &str = "SplitMix64 as counter hash";
/// Generator of parameters, see `simulate::draw`.
pub const PARAMETERS: &str = "ChaCha8, a stream per draw";

/// How a set of files was made.
#[derive(Debug, Serialize)]
pub struct Manifest<'a> {
    /// Name of the program.
    pub program: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Version of results.
    pub results_version: u32,
    /// Id of the result.
    pub id: &'a str,
    /// Arguments as given.
    pub command: &'a [String],
    /// Threads used; they change no number.
    pub threads: usize,
    /// Method.
    pub method: &'static str,
    /// Seed.
    pub seed: u64,
    /// Parameter draws.
    pub draws: usize,
    /// Simulated households per draw.
    pub households: usize,
    /// Algorithm of the common random numbers.
    pub luck: &'static str,
    /// Generator of parameters.
    pub parameters: &'static str,
    /// Joint states of the household.
    pub joint_states: usize,
    /// Relative risks that were applied as odds ratios because they would drive a chance above 1.
    pub relative_risks_capped: u64,
    /// Draws in which that happened.
    pub capped_draws: usize,
    /// What came of `--precision`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<&'a Precision>,
    /// Input files in the order of reading.
    pub inputs: Vec<Input<'a>>,
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
    /// The manifest of a run.
    pub fn new(id: &'a str, command: &'a [String], threads: usize, sources: &'a Sources, results: &Results) -> Self {
        Self {
            program: PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            results_version: RESULTS_VERSION,
            id,
            command,
            threads,
            method: results.plan.method.name(),
            seed: results.plan.seed,
            draws: results.plan.draws,
            households: results.plan.households,
            luck: LUCK,
            parameters: PARAMETERS,
            joint_states: results.space.states,
            relative_risks_capped: results.relative_risks_capped,
            capped_draws: results.capped_draws,
            precision: None,
            inputs: inputs(sources),
        }
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
