//! Uncertainty analysis: what drives the spread, how precise a run is.
//!
//! In: figures by draw. Out: shares of the spread, Monte Carlo errors.

pub mod drivers;
pub mod precision;
