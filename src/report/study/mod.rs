//! Answers of a study: one table and one picture.
//!
//! In: answers by variant. Out: lines for a terminal, CSV, and (in [`chart`]) SVG. Every alternative is told apart.

pub mod chart;

use crate::analyse::study::VariantAnswer;
use crate::diagnostics::Sources;
use crate::model::{ReplacedPrice, Text};
use crate::report::identity::{self, Input};
use crate::report::numbers::Numbers;
use crate::report::tables::{finish, safe};
use crate::report::words::Language;
use crate::report::wrap::{left, right, wrap};
use crate::simulate::RESULTS_VERSION;
use serde::Serialize;
use std::io;

/// Columns of a terminal.
const COLUMNS: usize = 80;
/// Columns of a figure.
const CELL: usize = 10;
/// So many variants are shown of each alternative; the table in CSV has all.
const MOST_SHOWN: usize = 40;

/// All answers of a study.
#[derive(Clone, Debug, Serialize)]
pub struct StudyAnswer {
    /// Hash of everything that decides the numbers.
    pub id: String,
    /// Raised only when numbers change.
    pub results_version: u32,
    /// Name and version of the program.
    pub engine: String,
    /// Name of the study.
    pub study: String,
    /// Year of the euros in the first variant.
    pub price_year: i32,
    /// Cells of the price list that a list laid over it replaced, in the first variant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaced_prices: Vec<ReplacedPrice>,
    /// In the order of the study.
    pub variants: Vec<VariantAnswer>,
}

/// How the files of a study were made.
#[derive(Debug, Serialize)]
pub struct StudyManifest<'a> {
    program: &'static str,
    version: &'static str,
    results_version: u32,
    id: &'a str,
    study: &'a str,
    variants: usize,
    command: &'a [String],
    threads: usize,
    luck: &'static str,
    parameters: &'static str,
    inputs: Vec<Input<'a>>,
}

impl<'a> StudyManifest<'a> {
    /// The manifest of a study.
    pub fn new(answer: &'a StudyAnswer, command: &'a [String], threads: usize, sources: &'a Sources) -> Self {
        Self {
            program: identity::PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            results_version: RESULTS_VERSION,
            id: &answer.id,
            study: &answer.study,
            variants: answer.variants.len(),
            command,
            threads,
            luck: identity::LUCK,
            parameters: identity::PARAMETERS,
            inputs: identity::inputs(sources),
        }
    }
}

/// A table with a row for each variant and alternative, and a column for each value that differs.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn table(answer: &StudyAnswer) -> io::Result<String> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in answer.variants.iter().flat_map(|variant| &variant.values) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let mut table = csv::Writer::from_writer(Vec::new());
    let fixed = ["variant", "alternative"];
    let figures =
        ["net_benefit_mean", "net_benefit_p10", "net_benefit_p90", "probability_positive", "monte_carlo_error"];
    let last = ["net_benefit_public_mean", "method", "seed", "draws", "households"];
    let head = fixed.into_iter().map(String::from).chain(names.iter().map(|name| safe(name)));
    table.write_record(head.chain(figures.into_iter().chain(last).map(String::from)))?;
    for variant in &answer.variants {
        let value = |name: &&str| variant.values.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str());
        for one in &variant.alternatives {
            let net = &one.net_benefit;
            let figures = [net.mean, net.p10, net.p90, net.probability_positive, net.monte_carlo_error];
            let row = [safe(&variant.name), safe(&one.id)].into_iter();
            let row = row.chain(names.iter().map(|name| number_or_safe(value(name).unwrap_or_default())));
            let row = row.chain(figures.iter().map(f64::to_string));
            let sizes = [variant.draws, variant.households].map(|size| size.to_string());
            let run = [one.net_benefit_public_mean.to_string(), variant.method.to_string(), variant.seed.to_string()];
            table.write_record(row.chain(run).chain(sizes))?;
        }
    }
    finish(table)
}

/// A negative number is no formula.
fn number_or_safe(text: &str) -> String {
    if text.parse::<f64>().is_ok() { text.to_string() } else { safe(text) }
}

