//! Overrides: other values in a scenario, by dotted path.
//!
//! In: a path such as `alternatives.help.interventions.coach.start.month`, a value, and the table of a scenario. Out:
//! the same table with that value in its place. Elements of a list are found by their `id`, `move`, `on`, `sets` or
//! `if`. What the value means is decided elsewhere, with the same checks as if it had been written in the scenario.

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::read::keys;
use crate::read::keys::rule::{Rule, rule};
use crate::read::source::tree::{Field, Node, Table, Value};
use crate::read::source::{inherit, merge, suggest};

/// Keys that name the elements of a list.
const NAMING: [&str; 5] = ["id", "move", "on", "sets", "if"];

/// Another value for one thing.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// Its path in the scenario.
    pub(crate) path: Vec<String>,
    /// Where the path is written.
    pub(crate) key: Place,
    /// The value.
    pub(crate) node: Node,
}

/// The parts of a dotted path. A part between quotes may hold dots.
pub(crate) fn parts(path: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    for letter in path.chars() {
        match (quote, letter) {
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (None, '.') => parts.push(String::new()),
            _ => parts.last_mut().into_iter().for_each(|part| part.push(letter)),
        }
    }
    parts.iter().map(|part| part.trim().to_string()).collect()
}

/// The changes that a table asks for; its keys may be paths themselves, and `start.DOMAIN` is short for the start of a
/// domain. A table that a scenario takes as a whole is a value.
pub(crate) fn changes_in(table: &Table) -> Vec<Change> {
    let mut changes = Vec::new();
    collect(table, &[], &mut changes);
    changes
}

fn collect(table: &Table, path: &[String], changes: &mut Vec<Change>) {
    for (name, field) in &table.fields {
        let path = in_full([path, &parts(name)].concat());
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        match &field.node.value {
            Value::Table(deeper) if goes_deeper(&keys) => collect(deeper, &path, changes),
            _ => changes.push(Change { path, key: field.key.clone(), node: field.node.clone() }),
        }
    }
}

/// Whether a table at this path holds further parts of paths.
fn goes_deeper(path: &[&str]) -> bool {
    path == ["start"]
        || !matches!(rule(path), Rule::Whole)
        || matches!(path, ["alternatives", _, "interventions", _, "start"])
}

/// The path in full, where it is the short form `start.DOMAIN`.
pub(crate) fn in_full(path: Vec<String>) -> Vec<String> {
    match path.as_slice() {
        [start, domain] if start == "start" => vec!["domains".to_owned(), domain.clone(), "start".to_owned()],
        _ => path,
    }
}

/// Makes all changes. A path that leads nowhere is a fault with the nearest name. Out: the names of unnamed
/// distributions in the place of which something else stands now: they are called after the path at which they are
/// written. One that an alternative takes from another stays with that other one, and parameters keep their names.
pub(crate) fn apply(changes: &[Change], table: &mut Table, faults: &mut Diagnostics) -> Vec<String> {
    if changes.is_empty() {
        return Vec::new();
    }
    let node = |table: Table| Node { place: table.place.clone(), value: Value::Table(table) };
    let full = node(inherit::resolved(table));
    let mut root = node(table.clone());
    for change in changes {
        if let Err(Lost { depth, known }) = put(change, 0, &mut root, Some(&full)) {
            let message = Message::new("path_unknown").with("path", change.path.join("."));
            let part = change.path.get(depth).map_or("", String::as_str);
            suggest::unknown(faults, &change.key, message, part, known.iter().map(String::as_str));
        }
    }
    let written = node(table.clone());
    if let Value::Table(changed) = root.value {
        *table = changed;
    }
    let unnamed = changes.iter().filter(|change| change.path.first().is_some_and(|part| part != "parameters"));
    let gone = unnamed.filter(|change| !is_distribution(&change.node));
    gone.filter(|change| at(&written, &change.path).is_some_and(is_distribution))
        .map(|change| change.path.join("."))
        .collect()
}

/// What stands at a path.
fn at<'n>(node: &'n Node, path: &[String]) -> Option<&'n Node> {
    let Some((part, rest)) = path.split_first() else { return Some(node) };
    match &node.value {
        Value::Table(table) => at(table.get(part)?, rest),
        Value::List(list) => {
            let wanted: String = part.split_whitespace().collect();
            at(list.iter().find(|element| name_of(element).as_ref() == Some(&wanted))?, rest)
        }
        _ => None,
    }
}

fn is_distribution(node: &Node) -> bool {
    let Value::Table(table) = &node.value else { return false };
    keys::of("families").iter().any(|family| table.has(family))
}

/// Where a path leads nowhere: the part that is not there, and what is.
struct Lost {
    depth: usize,
    known: Vec<String>,
}

/// Puts the value in its place below `node`, which stands at the first `depth` parts of the path. `full` is the same
/// with what alternatives take from those they are like.
fn put(change: &Change, depth: usize, node: &mut Node, full: Option<&Node>) -> Result<(), Lost> {
    let Some(part) = change.path.get(depth) else {
        *node = change.node.clone();
        return Ok(());
    };
    match &mut node.value {
        Value::Table(table) => {
            let theirs = match full.map(|node| &node.value) {
                Some(Value::Table(full)) => Some(full),
                _ => None,
            };
            if !table.has(part) {
                let inherited = theirs.and_then(|full| full.fields.get(part));
                let known = || theirs.unwrap_or(table).fields.keys().cloned().collect();
                let field = added(change, depth, inherited).ok_or_else(|| Lost { depth, known: known() })?;
                table.fields.insert(part.clone(), field);
            }
            let below = theirs.and_then(|full| full.get(part));
            table.fields.get_mut(part).map_or(Ok(()), |field| put(change, depth + 1, &mut field.node, below))
        }
        Value::List(list) => {
            let wanted: String = part.split_whitespace().collect();
            let known: Vec<String> = list.iter().filter_map(name_of).collect();
            match list.iter_mut().find(|element| name_of(element).as_ref() == Some(&wanted)) {
                Some(found) => put(change, depth + 1, found, None),
                None => Err(Lost { depth, known }),
            }
        }
        _ => Err(Lost { depth, known: Vec::new() }),
    }
}

