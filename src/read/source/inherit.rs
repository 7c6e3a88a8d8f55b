//! Inheritance of alternatives: `like`, and what all take over from the null alternative.
//!
//! In: the tables of `[alternatives]` and that of `[null_alternative]`. Out: the former with those of `like`
//! underneath, and under all of them the interventions of the null alternative, as `merge` does it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostics, Message};
use crate::model::NULL_ALTERNATIVE;
use crate::read::source::entry;
use crate::read::source::merge;
use crate::read::source::suggest;
use crate::read::source::tree::{Field, Node, Table, Value};

/// Keys that are not taken over.
const OWN: [&str; 2] = ["like", "label"];

/// The tables of the alternatives.
pub(crate) struct Merged {
    /// Each with those it is like underneath, by name.
    pub(crate) tables: BTreeMap<String, Table>,
    /// Names of those whose `like` was at fault: what is missing in them may have been meant to come from there.
    pub(crate) orphans: BTreeSet<String>,
}

/// Merges every table with the one it is like, and with what is done in the null alternative. A faulty `like` is
/// reported and left out.
pub(crate) fn merge_all(tables: &BTreeMap<&str, &Table>, null: Option<&Table>, faults: &mut Diagnostics) -> Merged {
    let usual = null.and_then(usual);
    let parents: BTreeMap<&str, &str> =
        tables.iter().filter_map(|(id, table)| Some((*id, parent(table, tables, faults)?))).collect();
    let (mut merged, mut orphans) = (BTreeMap::new(), BTreeSet::new());
    for id in tables.keys() {
        let chain = chain(id, &parents);
        if chain.is_none()
            && let Some(node) = tables[id].get("like")
        {
            faults.at(&node.place, Message::new("like_loop").with("name", id));
        }
        if tables[id].has("like") && chain.as_ref().is_none_or(Vec::is_empty) {
            orphans.insert((*id).to_string());
        }
        let mut table = (*tables[id]).clone();
        for ancestor in chain.unwrap_or_default() {
            let mut path = ["alternatives", id].map(String::from).to_vec();
            table = merge::tables(&table, &heritage(tables[ancestor]), &mut path);
        }
        if let Some(usual) = &usual {
            table = merge::tables(&table, usual, &mut ["alternatives", id].map(String::from).to_vec());
        }
        merged.insert((*id).to_string(), table);
    }
    Merged { tables: merged, orphans }
}

/// The table of a scenario, with every alternative on top of those it is like.
pub(crate) fn resolved(table: &Table) -> Table {
    let mut table = table.clone();
    let null = match table.get(NULL_ALTERNATIVE).map(|node| &node.value) {
        Some(Value::Table(null)) => Some(null.clone()),
        _ => None,
    };
    let Some(Value::Table(all)) = table.fields.get_mut("alternatives").map(|field| &mut field.node.value) else {
        return table;
    };
    let own = all.clone();
    let tables = own.fields.iter().filter_map(|(id, field)| match &field.node.value {
        Value::Table(table) => Some((id.as_str(), table)),
        _ => None,
    });
    for (id, merged) in merge_all(&tables.collect(), null.as_ref(), &mut Diagnostics::default()).tables {
        if let Some(field) = all.fields.get_mut(&id) {
            field.node.value = Value::Table(merged);
        }
    }
    table
}

/// What every alternative takes over from the null alternative: its interventions. What they cost counts in all
/// alternatives as it is.
fn usual(null: &Table) -> Option<Table> {
    let field = null.fields.get("interventions")?;
    let Value::Table(all) = &field.node.value else { return None };
    let mut all = all.clone();
    for field in all.fields.values_mut() {
        if let Value::Table(intervention) = &mut field.node.value {
            intervention.fields.remove("costs");
        }
    }
    let node = Node { place: field.node.place.clone(), value: Value::Table(all) };
    let fields = BTreeMap::from([("interventions".to_string(), Field { key: field.key.clone(), node })]);
    Some(Table { place: null.place.clone(), fields })
}

fn parent<'t>(table: &'t Table, tables: &BTreeMap<&'t str, &'t Table>, faults: &mut Diagnostics) -> Option<&'t str> {
    let node = table.get("like")?;
    let name = entry::text(node, faults)?;
    if !tables.contains_key(name) {
        suggest::unknown(faults, &node.place, Message::new("unknown_alternative"), name, tables.keys().copied());
        return None;
    }
    Some(name)
}

/// The ancestors of an alternative, nearest first; `None` where they go round.
fn chain<'t>(id: &'t str, parents: &BTreeMap<&'t str, &'t str>) -> Option<Vec<&'t str>> {
    let mut chain: Vec<&str> = Vec::new();
    let mut at = id;
    while let Some(parent) = parents.get(at) {
        // A chain without a loop has fewer links than there are parents, and one for the alternative itself.
        if *parent == id || chain.len() > parents.len() {
            return None;
        }
        chain.push(parent);
        at = parent;
    }
    Some(chain)
}

/// An alternative without the keys that are its own.
fn heritage(table: &Table) -> Table {
    let mut table = table.clone();
    table.fields.retain(|key, _| !OWN.contains(&key.as_str()));
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::source::toml_text;

    #[test]
    fn own_keys_win_and_numbers_are_taken_whole() {
        let text = "[a]\nlabel = 1\nparameters.x = { pert = 1 }\n[a.interventions.i]\nstart = 1\nsuccess = 2\n\
            [b]\nlike = \"a\"\nparameters.x = { fixed = 2 }\n[b.interventions.i]\nstart = 3\n\
            [c]\nlike = \"c\"\n[d]\nlike = \"bb\"\n";
        let mut faults = Diagnostics::default();
        let root = toml_text::parse(text, 0, &mut faults).table;
        let tables = root.fields.iter().filter_map(|(id, field)| match &field.node.value {
            Value::Table(table) => Some((id.as_str(), table)),
            _ => None,
        });
        let merged = merge_all(&tables.collect(), None, &mut faults);
        let b = &merged.tables["b"];
        let inner = |table: &Table, key: &str| match table.get(key).map(|node| node.value.clone()) {
            Some(Value::Table(table)) => table,
            _ => panic!("no table {key}"),
        };
        assert!(!b.has("label"));
        assert_eq!(inner(&inner(b, "parameters"), "x").fields.keys().collect::<Vec<_>>(), ["fixed"]);
        let intervention = inner(&inner(b, "interventions"), "i");
        assert!(matches!(intervention.get("start").map(|node| &node.value), Some(Value::Integer(3))));
        assert!(intervention.has("success"));
        let keys: Vec<_> = faults.sorted().iter().map(|diagnostic| diagnostic.message.key).collect();
        assert_eq!(keys, ["like_loop", "unknown_alternative"]);
        assert_eq!(merged.orphans.into_iter().collect::<Vec<_>>(), ["c", "d"]);
    }
}
