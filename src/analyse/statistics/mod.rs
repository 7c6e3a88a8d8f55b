//! Summaries of values: mean, percentiles, density, and their Monte Carlo errors.
//!
//! In: values by draw or by household. Out: numbers that describe them; nothing here knows what they are about.

pub mod density;
pub mod design;
mod ranked;
pub mod sample;
pub mod spread;
