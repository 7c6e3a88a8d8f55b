//! The two runs that tell how much the figures owe to the length of the cycle.
//!
//! In: the path of a scenario and what was read there. Out: [`Halving`], or why there is none. The exact method
//! alone: the noise of simulation would hide the difference.

use crate::analyse::halving::{self, Halving};
use crate::diagnostics::{Message, Severity};
use crate::model::Scenario;
use crate::read::case::load_halved;
use crate::read::{Files, Refused};
use crate::session::error::SessionError;
use crate::session::options::{DrawCount, HouseholdCount, MethodChoice, RunOptions};
use crate::simulate::{Method, Prepared, Results, SimulationError, Unwatched};
use crate::words::Language;
use std::fmt;
use std::path::Path;

/// Most parameter draws; both lengths of the cycle have the same ones.
const MOST_DRAWS: usize = 256;

/// Why there is no comparison.
#[derive(Clone, Debug)]
pub enum HalvingError {
    /// There is nothing but the null alternative.
    NoAlternatives,
    /// The exact method cannot run it.
    NotExact,
    /// With a cycle half as long it cannot be used.
    Refused(Box<Refused>),
    /// A run failed.
    Session(SessionError),
}

impl HalvingError {
    /// What was found.
    pub fn message(&self) -> Message {
        match self {
            HalvingError::NoAlternatives => Message::new("halve_no_alternatives"),
            HalvingError::NotExact => Message::new("halve_not_exact"),
            HalvingError::Refused(refused) => first_fault(refused),
            HalvingError::Session(error) => error.message(),
        }
    }
}

/// The first fault of a scenario that cannot be read with a finer cycle.
fn first_fault(refused: &Refused) -> Message {
    let sorted = refused.diagnostics.sorted();
    let fault = sorted.iter().find(|found| found.severity == Severity::Fault);
    fault.map_or(Message::new("halve_no_alternatives"), |fault| fault.message.clone())
}

impl fmt::Display for HalvingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&Language::En.fill(&self.message()))
    }
}

impl std::error::Error for HalvingError {}

impl From<SessionError> for HalvingError {
    fn from(error: SessionError) -> Self {
        HalvingError::Session(error)
    }
}

impl From<SimulationError> for HalvingError {
    fn from(error: SimulationError) -> Self {
        HalvingError::Session(error.into())
    }
}

/// Sets the figures of the scenario at `path` beside those with a cycle half as long.
///
/// # Errors
/// [`HalvingError`].
pub fn compare(files: &dyn Files, path: &Path, scenario: &Scenario) -> Result<Halving, HalvingError> {
    if scenario.alternatives.len() < 2 {
        return Err(HalvingError::NoAlternatives);
    }
    let halved = load_halved(files, path, 1).map_err(|refused| HalvingError::Refused(Box::new(refused)))?.scenario;
    Ok(halving::compare(scenario, &run(scenario.clone())?, &run(halved)?))
}

fn run(scenario: Scenario) -> Result<Results, HalvingError> {
    let prepared = Prepared::new(scenario)?;
    if prepared.best_method() != Method::Cohort {
        return Err(HalvingError::NotExact);
    }
    let options = RunOptions {
        draws: DrawCount::AtMost(MOST_DRAWS),
        households: HouseholdCount::Exactly(0),
        method: MethodChoice::Cohort,
        ..RunOptions::default()
    };
    Ok(prepared.run(&options.plan(&prepared)?, &Unwatched)?)
}
