//! Runs that tell how much luck there is in what an account pays for one household.
//!
//! In: a prepared scenario, draws of a run, numbers of cases. Out: the caseload part of each [`PlanRisk`]. The spread between
//! households is known of totals alone: in a scenario of which the account is the only public one, the public total is
//! that account.

use crate::analyse::decision::DecisionDraws;
use crate::analyse::decision::risk::{PlanRisk, caseload, largest_payer};
use crate::analyse::statistics::sample::mean;
use crate::analyse::statistics::spread::variance_between_households;
use crate::session::error::SessionError;
use crate::session::portfolio::of_payer;
use crate::simulate::ledger::PUBLIC;
use crate::simulate::{Method, Monitor, Prepared, Results, RunPlan};

/// Draws and households of a run; variances need few.
const DRAWS: usize = 64;
const HOUSEHOLDS: usize = 200;

/// Fills in the part of each plan.
pub(super) fn fill(
    prepared: &Prepared,
    draws: &DecisionDraws,
    cases: &[usize],
    risk: &mut [PlanRisk],
    monitor: &dyn Monitor,
) -> Result<(), SessionError> {
    let mut known: Vec<(usize, Results)> = Vec::new();
    for (plan, risk) in risk.iter_mut().enumerate() {
        let Some(account) = largest_payer(draws, plan) else { continue };
        if !known.iter().any(|(other, _)| *other == account) {
            known.push((account, of_account(prepared, draws, account, monitor)?));
        }
        let Some((_, results)) = known.iter().find(|(other, _)| *other == account) else { continue };
        let households = &results.alternatives[plan + 1].households;
        let luck = mean(households.iter().filter_map(|draw| variance_between_households(draw, PUBLIC)));
        let run = draws.results.plan;
        let noise = if run.method == Method::Cohort { 0.0 } else { luck / run.households.max(1) as f64 };
        risk.caseload = Some(caseload(draws, plan, account, luck, noise, cases));
    }
    Ok(())
}

/// Simulated households with the account as the only public one.
fn of_account(
    prepared: &Prepared,
    draws: &DecisionDraws,
    account: usize,
    monitor: &dyn Monitor,
) -> Result<Results, SessionError> {
    let known = prepared.scenario();
    let scenario = of_payer(known, known.accounts.get(account).map_or("", |own| own.id.as_str()));
    let base = draws.results.plan;
    let method = if base.method == Method::Months { Method::Months } else { Method::Micro };
    let run = RunPlan { draws: base.draws.min(DRAWS), households: HOUSEHOLDS, method, ..base };
    Ok(Prepared::new(scenario)?.run_by_draw(&run, monitor)?)
}
