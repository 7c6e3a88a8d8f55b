//! `mkba bundle`: runs one scenario and packs everything that the result was made of in one zip file, with the result.
//!
//! In: a scenario or a case, and [`RunArguments`]. Out: the zip file, from which `mkba compare --verify` works alone.

use crate::analyse::answer::accounts;
use crate::cli::archive::{self, Made};
use crate::cli::arguments::run::RunArguments;
use crate::cli::commands::{one_scenario, run};
use crate::cli::failure::Failure;
use crate::cli::interrupt;
use crate::cli::output::{cannot_write, print};
use crate::diagnostics::Message;
use crate::read::{Files, Recorder};
use crate::report::words::Language;
use crate::report::words::wrap::plain;
use crate::report::{json, tables};
use crate::session::{Run, Session, library};
use std::path::{Path, PathBuf};

/// Packs.
///
/// # Errors
/// A scenario with faults, wrong settings, a place that cannot be written to, or Ctrl-C.
pub(super) fn pack(arguments: &RunArguments, language: Language) -> Result<(), Failure> {
    interrupt::listen(language);
    let files = library::files(arguments.prices.as_deref()).map_err(Failure::Usage)?;
    let path = library::find(&arguments.file).map_err(Failure::Usage)?;
    one_scenario(&files, &path)?;
    let target = arguments.out.clone().unwrap_or_else(|| of_file(&arguments.file));
    if !archive::is_bundle(&target) {
        return Err(Failure::Usage(Message::new("bundle_name").with("path", target.display())));
    }
    let recorder = Recorder::new(&files);
    let run = reckoned(&recorder, &path, arguments, language)?;
    let recorded = recorder.finish();
    let results = results(&run)?;
    let made = Made { id: &run.answer.id, command: &arguments.command, path: &path };
    archive::write(&target, &archive::pack(&made, &recorded, &results).map_err(cannot_write)?)?;
    if arguments.quiet {
        return Ok(());
    }
    let message = Message::new("bundle_written").with("path", target.display());
    let message = message.with("count", recorded.files.len()).with("id", &run.answer.id);
    print(&format!("{}\n", plain(&language.fill(&message))))
}

/// Runs the scenario at `path` of these files.
///
/// # Errors
/// A scenario with faults, wrong settings, or Ctrl-C.
pub(super) fn reckoned(
    files: &dyn Files,
    path: &Path,
    arguments: &RunArguments,
    language: Language,
) -> Result<Run, Failure> {
    let session = Session::load(files, path, &arguments.set)?.options(arguments.options());
    run::reckon(session, arguments, language)
}

/// The files of a result that are kept: nothing in them depends on threads, machine or day.
///
/// # Errors
/// None in practice: it writes to memory.
pub(super) fn results(run: &Run) -> Result<Vec<(&'static str, String)>, Failure> {
    let rows = accounts::ledger(run.scenario(), &run.results.alternatives);
    Ok(vec![
        ("result.json", json::text(&run.answer).map_err(cannot_write)?),
        ("ledger.csv", tables::ledger(&rows).map_err(cannot_write)?),
        ("draws.csv", tables::draws(run.scenario(), &run.results).map_err(cannot_write)?),
    ])
}

/// The file for the bundle of a scenario, where none is named.
fn of_file(file: &Path) -> PathBuf {
    let name = file.file_stem().map_or("mkba".into(), |name| name.to_string_lossy());
    PathBuf::from(format!("{name}.zip"))
}
