//! `mkba run` on a study: one scenario in many variants, one table and one picture.
//!
//! In: a [`Study`] and [`RunArguments`]. Out: a table or JSON on standard output, and files in a folder. The variants run
//! one after the other, each on all threads, with the same seed.

use crate::analyse::study;
use crate::cli::arguments::RunArguments;
use crate::cli::progress::Progress;
use crate::cli::run::{cannot_write, choose, of_engine, plan, pool, stop_if_asked, warn};
use crate::cli::{Failure, print};
use crate::model::{Scenario, Text};
use crate::read::Files;
use crate::read::study::{Study, Variants};
use crate::report::bundle::{Bundle, STUDY_FILES};
use crate::report::chart;
use crate::report::identity;
use crate::report::json;
use crate::report::replaced_prices;
use crate::report::study::{StudyAnswer, StudyManifest};
use crate::report::tables;
use crate::report::terminal;
use crate::report::words::Language;
use crate::simulate::{self, RESULTS_VERSION, RunPlan};

/// Runs all variants.
///
/// # Errors
/// A variant with faults, wrong settings, a place that cannot be written to, or Ctrl-C.
pub fn run(study: &Study, files: &dyn Files, arguments: &RunArguments, language: Language) -> Result<(), Failure> {
    let bundle = arguments.out.as_deref().map(Bundle::prepare).transpose().map_err(Failure::Usage)?;
    let Variants { scenarios, sources, replaced: prices, warnings } = study.load(files, &arguments.set)?;
    if !arguments.quiet {
        warn(&sources, &warnings, arguments.warnings, language);
    }
    let scenarios: Vec<Scenario> =
        scenarios.into_iter().map(|one| choose(one, &arguments.alternatives)).collect::<Result<_, _>>()?;
    let plans: Vec<RunPlan> = scenarios.iter().map(|one| plan(one, arguments)).collect::<Result<_, _>>()?;
    let pool = pool(arguments)?;
    let monitor = Progress::start(plans.iter().map(|plan| plan.draws).sum(), arguments.quiet, language);
    let mut variants = Vec::with_capacity(plans.len());
    for ((variant, scenario), plan) in study.variants.iter().zip(&scenarios).zip(&plans) {
        let results = pool.install(|| simulate::run_by_draw(scenario, plan, &monitor));
        let results = results.inspect_err(|_| monitor.finish()).map_err(|fault| of_engine(&fault))?;
        variants.push(study::answer(&variant.name, &variant.values, scenario, &results));
    }
    monitor.finish();
    let answer = StudyAnswer {
        id: plans.first().map(|plan| identity::id(&sources, plan, &arguments.set)).unwrap_or_default(),
        results_version: RESULTS_VERSION,
        engine: format!("mkba {}", env!("CARGO_PKG_VERSION")),
        study: study.id.clone(),
        price_year: scenarios.first().map_or(0, |one| one.settings.price_year.year()),
        replaced_prices: prices,
        variants,
    };
    let labels = labels(&scenarios);
    if let Some(bundle) = bundle {
        let manifest = StudyManifest::new(&answer, &arguments.command, pool.current_num_threads(), &sources);
        let texts = [
            json::text(&answer).map_err(cannot_write)?,
            tables::study(&answer).map_err(cannot_write)?,
            chart::study::chart(&answer, &study.title, &labels, language).map_err(cannot_write)?,
            json::text(&manifest).map_err(cannot_write)?,
        ];
        stop_if_asked()?;
        bundle.write(&STUDY_FILES.into_iter().zip(texts).collect::<Vec<_>>()).map_err(Failure::Usage)?;
    }
    match (arguments.json, arguments.quiet) {
        (true, _) => print(&json::text(&answer).map_err(cannot_write)?),
        (false, true) => Ok(()),
        (false, false) => {
            let mut lines = terminal::study::summary(&answer, &study.title, &labels, language);
            lines.extend(replaced_prices::replaced(&answer.replaced_prices, language));
            print(&(lines.join("\n") + "\n"))
        }
    }
}

/// Names and texts of the alternatives, as in the first variant.
fn labels(scenarios: &[Scenario]) -> Vec<(String, Text)> {
    let alternatives = scenarios.first().map_or(&[][..], |one| &one.alternatives[1..]);
    alternatives.iter().map(|one| (one.id.clone(), one.label.clone())).collect()
}
