//! Modifiers: ratios that act on a transition while a condition holds.
//!
//! In: the elements of `when`. Out: [`Modifier`]s, with the places of their ratios.

use crate::diagnostics::Place;
use crate::model::{Modifier, Ratio};
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::scenario::condition;
use crate::read::scenario::domain::strength;
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::Node;

/// What makes a transition stronger or weaker, and where that is written.
pub(crate) fn modifiers(
    entry: &Entry<'_>,
    path: &str,
    builder: &mut ScenarioBuilder,
) -> Vec<(Modifier, (Ratio, Place))> {
    let Some(list) = entry.get("when").and_then(|node| entry::list(node, &mut builder.faults)) else {
        return Vec::new();
    };
    list.iter().filter_map(|node| modifier(node, "modifier", path, builder)).collect()
}

/// Reads a modifier; `form` names the keys that may stand in it.
pub(crate) fn modifier(
    node: &Node,
    form: &str,
    path: &str,
    builder: &mut ScenarioBuilder,
) -> Option<(Modifier, (Ratio, Place))> {
    let table = entry::table(node, &mut builder.faults)?;
    let entry = Entry::open(table, keys::of(form), &mut builder.faults);
    let id = match entry.get("id") {
        Some(node) => read_id(node, builder),
        None => Some(String::new()),
    };
    let condition = entry.required("if", &mut builder.faults).and_then(|node| condition::read(node, builder));
    let words = match &condition {
        Some(condition) => condition::describe(condition, builder),
        None => format!("at {}", node.place.span.start),
    };
    let (ratio, place) = strength::ratio(&entry, &format!("{path}.when({words})"), builder)?;
    Some((Modifier { id: id?, condition: condition?, ratio }, (ratio, place)))
}

/// The name by which alternatives can change a modifier.
fn read_id(node: &Node, builder: &mut ScenarioBuilder) -> Option<String> {
    let id = entry::text(node, &mut builder.faults)?;
    builder.modifier_ids.insert(id.to_string());
    entry::check_name(id, &node.place, &mut builder.faults).then(|| id.to_string())
}
