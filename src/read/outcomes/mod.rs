//! Finished cases: households as a caseload has them, and what became of each.
//!
//! In: a list in CSV or Excel with a row for each case: the columns of a caseload, and what happened
//! ([`OUTCOME_COLUMNS`]). Out: [`Outcomes`], or every fault of all rows at once, each with its line or cell. No names of
//! people are asked for or needed.

mod columns;
mod row;

pub use crate::read::outcomes::columns::{Countable, OUTCOME_COLUMNS, OutcomeColumn, PUBLIC, countable};

use crate::diagnostics::{Diagnostics, Message};
use crate::model::Parameter;
use crate::read::caseload::{self, Caseload, Further, Listing};
use crate::read::load::Refused;
use crate::read::outcomes::columns::{MONTHS, is_own, knows, meaning, unknown};
use crate::read::outcomes::row::outcome;
use crate::read::source::files::Files;
use std::path::Path;

/// Finished cases.
#[derive(Clone, Debug)]
pub struct Outcomes {
    /// The households, with the scenario, the answers and the plan of each; a row without a plan has the null alternative.
    pub caseload: Caseload,
    /// States of which it is told whether a household was ever there: domain and state.
    pub events: Vec<(String, String)>,
    /// Accounts of which costs are told; [`PUBLIC`] for all public ones together.
    pub accounts: Vec<String>,
    /// Measures of which levels are told.
    pub measures: Vec<String>,
    /// Figures that are counted.
    pub figures: Vec<CountedFigure>,
    /// By row of the caseload.
    pub rows: Vec<Outcome>,
}

/// A figure that is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct CountedFigure {
    /// As its scenario has it.
    pub figure: Parameter,
    /// How it is counted.
    pub countable: Countable,
}

/// What became of one case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Months for which it was followed: whole cycles of its scenario.
    pub months: f64,
    /// Cycles of its scenario in them.
    pub cycles: usize,
    /// By event; `None` where that is not known.
    pub ever: Vec<Option<bool>>,
    /// By account, euro of the price year, not discounted.
    pub costs: Vec<Option<f64>>,
    /// By measure, at the start and at the end.
    pub levels: Vec<[Option<f64>; 2]>,
    /// Figures that it tells of: place among [`Outcomes::figures`], events, and cases or time at risk in its unit.
    pub counts: Vec<(usize, f64, f64)>,
}

/// What a list of finished cases has beside the columns of a caseload.
const FURTHER: Further =
    Further { names: &[MONTHS], required: &["scenario", "alternative", MONTHS], is_own, may_have_no_plan: true };

/// Reads a list of finished cases.
///
/// # Errors
/// [`Refused`] with every fault of the list; where one of its scenarios cannot be used, with the faults of that.
pub fn read(files: &dyn Files, path: &Path) -> Result<Outcomes, Refused> {
    let Listing { rows, scenarios, cells, sources, mut faults } = caseload::listing(files, path, &FURTHER)?;
    let mut found = Outcomes {
        caseload: Caseload { scenarios: Vec::new(), rows: Vec::new(), sources, warnings: Diagnostics::default() },
        events: Vec::new(),
        accounts: Vec::new(),
        measures: Vec::new(),
        figures: Vec::new(),
        rows: Vec::new(),
    };
    let titles: Vec<String> =
        cells.first().map(|row| row.cells().map(|(title, _)| title.to_owned()).collect()).unwrap_or_default();
    let mut any = false;
    for title in &titles {
        let Some(meaning) = meaning(title) else { continue };
        any = true;
        if let Some(first) = cells.first().filter(|_| !scenarios.is_empty())
            && !scenarios.iter().any(|one| knows(&one.loaded.scenario, &meaning))
        {
            unknown(title, &meaning, &first.cell(title).place, &scenarios, &mut faults);
            continue;
        }
        found.note(meaning);
    }
    if !any && !cells.is_empty() {
        let place = cells.first().map(|row| row.place.clone());
        let fault = faults.fault(place, Message::new("outcomes_nothing"));
        let titles: Vec<String> = OUTCOME_COLUMNS.iter().map(|own| format!("{}{}", own.title, own.names)).collect();
        fault.hint(Message::new("outcomes_columns").with("known", titles.join(", ")));
    }
    for (row, cells) in rows {
        let scenario = &scenarios[row.scenario].loaded.scenario;
        if let Some(outcome) = outcome(&row, &cells, scenario, &mut found, &mut faults) {
            found.caseload.rows.push(row);
            found.rows.push(outcome);
        }
    }
    found.caseload.scenarios = scenarios;
    if faults.has_faults() {
        return Err(Refused { sources: found.caseload.sources, diagnostics: faults });
    }
    found.caseload.warnings = faults;
    Ok(found)
}
