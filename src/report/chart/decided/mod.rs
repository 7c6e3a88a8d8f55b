//! Charts of an analysis: what the balance depends on, where it turns, what waiting costs, how sure the choice is.
//!
//! In: a chart of [`decided`](crate::report::charted::decided). Out: SVG, 900 wide and as high as its rows need.

mod lines;
mod plane;
mod ranges;
mod turning;

use crate::report::chart::frame::Outcome;
use crate::report::charted::Charted;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;

/// The picture of a chart.
///
/// # Errors
/// A name that no chart of an analysis has; else none in practice: it draws to memory.
pub fn draw(chart: &Charted, language: Language, numbers: &Numbers) -> Outcome<String> {
    match chart.id.split('-').next().unwrap_or_default() {
        "drivers" => ranges::drivers(chart, language, numbers),
        "information" => ranges::information(chart, language, numbers),
        "break" => turning::draw(chart, language, numbers),
        "waiting" => lines::waiting(chart, language, numbers),
        "acceptability" => lines::acceptability(chart, language, numbers),
        "plane" => plane::draw(chart, language, numbers),
        other => Err(format!("no chart of an analysis: {other}").into()),
    }
}
