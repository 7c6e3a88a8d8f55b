//! Random numbers: parameter draws (parameter uncertainty, second order), and common random numbers of households
//! (individual uncertainty, first order).
//!
//! In: seed, numbers of draws and households, names. Out: the same variates for the same address, in any order and on
//! any thread.

pub mod exponential;
pub mod household_stream;
pub mod parameter_draw;
pub(crate) mod quantile;
pub(crate) mod sampler;
pub(crate) mod sobol;
