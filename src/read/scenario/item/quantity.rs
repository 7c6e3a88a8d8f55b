//! Quantities of an item: starts, time in a state, transitions.
//!
//! In: `quantity`, and `each`, `per_month` and the like beside it. Out: [`Counted`], and how many units of the price go
//! into one unit of it. Nothing is counted here.

use crate::diagnostics::{Message, Place};
use crate::model::{Condition, Number, Quantity};
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::list::unit::Unit;
use crate::read::scenario::condition::{self, move_text};
use crate::read::scenario::item::scope::Scope;
use crate::read::source::entry::{self, Entry};
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Value};
use crate::units::{Kind, TimeUnit};

/// How a quantity comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// A time, in cycles.
    Time,
    /// A number of times.
    Events,
    /// A number of units of the price.
    Units,
}

/// What an item counts.
pub(crate) struct Counted {
    pub(crate) quantity: Quantity,
    pub(crate) measure: Measure,
    /// The number of units of the price, where that is given.
    pub(crate) given: Option<Number>,
    /// That number is one for every cycle as it is written.
    pub(crate) per_cycle: bool,
}

impl Counted {
    fn of(quantity: Quantity, measure: Measure) -> Self {
        Self { quantity, measure, given: None, per_cycle: false }
    }

    /// The same where it counts only while a condition holds: a time in that condition.
    pub(crate) fn while_holds(self, node: &Node, builder: &mut ScenarioBuilder) -> Option<Self> {
        let condition = condition::read(node, builder)?;
        let quantity = match self.quantity {
            Quantity::Time(time) => Quantity::Time(Condition::All(vec![time, condition])),
            Quantity::ActiveTime(name) => Quantity::Time(Condition::All(vec![Condition::Active(name), condition])),
            Quantity::Always => Quantity::Time(condition),
            _ => {
                builder.faults.at(&node.place, Message::new("if_without_time")).hint(Message::new("write_if_of_item"));
                return None;
            }
        };
        Some(Self { quantity, ..self })
    }
}

/// What own costs count of their intervention.
const OWN: [&str; 3] = ["starts", "responders", "active_time"];
/// Numbers beside a time that say how many events or hours there are in it.
pub(crate) const PER: [(&str, TimeUnit); 5] = [
    ("per_day", TimeUnit::Day),
    ("per_week", TimeUnit::Week),
    ("per_month", TimeUnit::Month),
    ("per_quarter", TimeUnit::Quarter),
    ("per_year", TimeUnit::Year),
];

/// Reads what an item counts. `path` is how names of its numbers start.
pub(crate) fn read(node: &Node, scope: &Scope<'_>, path: &str, builder: &mut ScenarioBuilder) -> Option<Counted> {
    match (scope, &node.value) {
        (Scope::Intervention { .. }, Value::Table(_)) => read_table(node, "own_quantity", path, builder),
        (Scope::Intervention { name, .. }, _) => own(node, name, builder),
        (Scope::Effects | Scope::Alternative { .. }, _) => read_table(node, "quantity", path, builder),
    }
}

fn own(node: &Node, intervention: &str, builder: &mut ScenarioBuilder) -> Option<Counted> {
    let word = if let Value::Text(word) = &node.value { word.as_str() } else { "" };
    let name = intervention.to_string();
    match word {
        "starts" => Some(Counted::of(Quantity::Starts(name), Measure::Events)),
        "responders" => Some(Counted::of(Quantity::Responders(name), Measure::Events)),
        "active_time" => Some(Counted::of(Quantity::ActiveTime(name), Measure::Time)),
        _ => {
            suggest::unknown(&mut builder.faults, &node.place, Message::new("own_quantity"), word, OWN);
            None
        }
    }
}

fn read_table(node: &Node, form: &str, path: &str, builder: &mut ScenarioBuilder) -> Option<Counted> {
    let table = entry::table(node, &mut builder.faults)?;
    let entry = Entry::open(table, keys::of(form), &mut builder.faults);
    let ways: Vec<&str> = keys::of(form).iter().copied().filter(|key| *key != "start_counts").collect();
    let (key, node) = entry.one_of(&ways, Message::new("one_key_of"), &mut builder.faults)?;
    let start_counts = start_counts(&entry, key, builder);
    let quantity = match key {
        "time" => Quantity::Time(condition::read(node, builder)?),
        "entries" => {
            Quantity::Entries { condition: condition::read_about_states(node, builder)?, start_counts: start_counts? }
        }
        "transitions" => Quantity::Transitions(move_text::transitions(node, builder)?),
        "starts" => Quantity::Starts(intervention(node, builder)?),
        "responders" => Quantity::Responders(intervention(node, builder)?),
        "active_time" => Quantity::ActiveTime(intervention(node, builder)?),
        _ => {
            let given = Some(builder.number(node, Kind::Count, &format!("{path}.{key}"))?);
            let quantity = if key == "once" { Quantity::Once } else { Quantity::Always };
            return Some(Counted { quantity, measure: Measure::Units, given, per_cycle: key != "once" });
        }
    };
    let timed = matches!(quantity, Quantity::Time(_) | Quantity::ActiveTime(_));
    Some(Counted::of(quantity, if timed { Measure::Time } else { Measure::Events }))
}

