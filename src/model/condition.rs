//! Conditions on the state of a household.
//!
//! In: the states of all domains. Out: whether the condition holds. It knows nothing of time or alternatives.

/// A condition over the states of several domains.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// Always holds.
    Always,
    /// The domain is in one of these states (sorted).
    State {
        /// Index of the domain.
        domain: usize,
        /// Indices of states.
        states: Vec<usize>,
    },
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// Whether it holds when domain `d` is in `states[d]`.
    pub fn holds(&self, current: &[usize]) -> bool {
        match self {
            Condition::Always => true,
            Condition::State { domain, states } => states.contains(&current[*domain]),
            Condition::All(parts) => parts.iter().all(|part| part.holds(current)),
            Condition::Any(parts) => parts.iter().any(|part| part.holds(current)),
            Condition::Not(part) => !part.holds(current),
        }
    }
}
