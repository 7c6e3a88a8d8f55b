//! The page of a scenario, in Markdown: what it is for, what it rests on, what comes out, and what is missing.
//!
//! In: a scenario, its answers, the name of its picture. Out: a text. The same inputs give the same bytes. Figures that nobody
//! verified come first in every table.

mod figures;
pub mod published;
mod results;
mod starts;

use crate::analyse::Answer;
use crate::diagnostics::Message;
use crate::model::{Scenario, Text};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::subject;
use crate::report::words::wrap::plain;

/// What all parts of a page need.
struct Page<'p> {
    scenario: &'p Scenario,
    answer: &'p Answer,
    language: Language,
    numbers: Numbers,
}

/// The page; `picture` is the name of the picture beside it.
///
/// # Errors
/// A scenario that does not say what it is for, or a ratio of benefits to costs outside the published band without a reason.
pub fn text(scenario: &Scenario, answer: &Answer, picture: &str, language: Language) -> Result<String, Message> {
    let page = Page { scenario, answer, language, numbers: Numbers::new(language) };
    let purpose = scenario.about.purpose.as_ref();
    let purpose = purpose.ok_or_else(|| Message::new("page_without_purpose").with("name", &scenario.id))?;
    page.check_band()?;
    let mut parts = vec![format!("# {}", page.words(&scenario.title))];
    parts.push(page.text("page_made", &[("id", &scenario.id)]));
    parts.push(page.evidence());
    parts.push(page.section("page_purpose", &page.words(purpose)));
    let title = page.words(&scenario.title);
    parts.push(page.section("page_picture", &format!("![{}]({picture})", title.replace(['[', ']'], ""))));
    parts.push(page.section("page_alternatives", &page.alternatives()));
    parts.push(page.section("page_result", &page.result()));
    parts.extend(page.starts().map(|starts| page.section("page_starts", &starts)));
    parts.push(page.section("page_published", &page.published()));
    parts.push(page.section("page_measures", &page.measures()));
    parts.push(page.section("page_problems", &page.problems()));
    parts.push(page.section("page_parameters", &page.parameters()));
    parts.push(page.section("page_prices", &page.prices()));
    parts.push(page.section("page_left_out", &page.left_out()));
    parts.push(page.text("summary_warning", &[]));
    Ok(parts.join("\n\n") + "\n")
}

impl Page<'_> {
    fn words(&self, text: &Text) -> String {
        plain(self.language.of(text))
    }

    fn text(&self, key: &'static str, values: &[(&str, &str)]) -> String {
        plain(&subject::text(self.scenario, self.language, key, values))
    }

    fn section(&self, key: &'static str, body: &str) -> String {
        format!("## {}\n\n{body}", self.language.text(key))
    }

    /// A table with the texts of these keys as its head.
    fn table(&self, heads: &[&'static str], rows: &[Vec<String>]) -> String {
        let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        let head = line(heads.iter().map(|key| self.language.text(key).to_owned()).collect());
        let rule = line(heads.iter().map(|_| "---".to_owned()).collect());
        let cell = |text: &String| plain(text).replace('|', "\\|");
        let rows = rows.iter().map(|row| line(row.iter().map(cell).collect()));
        [head, rule].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
    }

    /// How much rests on a source; below half the scenario is exploratory.
    fn evidence(&self) -> String {
        let found = self.answer.evidence;
        let numbers = [found.sourced, found.uncertain, found.sourced_prices, found.uncertain_prices];
        let [sourced, uncertain, sourced_prices, uncertain_prices] = numbers.map(|count| count.to_string());
        let values = [
            ("sourced", sourced.as_str()),
            ("uncertain", &uncertain),
            ("sourced_prices", &sourced_prices),
            ("uncertain_prices", &uncertain_prices),
        ];
        let key = if found.exploratory { "page_exploratory" } else { "page_sourced" };
        self.text(key, &values)
    }

    /// The null alternative and the others, with what is done.
    fn alternatives(&self) -> String {
        let row = |alternative: &crate::model::Alternative| {
            let done = alternative.interventions.iter().map(|intervention| self.words(&intervention.label));
            let done: Vec<String> = done.collect();
            vec![format!("`{}`", alternative.id), self.words(&alternative.label), done.join("; ")]
        };
        let rows: Vec<Vec<String>> = self.scenario.alternatives.iter().map(row).collect();
        self.table(&["list_name", "page_what", "page_done"], &rows)
    }
}
