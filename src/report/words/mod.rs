//! Words and numbers in the language of the user.
//!
//! In: keys, numbers, widths. Out: texts in Dutch or English, numbers as the language writes them, tables that add up, lines that fit.

pub mod numbers;
pub mod rounding;
pub mod wrap;

pub use crate::words::Language;
