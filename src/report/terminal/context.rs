//! Context of the parts of a summary: answers, scenario, language, and how much is told.
//!
//! In: answers and the scenario they are about. Out: [`Context`], with texts filled in.

use crate::analyse::{AlternativeAnswer, Answer};
use crate::model::{Scenario, Text};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;

/// How much is told; the first that fits is taken.
#[derive(Clone, Copy)]
pub(super) struct Detail {
    pub blank_lines: bool,
    pub accounts: usize,
    pub others: usize,
    pub escalations: usize,
    pub weak: usize,
    pub group_means: bool,
}

/// What all parts of a summary need.
pub(super) struct Context<'a> {
    pub answer: &'a Answer,
    pub scenario: &'a Scenario,
    pub language: Language,
    pub numbers: Numbers,
    pub detail: Detail,
}

impl Context<'_> {
    pub(super) fn own(&self, text: &Text, otherwise: &str) -> String {
        let text = self.language.of(text);
        if text.is_empty() { otherwise.to_owned() } else { text.to_owned() }
    }

    pub(super) fn text(&self, key: &'static str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.language.fill_in(self.language.text(key), &values)
    }
}

/// The alternative that is told: the one that is named, else the first.
pub(super) fn told<'a>(answer: &'a Answer, focus: Option<&str>) -> Option<&'a AlternativeAnswer> {
    answer
        .alternatives
        .iter()
        .find(|alternative| Some(alternative.id.as_str()) == focus)
        .or(answer.alternatives.first())
}
