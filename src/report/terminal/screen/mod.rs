//! The first screen of a run: the best plan in a sentence, all plans beside one another, and one plan in full.
//!
//! In: answers and the scenario they are about. Out: [`Screen`]. No figure is worked out here, but for rounding; what is
//! not shown is said to be left out.

pub(crate) mod accounts;
pub(crate) mod closing;
pub(crate) mod context;
pub(crate) mod evidence;
pub(crate) mod opening;
pub(crate) mod plans;
pub(crate) mod starts;

use crate::analyse::Answer;
use crate::model::Scenario;
use crate::report::terminal::COLUMNS;
use crate::report::terminal::screen::context::{Context, Part};
use crate::report::terminal::told::told;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::rounding::unit;

/// Most columns of a line, where the terminal has them.
pub const MOST_COLUMNS: usize = 100;

/// How a screen is made.
#[derive(Clone, Debug)]
pub struct ScreenOptions<'o> {
    /// The alternative that is told in full; the best where it is `None` or unknown.
    pub focus: Option<&'o str>,
    /// Everything is shown.
    pub full: bool,
    /// Amounts in whole euros.
    pub whole_euros: bool,
    /// Columns of the terminal; lines have [`COLUMNS`] to [`MOST_COLUMNS`].
    pub width: usize,
    /// Alternatives of the scenario that were not reckoned.
    pub not_reckoned: &'o [String],
}

impl Default for ScreenOptions<'_> {
    fn default() -> Self {
        Self { focus: None, full: false, whole_euros: false, width: COLUMNS, not_reckoned: &[] }
    }
}

/// Lines without colours, and how many of the first stand out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// The lines.
    pub lines: Vec<String>,
    /// Lines of the title and of the sentence about the plan.
    pub heading: usize,
}

/// The first screen.
pub fn screen(answer: &Answer, scenario: &Scenario, language: Language, options: &ScreenOptions<'_>) -> Screen {
    let ranked = answer.best_first();
    let Some(told) = told(answer, options.focus) else {
        return Screen { lines: vec![language.text("summary_no_alternatives").to_owned()], heading: 0 };
    };
    let totals = ranked.iter().map(|one| one.headline().average.mean.abs().max(one.costs_present_value.abs()));
    let context = Context {
        answer,
        scenario,
        told,
        language,
        numbers: Numbers::new(language),
        width: options.width.clamp(COLUMNS, MOST_COLUMNS),
        unit: unit(totals.fold(0.0, f64::max), options.whole_euros),
        full: options.full,
        ranked,
    };
    let mut lines = opening::title(&context);
    let verdict = opening::verdict(&context);
    let heading = lines.len() + verdict.lines.len();
    let parts = [
        opening::people(&context),
        plans::plans(&context),
        accounts::accounts(&context),
        starts::starts(&context),
        evidence::weak_figures(&context),
        evidence::unpriced(&context),
        evidence::replaced_prices(&context),
    ];
    lines.extend(verdict.lines);
    let mut left_out = Vec::new();
    for Part { lines: of_part, left_out: of_this } in parts {
        left_out.extend(of_this);
        if !of_part.is_empty() {
            lines.push(String::new());
            lines.extend(of_part);
        }
    }
    lines.push(String::new());
    lines.extend(closing::closing(&context, options.not_reckoned, &left_out));
    Screen { lines, heading }
}
