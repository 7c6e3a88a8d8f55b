//! Alternatives: the world without the plan, and named changes to it.
//!
//! In: `[null_alternative]` and `[alternatives]`. Out: [`Alternative`]s, the null alternative first, the others by
//! name; their own costs go into the builder as items. Indices of items are filled in by [`finish`], when all items are
//! known.

pub(crate) mod difference;
pub(crate) mod intervention;
pub(crate) mod provenance;
pub(crate) mod system_problem;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Message, Place};
use crate::model::{Alternative, Intervention, MOST_INTERVENTIONS, NULL_ALTERNATIVE, Number, Text};
use crate::read::builder::{ReadItem, ScenarioBuilder};
use crate::read::keys;
use crate::read::scenario::alternative::provenance::{MAX_ALTERNATIVES, Owner, Provenance, note_provenance};
use crate::read::scenario::item;
use crate::read::scenario::item::scope::Scope;
use crate::read::source::entry::{self, Entry, too_many};
use crate::read::source::inherit::{self, Merged};
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Table, Value};

/// An alternative of which the changes to items are still to be filled in.
pub(crate) struct Draft {
    alternative: Alternative,
    /// Names of items that are switched off.
    off: Vec<(String, Place)>,
    /// Names of items of which the quantity is multiplied.
    times: Vec<(String, Place, Number)>,
}

/// The tables of `[alternatives]`, merged with those they are like and with what is done in the null alternative, and
/// where their values are written.
pub(crate) fn merged(node: Option<&Node>, null: Option<&Node>, builder: &mut ScenarioBuilder) -> (Merged, Provenance) {
    let mut provenance = Provenance::new();
    // What is wrong with it is told where it is read.
    let null = if let Some(Value::Table(table)) = null.map(|node| &node.value) { Some(table) } else { None };
    if let Some(table) = null {
        note_provenance(table, NULL_ALTERNATIVE, &mut provenance);
    }
    let Some(all) = node.and_then(|node| entry::table(node, &mut builder.faults)) else {
        return (Merged { tables: BTreeMap::new(), orphans: BTreeSet::new() }, provenance);
    };
    if let Some(field) = all.fields.values().nth(MAX_ALTERNATIVES) {
        builder.faults.at(&field.key, too_many("what_alternatives", MAX_ALTERNATIVES));
    }
    let mut tables = BTreeMap::new();
    for (id, field) in all.fields.iter().take(MAX_ALTERNATIVES) {
        entry::check_name(id, &field.key, &mut builder.faults);
        if id == NULL_ALTERNATIVE {
            builder.faults.at(&field.key, Message::new("name_of_null"));
        }
        if let Some(table) = entry::table(&field.node, &mut builder.faults) {
            note_provenance(table, &format!("alternatives.{id}"), &mut provenance);
            tables.insert(id.as_str(), table);
        }
    }
    (inherit::merge_all(&tables, null, &mut builder.faults), provenance)
}

/// Names of all interventions.
pub(crate) fn intervention_names(tables: &BTreeMap<String, Table>, null: Option<&Node>) -> BTreeSet<String> {
    let null = if let Some(Value::Table(table)) = null.map(|node| &node.value) { Some(table) } else { None };
    tables.values().chain(null).flat_map(|table| table.keys_under("interventions").cloned()).collect()
}

/// The null alternative: what it is called, and what is done in it and so in all others.
pub(crate) fn null(node: Option<&Node>, provenance: &Provenance, builder: &mut ScenarioBuilder) -> Draft {
    let default = || Text { nl: "Zonder deze hulp".into(), en: "Without this help".into() };
    let mut alternative = empty(NULL_ALTERNATIVE, default());
    if let Some(table) = node.and_then(|node| entry::table(node, &mut builder.faults)) {
        let entry = Entry::open(table, keys::of("null_alternative"), &mut builder.faults);
        let label = entry.get("label").and_then(|node| entry::label(node, &mut builder.faults));
        alternative.label = label.unwrap_or_else(default);
        let owner = Owner { at: 0, id: NULL_ALTERNATIVE, provenance };
        alternative.interventions = read_interventions(&entry, &owner, &BTreeSet::new(), builder);
    }
    Draft { alternative, off: Vec::new(), times: Vec::new() }
}

