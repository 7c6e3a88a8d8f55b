//! The changes that make an alternative out of the null alternative.
//!
//! In: the keys of `[alternatives.NAME]`. Out: other parameters, starts, strengths and ratios, and what is switched
//! off. Interventions and items are read elsewhere.

use std::collections::BTreeSet;

use crate::diagnostics::{Message, Place};
use crate::model::{Alternative, NULL_ALTERNATIVE, Number, Ratio, Start, Strength};
use crate::read::builder::{Desk, Override, RatioUse, StrengthUse};
use crate::read::scenario::alternative::Homes;
use crate::read::scenario::condition::move_text;
use crate::read::scenario::domain::start;
use crate::read::scenario::domain::strength::{self, RATIO, STRENGTH};
use crate::read::scenario::parameter as named;
use crate::read::source::entry::{self, At, Entry};
use crate::read::source::suggest;
use crate::read::source::tree::{Field, Node, Table, Value};
use crate::units::Kind;

/// The alternative that is read.
pub(crate) struct Owner<'o> {
    /// Its index.
    pub(crate) at: usize,
    /// Its name.
    pub(crate) id: &'o str,
    /// Where every value is written.
    pub(crate) homes: &'o Homes,
}

impl Owner<'_> {
    /// How the name of an unnamed number at `node` starts: with the alternative or system problem in which it is
    /// written, so that an alternative that is like another shares its numbers.
    pub(crate) fn path(&self, node: &Node) -> String {
        let home = self.homes.get(&(node.place.file, node.place.span.start));
        home.cloned().unwrap_or_else(|| format!("alternatives.{}", self.id))
    }
}

/// The fields of the table under this key.
pub(crate) fn fields<'t>(entry: &Entry<'t>, key: &str, desk: &mut Desk) -> Vec<(&'t String, &'t Field)> {
    let table = entry.get(key).and_then(|node| entry::table(node, &mut desk.faults));
    table.map(|table| table.fields.iter().collect()).unwrap_or_default()
}

/// Other distributions of parameters, or formulas; they go onto the desk.
pub(crate) fn parameters(entry: &Entry<'_>, alternative: usize, desk: &mut Desk) {
    for (name, field) in fields(entry, "parameters", desk) {
        if !desk.numbers.named.contains_key(name) {
            let known = desk.numbers.named.keys().map(String::as_str);
            suggest::unknown(&mut desk.faults, &field.key, Message::new("unknown_parameter"), name, known);
        } else if let Some(definition) = named::define(&field.node, name, &field.key, desk) {
            if let Some(worked) = &definition.worked {
                let others = worked.formula.variables().iter().filter(|one| *one != name).cloned();
                desk.numbers.enter_inputs(others.collect(), &mut desk.faults);
            }
            desk.overrides.push(Override { alternative, name: name.clone(), definition });
        }
    }
}

/// Other starts, sorted; each has to be over the same domains as one of the scenario.
pub(crate) fn starts(entry: &Entry<'_>, owner: &Owner<'_>, desk: &mut Desk) -> Vec<Start> {
    let mut found: Vec<(Start, &Place)> = Vec::new();
    for (name, field) in fields(entry, "start", desk) {
        let domain = move_text::find_domain(name, &field.key, &desk.domains, &mut desk.faults);
        let path = format!("{}.start.{name}", owner.path(&field.node));
        let start = domain.and_then(|at| start::own(&field.node, at, &path, Some(owner.at), desk));
        found.extend(start.map(|start| (start, &field.key)));
    }
    if let Some(node) = entry.get("joint_start") {
        let joint = start::joint(node, &owner.path(node), Some(owner.at), desk);
        found.extend(joint.starts.into_iter().map(|start| (start, &node.place)));
    }
    for (start, place) in &found {
        check_start(start, place, desk);
    }
    let mut starts: Vec<Start> = found.into_iter().map(|(start, _)| start).collect();
    starts.sort_by(|a, b| a.domains.cmp(&b.domains));
    starts
}

fn check_start(start: &Start, place: &Place, desk: &mut Desk) {
    let whole = desk.starts.iter().any(|one| one.domains == start.domains);
    let other = desk.starts.iter().find(|one| one.domains.iter().any(|domain| start.domains.contains(domain)));
    if let (false, Some(other)) = (whole, other) {
        let ids: Vec<&str> = other.domains.iter().map(|domain| desk.domains[*domain].id.as_str()).collect();
        desk.faults.at(place, Message::new("start_of_others").with("names", ids.join(", ")));
    }
}

/// Other strengths, sorted by transition.
pub(crate) fn transitions(entry: &Entry<'_>, owner: &Owner<'_>, desk: &mut Desk) -> Vec<(usize, Strength)> {
    let all = fields(entry, "transitions", desk);
    let mut found: Vec<_> =
        all.into_iter().filter_map(|(name, field)| one_strength(name, field, owner, desk)).collect();
    found.sort_by_key(|(transition, _)| *transition);
    found
}

