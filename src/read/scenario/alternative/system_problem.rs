//! System problems: named changes that delay or weaken alternatives.
//!
//! In: `[system_problems]` and the merged tables of the alternatives. Out: [`SystemProblem`]s, and on request a further
//! table of an alternative for every problem and every alternative that meets it, which is read like any other.

use std::collections::BTreeMap;

use crate::diagnostics::Message;
use crate::model::{Distribution, ProblemGroup, SystemProblem, Trouble};
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::number::evidence;
use crate::read::scenario::alternative::provenance::{self, MAX_ALTERNATIVES, Provenance};
use crate::read::source::entry::{self, Entry};
use crate::read::source::inherit::Merged;
use crate::read::source::tree::{Field, Node, Table, Value};
use crate::read::source::{merge, suggest};

/// Lists to which a problem adds; an element of the same `id` takes the place of the old one.
const ADDED: [&str; 3] = ["off", "costs", "items"];

/// A problem as it was read, and the table that it stands in.
pub(crate) struct ReadProblem<'t> {
    pub(crate) problem: SystemProblem,
    table: &'t Table,
}

/// Tables of alternatives by name.
type Tables = BTreeMap<String, Table>;

/// Reads all problems, sorted by name.
pub(crate) fn read<'t>(node: &'t Node, tables: &Tables, builder: &mut ScenarioBuilder) -> Vec<ReadProblem<'t>> {
    let Some(all) = entry::table(node, &mut builder.faults) else { return Vec::new() };
    all.fields.iter().filter_map(|(id, field)| problem(id, field, tables, builder)).collect()
}

fn problem<'t>(id: &str, field: &'t Field, tables: &Tables, builder: &mut ScenarioBuilder) -> Option<ReadProblem<'t>> {
    let sound = entry::check_name(id, &field.key, &mut builder.faults);
    let table = entry::table(&field.node, &mut builder.faults)?;
    let changes = keys::of("problem_changes");
    let entry = Entry::open(table, keys::of("system_problem"), &mut builder.faults);
    entry.required("label", &mut builder.faults);
    let group = entry.required("group", &mut builder.faults).and_then(|node| read_group(node, builder));
    if entry.sound && !changes.iter().any(|key| table.has(key)) {
        let message = Message::new("problem_changes_nothing").with("name", id);
        builder.faults.at(&field.key, message).hint(Message::new("allowed_names").with("names", changes.join(", ")));
    }
    let named = interventions(table);
    let met = match entry.get("alternatives") {
        Some(node) => listed(node, &named, tables, builder),
        None => fitting(&named, field, tables, builder),
    };
    // Label and evidence are read as those of a parameter, which has the same keys.
    let about = evidence::parameter(table, id, Distribution::Fixed(0.0), &mut builder.faults);
    let (label, evidence) = (about.label, about.evidence);
    let problem =
        SystemProblem { id: sound.then(|| id.to_string())?, label, group: group?, evidence, alternatives: met };
    Some(ReadProblem { problem, table })
}

fn read_group(node: &Node, builder: &mut ScenarioBuilder) -> Option<ProblemGroup> {
    let word = entry::text(node, &mut builder.faults)?;
    let found = ProblemGroup::ALL.into_iter().find(|group| group.key() == word);
    if found.is_none() {
        let known = ProblemGroup::ALL.map(ProblemGroup::key);
        suggest::unknown(&mut builder.faults, &node.place, Message::new("unknown_word"), word, known);
    }
    found
}

/// Interventions that a table names, with the place of each name.
fn interventions(table: &Table) -> Vec<(&String, &Field)> {
    match table.get("interventions").map(|node| &node.value) {
        Some(Value::Table(all)) => all.fields.iter().collect(),
        _ => Vec::new(),
    }
}

fn has_all(table: &Table, named: &[(&String, &Field)]) -> bool {
    let own = interventions(table);
    named.iter().all(|(name, _)| own.iter().any(|(taken, _)| taken == name))
}

