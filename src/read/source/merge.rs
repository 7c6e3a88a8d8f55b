//! Merging of tables: one laid over another.
//!
//! In: two tables of a scenario and the path at which they stand. Out: one table. Tables of named things are merged key
//! by key; a number, a strength, a text or a list is taken as a whole. Lists of named things are merged by the key that
//! names them. Everything keeps the place where it was written. Nothing can be wrong here.

use std::collections::BTreeSet;

use crate::read::keys::rule::{Rule, rule};
use crate::read::source::tree::{Field, Node, Table, Value};

/// One scenario on top of another. A domain that starts in some way in the one on top loses every start that it has
/// below.
pub(crate) fn scenarios(over: &Table, under: &Table) -> Table {
    let mut under = under.clone();
    let together = |table: &Table| elements(table, "joint_start").iter().flat_map(domains_of).collect::<BTreeSet<_>>();
    let joint = together(over);
    let own: BTreeSet<String> = match over.get("domains").map(|node| &node.value) {
        Some(Value::Table(all)) => {
            all.fields.iter().filter(|(_, field)| has_start(field)).map(|(id, _)| id.clone()).collect()
        }
        _ => BTreeSet::new(),
    };
    if let Some(Value::Table(all)) = under.fields.get_mut("domains").map(|field| &mut field.node.value) {
        for (_, field) in all.fields.iter_mut().filter(|(id, _)| joint.contains(*id)) {
            if let Value::Table(domain) = &mut field.node.value {
                domain.fields.remove("start");
            }
        }
    }
    let same: BTreeSet<Option<String>> =
        elements(over, "joint_start").iter().map(|node| set_of(node, "domains")).collect();
    if let Some(Value::List(list)) = under.fields.get_mut("joint_start").map(|field| &mut field.node.value) {
        let elsewhere = |id: &String| own.contains(id) || joint.contains(id);
        list.retain(|node| same.contains(&set_of(node, "domains")) || !domains_of(node).iter().any(elsewhere));
    }
    tables(over, &under, &mut Vec::new())
}

/// The elements of the list under a key.
fn elements<'t>(table: &'t Table, key: &str) -> &'t [Node] {
    if let Some(Value::List(list)) = table.get(key).map(|node| &node.value) { list } else { &[] }
}

/// The domains that a joint start is about.
fn domains_of(node: &Node) -> Vec<String> {
    let Value::Table(table) = &node.value else { return Vec::new() };
    elements(table, "domains").iter().filter_map(text_of).map(str::to_string).collect()
}

fn has_start(field: &Field) -> bool {
    matches!(&field.node.value, Value::Table(domain) if domain.has("start"))
}

fn text_of(node: &Node) -> Option<&str> {
    if let Value::Text(text) = &node.value { Some(text) } else { None }
}

/// `over` on top of `under`, which both stand at `path`.
pub(crate) fn tables(over: &Table, under: &Table, path: &mut Vec<String>) -> Table {
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    let Rule::Keys(group) = rule(&keys) else { return over.clone() };
    let replaced = group.iter().any(|key| over.has(key));
    let mut merged = over.clone();
    for (key, theirs) in &under.fields {
        let Some(mine) = merged.fields.get_mut(key) else {
            if !(replaced && group.contains(&key.as_str())) {
                merged.fields.insert(key.clone(), theirs.clone());
            }
            continue;
        };
        path.push(key.clone());
        fields(mine, theirs, path);
        path.pop();
    }
    merged
}

fn fields(mine: &mut Field, theirs: &Field, path: &mut Vec<String>) {
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    let rule = rule(&keys);
    match (&mut mine.node.value, &theirs.node.value) {
        (Value::Table(over), Value::Table(under)) => *over = tables(over, under, path),
        (Value::List(over), Value::List(under)) => match rule {
            Rule::Named(key) => *over = named(over, under, key, path),
            Rule::Together => *over = under.iter().chain(over.iter()).cloned().collect(),
            Rule::Keys(_) | Rule::Whole => {}
        },
        _ => {}
    }
}

