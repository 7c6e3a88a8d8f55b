//! Alternatives: the world without the plan, and named changes to it.
//!
//! In: `[null_alternative]` and `[alternatives]`. Out: [`Alternative`]s, the null alternative first, the others by name;
//! their own costs go onto the desk as items. Indices of items are filled in by [`finish`], when all items are known.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::{Desk, Override};
use super::domains;
use super::entry::{self, At, Entry};
use super::interventions;
use super::like::{self, Merged};
use super::names;
use super::number::too_many;
use super::parameters;
use super::phrases;
use super::strength::{self, STRENGTH};
use super::tree::{Field, Node, Table, Value};
use crate::diagnostics::Message;
use crate::model::{Alternative, MOST_INTERVENTIONS, NULL_ALTERNATIVE, Start, Strength, Text};

/// Most alternatives in a scenario.
const MAX_ALTERNATIVES: usize = 100;
/// Keys of an alternative.
const KEYS: [&str; 7] = ["label", "like", "off", "parameters", "start", "transitions", "interventions"];

/// An alternative of which items are still to be switched off.
pub(super) struct Draft {
    alternative: Alternative,
    off: Vec<Node>,
}

/// For every value of an alternative, by file and where it starts: the alternative in which it is written.
pub(super) type Homes = BTreeMap<(usize, usize), String>;

/// The tables of `[alternatives]`, merged with those they are like, and where their values are written.
pub(super) fn merged(node: Option<&Node>, desk: &mut Desk) -> (Merged, Homes) {
    let mut homes = Homes::new();
    let Some(all) = node.and_then(|node| entry::table(node, &mut desk.faults)) else {
        return (Merged { tables: BTreeMap::new(), orphans: BTreeSet::new() }, homes);
    };
    if let Some(field) = all.fields.values().nth(MAX_ALTERNATIVES) {
        desk.faults.at(&field.key, too_many("what_alternatives", MAX_ALTERNATIVES));
    }
    let mut tables = BTreeMap::new();
    for (id, field) in all.fields.iter().take(MAX_ALTERNATIVES) {
        entry::check_name(id, &field.key, &mut desk.faults);
        if id == NULL_ALTERNATIVE {
            desk.faults.at(&field.key, Message::new("name_of_null"));
        }
        if let Some(table) = entry::table(&field.node, &mut desk.faults) {
            note_homes(table, id, &mut homes);
            tables.insert(id.as_str(), table);
        }
    }
    (like::merge_all(&tables, &mut desk.faults), homes)
}

fn note_homes(table: &Table, id: &str, homes: &mut Homes) {
    for field in table.fields.values() {
        note_home(&field.node, id, homes);
    }
}

fn note_home(node: &Node, id: &str, homes: &mut Homes) {
    homes.insert((node.place.file, node.place.span.start), id.to_string());
    match &node.value {
        Value::Table(table) => note_homes(table, id, homes),
        Value::List(list) => list.iter().for_each(|node| note_home(node, id, homes)),
        _ => {}
    }
}

/// Names of all interventions.
pub(super) fn intervention_names(tables: &BTreeMap<String, Table>) -> BTreeSet<String> {
    let of = |table: &Table| match table.get("interventions").map(|node| &node.value) {
        Some(Value::Table(all)) => all.fields.keys().cloned().collect(),
        _ => Vec::new(),
    };
    tables.values().flat_map(of).collect()
}

/// The null alternative.
pub(super) fn null(node: Option<&Node>, desk: &mut Desk) -> Draft {
    let label = node.and_then(|node| entry::table(node, &mut desk.faults)).and_then(|table| {
        let entry = Entry::open(table, &["label"], &mut desk.faults);
        entry::label(entry.get("label")?, &mut desk.faults)
    });
    let default = || Text { nl: "Zonder deze hulp".into(), en: "Without this help".into() };
    Draft { alternative: empty(NULL_ALTERNATIVE, label.unwrap_or_else(default)), off: Vec::new() }
}

fn empty(id: &str, label: Text) -> Alternative {
    Alternative { id: id.to_string(), label, ..Alternative::default() }
}

