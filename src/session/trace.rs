//! Trace of a scenario: who is where at each border, and who has ever been there.
//!
//! In: a prepared scenario and a plan. Out: [`TraceRow`]s: for each alternative, border and state the mean share of
//! households over draws.
//!
//! "Ever" comes from runs of their own, one for each state, of a scenario in which nobody leaves that state again: up to
//! the first time that a household is there its course is the same, so who is there then is who has ever been there. That
//! is exact with the exact method, and the same law with simulated households.

use crate::model::{Alternative, Scenario};
use crate::session::error::SessionError;
use crate::simulate::{Method, Monitor, Prepared, RunPlan};
use std::sync::Arc;

/// Most draws of a trace: it is a picture of the mean, and takes a run for each state.
const MOST_DRAWS: usize = 256;

/// Shares of households in one state at one border.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceRow {
    /// Name of the alternative; the null alternative is one of them.
    pub alternative: String,
    /// The border: completed cycles since the start.
    pub row: usize,
    /// The same in months.
    pub months: f64,
    /// Domain.
    pub domain: String,
    /// State.
    pub state: String,
    /// Share that is there, before what is done at the border.
    pub share: f64,
    /// Share that is there or has been there at an earlier border, or was moved there by an intervention.
    pub ever: f64,
}

/// By alternative and border, the share in each state of all domains, one domain after the other.
type Occupancy = Vec<Vec<Vec<f64>>>;

/// The trace of a run.
///
/// # Errors
/// What the engine finds wrong, or a stop on request.
pub fn trace(prepared: &Prepared, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Vec<TraceRow>, SessionError> {
    let scenario = prepared.scenario();
    // Where figures come from the exact method, no household is needed.
    let households = if plan.method == Method::Cohort { 0 } else { plan.households };
    let plan = RunPlan { draws: plan.draws.min(MOST_DRAWS), households, ..*plan };
    let share = prepared.occupancy(&plan, monitor)?;
    let ever = ever(scenario, &plan, monitor)?;
    let months = scenario.settings.cycle.months();
    let mut rows = Vec::new();
    for (at, alternative) in scenario.alternatives.iter().enumerate() {
        for row in 0..=scenario.settings.horizon {
            let mut column = 0;
            for domain in &scenario.domains {
                for state in &domain.states {
                    rows.push(TraceRow {
                        alternative: alternative.id.clone(),
                        row,
                        months: row as f64 * months,
                        domain: domain.id.clone(),
                        state: state.id.clone(),
                        share: share[at][row][column],
                        ever: ever[at][row][column],
                    });
                    column += 1;
                }
            }
        }
    }
    Ok(rows)
}

fn ever(scenario: &Scenario, plan: &RunPlan, monitor: &dyn Monitor) -> Result<Occupancy, SessionError> {
    let mut all: Occupancy = vec![vec![Vec::new(); scenario.settings.horizon + 1]; scenario.alternatives.len()];
    let mut column = 0;
    for (domain, states) in scenario.domains.iter().map(|domain| domain.states.len()).enumerate() {
        for state in 0..states {
            let held = Prepared::new(Arc::new(holding(scenario, domain, state)))?;
            let held = held.occupancy(plan, monitor)?;
            let rows = all.iter_mut().flatten().zip(held.iter().flatten());
            rows.for_each(|(row, held)| row.push(held[column]));
            column += 1;
        }
    }
    Ok(all)
}

/// The scenario with a state that nobody leaves.
pub(super) fn holding(scenario: &Scenario, domain: usize, state: usize) -> Scenario {
    let mut held = scenario.clone();
    let transitions = scenario.transitions.iter().enumerate();
    let leaving: Vec<usize> =
        transitions.filter(|(_, one)| (one.domain, one.from) == (domain, state)).map(|(index, _)| index).collect();
    let hold = |alternative: &mut Alternative| {
        alternative.off_transitions.extend(&leaving);
        alternative.off_transitions.sort_unstable();
        alternative.off_transitions.dedup();
        for intervention in &mut alternative.interventions {
            intervention.moves.retain(|one| (one.domain, one.from) != (domain, state));
        }
    };
    held.alternatives.iter_mut().for_each(hold);
    held
}
