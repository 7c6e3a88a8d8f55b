//! Answers as bytes for people and programs.
//!
//! In: answers, results, the scenario. Out: texts of a summary, of files, of faults. No reckoning of figures, and only
//! [`bundle`] touches the disk.

pub mod bundle;
pub mod chart;
pub mod faults;
pub mod graph;
pub mod halving;
pub mod identity;
pub mod json;
pub mod listing;
pub mod numbers;
pub mod page;
pub mod problem;
pub mod replaced;
pub mod show;
pub mod study;
pub mod tables;
pub mod terminal;
pub mod words;
pub mod wrap;

#[cfg(test)]
mod tests;
