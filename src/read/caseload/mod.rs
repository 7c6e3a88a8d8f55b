//! Caseloads: many households, each as answers to the questions of its scenario.
//!
//! In: a list in CSV or Excel with a row for each household or group of households that are alike, or case files. Out: a
//! [`Caseload`], or every fault of all rows at once, each with its line or cell. No row is left out in silence. No names of
//! people are asked for or needed.

mod case_files;
pub(crate) mod cells;
mod columns;
mod rows;

pub use crate::read::caseload::case_files::of_cases;
pub use crate::read::caseload::columns::{COLUMNS, Column};

use crate::diagnostics::{Diagnostics, Message, SourceFile, Sources};
use crate::model::Scenario;
use crate::read::caseload::rows::RowReader;
use crate::read::list::records::{self, Row};
use crate::read::load::{Loaded, Refused};
use crate::read::source::files::{self, Files, undecoded, unreadable};
use std::path::Path;
use std::sync::Arc;

/// Many households.
#[derive(Clone, Debug)]
pub struct Caseload {
    /// The scenarios that it names, each once, in the order in which they come first.
    pub scenarios: Vec<CaseloadScenario>,
    /// The rows, in the order of the list.
    pub rows: Vec<CaseloadRow>,
    /// The list, or the case files.
    pub sources: Sources,
    /// What somebody should look at: codes that look as if they lead to a person.
    pub warnings: Diagnostics,
}

/// A scenario of a caseload, without answers.
#[derive(Clone, Debug)]
pub struct CaseloadScenario {
    /// Its name as the caseload writes it.
    pub name: String,
    /// The scenario and all that was read for it.
    pub loaded: Loaded,
}

/// Households that are alike.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseloadRow {
    /// The name by which its owner knows it; where there is none, the number of its line.
    pub code: String,
    /// Index into [`Caseload::scenarios`].
    pub scenario: usize,
    /// The plan that it has, or that alone is thought of; `None` where any plan of the scenario may be chosen.
    pub alternative: Option<String>,
    /// Where it lives; empty where that is not told.
    pub neighbourhood: String,
    /// Households, at least 1.
    pub count: u32,
    /// Calendar year and month (1 to 12) in which its plan starts; `None` for January of the scenario's first year.
    pub start: Option<(i32, u32)>,
    /// What the plan costs for one household in all, euro; `None` for what the scenario reckons.
    pub plan_cost: Option<f64>,
    /// What is otherwise than in the scenario.
    pub answers: Answers,
    /// Its line in the list, from 1.
    pub line: usize,
}

/// What is otherwise for a household than its scenario says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// By name of a characteristic or parameter.
    pub numbers: Vec<(String, f64)>,
    /// By domain the state in which it starts.
    pub starts: Vec<(String, String)>,
    /// The scenario as it is for this household, where more than that differs.
    pub changed: Option<Arc<Scenario>>,
}

/// What a list of households has beside the columns of a caseload.
pub(crate) struct Further {
    /// Columns that have a name of their own.
    pub(crate) names: &'static [&'static str],
    /// Columns that must be there.
    pub(crate) required: &'static [&'static str],
    /// Whether a title is one of its further columns, of which nothing is read here.
    pub(crate) is_own: fn(&str) -> bool,
    /// A row says what the household had, which may be no plan.
    pub(crate) may_have_no_plan: bool,
}

/// Nothing beside them.
const NOTHING: Further = Further { names: &[], required: &["scenario"], is_own: |_| false, may_have_no_plan: false };

/// A list that was read, with the cells of each row.
pub(crate) struct Listing {
    /// What was read of each row that has no fault, with its cells.
    pub(crate) rows: Vec<(CaseloadRow, Row)>,
    /// The scenarios that it names.
    pub(crate) scenarios: Vec<CaseloadScenario>,
    /// All rows.
    pub(crate) cells: Vec<Row>,
    /// The list.
    pub(crate) sources: Sources,
    /// Faults so far.
    pub(crate) faults: Diagnostics,
}

/// Reads a list of households.
///
/// # Errors
/// [`Refused`] with every fault of the list; where one of its scenarios cannot be used, with the faults of that.
pub fn read(files: &dyn Files, path: &Path) -> Result<Caseload, Refused> {
    let Listing { rows, scenarios, sources, faults, .. } = listing(files, path, &NOTHING)?;
    if faults.has_faults() {
        return Err(Refused { sources, diagnostics: faults });
    }
    Ok(Caseload { scenarios, rows: rows.into_iter().map(|(row, _)| row).collect(), sources, warnings: faults })
}

/// Reads a list of households that may have more columns.
///
/// # Errors
/// [`Refused`] where nothing can be said of its rows, or one of its scenarios cannot be used.
pub(crate) fn listing(files: &dyn Files, path: &Path, further: &Further) -> Result<Listing, Refused> {
    let (mut sources, mut faults) = (Sources::default(), Diagnostics::default());
    let name = files::tidy(path).display().to_string();
    let text = match files::read_text(files, path) {
        Ok(text) => text,
        Err(error) => {
            if !undecoded(&name, &error, &mut sources, &mut faults) {
                faults.fault(None, unreadable(&name, &error));
            }
            return Err(Refused { sources, diagnostics: faults });
        }
    };
    let file = sources.push(SourceFile::new(name, text, files.digest(path)).of_sheet(files.sheet(path)));
    let names: Vec<&str> = COLUMNS.iter().map(|column| column.name).chain(further.names.iter().copied()).collect();
    let cells = records::read_open(sources.file(file), file, &names, further.required, &mut faults);
    let Some(cells) = cells else { return Err(Refused { sources, diagnostics: faults }) };
    let mut reader = RowReader::new(files, path, &sources, further, faults);
    let rows = reader.all(&cells)?;
    let RowReader { mut faults, scenarios, .. } = reader;
    if rows.is_empty() && !faults.has_faults() {
        faults.fault(None, Message::new("caseload_empty").with("file", path.display()));
    }
    Ok(Listing { rows, scenarios, cells, sources, faults })
}
