//! Tables of parameters and prices with their source, and the list of what is left out.
//!
//! In: the scenario. Out: parts of a page.

use crate::analyse::answer::evidence::is_price;
use crate::model::{ItemKind, Parameter};
use crate::report::scenario_page::Page;
use crate::report::words::figure_name::figure_name;
use crate::report::words::grade_key;
use crate::report::words::units::unit;
use crate::report::words::wrap::plain;
use std::collections::BTreeSet;

/// Chances between which the range of a figure is shown.
const RANGE: (f64, f64) = (0.05, 0.95);
/// Digits of a figure that count.
const DIGITS: i32 = 3;

impl Page<'_> {
    pub(super) fn parameters(&self) -> String {
        self.figures(false)
    }

    pub(super) fn prices(&self) -> String {
        self.figures(true)
    }

    /// What is worked out from other figures and has no name for people says nothing to who reads a page.
    fn is_named(&self, parameter: &Parameter) -> bool {
        let worked_out = self.scenario.derived.iter().any(|derived| {
            self.scenario.parameters.get(derived.parameter).is_some_and(|known| known.name == parameter.name)
        });
        !worked_out || self.language.of(&parameter.label) != parameter.name
    }

    /// Parameters, or prices: what nobody verified first, then what has no source, then by name.
    fn figures(&self, prices: bool) -> String {
        let found = self
            .scenario
            .parameters
            .iter()
            .filter(|parameter| is_price(parameter) == prices && self.is_named(parameter));
        let mut found: Vec<&Parameter> = found.collect();
        if found.is_empty() {
            return self.text("page_no_figures", &[]);
        }
        found.sort_by_key(|parameter| {
            (!parameter.evidence.unverified, !parameter.evidence.source.is_empty(), parameter.name.clone())
        });
        let rows: Vec<Vec<String>> = found.into_iter().map(|parameter| self.figure(parameter)).collect();
        self.table(&["page_figure", "page_mean", "page_90", "page_unit", "list_grade", "list_source"], &rows)
    }

    fn figure(&self, parameter: &Parameter) -> Vec<String> {
        let of = &parameter.distribution;
        let range = if of.is_uncertain() {
            let [low, high] = [RANGE.0, RANGE.1].map(|chance| self.number(of.quantile(chance)));
            self.text("page_band", &[("low", &low), ("high", &high)])
        } else {
            String::new()
        };
        let evidence = &parameter.evidence;
        let unverified = evidence.unverified.then(|| format!("**{}**", self.language.text("unverified")));
        let by_rule = evidence.range_by_rule.then(|| self.language.text("range_by_rule").to_owned());
        let grade = self.language.text(grade_key(evidence.grade)).to_owned();
        let grade: Vec<String> = unverified.into_iter().chain([grade]).chain(by_rule).collect();
        let year = evidence.year.map(|year| format!(", {year}")).unwrap_or_default();
        let source = match (evidence.source.is_empty(), evidence.url.starts_with("http")) {
            (true, _) => self.language.text("page_no_source").to_owned(),
            (false, true) => format!("[{}]({}){year}", evidence.source.replace(['[', ']'], ""), evidence.url),
            (false, false) => format!("{}{year}", evidence.source),
        };
        vec![
            plain(&figure_name(self.scenario, &parameter.name, self.language)),
            self.number(of.mean()),
            range,
            unit(&parameter.unit, self.language),
            grade.join(", "),
            source,
        ]
    }

    /// A figure with about [`DIGITS`] digits that count.
    fn number(&self, value: f64) -> String {
        let whole = if value == 0.0 { 1 } else { libm::log10(value.abs()).floor() as i32 + 1 };
        let decimals = (DIGITS - whole).clamp(0, 5);
        self.numbers.decimal(value, decimals as u8)
    }

    /// What the scenario says that it leaves out, and what is counted without a price.
    pub(super) fn left_out(&self) -> String {
        let mut lines: Vec<String> =
            self.scenario.about.left_out.iter().map(|text| format!("- {}", self.words(text))).collect();
        let unpriced = self.scenario.items.iter().filter(|item| item.kind == ItemKind::Unpriced);
        let unpriced: BTreeSet<String> = unpriced.map(|item| self.words(&item.label)).collect();
        if !unpriced.is_empty() {
            lines.push(format!("\n{}\n", self.language.text("page_unpriced")));
            lines.extend(unpriced.into_iter().map(|label| format!("- {label}")));
        }
        if lines.is_empty() { self.text("page_nothing_left_out", &[]) } else { lines.join("\n") }
    }
}
