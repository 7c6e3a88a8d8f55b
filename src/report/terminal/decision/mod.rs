//! Answers about a decision for a terminal: a few lines and a table for each question.
//!
//! In: an [`Analysis`] and the scenario it is about. Out: lines of at most [`COLUMNS`] columns.

mod choices;
mod figures;
mod otherwise;

use crate::analyse::decision::Analysis;
use crate::model::{Scenario, Text};
use crate::report::terminal::COLUMNS;
use crate::report::words::Language;
use crate::report::words::figure_name::figure_names;
use crate::report::words::numbers::Numbers;
use crate::report::words::subject;
use crate::report::words::wrap::wrap;

/// What all parts look at.
struct Told<'a> {
    answer: &'a Analysis,
    scenario: &'a Scenario,
    language: Language,
    numbers: Numbers,
    /// The alternative that is told.
    plan: String,
}

/// All answers; `focus` is the alternative that is told, else the best on average.
pub fn summary(answer: &Analysis, scenario: &Scenario, focus: Option<&str>, language: Language) -> Vec<String> {
    let plan = focus.map(str::to_owned).or_else(|| answer.best()).unwrap_or_default();
    let told = Told { answer, scenario, language, numbers: Numbers::new(language), plan };
    let mut lines = told.wrap("decision_title", &[("title", language.of(&answer.title))]);
    let draws = told.numbers.whole(answer.draws as f64);
    let year = answer.price_year.to_string();
    let base = if answer.price_year == 0 { "decision_base_draws" } else { "decision_base" };
    lines.extend(told.wrap(base, &[("draws", &draws), ("year", &year), ("id", &answer.id)]));
    let parts = [
        figures::drivers(&told),
        otherwise::choices(&told),
        figures::break_even(&told),
        choices::waiting(&told),
        choices::alternatives(&told),
        figures::information(&told),
        figures::evidence(&told),
        otherwise::less_trust(&told),
        choices::risk(&told),
    ];
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        lines.push(String::new());
        lines.extend(part);
    }
    if lines.len() <= 2 + usize::from(answer.drawn_figures > 0) {
        let least = crate::analyse::decision::known::FEWEST.to_string();
        lines.extend(told.wrap("decision_no_figures", &[("least", &least)]));
    }
    lines
}

impl Told<'_> {
    fn text(&self, key: &'static str, values: &[(&str, &str)]) -> String {
        subject::text(self.scenario, self.language, key, values)
    }

    fn wrap(&self, key: &'static str, values: &[(&str, &str)]) -> Vec<String> {
        wrap(&self.text(key, values), COLUMNS, 0)
    }

    fn bullet(&self, text: &str) -> Vec<String> {
        wrap(&format!("- {text}"), COLUMNS, 2)
    }

    /// The name of a figure; of shares that are drawn together the names of all.
    fn figure(&self, id: &str) -> String {
        figure_names(self.scenario, id, self.language)
    }

    fn alternative(&self, id: &str) -> String {
        self.named(&self.answer.labels.alternatives, id)
    }

    fn account(&self, id: &str) -> String {
        self.named(&self.answer.labels.accounts, id)
    }

    fn named(&self, labels: &[(String, Text)], id: &str) -> String {
        let label = labels.iter().find(|(known, _)| known == id).map_or("", |(_, label)| self.language.of(label));
        if label.is_empty() { id.to_owned() } else { label.to_owned() }
    }

    /// A value of a figure with its digits; nothing where there is none.
    fn value(&self, value: Option<f64>) -> String {
        value.map_or("-".to_owned(), |value| self.numbers.figure(value))
    }

    fn heads(&self, keys: &[&'static str]) -> Vec<String> {
        keys.iter().map(|key| self.language.text(key).to_owned()).collect()
    }
}
