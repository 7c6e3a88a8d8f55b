//! Runs that tell what discrete choices do: discount rate, horizon, price level, displacement.
//!
//! In: a prepared scenario, the draws of its run. Out: [`PlanChoices`]. Each choice is a run over the first draws: the
//! same parameters and the same luck.

use crate::analyse::decision::DecisionDraws;
use crate::analyse::decision::choices::{ChoiceOutcome, PlanChoices, ReckoningChoice};
use crate::analyse::decision::otherwise::Otherwise;
use crate::analyse::statistics::design::Kept;
use crate::session::analysis::variants::{Nets, first_draws, nets};
use crate::session::error::SessionError;
use crate::simulate::{Monitor, Prepared};

/// Most draws of each run.
const MOST_DRAWS: usize = 64;
/// Months in a year.
const YEAR: f64 = 12.0;

/// Of every plan.
pub(super) fn of_plans(
    prepared: &Prepared,
    draws: &DecisionDraws,
    monitor: &dyn Monitor,
) -> Result<Vec<PlanChoices>, SessionError> {
    let scenario = prepared.scenario();
    let run = first_draws(&draws.results.plan, MOST_DRAWS);
    let Some(first) = nets(Ok(prepared.clone()), &run, monitor)? else { return Ok(Vec::new()) };
    let mut found: Vec<(ReckoningChoice, Nets)> = Vec::new();
    for choice in ReckoningChoice::all() {
        let Some(other) = choice.apply(scenario) else { continue };
        if let Some(nets) = nets(Prepared::new(other), &run, monitor)? {
            found.push((choice, nets));
        }
    }
    let settings = &scenario.settings;
    let of_plan = |plan: usize| {
        let all = draws.net(plan, Kept::ALL);
        let outcome = |(choice, nets): &(ReckoningChoice, Nets)| ChoiceOutcome {
            choice: *choice,
            outcome: Otherwise::new(&all, &first[plan], &nets[plan], draws.design),
        };
        PlanChoices {
            alternative: draws.id(plan).to_owned(),
            discount_rate: settings.discounting.first_rate().value(),
            horizon: settings.horizon as f64 * settings.cycle.months() / YEAR,
            choices: found.iter().map(outcome).collect(),
        }
    };
    Ok((0..draws.plans()).map(of_plan).collect())
}