/// Whether being there at the start counts as an entry.
fn start_counts(entry: &Entry<'_>, key: &str, builder: &mut ScenarioBuilder) -> Option<bool> {
    let Some(field) = entry.table.fields.get("start_counts") else { return Some(false) };
    if key != "entries" {
        let message = Message::new("key_out_of_place").with("key", "start_counts").with("with", key);
        builder.faults.at(&field.key, message);
        return None;
    }
    entry::boolean(&field.node, &mut builder.faults)
}

fn intervention(node: &Node, builder: &mut ScenarioBuilder) -> Option<String> {
    let name = entry::text(node, &mut builder.faults)?;
    if !builder.interventions.contains(name) {
        let known = builder.interventions.iter().map(String::as_str);
        suggest::unknown(&mut builder.faults, &node.place, Message::new("unknown_intervention"), name, known);
        return None;
    }
    Some(name.to_string())
}

/// How many units of the price go into one unit of the quantity: by the calendar, and by a number beside it.
pub(crate) fn convert(
    entry: &Entry<'_>,
    measure: Measure,
    unit: &Unit,
    place: &Place,
    path: &str,
    builder: &mut ScenarioBuilder,
) -> Option<(f64, Option<Number>)> {
    let per = PER.iter().map(|(key, _)| *key);
    let (fitting, others): (Vec<&str>, Vec<&str>) = per.chain(["each"]).partition(|key| match measure {
        Measure::Time => *key != "each",
        Measure::Events => *key == "each",
        Measure::Units => false,
    });
    let quantity = match measure {
        Measure::Time => "quantity_time",
        Measure::Events => "quantity_events",
        Measure::Units => "quantity_units",
    };
    for key in others {
        if let Some(field) = entry.table.fields.get(key) {
            let message = Message::new("factor_of_other_quantity").with("key", key).with("quantity", quantity);
            builder.faults.at(&field.key, message);
        }
    }
    let needed = match measure {
        Measure::Time => matches!(unit.time, None | Some(TimeUnit::Hour)),
        Measure::Events => unit.time.is_some(),
        Measure::Units => false,
    };
    let given: Vec<&str> = fitting.into_iter().filter(|key| entry.table.fields.contains_key(*key)).collect();
    let cycle = builder.cycle;
    match (given.as_slice(), needed) {
        ([], false) => {
            let time = unit.time.filter(|_| measure == Measure::Time);
            Some((time.map_or(Some(1.0), |time| Some(cycle?.holds(time)))?, None))
        }
        ([key], true) => {
            let node = entry.get(key)?;
            let number = builder.number(node, Kind::Count, &format!("{path}.{key}"))?;
            let per = PER.iter().find(|(word, _)| word == key);
            Some((per.map_or(Some(1.0), |(_, time)| Some(cycle?.holds(*time)))?, Some(number)))
        }
        ([], true) => {
            let key = if measure == Measure::Time { "per_month" } else { "each" };
            let message = Message::new("unit_needs_factor").with("unit", unit.key()).with("quantity", quantity);
            let fault = builder.faults.at(place, message);
            fault.hint(Message::new("write_factor").with("key", key).with("unit", unit.key()));
            if measure == Measure::Time {
                let keys = PER.map(|(key, _)| key).join(", ");
                fault.hint(Message::new("other_factors_of_time").with("keys", keys));
            }
            None
        }
        ([first, ..], false) => {
            let message = Message::new("factor_not_needed").with("key", first).with("unit", unit.key());
            builder.faults.at(&entry.table.fields.get(*first)?.key, message).hint(Message::new("use_times"));
            None
        }
        ([_, second, ..], true) => {
            let message = Message::new("one_key_of").with("keys", given.join(", "));
            builder.faults.at(&entry.table.fields.get(*second)?.key, message);
            None
        }
    }
}