fn one_strength(name: &str, field: &Field, owner: &Owner<'_>, desk: &mut Desk) -> Option<(usize, Strength)> {
    let key = Node { place: field.key.clone(), value: Value::Text(name.to_string()) };
    let found = move_text::transition(name, &key, desk);
    let table = entry::table(&field.node, &mut desk.faults)?;
    let entry = Entry::open(table, &STRENGTH, &mut desk.faults);
    let name = found.map_or(name, |at| desk.transitions[at].name.as_str());
    let path = format!("{}.transitions({name})", owner.path(&field.node));
    let from = found.map(|at| (desk.transitions[at].domain, desk.transitions[at].from));
    let (strength, place) = strength::strength(&entry, from, &path, desk)?;
    let transition = found?;
    desk.strengths.push(StrengthUse { transition, place, alternative: Some(owner.at) });
    Some((transition, strength))
}

/// Modifiers of this name, by transition and place.
fn named_modifiers(name: &str, desk: &Desk) -> Vec<(usize, usize)> {
    let of = |(at, one): (usize, &crate::model::Transition)| {
        let here = one.modifiers.iter().enumerate().filter(|(_, modifier)| modifier.id == name);
        here.map(|(place, _)| (at, place)).collect::<Vec<_>>()
    };
    desk.transitions.iter().enumerate().flat_map(of).collect()
}

fn check_modifier(name: &str, place: &Place, desk: &mut Desk) {
    if !desk.modifier_ids.contains(name) {
        let known = desk.modifier_ids.iter().map(String::as_str);
        suggest::unknown(&mut desk.faults, place, Message::new("unknown_modifier"), name, known);
    }
}

/// Other ratios, for all modifiers of a name.
pub(crate) fn modifiers(entry: &Entry<'_>, owner: &Owner<'_>, desk: &mut Desk) -> Vec<(usize, usize, Option<Ratio>)> {
    let mut found = Vec::new();
    for (name, field) in fields(entry, "modifiers", desk) {
        check_modifier(name, &field.key, desk);
        let Some(table) = entry::table(&field.node, &mut desk.faults) else { continue };
        let entry = Entry::open(table, &RATIO, &mut desk.faults);
        let path = format!("{}.modifiers({name})", owner.path(&field.node));
        let Some((ratio, place)) = strength::ratio(&entry, &path, desk) else { continue };
        for (transition, modifier) in named_modifiers(name, desk) {
            found.push((transition, modifier, Some(ratio)));
            let (place, alternative) = (place.clone(), Some(owner.at));
            let modifier = Some(modifier);
            desk.ratios.push(RatioUse { transition, ratio, place, alternative, modifier, together: None });
        }
    }
    found
}

/// Factors for the quantities of items, by name.
pub(crate) fn times(entry: &Entry<'_>, owner: &Owner<'_>, desk: &mut Desk) -> Vec<(String, Place, Number)> {
    let mut found = Vec::new();
    for (name, field) in fields(entry, "times", desk) {
        let path = format!("{}.times({name})", owner.path(&field.node));
        // Households are multiplied by characteristics of their own before it is known in which alternative.
        let number = desk.number_of_all(&field.node, Kind::Count, &path);
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
pub(crate) fn off(entry: &Entry<'_>, alternative: &mut Alternative, table: &Table, desk: &mut Desk) -> Off {
    let mut off = Off::default();
    let list = entry.get("off").and_then(|node| entry::list(node, &mut desk.faults)).unwrap_or_default();
    for node in list {
        let Some(text) = entry::text(node, &mut desk.faults) else { continue };
        let (kind, name) = text.split_once(':').unwrap_or((text, ""));
        let name = name.trim();
        match kind {
            "items" => off.items.push((name.to_string(), node.place.clone())),
            "transitions" => alternative.off_transitions.extend(move_text::transition(name, node, desk)),
            "modifiers" => off_modifiers(name, node, alternative, desk),
            "interventions" => {
                off_intervention(name, node, table, desk);
                off.interventions.insert(name.to_string());
                // What it costs in the null alternative goes with it, also what counts whether or not it starts.
                let costs = format!("{NULL_ALTERNATIVE}.{name}.");
                let costs = desk.items.iter().filter(|one| one.item.id.starts_with(&costs));
                off.items.extend(costs.map(|one| (one.item.id.clone(), node.place.clone())));
            }
            _ => {
                desk.faults.at(&node.place, Message::new("off_wrong")).hint(Message::new("write_off"));
            }
        }
    }
    alternative.off_transitions.sort_unstable();
    alternative.off_transitions.dedup();
    off
}

fn off_modifiers(name: &str, node: &Node, alternative: &mut Alternative, desk: &mut Desk) {
    check_modifier(name, &node.place, desk);
    for (transition, place) in named_modifiers(name, desk) {
        alternative.modifiers.retain(|(at, other, _)| (*at, *other) != (transition, place));
        alternative.modifiers.push((transition, place, None));
    }
}

/// Only what an alternative takes over from another, or from the null alternative, can be switched off.
fn off_intervention(name: &str, node: &Node, table: &Table, desk: &mut Desk) {
    let here: Vec<&str> = table.keys_under("interventions").map(String::as_str).collect();
    if !here.contains(&name) {
        suggest::unknown(&mut desk.faults, &node.place, Message::new("unknown_intervention_here"), name, here);
    }
}
