//! Words and numbers in the language of the user.
//!
//! In: keys, numbers, widths. Out: texts in Dutch or English, numbers as the language writes them, lines that fit.

pub mod numbers;
pub mod wrap;

pub use crate::words::Language;
