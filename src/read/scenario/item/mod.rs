//! Items: what is counted, and what it costs whom.
//!
//! In: `[[items]]`, and the `costs` of interventions. Out: [`Item`]s in the builder. What is counted is read in
//! `quantity`, what it costs in `price_terms`; nothing is multiplied here.

pub(crate) mod followers;
pub(crate) mod price_terms;
pub(crate) mod quantity;
pub(crate) mod scope;

use std::collections::BTreeSet;

use crate::diagnostics::{Message, Place};
use crate::model::limits;
use crate::model::{Clock, Count, Item, Number, Origin, Quantity};
use crate::read::builder::{ReadItem, ScenarioBuilder};
use crate::read::keys;
use crate::read::scenario::condition::clock::{self, Reach};
use crate::read::scenario::count;
use crate::read::scenario::item::price_terms::Terms;
use crate::read::scenario::item::quantity::Measure;
use crate::read::scenario::item::scope::Scope;
use crate::read::source::entry::{self, Entry, too_many};
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Table};
use crate::units::Kind;

/// Most items in a scenario, own costs included.
const MAX_ITEMS: usize = limits::MOST_ITEMS;

/// Reads a list of items into the builder, with those that follow from them.
pub(crate) fn read(node: &Node, scope: &Scope<'_>, builder: &mut ScenarioBuilder) {
    let Some(list) = entry::list(node, &mut builder.faults) else { return };
    let mut seen = BTreeSet::new();
    for node in list {
        let Some(table) = entry::table(node, &mut builder.faults) else { continue };
        let Some(found) = read_item(table, scope, &mut seen, builder) else { continue };
        if builder.items.len() + found.len() > MAX_ITEMS {
            builder.faults.at(&table.place, too_many("what_items", MAX_ITEMS));
            return;
        }
        builder.items.extend(found);
    }
}

fn read_item(
    table: &Table,
    scope: &Scope<'_>,
    seen: &mut BTreeSet<String>,
    builder: &mut ScenarioBuilder,
) -> Option<Vec<ReadItem>> {
    let entry = Entry::open(table, keys::of("item"), &mut builder.faults);
    let id = read_id(&entry, seen, builder);
    let (name, path) = name_and_path(id.as_deref(), table, scope);
    // A list by itself was looked at already; this is about the lists of one alternative.
    if let (false, Some(id), Some(node)) = (builder.item_names.insert(name.clone()), &id, entry.get("id")) {
        builder.faults.at(&node.place, Message::new("id_twice").with("id", id));
    }
    let counted = entry.required("quantity", &mut builder.faults);
    let quantity = counted.and_then(|node| crate::read::scenario::item::quantity::read(node, scope, &path, builder));
    let quantity = match entry.get("if") {
        Some(node) => quantity.and_then(|counted| counted.while_holds(node, builder)),
        None => quantity,
    };
    let measure = quantity.as_ref().map(|read_quantity| read_quantity.measure);
    let times = read_times(&entry, &path, builder);
    let found = crate::read::scenario::item::price_terms::read(
        &entry,
        &name,
        measure.is_none_or(|measure| measure == Measure::Time),
        &path,
        builder,
    );
    let sound = found.is_some();
    let mut terms = found.unwrap_or_else(Terms::unread);
    let overridden = terms.take_over(&entry, builder);
    if !sound {
        return None;
    }
    let place = counted.map_or(&table.place, |node| &node.place);
    let converted = measure.and_then(|measure| {
        crate::read::scenario::item::quantity::convert(&entry, measure, &terms.all.unit, place, &path, builder)
    });
    terms.check_sides(&entry, builder);
    let discount = read_discount(&entry, builder);
    let count = read_own_count(&entry, builder);
    let ((conversion, factor), mut times, ()) = (converted?, times?, overridden?);
    let quantity = quantity?;
    // A number for every cycle is one for every cycle as it is written.
    let parts = if quantity.per_cycle { builder.parts() as f64 } else { 1.0 };
    times.extend(factor.or(quantity.given));
    let Terms { price, all } = terms;
    let mut item = Item {
        id: id.map(|_| name)?,
        label: all.label,
        quantity: quantity.quantity,
        conversion: conversion / parts,
        unit: all.unit.text(),
        times,
        price,
        part: None,
        kind: all.kind,
        payers: all.payers,
        receivers: all.receivers,
        law: all.law,
        category: all.category,
        cashable: all.cashable,
        cashable_lag: all.cashable_lag,
        by_rule: all.by_rule,
        count: count?,
        discount: discount?,
        own: scope.own(),
        only: scope.only(),
        right: false,
        follows: None,
    };
    check_since(&item, &table.place, builder)?;
    check_own_count(&item, &entry, builder)?;
    let followers = followers::read(&entry, &mut item, &path, builder)?;
    let place = entry.get("price").map_or(table.place.clone(), |node| node.place.clone());
    let followers = followers.into_iter().map(|item| ReadItem { item, place: place.clone(), overlap: None });
    let followers: Vec<ReadItem> = followers.collect();
    Some(std::iter::once(ReadItem { item, place, overlap: all.overlap }).chain(followers).collect())
}

