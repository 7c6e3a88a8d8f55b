//! Alternatives: the world without the plan plus named changes.
//!
//! In: nothing, these are plain data. Out: [`Alternative`], [`Intervention`]. The first alternative of a scenario is
//! always the null alternative.

use super::condition::Condition;
use super::domain::{Ratio, Strength};
use super::value::{Distribution, Number, Text};

/// More interventions than this in one alternative are refused: the engine keeps apart every set of them.
pub const MOST_INTERVENTIONS: usize = 6;

/// What becomes of an effect after its plateau.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fade {
    /// It stays for ever.
    Never,
    /// It ends at once.
    AtOnce,
    /// It goes down in a straight line to nothing in this many months.
    Linear(Number),
    /// It is halved each time this many months pass.
    HalfLife(Number),
}

/// Effect profile `e(t)` between 0 and 1, by months since the start of the intervention: it grows in a straight line,
/// stays, then fades. A ratio acts as `ratio ^ e(t)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profile {
    /// Months until full strength.
    pub ramp_up: Number,
    /// Months at full strength.
    pub plateau: Number,
    /// What follows.
    pub fade: Fade,
}

/// What an intervention does to one transition, for those who respond.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// Index of the transition.
    pub transition: usize,
    /// The ratio at full strength.
    pub ratio: Ratio,
    /// How it grows and fades.
    pub profile: Profile,
}

/// A move at the start of an intervention, for those who respond and are in the state it leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Move {
    /// Index of the domain.
    pub domain: usize,
    /// State left.
    pub from: usize,
    /// State entered.
    pub to: usize,
}

/// A thing done for the household.
#[derive(Clone, Debug, PartialEq)]
pub struct Intervention {
    /// Name; keys who is reached and who responds. The same name in two alternatives means the same luck.
    pub name: String,
    /// Name for people.
    pub label: Text,
    /// Month at whose border it starts.
    pub start_month: usize,
    /// Tested at its start.
    pub eligible: Condition,
    /// Share of the eligible who are reached.
    pub reached: Number,
    /// Share of the reached who respond.
    pub success: Number,
    /// What changes at once for those who respond, sorted.
    pub moves: Vec<Move>,
    /// Months for which it is active (costs follow active; responding or not).
    pub active_months: usize,
    /// What it does to transitions, for those who respond; sorted by transition.
    pub effects: Vec<Effect>,
}

/// The null alternative, or the null plus named changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Name in the file; `null_alternative` for the first.
    pub id: String,
    /// Name for people.
    pub label: Text,
    /// Parameters with another distribution here, by index.
    pub parameters: Vec<(usize, Distribution)>,
    /// Domains with another start here: index and shares by state.
    pub start: Vec<(usize, Vec<f64>)>,
    /// Transitions with another strength here, by index.
    pub transitions: Vec<(usize, Strength)>,
    /// Transitions that cannot happen here, sorted.
    pub off_transitions: Vec<usize>,
    /// Items that do not count here, sorted.
    pub off_items: Vec<usize>,
    /// What is done for the household, sorted by name.
    pub interventions: Vec<Intervention>,
}
