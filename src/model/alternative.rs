//! Alternatives: the world without the plan plus named changes.
//!
//! In: nothing, these are plain data. Out: [`Alternative`], [`Intervention`]. The first alternative of a scenario is
//! always the null alternative.

use crate::model::condition::Condition;
use crate::model::domain::{Ratio, Start, Strength};
use crate::model::number::distribution::Distribution;
use crate::model::number::joint::Derived;
use crate::model::number::value::Number;
use crate::model::problem::Trouble;
use crate::words::Text;
use serde::{Deserialize, Serialize};

/// More interventions than this in one alternative are refused.
pub const MOST_INTERVENTIONS: usize = 20;

/// What becomes of an effect after its plateau.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Months until full strength.
    pub ramp_up: Number,
    /// Months at full strength.
    pub plateau: Number,
    /// What follows.
    pub fade: Fade,
}

/// What an intervention does to one transition, for those who respond.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Index of the transition.
    pub transition: usize,
    /// The ratio at full strength.
    pub ratio: Ratio,
    /// How it grows and fades.
    pub profile: Profile,
    /// When it acts, on the situation at the start of the cycle. Its profile goes on meanwhile.
    #[serde(default, skip_serializing_if = "Condition::is_always")]
    pub condition: Condition,
}

/// A move at the start of an intervention, for those who respond and are in the state it leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Move {
    /// Index of the domain.
    pub domain: usize,
    /// State left.
    pub from: usize,
    /// State entered.
    pub to: usize,
}

/// When an episode of an intervention begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// at the boundary of this cycle.
    Cycle(usize),
    /// When this condition, on states alone, becomes true by a transition, or is true at the start. It is called off when
    /// the condition stops to hold before the intervention starts.
    Entry(Condition),
}

/// A thing done for the household: triggered, then after `delay` tested for eligibility and reach, then after `waiting`
/// started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intervention {
    /// Name; keys who is reached and who responds. The same name in two alternatives means the same random numbers.
    pub name: String,
    /// Name for people.
    pub label: Text,
    /// What begins an episode.
    pub trigger: Trigger,
    /// Cycles between the trigger and the test of who is eligible.
    pub delay: usize,
    /// Cycles between that test and the start.
    pub waiting: usize,
    /// Whether there can be another episode after one is over.
    pub repeat: bool,
    /// Within a group the strongest effect on a transition holds; empty: all effects multiply.
    pub group: String,
    /// Tested once per episode, before waiting.
    pub eligible: Condition,
    /// Share of the eligible who are reached.
    pub reached: Number,
    /// Share of the reached who respond.
    pub success: Number,
    /// What changes at once for those who respond, sorted.
    pub moves: Vec<Move>,
    /// Cycles for which it is active (costs follow active; responding or not).
    pub active: usize,
    /// An episode is over, with its effects, at the first boundary after that of its start at which this holds, before anything
    /// is done there. It looks at no intervention.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Condition>,
    /// What it does to transitions, for those who respond; sorted by transition.
    pub effects: Vec<Effect>,
}

/// The null alternative, or the null plus named changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// Name in the file; `null_alternative` for the first.
    pub id: String,
    /// Name for people.
    pub label: Text,
    /// Parameters with another distribution here, by index.
    pub parameters: Vec<(usize, Distribution)>,
    /// All that is worked out here, each after those from which it is worked out, where this alternative gives formulas of its
    /// own; else empty, and the formulas of the scenario hold. A formula in which its own parameter stands takes the value
    /// that it has without the changes of this alternative.
    pub derived: Vec<Derived>,
    /// Other starts here, each over the same domains as one of the scenario.
    pub starts: Vec<Start>,
    /// Transitions with another strength here, by index.
    pub transitions: Vec<(usize, Strength)>,
    /// Transitions that cannot happen here, sorted.
    pub off_transitions: Vec<usize>,
    /// Modifiers with another ratio here, by transition and place in its list; `None` where they do not act.
    pub modifiers: Vec<(usize, usize, Option<Ratio>)>,
    /// Items that do not count here, sorted.
    pub off_items: Vec<usize>,
    /// Items of which the quantity is multiplied here, by index.
    pub scaled_items: Vec<(usize, Number)>,
    /// What is done for the household, sorted by name.
    pub interventions: Vec<Intervention>,
    /// The system problem that it meets, and the alternative that it is without it.
    pub trouble: Option<Trouble>,
}

impl Intervention {
    /// Boundary at which it starts for all who are reached; `None` where that differs between households.
    pub fn fixed_start(&self) -> Option<usize> {
        match self.trigger {
            Trigger::Cycle(cycle) => Some(cycle + self.delay + self.waiting),
            Trigger::Entry(_) => None,
        }
    }
}

impl Alternative {
    /// Whether some parameter has another value here.
    pub fn changes_parameters(&self) -> bool {
        !self.parameters.is_empty() || !self.derived.is_empty()
    }

    /// The strength of a transition here, which is `base` without this alternative.
    pub fn strength<'s>(&'s self, transition: usize, base: &'s Strength) -> &'s Strength {
        let changed = self.transitions.iter().find(|(changed, _)| *changed == transition);
        changed.map_or(base, |(_, strength)| strength)
    }

    /// Where households start in the domains of `start`: here, or else as in the scenario.
    pub fn start<'s>(&'s self, start: &'s Start) -> &'s Start {
        self.starts.iter().find(|own| own.domains == start.domains).unwrap_or(start)
    }
}
