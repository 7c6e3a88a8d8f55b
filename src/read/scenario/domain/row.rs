//! Rows of a transition table: all exits of a state at once.
//!
//! In: `[[domains.NAME.rows]]` with `from` and `observed`. Out: a [`Transition`] for each exit, as if it had been
//! written on its own.

use crate::diagnostics::Message;
use crate::model::{Move, Number, Origin, Strength, Transition};
use crate::read::builder::{ScenarioBuilder, ShareUse};
use crate::read::keys;
use crate::read::scenario::condition::clock::{self, Reach};
use crate::read::scenario::condition::{move_text, period};
use crate::read::scenario::domain::exit::{MovesMet, ReadTransition};
use crate::read::scenario::domain::modifier;
use crate::read::scenario::domain::start::REST;
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::{Field, Node, Table, Value};
use crate::units::Kind;

/// A share that is not there.
const NOBODY: Number = Number { origin: Origin::Fixed(0.0), kind: Kind::Probability };

/// Reads a row.
pub(crate) fn read(table: &Table, met: &mut MovesMet, builder: &mut ScenarioBuilder) -> Vec<ReadTransition> {
    let domain = met.domain;
    let entry = Entry::open(table, keys::of("row"), &mut builder.faults);
    let from = entry.required("from", &mut builder.faults).and_then(|node| {
        let name = entry::text(node, &mut builder.faults)?;
        move_text::find_state(name, &node.place, &builder.domains[domain], &mut builder.faults)
    });
    let over = entry.required("over", &mut builder.faults).and_then(|node| period::cycles(node, builder));
    let observed = entry.required("observed", &mut builder.faults);
    let shares = observed.and_then(|node| entry::table(node, &mut builder.faults));
    let (Some(from), Some(shares)) = (from, shares) else {
        builder.unsure.insert(domain);
        return Vec::new();
    };
    let escalations = states(&entry, "escalation", domain, builder);
    let taker = states(&entry, "takes_rest", domain, builder);
    if let (Some(_), Some(node)) = (taker.first(), entry.get("takes_rest")) {
        met.takes(from, &node.place, builder);
    }
    let state = builder.domains[domain].states[from].id.clone();
    let rests = || shares.fields.iter().filter(|(_, field)| is_rest(&field.node));
    if rests().count() > 1 {
        builder.faults.at(&shares.place, Message::new("rest_twice"));
    }
    let takes_rest = rests().any(|(name, _)| *name != state);
    let mut row = ExitRow { from, within: over.unwrap_or(1.0), exits: Vec::new(), stay: None, takes_rest };
    for (name, field) in &shares.fields {
        row.cell(name, field, met, builder);
    }
    if row.takes_rest {
        row.check_rest(&state, shares, builder);
    } else {
        row.check_stay(shares, builder);
    }
    for exit in &mut row.exits {
        exit.transition.escalation = escalations.contains(&exit.transition.to);
        exit.transition.takes_rest = taker.contains(&exit.transition.to);
    }
    check_named(&row, &entry, &[("escalation", &escalations), ("takes_rest", &taker)], domain, builder);
    modifiers(&entry, &mut row, domain, builder);
    row.exits
}

/// Whether a share is what the others leave.
fn is_rest(node: &Node) -> bool {
    matches!(&node.value, Value::Text(word) if word == REST)
}

struct ExitRow {
    from: usize,
    within: f64,
    exits: Vec<ReadTransition>,
    /// The share that stays, where a number is given for it.
    stay: Option<Number>,
    /// Whether an exit takes the rest.
    takes_rest: bool,
}

impl ExitRow {
    /// One cell: an exit, or the share that stays.
    fn cell(&mut self, name: &str, field: &Field, met: &mut MovesMet, builder: &mut ScenarioBuilder) {
        let domain = met.domain;
        let to = move_text::find_state(name, &field.key, &builder.domains[domain], &mut builder.faults);
        let Some(to) = to else {
            builder.unsure.insert(domain);
            return;
        };
        let full_move = Move { domain, from: self.from, to };
        let name = move_text::move_name(full_move, &builder.domains);
        let path = format!("domains.{name}.observed");
        if to == self.from {
            self.stay = match () {
                () if is_rest(&field.node) => None,
                // With the others it has to add up: that is checked for what is the same in every cycle.
                () if !self.takes_rest => builder.number(&field.node, Kind::Probability, &path),
                () => clock::number(&field.node, Kind::Probability, &path, Reach::All, builder),
            };
            return;
        }
        if !met.is_new((self.from, to), &name, &field.key, builder) {
            return;
        }
        let strength = if is_rest(&field.node) {
            // Until it is known how many stay.
            Strength::ObservedRest { stays: NOBODY, within: self.within }
        } else {
            let Some(chance) = clock::number(&field.node, Kind::Probability, &path, Reach::All, builder) else {
                builder.unsure.insert(domain);
                return;
            };
            Strength::Observed { chance, within: self.within }
        };
        let transition = Transition {
            name,
            domain,
            from: self.from,
            to,
            strength,
            modifiers: Vec::new(),
            escalation: false,
            takes_rest: false,
        };
        self.exits.push(ReadTransition { transition, strength: field.node.place.clone(), ratios: Vec::new() });
    }

