//! Levels of measures in a table.
//!
//! In: measures of one alternative. Out: lines of at most [`COLUMNS`] columns.

use crate::analyse::{Answer, Standing};
use crate::model::{Measure, Scenario};
use crate::report::terminal::COLUMNS;
use crate::report::terminal::told::told;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::wrap::{left, right, wrap};

/// Columns of a figure.
const CELL: usize = 15;
/// Figures in a row.
const CELLS: usize = 3;

/// The mean level of each measure: at the start, at the end without the plan, at the end with it. `focus` as in
/// [`ScreenOptions`](crate::report::terminal::screen::ScreenOptions).
pub fn measures(answer: &Answer, scenario: &Scenario, language: Language, focus: Option<&str>) -> Vec<String> {
    let found = told(answer, focus).filter(|alternative| !alternative.measures.is_empty());
    let Some(told) = found else { return vec![language.text("measures_none").to_owned()] };
    let numbers = Numbers::new(language);
    let mean = |standing: &Standing| standing.mean.map_or("-".to_owned(), |mean| numbers.decimal(mean, 2));
    let row = |name: &str, cells: [String; CELLS]| {
        let cells: String = cells.iter().map(|cell| right(cell, CELL)).collect();
        left(name, COLUMNS - CELLS * CELL) + &cells
    };
    let heads =
        ["measures_start", "measures_end_without", "measures_end_with"].map(|key| language.text(key).to_owned());
    let mut lines = vec![row(language.text("measures_head"), heads)];
    for answered in &told.measures {
        let named: Option<&Measure> = scenario.measures.iter().find(|measure| measure.id == answered.id);
        let label = named.map_or(answered.id.as_str(), |measure| language.of(&measure.label));
        let name = format!("{label} ({}-{})", answered.lowest, answered.highest);
        lines.push(row(&name, [&answered.start_with, &answered.end_without, &answered.end_with].map(mean)));
    }
    lines.extend(wrap(language.text("measures_describe"), COLUMNS, 0));
    lines
}
