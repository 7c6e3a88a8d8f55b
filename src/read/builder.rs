//! The scenario builder: what was read so far, for the next part to build on.
//!
//! In: what was read so far. Out: the same, for the next part to build on: faults, lists, named numbers, domains.
//! Indices of parameters, clocks and tables are provisional until `finish`; all others are final as soon as they are
//! here.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::{
    Account, CharacteristicValue, Clock, ClockTable, Domain, HalfWidths, Item, Joint, Measure, Number, Origin, Ratio,
    ReplacedPrice, Start, TaskField, Transition,
};
use crate::read::list::List;
use crate::read::list::index::Index;
use crate::read::list::price::Price;
use crate::read::list::price_range::PriceEnds;
use crate::read::list::rate::Rate;
use crate::read::number::{Definition, Numbers};
use crate::read::source::tree::{Node, Value};
use crate::units::{Cycle, Kind};

/// A ratio that acts on a transition, to be checked at central values.
pub(crate) struct RatioUse {
    pub(crate) transition: usize,
    pub(crate) ratio: Ratio,
    pub(crate) place: Place,
    /// The alternative in which it acts; everywhere where there is none.
    pub(crate) alternative: Option<usize>,
    /// Its place among the modifiers of the transition, provisional; `None` for effects of interventions.
    pub(crate) modifier: Option<usize>,
    /// Name of the intervention whose effects act together with it.
    pub(crate) together: Option<String>,
}

/// Where the strength of a transition stands.
pub(crate) struct StrengthUse {
    pub(crate) transition: usize,
    pub(crate) place: Place,
    /// The alternative in which it holds; everywhere where there is none.
    pub(crate) alternative: Option<usize>,
}

/// Shares that must add up to 1 at central values, or stay below it where there is a rest.
pub(crate) struct ShareUse {
    pub(crate) shares: Vec<Number>,
    pub(crate) rest: bool,
    pub(crate) place: Place,
    /// The alternative in which they hold; everywhere where there is none.
    pub(crate) alternative: Option<usize>,
}

/// An item and what the checks need to know of it.
pub(crate) struct ReadItem {
    pub(crate) item: Item,
    pub(crate) place: Place,
    /// Group within which a total and its parts must not stand in one ledger, and whether this is the total.
    pub(crate) overlap: Option<(String, bool)>,
}

/// Another distribution or formula for a parameter in an alternative.
pub(crate) struct Override {
    pub(crate) alternative: usize,
    pub(crate) name: String,
    pub(crate) definition: Definition,
}

/// What of the production of work others lose.
pub(crate) struct Displacement {
    /// The share, and how it fades.
    pub(crate) factors: [Number; 2],
    /// The account of those who would have had the work.
    pub(crate) others: usize,
}

/// Groups of parameters that are drawn together, and where each name got into one.
#[derive(Default)]
pub(crate) struct Joints {
    pub(crate) groups: Vec<Joint>,
    pub(crate) members: BTreeMap<String, Place>,
}

