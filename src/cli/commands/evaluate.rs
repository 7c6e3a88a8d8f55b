//! `mkba evaluate`: what became of finished cases beside what their scenario predicted.
//!
//! In: a list of finished cases and [`EvaluateArguments`]. Out: a summary or JSON on standard output, and files in a folder.

use crate::cli::arguments::evaluate::EvaluateArguments;
use crate::cli::commands::{bundle, in_dutch, place};
use crate::cli::failure::Failure;
use crate::cli::interrupt;
use crate::cli::output::{cannot_write, print};
use crate::cli::progress::{Progress, pool};
use crate::read::outcomes;
use crate::report::bundle::MANIFEST;
use crate::report::evaluation::{EVALUATION_FILES, screen, tables};
use crate::report::identity::Manifest;
use crate::report::json;
use crate::report::words::Language;
use crate::session::evaluation::{EvaluationRun, PlannedEvaluation};
use crate::session::library;

/// Evaluates finished cases.
///
/// # Errors
/// A list with faults, a place that cannot be written to, or Ctrl-C.
pub(super) fn evaluate(arguments: &EvaluateArguments, language: Language) -> Result<(), Failure> {
    interrupt::listen(language);
    let bundle = bundle(arguments.out.as_deref())?;
    let files = library::files(arguments.prices.as_deref()).map_err(Failure::Usage)?;
    let found = outcomes::read(&files, &library::find(&arguments.file).map_err(Failure::Usage)?)?;
    let sources = found.caseload.sources.clone();
    let planned = PlannedEvaluation::new(found, &arguments.options)?;
    let pool = pool(arguments.threads)?;
    let threads = pool.current_num_threads();
    let monitor = Progress::start(planned.draws(), threads, arguments.quiet, language);
    let run = pool.install(|| planned.run(&monitor));
    monitor.finish();
    let EvaluationRun { answer, rates } = run?;
    if let Some(bundle) = bundle {
        let [data, list] = EVALUATION_FILES;
        let mut texts = tables::tables(&answer).map_err(cannot_write)?;
        if arguments.dutch_csv {
            in_dutch(&mut texts)?;
        }
        // A list for a scenario, not for a spreadsheet.
        texts.extend(rates.map(|text| (list, text)));
        texts.push((data, json::text(&answer).map_err(cannot_write)?));
        let manifest = Manifest::new(&answer.id, &arguments.command, threads, &sources);
        let manifest = manifest.drawn(answer.seed, answer.draws, answer.households);
        texts.push((MANIFEST, json::text(&manifest).map_err(cannot_write)?));
        place(bundle, &texts, arguments.quiet, language)?;
    }
    match (arguments.json, arguments.quiet) {
        (true, _) => print(&json::text(&answer).map_err(cannot_write)?),
        (false, true) => Ok(()),
        (false, false) => print(&(screen::summary(&answer, language).join("\n") + "\n")),
    }
}
