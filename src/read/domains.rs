//! Domains, states and transitions.
//!
//! In: `[domains]`. Out: [`Domain`]s by name, their states by name, and [`Transition`]s by domain, from and to, however the
//! lines were ordered. All states are read before the first condition, which may name any of them.

use std::collections::BTreeSet;

use super::desk::{Desk, RatioUse};
use super::entry::{self, At, Entry};
use super::number::too_many;
use super::phrases;
use super::shares;
use super::strength::{self, RATIO, STRENGTH};
use super::tree::{Field, Node, Table};
use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::{Domain, Modifier, Move, Number, Origin, Ratio, Start, State, Strength, Text, Transition};
use crate::units::Kind;

/// Most domains in a scenario.
const MAX_DOMAINS: usize = 1_000;
/// Most states in a domain.
const MAX_STATES: usize = 1_000;
/// Most transitions in a scenario.
const MAX_TRANSITIONS: usize = 10_000;

/// Stands for a strength that was reported as faulty, so that the transition can still be named.
const UNREAD: Strength = Strength::MeanDuration(Number { origin: Origin::Fixed(1.0), kind: Kind::Amount });

/// A transition, and the places of the ratios that act on it.
type Placed = (Transition, Vec<(Ratio, Place)>);

/// Reads `[domains]` onto the desk.
pub(super) fn read(node: &Node, desk: &mut Desk) {
    let Some(all) = entry::table(node, &mut desk.faults) else { return };
    if all.fields.len() > MAX_DOMAINS {
        desk.faults.at(&all.place, too_many("what_domains", MAX_DOMAINS));
        return;
    }
    for (id, field) in &all.fields {
        let states = read_states(id, &field.key, &field.node, desk);
        desk.domains.push(Domain { id: id.clone(), label: Text::default(), states });
    }
    let mut transitions = Vec::new();
    for (at, field) in all.fields.values().enumerate() {
        if let Some(table) = entry::table(&field.node, &mut desk.faults) {
            finish_domain(at, table, desk);
            transitions.extend(read_transitions(at, table, desk));
        }
    }
    if transitions.len() > MAX_TRANSITIONS {
        desk.faults.at(&all.place, too_many("what_transitions", MAX_TRANSITIONS));
        transitions.truncate(MAX_TRANSITIONS);
    }
    transitions.sort_by_key(|(one, _)| (one.domain, one.from, one.to));
    for (at, (transition, ratios)) in transitions.into_iter().enumerate() {
        desk.transitions.push(transition);
        let uses =
            ratios.into_iter().map(|(ratio, place)| RatioUse { transition: at, ratio, place, alternative: None });
        desk.ratios.extend(uses);
    }
}

/// The states of a domain; empty where they are at fault.
fn read_states(id: &str, key: &Place, node: &Node, desk: &mut Desk) -> Vec<State> {
    entry::check_name(id, key, &mut desk.faults);
    let mut quiet = Diagnostics::default();
    let Some(table) = entry::table(node, &mut quiet) else { return Vec::new() };
    let entry = Entry::open(table, &["label", "start", "states", "transitions"], &mut desk.faults);
    let Some(node) = entry.required("states", &mut desk.faults) else { return Vec::new() };
    let Some(states) = entry::table(node, &mut desk.faults) else { return Vec::new() };
    if states.fields.is_empty() || states.fields.len() > MAX_STATES {
        desk.faults.at(&node.place, entry::outside(states.fields.len(), 1, MAX_STATES, "kind_states"));
        return Vec::new();
    }
    let state = |(id, field): (&String, &Field)| {
        entry::check_name(id, &field.key, &mut desk.faults);
        let label = entry::label(&field.node, &mut desk.faults).unwrap_or_default();
        State { id: id.clone(), label, ends: false }
    };
    states.fields.iter().map(state).collect()
}

fn finish_domain(at: usize, table: &Table, desk: &mut Desk) {
    let mut quiet = Diagnostics::default();
    let entry = Entry::open(table, &["label", "start", "states", "transitions"], &mut quiet);
    if let Some(label) = entry.required("label", &mut desk.faults) {
        desk.domains[at].label = entry::label(label, &mut desk.faults).unwrap_or_default();
    }
    if let Some(node) = entry.required("start", &mut desk.faults) {
        desk.starts.extend(start(node, (at, &desk.domains[at]), &mut desk.faults));
    }
}