/// Everything that was read so far.
#[derive(Default)]
pub(crate) struct ScenarioBuilder {
    pub(crate) faults: Diagnostics,
    pub(crate) numbers: Numbers,
    pub(crate) accounts: List<Vec<Account>>,
    pub(crate) task_fields: List<Vec<TaskField>>,
    pub(crate) index: List<Index>,
    pub(crate) widths: List<HalfWidths>,
    pub(crate) prices: List<BTreeMap<String, Option<Price>>>,
    /// Prices that are fixed at an end of their range.
    pub(crate) price_ends: PriceEnds,
    /// What a list laid over the price list replaced.
    pub(crate) replaced: Vec<ReplacedPrice>,
    pub(crate) rates: List<BTreeMap<String, Option<Rate>>>,
    /// All measures of the list; domains add their levels.
    pub(crate) measures: List<Vec<Measure>>,
    /// `None` where the settings are at fault.
    pub(crate) price_year: Option<i32>,
    /// Whether alternatives that meet system problems are read as well.
    pub(crate) with_system_problems: bool,
    /// How often the cycle that is written is halved; what is written in cycles keeps its meaning in time.
    pub(crate) halvings: u8,
    /// `None` where the settings are at fault.
    pub(crate) cycle: Option<Cycle>,
    /// In cycles; `None` where the settings are at fault.
    pub(crate) horizon: Option<usize>,
    /// Names of own discount rates, sorted.
    pub(crate) discount_rates: Vec<String>,
    pub(crate) domains: Vec<Domain>,
    pub(crate) starts: Vec<Start>,
    pub(crate) transitions: Vec<Transition>,
    /// Domains of which a move could not be read, by index.
    pub(crate) unsure: BTreeSet<usize>,
    pub(crate) ratios: Vec<RatioUse>,
    /// Names of all modifiers, of those at fault as well.
    pub(crate) modifier_ids: BTreeSet<String>,
    pub(crate) strengths: Vec<StrengthUse>,
    pub(crate) shares: Vec<ShareUse>,
    /// Clocks that are looked at; indices are provisional.
    pub(crate) clocks: Vec<Clock>,
    /// Numbers that depend on a clock; indices are provisional.
    pub(crate) tables: Vec<ClockTable>,
    /// Entries of `[tables]`, read where they are used.
    pub(crate) named_tables: BTreeMap<String, Node>,
    /// Names of those that are used.
    pub(crate) used_tables: BTreeSet<String>,
    /// Names of interventions in any alternative.
    pub(crate) interventions: BTreeSet<String>,
    /// Names of those of the null alternative.
    pub(crate) usual: BTreeSet<String>,
    /// What `[displacement]` says: `None` where there is none, the inner one where it is at fault.
    pub(crate) displacement: Option<Option<Displacement>>,
    pub(crate) items: Vec<ReadItem>,
    /// Names of all items, of those at fault as well.
    pub(crate) item_names: BTreeSet<String>,
    pub(crate) overrides: Vec<Override>,
    pub(crate) joints: Joints,
}

impl ScenarioBuilder {
    /// How many cycles go into one as it is written: 1 unless cycles are halved.
    pub(crate) fn parts(&self) -> usize {
        self.cycle.map_or(1, Cycle::parts)
    }

    /// Everything that a clock can tell within the horizon; nothing where the settings are at fault.
    pub(crate) fn readings(&self, clock: usize) -> Vec<f64> {
        let clock = &self.clocks[clock];
        let start = match clock {
            Clock::Age { index } => self
                .numbers
                .characteristics
                .values()
                .nth(*index)
                .map_or(0.0, |characteristic| characteristic.value.mean()),
            Clock::Cycle | Clock::Since(_) => 0.0,
        };
        let time = self.horizon.zip(self.cycle);
        time.map_or(Vec::new(), |(horizon, cycle)| clock.readings(horizon, cycle, start))
    }

    /// The number at `node`, of this kind; `path` is its name should it be a distribution.
    pub(crate) fn number(&mut self, node: &Node, kind: Kind, path: &str) -> Option<Number> {
        let by_clock = match &node.value {
            Value::Table(table) => table.has("by"),
            Value::Text(name) => self.named_tables.contains_key(name),
            _ => false,
        };
        if by_clock {
            self.faults.at(&node.place, Message::new("clock_not_here")).hint(Message::new("where_clocks"));
            return None;
        }
        self.numbers.read(node, kind, path, &mut self.faults)
    }

    /// A number that is the same for all households: no characteristic that differs between them.
    pub(crate) fn number_of_all(&mut self, node: &Node, kind: Kind, path: &str) -> Option<Number> {
        let number = self.number(node, kind, path)?;
        if let Origin::Characteristic(index) = number.origin
            && let Some((name, found)) = self.numbers.characteristics.iter().nth(index)
            && matches!(found.value, CharacteristicValue::Random(_))
        {
            self.faults.at(&node.place, Message::new("random_trait_not_here").with("name", name));
            return None;
        }
        Some(number)
    }
}
