//! The run that tells what system problems cost.
//!
//! In: a scenario that has the alternatives with and without problems, and the plan of the run beside it. Out:
//! [`ProblemAnswer`]s. It is a run of its own, so that the figures of the alternatives stay as they are without it.

use crate::analyse::ProblemAnswer;
use crate::analyse::problems::problems;
use crate::model::Scenario;
use crate::session::error::SessionError;
use crate::session::options::RunOptions;
use crate::simulate::{Monitor, Prepared, RunPlan};

/// What every problem costs in every chosen alternative that meets it.
pub(super) fn costs(
    scenario: Scenario,
    run: &RunPlan,
    options: &RunOptions,
    monitor: &dyn Monitor,
) -> Result<Vec<ProblemAnswer>, SessionError> {
    let prepared = Prepared::new(options.choose(scenario)?)?;
    let plan = options.plan_of_problems(&prepared, run)?;
    let results = prepared.run(&plan, monitor)?;
    Ok(problems(prepared.scenario(), &results))
}
