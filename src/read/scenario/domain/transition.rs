//! Transitions of a domain.
//!
//! In: `[[domains.NAME.transitions]]` and `[[domains.NAME.rows]]`. Out: [`Transition`]s with the places of what is
//! checked later at central values. Rows, which give all exits of a state at once, are read in `exits`.

use std::collections::BTreeSet;

use crate::diagnostics::{Message, Place};
use crate::model::{Modifier, Move, Number, Origin, Ratio, Strength, Transition};
use crate::read::builder::ScenarioBuilder;
use crate::read::scenario::condition::{self, move_text};
use crate::read::scenario::domain::row;
use crate::read::scenario::domain::strength::{self, RATIO, STRENGTH};
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::{Node, Table};
use crate::units::Kind;

/// Most transitions in a scenario.
pub(crate) const MAX_TRANSITIONS: usize = 10_000;

/// Stands for a strength that was reported as faulty, so that the transition can still be named.
const UNREAD: Strength = Strength::MeanDuration(Number { origin: Origin::Fixed(1.0), kind: Kind::Amount });

/// A transition, where its strength stands, and the ratios that act on it with their places.
pub(crate) struct Placed {
    pub(crate) transition: Transition,
    pub(crate) strength: Place,
    pub(crate) ratios: Vec<(Ratio, Place)>,
}

/// Moves of one domain that were met.
pub(crate) struct Met {
    pub(crate) domain: usize,
    seen: BTreeSet<(usize, usize)>,
    /// States of which an exit takes what ratios leave.
    takers: BTreeSet<usize>,
}

/// Reads the transitions of a domain.
pub(crate) fn read(domain: usize, table: &Table, builder: &mut ScenarioBuilder) -> Vec<Placed> {
    let mut met = Met { domain, seen: BTreeSet::new(), takers: BTreeSet::new() };
    let mut found = Vec::new();
    for key in ["transitions", "rows"] {
        let list = table.get(key).and_then(|node| entry::list(node, &mut builder.faults)).unwrap_or_default();
        for node in list.iter().take(MAX_TRANSITIONS + 1) {
            let Some(table) = entry::table(node, &mut builder.faults) else { continue };
            match key {
                "transitions" => found.extend(transition(table, &mut met, builder)),
                _ => found.extend(row::read(table, &mut met, builder)),
            }
        }
    }
    found
}

fn transition(table: &Table, met: &mut Met, builder: &mut ScenarioBuilder) -> Option<Placed> {
    let allowed: Vec<&str> = ["move", "escalation", "takes_rest", "when"].into_iter().chain(STRENGTH).collect();
    let entry = Entry::open(table, &allowed, &mut builder.faults);
    let moved = entry.required("move", &mut builder.faults);
    let domain = met.domain;
    let states = moved.and_then(|node| move_text::arrow(node, &builder.domains[domain], &mut builder.faults));
    let name = match states {
        Some((from, to)) => move_text::move_name(Move { domain, from, to }, &builder.domains),
        None => {
            builder.unsure.insert(domain);
            format!("{} at {}", builder.domains[domain].id, table.place.span.start)
        }
    };
    if let (Some(states), Some(node)) = (states, moved)
        && !met.is_new(states, &name, &node.place, builder)
    {
        return None;
    }
    let path = format!("domains.{name}");
    let strength = strength::strength(&entry, states.map(|(from, _)| (domain, from)), &path, builder);
    let escalation = flag(&entry, "escalation", builder);
    let takes_rest = flag(&entry, "takes_rest", builder);
    let modifiers = modifiers(&entry, &path, builder);
    let (from, to) = states?;
    if let (true, Some(node)) = (takes_rest, entry.get("takes_rest")) {
        met.takes(from, &node.place, builder);
    }
    let (strength, place) = strength.unwrap_or((UNREAD, table.place.clone()));
    let (modifiers, ratios) = modifiers.into_iter().unzip();
    let transition = Transition { name, domain, from, to, strength, modifiers, escalation, takes_rest };
    Some(Placed { transition, strength: place, ratios })
}

/// Yes or no, no where it is not given.
fn flag(entry: &Entry<'_>, key: &str, builder: &mut ScenarioBuilder) -> bool {
    entry.get(key).and_then(|node| entry::boolean(node, &mut builder.faults)).unwrap_or(false)
}

impl Met {
    /// Reports a move that was met before, or that leaves a state that ends everything.
    pub(crate) fn is_new(
        &mut self,
        states: (usize, usize),
        name: &str,
        place: &Place,
        builder: &mut ScenarioBuilder,
    ) -> bool {
        check_leaves(Move { domain: self.domain, from: states.0, to: states.1 }, place, builder);
        let new = self.seen.insert(states);
        if !new {
            builder.faults.at(place, Message::new("move_twice").with("name", name));
            builder.unsure.insert(self.domain);
        }
        new
    }

    /// Reports a second exit that takes the rest of a row.
    pub(crate) fn takes(&mut self, from: usize, place: &Place, builder: &mut ScenarioBuilder) {
        if !self.takers.insert(from) {
            let state = &builder.domains[self.domain].states[from].id;
            builder.faults.at(place, Message::new("takes_rest_twice").with("state", state));
        }
    }
}

/// Reports a move out of a state that ends everything.
pub(crate) fn check_leaves(full_move: Move, place: &Place, builder: &mut ScenarioBuilder) {
    let state = &builder.domains[full_move.domain].states[full_move.from];
    if state.ends {
        builder.faults.at(place, Message::new("leaves_an_end").with("state", &state.id));
    }
}

/// What makes a transition stronger or weaker, and where that is written.
fn modifiers(entry: &Entry<'_>, path: &str, builder: &mut ScenarioBuilder) -> Vec<(Modifier, (Ratio, Place))> {
    let Some(list) = entry.get("when").and_then(|node| entry::list(node, &mut builder.faults)) else {
        return Vec::new();
    };
    list.iter().filter_map(|node| modifier(node, &[], path, builder)).collect()
}

/// Reads a modifier; `more` are further keys that may stand in it.
pub(crate) fn modifier(
    node: &Node,
    more: &[&'static str],
    path: &str,
    builder: &mut ScenarioBuilder,
) -> Option<(Modifier, (Ratio, Place))> {
    let table = entry::table(node, &mut builder.faults)?;
    let allowed: Vec<&str> = ["id", "if"].into_iter().chain(RATIO).chain(more.iter().copied()).collect();
    let entry = Entry::open(table, &allowed, &mut builder.faults);
    let id = match entry.get("id") {
        Some(node) => read_id(node, builder),
        None => Some(String::new()),
    };
    let condition = entry.required("if", &mut builder.faults).and_then(|node| condition::read(node, builder));
    let words = match &condition {
        Some(condition) => condition::describe(condition, builder),
        None => format!("at {}", node.place.span.start),
    };
    let (ratio, place) = strength::ratio(&entry, &format!("{path}.when({words})"), builder)?;
    Some((Modifier { id: id?, condition: condition?, ratio }, (ratio, place)))
}

/// The name by which alternatives can change a modifier.
fn read_id(node: &Node, builder: &mut ScenarioBuilder) -> Option<String> {
    let id = entry::text(node, &mut builder.faults)?;
    builder.modifier_ids.insert(id.to_string());
    entry::check_name(id, &node.place, &mut builder.faults).then(|| id.to_string())
}
