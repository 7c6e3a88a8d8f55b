//! Compilation of drawn parameter values: hazards, start shares and discount factors of a group of draws.
//!
//! In: the scenario, parameter values of `L` draws at once. Out: [`crate::simulate::compile::lanes::Lanes`] of
//! everything that the methods need. No randomness, no money.

mod acting;
pub mod base_hazard;
pub mod chance;
pub mod clock;
pub mod discounting;
pub mod effect_profile;
pub mod hazard;
pub mod joint_states;
pub mod lanes;
pub mod period_rows;
pub mod ratio;
pub mod start;
pub mod values;
