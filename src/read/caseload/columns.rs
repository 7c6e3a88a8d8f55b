//! The columns of a caseload that every scenario has, and what the others are: questions of a scenario, or values by path.
//!
//! In: a title, a scenario. Out: [`COLUMNS`]; which question of the scenario a title stands for.

use crate::model::{Question, Scenario};

/// A column that every caseload may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in files.
    pub name: &'static str,
    /// Key of the text that says what it is.
    pub told: &'static str,
}

/// All of them, in the order in which an empty list has them. Only `scenario` must be there.
pub const COLUMNS: [Column; 7] = [
    Column { name: "id", told: "caseload_column_id" },
    Column { name: "scenario", told: "caseload_column_scenario" },
    Column { name: "alternative", told: "caseload_column_alternative" },
    Column { name: "neighbourhood", told: "caseload_column_neighbourhood" },
    Column { name: "count", told: "caseload_column_count" },
    Column { name: "start_month", told: "caseload_column_start_month" },
    Column { name: "plan_cost", told: "caseload_column_plan_cost" },
];

/// A title without what makes no difference.
pub(super) fn plain(title: &str) -> String {
    title.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The question that a title stands for: by its name, by the last part of it, or by its words in Dutch or English.
pub(super) fn question<'s>(title: &str, scenario: &'s Scenario) -> Option<&'s Question> {
    let wanted = plain(title);
    let asked = || scenario.questions.iter().filter(|question| !question.name(scenario).is_empty());
    asked().find(|question| question.name(scenario) == title).or_else(|| {
        asked().find(|question| {
            let name = question.name(scenario);
            let last = name.rsplit('.').next().unwrap_or_default();
            let words = [question.text.nl.as_str(), question.text.en.as_str(), name.as_str(), last];
            !wanted.is_empty() && words.iter().any(|words| plain(words) == wanted)
        })
    })
}
