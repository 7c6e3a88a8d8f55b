//! `mkba bundle`: runs one scenario and packs everything that the result was made of in one zip file, with the result.
//!
//! In: a scenario or a case, and [`RunArguments`]. Out: the zip file, from which `mkba compare --verify` works alone.

use crate::analyse::answer::accounts;
use crate::cli::archive::{self, Inputs};
use crate::cli::arguments::run::RunArguments;
use crate::cli::commands::inputs::{self, source};
use crate::cli::commands::run;
use crate::cli::failure::Failure;
use crate::cli::interrupt;
use crate::cli::output::{cannot_write, print};
use crate::diagnostics::Message;
use crate::read::{Files, Recorder};
use crate::report::words::Language;
use crate::report::words::wrap::plain;
use crate::report::{json, tables};
use crate::session::{Run, Session};
use std::path::{Path, PathBuf};

/// Packs.
///
/// # Errors
/// A scenario with faults, wrong settings, a place that cannot be written to, or Ctrl-C.
pub(super) fn pack(arguments: &RunArguments, language: Language) -> Result<(), Failure> {
    interrupt::listen(language);
    let source = source(arguments)?;
    let target = arguments.out.clone().unwrap_or_else(|| of_file(&arguments.file));
    named_as_bundle(&target)?;
    let recorder = Recorder::new(&*source.files);
    let run = reckoned(&recorder, &source.path, &source.run, language)?;
    let inputs = source.inputs(recorder.finish());
    write(&run, &inputs, &target)?;
    if arguments.quiet {
        return Ok(());
    }
    let message = Message::new("bundle_written").with("path", target.display());
    let message = message.with("count", inputs.recorded.files.len()).with("id", &run.answer.id);
    print(&format!("{}\n", plain(&language.fill(&message))))
}

/// Makes sure that a path has the ending of a bundle.
///
/// # Errors
/// Another ending.
pub(super) fn named_as_bundle(path: &Path) -> Result<(), Failure> {
    match archive::is_bundle(path) {
        true => Ok(()),
        false => Err(Failure::Usage(Message::new("bundle_name").with("path", path.display()))),
    }
}

/// Writes the bundle of a run.
///
/// # Errors
/// A place that cannot be written to.
pub(super) fn write(run: &Run, inputs: &Inputs, target: &Path) -> Result<(), Failure> {
    let bytes = archive::pack(&run.answer.id, inputs, &results(run)?).map_err(cannot_write)?;
    archive::write(target, &bytes)
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

/// The files of a result that are kept: nothing in them depends on threads, machine, language or day.
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
    PathBuf::from(format!("{}.zip", inputs::stem(file)))
}
