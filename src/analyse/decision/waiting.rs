//! What waiting costs: the balance of each plan against the month in which it starts.
//!
//! In: runs in which all that is done for the household is triggered so many months later. Out: [`PlanWaiting`]s. Months are
//! compared draw by draw, so that few draws tell a difference.

use crate::analyse::answer::by_draw::account_nets;
use crate::analyse::statistics::design::SamplingDesign;
use crate::analyse::statistics::sample::mean;
use crate::model::{Role, Scenario, Trigger};
use crate::simulate::Results;
use crate::simulate::ledger::HEADLINE;
use serde::{Deserialize, Serialize};

/// Most months that a plan is put off.
pub const MOST_MONTHS: usize = 12;

/// One plan, put off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanWaiting {
    /// The alternative.
    pub alternative: String,
    /// The month with the highest balance.
    pub best_month: f64,
    /// By month, from 0 on.
    pub months: Vec<WaitingPoint>,
}

/// A plan that starts so many months later; euro per household.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WaitingPoint {
    /// Months.
    pub months: f64,
    /// Mean balance.
    pub net_benefit: f64,
    /// What waiting brings: the balance less that without waiting.
    pub difference: f64,
    /// Standard error of `difference`.
    pub monte_carlo_error: Option<f64>,
    /// Net amount of each account.
    pub accounts: Vec<(String, f64)>,
}

/// The same scenario in which everything is triggered so many cycles later; `None` where something would then start after
/// the horizon.
pub fn postponed(scenario: &Scenario, cycles: usize) -> Option<Scenario> {
    let mut later = scenario.clone();
    for intervention in later.alternatives.iter_mut().flat_map(|alternative| &mut alternative.interventions) {
        match &mut intervention.trigger {
            Trigger::Cycle(cycle) => *cycle += cycles,
            Trigger::Entry(_) => intervention.delay += cycles,
        }
        if intervention.fixed_start().unwrap_or(intervention.delay + intervention.waiting) >= scenario.settings.horizon
        {
            return None;
        }
    }
    Some(later)
}

/// All plans; `runs` have the months and results of each, the first without waiting, all over the same draws. `means` are
/// the mean balances without waiting of a longer run, by alternative but the null alternative.
pub fn waiting(
    scenario: &Scenario,
    runs: &[(f64, Results)],
    means: &[f64],
    design: SamplingDesign,
) -> Vec<PlanWaiting> {
    let of_plan = |plan: usize| {
        let net = |results: &Results| -> Vec<f64> {
            results.alternatives[plan + 1].draws.iter().map(|draw| draw.net_benefit[HEADLINE]).collect()
        };
        let now = runs.first().map(|(_, results)| net(results)).unwrap_or_default();
        let point = |(months, results): &(f64, Results)| {
            let difference: Vec<f64> = net(results).iter().zip(&now).map(|(later, now)| later - now).collect();
            let by = mean(difference.iter().copied());
            let all = &results.alternatives;
            let nets = account_nets(scenario, plan + 1, &all[0], &all[plan + 1]);
            let parties = scenario.accounts.iter().zip(nets).filter(|(account, _)| account.role == Role::Party);
            WaitingPoint {
                months: *months,
                net_benefit: means[plan] + by,
                difference: by,
                monte_carlo_error: design.error(&difference, None),
                accounts: parties
                    .map(|(account, nets)| (account.id.clone(), mean(nets.iter().map(|draw| draw.net))))
                    .collect(),
            }
        };
        let months: Vec<WaitingPoint> = runs.iter().map(point).collect();
        let best = months.iter().reduce(|best, next| if next.net_benefit > best.net_benefit { next } else { best });
        PlanWaiting {
            alternative: scenario.alternatives[plan + 1].id.clone(),
            best_month: best.map_or(0.0, |best| best.months),
            months,
        }
    };
    (0..means.len()).map(of_plan).collect()
}
