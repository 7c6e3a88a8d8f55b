//! Context of the parts of a first screen: answers, scenario, language, unit of rounding, and how much is told.
//!
//! In: answers and the scenario they are about. Out: [`Context`], with texts filled in, and [`Part`].

use crate::analyse::{AlternativeAnswer, Answer};
use crate::model::{Scenario, Text};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::rounding::units;
use crate::report::words::subject;
use crate::report::words::wrap::wrap;

/// A part of a screen.
#[derive(Default)]
pub(crate) struct Part {
    pub lines: Vec<String>,
    /// What of it is not shown, in words.
    pub left_out: Vec<String>,
}

/// An amount below which quality of life counts for nothing, in euro.
const SMALL: f64 = 0.005;

/// Whether an alternative changes a quality of life that is valued: its totals with and without it differ.
pub(crate) fn has_welfare(one: &AlternativeAnswer) -> bool {
    (one.net_benefit.average.mean - one.net_benefit_money.average.mean).abs() >= SMALL
}

/// The text with a capital at its start.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What all parts of a screen need.
pub(crate) struct Context<'a> {
    pub answer: &'a Answer,
    pub scenario: &'a Scenario,
    /// The alternative that is told in full.
    pub told: &'a AlternativeAnswer,
    /// All of them, the best first.
    pub ranked: Vec<&'a AlternativeAnswer>,
    pub language: Language,
    pub numbers: Numbers,
    /// Columns of a line.
    pub width: usize,
    /// Unit of rounding of all tables, euro.
    pub unit: f64,
    /// Show everything.
    pub full: bool,
}

impl Context<'_> {
    pub(crate) fn own(&self, text: &Text, otherwise: &str) -> String {
        let text = self.language.of(text);
        if text.is_empty() { otherwise.to_owned() } else { text.to_owned() }
    }

    /// A text of the catalogue; what the one is called whose life is followed can be used in all of them.
    pub(crate) fn text(&self, key: &'static str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        subject::text(self.scenario, self.language, key, &values)
    }

    /// Both benefit-cost ratios of the alternative that is told, behind a sentence; one where they are the same, nothing
    /// where there is none.
    pub(crate) fn ratios(&self, ratio: Option<f64>, money: Option<f64>) -> String {
        let decimal = |ratio: f64| self.numbers.decimal(ratio, 2);
        match (ratio, money) {
            (Some(ratio), Some(money)) if has_welfare(self.told) => {
                self.text("screen_ratios", &[("ratio", decimal(ratio)), ("money", decimal(money))])
            }
            (Some(ratio), _) => self.text("screen_ratio", &[("ratio", decimal(ratio))]),
            _ => String::new(),
        }
    }

    pub(crate) fn wrap(&self, text: &str) -> Vec<String> {
        wrap(text, self.width, 0)
    }

    /// A line of a list.
    pub(crate) fn bullet(&self, text: &str) -> Vec<String> {
        wrap(&format!("- {text}"), self.width, 2)
    }

    /// An amount in the unit of the screen.
    pub(crate) fn euro(&self, amount: f64) -> String {
        self.numbers.whole_euro(units(amount, self.unit) * self.unit)
    }

    /// The same without the sign of the euro, for a cell.
    pub(crate) fn cell(&self, amount: f64) -> String {
        self.of_units(units(amount, self.unit))
    }

    /// So many units, for a cell.
    pub(crate) fn of_units(&self, units: f64) -> String {
        self.numbers.whole(units * self.unit)
    }

    /// The name of an alternative for people.
    pub(crate) fn name(&self, id: &str) -> String {
        let known = self.scenario.alternatives.iter().find(|known| known.id == id);
        known.map_or_else(|| id.to_owned(), |known| self.own(&known.label, id))
    }

    /// The first of a list, all with `full`; the number of the others goes into `left_out`, in the words of this key.
    pub(crate) fn first<T>(
        &self,
        mut all: Vec<T>,
        most: usize,
        key: &'static str,
        left_out: &mut Vec<String>,
    ) -> Vec<T> {
        if !self.full && all.len() > most {
            left_out.push(self.text(key, &[("count", (all.len() - most).to_string())]));
            all.truncate(most);
        }
        all
    }
}