/// Reads alternative number `at`.
pub(super) fn read(at: usize, id: &str, table: &Table, homes: &Homes, desk: &mut Desk) -> Draft {
    let entry = Entry::open(table, &KEYS, &mut desk.faults);
    let label = entry.required("label", &mut desk.faults);
    let label = label.and_then(|node| entry::label(node, &mut desk.faults)).unwrap_or_default();
    let mut draft = Draft { alternative: empty(id, label), off: Vec::new() };
    for (name, field) in fields(&entry, "parameters", desk) {
        read_override(at, name, field, desk);
    }
    for (name, field) in fields(&entry, "start", desk) {
        draft.alternative.starts.extend(read_start(name, field, desk));
    }
    for (name, field) in fields(&entry, "transitions", desk) {
        draft.alternative.transitions.extend(read_strength(name, field, homes, desk));
    }
    read_off(&entry, &mut draft, desk);
    let interventions = fields(&entry, "interventions", desk);
    if let Some((_, field)) = interventions.get(MOST_INTERVENTIONS) {
        desk.faults.at(&field.key, too_many("what_interventions", MOST_INTERVENTIONS));
    }
    for (name, field) in interventions {
        let owner = interventions::Owner { at, id, homes };
        draft.alternative.interventions.extend(interventions::read(name, field, &owner, desk));
    }
    draft.alternative.starts.sort_by(|a, b| a.domains.cmp(&b.domains));
    draft.alternative.transitions.sort_by_key(|(transition, _)| *transition);
    draft
}

/// The fields of the table under this key.
fn fields<'t>(entry: &Entry<'t>, key: &str, desk: &mut Desk) -> Vec<(&'t String, &'t Field)> {
    let table = entry.get(key).and_then(|node| entry::table(node, &mut desk.faults));
    table.map(|table| table.fields.iter().collect()).unwrap_or_default()
}

fn read_override(alternative: usize, name: &str, field: &Field, desk: &mut Desk) {
    if !desk.numbers.named.contains_key(name) {
        let known = desk.numbers.named.keys().map(String::as_str);
        names::unknown(&mut desk.faults, &field.key, Message::new("unknown_parameter"), name, known);
        return;
    }
    if let Value::Table(table) = &field.node.value
        && let Some(node) = table.get("formula")
    {
        desk.faults.at(&node.place, Message::new("formula_in_alternative")).hint(Message::new("formula_in_parameters"));
        return;
    }
    if let Some(definition) = parameters::define(&field.node, name, &field.key, desk) {
        desk.overrides.push(Override { alternative, name: name.to_string(), definition });
    }
}

fn read_start(name: &str, field: &Field, desk: &mut Desk) -> Option<Start> {
    let domain = phrases::find_domain(name, &field.key, &desk.domains, &mut desk.faults)?;
    domains::start(&field.node, (domain, &desk.domains[domain]), &mut desk.faults)
}

fn read_strength(name: &str, field: &Field, homes: &Homes, desk: &mut Desk) -> Option<(usize, Strength)> {
    let key = Node { place: field.key.clone(), value: Value::Text(name.to_string()) };
    let found = phrases::transition(name, &key, desk);
    let table = entry::table(&field.node, &mut desk.faults)?;
    let entry = Entry::open(table, &STRENGTH, &mut desk.faults);
    let name = found.map_or(name, |at| desk.transitions[at].name.as_str());
    let home = homes.get(&(field.node.place.file, field.node.place.span.start)).map_or("", String::as_str);
    let path = format!("alternatives.{home}.transitions({name})");
    let strength = strength::strength(&entry, &path, desk);
    Some((found?, strength?))
}

/// Transitions are switched off at once; items are kept for [`finish`].
fn read_off(entry: &Entry<'_>, draft: &mut Draft, desk: &mut Desk) {
    let Some(list) = entry.get("off").and_then(|node| entry::list(node, &mut desk.faults)) else { return };
    for node in list {
        let Some(text) = entry::text(node, &mut desk.faults) else { continue };
        if text.starts_with("items:") {
            draft.off.push(node.clone());
        } else if let Some(name) = text.strip_prefix("transitions:") {
            let found = phrases::transition(name.trim(), node, desk);
            draft.alternative.off_transitions.extend(found);
        } else {
            desk.faults.at(&node.place, Message::new("off_wrong")).hint(Message::new("write_off"));
        }
    }
    draft.alternative.off_transitions.sort_unstable();
    draft.alternative.off_transitions.dedup();
}

/// Switches off items; `ids` are the names of the items in their final order.
pub(super) fn finish(draft: Draft, ids: &[String], desk: &mut Desk) -> Alternative {
    let Draft { mut alternative, off } = draft;
    for node in &off {
        let Value::Text(text) = &node.value else { continue };
        let name = text.trim_start_matches("items:").trim();
        match ids.iter().position(|id| id == name) {
            Some(at) => alternative.off_items.push(at),
            None if desk.item_names.contains(name) => {}
            None => {
                names::unknown(
                    &mut desk.faults,
                    &node.place,
                    Message::new("unknown_item"),
                    name,
                    ids.iter().map(String::as_str),
                );
            }
        }
    }
    alternative.off_items.sort_unstable();
    alternative.off_items.dedup();
    alternative
}
