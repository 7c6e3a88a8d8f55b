//! Comparison with a cycle half as long, for a terminal.
//!
//! In: a [`Halving`] and the scenario it is about. Out: lines of at most [`COLUMNS`] columns. No figure is worked out here.

use crate::analyse::halving::{ByDesign, HalvedAlternative, Halving, Pair};
use crate::diagnostics::Message;
use crate::model::{Scenario, Text};
use crate::report::terminal::COLUMNS;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::subject;
use crate::report::words::wrap::{left, right, wrap};
use crate::session::halving::HalvingError;

/// Columns of a figure.
const CELL: usize = 11;
/// Figures in a row.
const CELLS: usize = 4;
/// An amount below which a row says nothing, in euro.
const SMALL: f64 = 0.005;
/// Amounts below this have cents.
const LARGE: f64 = 1_000.0;

/// The comparison in words and figures.
pub fn lines(halving: &Halving, scenario: &Scenario, language: Language) -> Vec<String> {
    let said = Said { scenario, language, numbers: Numbers::new(language) };
    let head = Message::new("halve_head").with("cycle", scenario.settings.cycle.name());
    let mut lines = wrap(
        &language.fill(&head.with("draws", said.numbers.counted(halving.draws, ["count_one_draw", "count_draws"]))),
        COLUMNS,
        0,
    );
    for alternative in &halving.alternatives {
        lines.push(String::new());
        lines.extend(said.alternative(alternative));
    }
    lines.push(String::new());
    lines.extend(wrap(language.text("halve_meaning"), COLUMNS, 0));
    for reason in &halving.by_design {
        lines.extend(wrap(&format!("- {}", language.text(reason_key(*reason))), COLUMNS, 2));
    }
    lines
}

/// Why there is no comparison.
pub fn not_done(error: &HalvingError, language: Language) -> Vec<String> {
    let reason = language.fill(&error.message());
    wrap(&language.fill_in(language.text("halve_not"), &[("reason", &reason)]), COLUMNS, 0)
}

fn reason_key(reason: ByDesign) -> &'static str {
    match reason {
        ByDesign::ProbabilityRatio => "halve_probability_ratio",
        ByDesign::MeanDuration => "halve_mean_duration",
        ByDesign::Certain => "halve_certain",
        ByDesign::AllRows => "halve_all_rows",
        ByDesign::OneCycle => "halve_one_cycle",
        ByDesign::ClockFormula => "halve_clock_formula",
    }
}

struct Said<'s> {
    scenario: &'s Scenario,
    language: Language,
    numbers: Numbers,
}

impl Said<'_> {
    fn alternative(&self, halved: &HalvedAlternative) -> Vec<String> {
        let alternative = &self.scenario.alternatives[halved.at];
        let name = format!("{}: {}", alternative.id, self.language.of(&alternative.label));
        let mut lines = wrap(&name, COLUMNS, 2);
        let year = self.scenario.settings.price_year.to_string();
        let head = subject::text(self.scenario, self.language, "halve_table", &[("year", &year)]);
        let heads = ["halve_stated", "halve_halved", "halve_difference", "halve_share"];
        lines.push(row(&head, &heads.map(|key| self.language.text(key).to_string())));
        for (index, pair) in &halved.parties {
            if pair.stated.abs() >= SMALL || pair.halved.abs() >= SMALL {
                let account = &self.scenario.accounts[*index];
                lines.push(row(&self.own(&account.label, &account.id), &self.figures(*pair)));
            }
        }
        if halved.money != halved.society {
            lines.push(row(self.language.text("halve_money"), &self.figures(halved.money)));
        }
        lines.push(row(self.language.text("halve_society"), &self.figures(halved.society)));
        lines.push(row(self.language.text("table_public"), &self.figures(halved.public)));
        lines.extend(wrap(&self.weight(halved), COLUMNS, 0));
        lines
    }

    /// How the difference compares with what is not known.
    fn weight(&self, halved: &HalvedAlternative) -> String {
        let key = if halved.by_draw.sd > 0.0 { "halve_weight" } else { "halve_weight_one" };
        let message = Message::new(key)
            .with("low", self.amount(halved.by_draw.p10))
            .with("high", self.amount(halved.by_draw.p90))
            .with("before", self.numbers.percent(halved.pays.stated))
            .with("after", self.numbers.percent(halved.pays.halved));
        let text = self.language.fill(&message);
        if halved.band <= SMALL {
            return text;
        }
        let part = self.percent(halved.society.difference().abs() / halved.band);
        format!("{text} {}", self.language.fill(&Message::new("halve_band").with("part", part)))
    }

    fn figures(&self, pair: Pair) -> [String; CELLS] {
        let share = pair.share().map_or(String::new(), |share| self.percent(share));
        [self.amount(pair.stated), self.amount(pair.halved), self.amount(pair.difference()), share]
    }

    fn amount(&self, value: f64) -> String {
        self.numbers.decimal(value + 0.0, if value.abs() < LARGE { 2 } else { 0 })
    }

    fn percent(&self, share: f64) -> String {
        format!("{} %", self.numbers.decimal(share * 100.0, 2))
    }

    fn own(&self, text: &Text, otherwise: &str) -> String {
        let text = self.language.of(text);
        if text.is_empty() { otherwise.to_owned() } else { text.to_owned() }
    }
}

fn row(name: &str, cells: &[String; CELLS]) -> String {
    let cells: String = cells.iter().map(|cell| right(cell, CELL)).collect();
    left(name, COLUMNS - CELLS * CELL) + &cells
}
