//! Sections of a scenario, read in the order in which they need one another.
//!
//! In: the table that was put together, and the files in which lists are. Out: [`Sections`], and the rest in the
//! builder. Each part is read in a file of its own.

pub(crate) mod about;
pub(crate) mod alternative;
pub(crate) mod condition;
pub(crate) mod count;
pub(crate) mod derived;
pub(crate) mod discount;
pub(crate) mod displacement;
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
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::scenario::alternative::provenance::Provenance;
use crate::read::scenario::alternative::system_problem;
use crate::read::scenario::domain::influence;
use crate::read::scenario::item::scope::Scope;
use crate::read::source::entry::{self, Entry};
use crate::read::source::files::Files;
use crate::read::source::include::Composed;
use crate::read::source::inherit::Merged;
use crate::read::source::{follow_up, language};

/// What stands on its own in a scenario; the rest is in the builder.
pub(crate) struct Sections {
    pub(crate) id: String,
    pub(crate) title: Text,
    pub(crate) about: About,
    pub(crate) settings: Settings,
    pub(crate) alternatives: Vec<Alternative>,
    pub(crate) problems: Vec<SystemProblem>,
    pub(crate) questions: Vec<Question>,
}

/// What was read on its own in a scenario; `None` where it is at fault.
pub(crate) struct ReadScenario {
    id: Option<String>,
    title: Option<Text>,
    about: About,
    settings: Option<Settings>,
    pub(crate) alternatives: Vec<Alternative>,
    pub(crate) problems: Vec<SystemProblem>,
    questions: Vec<Question>,
}

impl ReadScenario {
    /// The sections, where none is at fault.
    pub(crate) fn sections(self) -> Option<Sections> {
        let Self { about, alternatives, problems, questions, .. } = self;
        Some(Sections {
            id: self.id?,
            title: self.title?,
            about,
            settings: self.settings?,
            alternatives,
            problems,
            questions,
        })
    }
}

/// Reads everything that stands in a scenario.
pub(crate) fn read(
    composed: &Composed,
    files: &dyn Files,
    sources: &mut Sources,
    builder: &mut ScenarioBuilder,
) -> ReadScenario {
    let entry = Entry::open(&composed.table, keys::of("scenario"), &mut builder.faults);
    if let Some(node) = entry.required("format", &mut builder.faults) {
        entry::integer(node, (1, 1), &mut builder.faults);
    }
    language::check(&entry, &mut builder.faults);
    let id = entry.required("id", &mut builder.faults);
    let id = id.and_then(|node| {
        let id = entry::text(node, &mut builder.faults)?;
        entry::check_name(id, &node.place, &mut builder.faults).then(|| id.to_string())
    });
    let title = entry.required("title", &mut builder.faults).and_then(|node| entry::label(node, &mut builder.faults));
    let about = crate::read::scenario::about::read(&entry, builder);
    let settings = entry
        .required("settings", &mut builder.faults)
        .and_then(|node| crate::read::scenario::settings::read(node, builder));
    crate::read::scenario::list_files::read(
        entry.required("lists", &mut builder.faults),
        files,
        &composed.paths,
        sources,
        builder,
    );
    builder.price_ends.check(&builder.prices, &mut builder.faults);
    if let Some(node) = entry.get("traits") {
        crate::read::scenario::parameter::characteristics(node, builder);
    }
    if let Some(node) = entry.get("joint") {
        crate::read::scenario::joint::joint(node, builder);
    }
    if let Some(node) = entry.get("parameters") {
        crate::read::scenario::parameter::parameters(node, builder);
    }
    if let Some(node) = entry.get("correlations") {
        crate::read::scenario::joint::correlations(node, builder);
    }
    if let Some(node) = entry.get("tables") {
        crate::read::scenario::condition::clock::named_tables(node, builder);
    }
    // Conditions of transitions may name interventions.
    let null = entry.get("null_alternative");
    let (mut merged, mut provenance) =
        crate::read::scenario::alternative::merged(entry.get("alternatives"), null, builder);
    let found = entry
        .get("system_problems")
        .map(|node| system_problem::read(node, &merged.tables, builder))
        .unwrap_or_default();
    if builder.with_system_problems {
        system_problem::add(&found, &mut merged, &mut provenance, builder);
    }
    builder.usual = crate::read::scenario::alternative::intervention_names(&BTreeMap::new(), null);
    builder.interventions = crate::read::scenario::alternative::intervention_names(&merged.tables, null);
    if let Some(node) = entry.required("domains", &mut builder.faults) {
        crate::read::scenario::domain::read(node, entry.get("joint_start"), builder);
    }
    if let Some(node) = entry.get("influences") {
        influence::read(node, builder);
    }
    if let Some(node) = entry.get("displacement") {
        crate::read::scenario::displacement::read(node, builder);
    }
    let alternatives = read_alternatives(&entry, &merged, &provenance, builder);
    let questions =
        entry.get("question").map(|node| crate::read::scenario::question::read(node, builder)).unwrap_or_default();
    let problems = found.into_iter().map(|read_problem| read_problem.problem).collect();
    ReadScenario { id, title, about, settings, alternatives, problems, questions }
}

/// Reads alternatives and items, which name one another.
fn read_alternatives(
    entry: &Entry<'_>,
    merged: &Merged,
    provenance: &Provenance,
    builder: &mut ScenarioBuilder,
) -> Vec<Alternative> {
    let mut drafts = vec![crate::read::scenario::alternative::null(entry.get("null_alternative"), provenance, builder)];
    for (at, (id, table)) in merged.tables.iter().enumerate() {
        let earlier = std::mem::take(&mut builder.faults);
        drafts.push(crate::read::scenario::alternative::read(at + 1, id, table, provenance, builder));
        let found = std::mem::replace(&mut builder.faults, earlier);
        let orphan = merged.orphans.contains(id);
        let kept = found.sorted().into_iter().filter(|diagnostic| !orphan || diagnostic.message.key != "missing_key");
        kept.for_each(|diagnostic| follow_up::keep(diagnostic, &mut builder.faults));
    }
    if let Some(node) = entry.get("items") {
        crate::read::scenario::item::read(node, &Scope::Effects, builder);
    }
    builder.items.sort_by(|a, b| a.item.id.cmp(&b.item.id));
    let ids: Vec<String> = builder.items.iter().map(|read_item| read_item.item.id.clone()).collect();
    drafts.into_iter().map(|draft| crate::read::scenario::alternative::finish(draft, &ids, builder)).collect()
}
