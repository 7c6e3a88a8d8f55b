//! `mkba run` on a study: one scenario in many variants, one table and one picture.
//!
//! In: a [`Study`] and [`RunArguments`]. Out: a table or JSON on standard output, and files in a folder.

use crate::cli::arguments::run::RunArguments;
use crate::cli::commands::{bundle, in_form, place};
use crate::cli::failure::Failure;
use crate::cli::output::{cannot_write, print, warn};
use crate::cli::progress::{Progress, pool};
use crate::read::Files;
use crate::read::study::Study;
use crate::report::bundle::{Bundle, STRUCTURE, STUDY_FILES};
use crate::report::identity::Manifest;
use crate::report::json;
use crate::report::replaced_prices;
use crate::report::tables::structure::structure;
use crate::report::words::Language;
use crate::report::{chart, tables, terminal};
use crate::session::{SessionError, StudyRun, StudySession};

/// Runs all variants.
///
/// # Errors
/// A variant with faults, wrong settings, a place that cannot be written to, or Ctrl-C.
pub(super) fn run(
    study: Study,
    files: &dyn Files,
    arguments: &RunArguments,
    language: Language,
) -> Result<(), Failure> {
    if !arguments.precision.is_empty() {
        return Err(SessionError::PrecisionOfStudy.into());
    }
    let bundle = bundle(arguments.out.as_deref())?;
    let session = StudySession::load(study, files, &arguments.set)?.options(arguments.options());
    if !arguments.quiet {
        warn(session.sources(), session.warnings(), arguments.warnings, language);
    }
    let planned = session.plan()?;
    let pool = pool(arguments.threads)?;
    let monitor = Progress::start(planned.draws(), pool.current_num_threads(), arguments.quiet, language);
    let run = pool.install(|| planned.run(&monitor));
    monitor.finish();
    hand_over(run?, bundle, arguments, language)
}

/// Writes the files of a study and shows it.
///
/// # Errors
/// A place that cannot be written to, or Ctrl-C.
pub(super) fn hand_over(
    run: StudyRun,
    bundle: Option<Bundle>,
    arguments: &RunArguments,
    language: Language,
) -> Result<(), Failure> {
    let pool = pool(arguments.threads)?;
    let StudyRun { answer, title, labels, sources } = run;
    if let Some(bundle) = bundle {
        let manifest = Manifest::new(&answer.id, &arguments.command, pool.current_num_threads(), &sources);
        let manifest = manifest.of_study(&answer.study, answer.variants.len());
        let texts = [
            json::text(&answer).map_err(cannot_write)?,
            tables::study(&answer).map_err(cannot_write)?,
            chart::study::chart(&answer, &title, &labels, language).map_err(cannot_write)?,
            json::text(&manifest).map_err(cannot_write)?,
        ];
        let mut texts: Vec<_> = STUDY_FILES.into_iter().zip(texts).collect();
        if let Some(found) = &answer.structure {
            texts.push((STRUCTURE, structure(found).map_err(cannot_write)?));
        }
        place(bundle, &in_form(texts, arguments)?, arguments.quiet, language)?;
    }
    match (arguments.json, arguments.quiet) {
        (true, _) => print(&json::text(&answer).map_err(cannot_write)?),
        (false, true) => Ok(()),
        (false, false) => {
            let mut lines = terminal::study::summary(&answer, &title, &labels, language);
            lines.extend(replaced_prices::replaced(&answer.replaced_prices, language));
            print(&(lines.join("\n") + "\n"))
        }
    }
}