/// The answers for a terminal. `labels` are names and texts of the alternatives.
pub fn summary(answer: &StudyAnswer, title: &Text, labels: &[(String, Text)], language: Language) -> Vec<String> {
    let numbers = Numbers::new(language);
    let mut lines = wrap(&format!("{}: {}", language.of(title), language.text("study_heading")), COLUMNS, 0);
    for (id, label) in labels {
        lines.push(String::new());
        lines.extend(wrap(&format!("{id}: {}", language.of(label)), COLUMNS, 2));
        let year = answer.price_year.to_string();
        let head = language.fill_in(language.text("study_head"), &[("year", &year)]);
        let heads = ["study_mean", "study_p10", "study_p90", "study_chance"].map(|key| language.text(key).to_string());
        lines.push(row(&head, &heads));
        for variant in answer.variants.iter().take(MOST_SHOWN) {
            let Some(one) = variant.alternatives.iter().find(|one| one.id == *id) else { continue };
            let net = &one.net_benefit;
            let amounts = [net.mean, net.p10, net.p90].map(|amount| numbers.amount(amount));
            let [mean, low, high] = amounts;
            lines.push(row(&variant.name, &[mean, low, high, numbers.percent(net.probability_positive)]));
        }
        if let Some(more) = answer.variants.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
            lines.push(language.fill_in(language.text("study_more"), &[("count", &more.to_string())]));
        }
    }
    lines.push(String::new());
    lines.extend(wrap(&last_line(answer, language), COLUMNS, 0));
    lines
}

fn last_line(answer: &StudyAnswer, language: Language) -> String {
    let seeds = answer.variants.first().map_or(0, |variant| variant.seed).to_string();
    let count = answer.variants.len().to_string();
    language.fill_in(language.text("study_method"), &[("count", &count), ("seed", &seeds), ("id", &answer.id)])
}

fn row(name: &str, cells: &[String; 4]) -> String {
    let figures: String = cells.iter().map(|cell| right(cell, CELL)).collect();
    left(name, COLUMNS - 4 * CELL) + &figures.replace(crate::report::numbers::TIE, " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::answer::spread::Spread;
    use crate::analyse::study::VariantAlternative;

    pub(super) fn answer(count: usize) -> StudyAnswer {
        let variant = |n: usize| VariantAnswer {
            name: format!("x = {n}"),
            values: vec![("x".into(), format!("-{n}")), ("=y".into(), "@z".into())],
            method: "cohort",
            seed: 7,
            draws: 3,
            households: 0,
            alternatives: ["a", "b"]
                .map(|id| VariantAlternative {
                    id: id.into(),
                    net_benefit: Spread::new(vec![-500.0, 10.0, 100.0 * n as f64], 2.5),
                    net_benefit_public_mean: -3.0,
                })
                .to_vec(),
        };
        StudyAnswer {
            id: "f00".into(),
            results_version: 1,
            engine: "mkba".into(),
            study: "s".into(),
            price_year: 2025,
            replaced_prices: Vec::new(),
            variants: (0..count).map(variant).collect(),
        }
    }

    #[test]
    fn the_table_has_a_row_for_each_variant_and_alternative_and_no_formulas() {
        let text = table(&answer(3)).expect("a table");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 7);
        assert!(lines[0].starts_with("variant,alternative,x,'=y,net_benefit_mean,"), "{}", lines[0]);
        assert!(lines[3].starts_with("x = 1,a,-1,'@z,-130,"), "{}", lines[3]);
    }

    #[test]
    fn lines_fit_a_terminal_and_many_variants_are_cut_short() {
        let label = |id: &str| (id.to_string(), Text { nl: "Een lang verhaal ".repeat(9), en: "x".into() });
        let title = Text { nl: "Studie".into(), en: "Study".into() };
        let lines = summary(&answer(50), &title, &[label("a"), label("b")], Language::Nl);
        assert!(lines.iter().all(|line| line.chars().count() <= COLUMNS), "{lines:#?}");
        assert_eq!(lines.iter().filter(|line| line.starts_with("x = ")).count(), 80);
        assert_eq!(lines.iter().filter(|line| line.contains("nog 10")).count(), 2);
    }
}
