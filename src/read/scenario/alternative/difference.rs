//! Differences between an alternative and the null alternative.
//!
//! In: the keys of `[alternatives.NAME]`. Out: other parameters, starts, strengths and ratios, and what is switched
//! off. Interventions and items are read elsewhere.

use std::collections::BTreeSet;

use crate::diagnostics::{Message, Place};
use crate::model::{Alternative, NULL_ALTERNATIVE, Number, Ratio, Start, Strength};
use crate::read::builder::{Override, RatioUse, ScenarioBuilder, StrengthUse};
use crate::read::keys;
use crate::read::scenario::alternative::provenance::Owner;
use crate::read::scenario::condition::move_text;
use crate::read::scenario::domain::{start, strength};
use crate::read::scenario::parameter as named;
use crate::read::source::entry::{self, Entry};
use crate::read::source::suggest;
use crate::read::source::tree::{Field, Node, Table, Value};
use crate::units::Kind;

/// The fields of the table under this key.
pub(crate) fn fields<'t>(entry: &Entry<'t>, key: &str, builder: &mut ScenarioBuilder) -> Vec<(&'t String, &'t Field)> {
    let table = entry.get(key).and_then(|node| entry::table(node, &mut builder.faults));
    table.map(|table| table.fields.iter().collect()).unwrap_or_default()
}

/// Other distributions of parameters, or formulas; they go into the builder.
pub(crate) fn parameters(entry: &Entry<'_>, alternative: usize, builder: &mut ScenarioBuilder) {
    for (name, field) in fields(entry, "parameters", builder) {
        if !builder.numbers.named.contains_key(name) {
            let known = builder.numbers.named.keys().map(String::as_str);
            suggest::unknown(&mut builder.faults, &field.key, Message::new("unknown_parameter"), name, known);
        } else if let Some(definition) = named::define(&field.node, name, &field.key, builder) {
            if let Some(worked) = &definition.worked {
                let others = worked.formula.variables().iter().filter(|variable| *variable != name).cloned();
                builder.numbers.enter_inputs(others.collect(), &mut builder.faults);
            }
            builder.overrides.push(Override { alternative, name: name.clone(), definition });
        }
    }
}

/// Other starts, sorted; each has to be over the same domains as one of the scenario.
pub(crate) fn starts(entry: &Entry<'_>, owner: &Owner<'_>, builder: &mut ScenarioBuilder) -> Vec<Start> {
    let mut found: Vec<(Start, &Place)> = Vec::new();
    for (name, field) in fields(entry, "start", builder) {
        let domain = move_text::find_domain(name, &field.key, &builder.domains, &mut builder.faults);
        let path = format!("{}.start.{name}", owner.path(&field.node));
        let start = domain.and_then(|at| start::own(&field.node, at, &path, Some(owner.at), builder));
        found.extend(start.map(|start| (start, &field.key)));
    }
    if let Some(node) = entry.get("joint_start") {
        let joint = start::joint(node, &owner.path(node), Some(owner.at), builder);
        found.extend(joint.starts.into_iter().map(|start| (start, &node.place)));
    }
    for (start, place) in &found {
        check_start(start, place, builder);
    }
    let mut starts: Vec<Start> = found.into_iter().map(|(start, _)| start).collect();
    starts.sort_by(|a, b| a.domains.cmp(&b.domains));
    starts
}

fn check_start(start: &Start, place: &Place, builder: &mut ScenarioBuilder) {
    let whole = builder.starts.iter().any(|known| known.domains == start.domains);
    let other = builder.starts.iter().find(|known| known.domains.iter().any(|domain| start.domains.contains(domain)));
    if let (false, Some(other)) = (whole, other) {
        let ids: Vec<&str> = other.domains.iter().map(|domain| builder.domains[*domain].id.as_str()).collect();
        builder.faults.at(place, Message::new("start_of_others").with("names", ids.join(", ")));
    }
}

/// Other strengths, sorted by transition.
pub(crate) fn transitions(
    entry: &Entry<'_>,
    owner: &Owner<'_>,
    builder: &mut ScenarioBuilder,
) -> Vec<(usize, Strength)> {
    let all = fields(entry, "transitions", builder);
    let mut found: Vec<_> =
        all.into_iter().filter_map(|(name, field)| one_strength(name, field, owner, builder)).collect();
    found.sort_by_key(|(transition, _)| *transition);
    found
}

fn one_strength(
    name: &str,
    field: &Field,
    owner: &Owner<'_>,
    builder: &mut ScenarioBuilder,
) -> Option<(usize, Strength)> {
    let key = Node { place: field.key.clone(), value: Value::Text(name.to_string()) };
    let found = move_text::transition(name, &key, builder);
    let table = entry::table(&field.node, &mut builder.faults)?;
    let entry = Entry::open(table, keys::of("strength"), &mut builder.faults);
    let name = found.map_or(name, |at| builder.transitions[at].name.as_str());
    let path = format!("{}.transitions({name})", owner.path(&field.node));
    let from = found.map(|at| (builder.transitions[at].domain, builder.transitions[at].from));
    let (strength, place) = strength::strength(&entry, from, &path, builder)?;
    let transition = found?;
    builder.strengths.push(StrengthUse { transition, place, alternative: Some(owner.at) });
    Some((transition, strength))
}

