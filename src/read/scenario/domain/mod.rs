//! Domains and their states.
//!
//! In: `[domains]` and `[[joint_start]]`. Out: [`Domain`]s by name and their states by name, however the lines were
//! ordered; starts (`start`), transitions (`transition`, `row`). All states are read before the first condition, which may name
//! any of them.

pub(crate) mod duration;
pub(crate) mod exit;
pub(crate) mod influence;
pub(crate) mod measure;
pub(crate) mod modifier;
pub(crate) mod row;
pub(crate) mod start;
pub(crate) mod strength;
pub(crate) mod transition;

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::limits;
use crate::model::{Domain, RowReading, State, Text};
use crate::read::builder::{RatioUse, ScenarioBuilder, StrengthUse};
use crate::read::keys;
use crate::read::scenario::domain::exit::ReadTransition;
use crate::read::scenario::domain::start::Joint;
use crate::read::source::entry::{self, Entry, too_many};
use crate::read::source::suggest;
use crate::read::source::tree::{Field, Node, Table, Value};

/// Most domains in a scenario.
const MAX_DOMAINS: usize = 1_000;
/// Most states in a domain.
const MAX_STATES: usize = limits::MOST_STATES;

/// The words for what rows tell.
const READINGS: [(&str, RowReading); 2] = [("exits", RowReading::Exits), ("period", RowReading::Period)];

/// Reads `[domains]` and `[[joint_start]]` into the builder.
pub(crate) fn read(node: &Node, joint: Option<&Node>, builder: &mut ScenarioBuilder) {
    let Some(all) = entry::table(node, &mut builder.faults) else { return };
    if all.fields.len() > MAX_DOMAINS {
        builder.faults.at(&all.place, too_many("what_domains", MAX_DOMAINS));
        return;
    }
    for (id, field) in &all.fields {
        let states = read_states(id, &field.key, &field.node, builder);
        let (auxiliary, rows) = read_roles(&field.node, builder);
        builder.domains.push(Domain { id: id.clone(), label: Text::default(), states, auxiliary, rows });
    }
    let joint =
        joint.map(|node| crate::read::scenario::domain::start::joint(node, "", None, builder)).unwrap_or_default();
    let mut placed = Vec::new();
    for (at, field) in all.fields.values().enumerate() {
        if let Some(table) = entry::table(&field.node, &mut builder.faults) {
            finish_domain(at, table, &joint, builder);
            placed.extend(crate::read::scenario::domain::transition::read(at, table, builder));
        }
    }
    builder.starts.extend(joint.starts);
    builder.starts.sort_by(|a, b| a.domains.cmp(&b.domains));
    if placed.len() > crate::read::scenario::domain::transition::MAX_TRANSITIONS {
        builder
            .faults
            .at(&all.place, too_many("what_transitions", crate::read::scenario::domain::transition::MAX_TRANSITIONS));
        placed.truncate(crate::read::scenario::domain::transition::MAX_TRANSITIONS);
    }
    enter(placed, builder);
}

/// Puts transitions into the builder, sorted.
fn enter(mut placed: Vec<ReadTransition>, builder: &mut ScenarioBuilder) {
    placed.sort_by_key(|read_transition| {
        (read_transition.transition.domain, read_transition.transition.from, read_transition.transition.to)
    });
    for (at, read_transition) in placed.into_iter().enumerate() {
        let own = &read_transition.transition;
        if own.escalation && builder.domains[own.domain].auxiliary {
            let message = Message::new("escalation_of_auxiliary").with("name", &own.name);
            builder.faults.at(&read_transition.strength, message).hint(Message::new("drop_auxiliary"));
        }
        let uses = read_transition.ratios.into_iter().enumerate().map(|(modifier, (ratio, place))| RatioUse {
            transition: at,
            ratio,
            place,
            alternative: None,
            modifier: Some(modifier),
            together: None,
        });
        builder.ratios.extend(uses);
        builder.strengths.push(StrengthUse { transition: at, place: read_transition.strength, alternative: None });
        builder.transitions.push(read_transition.transition);
    }
}

