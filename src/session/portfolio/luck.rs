//! Runs that tell how much luck there is in one household of a kind.
//!
//! In: kinds, the payer of the plans. Out: the variances of [`PlanLuck`](crate::analyse::portfolio::figures::PlanLuck).
//! The exact method knows means alone, so that few simulated households tell it: variances need few. Of an account the
//! luck is known where it is the only public one; of what it pays for plans where these are all that has a price.

use crate::analyse::portfolio::figures::PlanFigures;
use crate::analyse::statistics::sample::mean;
use crate::model::{Number, Origin, Scenario};
use crate::session::error::SessionError;
use crate::session::portfolio::kinds::Kinds;
use crate::simulate::ledger::{PUBLIC, TOTALS};
use crate::simulate::{Method, Monitor, Prepared, RunPlan};
use crate::units::Kind;

/// Draws of each of these runs.
pub(super) const DRAWS: usize = 16;

/// Fills in the luck of all plans of all kinds.
pub(super) fn fill(
    kinds: &Kinds,
    figures: &mut [Vec<PlanFigures>],
    plan: &RunPlan,
    (households, payer): (usize, &str),
    codes: &[String],
    monitor: &dyn Monitor,
) -> Result<(), SessionError> {
    let run = RunPlan { draws: plan.draws.min(DRAWS), households, method: Method::Micro, first_draw: 0, ..*plan };
    for (kind, figures) in figures.iter_mut().enumerate() {
        let of_kind = || -> Result<[Vec<[f64; TOTALS]>; 3], SessionError> {
            let prepared = kinds.prepared(kind)?;
            let all = variances(&prepared, &run, monitor)?;
            let scenario = of_payer(prepared.scenario(), payer);
            let costs = kinds.remade(kind, of_plans(&scenario))?;
            let net = variances(&kinds.remade(kind, scenario)?, &run, monitor)?;
            Ok([all, net, variances(&costs, &run, monitor)?])
        };
        let [all, net, costs] = of_kind().map_err(|error| error.of_case(codes.get(kind)))?;
        for (plan, figures) in figures.iter_mut().enumerate() {
            figures.luck.net = all[plan];
            figures.luck.payer_net = net[plan][PUBLIC];
            figures.luck.payer_cost = costs[plan][PUBLIC];
        }
    }
    Ok(())
}

/// By plan and total the variance between households within a draw, mean over draws.
fn variances(prepared: &Prepared, run: &RunPlan, monitor: &dyn Monitor) -> Result<Vec<[f64; TOTALS]>, SessionError> {
    let results = prepared.run_by_draw(run, monitor)?;
    let of_plan = |total: usize, plan: usize| {
        mean(results.alternatives[plan].households.iter().map(|draw| {
            let n = draw.count as f64;
            let centre = draw.sum[total] / n;
            (draw.sum_of_squares[total] / n - centre * centre).max(0.0) * n / (n - 1.0).max(1.0)
        }))
    };
    Ok((1..results.alternatives.len()).map(|plan| std::array::from_fn(|total| of_plan(total, plan))).collect())
}

/// The scenario with this account as the only public one.
pub(in crate::session) fn of_payer(scenario: &Scenario, payer: &str) -> Scenario {
    let mut own = scenario.clone();
    own.accounts.iter_mut().for_each(|account| account.public = account.id == payer);
    own
}

/// The scenario in which nothing but the plans themselves has a price.
fn of_plans(scenario: &Scenario) -> Scenario {
    let mut own = scenario.clone();
    let nothing = Number { origin: Origin::Fixed(0.0), kind: Kind::Count };
    let others = own.items.iter_mut().filter(|item| item.own.is_none() && item.price.is_some());
    others.for_each(|item| item.part = Some(nothing));
    own
}
