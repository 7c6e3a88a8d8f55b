//! Chances as hazards per cycle.
//!
//! In: a chance within some cycles. Out: the hazard under which it comes out, up to that of what is certain.

use crate::units::Probability;

/// Above this hazard per cycle a move is certain, however much a ratio takes off it.
pub const CERTAIN: f64 = 1e12;

/// The hazard per cycle under which a chance comes out within so many cycles.
pub fn chance_to_hazard(chance: f64, cycles: f64) -> f64 {
    Probability::new(chance).map_or(0.0, |chance| chance.to_hazard(cycles)).min(CERTAIN)
}
