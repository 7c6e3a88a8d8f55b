//! Answers about a decision for a terminal: a few lines and a table for each question.
//!
//! In: an [`Analysis`] and the scenario it is about. Out: lines of at most [`COLUMNS`] columns.

mod choices;
mod figures;

use crate::analyse::decision::Analysis;
use crate::model::{Scenario, Text};
use crate::report::terminal::COLUMNS;
use crate::report::words::Language;
use crate::report::words::figure_name::figure_name;
use crate::report::words::numbers::Numbers;
use crate::report::words::subject;
use crate::report::words::wrap::wrap;

/// Digits of the value of a figure.
const DIGITS: u8 = 5;
/// Most decimals of one.
const MOST_DECIMALS: u8 = 8;

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
    let plan = focus.map(str::to_owned).or_else(|| best(answer)).unwrap_or_default();
    let told = Told { answer, scenario, language, numbers: Numbers::new(language), plan };
    let mut lines = told.wrap("decision_title", &[("title", language.of(&answer.title))]);
    let draws = told.numbers.whole(answer.draws as f64);
    let year = answer.price_year.to_string();
    let base = if answer.price_year == 0 { "decision_base_draws" } else { "decision_base" };
    lines.extend(told.wrap(base, &[("draws", &draws), ("year", &year), ("id", &answer.id)]));
    let parts = [
        figures::drivers(&told),
        figures::break_even(&told),
        choices::waiting(&told),
        choices::alternatives(&told),
        figures::information(&told),
        figures::evidence(&told),
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

/// The plan with the highest mean balance, by whatever answer tells it.
fn best(answer: &Analysis) -> Option<String> {
    let means: Vec<(&String, f64)> = if let Some(plans) = &answer.drivers {
        plans.iter().map(|plan| (&plan.alternative, plan.net_benefit)).collect()
    } else if let Some(plans) = &answer.break_even {
        plans.iter().map(|plan| (&plan.alternative, plan.net_benefit)).collect()
    } else if let Some(plans) = &answer.waiting {
        plans.iter().filter_map(|plan| Some((&plan.alternative, plan.months.first()?.net_benefit))).collect()
    } else if let Some(choice) = &answer.alternatives {
        let null = answer.labels.alternatives.first().map(|(id, _)| id);
        let plans = choice.plans.iter().filter(|plan| Some(&plan.alternative) != null);
        plans.map(|plan| (&plan.alternative, plan.net_benefit)).collect()
    } else if let Some(plans) = &answer.risk {
        plans.iter().map(|plan| (&plan.alternative, plan.net_benefit)).collect()
    } else {
        let plans = answer.labels.alternatives.iter().skip(1);
        let best = answer.information.as_ref().map(|information| &information.best);
        plans.map(|(id, _)| (id, f64::from(u8::from(Some(id) == best)))).collect()
    };
    means.into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(id, _)| id.clone())
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
        let names: Vec<String> = id.split(" + ").map(|one| figure_name(self.scenario, one, self.language)).collect();
        names.join(" + ")
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
        let Some(value) = value else { return "-".to_owned() };
        let mut decimals = DIGITS - 1;
        let mut size = value.abs();
        while size >= 10.0 && decimals > 0 {
            (size, decimals) = (size / 10.0, decimals - 1);
        }
        while size < 1.0 && size > 0.0 && decimals < MOST_DECIMALS {
            (size, decimals) = (size * 10.0, decimals + 1);
        }
        let text = self.numbers.decimal(value, decimals);
        let sign = if self.language == Language::Nl { ',' } else { '.' };
        if text.contains(sign) { text.trim_end_matches('0').trim_end_matches(sign).to_owned() } else { text }
    }

    fn heads(&self, keys: &[&'static str]) -> Vec<String> {
        keys.iter().map(|key| self.language.text(key).to_owned()).collect()
    }
}
