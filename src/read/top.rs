//! A scenario from its top: one part after the other, in the order in which they need one another.
//!
//! In: the table that was put together, and the files in which lists are. Out: [`Top`], and the rest on the desk. Each part is
//! read in a file of its own.

use std::collections::BTreeMap;

use super::alternatives::{self, Homes};
use super::desk::Desk;
use super::entry::{self, Entry};
use super::files::Files;
use super::include::Composed;
use super::like::Merged;
use super::{
    about, checks, domains, echoes, influences, items, joints, language, parameters, price_ends, problems, questions,
    settings, shelf,
};
use crate::diagnostics::Sources;
use crate::model::{About, Alternative, Question, Settings, SystemProblem, Text};

/// Keys at the top of a scenario; `include` was dealt with before they are read.
pub(super) const KEYS: [&str; 21] = [
    "format",
    "language",
    "id",
    "title",
    "purpose",
    "left_out",
    "outside_band",
    "lists",
    "settings",
    "traits",
    "joint",
    "parameters",
    "correlations",
    "domains",
    "influences",
    "joint_start",
    "items",
    "alternatives",
    "null_alternative",
    "system_problems",
    "question",
];

/// What stands on its own in a scenario; the rest is on the desk.
pub(super) struct Top {
    pub(super) id: String,
    pub(super) title: Text,
    pub(super) about: About,
    pub(super) settings: Settings,
    pub(super) alternatives: Vec<Alternative>,
    pub(super) problems: Vec<SystemProblem>,
    pub(super) questions: Vec<Question>,
}

/// Reads everything that stands in a scenario, and checks it as a whole. `None` where what stands on its own is at fault.
pub(super) fn read(composed: &Composed, files: &dyn Files, sources: &mut Sources, desk: &mut Desk) -> Option<Top> {
    let entry = Entry::open(&composed.table, &KEYS, &mut desk.faults);
    if let Some(node) = entry.required("format", &mut desk.faults) {
        entry::integer(node, (1, 1), &mut desk.faults);
    }
    language::check(&entry, &mut desk.faults);
    let id = entry.required("id", &mut desk.faults);
    let id = id.and_then(|node| {
        let id = entry::text(node, &mut desk.faults)?;
        entry::check_name(id, &node.place, &mut desk.faults).then(|| id.to_string())
    });
    let title = entry.required("title", &mut desk.faults).and_then(|node| entry::label(node, &mut desk.faults));
    let about = about::read(&entry, desk);
    let settings = entry.required("settings", &mut desk.faults).and_then(|node| settings::read(node, desk));
    shelf::read(entry.required("lists", &mut desk.faults), files, &composed.paths, sources, desk);
    price_ends::check(desk);
    if let Some(node) = entry.get("traits") {
        parameters::traits(node, desk);
    }
    if let Some(node) = entry.get("joint") {
        joints::joint(node, desk);
    }
    if let Some(node) = entry.get("parameters") {
        parameters::parameters(node, desk);
    }
    if let Some(node) = entry.get("correlations") {
        joints::correlations(node, desk);
    }
    // Conditions of transitions may name interventions.
    let null = entry.get("null_alternative");
    let mut merged = alternatives::merged(entry.get("alternatives"), null, desk);
    let found =
        entry.get("system_problems").map(|node| problems::read(node, &merged.0.tables, desk)).unwrap_or_default();
    if desk.troubled {
        problems::add(&found, &mut merged.0, &mut merged.1, desk);
    }
    desk.usual = alternatives::intervention_names(&BTreeMap::new(), null);
    desk.interventions = alternatives::intervention_names(&merged.0.tables, null);
    if let Some(node) = entry.required("domains", &mut desk.faults) {
        domains::read(node, entry.get("joint_start"), desk);
    }
    if let Some(node) = entry.get("influences") {
        influences::read(node, desk);
    }
    let alternatives = read_alternatives(&entry, merged, desk);
    let questions = entry.get("question").map(|node| questions::read(node, desk)).unwrap_or_default();
    checks::run(&alternatives, desk.troubled || found.is_empty(), desk);
    let problems = found.into_iter().map(|one| one.problem).collect();
    Some(Top { id: id?, title: title?, about, settings: settings?, alternatives, problems, questions })
}

/// Reads alternatives and items, which name one another.
fn read_alternatives(entry: &Entry<'_>, (merged, homes): (Merged, Homes), desk: &mut Desk) -> Vec<Alternative> {
    let mut drafts = vec![alternatives::null(entry.get("null_alternative"), &homes, desk)];
    for (at, (id, table)) in merged.tables.iter().enumerate() {
        let earlier = std::mem::take(&mut desk.faults);
        drafts.push(alternatives::read(at + 1, id, table, &homes, desk));
        let found = std::mem::replace(&mut desk.faults, earlier);
        let orphan = merged.orphans.contains(id);
        let kept = found.sorted().into_iter().filter(|one| !orphan || one.message.key != "missing_key");
        kept.for_each(|one| echoes::keep(one, &mut desk.faults));
    }
    if let Some(node) = entry.get("items") {
        items::read(node, &items::Scope::Effects, desk);
    }
    desk.items.sort_by(|a, b| a.item.id.cmp(&b.item.id));
    let ids: Vec<String> = desk.items.iter().map(|one| one.item.id.clone()).collect();
    drafts.into_iter().map(|draft| alternatives::finish(draft, &ids, desk)).collect()
}
