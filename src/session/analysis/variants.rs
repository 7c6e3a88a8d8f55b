//! Runs of one scenario in variants, over the same first draws.
//!
//! In: prepared variants, a plan. Out: net benefits by plan and draw. What a variant does not allow is told by none.

use crate::analyse::decision::DecisionDraws;
use crate::analyse::statistics::design::Kept;
use crate::session::error::SessionError;
use crate::simulate::{Method, Monitor, Prepared, RunPlan, SimulationError};

/// Net benefits to society, euro per household: by alternative but the null alternative, and by draw.
pub(super) type Nets = Vec<Vec<f64>>;

/// The plan over the first draws of another one; households only where figures come from them.
pub(super) fn first_draws(plan: &RunPlan, most: usize) -> RunPlan {
    let households = if plan.method == Method::Cohort { 0 } else { plan.households };
    RunPlan { draws: plan.draws.min(most), households, ..*plan }
}

/// Net benefits of a variant; `None` where it cannot be run: a value that its place does not allow, parts that do not fit.
///
/// # Errors
/// A stop on request.
pub(super) fn nets(
    variant: Result<Prepared, SimulationError>,
    run: &RunPlan,
    monitor: &dyn Monitor,
) -> Result<Option<Nets>, SessionError> {
    let found = variant.and_then(|variant| Ok((variant.run_by_draw(run, monitor)?, variant)));
    match found {
        Ok((results, variant)) => {
            let draws = DecisionDraws::new(variant.scenario(), &results);
            Ok(Some((0..draws.plans()).map(|plan| draws.net(plan, Kept::ALL)).collect()))
        }
        Err(SimulationError::Stopped) => Err(SimulationError::Stopped.into()),
        Err(_) => Ok(None),
    }
}
