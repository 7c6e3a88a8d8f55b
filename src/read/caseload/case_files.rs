//! A caseload of case files, each of which is one household.
//!
//! In: paths of case files. Out: a [`Caseload`], or the faults of all files.

use crate::diagnostics::{Diagnostics, Message, Sources};
use crate::read::case;
use crate::read::caseload::rows::place_of;
use crate::read::caseload::{Answers, Caseload, CaseloadRow, CaseloadScenario};
use crate::read::load::{Refused, load};
use crate::read::source::files::Files;
use crate::read::source::files::remembered::Remembered;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads case files; other files are a fault, so that none is left out in silence.
///
/// # Errors
/// [`Refused`] with the faults of all files.
pub fn of_cases(files: &dyn Files, paths: &[PathBuf]) -> Result<Caseload, Refused> {
    let mut found = Caseload {
        scenarios: Vec::new(),
        rows: Vec::new(),
        sources: Sources::default(),
        warnings: Diagnostics::default(),
    };
    let mut refused: Option<Refused> = None;
    // Each file is read once, however many cases have the same scenario.
    let files = &Remembered::new(files);
    for (at, path) in paths.iter().enumerate() {
        match (one(files, (at, path), paths, &mut found), &mut refused) {
            (Ok(row), _) => found.rows.push(row),
            (Err(more), None) => refused = Some(more),
            (Err(more), Some(refused)) => refused.join(&more),
        }
    }
    match refused {
        Some(refused) => Err(refused),
        None if paths.is_empty() => Err(Refused::of(Message::new("caseload_no_files"))),
        None => Ok(found),
    }
}

/// The household of a case file; its scenario is added where it is a new one.
fn one(
    files: &dyn Files,
    (at, path): (usize, &PathBuf),
    paths: &[PathBuf],
    found: &mut Caseload,
) -> Result<CaseloadRow, Refused> {
    let case = case::open(files, path)?
        .ok_or_else(|| Refused::of(Message::new("caseload_no_case").with("file", path.display())))?;
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
    if let Some(first) = found.rows.iter().find(|row| !case.code.is_empty() && row.code == case.code) {
        let message = Message::new("caseload_case_twice").with("found", &case.code).with("file", path.display());
        return Err(Refused::of(message.with("other", paths[first.line - 1].display())));
    }
    let file = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    loaded.sources.files().iter().take(1).for_each(|file| {
        found.sources.push(file.clone());
    });
    Ok(CaseloadRow {
        code: if case.code.is_empty() { file } else { case.code.clone() },
        scenario,
        alternative: case.alternative.clone(),
        neighbourhood: String::new(),
        count: 1,
        start: None,
        plan_cost: None,
        answers: Answers { changed: Some(Arc::new(loaded.scenario)), ..Answers::default() },
        line: at + 1,
    })
}