/// What stands at the first part that a table does not have itself: something inherited, or a new key at the end.
fn added(change: &Change, depth: usize, inherited: Option<&Field>) -> Option<Field> {
    let path: Vec<&str> = change.path[..=depth].iter().map(String::as_str).collect();
    match inherited {
        Some(field) => {
            let mut field = field.clone();
            // What is merged key by key stays shared; only the changed key becomes the alternative's own.
            if let (Rule::Keys(_), Value::Table(table)) = (rule(&path), &mut field.node.value) {
                table.fields.clear();
            }
            Some(field)
        }
        None if depth + 1 == change.path.len() && !holds_names(&path[..depth]) => {
            Some(Field { key: change.key.clone(), node: change.node.clone() })
        }
        None => None,
    }
}

/// Whether the keys of the table at this path are names of things, which must exist, and not keys with a default.
fn holds_names(path: &[&str]) -> bool {
    matches!(
        path,
        [] | ["traits" | "parameters" | "domains" | "alternatives" | "system_problems"]
            | ["domains", _, "states" | "measures"]
            | ["domains", _, "measures", _]
            | ["alternatives", _, "interventions"]
            | ["null_alternative", "interventions"]
    )
}

/// The name of an element of a list; spaces in it do not count.
fn name_of(node: &Node) -> Option<String> {
    NAMING.iter().find_map(|key| merge::name_of(node, key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::source::toml_text;

    const TEXT: &str = "settings.horizon = 1\nparameters.x = 1\nitems = [{ id = 'a', price = 'p' }]\n\
        [domains.h]\ntransitions = [{ move = 'a -> b', chance = 1, when = [{ if = 'c', ratio = 2 }] }]\n\
        [alternatives.one.interventions.i]\nstart = { month = 0, delay = 1 }\nsuccess = 0.5\n\
        [alternatives.two]\nlike = 'one'\n";

    /// The table after a change of a path into 9, and the faults with the nearest name.
    fn changed(path: &str) -> (Table, Vec<String>) {
        let mut faults = Diagnostics::default();
        let mut table = toml_text::parse(TEXT, 0, &mut faults).table;
        let place = Place { file: 0, span: 0..0 };
        let node = Node { place: place.clone(), value: Value::Integer(9) };
        apply(&[Change { path: parts(path), key: place, node }], &mut table, &mut faults);
        let told = |diagnostic: &crate::diagnostics::Diagnostic| {
            let hint = diagnostic.hints.first().and_then(|hint| hint.values.first());
            format!("{} {}", diagnostic.message.key, hint.map_or("", |(_, name)| name))
        };
        (table, faults.sorted().into_iter().map(told).collect())
    }

    /// The value at a path, as it would be put.
    fn found(table: &Table, path: &str) -> Option<Value> {
        let mut at = Value::Table(table.clone());
        for part in parts(path) {
            at = match at {
                Value::Table(table) => table.get(&part)?.value.clone(),
                Value::List(list) => {
                    let wanted: String = part.split_whitespace().collect();
                    list.into_iter().find(|element| name_of(element).as_ref() == Some(&wanted))?.value
                }
                _ => return None,
            };
        }
        Some(at)
    }

    #[test]
    fn anything_in_a_scenario_can_be_changed() {
        for path in [
            "settings.horizon",
            "settings.seed",
            "parameters.x",
            "items.a.price",
            "items.a.times",
            "domains.h.transitions.a -> b.chance",
            "domains.h.transitions.\"a->b\".when.c.ratio",
            "alternatives.one.interventions.i.start.month",
            "alternatives.two.interventions.i.start.month",
            "alternatives.two.interventions.i.reached",
        ] {
            let (table, told) = changed(path);
            assert_eq!(told, [""; 0], "{path}");
            assert!(matches!(found(&table, path), Some(Value::Integer(9))), "{path}");
        }
    }

    #[test]
    fn an_alternative_keeps_what_it_takes_from_another() {
        let (table, _) = changed("alternatives.two.interventions.i.start.month");
        assert!(matches!(found(&table, "alternatives.two.interventions.i.start.delay"), Some(Value::Integer(1))));
        assert!(found(&table, "alternatives.two.interventions.i.success").is_none());
        assert!(matches!(found(&table, "alternatives.one.interventions.i.start.month"), Some(Value::Integer(0))));
    }

    #[test]
    fn a_path_that_leads_nowhere_names_the_nearest() {
        for (path, nearest) in [
            ("parameter.x", "parameters"),
            ("parameters.y", "x"),
            ("settings.horizon.x", ""),
            ("items.b.price", "a"),
            ("domains.h.transitions.a -> c.chance", "a->b"),
            ("alternatives.two.interventions.j.success", "i"),
            ("alternatives.too.interventions.i.success", "two"),
        ] {
            let told = changed(path).1;
            assert!(told.len() == 1 && told[0].starts_with(&format!("path_unknown {nearest}")), "{path}: {told:?}");
        }
    }

    #[test]
    fn paths_have_parts() {
        assert_eq!(parts("a.'b.c' . d"), ["a", "b.c", "d"]);
        assert_eq!(parts("a.\"b -> c\".d"), ["a", "b -> c", "d"]);
        assert_eq!(parts(""), [""]);
    }
}
