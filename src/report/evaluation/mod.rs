//! The answer about finished cases: screen, tables.
//!
//! In: an [`Evaluation`](crate::analyse::evaluation::Evaluation). Out: lines, texts.

pub mod screen;
mod sections;
pub mod tables;

/// Files of an evaluation beside its tables and the manifest: the answer, and the list of rates.
pub const EVALUATION_FILES: [&str; 2] = ["evaluation.json", "rates.csv"];
