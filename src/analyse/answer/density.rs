//! The shape of the net benefit over draws, for pictures.
//!
//! In: net benefits by draw. Out: [`NetBenefitDensity`]: a smooth line, and the range within which nearly all of it
//! lies. The noise of few simulated households is taken out first, as in every other figure over draws.

use crate::analyse::statistics::density::Curve;
use crate::analyse::statistics::design::SamplingDesign;
use crate::analyse::statistics::sample::percentile;
use crate::simulate::AlternativeResults;
use crate::simulate::ledger::HEADLINE;

/// Share of draws at each end that lies outside the range.
const TAIL: f64 = 0.005;

/// The shape of the net benefit to society of the average household, euro. It is not serialised: an answer that is read
/// back has the default, without a curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetBenefitDensity {
    /// Below it lie half a percent of the draws.
    pub low: f64,
    /// Above it lie half a percent of the draws.
    pub high: f64,
    /// Height by value; `None` where draws do not differ.
    pub curve: Option<Curve>,
}

impl NetBenefitDensity {
    /// The shape over at least one draw.
    pub fn of(results: &AlternativeResults, design: SamplingDesign) -> Self {
        let mut values = design.between(results, HEADLINE);
        values.sort_unstable_by(f64::total_cmp);
        Self { low: percentile(&values, TAIL), high: percentile(&values, 1.0 - TAIL), curve: Curve::of(&values) }
    }
}
