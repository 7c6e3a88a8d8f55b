//! What an item counts.
//!
//! In: `quantity`, and `each` or `per_month` beside it. Out: a [`Quantity`], and how many units of the price go into one unit
//! of it. Nothing is counted here.

use super::desk::Desk;
use super::entry::{self, At, Entry};
use super::items::Scope;
use super::names;
use super::phrases;
use super::prices::Unit;
use super::tree::{Node, Value};
use crate::diagnostics::{Message, Place};
use crate::model::{Condition, Number, Quantity};
use crate::units::{Kind, TimeUnit};

/// Whether it is a time; a number of times otherwise.
pub(super) fn is_time(quantity: &Quantity) -> bool {
    matches!(quantity, Quantity::Time(_) | Quantity::ActiveTime(_))
}

/// Reads what an item counts.
pub(super) fn read(node: &Node, scope: &Scope<'_>, desk: &mut Desk) -> Option<Quantity> {
    if let Scope::Own { intervention, .. } = scope {
        let word = if let Value::Text(word) = &node.value { word.as_str() } else { "" };
        let name = (*intervention).to_string();
        return match word {
            "starts" => Some(Quantity::Starts(name)),
            "responders" => Some(Quantity::Responders(name)),
            "active_time" => Some(Quantity::ActiveTime(name)),
            _ => {
                let message = Message::new("own_quantity");
                names::unknown(&mut desk.faults, &node.place, message, word, ["starts", "responders", "active_time"]);
                None
            }
        };
    }
    let table = entry::table(node, &mut desk.faults)?;
    let keys = ["time", "transitions", "starts", "responders", "active_time"];
    let entry = Entry::open(table, &keys, &mut desk.faults);
    let (key, node) = entry.one_of(&keys, Message::new("one_key_of"), &mut desk.faults)?;
    match key {
        "time" => time(node, desk).map(Quantity::Time),
        "transitions" => transitions(node, desk).map(Quantity::Transitions),
        "starts" => intervention(node, desk).map(Quantity::Starts),
        "responders" => intervention(node, desk).map(Quantity::Responders),
        _ => intervention(node, desk).map(Quantity::ActiveTime),
    }
}

fn time(node: &Node, desk: &mut Desk) -> Option<Condition> {
    phrases::condition(node, &desk.domains, &mut desk.faults)
}

fn transitions(node: &Node, desk: &mut Desk) -> Option<Vec<usize>> {
    let nodes = match &node.value {
        Value::Text(_) => std::slice::from_ref(node),
        _ => entry::list(node, &mut desk.faults)?,
    };
    if nodes.is_empty() {
        desk.faults.at(&node.place, Message::new("empty_list"));
    }
    let one = |node| {
        let text = entry::text(node, &mut desk.faults)?;
        phrases::transition(text, node, desk)
    };
    let found: Vec<Option<usize>> = nodes.iter().map(one).collect();
    let mut found = found.into_iter().collect::<Option<Vec<usize>>>()?;
    found.sort_unstable();
    found.dedup();
    Some(found)
}

fn intervention(node: &Node, desk: &mut Desk) -> Option<String> {
    let name = entry::text(node, &mut desk.faults)?;
    if !desk.interventions.contains(name) {
        let known = desk.interventions.iter().map(String::as_str);
        names::unknown(&mut desk.faults, &node.place, Message::new("unknown_intervention"), name, known);
        return None;
    }
    Some(name.to_string())
}

/// How many units of the price go into one unit of the quantity: by the calendar, and by a number beside it.
pub(super) fn convert(
    entry: &Entry<'_>,
    timed: bool,
    unit: Unit,
    place: &Place,
    path: &str,
    desk: &mut Desk,
) -> Option<(f64, Option<Number>)> {
    let (key, other) = if timed { ("per_month", "each") } else { ("each", "per_month") };
    let needed = if timed { matches!(unit, Unit::Hour | Unit::Event) } else { unit != Unit::Event };
    let quantity = if timed { "quantity_time" } else { "quantity_events" };
    if let Some(field) = entry.table.fields.get(other) {
        let message = Message::new("factor_of_other_quantity").with("key", other).with("quantity", quantity);
        desk.faults.at(&field.key, message);
    }
    let factor = match (entry.table.fields.get(key), needed) {
        (Some(field), true) => Some(desk.number(&field.node, Kind::Count, &format!("{path}.{key}"))?),
        (Some(field), false) => {
            let message = Message::new("factor_not_needed").with("key", key).with("unit", unit.key());
            desk.faults.at(&field.key, message).hint(Message::new("use_times"));
            return None;
        }
        (None, true) => {
            let message = Message::new("unit_needs_factor").with("unit", unit.key()).with("quantity", quantity);
            desk.faults.at(place, message).hint(Message::new("write_factor").with("key", key).with("unit", unit.key()));
            return None;
        }
        (None, false) => None,
    };
    // Hours and events per month are given beside the price; what is timed is counted in cycles.
    let conversion = match unit {
        _ if !timed => 1.0,
        Unit::Day => desk.cycle?.holds(TimeUnit::Day),
        Unit::Year => desk.cycle?.holds(TimeUnit::Year),
        _ => desk.cycle?.months(),
    };
    Some((conversion, factor))
}