/// What is done for the household, less what is switched off.
fn read_interventions(
    entry: &Entry<'_>,
    owner: &Owner<'_>,
    off: &BTreeSet<String>,
    builder: &mut ScenarioBuilder,
) -> Vec<Intervention> {
    let interventions = crate::read::scenario::alternative::difference::fields(entry, "interventions", builder);
    let kept = || interventions.iter().filter(|(name, _)| !off.contains(*name));
    if let Some((_, field)) = kept().nth(MOST_INTERVENTIONS) {
        builder.faults.at(&field.key, too_many("what_interventions", MOST_INTERVENTIONS));
    }
    kept()
        .filter_map(|(name, field)| crate::read::scenario::alternative::intervention::read(name, field, owner, builder))
        .collect()
}

fn empty(id: &str, label: Text) -> Alternative {
    Alternative { id: id.to_string(), label, ..Alternative::default() }
}

/// Reads alternative number `at`.
pub(crate) fn read(
    at: usize,
    id: &str,
    table: &Table,
    provenance: &Provenance,
    builder: &mut ScenarioBuilder,
) -> Draft {
    let entry = Entry::open(table, keys::of("alternative"), &mut builder.faults);
    let label = entry.required("label", &mut builder.faults);
    let label = label.and_then(|node| entry::label(node, &mut builder.faults)).unwrap_or_default();
    let owner = Owner { at, id, provenance };
    let mut alternative =
        Alternative { trouble: crate::read::scenario::alternative::system_problem::trouble(id), ..empty(id, label) };
    crate::read::scenario::alternative::difference::parameters(&entry, at, builder);
    alternative.starts = crate::read::scenario::alternative::difference::starts(&entry, &owner, builder);
    alternative.transitions = crate::read::scenario::alternative::difference::transitions(&entry, &owner, builder);
    alternative.modifiers = crate::read::scenario::alternative::difference::modifiers(&entry, &owner, builder);
    let times = crate::read::scenario::alternative::difference::times(&entry, &owner, builder);
    let off = crate::read::scenario::alternative::difference::off(&entry, &mut alternative, table, builder);
    alternative.interventions = read_interventions(&entry, &owner, &off.interventions, builder);
    for (key, own) in [("costs", true), ("items", false)] {
        if let Some(node) = entry.get(key) {
            let path = owner.path(node);
            item::read(node, &Scope::Alternative { at, id, path: &path, own }, builder);
        }
    }
    Draft { alternative, off: off.items, times }
}

/// Fills in what is about items; `ids` are the names of the items in their final order.
pub(crate) fn finish(draft: Draft, ids: &[String], builder: &mut ScenarioBuilder) -> Alternative {
    let Draft { mut alternative, off, times } = draft;
    let mut find = |name: &str, place: &Place| {
        let found = ids.iter().position(|id| id == name);
        if found.is_none() && !builder.item_names.contains(name) {
            let known = ids.iter().map(String::as_str);
            suggest::unknown(&mut builder.faults, place, Message::new("unknown_item"), name, known);
        }
        found
    };
    for (name, place) in &off {
        alternative.off_items.extend(find(name, place));
    }
    for (name, place, number) in times {
        alternative.scaled_items.extend(find(&name, &place).map(|at| (at, number)));
    }
    // What follows from an item goes with it.
    for (at, ReadItem { item, .. }) in builder.items.iter().enumerate() {
        let Some(leader) = item.follows.as_ref().and_then(|(id, _)| ids.iter().position(|known| known == id)) else {
            continue;
        };
        if alternative.off_items.contains(&leader) {
            alternative.off_items.push(at);
        }
        let scaled = alternative.scaled_items.iter().find(|(scaled, _)| *scaled == leader).map(|(_, number)| *number);
        alternative.scaled_items.extend(scaled.map(|number| (at, number)));
    }
    alternative.off_items.sort_unstable();
    alternative.off_items.dedup();
    alternative.scaled_items.sort_by_key(|(at, _)| *at);
    alternative
}