/// The alternatives that a problem names, sorted; each must have all interventions that it changes.
fn listed(node: &Node, named: &[(&String, &Field)], tables: &Tables, builder: &mut ScenarioBuilder) -> Vec<String> {
    let mut met = Vec::new();
    for node in entry::list(node, &mut builder.faults).into_iter().flatten() {
        let Some(name) = entry::text(node, &mut builder.faults) else { continue };
        let Some(table) = tables.get(name) else {
            let known = tables.keys().map(String::as_str);
            suggest::unknown(&mut builder.faults, &node.place, Message::new("unknown_alternative"), name, known);
            continue;
        };
        let own = interventions(table);
        for (intervention, field) in named.iter().filter(|(other, _)| !own.iter().any(|(own, _)| own == other)) {
            let known = own.iter().map(|(name, _)| name.as_str());
            let message = Message::new("problem_without_intervention").with("alternative", name);
            suggest::unknown(&mut builder.faults, &field.key, message, intervention, known);
        }
        // What is missing was told; without it the alternative with the problem would be half a table.
        if has_all(table, named) {
            met.push(name.to_string());
        }
    }
    met.sort();
    met.dedup();
    met
}

/// All alternatives that have the interventions that a problem changes.
fn fitting(named: &[(&String, &Field)], field: &Field, tables: &Tables, builder: &mut ScenarioBuilder) -> Vec<String> {
    let met: Vec<String> =
        tables.iter().filter(|(_, table)| has_all(table, named)).map(|(name, _)| name.clone()).collect();
    if met.is_empty() && !tables.is_empty() {
        let known: Vec<&str> = tables.values().flat_map(interventions).map(|(name, _)| name.as_str()).collect();
        let strange = named.iter().find(|(name, _)| !known.contains(&name.as_str()));
        match strange {
            Some((name, field)) => {
                let message = Message::new("unknown_intervention");
                suggest::unknown(&mut builder.faults, &field.key, message, name, known);
            }
            None => {
                builder.faults.at(&field.key, Message::new("problem_meets_nothing"));
            }
        }
    }
    met
}

/// Adds the tables of the alternatives with each problem that they meet, and where the values of the problems are
/// written.
pub(crate) fn add(
    problems: &[ReadProblem<'_>],
    merged: &mut Merged,
    provenance: &mut Provenance,
    builder: &mut ScenarioBuilder,
) {
    let plain = merged.tables.clone();
    for read_problem in problems {
        provenance::note_provenance(
            read_problem.table,
            &format!("system_problems.{}", read_problem.problem.id),
            provenance,
        );
        for base in &read_problem.problem.alternatives {
            if merged.tables.len() >= MAX_ALTERNATIVES {
                let most = entry::too_many("what_alternatives", MAX_ALTERNATIVES);
                builder.faults.at(&read_problem.table.place, most);
                return;
            }
            let Some(table) = plain.get(base) else { continue };
            let id = id_of(base, &read_problem.problem.id);
            if merged.orphans.contains(base) {
                merged.orphans.insert(id.clone());
            }
            merged.tables.insert(id, laid_over(read_problem.table, table, base));
        }
    }
}

/// Name of an alternative with a problem; no name in a file has a `+`.
fn id_of(base: &str, problem: &str) -> String {
    format!("{base}+{problem}")
}

/// What an alternative of this name meets.
pub(crate) fn trouble(id: &str) -> Option<Trouble> {
    let (base, problem) = id.split_once('+')?;
    Some(Trouble { problem: problem.to_string(), base: base.to_string() })
}

/// An alternative with the changes of a problem on top.
fn laid_over(problem: &Table, base: &Table, id: &str) -> Table {
    let mut over = problem.clone();
    over.place = base.place.clone();
    over.fields.retain(|key, _| keys::of("problem_changes").contains(&key.as_str()));
    let mut path = vec!["alternatives".to_string(), id.to_string()];
    ADDED.iter().for_each(|key| add_to_list(key, &mut over, base, &mut path));
    if let (Some(own), Some(theirs)) = (over.fields.get_mut("interventions"), base.get("interventions"))
        && let (Value::Table(own), Value::Table(theirs)) = (&mut own.node.value, &theirs.value)
    {
        for (name, field) in &mut own.fields {
            if let (Value::Table(own), Some(Value::Table(theirs))) =
                (&mut field.node.value, theirs.get(name).map(|node| &node.value))
            {
                add_to_list("costs", own, theirs, &mut path);
            }
        }
    }
    merge::tables(&over, base, &mut path)
}

/// Puts the elements of the list below before those on top.
fn add_to_list(key: &str, over: &mut Table, under: &Table, path: &mut Vec<String>) {
    let Some(Value::List(theirs)) = under.get(key).map(|node| &node.value) else { return };
    if let Some(Value::List(own)) = over.fields.get_mut(key).map(|field| &mut field.node.value) {
        *own = merge::named(own, theirs, "id", path);
    }
}
