//! Conditions on a household: where it is, what it is like, how long something has lasted, what is done for it.
//!
//! In: nothing, these are plain data. Out: [`Condition`], [`Edge`], and whether a condition on states alone holds.
//! Conditions that look at clocks, characteristics or interventions are evaluated in `simulate::rules`.

use crate::model::open_end;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// One end of a range: a number that can be ordered, infinite where the range is open. Never NaN.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Edge(#[serde(with = "open_end")] pub f64);

impl PartialEq for Edge {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Edge {}

impl PartialOrd for Edge {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Edge {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl std::hash::Hash for Edge {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

/// A condition on a household at the boundary of a cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Always holds.
    #[default]
    Always,
    /// The domain is in one of these states (sorted).
    State {
        /// Index of the domain.
        domain: usize,
        /// Indices of states.
        states: Vec<usize>,
    },
    /// The value of a clock lies in `[from, to)`. A [`crate::model::Clock::Since`] whose set was left does not.
    Within {
        /// Index into [`crate::model::Scenario::clocks`].
        clock: usize,
        /// Lowest value, included, in the unit of the clock.
        from: Edge,
        /// Highest value, excluded.
        to: Edge,
    },
    /// The value of a characteristic lies in `[from, to)`.
    Characteristic {
        /// Index into [`crate::model::Scenario::characteristics`].
        index: usize,
        /// Lowest value, included.
        from: Edge,
        /// Highest value, excluded.
        to: Edge,
    },
    /// The intervention of this name is active.
    Active(String),
    /// The intervention of this name is active and the household responds to it.
    Responding(String),
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// Whether it looks at states alone.
    pub fn is_about_states(&self) -> bool {
        match self {
            Condition::Always | Condition::State { .. } => true,
            Condition::Within { .. }
            | Condition::Characteristic { .. }
            | Condition::Active(_)
            | Condition::Responding(_) => false,
            Condition::All(parts) | Condition::Any(parts) => parts.iter().all(Condition::is_about_states),
            Condition::Not(part) => part.is_about_states(),
        }
    }

    /// Whether it always holds, as far as its form tells.
    pub fn is_always(&self) -> bool {
        *self == Condition::Always
    }

    /// Whether it looks at what an intervention does.
    pub fn is_about_interventions(&self) -> bool {
        self.parts().iter().any(|part| matches!(part, Condition::Active(_) | Condition::Responding(_)))
    }

    /// Whether it holds, where `part` judges what is neither `all`, `any` nor `not`.
    pub fn evaluate(&self, part: &impl Fn(&Condition) -> bool) -> bool {
        match self {
            Condition::Always => true,
            Condition::All(parts) => parts.iter().all(|condition| condition.evaluate(part)),
            Condition::Any(parts) => parts.iter().any(|condition| condition.evaluate(part)),
            Condition::Not(one) => !one.evaluate(part),
            simple => part(simple),
        }
    }

    /// Whether it holds when domain `d` is in `states[d]`. What is not about states does not hold.
    pub fn holds(&self, current: &[usize]) -> bool {
        self.evaluate(&|part| match part {
            Condition::State { domain, states } => states.contains(&current[*domain]),
            _ => false,
        })
    }

    /// All parts that are neither `all`, `any` nor `not`.
    pub fn parts(&self) -> Vec<&Condition> {
        match self {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().flat_map(Condition::parts).collect(),
            Condition::Not(part) => part.parts(),
            simple => vec![simple],
        }
    }
}
