//! A scenario from its top: one part after the other, in the order in which they need one another.
//!
//! In: the table that was put together, and the files in which lists are. Out: [`Top`], and the rest on the desk. Each
//! part is read in a file of its own.

pub(crate) mod about;
pub(crate) mod alternative;
pub(crate) mod condition;
pub(crate) mod derived;
pub(crate) mod discount;
pub(crate) mod domain;
pub(crate) mod item;
pub(crate) mod joint;
pub(crate) mod list_files;
pub(crate) mod matrix;
pub(crate) mod parameter;
pub(crate) mod question;
pub(crate) mod settings;

use std::collections::BTreeMap;

use crate::diagnostics::Sources;
use crate::model::{About, Alternative, Question, Settings, SystemProblem, Text};
use crate::read::builder::Desk;
use crate::read::check;
use crate::read::list::price_range;
use crate::read::scenario::alternative::Homes;
use crate::read::scenario::alternative::inherit::Merged;
use crate::read::scenario::alternative::system_problem;
use crate::read::scenario::domain::influence;
use crate::read::source::entry::{self, Entry};
use crate::read::source::files::Files;
use crate::read::source::follow_up;
use crate::read::source::include::Composed;
use crate::read::source::language;

/// Keys at the top of a scenario; `include` was dealt with before they are read.
pub(crate) const KEYS: [&str; 21] = [
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
pub(crate) struct Top {
    pub(crate) id: String,
    pub(crate) title: Text,
    pub(crate) about: About,
    pub(crate) settings: Settings,
    pub(crate) alternatives: Vec<Alternative>,
    pub(crate) problems: Vec<SystemProblem>,
    pub(crate) questions: Vec<Question>,
}

/// Reads everything that stands in a scenario, and checks it as a whole. `None` where what stands on its own is at
/// fault.
pub(crate) fn read(composed: &Composed, files: &dyn Files, sources: &mut Sources, desk: &mut Desk) -> Option<Top> {
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
    list_files::read(entry.required("lists", &mut desk.faults), files, &composed.paths, sources, desk);
    price_range::check(desk);
    if let Some(node) = entry.get("traits") {
        parameter::characteristics(node, desk);
    }
    if let Some(node) = entry.get("joint") {
        joint::joint(node, desk);
    }
    if let Some(node) = entry.get("parameters") {
        parameter::parameters(node, desk);
    }
    if let Some(node) = entry.get("correlations") {
        joint::correlations(node, desk);
    }
    // Conditions of transitions may name interventions.
    let null = entry.get("null_alternative");
    let mut merged = alternative::merged(entry.get("alternatives"), null, desk);
    let found =
        entry.get("system_problems").map(|node| system_problem::read(node, &merged.0.tables, desk)).unwrap_or_default();
    if desk.troubled {
        system_problem::add(&found, &mut merged.0, &mut merged.1, desk);
    }
    desk.usual = alternative::intervention_names(&BTreeMap::new(), null);
    desk.interventions = alternative::intervention_names(&merged.0.tables, null);
    if let Some(node) = entry.required("domains", &mut desk.faults) {
        domain::read(node, entry.get("joint_start"), desk);
    }
    if let Some(node) = entry.get("influences") {
        influence::read(node, desk);
    }
    let alternatives = read_alternatives(&entry, merged, desk);
    let questions = entry.get("question").map(|node| question::read(node, desk)).unwrap_or_default();
    check::run(&alternatives, desk.troubled || found.is_empty(), desk);
    let problems = found.into_iter().map(|one| one.problem).collect();
    Some(Top { id: id?, title: title?, about, settings: settings?, alternatives, problems, questions })
}

/// Reads alternatives and items, which name one another.
fn read_alternatives(entry: &Entry<'_>, (merged, homes): (Merged, Homes), desk: &mut Desk) -> Vec<Alternative> {
    let mut drafts = vec![alternative::null(entry.get("null_alternative"), &homes, desk)];
    for (at, (id, table)) in merged.tables.iter().enumerate() {
        let earlier = std::mem::take(&mut desk.faults);
        drafts.push(alternative::read(at + 1, id, table, &homes, desk));
        let found = std::mem::replace(&mut desk.faults, earlier);
        let orphan = merged.orphans.contains(id);
        let kept = found.sorted().into_iter().filter(|one| !orphan || one.message.key != "missing_key");
        kept.for_each(|one| follow_up::keep(one, &mut desk.faults));
    }
    if let Some(node) = entry.get("items") {
        item::read(node, &item::Scope::Effects, desk);
    }
    desk.items.sort_by(|a, b| a.item.id.cmp(&b.item.id));
    let ids: Vec<String> = desk.items.iter().map(|one| one.item.id.clone()).collect();
    drafts.into_iter().map(|draft| alternative::finish(draft, &ids, desk)).collect()
}
