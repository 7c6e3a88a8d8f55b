//! From a scenario and a run plan to results: a pure function.
//!
//! In: a [`Scenario`] and a [`RunPlan`]. Out: [`Results`]. No printing, no files, no clock. The same for any number of
//! threads: draws are worked out in groups of [`LANES`], collected by index and added in order.
//!
//! Order of work: [`random`] draws values of parameters; [`compile`] them to hazards; [`cohort`] (exact) or [`micro`] (households)
//! give a [`ledger::trajectory::Trajectory`]; [`ledger`] turns it into euros.

pub mod cohort;
pub mod compile;
pub mod engine;
pub mod error;
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

pub use crate::simulate::error::SimulationError;
pub use crate::simulate::limits::{BATCH, KEPT, LANES, MOST_MEMORY};
pub use crate::simulate::monitor::{Monitor, Unwatched};
pub use crate::simulate::plan::{Detail, Method, RunPlan};
pub use crate::simulate::results::{AlternativeResults, DrawOutcome, Results};

use crate::model::Scenario;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::limits::BLOCK;
use crate::simulate::rules::Machine;
use rayon::prelude::*;

/// Raised only when numbers change.
pub const RESULTS_VERSION: u32 = 4;

/// Whether what was found so far is enough.
pub type Enough<'a> = &'a (dyn Fn(&[AlternativeResults]) -> bool + Sync);

/// Runs a scenario.
///
/// # Errors
/// A drawn value outside its bounds, a scenario too large for the engine, or a stop on request.
pub fn run(scenario: &Scenario, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Results, SimulationError> {
    run_until(scenario, plan, monitor, None)
}

/// Runs a scenario for figures by draw alone ([`Detail::ByDraw`]): by simulation that takes two thirds of the time. The figures
/// are those of [`run`] but for rounding.
///
/// # Errors
/// As of [`run`].
pub fn run_by_draw(scenario: &Scenario, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Results, SimulationError> {
    // The exact method gives figures by draw without households.
    let households = if plan.method == Method::Cohort { 0 } else { plan.households };
    run_engine(
        crate::simulate::engine::group::Engine::new(scenario, RunPlan { households, ..*plan }, Detail::ByDraw)?,
        monitor,
        None,
    )
}

/// Runs a scenario until there is enough: asked after each block of draws, with what was found so far by alternative (of
/// which only the lists by draw are complete). The results are those of a plain run of so many draws, bit for bit; the
/// draws of the plan are the most. Blocks are the same for any number of threads.
///
/// # Errors
/// As of [`run`].
pub fn run_until(
    scenario: &Scenario,
    plan: &RunPlan,
    monitor: &dyn Monitor,
    enough: Option<Enough>,
) -> Result<Results, SimulationError> {
    let mut engine = crate::simulate::engine::group::Engine::new(scenario, *plan, Detail::All)?;
    engine.may_stop_early = enough.is_some();
    run_engine(engine, monitor, enough)
}

fn run_engine(
    engine: crate::simulate::engine::group::Engine,
    monitor: &dyn Monitor,
    enough: Option<Enough>,
) -> Result<Results, SimulationError> {
    let (scenario, plan) = (engine.scenario, engine.plan);
    let groups = plan.draws.div_ceil(LANES);
    let one = |index| {
        if monitor.stopped() {
            return Err(SimulationError::Stopped);
        }
        let part = engine.run(index, monitor)?;
        monitor.advance(LANES.min(plan.draws - index * LANES));
        Ok(part)
    };
    let mut sums = crate::simulate::engine::gather::Sums::new(scenario, &engine.space);
    // Batches, so that not all parts are kept at once. Parts are added in order: batches change no sum, and the fault
    // that is reported is that of the first group that has one.
    let batch = BATCH * rayon::current_num_threads();
    let mut done = 0;
    while done < groups {
        let border = enough.map_or(groups, |_| groups.min(done + BLOCK.max(done / 8)));
        for first in (done..border).step_by(batch) {
            let parts: Vec<Result<crate::simulate::engine::group::Part, SimulationError>> =
                (first..border.min(first + batch)).into_par_iter().map(one).collect();
            for part in parts {
                sums.add(part?);
            }
        }
        done = border;
        if enough.is_some_and(|enough| enough(&sums.alternatives)) {
            break;
        }
    }
    let plan = RunPlan { draws: plan.draws.min(done * LANES), ..plan };
    let distributions = engine.distributions();
    Ok(sums.finish(plan, engine.space, distributions))
}

/// The method for figures over draws where the user names none: exact where it can be, else by simulation.
///
/// # Errors
/// A scenario too large for the engine.
pub fn best_method(scenario: &Scenario) -> Result<Method, SimulationError> {
    let space = Space::new(scenario).map_err(SimulationError::TooManyStates)?;
    let machines: Vec<Machine> = scenario.alternatives.iter().map(|one| Machine::new(scenario, one)).collect();
    Ok(if crate::simulate::engine::group::graphs(&machines, &space).is_ok() { Method::Cohort } else { Method::Micro })
}
