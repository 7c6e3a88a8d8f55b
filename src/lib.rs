//! mkba works out what a tailored solution for a household in trouble is worth to society.
//!
//! A household lives in a few domains; in every domain it is in one state. Months pass; hazards move it; money follows.
//! The engine is a pure function from a scenario and a run plan to results; files, clock and printing are in the shell.

pub mod analyse;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostics;
pub mod error;
pub mod model;
pub mod read;
#[cfg(feature = "report")]
pub mod report;
pub mod session;
pub mod simulate;
pub mod units;
pub mod words;

pub use crate::error::{Error, ErrorKind};
pub use crate::model::Scenario;
