//! What decides the numbers, as one short name.
//!
//! In: input texts, settings of a run. Out: an id that is the same for everything that must give the same numbers, and a
//! manifest that tells how files were made. Threads and the command line stand in the manifest alone.

use crate::analyse::uncertainty::precision::Precision;
use crate::diagnostics::{SourceFile, Sources, hexadecimal};
use crate::simulate::{RESULTS_VERSION, Results, RunPlan};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Hexadecimal digits of an id.
const ID_DIGITS: usize = 16;
/// Name of the program in manifests; by it a folder of ours is known.
pub const PROGRAM: &str = "mkba";
/// Algorithm of luck, see `simulate::luck`.
pub const LUCK: &str = "SplitMix64 as counter hash";
/// Generator of parameters, see `simulate::draw`.
pub const PARAMETERS: &str = "ChaCha8, a stream per draw";

/// The id: the first digits of SHA-256 over the version of results, all input texts (names without folders), seed, draws,
/// households, method and values set on the command line. Every part is preceded by its length.
pub fn id(sources: &Sources, plan: &RunPlan, set: &[(String, String)]) -> String {
    let mut hash = Sha256::new();
    let mut add = |part: &str| {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    };
    add(&RESULTS_VERSION.to_string());
    add(&sources.files().len().to_string());
    for file in sources.files() {
        add(base_name(&file.name));
        add(&file.text);
    }
    add(&plan.seed.to_string());
    add(&plan.first_draw.to_string());
    add(&plan.draws.to_string());
    add(&plan.households.to_string());
    add(plan.method.name());
    for (name, value) in set {
        add(name);
        add(value);
    }
    let mut text = hexadecimal(&hash.finalize());
    text.truncate(ID_DIGITS);
    text
}

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
    /// Algorithm of luck.
    pub luck: &'static str,
    /// Generator of parameters.
    pub parameters: &'static str,
    /// Joint states of the household.
    pub joint_states: usize,
    /// Relative risks that were applied as odds ratios because they would drive a chance above 1.
    pub relative_risks_capped: u64,
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

fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::Method;

    fn sources(name: &str, text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.add(name, text);
        sources
    }

    const PLAN: RunPlan = RunPlan { seed: 1, first_draw: 0, draws: 8, households: 8, method: Method::Cohort };

    #[test]
    fn folders_do_not_count_and_everything_else_does() {
        let one = id(&sources("a/x.toml", "text"), &PLAN, &[]);
        assert_eq!(one.len(), ID_DIGITS);
        assert_eq!(one, id(&sources("/b/x.toml", "text"), &PLAN, &[]));
        let set = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
        let others = [
            id(&sources("y.toml", "text"), &PLAN, &[]),
            id(&sources("x.toml", "text "), &PLAN, &[]),
            id(&sources("x.toml", "text"), &RunPlan { seed: 2, ..PLAN }, &[]),
            id(&sources("x.toml", "text"), &RunPlan { draws: 9, ..PLAN }, &[]),
            id(&sources("x.toml", "text"), &RunPlan { households: 9, ..PLAN }, &[]),
            id(&sources("x.toml", "text"), &RunPlan { method: Method::Micro, ..PLAN }, &[]),
            id(&sources("x.toml", "text"), &PLAN, &set("ab", "c")),
            id(&sources("x.toml", "text"), &PLAN, &set("a", "bc")),
        ];
        assert!(others.iter().all(|other| *other != one));
        assert_ne!(others[6], others[7]);
    }
}
