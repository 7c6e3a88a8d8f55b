//! The desk at which a scenario is put together.
//!
//! In: what was read so far. Out: the same, for the next part to build on: faults, lists, named numbers, domains. Indices
//! of parameters are provisional until `resolve`; all others are final as soon as they are here.

use std::collections::{BTreeMap, BTreeSet};

use super::joints::Joints;
use super::lists::{Index, List, Widths};
use super::number::{Definition, Numbers};
use super::prices::Price;
use super::rates::Rate;
use super::tree::Node;
use crate::diagnostics::{Diagnostics, Place};
use crate::model::{Account, Domain, Item, Number, Ratio, Start, Transition};
use crate::units::{Cycle, Kind};

/// A ratio that acts on a transition, to be checked at central values.
pub(super) struct RatioUse {
    pub(super) transition: usize,
    pub(super) ratio: Ratio,
    pub(super) place: Place,
    /// The alternative in which it acts; everywhere where there is none.
    pub(super) alternative: Option<usize>,
}

/// An item and what the checks need to know of it.
pub(super) struct ReadItem {
    pub(super) item: Item,
    pub(super) place: Place,
    /// Group within which a total and its parts must not stand in one ledger, and whether this is the total.
    pub(super) overlap: Option<(String, bool)>,
}

/// Another distribution for a parameter in an alternative.
pub(super) struct Override {
    pub(super) alternative: usize,
    pub(super) name: String,
    pub(super) definition: Definition,
}

/// Everything that was read so far.
#[derive(Default)]
pub(super) struct Desk {
    pub(super) faults: Diagnostics,
    pub(super) numbers: Numbers,
    pub(super) accounts: List<Vec<Account>>,
    pub(super) index: List<Index>,
    pub(super) widths: List<Widths>,
    pub(super) prices: List<BTreeMap<String, Option<Price>>>,
    pub(super) rates: List<BTreeMap<String, Option<Rate>>>,
    /// `None` where the settings are at fault.
    pub(super) price_year: Option<i32>,
    /// `None` where the settings are at fault.
    pub(super) cycle: Option<Cycle>,
    /// In cycles; `None` where the settings are at fault.
    pub(super) horizon: Option<usize>,
    /// Names of own discount rates, sorted.
    pub(super) discount_rates: Vec<String>,
    pub(super) domains: Vec<Domain>,
    pub(super) starts: Vec<Start>,
    pub(super) transitions: Vec<Transition>,
    /// Domains of which a move could not be read, by index.
    pub(super) unsure: BTreeSet<usize>,
    pub(super) ratios: Vec<RatioUse>,
    /// Names of interventions in any alternative.
    pub(super) interventions: BTreeSet<String>,
    pub(super) items: Vec<ReadItem>,
    /// Names of all items, of those at fault as well.
    pub(super) item_names: BTreeSet<String>,
    pub(super) overrides: Vec<Override>,
    pub(super) joints: Joints,
}

impl Desk {
    /// The number at `node`, of this kind; `path` is its name should it be a distribution.
    pub(super) fn number(&mut self, node: &Node, kind: Kind, path: &str) -> Option<Number> {
        self.numbers.read(node, kind, path, &mut self.faults)
    }
}
