//! Items: what is counted, and what it costs whom.
//!
//! In: `[[items]]`, and the `costs` of interventions. Out: [`Item`](crate::model::Item)s on the desk, with prices of the
//! list turned into parameters. Nothing is multiplied here but what the calendar decides.

use std::collections::BTreeSet;

use super::desk::{Desk, ReadItem};
use super::entry::{self, At, Entry};
use super::names;
use super::number::too_many;
use super::phrases;
use super::prices::{KINDS, Price, Unit, needs};
use super::shares;
use super::tree::{Node, Table, Value};
use crate::diagnostics::{Message, Place};
use crate::model::{Condition, Item, ItemKind, Number, Origin, Quantity, Text};
use crate::units::{DAYS_PER_MONTH, Kind};

/// Most items in a scenario, own costs included.
const MAX_ITEMS: usize = 10_000;
/// A price is old when it is this many years older than the scenario's price year.
const OLD_YEARS: i32 = 10;
/// Keys of an item.
const KEYS: [&str; 15] = [
    "id",
    "label",
    "quantity",
    "times",
    "price",
    "each",
    "per_month",
    "amount",
    "unit",
    "kind",
    "payers",
    "receivers",
    "law",
    "cashable",
    "cashable_lag",
];

/// Whose item it is.
pub(super) enum Scope<'s> {
    /// An item that is an effect wherever it differs.
    Effects,
    /// A cost of an intervention.
    Own {
        /// Index of the alternative.
        alternative: usize,
        /// The alternative's name.
        name: &'s str,
        /// The intervention's name.
        intervention: &'s str,
        /// How names of its numbers start.
        path: &'s str,
    },
}

/// Accounts and their shares.
type Parts = Vec<(usize, f64)>;

/// What an item's price says.
struct Priced {
    price: Option<Number>,
    unit: Unit,
    kind: ItemKind,
    row: Option<Price>,
}

/// Reads a list of items onto the desk.
pub(super) fn read(node: &Node, scope: &Scope<'_>, desk: &mut Desk) {
    let Some(list) = entry::list(node, &mut desk.faults) else { return };
    let mut seen = BTreeSet::new();
    for node in list {
        let Some(table) = entry::table(node, &mut desk.faults) else { continue };
        if desk.items.len() >= MAX_ITEMS {
            desk.faults.at(&table.place, too_many("what_items", MAX_ITEMS));
            return;
        }
        if let Some(item) = read_item(table, scope, &mut seen, desk) {
            desk.items.push(item);
        }
    }
}

fn read_item(table: &Table, scope: &Scope<'_>, seen: &mut BTreeSet<String>, desk: &mut Desk) -> Option<ReadItem> {
    let entry = Entry::open(table, &KEYS, &mut desk.faults);
    let id = read_id(&entry, seen, desk);
    let (name, path) = match (scope, &id) {
        (_, None) => (String::new(), format!("items at {}", table.place.span.start)),
        (Scope::Effects, Some(id)) => (id.clone(), format!("items.{id}")),
        (Scope::Own { name, intervention, path, .. }, Some(id)) => {
            (format!("{name}.{intervention}.{id}"), format!("{path}.costs({id})"))
        }
    };
    let quantity = entry.required("quantity", &mut desk.faults);
    let place = quantity.map_or(&table.place, |node| &node.place);
    let quantity = quantity.and_then(|node| read_quantity(node, scope, desk));
    let timed = quantity.as_ref().is_none_or(is_time);
    let times = read_times(&entry, &path, desk);
    let label = entry.get("label").map(|node| entry::label(node, &mut desk.faults));
    let sides = (side(&entry, "payers", desk), side(&entry, "receivers", desk));
    let law = entry.get("law").map(|node| entry::text(node, &mut desk.faults));
    let cashable = plain(&entry, "cashable", (0.0, 1.0), "kind_share", desk);
    let lag = plain(&entry, "cashable_lag", (0.0, 12_000.0), "kind_months", desk);
    let priced = read_price(&entry, timed, &path, desk)?;
    let converted = convert(&entry, timed, priced.unit, place, &path, desk);
    let row = priced.row.as_ref();
    let of_row = |get: fn(&Price) -> &Vec<(usize, f64)>| row.map(get).cloned().unwrap_or_default();
    let (payers, receivers) = (
        sides.0.unwrap_or_else(|| Some(of_row(|row| &row.payers))),
        sides.1.unwrap_or_else(|| Some(of_row(|row| &row.receivers))),
    );
    check_sides(&entry, priced.kind, (payers.as_deref(), receivers.as_deref()), desk);
    let ((conversion, factor), mut times) = (converted?, times?);
    times.extend(factor);
    let label = match label {
        Some(label) => label?,
        None => row.map_or_else(|| Text { nl: name.clone(), en: name.clone() }, |row| row.names.clone()),
    };
    let law = match law {
        Some(law) => law?.to_string(),
        None => row.map(|row| row.law.clone()).unwrap_or_default(),
    };
    let item = Item {
        id: id.map(|_| name)?,
        label,
        quantity: quantity?,
        conversion,
        unit: priced.unit.key().to_string(),
        times,
        price: priced.price,
        kind: priced.kind,
        payers: payers?,
        receivers: receivers?,
        law,
        cashable: cashable?.or(row.map(|row| row.cashable)).unwrap_or(0.0),
        cashable_lag: lag?.or(row.map(|row| row.cashable_lag)).unwrap_or(0.0),
        own: if let Scope::Own { alternative, .. } = scope { Some(*alternative) } else { None },
    };
    let place = entry.get("price").map_or(table.place.clone(), |node| node.place.clone());
    Some(ReadItem { item, place, overlap: row.and_then(|row| row.overlap.clone()) })
}