/// Shares of the states at the start: the name of one, or shares by name.
pub(super) fn start(node: &Node, (at, domain): (usize, &Domain), faults: &mut Diagnostics) -> Option<Start> {
    let found = shares::of_names(node, faults, |name, place, faults| phrases::find_state(name, place, domain, faults))?;
    let number = |share: f64| Some(Number { origin: Origin::Fixed(share), kind: Kind::Share });
    let mut shares: Vec<_> = found.into_iter().map(|(state, share)| (vec![state], number(share))).collect();
    shares.sort_by(|a, b| a.0.cmp(&b.0));
    Some(Start { domains: vec![at], shares })
}

fn read_transitions(at: usize, table: &Table, desk: &mut Desk) -> Vec<Placed> {
    let Some(node) = table.get("transitions") else { return Vec::new() };
    let Some(list) = entry::list(node, &mut desk.faults) else { return Vec::new() };
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for node in list.iter().take(MAX_TRANSITIONS + 1) {
        if let Some(table) = entry::table(node, &mut desk.faults) {
            found.extend(read_transition(at, table, &mut seen, desk));
        }
    }
    found
}

fn read_transition(
    domain: usize,
    table: &Table,
    seen: &mut BTreeSet<(usize, usize)>,
    desk: &mut Desk,
) -> Option<Placed> {
    let allowed: Vec<&str> = ["move", "escalation", "when"].into_iter().chain(STRENGTH).collect();
    let entry = Entry::open(table, &allowed, &mut desk.faults);
    let moved = entry.required("move", &mut desk.faults);
    let states = moved.and_then(|node| phrases::arrow(node, &desk.domains[domain], &mut desk.faults));
    let name = match states {
        Some((from, to)) => phrases::move_name(Move { domain, from, to }, &desk.domains),
        None => {
            desk.unsure.insert(domain);
            format!("{} at {}", desk.domains[domain].id, table.place.span.start)
        }
    };
    let twice = states.is_some_and(|states| !seen.insert(states));
    if let (true, Some(node)) = (twice, moved) {
        desk.faults.at(&node.place, Message::new("move_twice").with("name", &name));
        desk.unsure.insert(domain);
        return None;
    }
    let path = format!("domains.{name}");
    let strength = strength::strength(&entry, &path, desk);
    let escalation = entry.get("escalation").map(|node| entry::boolean(node, &mut desk.faults));
    let (modifiers, ratios) = modifiers(&entry, &path, desk).into_iter().unzip();
    let (from, to) = states?;
    let strength = strength.unwrap_or(UNREAD);
    let escalation = escalation.flatten().unwrap_or(false);
    Some((Transition { name, domain, from, to, strength, modifiers, escalation, takes_rest: false }, ratios))
}

/// What makes a transition stronger or weaker, and where that is written.
fn modifiers(entry: &Entry<'_>, path: &str, desk: &mut Desk) -> Vec<(Modifier, (Ratio, Place))> {
    let Some(list) = entry.get("when").and_then(|node| entry::list(node, &mut desk.faults)) else { return Vec::new() };
    list.iter().filter_map(|node| modifier(node, path, desk)).collect()
}

fn modifier(node: &Node, path: &str, desk: &mut Desk) -> Option<(Modifier, (Ratio, Place))> {
    let table = entry::table(node, &mut desk.faults)?;
    let allowed: Vec<&str> = ["if"].into_iter().chain(RATIO).collect();
    let entry = Entry::open(table, &allowed, &mut desk.faults);
    let condition = entry.required("if", &mut desk.faults);
    let condition = condition.and_then(|node| phrases::condition(node, &desk.domains, &mut desk.faults));
    let words = match &condition {
        Some(condition) => phrases::describe(condition, &desk.domains),
        None => format!("at {}", node.place.span.start),
    };
    let (ratio, place) = strength::ratio(&entry, &format!("{path}.when({words})"), desk)?;
    Some((Modifier { id: String::new(), condition: condition?, ratio }, (ratio, place)))
}
