//! Results and faults in words.
//!
//! In: results, diagnostics. Out: text in Dutch or English. It computes nothing.

pub mod faults;
pub mod words;