    /// Where an exit takes the rest, a number has to say how many stay.
    fn check_rest(&mut self, state: &str, shares: &Table, builder: &mut ScenarioBuilder) {
        if let Some(number) = self.stay {
            for exit in &mut self.exits {
                if let Strength::ObservedRest { stays, .. } = &mut exit.transition.strength {
                    *stays = number;
                }
            }
        } else if shares.get(state).is_none() {
            builder.faults.at(&shares.place, Message::new("rest_without_stay").with("state", state));
        }
    }

    /// Where the share that stays is a number, all shares of the row have to add up.
    fn check_stay(&self, shares: &Table, builder: &mut ScenarioBuilder) {
        let Some(stay) = self.stay else { return };
        let exits = self.exits.iter().filter_map(|exit| match exit.transition.strength {
            Strength::Observed { chance, .. } => Some(chance),
            _ => None,
        });
        let all: Vec<Number> = exits.chain([stay]).collect();
        if all.len() == shares.fields.len() {
            builder.shares.push(ShareUse { shares: all, rest: false, place: shares.place.clone(), alternative: None });
        }
    }
}

/// The states named under a key: one, or a list.
fn states(entry: &Entry<'_>, key: &str, domain: usize, builder: &mut ScenarioBuilder) -> Vec<usize> {
    entry.get(key).map(|node| named_states(node, domain, builder)).unwrap_or_default()
}

fn named_states(node: &Node, domain: usize, builder: &mut ScenarioBuilder) -> Vec<usize> {
    let nodes = match &node.value {
        Value::List(list) => list.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let find = |node: &Node| {
        let name = entry::text(node, &mut builder.faults)?;
        move_text::find_state(name, &node.place, &builder.domains[domain], &mut builder.faults)
    };
    nodes.iter().filter_map(find).collect()
}

/// Reports states that are named but are no exit of the row, and a second one that takes the rest.
fn check_named(
    row: &ExitRow,
    entry: &Entry<'_>,
    named: &[(&str, &Vec<usize>)],
    domain: usize,
    builder: &mut ScenarioBuilder,
) {
    for (key, states) in named {
        let Some(node) = entry.get(key) else { continue };
        if *key == "takes_rest" && states.len() > 1 {
            let state = &builder.domains[domain].states[row.from].id;
            builder.faults.at(&node.place, Message::new("takes_rest_twice").with("state", state));
        }
        check_exits(row, states, node, domain, builder);
    }
}

fn check_exits(row: &ExitRow, states: &[usize], node: &Node, domain: usize, builder: &mut ScenarioBuilder) {
    for state in states {
        if !builder.unsure.contains(&domain) && !row.exits.iter().any(|exit| exit.transition.to == *state) {
            let message = Message::new("no_exit_of_row").with("found", &builder.domains[domain].states[*state].id);
            builder.faults.at(&node.place, message);
        }
    }
}

/// Modifiers of all exits, or of those that lead to the states named under `to`.
fn modifiers(entry: &Entry<'_>, row: &mut ExitRow, domain: usize, builder: &mut ScenarioBuilder) {
    let Some(list) = entry.get("when").and_then(|node| entry::list(node, &mut builder.faults)) else { return };
    let from = builder.domains[domain].states[row.from].id.clone();
    let path = format!("domains.{}: {from}", builder.domains[domain].id);
    for node in list {
        let Some((modifier, ratio)) = modifier::modifier(node, "row_modifier", &path, builder) else { continue };
        let to = match &node.value {
            Value::Table(table) => table.get("to"),
            _ => None,
        };
        let named = to.map(|node| named_states(node, domain, builder));
        if let (Some(node), Some(states)) = (to, &named) {
            check_exits(row, states, node, domain, builder);
        }
        let acts =
            |exit: &&mut ReadTransition| named.as_ref().is_none_or(|states| states.contains(&exit.transition.to));
        for exit in row.exits.iter_mut().filter(acts) {
            exit.transition.modifiers.push(modifier.clone());
            exit.ratios.push(ratio.clone());
        }
    }
}
