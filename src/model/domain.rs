//! Domains, their states, and the transitions between them.
//!
//! In: nothing, these are plain data. Out: [`Domain`], [`Transition`] and what belongs to them. All lists are sorted by
//! name, so that the order of lines in a file never matters. Hazards are worked out in `simulate::compile`.

use super::condition::Condition;
use super::value::{Number, Text};

/// One state of a domain.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Name in the file.
    pub id: String,
    /// Name for people.
    pub label: Text,
}

/// A part of the household's life that is in exactly one state.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// Name in the file.
    pub id: String,
    /// Name for people.
    pub label: Text,
    /// States, sorted by name.
    pub states: Vec<State>,
    /// Share of households that start in each state; adds up to 1.
    pub start: Vec<f64>,
}

/// How strong a transition is, before modifiers. All are given *alone*: what would happen without the other exits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Strength {
    /// Events per `per` cycles: hazard `rate / per` per cycle.
    Rate {
        /// Events in that period.
        rate: Number,
        /// Length of the period in cycles.
        per: f64,
    },
    /// A cumulative chance: hazard `-ln(1 - chance) / within` per cycle.
    Chance {
        /// Chance of the move within that period.
        chance: Number,
        /// Length of the period in cycles.
        within: f64,
    },
    /// A mean duration `m` in cycles: the chance to leave per cycle is `1/m`.
    MeanDuration(Number),
}

/// A ratio that acts on a transition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ratio {
    /// Multiplies the hazard.
    Hazard(Number),
    /// Multiplies the chance over a number of cycles, at the transition's own hazard with no modifier active.
    RelativeRisk {
        /// The ratio.
        ratio: Number,
        /// The period in cycles.
        over: f64,
    },
    /// Multiplies the odds over a number of cycles, at the transition's own hazard with no modifier active.
    Odds {
        /// The ratio.
        ratio: Number,
        /// The period in cycles.
        over: f64,
    },
}

impl Ratio {
    /// The number itself.
    pub fn number(&self) -> Number {
        match self {
            Ratio::Hazard(ratio) | Ratio::RelativeRisk { ratio, .. } | Ratio::Odds { ratio, .. } => *ratio,
        }
    }
}

/// A ratio that holds while a condition holds. Several multiply.
#[derive(Clone, Debug, PartialEq)]
pub struct Modifier {
    /// When it holds, on the joint state at the start of the cycle.
    pub condition: Condition,
    /// How it acts.
    pub ratio: Ratio,
}

/// A possible move from one state to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition {
    /// `domain: from -> to`; keys its luck.
    pub name: String,
    /// Index of the domain.
    pub domain: usize,
    /// State left.
    pub from: usize,
    /// State entered.
    pub to: usize,
    /// How strong it is.
    pub strength: Strength,
    /// What makes it stronger or weaker, in a fixed order.
    pub modifiers: Vec<Modifier>,
    /// Whether this move is one of the escalations that the report counts.
    pub escalation: bool,
}
