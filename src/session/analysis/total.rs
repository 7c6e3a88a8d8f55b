//! Runs that tell total Sobol' indices: one for each figure, in which that figure alone is drawn anew.
//!
//! In: a prepared scenario, the draws of its run. Out: the total index of each figure in its [`PlanDrivers`]. Figures that are
//! correlated with others have none: they cannot be drawn anew by themselves.

use crate::analyse::decision::DecisionDraws;
use crate::analyse::decision::drivers::PlanDrivers;
use crate::analyse::decision::known::UncertainFigure;
use crate::analyse::decision::total::total_index;
use crate::model::{Joint, Scenario};
use crate::session::analysis::variants::first_draws;
use crate::session::error::SessionError;
use crate::simulate::ledger::HEADLINE;
use crate::simulate::{Monitor, Prepared, Results};

/// Most draws of each run.
const MOST_DRAWS: usize = 256;

/// Fills in the total index of each figure.
pub(super) fn fill(
    prepared: &Prepared,
    draws: &DecisionDraws,
    figures: &[UncertainFigure],
    drivers: &mut [PlanDrivers],
    monitor: &dyn Monitor,
) -> Result<(), SessionError> {
    let scenario = prepared.scenario();
    let run = first_draws(&draws.results.plan, MOST_DRAWS);
    let net = |results: &Results, plan: usize| -> Vec<f64> {
        results.alternatives[plan + 1].draws.iter().map(|draw| draw.net_benefit[HEADLINE]).collect()
    };
    for figure in figures {
        let Some(names) = alone(scenario, figure) else { continue };
        let redrawn = prepared.redrawing(names).run_by_draw(&run, monitor)?;
        for (plan, found) in drivers.iter_mut().enumerate() {
            let Some(own) = found.figures.iter_mut().find(|own| own.id == figure.id) else { continue };
            let (index, error) = total_index(&net(draws.results, plan), &net(&redrawn, plan), draws.design);
            own.total = Some(index);
            own.monte_carlo_errors.set("total", error);
        }
    }
    Ok(())
}

/// Names that are drawn for a figure: its own, or those of all shares that are drawn together; `None` where it is correlated
/// with others.
fn alone(scenario: &Scenario, figure: &UncertainFigure) -> Option<Vec<String>> {
    let joint = scenario.joints.iter().find(|joint| joint.parameters().any(|member| member == figure.parameter));
    match joint {
        Some(Joint::Correlated { .. }) => None,
        Some(shares @ Joint::Shares { .. }) => Some(shares.members().map(|member| member.name.clone()).collect()),
        None => Some(vec![scenario.parameters[figure.parameter].name.clone()]),
    }
}
