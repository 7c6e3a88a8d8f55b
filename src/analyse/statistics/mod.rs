//! Summaries of values: mean, percentiles, density.
//!
//! In: values by draw or by household. Out: numbers that describe them; nothing here knows what they are about.

pub mod density;
pub mod spread;
