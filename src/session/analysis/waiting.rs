//! Runs that tell what waiting costs.
//!
//! In: a prepared scenario and the plan of the run beside it. Out: [`PlanWaiting`]s. Each month is a run over the first draws
//! of that run: the same parameters and the same luck.

use crate::analyse::decision::waiting::{MOST_MONTHS, PlanWaiting, postponed, waiting};
use crate::analyse::statistics::design::SamplingDesign;
use crate::session::error::SessionError;
use crate::simulate::{Method, Monitor, Prepared, Results, RunPlan};

/// Most draws of each run.
const MOST_DRAWS: usize = 64;

/// Of every plan; `means` are their balances without waiting.
pub(super) fn of_plans(
    prepared: &Prepared,
    plan: &RunPlan,
    means: &[f64],
    monitor: &dyn Monitor,
) -> Result<Vec<PlanWaiting>, SessionError> {
    let scenario = prepared.scenario();
    let households = if plan.method == Method::Cohort { 0 } else { plan.households };
    let run = RunPlan { draws: plan.draws.min(MOST_DRAWS), households, ..*plan };
    let cycle = scenario.settings.cycle.months();
    let mut runs: Vec<(f64, Results)> = Vec::new();
    for cycles in 0..=(MOST_MONTHS as f64 / cycle).floor() as usize {
        let Some(later) = postponed(scenario, cycles) else { break };
        let results = if cycles == 0 {
            prepared.run_by_draw(&run, monitor)?
        } else {
            Prepared::new(later)?.run_by_draw(&run, monitor)?
        };
        runs.push((cycles as f64 * cycle, results));
    }
    Ok(waiting(scenario, &runs, means, SamplingDesign::of(scenario, run.method)))
}
