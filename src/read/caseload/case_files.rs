//! A caseload of case files, each of which is one household.
//!
//! In: paths of case files. Out: a [`Caseload`], or the faults of the first file that has any.

use crate::diagnostics::{Diagnostics, Message, Sources};
use crate::read::case;
use crate::read::caseload::rows::place_of;
use crate::read::caseload::{Answers, Caseload, CaseloadRow, CaseloadScenario};
use crate::read::load::{Refused, load};
use crate::read::source::files::Files;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads case files; other files are a fault, so that none is left out in silence.
///
/// # Errors
/// [`Refused`] with every fault of the first file that has any.
pub fn of_cases(files: &dyn Files, paths: &[PathBuf]) -> Result<Caseload, Refused> {
    let mut found = Caseload {
        scenarios: Vec::new(),
        rows: Vec::new(),
        sources: Sources::default(),
        warnings: Diagnostics::default(),
    };
    for (at, path) in paths.iter().enumerate() {
        let Some(case) = case::open(files, path)? else {
            return Err(refused(Message::new("caseload_no_case").with("file", path.display())));
        };
        let loaded = case.load(files, &[])?;
        let name = case.scenario_name();
        let known = found.scenarios.iter().position(|known| known.name == name);
        let scenario = match known {
            Some(known) => known,
            None => {
                let place = place_of(files, path, name);
                let base = load(files, place.as_deref().unwrap_or(Path::new(name)), &[])?;
                found.scenarios.push(CaseloadScenario { name: name.to_owned(), loaded: base });
                found.scenarios.len() - 1
            }
        };
        if let Some(first) = found.rows.iter().position(|row| !case.code.is_empty() && row.code == case.code) {
            let message = Message::new("caseload_case_twice").with("found", &case.code).with("file", path.display());
            return Err(refused(message.with("other", paths[first].display())));
        }
        let file = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        loaded.sources.files().iter().take(1).for_each(|file| {
            found.sources.push(file.clone());
        });
        found.rows.push(CaseloadRow {
            code: if case.code.is_empty() { file } else { case.code.clone() },
            scenario,
            alternative: case.alternative.clone(),
            neighbourhood: String::new(),
            count: 1,
            start: None,
            plan_cost: None,
            answers: Answers { changed: Some(Arc::new(loaded.scenario)), ..Answers::default() },
            line: at + 1,
        });
    }
    if found.rows.is_empty() {
        return Err(refused(Message::new("caseload_no_files")));
    }
    Ok(found)
}

fn refused(message: Message) -> Refused {
    let mut diagnostics = Diagnostics::default();
    diagnostics.fault(None, message);
    Refused { sources: Sources::default(), diagnostics }
}
