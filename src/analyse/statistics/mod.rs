//! Summaries of values: mean, percentiles, density, and their Monte Carlo errors.
//!
//! In: values by draw or by household. Out: numbers that describe them; nothing here knows what they are about.

pub mod density;
pub mod design;
pub mod sample;
pub mod spread;
