//! Simulation: from a scenario and a run plan to results, a pure function.
//!
//! In: a [`Scenario`] and a [`RunPlan`]. Out: [`Results`]. No printing, no files, no clock. The same for any number of
//! threads: draws are worked out in groups of [`LANES`], collected by index and added in order.
//!
//! Order of the folders, each using those before it:
//!
//! - [`numeric`], [`random`]: parameter draws (parameter uncertainty, second order; a probabilistic sensitivity
//!   analysis), and common random numbers of households (individual uncertainty, first order).
//! - [`error`], [`limits`], [`plan`], [`monitor`]: plain data that all of them know.
//! - [`compile`]: drawn parameters to hazards of competing risks, start shares, discount factors.
//! - [`rules`]: what can happen to a household and what is done for it, without chances (a semi-Markov process).
//! - [`ledger`]: quantities of a [`crate::simulate::ledger::trajectory::Trajectory`] to euros.
//! - [`cohort`] (exact state occupancy) and [`micro`] (simulated households): two methods that give such a trajectory.
//! - [`results`], [`engine`]: [`Prepared`] scenarios, and the runs that follow from them.

pub mod cohort;
pub mod compile;
pub mod engine;
pub mod error;
mod error_message;
pub mod ledger;
pub mod limits;
pub mod micro;
pub mod monitor;
pub mod numeric;
pub mod plan;
pub mod random;
pub mod results;
pub mod rules;
#[cfg(test)]
pub mod tests;

pub use crate::simulate::engine::prepared::Prepared;
pub use crate::simulate::engine::run::Enough;
pub use crate::simulate::engine::variation::Variation;
pub use crate::simulate::error::SimulationError;
pub use crate::simulate::limits::{BATCH, KEPT, LANES, MOST_MEMORY, REPLICATES};
pub use crate::simulate::monitor::{Monitor, Unwatched};
pub use crate::simulate::plan::{Detail, Method, RunPlan};
pub use crate::simulate::random::parameter_draw::SharedDraws;
pub use crate::simulate::results::{AlternativeResults, DrawOutcome, Results};

use crate::model::Scenario;

/// Raised only when numbers change.
pub const RESULTS_VERSION: u32 = 5;

/// Runs a scenario.
///
/// # Errors
/// A drawn value outside its bounds, a scenario too large for the engine, or a stop on request.
pub fn run(scenario: &Scenario, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Results, SimulationError> {
    Prepared::new(scenario.clone())?.run(plan, monitor)
}

/// Runs a scenario for figures by draw alone: [`Prepared::run_by_draw`].
///
/// # Errors
/// As of [`run`].
pub fn run_by_draw(scenario: &Scenario, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Results, SimulationError> {
    Prepared::new(scenario.clone())?.run_by_draw(plan, monitor)
}

/// Runs a scenario until there is enough: [`Prepared::run_until`].
///
/// # Errors
/// As of [`run`].
pub fn run_until(
    scenario: &Scenario,
    plan: &RunPlan,
    monitor: &dyn Monitor,
    enough: Option<Enough>,
) -> Result<Results, SimulationError> {
    Prepared::new(scenario.clone())?.run_until(plan, monitor, enough)
}

/// The method for figures over draws where the user names none: exact where it can be, else by simulation.
///
/// # Errors
/// A scenario too large for the engine.
pub fn best_method(scenario: &Scenario) -> Result<Method, SimulationError> {
    Ok(Prepared::new(scenario.clone())?.best_method())
}
