//! The desk at which a scenario is put together.
//!
//! In: what was read so far. Out: the same, for the next part to build on: faults, lists, named numbers, domains. Indices
//! of parameters, clocks and tables are provisional until `resolve`; all others are final as soon as they are here.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::At;
use super::joints::Joints;
use super::lists::{Index, List, Widths};
use super::number::{Definition, Numbers};
use super::price_ends::PriceEnds;
use super::prices::Price;
use super::rates::Rate;
use super::tree::{Node, Value};
use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::{
    Account, Clock, ClockTable, Domain, Item, Measure, Number, Origin, Ratio, ReplacedPrice, Start, TraitValue,
    Transition,
};
use crate::units::{Cycle, Kind};

/// A ratio that acts on a transition, to be checked at central values.
pub(super) struct RatioUse {
    pub(super) transition: usize,
    pub(super) ratio: Ratio,
    pub(super) place: Place,
    /// The alternative in which it acts; everywhere where there is none.
    pub(super) alternative: Option<usize>,
    /// Its place among the modifiers of the transition, provisional; `None` for effects of interventions.
    pub(super) modifier: Option<usize>,
    /// Name of the intervention whose effects act together with it.
    pub(super) together: Option<String>,
}

/// Where the strength of a transition stands.
pub(super) struct StrengthUse {
    pub(super) transition: usize,
    pub(super) place: Place,
    /// The alternative in which it holds; everywhere where there is none.
    pub(super) alternative: Option<usize>,
}

/// Shares that must add up to 1 at central values, or stay below it where there is a rest.
pub(super) struct ShareUse {
    pub(super) shares: Vec<Number>,
    pub(super) rest: bool,
    pub(super) place: Place,
    /// The alternative in which they hold; everywhere where there is none.
    pub(super) alternative: Option<usize>,
}

/// An item and what the checks need to know of it.
pub(super) struct ReadItem {
    pub(super) item: Item,
    pub(super) place: Place,
    /// Group within which a total and its parts must not stand in one ledger, and whether this is the total.
    pub(super) overlap: Option<(String, bool)>,
}

/// Another distribution or formula for a parameter in an alternative.
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
    /// Prices that are fixed at an end of their range.
    pub(super) price_ends: PriceEnds,
    /// What a list laid over the price list replaced.
    pub(super) replaced: Vec<ReplacedPrice>,
    pub(super) rates: List<BTreeMap<String, Option<Rate>>>,
    /// All measures of the list; domains add their levels.
    pub(super) measures: List<Vec<Measure>>,
    /// `None` where the settings are at fault.
    pub(super) price_year: Option<i32>,
    /// Whether alternatives that meet system problems are read as well.
    pub(super) troubled: bool,
    /// How often the cycle that is written is halved; what is written in cycles keeps its meaning in time.
    pub(super) halvings: u8,
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
    /// Names of all modifiers, of those at fault as well.
    pub(super) modifier_ids: BTreeSet<String>,
    pub(super) strengths: Vec<StrengthUse>,
    pub(super) shares: Vec<ShareUse>,
    /// Clocks that are looked at; indices are provisional.
    pub(super) clocks: Vec<Clock>,
    /// Numbers that depend on a clock; indices are provisional.
    pub(super) tables: Vec<ClockTable>,
    /// Names of interventions in any alternative.
    pub(super) interventions: BTreeSet<String>,
    /// Names of those of the null alternative.
    pub(super) usual: BTreeSet<String>,
    pub(super) items: Vec<ReadItem>,
    /// Names of all items, of those at fault as well.
    pub(super) item_names: BTreeSet<String>,
    pub(super) overrides: Vec<Override>,
    pub(super) joints: Joints,
}

impl Desk {
    /// How many cycles go into one as it is written: 1 unless cycles are halved.
    pub(super) fn parts(&self) -> usize {
        self.cycle.map_or(1, Cycle::parts)
    }

    /// Everything that a clock can tell within the horizon; nothing where the settings are at fault.
    pub(super) fn readings(&self, clock: usize) -> Vec<f64> {
        let clock = &self.clocks[clock];
        let start = match clock {
            Clock::Age { index } => self.numbers.traits.values().nth(*index).map_or(0.0, |one| one.value.mean()),
            Clock::Cycle | Clock::Since(_) => 0.0,
        };
        let time = self.horizon.zip(self.cycle);
        time.map_or(Vec::new(), |(horizon, cycle)| clock.readings(horizon, cycle, start))
    }

    /// The number at `node`, of this kind; `path` is its name should it be a distribution.
    pub(super) fn number(&mut self, node: &Node, kind: Kind, path: &str) -> Option<Number> {
        if let Value::Table(table) = &node.value
            && table.has("by")
        {
            self.faults.at(&node.place, Message::new("clock_not_here")).hint(Message::new("where_clocks"));
            return None;
        }
        self.numbers.read(node, kind, path, &mut self.faults)
    }

    /// A number that is the same for all households: no trait that differs between them.
    pub(super) fn number_of_all(&mut self, node: &Node, kind: Kind, path: &str) -> Option<Number> {
        let number = self.number(node, kind, path)?;
        if let Origin::Trait(index) = number.origin
            && let Some((name, found)) = self.numbers.traits.iter().nth(index)
            && matches!(found.value, TraitValue::Random(_))
        {
            self.faults.at(&node.place, Message::new("random_trait_not_here").with("name", name));
            return None;
        }
        Some(number)
    }
}
