//! Exits of a state: transitions as they were read, and the moves that were met so far.
//!
//! In: moves, one after the other. Out: errors where a move comes twice, leaves a state that ends everything, or takes the
//! rest beside another.

use crate::diagnostics::{Message, Place};
use crate::model::{Move, Ratio, Transition};
use crate::read::builder::ScenarioBuilder;

use std::collections::BTreeSet;

/// A transition, where its strength stands, and the ratios that act on it with their places.
pub(crate) struct ReadTransition {
    pub(crate) transition: Transition,
    pub(crate) strength: Place,
    pub(crate) ratios: Vec<(Ratio, Place)>,
}

/// Moves of one domain that were met.
pub(crate) struct MovesMet {
    pub(crate) domain: usize,
    pub(crate) seen: BTreeSet<(usize, usize)>,
    /// States of which an exit takes what ratios leave.
    pub(crate) takers: BTreeSet<usize>,
}

impl MovesMet {
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
