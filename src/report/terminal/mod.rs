//! Lines for a terminal: the first screen of a run, on request what system problems cost and the levels of measures; the
//! answers of a study; what a cycle half as long changes; plain tables.
//!
//! In: answers and the scenario they are about. Out: lines of at most [`COLUMNS`] columns.

pub mod decision;
mod grid;
pub mod halving;
mod measures;
pub mod paint;
mod problems;
pub mod screen;
mod structure;
pub mod study;
pub mod table;
pub(crate) mod told;

#[cfg(test)]
mod tests;

pub use crate::report::terminal::measures::measures;
pub use crate::report::terminal::problems::problems;

/// Most columns of a line; a first screen takes more where the terminal has them.
pub const COLUMNS: usize = 80;
