//! Runs in parts: on many machines, at many moments, with the result of one run to the bit.
//!
//! In: a [`Job`] and files. Out: a [`ShardPlan`], which says all; from it the outcomes of one shard as bytes; from the
//! bytes of all shards the same [`Run`], [`StudyRun`] or answer of a caseload as on one machine.
//!
//! A job is a row of runs: of a scenario the run itself, that with its system problems and those for each start; of a
//! study its variants; of a caseload its kinds of households. A run is a row of groups of eight draws, whose outcomes are sums that are added in order. A shard
//! is a range of groups over all runs of a job, and keeps the outcome of each group apart, so that the order of additions
//! is that of a single run. What it keeps grows with draws, not with the number of households.

mod error;
mod file;
mod merge;
mod plan;
mod planned;

pub use crate::session::shard::error::ShardError;
pub use crate::session::shard::file::{Look, look};
pub use crate::session::shard::merge::{Merged, merge};
pub use crate::session::shard::plan::{Job, JobKind, MOST_SHARDS, PartPlan, ShardPlan};
pub use crate::session::shard::planned::{Worker, plan};
#[cfg(doc)]
use crate::session::{Run, StudyRun};
