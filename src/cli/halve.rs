//! `mkba check --halve`: how much the figures owe to the length of the cycle.
//!
//! In: the path of a scenario that can be reckoned. Out: lines that set its figures beside those with a cycle half as long,
//! or that say why that was not done. The exact method alone: the noise of simulation would hide the difference.

use crate::analyse::halving;
use crate::diagnostics::{Message, Severity};
use crate::model::Scenario;
use crate::read::{self, Files, Refused};
use crate::report::run_faults;
use crate::report::terminal;
use crate::report::terminal::halving as lines;
use crate::report::words::Language;
use crate::report::words::wrap::wrap;
use crate::simulate::{self, Method, Results, RunPlan, SimulationError, Unwatched};
use std::path::Path;

/// Most parameter draws; both lengths of the cycle have the same ones.
const DRAWS: usize = 200;

/// The comparison for the scenario at `path`.
pub fn lines(files: &dyn Files, path: &Path, scenario: &Scenario, language: Language) -> Vec<String> {
    match compare(files, path, scenario) {
        Ok((stated, halved)) => lines::lines(&halving::compare(scenario, &stated, &halved), scenario, language),
        Err(reason) => {
            let reason = language.fill(&reason);
            let text = language.fill_in(language.text("halve_not"), &[("reason", &reason)]);
            wrap(&text, terminal::COLUMNS, 0)
        }
    }
}

/// Results with the cycle as it is and with one half as long, or why there are none.
fn compare(files: &dyn Files, path: &Path, scenario: &Scenario) -> Result<(Results, Results), Message> {
    if scenario.alternatives.len() < 2 {
        return Err(Message::new("halve_no_alternatives"));
    }
    let halved = read::load_halved(files, path, &[], 1).map_err(|refused| first(&refused))?.scenario;
    Ok((run(scenario)?, run(&halved)?))
}

fn run(scenario: &Scenario) -> Result<Results, Message> {
    let why = |fault: SimulationError| run_faults::of_engine(&fault);
    if simulate::best_method(scenario).map_err(why)? != Method::Cohort {
        return Err(Message::new("halve_not_exact"));
    }
    let settings = &scenario.settings;
    let draws = settings.draws.min(DRAWS);
    let plan = RunPlan { seed: settings.seed, first_draw: 0, draws, households: 0, method: Method::Cohort };
    simulate::run(scenario, &plan, &Unwatched).map_err(why)
}

/// The first fault of a scenario that cannot be read with a finer cycle.
fn first(refused: &Refused) -> Message {
    let sorted = refused.diagnostics.sorted();
    let fault = sorted.iter().find(|one| one.severity == Severity::Fault);
    fault.map_or(Message::new("halve_no_alternatives"), |one| one.message.clone())
}
