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

/// One exit of a row, of which `total` leave. A row that adds up to 1 leaves with certainty.
pub fn observed_hazard(chance: f64, total: f64, within: f64) -> f64 {
    match total {
        total if total <= 0.0 => 0.0,
        total if total >= 1.0 - 1e-12 => CERTAIN * chance / total,
        total => -libm::log1p(-total) * chance / total / within,
    }
}
