//! `mkba run`: runs one scenario and hands over the answer.
//!
//! In: a scenario and [`RunArguments`]. Out: a summary or JSON on standard output, and files in a folder.

use crate::analyse::answer::accounts;
use crate::cli::archive::{self, Inputs};
use crate::cli::arguments::run::RunArguments;
use crate::cli::commands::inputs::inputs;
use crate::cli::commands::{bundle, in_form, place};
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::output::{cannot_write, print, tell, warn};
use crate::cli::progress::{Progress, pool};
use crate::diagnostics::Message;
use crate::read::{Files, Recorder};
use crate::report::bundle::{Bundle, FILES, INPUTS, RECORDS, TRACE};
use crate::report::chart::distribution;
use crate::report::identity::Manifest;
use crate::report::json;
use crate::report::precision;
use crate::report::tables::{self, records::RecordsTable};
use crate::report::terminal;
use crate::report::terminal::paint::painted;
use crate::report::terminal::screen::{Screen, ScreenOptions, screen};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::session::future::records::records;
use crate::session::trace::trace;
use crate::session::{MethodChoice, PlannedRun, Run, Session};
use crate::simulate::Method;
use std::path::Path;

/// The first of [`FILES`], whose hashes are kept: nothing in them depends on threads, machine, language or day.
pub(super) const KEPT: usize = 3;

/// Runs the scenario at `path`.
///
/// # Errors
/// A scenario with faults, wrong settings, a place that cannot be written to, or Ctrl-C.
pub(super) fn run(files: &dyn Files, path: &Path, arguments: &RunArguments, language: Language) -> Result<(), Failure> {
    let bundle = bundle(arguments.out.as_deref())?;
    let recorder = Recorder::new(files);
    let session = Session::load(&recorder, path, &arguments.set)?.options(arguments.options());
    let inputs = inputs(arguments, path, recorder.finish());
    let focus = focus(&session, arguments);
    let run = reckon(session, arguments, language)?;
    hand_over((&run, &inputs), bundle, focus.as_deref(), arguments, language)
}

/// Writes the files of a run, with what it was made of, and shows it.
///
/// # Errors
/// A place that cannot be written to, or Ctrl-C.
pub(super) fn hand_over(
    (run, inputs): (&Run, &Inputs),
    bundle: Option<Bundle>,
    focus: Option<&str>,
    arguments: &RunArguments,
    language: Language,
) -> Result<(), Failure> {
    let pool = pool(arguments.threads)?;
    if let Some(bundle) = bundle {
        let mut texts = texts(run, arguments, pool.current_num_threads(), language)?;
        let kept = archive::pack_inputs(&run.answer.id, inputs, &texts[..KEPT]).map_err(cannot_write)?;
        if arguments.trace {
            let rows = pool.install(|| trace(&run.prepared, &run.plan, &Progress::start(0, 1, true, language)))?;
            texts.push((TRACE, tables::trace(&rows).map_err(cannot_write)?));
        }
        if let Some(count) = arguments.records {
            texts.push((RECORDS, pool.install(|| records_of(run, count, language))?));
        }
        let mut files = in_form(texts, arguments)?;
        files.push((INPUTS, kept));
        place(bundle, &files, arguments.quiet, language)?;
    }
    if let Some(precision) = run.precision.as_ref().filter(|_| !arguments.quiet) {
        tell(&format!("{}\n", precision::sentence(precision, &run.plan, language)));
    }
    show(run, arguments, focus, language)
}

/// The table of so many single households.
fn records_of(run: &Run, count: usize, language: Language) -> Result<String, Failure> {
    let monitor = Progress::start(0, 1, true, language);
    let mut table = RecordsTable::new(run.scenario()).map_err(cannot_write)?;
    records(&run.prepared, &run.plan, count, &monitor, |person| table.add(person).map_err(cannot_write))?;
    table.text().map_err(cannot_write)
}

/// The alternative that was asked for, by the command or by the case.
pub(super) fn focus(session: &Session, arguments: &RunArguments) -> Option<String> {
    let asked = arguments.alternatives.first().cloned();
    asked.or_else(|| session.case().and_then(|case| case.alternative.clone()))
}

