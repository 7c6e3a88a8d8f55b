//! Words and numbers in the language of the user.
//!
//! In: keys, numbers, widths. Out: texts in Dutch or English, numbers as the language writes them, tables that add up, lines that fit.

pub mod caveat;
pub(crate) mod choice_name;
pub mod figure_name;
pub mod numbers;
pub mod rounding;
pub mod subject;
pub mod units;
pub mod wrap;

pub use crate::words::Language;

use crate::model::{Grade, ProblemGroup};

/// The key of a grade in the catalogue of texts.
pub(crate) fn grade_key(grade: Grade) -> &'static str {
    match grade {
        Grade::Official => "grade_official",
        Grade::Measured => "grade_measured",
        Grade::Study => "grade_study",
        Grade::Estimate => "grade_estimate",
        Grade::Expert => "grade_expert",
        Grade::Assumption => "grade_assumption",
    }
}

/// The key of a group of system problems.
pub(crate) fn group_key(group: ProblemGroup) -> &'static str {
    match group {
        ProblemGroup::Exclusion => "group_exclusion",
        ProblemGroup::Cooperation => "group_cooperation",
        ProblemGroup::HealthInsurers => "group_health_insurers",
        ProblemGroup::ContradictoryLaw => "group_contradictory_law",
        ProblemGroup::Housing => "group_housing",
        ProblemGroup::Lawyer => "group_lawyer",
    }
}
