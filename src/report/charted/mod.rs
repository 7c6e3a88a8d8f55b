//! What the charts of a report show, as rows of numbers: from them come the picture, its words, the table and the CSV.
//!
//! In: a run, an alternative. Out: [`Charted`]. No figure is worked out here but sums of what the run found.

pub mod decided;
mod life;
mod money;

use crate::analyse::AlternativeAnswer;
use crate::model::Text;
use crate::report::tables::{finish, safe};
use crate::report::terminal::told::told;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::subject;
use crate::report::words::wrap::plain;
use crate::session::Run;
use std::io;

/// One chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Charted {
    /// Its name in files and pages: `hundred`, `paths`, `course`, `payers`, `items`, or `states-DOMAIN`; of an analysis
    /// `drivers`, `break-even`, `waiting`, `information`, `acceptability-EFFECT` or `plane-EFFECT`.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What can be read off it, in one or two sentences with its numbers.
    pub sentence: String,
    /// Names of what the rows are, and of the columns.
    pub heads: Vec<String>,
    /// Names of the rows with a value for each column; `None` where there is none.
    pub rows: Vec<(String, Vec<Option<f64>>)>,
    /// Each how many rows the table shows one; the picture and the CSV have all.
    pub every: usize,
    /// What the values of each column are.
    pub units: Vec<Measured>,
    /// Further marks: months of the payback band (P10, median, P90), and the end of the course (P10, mean, P90).
    pub marks: Vec<Option<f64>>,
    /// Where each row stands along the width, where rows are numbers.
    pub places: Vec<f64>,
    /// Points beside the rows: what is gained, and what it costs more.
    pub cloud: Vec<(f64, f64)>,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// Euro.
    Euro,
    /// A share, 0 to 1.
    Share,
    /// So many in a hundred.
    Hundred,
    /// The value of a figure, in its own unit.
    Figure,
    /// So many units of an effect.
    Units,
}

impl Charted {
    /// A chart without rows, of which all values are euro.
    fn new(id: &str, title: String, heads: Vec<String>) -> Self {
        let units = vec![Measured::Euro; heads.len().saturating_sub(1)];
        Self {
            id: id.to_owned(),
            title,
            sentence: String::new(),
            heads,
            rows: Vec::new(),
            every: 1,
            units,
            marks: Vec::new(),
            places: Vec::new(),
            cloud: Vec::new(),
        }
    }
}

/// What all parts need.
struct Source<'s> {
    run: &'s Run,
    told: &'s AlternativeAnswer,
    /// Index of the alternative.
    at: usize,
    language: Language,
    numbers: Numbers,
}

/// All charts of the alternative that is told; none where there is none.
pub fn charted(run: &Run, focus: Option<&str>, language: Language) -> Vec<Charted> {
    let Some(told) = told(&run.answer, focus) else { return Vec::new() };
    let at = run.scenario().alternatives.iter().position(|one| one.id == told.id).unwrap_or_default();
    let source = Source { run, told, at, language, numbers: Numbers::new(language) };
    let mut all: Vec<Charted> = [source.hundred(), source.paths(), source.course()].into_iter().flatten().collect();
    all.extend([source.payers(), source.items()].into_iter().flatten());
    all.extend(source.states());
    all
}

/// All charts as one table: chart, row, column, value; without the texts of people where they would differ by language.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn csv(charts: &[Charted]) -> io::Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["chart", "row", "column", "value"])?;
    for chart in charts {
        for (name, values) in &chart.rows {
            for (head, value) in chart.heads.iter().skip(1).zip(values) {
                let value = value.map(|value| value.to_string()).unwrap_or_default();
                table.write_record([&safe(&chart.id), &safe(name), &safe(head), &value])?;
            }
        }
    }
    finish(table)
}

impl Source<'_> {
    fn text(&self, key: &'static str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        subject::text(self.run.scenario(), self.language, key, &values)
    }

    fn own(&self, text: &Text, otherwise: &str) -> String {
        let text = self.language.of(text);
        plain(if text.is_empty() { otherwise } else { text })
    }

    fn heads(&self, keys: &[&'static str]) -> Vec<String> {
        keys.iter().map(|key| self.text(key, &[])).collect()
    }

    fn chart(&self, id: &str, title: &'static str, heads: &[&'static str]) -> Charted {
        Charted::new(id, self.text(title, &[]), self.heads(heads))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::example;
    use crate::session::Session;

    #[test]
    fn charts_have_numbers_in_their_words_and_tie_to_the_answer() {
        let run = Session::new(example()).draws(16).households(20).by_start(false).run().expect("a run");
        let all = charted(&run, None, Language::Nl);
        let ids: Vec<&str> = all.iter().map(|chart| chart.id.as_str()).collect();
        for id in ["hundred", "paths", "course", "payers"] {
            assert!(ids.contains(&id), "{ids:?}");
        }
        for chart in &all {
            let numbers = chart.sentence.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
            assert!(numbers.count() >= 2, "{}: {}", chart.id, chart.sentence);
            assert!(chart.rows.iter().all(|(_, values)| values.len() + 1 == chart.heads.len()), "{}", chart.id);
        }
        let told = run.answer.best_first()[0];
        let chart = |id: &str| all.iter().find(|chart| chart.id == id).expect("a chart");
        let hundred: f64 = chart("hundred").rows.iter().filter_map(|row| row.1[0]).sum();
        assert_eq!(hundred, 100.0);
        let last = chart("course").rows.last().and_then(|row| row.1[0]).expect("an amount");
        assert!((last - told.net_benefit.average.mean).abs() < 0.01, "{last} {}", told.net_benefit.average.mean);
        let text = csv(&all).expect("a table");
        assert!(text.starts_with("chart,row,column,value\n") && text.lines().count() > 20);
    }
}