/// The states of a domain; empty where they are at fault.
fn read_states(id: &str, key: &Place, node: &Node, builder: &mut ScenarioBuilder) -> Vec<State> {
    entry::check_name(id, key, &mut builder.faults);
    let mut quiet = Diagnostics::default();
    let Some(table) = entry::table(node, &mut quiet) else { return Vec::new() };
    let entry = Entry::open(table, keys::of("domain"), &mut builder.faults);
    let Some(node) = entry.required("states", &mut builder.faults) else { return Vec::new() };
    let Some(states) = entry::table(node, &mut builder.faults) else { return Vec::new() };
    if states.fields.is_empty() || states.fields.len() > MAX_STATES {
        builder.faults.at(&node.place, entry::outside(states.fields.len(), 1, MAX_STATES, "kind_states"));
        return Vec::new();
    }
    states.fields.iter().map(|(id, field)| read_state(id, field, &mut builder.faults)).collect()
}

/// Whether a domain only serves to reckon something else, and what its rows tell. What is no table is reported elsewhere.
fn read_roles(node: &Node, builder: &mut ScenarioBuilder) -> (bool, RowReading) {
    let mut quiet = Diagnostics::default();
    let Some(table) = entry::table(node, &mut quiet) else { return (false, RowReading::Exits) };
    let entry = Entry::open(table, keys::of("domain"), &mut quiet);
    let auxiliary = entry.get("auxiliary").and_then(|node| entry::boolean(node, &mut builder.faults));
    let rows = entry.get("read_as").and_then(|node| {
        let word = entry::text(node, &mut builder.faults)?;
        let found = READINGS.iter().find(|(known, _)| *known == word);
        if found.is_none() {
            let known = READINGS.map(|(known, _)| known);
            suggest::unknown(&mut builder.faults, &node.place, Message::new("unknown_reading"), word, known);
        }
        found.map(|(_, reading)| *reading)
    });
    (auxiliary.unwrap_or(false), rows.unwrap_or_default())
}

/// A state: its name for people, and whether the household stops there.
fn read_state(id: &str, field: &Field, faults: &mut Diagnostics) -> State {
    entry::check_name(id, &field.key, faults);
    let Value::Table(table) = &field.node.value else {
        let label = entry::label(&field.node, faults).unwrap_or_default();
        return State { id: id.to_string(), label, ends: false };
    };
    let entry = Entry::open(table, keys::of("state"), faults);
    let label = entry::names_of(&entry, faults).unwrap_or_default();
    let ends = entry.get("ends").and_then(|node| entry::boolean(node, faults)).unwrap_or(false);
    State { id: id.to_string(), label, ends }
}

/// The label and the start of a domain, unless it starts together with others.
fn finish_domain(at: usize, table: &Table, joint: &Joint, builder: &mut ScenarioBuilder) {
    let mut quiet = Diagnostics::default();
    let entry = Entry::open(table, keys::of("domain"), &mut quiet);
    if let Some(label) = entry.required("label", &mut builder.faults) {
        builder.domains[at].label = entry::label(label, &mut builder.faults).unwrap_or_default();
    }
    if let Some(node) = entry.get("measures") {
        crate::read::scenario::domain::measure::of_domain(at, node, builder);
    }
    let path = format!("domains.{}.start", builder.domains[at].id);
    match (table.fields.get("start"), joint.covered.contains(&at)) {
        (Some(field), true) => {
            let message = Message::new("start_twice").with("name", &builder.domains[at].id);
            builder.faults.at(&field.key, message);
        }
        (None, covered) if covered || joint.vague => {}
        _ => {
            if let Some(node) = entry.required("start", &mut builder.faults) {
                let found = crate::read::scenario::domain::start::own(node, at, &path, None, builder);
                builder.starts.extend(found);
            }
        }
    }
}
