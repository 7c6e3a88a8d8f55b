//! `mkba analyse`: answers questions about a decision.
//!
//! In: a scenario or a table of draws, and [`AnalyseArguments`]. Out: a summary or JSON on standard output, and files in a
//! folder.

mod draws;

use crate::analyse::decision::Analysis;
use crate::cli::arguments::analyse::AnalyseArguments;
use crate::cli::commands::{bundle, found, in_dutch, place};
use crate::cli::failure::Failure;
use crate::cli::interrupt;
use crate::cli::output::{cannot_write, print, warn};
use crate::cli::progress::{Progress, pool};
use crate::diagnostics::{Message, Sources};
use crate::model::Scenario;
use crate::report::bundle::{ANALYSIS, ANALYSIS_CHARTS, Bundle, CHARTS, MANIFEST};
use crate::report::chart::decided::draw;
use crate::report::charted::decided::decided;
use crate::report::charted::{self, Charted};
use crate::report::decision::tables;
use crate::report::identity::Manifest;
use crate::report::json;
use crate::report::terminal;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::session::{AnalysisRun, Session, library};
use crate::simulate::RunPlan;

/// Answers, and what they are about.
struct Analysed<'a> {
    scenario: &'a Scenario,
    plan: &'a RunPlan,
    answer: &'a Analysis,
    sources: &'a Sources,
}

/// Answers the questions.
///
/// # Errors
/// A scenario with faults, wrong settings, a place that cannot be written to, or Ctrl-C.
pub(super) fn analyse(all: &AnalyseArguments, language: Language) -> Result<(), Failure> {
    let arguments = &all.run;
    interrupt::listen(language);
    let path = found(&arguments.file, arguments.quiet, language)?;
    let files = library::files(arguments.prices.as_deref()).map_err(Failure::Usage)?;
    if draws::is_table(&path) {
        return draws::analyse(&files, &path, all, language);
    }
    if crate::read::study::open(&files, &path)?.is_some() {
        return Err(Failure::Usage(Message::new("analyse_study")));
    }
    let bundle = bundle(arguments.out.as_deref())?;
    let session = Session::load(&files, &path, &arguments.set)?.options(arguments.options());
    if !arguments.quiet {
        warn(session.sources(), session.warnings(), arguments.warnings, language);
    }
    let focus = arguments.alternatives.first().cloned();
    let focus = focus.or_else(|| session.case().and_then(|case| case.alternative.clone()));
    let planned = session.plan()?;
    let pool = pool(arguments.threads)?;
    let threads = pool.current_num_threads();
    // How many runs follow depends on what is found.
    let monitor = Progress::start(0, threads, true, language);
    let run = pool.install(|| planned.analyse(&all.asked, &monitor));
    monitor.finish();
    let AnalysisRun { prepared, plan, answer, sources } = run?;
    let analysed = Analysed { scenario: prepared.scenario(), plan: &plan, answer: &answer, sources: &sources };
    told(&analysed, bundle, (threads, focus.as_deref()), all, language)
}

/// Writes and prints answers.
fn told(
    analysed: &Analysed,
    bundle: Option<Bundle>,
    (threads, focus): (usize, Option<&str>),
    all: &AnalyseArguments,
    language: Language,
) -> Result<(), Failure> {
    let Analysed { scenario, plan, answer, sources } = *analysed;
    let arguments = &all.run;
    if let Some(bundle) = bundle {
        let manifest = Manifest::new(&answer.id, &arguments.command, threads, sources).planned(plan);
        let mut texts = vec![(ANALYSIS, json::text(answer).map_err(cannot_write)?)];
        texts.extend(tables::tables(answer).map_err(cannot_write)?);
        texts.push((MANIFEST, json::text(&manifest).map_err(cannot_write)?));
        let best = answer.best().unwrap_or_default();
        let charts = decided(answer, scenario, focus.unwrap_or(&best), language);
        if !charts.is_empty() {
            texts.push((CHARTS, charted::csv(&charts).map_err(cannot_write)?));
        }
        let numbers = Numbers::new(language);
        for name in ANALYSIS_CHARTS {
            let of = |chart: &&Charted| {
                name.strip_suffix(".svg").is_some_and(|id| chart.id.replace('-', "_").starts_with(id))
            };
            if let Some(chart) = charts.iter().find(of) {
                texts.push((name, draw(chart, language, &numbers).map_err(cannot_write)?));
            }
        }
        if arguments.dutch_csv {
            in_dutch(&mut texts)?;
        }
        place(bundle, &texts, arguments.quiet, language)?;
    }
    match (arguments.json, arguments.quiet) {
        (true, _) => print(&json::text(answer).map_err(cannot_write)?),
        (false, true) => Ok(()),
        (false, false) => {
            let lines = terminal::decision::summary(answer, scenario, focus, language);
            print(&(lines.join("\n") + "\n"))
        }
    }
}
