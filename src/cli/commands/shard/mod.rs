//! `mkba shard`: a run, a study or a caseload in parts, on many machines.
//!
//! In: [`ShardArguments`]. Out: a plan; shards; from them what `mkba run` would give.

mod folder;
mod merge;
mod plan;
mod work;

use crate::cli::arguments::shard::ShardArguments;
use crate::cli::failure::Failure;
use crate::cli::interrupt;
use crate::report::run_faults::of_writing;
use crate::report::words::Language;
use crate::session::shard::ShardError;
use std::path::Path;

/// Does what was asked.
///
/// # Errors
/// Why it was not done.
pub(super) fn shard(arguments: &ShardArguments, language: Language) -> Result<(), Failure> {
    interrupt::listen(language);
    match arguments {
        ShardArguments::Plan { run, shards } => plan::plan(run, *shards, language),
        ShardArguments::Run { plan, indices, out, threads, quiet } => {
            let settings = work::Settings { indices, out: out.as_deref(), threads: *threads, quiet: *quiet };
            work::run(plan, &settings, language)
        }
        ShardArguments::Merge { shards, plan, run, asked, asked_given } => {
            let asked = merge::Choice { asked, given: *asked_given };
            merge::merge(shards, plan.as_deref(), (run, asked), language)
        }
    }
}

/// Why a plan, a shard or a merge failed, with the place that it is about.
fn failure(error: ShardError, place: &Path) -> Failure {
    match error {
        ShardError::Refused(refused) => Failure::Refused(refused),
        ShardError::Session(error) => error.into(),
        ShardError::Unusable(message) => Failure::Usage(message.with("path", place.display())),
        ShardError::Bytes(error) => Failure::Usage(of_writing(place, &error)),
    }
}