/// Runs a session, and tells meanwhile what there is to tell.
///
/// # Errors
/// Wrong settings, what the engine finds wrong, or Ctrl-C.
pub(super) fn reckon(session: Session, arguments: &RunArguments, language: Language) -> Result<Run, Failure> {
    let plan = warned(session, arguments, language)?;
    planned(plan, arguments, language)
}

/// Plans a session, and tells what somebody should look at in its files.
///
/// # Errors
/// Wrong settings.
pub(super) fn warned(session: Session, arguments: &RunArguments, language: Language) -> Result<PlannedRun, Failure> {
    if !arguments.quiet {
        warn(session.sources(), session.warnings(), arguments.warnings, language);
    }
    Ok(session.plan()?)
}

/// Runs what was planned, and tells meanwhile what there is to tell.
///
/// # Errors
/// What the engine finds wrong, or Ctrl-C.
pub(super) fn planned(planned: PlannedRun, arguments: &RunArguments, language: Language) -> Result<Run, Failure> {
    if !arguments.quiet {
        tell_method(&planned, arguments, language);
    }
    let pool = pool(arguments.threads)?;
    // Until it is precise, nobody knows beforehand how long it takes.
    let quiet = arguments.quiet || !arguments.precision.is_empty();
    let monitor = Progress::start(planned.draws(), pool.current_num_threads(), quiet, language);
    let run = pool.install(|| planned.run(&monitor));
    monitor.finish();
    Ok(run?)
}

/// Says where figures come from, where that may surprise.
fn tell_method(planned: &PlannedRun, arguments: &RunArguments, language: Language) {
    if arguments.method == MethodChoice::Auto && planned.plan.method == Method::Micro {
        tell(&format!("{}\n", language.text("run_auto_micro")));
    }
    if let Some(history) = planned.history() {
        let message = Message::new("run_by_months").with("why", language.text(history.key()));
        tell(&format!("{}\n", language.fill(&message)));
    }
}

/// The texts of all files, in the order of [`FILES`].
fn texts(
    run: &Run,
    arguments: &RunArguments,
    threads: usize,
    language: Language,
) -> Result<Vec<(&'static str, String)>, Failure> {
    let Run { results, answer, precision, sources, .. } = run;
    let scenario = run.scenario();
    let manifest = Manifest::new(&answer.id, &arguments.command, threads, sources);
    let manifest = manifest.of_run(results, precision.as_ref());
    let rows = accounts::ledger(scenario, &results.alternatives);
    let numbers = Numbers::new(language);
    let texts = [
        json::text(answer).map_err(cannot_write)?,
        tables::ledger(&rows).map_err(cannot_write)?,
        tables::draws(scenario, results).map_err(cannot_write)?,
        tables::measures(answer).map_err(cannot_write)?,
        distribution::distribution(scenario, answer, language, &numbers).map_err(cannot_write)?,
        json::text(&manifest).map_err(cannot_write)?,
    ];
    Ok(FILES.into_iter().zip(texts).collect())
}

/// JSON or the summary on standard output.
fn show(run: &Run, arguments: &RunArguments, focus: Option<&str>, language: Language) -> Result<(), Failure> {
    let (scenario, answer) = (run.scenario(), &run.answer);
    if arguments.json {
        return print(&json::text(answer).map_err(cannot_write)?);
    }
    if arguments.quiet {
        return Ok(());
    }
    let options = ScreenOptions {
        focus,
        full: arguments.full,
        whole_euros: arguments.euros,
        width: output::columns(),
        not_reckoned: &run.not_reckoned,
    };
    let Screen { mut lines, heading } = screen(answer, scenario, language, &options);
    if arguments.problems {
        lines.push(String::new());
        lines.extend(terminal::problems(answer, scenario, language, focus));
    }
    if arguments.measures {
        lines.push(String::new());
        lines.extend(terminal::measures(answer, scenario, language, focus));
    }
    let lines = if output::wants_colours() { painted(&lines, heading) } else { lines };
    print(&(lines.join("\n") + "\n"))
}
