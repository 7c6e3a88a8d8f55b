//! Warnings from the text of a scenario: characteristics that nothing uses, numbers without a source.
//!
//! In: the tree of a scenario without faults. Out: warnings. A name counts as used where it occurs as a word in any key
//! or text outside the place where it is defined, texts for people apart; so a new way to use a name needs no change
//! here.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostics, Message, number};
use crate::read::source::tree::{Node, Table, Value};

/// Keys whose texts are for people.
const PROSE: [&str; 8] = ["nl", "en", "note", "source", "url", "unit", "title", "law"];
/// Keys of a number that says something about the world or about a plan, and so has a source or is an assumption.
const FIGURES: [&str; 12] = [
    "amount",
    "chance",
    "each",
    "hazard_ratio",
    "mean_duration",
    "odds_ratio",
    "per_month",
    "probability_ratio",
    "rate",
    "reached",
    "relative_risk",
    "success",
];

/// Runs both checks.
pub(crate) fn run(root: &Table, found: &mut Diagnostics) {
    let mut words = BTreeSet::new();
    for (key, field) in root.fields.iter().filter(|(key, _)| *key != "traits") {
        collect(key, &field.node, &mut words);
    }
    for (name, field) in root.table_at(&["traits"]).into_iter().flat_map(|characteristics| &characteristics.fields) {
        if !words.contains(name.as_str()) {
            found.warning(Some(field.key.clone()), Message::new("trait_unused").with("name", name));
        }
    }
    let parts = ["domains", "items", "null_alternative", "alternatives", "system_problems"];
    for field in parts.iter().filter_map(|key| root.fields.get(*key)) {
        warn_bare(&field.node, found);
    }
}

/// All words of keys and texts.
fn collect<'t>(key: &'t str, node: &'t Node, words: &mut BTreeSet<&'t str>) {
    let word = |letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '-');
    words.extend(key.split(word));
    match &node.value {
        Value::Text(text) if !PROSE.contains(&key) => words.extend(text.split(word)),
        Value::List(list) => list.iter().for_each(|node| collect("", node, words)),
        Value::Table(table) => table.fields.iter().for_each(|(key, field)| collect(key, &field.node, words)),
        _ => {}
    }
}

/// Plain numbers in place. 0 and 1 mean never, always, or no effect, and ask for no source.
fn warn_bare(node: &Node, found: &mut Diagnostics) {
    match &node.value {
        Value::List(list) => list.iter().for_each(|node| warn_bare(node, found)),
        Value::Table(table) => {
            for (key, field) in &table.fields {
                let value = match field.node.value {
                    Value::Integer(value) => value as f64,
                    Value::Float(value) => value,
                    _ => {
                        warn_bare(&field.node, found);
                        continue;
                    }
                };
                if FIGURES.contains(&key.as_str()) && value != 0.0 && value != 1.0 {
                    let message = Message::new("number_without_source").with("key", key).with("value", number(value));
                    found.warning(Some(field.node.place.clone()), message);
                }
            }
        }
        _ => {}
    }
}
