//! Numbers of a scenario: plain, drawn, worked out by formula, or given by a clock.
//!
//! In: nothing. Out: plain data; distributions know their means, bounds and quantiles.

pub mod clock;
pub mod distribution;
pub mod formula;
pub mod joint;
pub mod matrix;
pub mod sampling;
pub mod value;
pub mod variant_value;
