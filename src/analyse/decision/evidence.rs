//! On what the answer rests: the share of its variance by how well figures are known.
//!
//! In: what groups of figures explain ([`information`](crate::analyse::decision::information)). Out: [`PlanEvidence`] for
//! each alternative but the null alternative.

use crate::analyse::decision::information::GroupInformation;
use crate::analyse::word::{self, Word};
use crate::model::Grade;
use serde::{Deserialize, Serialize};

/// What the variance of one plan rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanEvidence {
    /// The alternative.
    pub alternative: String,
    /// By grade, from strong to weak; only those that some figure has.
    pub grades: Vec<GradeShare>,
    /// Share of the variance that rests on assumptions.
    pub assumptions: f64,
    /// Standard error of `assumptions`.
    pub monte_carlo_error: Option<f64>,
}

/// Figures of one grade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GradeShare {
    /// How well they are known.
    #[serde(deserialize_with = "word::read")]
    pub grade: Word,
    /// How many there are.
    pub figures: usize,
    /// Share of the variance that goes once all of them are known.
    pub share: f64,
}

/// Of each plan.
pub fn evidence(plans: &[String], groups: &[GroupInformation]) -> Vec<PlanEvidence> {
    let of_grade = |grade: Grade| groups.iter().find(move |group| group.by == "grade" && group.id == grade.key());
    let of_plan = |plan: &String| {
        let share = |group: &GroupInformation| group.shares.iter().find(|(id, _)| id == plan).map_or(0.0, |(_, s)| *s);
        let grades = Grade::ALL.into_iter().filter_map(|grade| {
            let group = of_grade(grade)?;
            Some(GradeShare { grade: grade.key(), figures: group.figures, share: share(group) })
        });
        let assumed = of_grade(Grade::Assumption);
        PlanEvidence {
            alternative: plan.clone(),
            grades: grades.collect(),
            assumptions: assumed.map_or(0.0, share),
            monte_carlo_error: assumed.and_then(|group| group.monte_carlo_errors.get(&format!("share:{plan}"))),
        }
    };
    plans.iter().map(of_plan).collect()
}
