//! Sessions: which runs make one answer.
//!
//! In: a scenario and [`RunOptions`]. Out: a [`Run`] with its results and a complete
//! [`Answer`](crate::analyse::Answer). The one door for every shell: a command line, a page, another language.
//! Nothing is printed or written, and every run is on the threads of the rayon pool in which it is called: threads
//! change no number.
//!
//! - [`Session`]: one scenario; what system problems cost comes from a run of its own, and so
//!   does what comes out for each start of a mix.
//! - [`analysis`]: what a decision rests on, and what would change it.
//! - [`evaluation`]: what became of finished cases beside what was predicted.
//! - [`portfolio`]: a caseload, and which of it to help within a budget.
//! - [`StudySession`]: one scenario in many variants.
//! - [`halving`], [`trace`], [`estimate`]: what a shorter cycle changes, who is where, and how long a run takes.
//! - [`compare`]: what differs between two results, one kind of change at a time.
//! - `shard`: a run or a study in parts, on many machines.
//! - [`identity`]: the id of a result.
//!
//! ```no_run
//! use mkba::session::Session;
//!
//! let scenario = mkba::Scenario::read("scenarios/huisuitzetting.toml")?;
//! let answer = Session::new(scenario).draws(1000).households(100).seed(1).run()?.answer();
//! for alternative in answer.alternatives {
//!     println!("{}: {:.0} euro", alternative.id, alternative.net_benefit.average.mean);
//! }
//! # Ok::<(), mkba::Error>(())
//! ```

pub mod analysis;
mod builder;
pub mod compare;
pub mod error;
pub mod estimate;
pub mod evaluation;
pub mod future;
pub mod halving;
pub mod identity;
#[cfg(feature = "library")]
pub mod library;
mod one_run;
pub mod options;
pub mod portfolio;
mod problems;
mod run;
#[cfg(feature = "shard")]
pub mod shard;
mod starts;
pub mod study;
pub mod trace;

pub use crate::session::analysis::{AnalysisOptions, AnalysisRun};
pub use crate::session::builder::Session;
pub use crate::session::error::SessionError;
pub use crate::session::options::{DrawCount, HouseholdCount, MethodChoice, RunOptions};
pub use crate::session::run::{PlannedRun, Run};
pub use crate::session::study::{PlannedStudy, StudyRun, StudySession};
