//! How much of what is not known rests on a source.
//!
//! In: a scenario. Out: [`EvidenceAnswer`]. Prices are counted apart, as they mostly have a source and would hide
//! that effects have none.

use crate::model::{Parameter, Scenario};
use serde::{Deserialize, Serialize};

/// Uncertain figures and those of them that name a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceAnswer {
    /// Uncertain parameters, prices apart.
    pub uncertain: usize,
    /// Those that name a source.
    pub sourced: usize,
    /// Uncertain prices.
    pub uncertain_prices: usize,
    /// Those that name a source.
    pub sourced_prices: usize,
    /// Less than half of the uncertain parameters, prices apart, name a source.
    pub exploratory: bool,
}

/// Whether a parameter is a price of the list.
pub fn is_price(parameter: &Parameter) -> bool {
    parameter.name.starts_with("price:")
}

/// Counts the uncertain figures of a scenario.
pub fn evidence(scenario: &Scenario) -> EvidenceAnswer {
    let count = |prices: bool, sourced: bool| {
        let uncertain = scenario.parameters.iter().filter(|parameter| parameter.distribution.is_uncertain());
        uncertain
            .filter(|parameter| is_price(parameter) == prices && (!sourced || !parameter.evidence.source.is_empty()))
            .count()
    };
    let (uncertain, sourced) = (count(false, false), count(false, true));
    EvidenceAnswer {
        uncertain,
        sourced,
        uncertain_prices: count(true, false),
        sourced_prices: count(true, true),
        exploratory: 2 * sourced < uncertain,
    }
}