/// What is below first, with what is on top of it; then what is only on top.
pub(crate) fn named(over: &[Node], under: &[Node], key: &str, path: &mut Vec<String>) -> Vec<Node> {
    let mut used = BTreeSet::new();
    let mut merged: Vec<Node> = Vec::with_capacity(over.len() + under.len());
    let named = |node: &Node| name_of(node, key).or_else(|| set_of(node, key));
    for below in under {
        let name = named(below);
        let found = over
            .iter()
            .enumerate()
            .find(|(at, element)| name.is_some() && named(element) == name && !used.contains(at));
        match (found, &below.value) {
            (Some((at, Node { place, value: Value::Table(above) })), Value::Table(table)) => {
                used.insert(at);
                path.push(name.unwrap_or_default());
                merged.push(Node { place: place.clone(), value: Value::Table(tables(above, table, path)) });
                path.pop();
            }
            _ => merged.push(below.clone()),
        }
    }
    merged.extend(over.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, element)| element.clone()));
    merged
}

/// Takes away what stands at a path such as `items.shelter`: keys of tables, names in lists of named things. Whether there was
/// something.
pub(crate) fn take_away(table: &mut Table, path: &str) -> bool {
    let parts: Vec<&str> = path.split('.').map(str::trim).collect();
    without(table, &parts, &mut Vec::new())
}

fn without(table: &mut Table, parts: &[&str], path: &mut Vec<String>) -> bool {
    let [first, later @ ..] = parts else { return false };
    let [name, rest @ ..] = later else { return table.fields.remove(*first).is_some() };
    let Some(field) = table.fields.get_mut(*first) else { return false };
    path.push((*first).to_string());
    match &mut field.node.value {
        Value::Table(inner) => without(inner, later, path),
        Value::List(list) => {
            let keys: Vec<&str> = path.iter().map(String::as_str).collect();
            let Rule::Named(key) = rule(&keys) else { return false };
            let name: String = name.split_whitespace().collect();
            let Some(at) = list.iter().position(|node| name_of(node, key).is_some_and(|found| found == name)) else {
                return false;
            };
            if rest.is_empty() {
                list.remove(at);
                return true;
            }
            path.push(name);
            if let Value::Table(inner) = &mut list[at].value { without(inner, rest, path) } else { false }
        }
        _ => false,
    }
}

/// The name of an element; spaces in it do not count.
pub(crate) fn name_of(node: &Node, key: &str) -> Option<String> {
    let Value::Table(table) = &node.value else { return None };
    match &table.get(key)?.value {
        Value::Text(text) => Some(text.split_whitespace().collect()),
        _ => None,
    }
}

