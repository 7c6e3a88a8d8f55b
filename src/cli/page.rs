//! `mkba show FILE --page OUT.md`: the page of a scenario, with its picture beside it.
//!
//! In: a scenario that was read. Out: two files. What it reckons has the seed of the scenario and at most [`MOST_DRAWS`] draws, by the exact method and without
//! households where that is possible, so that a page is quick to make again.

use crate::analyse;
use crate::cli::Failure;
use crate::cli::run::{of_engine, problem_costs};
use crate::cli::show::write as write_text;
use crate::diagnostics::Message;
use crate::read::Loaded;
use crate::report::chart::scenario_graph::Graph;
use crate::report::chart::scenario_graph::svg;
use crate::report::scenario_page;
use crate::report::words::Language;
use crate::simulate::{self, Method, RunPlan, Unwatched};
use std::path::Path;

/// More draws than these a page does not take: it is made again at every change.
const MOST_DRAWS: usize = 200;

/// Writes the page to `place`, which ends with `.md`, and the picture beside it.
///
/// # Errors
/// A scenario that cannot run, does not say what it is for, or has a ratio outside the published band without a reason; a place that
/// cannot be written to.
pub fn write(loaded: Loaded, place: &Path, language: Language) -> Result<(), Failure> {
    let Some(name) = place.file_stem().filter(|_| place.extension().is_some_and(|end| end == "md")) else {
        return Err(Failure::Usage(Message::new("page_ending").with("path", place.display())));
    };
    let Loaded { scenario, with_system_problems, .. } = loaded;
    let method = simulate::best_method(&scenario).map_err(|fault| of_engine(&fault))?;
    let settings = &scenario.settings;
    let households = if method == Method::Cohort { 0 } else { settings.households };
    let draws = settings.draws.min(MOST_DRAWS);
    let plan = RunPlan { seed: settings.seed, first_draw: 0, draws, households, method };
    let results = simulate::run(&scenario, &plan, &Unwatched).map_err(|fault| of_engine(&fault))?;
    let mut answer = analyse::answer(&scenario, &results);
    if let Some(with_system_problems) = with_system_problems {
        answer.system_problems = problem_costs(&with_system_problems, &plan, |scenario, plan| {
            simulate::run(scenario, plan, &Unwatched).map_err(|fault| of_engine(&fault))
        })?;
    }
    let picture = format!("{}.svg", name.to_string_lossy());
    let text = scenario_page::text(&scenario, &answer, &picture, language).map_err(Failure::Fault)?;
    write_text(&place.with_file_name(picture), &svg::draw(&Graph::of(&scenario, language), language))?;
    write_text(place, &text)
}
