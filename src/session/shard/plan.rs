//! The plan of a job in shards: everything that decides it, in one file.
//!
//! In: a [`Job`], files. Out: a [`ShardPlan`] with the texts of all files that were read, so that it can be worked out
//! where they are not; its id is a hash of all of it.

use crate::diagnostics::{Message, hexadecimal};
use crate::read::Recorded;
use crate::session::error::SessionError;
use crate::session::options::RunOptions;
use crate::session::shard::error::ShardError;
use crate::simulate::{Detail, RESULTS_VERSION, RunPlan};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::path::PathBuf;

/// Most shards of a plan.
pub const MOST_SHARDS: usize = 1_000_000;

/// Version of the form of plans and shards.
const FORMAT: u32 = 2;
/// Name of the program, by which a plan is known.
const PROGRAM: &str = "mkba";

/// What a job is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum JobKind {
    /// One scenario or case.
    Run,
    /// One scenario in many variants.
    Study,
    /// Many households.
    Portfolio,
}

/// What is to be reckoned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// What it is about.
    pub kind: JobKind,
    /// The scenario, case, study or list of households as it was named.
    pub file: PathBuf,
    /// Its path.
    pub path: PathBuf,
    /// Of many households their case files, where they are in no list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cases: Option<Vec<PathBuf>>,
    /// Other values for parameters and characteristics.
    pub set: Vec<(String, String)>,
    /// What is asked of it.
    pub options: RunOptions,
}

/// One of the runs of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartPlan {
    /// Of a study the name of the variant.
    pub name: String,
    /// Draws, households, seed, method.
    pub plan: RunPlan,
    /// How much it finds out.
    pub detail: Detail,
}

/// A job in shards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShardPlan {
    /// Name of the program.
    program: String,
    /// Form of this file.
    format: u32,
    /// Version of the engine.
    pub engine: String,
    /// Version of results.
    pub results_version: u32,
    /// Hash of all else.
    pub id: String,
    /// What is to be reckoned.
    pub job: Job,
    /// Number of shards.
    pub shards: usize,
    /// All runs, in order.
    pub parts: Vec<PartPlan>,
    /// All files.
    pub files: Recorded,
}

impl ShardPlan {
    /// The plan of these runs in so many shards.
    ///
    /// # Errors
    /// More shards than there are groups of draws, or paths that are no text.
    pub(super) fn of(job: Job, parts: Vec<PartPlan>, files: Recorded, shards: usize) -> Result<Self, ShardError> {
        let mut plan = Self {
            program: PROGRAM.to_owned(),
            format: FORMAT,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            results_version: RESULTS_VERSION,
            id: String::new(),
            job,
            shards,
            parts,
            files,
        };
        let most = plan.groups().min(MOST_SHARDS);
        if shards == 0 || shards > most {
            let message = Message::new("shard_too_many").with("found", shards).with("most", most);
            return Err(ShardError::Unusable(message));
        }
        plan.id = plan.hash()?;
        Ok(plan)
    }

    /// The plan in this text.
    ///
    /// # Errors
    /// A text that is no plan, that was changed, or that another engine made.
    pub fn read(text: &str) -> Result<Self, ShardError> {
        let unusable = |key| Err(ShardError::Unusable(Message::new(key)));
        // Another version may have another form.
        let found: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
        if found["program"] != PROGRAM || !found["shards"].is_u64() {
            return unusable("shard_no_plan");
        }
        let (engine, version) = (&found["engine"], &found["results_version"]);
        if found["format"] != FORMAT || engine != env!("CARGO_PKG_VERSION") || version != RESULTS_VERSION {
            let message = Message::new("shard_other_engine")
                .with("found", format!("{} ({version})", engine.as_str().unwrap_or("?")))
                .with("own", format!("{} ({RESULTS_VERSION})", env!("CARGO_PKG_VERSION")));
            return Err(ShardError::Unusable(message));
        }
        let Ok(plan) = serde_json::from_value::<Self>(found) else { return unusable("shard_plan_changed") };
        let within = plan.shards > 0 && plan.shards <= plan.groups();
        if !within || plan.id != plan.hash()? {
            return unusable("shard_plan_changed");
        }
        Ok(plan)
    }

    /// The plan as a text.
    ///
    /// # Errors
    /// Paths that are no text.
    pub fn text(&self) -> Result<String, ShardError> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|_| not_a_text())
    }

    /// Groups of draws over all runs.
    pub fn groups(&self) -> usize {
        self.parts.iter().map(|part| part.plan.groups()).sum()
    }

    /// Draws of a shard over all its runs.
    pub fn draws(&self, shard: usize) -> usize {
        let of = |(part, range): (usize, Range<usize>)| self.parts[part].plan.draws_of(&range);
        self.pieces(shard).map(of).sum()
    }

    /// Groups of a shard.
    pub(super) fn range(&self, shard: usize) -> Range<usize> {
        // Whole numbers of this size do not overflow: a plan has at most 2^20 shards and a run 10^7 draws.
        let at = |shard: usize| (self.groups() as u128 * shard as u128 / self.shards.max(1) as u128) as usize;
        at(shard)..at(shard + 1)
    }

    /// The runs of which a shard has groups, each with its own groups.
    pub(super) fn pieces(&self, shard: usize) -> impl Iterator<Item = (usize, Range<usize>)> {
        let range = self.range(shard);
        let mut first = 0;
        self.parts.iter().enumerate().filter_map(move |(index, part)| {
            let start = first;
            first += part.plan.groups();
            let own = range.start.max(start)..range.end.min(first);
            (own.start < own.end).then(|| (index, own.start - start..own.end - start))
        })
    }

    fn hash(&self) -> Result<String, ShardError> {
        let bare = Self { id: String::new(), ..self.clone() };
        let text = serde_json::to_vec(&bare).map_err(|_| not_a_text())?;
        Ok(hexadecimal(&Sha256::digest(text)))
    }
}

fn not_a_text() -> ShardError {
    ShardError::Unusable(Message::new("shard_path_no_text"))
}

/// A run that another one follows than was planned.
pub(super) fn changed() -> SessionError {
    SessionError::Refused
}
