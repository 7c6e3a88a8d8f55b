//! Uncertainty analysis: what drives the spread, how precise a run is, what information would be worth.
//!
//! In: figures by draw. Out: shares of the spread, Monte Carlo errors, EVPI and EVPPI.

pub mod drivers;
pub mod information;
pub mod precision;
