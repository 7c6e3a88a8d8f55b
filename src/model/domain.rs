//! Domains, their states, and the transitions between them.
//!
//! In: nothing, these are plain data. Out: [`Domain`], [`Start`], [`Transition`] and what belongs to them. All lists are sorted by
//! name, so that the order of lines in a file never matters. Hazards are worked out in `simulate::compile`.

use crate::model::condition::Condition;
use crate::model::number::clock::DurationLaw;
use crate::model::number::value::Number;
use crate::words::Text;
use serde::{Deserialize, Serialize};

/// One state of a domain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Name in the file.
    pub id: String,
    /// Name for people.
    pub label: Text,
    /// The whole household stops here (death, moved away): nothing moves, starts or is counted any more.
    pub ends: bool,
}

/// A part of the household's life that is in exactly one state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Domain {
    /// Name in the file.
    pub id: String,
    /// Name for people.
    pub label: Text,
    /// States, sorted by name.
    pub states: Vec<State>,
    /// It only serves to reckon something else: it counts for no group and has no escalations.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub auxiliary: bool,
    /// What the observed rows of the domain tell.
    #[serde(default, skip_serializing_if = "RowReading::is_exits")]
    pub rows: RowReading,
}

/// What observed rows over a period longer than a cycle tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowReading {
    /// Each row its first exits: the share that leaves by each of them.
    #[default]
    Exits,
    /// All rows together where households are after the period, onward moves within it included: the cycles of the period
    /// together give the table.
    Period,
}

impl RowReading {
    /// Whether each row tells its first exits.
    pub fn is_exits(&self) -> bool {
        *self == RowReading::Exits
    }
}

/// Where households start in one domain, or in several at once. Every domain of a scenario is in exactly one of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// Indices of domains, sorted.
    pub domains: Vec<usize>,
    /// A state for each of the domains, and the share of households that start so; `None`, at most once, for the rest.
    /// Sorted by states; the shares add up to 1.
    pub shares: Vec<(Vec<usize>, Option<Number>)>,
}

/// How strong a transition is, before modifiers. All but [`Strength::Observed`] and [`Strength::ObservedRest`] are given
/// *alone*: what would happen without the other exits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// A mean duration in months: with `m` the same in cycles, the chance to leave per cycle is `1/m`.
    MeanDuration(Number),
    /// A share seen while the other exits compete: all exits of the state are given so, over the same period. With
    /// `P = sum p_j` the hazard per cycle is `-ln(1 - P) p_j / P / within`.
    Observed {
        /// Share that makes this move within that period.
        chance: Number,
        /// Length of the period in cycles.
        within: f64,
    },
    /// What is left of a row of shares that were observed: `1 - stays` less all other shares of the row.
    ObservedRest {
        /// Share that stays.
        stays: Number,
        /// Length of the period in cycles, the same as of the others.
        within: f64,
    },
    /// A distribution of the time since the state was entered.
    Duration {
        /// Index into [`crate::model::Scenario::clocks`] of the time since the state was entered.
        clock: usize,
        /// The distribution.
        law: DurationLaw,
    },
}

impl Strength {
    /// The number in it; a distribution of durations has its own.
    pub fn number(&self) -> Option<Number> {
        match *self {
            Strength::Rate { rate: number, .. }
            | Strength::Chance { chance: number, .. }
            | Strength::MeanDuration(number)
            | Strength::Observed { chance: number, .. }
            | Strength::ObservedRest { stays: number, .. } => Some(number),
            Strength::Duration { .. } => None,
        }
    }
}

/// A ratio that acts on a transition.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// Multiplies the probability per cycle, after all hazards. What is left stays, or goes to the exit that takes the
    /// rest.
    Probability(Number),
}

impl Ratio {
    /// The number itself.
    pub fn number(&self) -> Number {
        match self {
            Ratio::Hazard(ratio)
            | Ratio::Probability(ratio)
            | Ratio::RelativeRisk { ratio, .. }
            | Ratio::Odds { ratio, .. } => *ratio,
        }
    }
}

/// A ratio that holds while a condition holds. Several multiply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Modifier {
    /// Name by which an alternative can change it, empty where it has none.
    pub id: String,
    /// When it holds, on the joint state at the start of the cycle.
    pub condition: Condition,
    /// How it acts.
    pub ratio: Ratio,
}

/// A possible move from one state to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transition {
    /// `domain: from -> to`; keys its random numbers.
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
    /// Whether it takes what probability ratios leave of the row; at most one exit of a state.
    pub takes_rest: bool,
}
