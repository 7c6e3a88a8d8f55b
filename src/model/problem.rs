//! System problems: what stands in the way of a plan without being part of it.
//!
//! In: nothing, these are plain data. Out: [`SystemProblem`], and [`Trouble`], which marks an alternative that meets one.

use crate::model::number::value::Evidence;
use crate::words::Text;
use serde::{Deserialize, Serialize};

/// What kind of problem it is: the five groups that practice names, and decisions that need a lawyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemGroup {
    /// Clients are shut out because of what they did (debts, a missed appointment).
    Exclusion,
    /// First and second line do not work together (waiting, no feedback, an intake done again).
    Cooperation,
    /// Rules of health insurers (no change of insurer with debts, a diagnosis demanded).
    HealthInsurers,
    /// Laws that contradict one another (income blocked until a payslip arrives).
    ContradictoryLaw,
    /// Rules of housing (rent debt bars social housing, a low income private rent).
    Housing,
    /// The decision needs a lawyer.
    Lawyer,
}

impl ProblemGroup {
    /// Every group.
    pub const ALL: [ProblemGroup; 6] = [
        ProblemGroup::Exclusion,
        ProblemGroup::Cooperation,
        ProblemGroup::HealthInsurers,
        ProblemGroup::ContradictoryLaw,
        ProblemGroup::Housing,
        ProblemGroup::Lawyer,
    ];

    /// The word used in files.
    pub fn key(self) -> &'static str {
        match self {
            ProblemGroup::Exclusion => "exclusion",
            ProblemGroup::Cooperation => "cooperation",
            ProblemGroup::HealthInsurers => "health_insurers",
            ProblemGroup::ContradictoryLaw => "contradictory_law",
            ProblemGroup::Housing => "housing",
            ProblemGroup::Lawyer => "lawyer",
        }
    }
}

/// A named problem that delays or weakens alternatives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SystemProblem {
    /// Name in the file.
    pub id: String,
    /// What goes wrong, for people.
    pub label: Text,
    /// What kind of problem it is.
    pub group: ProblemGroup,
    /// Where it comes from that it happens and how much it delays or weakens.
    pub evidence: Evidence,
    /// Names of the alternatives that meet it, sorted.
    pub alternatives: Vec<String>,
}

/// An alternative that meets a problem: another alternative with the changes of the problem on top.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// Name of the problem.
    pub problem: String,
    /// Name of the alternative without it.
    pub base: String,
}
