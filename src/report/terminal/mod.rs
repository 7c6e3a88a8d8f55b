//! Lines for a terminal: the summary of a run, on request what system problems cost and the levels of measures; the
//! answers of a study; what a cycle half as long changes; plain tables.
//!
//! In: answers and the scenario they are about. Out: lines of at most [`COLUMNS`] columns.

mod accounts;
mod context;
pub mod halving;
mod measures;
mod problems;
mod sentences;
pub mod study;
mod summary;
pub mod table;

#[cfg(test)]
mod tests;

pub use crate::report::terminal::measures::measures;
pub use crate::report::terminal::problems::problems;
pub use crate::report::terminal::summary::{LINES, summary};

/// Most columns of a line.
pub const COLUMNS: usize = 80;
