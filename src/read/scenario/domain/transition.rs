//! Transitions of a domain.
//!
//! In: `[[domains.NAME.transitions]]` and `[[domains.NAME.rows]]`. Out: [`Transition`]s with the places of what is
//! checked later at central values. Rows, which give all exits of a state at once, are read in `row`.

use std::collections::BTreeSet;

use crate::model::limits;
use crate::model::{Move, Number, Origin, Strength, Transition};
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::scenario::condition::move_text;
use crate::read::scenario::domain::exit::{MovesMet, ReadTransition};
use crate::read::scenario::domain::modifier::modifiers;
use crate::read::scenario::domain::{row, strength};
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::Table;
use crate::units::Kind;

/// Most transitions in a scenario.
pub(crate) const MAX_TRANSITIONS: usize = limits::MOST_TRANSITIONS;

/// Stands for a strength that was reported as faulty, so that the transition can still be named.
const UNREAD: Strength = Strength::MeanDuration(Number { origin: Origin::Fixed(1.0), kind: Kind::Amount });

/// Reads the transitions of a domain.
pub(crate) fn read(domain: usize, table: &Table, builder: &mut ScenarioBuilder) -> Vec<ReadTransition> {
    let mut met = MovesMet { domain, seen: BTreeSet::new(), takers: BTreeSet::new() };
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

fn transition(table: &Table, met: &mut MovesMet, builder: &mut ScenarioBuilder) -> Option<ReadTransition> {
    let entry = Entry::open(table, keys::of("transition"), &mut builder.faults);
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
    Some(ReadTransition { transition, strength: place, ratios })
}

/// Yes or no, no where it is not given.
fn flag(entry: &Entry<'_>, key: &str, builder: &mut ScenarioBuilder) -> bool {
    entry.get(key).and_then(|node| entry::boolean(node, &mut builder.faults)).unwrap_or(false)
}