/// Numbers that go by how long something has lasted need a time that can be cut in pieces, and one clock.
fn check_since(item: &Item, place: &Place, builder: &mut ScenarioBuilder) -> Option<()> {
    let clock = |number: &Number| match number.origin {
        Origin::Table(table) => Some(builder.tables[table].clock),
        _ => None,
    };
    let numbers = item.times.iter().chain(&item.price);
    let mut clocks: Vec<usize> = numbers.filter_map(clock).collect();
    clocks.retain(|clock| matches!(builder.clocks[*clock], Clock::Since(_)));
    clocks.dedup();
    let timed = matches!(item.quantity, Quantity::Time(_) | Quantity::Always);
    let of_table = |number: &Number| match number.origin {
        Origin::Table(table) => Some(&builder.tables[table]).filter(|table| clocks.contains(&table.clock)),
        _ => None,
    };
    let horizon = builder.horizon.unwrap_or(0);
    let numbers = item.times.iter().chain(&item.price);
    let steps: usize = numbers.filter_map(of_table).map(|table| table.values.most_steps(horizon)).sum();
    match clocks.as_slice() {
        [] => return Some(()),
        _ if steps > limits::MOST_STEPS => {
            let message = Message::new("since_pieces_too_many").with("found", steps).with("most", limits::MOST_STEPS);
            builder.faults.at(place, message).hint(Message::new("fewer_steps"))
        }
        [_] if timed => return Some(()),
        [_] => builder.faults.at(place, Message::new("since_without_time")).hint(Message::new("write_since_of_item")),
        _ => builder.faults.at(place, Message::new("two_since_clocks")).hint(Message::new("write_since_of_item")),
    };
    None
}

/// The full name of an item, and how names of its numbers start.
fn name_and_path(id: Option<&str>, table: &Table, scope: &Scope<'_>) -> (String, String) {
    match (scope, id) {
        (_, None) => (String::new(), format!("items at {}", table.place.span.start)),
        (Scope::Effects, Some(id)) => (id.to_string(), format!("items.{id}")),
        (Scope::Alternative { id: of, path, own, .. }, Some(id)) => {
            let list = if *own { "costs" } else { "items" };
            (format!("{of}.{id}"), format!("{path}.{list}({id})"))
        }
        (Scope::Intervention { id: of, name, path, .. }, Some(id)) => {
            (format!("{of}.{name}.{id}"), format!("{path}.costs({id})"))
        }
    }
}

fn read_id(entry: &Entry<'_>, seen: &mut BTreeSet<String>, builder: &mut ScenarioBuilder) -> Option<String> {
    let node = entry.required("id", &mut builder.faults)?;
    let id = entry::text(node, &mut builder.faults)?;
    let sound = entry::check_name(id, &node.place, &mut builder.faults);
    if !seen.insert(id.to_string()) {
        builder.faults.at(&node.place, Message::new("id_twice").with("id", id));
        return None;
    }
    sound.then(|| id.to_string())
}

/// Its own way of counting: the inner `None` is that of the scenario.
fn read_own_count(entry: &Entry<'_>, builder: &mut ScenarioBuilder) -> Option<Option<Count>> {
    let Some(node) = entry.get("count") else { return Some(None) };
    count::read(node, builder.horizon, builder.halvings, &mut builder.faults).map(Some)
}

/// Which conditions hold in a time that goes by months or by interventions is seen at one moment of a cycle, that of the
/// scenario.
fn check_own_count(item: &Item, entry: &Entry<'_>, builder: &mut ScenarioBuilder) -> Option<()> {
    let by_states = match &item.quantity {
        Quantity::Time(condition) => condition.is_about_states(),
        _ => true,
    };
    let lasting = item.times.iter().chain(&item.price).any(|number| match number.origin {
        Origin::Table(table) => matches!(builder.clocks[builder.tables[table].clock], Clock::Since(_)),
        _ => false,
    });
    match entry.table.fields.get("count") {
        Some(field) if !by_states || lasting => {
            builder.faults.at(&field.key, Message::new("own_count_of_moments")).hint(Message::new("count_of_settings"));
            None
        }
        _ => Some(()),
    }
}

/// Its own discount rate: the inner `None` is that of the scenario.
fn read_discount(entry: &Entry<'_>, builder: &mut ScenarioBuilder) -> Option<Option<usize>> {
    let Some(node) = entry.get("discount") else { return Some(None) };
    let name = entry::text(node, &mut builder.faults)?;
    let found = builder.discount_rates.iter().position(|known| known == name);
    if found.is_none() {
        let known = builder.discount_rates.iter().map(String::as_str);
        suggest::unknown(&mut builder.faults, &node.place, Message::new("unknown_discount_rate"), name, known);
    }
    found.map(Some)
}

fn read_times(entry: &Entry<'_>, path: &str, builder: &mut ScenarioBuilder) -> Option<Vec<Number>> {
    let Some(node) = entry.get("times") else { return Some(Vec::new()) };
    let list = entry::list(node, &mut builder.faults)?;
    let path = format!("{path}.times");
    let times: Vec<Option<Number>> =
        list.iter().map(|node| clock::number(node, Kind::Factor, &path, Reach::Items, builder)).collect();
    times.into_iter().collect()
}