/// The texts of a list, in any order, as one name.
fn set_of(node: &Node, key: &str) -> Option<String> {
    let Value::Table(table) = &node.value else { return None };
    let Value::List(list) = &table.get(key)?.value else { return None };
    let texts: Option<BTreeSet<&str>> = list.iter().map(text_of).collect();
    texts.map(|texts| texts.into_iter().collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Diagnostics;
    use crate::read::keys;
    use crate::read::source::toml_text;

    fn table(text: &str) -> Table {
        let mut faults = Diagnostics::default();
        let table = toml_text::parse(text, 0, &mut faults).table;
        assert!(!faults.has_faults(), "{text}");
        table
    }

    /// A table as text, keys sorted.
    fn shown(value: &Value) -> String {
        match value {
            Value::Table(table) => {
                let fields = table.fields.iter().map(|(key, field)| format!("{key}={}", shown(&field.node.value)));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(" "))
            }
            Value::List(list) => {
                format!("[{}]", list.iter().map(|node| shown(&node.value)).collect::<Vec<_>>().join(" "))
            }
            Value::Text(text) => text.clone(),
            Value::Integer(value) => value.to_string(),
            Value::Float(value) => value.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Date | Value::Faulty => "?".into(),
        }
    }

    #[test]
    fn named_things_are_merged_and_values_are_taken_whole() {
        let cases = [
            ("settings = { seed = 1 }", "settings = { seed = 2, draws = 3 }", "{settings={draws=3 seed=1}}"),
            ("parameters.x = { fixed = 1 }", "parameters.x = { pert = 2, note = 'a' }", "{parameters={x={fixed=1}}}"),
            (
                "domains.h = { start = 'a', states.a = { nl = 'x' } }",
                "domains.h = { start = { a = 1 }, label = 1, states.b = 2 }",
                "{domains={h={label=1 start=a states={a={nl=x} b=2}}}}",
            ),
            (
                "domains.h.transitions = [{ move = 'a->b', chance = 1 }, { move = 'b -> a' }]",
                "domains.h.transitions = [{ move = 'a -> b', rate = 2, per = 3, escalation = true }]",
                "{domains={h={transitions=[{chance=1 escalation=true move=a->b} {move=b -> a}]}}}",
            ),
            (
                "items = [{ id = 'a', amount = 1 }]",
                "items = [{ id = 'a', price = 'p', times = [1] }, { id = 'b' }]",
                "{items=[{amount=1 id=a times=[1]} {id=b}]}",
            ),
            ("influences = [1]", "influences = [2]", "{influences=[2 1]}"),
            (
                "correlations = [{ between = ['b', 'a'], spearman = 1 }]",
                "correlations = [{ between = ['a', 'b'], spearman = 2 }, { between = ['a', 'c'], spearman = 3 }]",
                "{correlations=[{between=[b a] spearman=1} {between=[a c] spearman=3}]}",
            ),
            (
                "domains.h.rows = [{ from = 'a', observed = { b = 1 }, over = 2 }]",
                "domains.h.rows = [{ from = 'a', observed = { b = 3, c = 4 }, takes_rest = 'b' }, { from = 'b' }]",
                "{domains={h={rows=[{from=a observed={b=1} over=2 takes_rest=b} {from=b}]}}}",
            ),
            (
                "question = [{ sets = 'a', text = 1 }, { text = 2 }]",
                "question = [{ text = 3 }, { sets = 'a', text = 4 }]",
                "{question=[{text=3} {sets=a text=1} {text=2}]}",
            ),
            (
                "[alternatives.a.interventions.i]\nstart = { month = 1 }\ncosts = [1]",
                "[alternatives.a.interventions.i]\nstart = { x = 2 }\ncosts = [2]\nreached = 3",
                "{alternatives={a={interventions={i={costs=[1] reached=3 start={month=1}}}}}}",
            ),
            ("items = 3", "items = [{ id = 'a' }]", "{items=3}"),
        ];
        for (over, under, wanted) in cases {
            let merged = tables(&table(over), &table(under), &mut Vec::new());
            assert_eq!(shown(&Value::Table(merged)), wanted, "{over}");
        }
    }

    #[test]
    fn a_start_replaces_every_start_of_the_same_domains() {
        let cases = [
            (
                "joint_start = [{ domains = ['b', 'a'], shares = 1 }]",
                "joint_start = [{ domains = ['a', 'b'], shares = 2 }, { domains = ['c', 'd'], shares = 3 }]",
                "{joint_start=[{domains=[b a] shares=1} {domains=[c d] shares=3}]}",
            ),
            (
                "joint_start = [{ domains = ['a', 'b'], shares = 1 }]",
                "domains = { a = { start = 'x', label = 1 }, c = { start = 'y' } }",
                "{domains={a={label=1} c={start=y}} joint_start=[{domains=[a b] shares=1}]}",
            ),
            (
                "joint_start = [{ domains = ['a', 'b'], shares = 1 }]",
                "joint_start = [{ domains = ['b', 'c'], shares = 2 }]",
                "{joint_start=[{domains=[a b] shares=1}]}",
            ),
            (
                "domains = { a = { start = 'x' }, b = { start = 'y' } }",
                "domains.a.label = 1\njoint_start = [{ domains = ['a', 'b'], shares = 2 }]",
                "{domains={a={label=1 start=x} b={start=y}} joint_start=[]}",
            ),
        ];
        for (over, under, wanted) in cases {
            assert_eq!(shown(&Value::Table(scenarios(&table(over), &table(under)))), wanted, "{over}");
        }
    }

    /// What is not merged would be lost without a word.
    #[test]
    fn everything_at_the_top_of_a_scenario_is_merged() {
        // These say something of one file alone, or stand whole.
        let own = ["format", "language", "id", "title", "purpose", "outside_band", "noun"];
        for key in keys::of("scenario").iter().filter(|key| !own.contains(*key)) {
            assert_ne!(rule(&[key]), Rule::Whole, "{key}");
        }
    }

    #[test]
    fn what_is_written_twice_in_one_file_stays_twice() {
        let twice = table("items = [{ id = 'a', x = 1 }, { id = 'a', x = 2 }]");
        let merged = tables(&twice, &table("items = [{ id = 'a', y = 3 }]"), &mut Vec::new());
        assert_eq!(shown(&Value::Table(merged)), "{items=[{id=a x=1 y=3} {id=a x=2}]}");
    }
}
