//! Files of an analysis: a table for each question.
//!
//! In: answers. Out: texts.

pub mod tables;