/// Modifiers of this name, by transition and place.
fn named_modifiers(name: &str, builder: &ScenarioBuilder) -> Vec<(usize, usize)> {
    let of = |(at, transition): (usize, &crate::model::Transition)| {
        let here = transition.modifiers.iter().enumerate().filter(|(_, modifier)| modifier.id == name);
        here.map(|(place, _)| (at, place)).collect::<Vec<_>>()
    };
    builder.transitions.iter().enumerate().flat_map(of).collect()
}

fn check_modifier(name: &str, place: &Place, builder: &mut ScenarioBuilder) {
    if !builder.modifier_ids.contains(name) {
        let known = builder.modifier_ids.iter().map(String::as_str);
        suggest::unknown(&mut builder.faults, place, Message::new("unknown_modifier"), name, known);
    }
}

/// Other ratios, for all modifiers of a name.
pub(crate) fn modifiers(
    entry: &Entry<'_>,
    owner: &Owner<'_>,
    builder: &mut ScenarioBuilder,
) -> Vec<(usize, usize, Option<Ratio>)> {
    let mut found = Vec::new();
    for (name, field) in fields(entry, "modifiers", builder) {
        check_modifier(name, &field.key, builder);
        let Some(table) = entry::table(&field.node, &mut builder.faults) else { continue };
        let entry = Entry::open(table, keys::of("ratio"), &mut builder.faults);
        let path = format!("{}.modifiers({name})", owner.path(&field.node));
        let Some((ratio, place)) = strength::ratio(&entry, &path, builder) else { continue };
        for (transition, modifier) in named_modifiers(name, builder) {
            found.push((transition, modifier, Some(ratio)));
            let (place, alternative) = (place.clone(), Some(owner.at));
            let modifier = Some(modifier);
            builder.ratios.push(RatioUse { transition, ratio, place, alternative, modifier, together: None });
        }
    }
    found
}

/// Factors for the quantities of items, by name.
pub(crate) fn times(
    entry: &Entry<'_>,
    owner: &Owner<'_>,
    builder: &mut ScenarioBuilder,
) -> Vec<(String, Place, Number)> {
    let mut found = Vec::new();
    for (name, field) in fields(entry, "times", builder) {
        let path = format!("{}.times({name})", owner.path(&field.node));
        // Households are multiplied by characteristics of their own before it is known in which alternative.
        let number = builder.number_of_all(&field.node, Kind::Count, &path);
        found.extend(number.map(|number| (name.clone(), field.key.clone(), number)));
    }
    found
}

/// Names that are switched off and are filled in later.
#[derive(Default)]
pub(crate) struct Off {
    /// Items.
    pub(crate) items: Vec<(String, Place)>,
    /// Interventions.
    pub(crate) interventions: BTreeSet<String>,
}

/// Reads `off`: transitions and modifiers are switched off at once.
pub(crate) fn off(
    entry: &Entry<'_>,
    alternative: &mut Alternative,
    table: &Table,
    builder: &mut ScenarioBuilder,
) -> Off {
    let mut off = Off::default();
    let list = entry.get("off").and_then(|node| entry::list(node, &mut builder.faults)).unwrap_or_default();
    for node in list {
        let Some(text) = entry::text(node, &mut builder.faults) else { continue };
        let (kind, name) = text.split_once(':').unwrap_or((text, ""));
        let name = name.trim();
        match kind {
            "items" => off.items.push((name.to_string(), node.place.clone())),
            "transitions" => alternative.off_transitions.extend(move_text::transition(name, node, builder)),
            "modifiers" => off_modifiers(name, node, alternative, builder),
            "interventions" => {
                off_intervention(name, node, table, builder);
                off.interventions.insert(name.to_string());
                // What it costs in the null alternative goes with it, also what counts whether or not it starts.
                let costs = format!("{NULL_ALTERNATIVE}.{name}.");
                let costs = builder.items.iter().filter(|read_item| read_item.item.id.starts_with(&costs));
                off.items.extend(costs.map(|read_item| (read_item.item.id.clone(), node.place.clone())));
            }
            _ => {
                builder.faults.at(&node.place, Message::new("off_wrong")).hint(Message::new("write_off"));
            }
        }
    }
    alternative.off_transitions.sort_unstable();
    alternative.off_transitions.dedup();
    off
}

fn off_modifiers(name: &str, node: &Node, alternative: &mut Alternative, builder: &mut ScenarioBuilder) {
    check_modifier(name, &node.place, builder);
    for (transition, place) in named_modifiers(name, builder) {
        alternative.modifiers.retain(|(at, other, _)| (*at, *other) != (transition, place));
        alternative.modifiers.push((transition, place, None));
    }
}

/// Only what an alternative takes over from another, or from the null alternative, can be switched off.
fn off_intervention(name: &str, node: &Node, table: &Table, builder: &mut ScenarioBuilder) {
    let here: Vec<&str> = table.keys_under("interventions").map(String::as_str).collect();
    if !here.contains(&name) {
        suggest::unknown(&mut builder.faults, &node.place, Message::new("unknown_intervention_here"), name, here);
    }
}
