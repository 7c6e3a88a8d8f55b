//! The run that tells what system problems cost.
//!
//! In: a scenario that has the alternatives with and without problems, and the plan of the run beside it. Out:
//! [`ProblemAnswer`]s. It is a run of its own, so that the figures of the alternatives stay as they are without it.

use crate::analyse::ProblemAnswer;
use crate::analyse::problems::problems;
use crate::model::Scenario;
use crate::session::error::SessionError;
use crate::session::one_run::{OneRun, Source};
use crate::session::options::RunOptions;
use crate::simulate::{Prepared, RunPlan};

/// The run of the scenario with its problems, beside that without.
pub(super) fn one_run(scenario: Scenario, run: &RunPlan, options: &RunOptions) -> Result<OneRun, SessionError> {
    let prepared = Prepared::new(options.choose(scenario)?)?;
    let plan = options.plan_of_problems(&prepared, run)?;
    Ok(OneRun::whole(prepared, plan))
}

/// What every problem costs in every chosen alternative that meets it.
pub(super) fn costs(
    scenario: Scenario,
    run: &RunPlan,
    options: &RunOptions,
    results: Source<'_>,
) -> Result<Vec<ProblemAnswer>, SessionError> {
    let run = one_run(scenario, run, options)?;
    let found = results(&run)?;
    Ok(problems(run.prepared.scenario(), &found))
}