fn read_id(entry: &Entry<'_>, seen: &mut BTreeSet<String>, desk: &mut Desk) -> Option<String> {
    let node = entry.required("id", &mut desk.faults)?;
    let id = entry::text(node, &mut desk.faults)?;
    let sound = entry::check_name(id, &node.place, &mut desk.faults);
    if !seen.insert(id.to_string()) {
        desk.faults.at(&node.place, Message::new("id_twice").with("id", id));
        return None;
    }
    sound.then(|| id.to_string())
}

fn is_time(quantity: &Quantity) -> bool {
    matches!(quantity, Quantity::Time(_) | Quantity::ActiveTime(_))
}

fn read_quantity(node: &Node, scope: &Scope<'_>, desk: &mut Desk) -> Option<Quantity> {
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
        phrases::transition(text, node, &desk.domains, &desk.transitions, &mut desk.faults)
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

fn read_times(entry: &Entry<'_>, path: &str, desk: &mut Desk) -> Option<Vec<Number>> {
    let Some(node) = entry.get("times") else { return Some(Vec::new()) };
    let list = entry::list(node, &mut desk.faults)?;
    let path = format!("{path}.times");
    let times: Vec<Option<Number>> = list.iter().map(|node| desk.number(node, Kind::Count, &path)).collect();
    times.into_iter().collect()
}

/// Payers or receivers that the item itself gives; the inner `None` is a fault that was reported.
fn side(entry: &Entry<'_>, key: &str, desk: &mut Desk) -> Option<Option<Parts>> {
    entry.get(key).map(|node| shares::of_node(node, &desk.accounts, &mut desk.faults))
}

/// A plain number, if it is given; the outer `None` is a fault that was reported.
fn plain(entry: &Entry<'_>, key: &str, bounds: (f64, f64), kind: &'static str, desk: &mut Desk) -> Option<Option<f64>> {
    match entry.get(key) {
        None => Some(None),
        Some(node) => entry::plain(node, bounds, kind, &mut desk.faults).map(Some),
    }
}

/// The price of an item: a row of the list, an amount of its own, or none where it is counted only.
fn read_price(entry: &Entry<'_>, timed: bool, path: &str, desk: &mut Desk) -> Option<Priced> {
    if let Some(node) = entry.get("price") {
        return from_list(entry, node, desk);
    }
    let unit = entry.get("unit").map(|node| word(node, &Unit::WORDS, desk));
    let kind = entry.get("kind").map(|node| word(node, &KINDS, desk));
    let unpriced = kind == Some(Some(ItemKind::Unpriced));
    let price = match entry.get("amount") {
        Some(node) if unpriced => {
            desk.faults.at(&node.place, Message::new("unpriced_with_amount"));
            None
        }
        Some(node) => Some(desk.number(node, Kind::Amount, &format!("{path}.amount"))),
        None if unpriced => None,
        None => {
            if entry.sound {
                desk.faults.at(&entry.table.place, Message::new("no_price")).hint(Message::new("write_price"));
            }
            return None;
        }
    };
    let default = if timed { Unit::Month } else { Unit::Event };
    let kind = match kind {
        Some(kind) => kind,
        None => {
            entry.required("kind", &mut desk.faults);
            None
        }
    };
    let price = match price {
        Some(price) => Some(price?),
        None => None,
    };
    Some(Priced { price, unit: unit.unwrap_or(Some(default))?, kind: kind?, row: None })
}

fn word<T: Copy>(node: &Node, meanings: &[(&'static str, T)], desk: &mut Desk) -> Option<T> {
    let text = entry::text(node, &mut desk.faults)?;
    let found = meanings.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
    if found.is_none() {
        let words = meanings.iter().map(|(word, _)| *word);
        names::unknown(&mut desk.faults, &node.place, Message::new("unknown_word"), text, words);
    }
    found
}

fn from_list(entry: &Entry<'_>, node: &Node, desk: &mut Desk) -> Option<Priced> {
    for key in ["amount", "kind", "unit"] {
        if let Some(field) = entry.table.fields.get(key) {
            desk.faults.at(&field.key, Message::new("key_out_of_place").with("key", key).with("with", "price"));
        }
    }
    let id = entry::text(node, &mut desk.faults)?;
    let prices = desk.prices.needed("prices", &node.place, &mut desk.faults)?;
    let Some(row) = prices.get(id) else {
        let message = Message::new("unknown_price");
        names::unknown(&mut desk.faults, &node.place, message, id, prices.keys().map(String::as_str));
        return None;
    };
    let row = row.clone()?;
    let price = if row.kind == ItemKind::Unpriced { None } else { Some(price_number(&row, desk)?) };
    Some(Priced { price, unit: row.unit, kind: row.kind, row: Some(row) })
}

/// The price of a row as a parameter.
fn price_number(row: &Price, desk: &mut Desk) -> Option<Number> {
    let at = match desk.numbers.index.get(&format!("price:{}", row.id)) {
        Some(&at) => at,
        None => {
            let year = desk.price_year?;
            let (of_row, place) = row.year();
            if of_row < year - OLD_YEARS {
                let message = Message::new("old_price").with("name", &row.id).with("year", of_row).with("now", year);
                desk.faults.warning(Some(place.clone()), message);
            }
            let definition = row.definition(year, &desk.index, &desk.widths, &mut desk.faults)?;
            desk.numbers.take(definition, Kind::Amount, &mut desk.faults)?
        }
    };
    Some(Number { origin: Origin::Parameter(at), kind: Kind::Amount })
}

/// How many units of the price go into one unit of the quantity: by the calendar, and by a number beside it.
fn convert(
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
    let conversion = match unit {
        Unit::Day if timed => DAYS_PER_MONTH,
        Unit::Year if timed => 1.0 / 12.0,
        _ => 1.0,
    };
    Some((conversion, factor))
}

/// Payers and receivers must be there where the kind asks for them, and nowhere else.
fn check_sides(
    entry: &Entry<'_>,
    kind: ItemKind,
    sides: (Option<&[(usize, f64)]>, Option<&[(usize, f64)]>),
    desk: &mut Desk,
) {
    let (pays, receives) = needs(kind);
    let word = KINDS.iter().find(|(_, one)| *one == kind).map_or("", |(word, _)| word);
    for (key, needed, side) in [("payers", pays, sides.0), ("receivers", receives, sides.1)] {
        let Some(side) = side else { continue };
        if needed && side.is_empty() {
            let place = entry.get("price").map_or(&entry.table.place, |node| &node.place);
            desk.faults.at(place, Message::new("side_missing").with("key", key).with("kind", word));
        } else if let (false, Some(field)) = (needed, entry.table.fields.get(key)) {
            desk.faults.at(&field.key, Message::new("side_not_used").with("key", key).with("kind", word));
        }
    }
}
