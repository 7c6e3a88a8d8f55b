//! Risk: the chance and the depth of a loss, when a plan has paid for itself, who ends worse off, and how many cases make
//! luck small.
//!
//! In: results by draw. Out: [`PlanRisk`] for each alternative but the null alternative.
//!
//! # Formulas
//! The worst 5 % (conditional value at risk, expected shortfall) is the mean of the lowest twentieth of the values; of the
//! value at the edge only the part counts that makes it a twentieth (Rockafellar and Uryasev, "Optimization of conditional
//! value-at-risk", Journal of Risk 2 (2000)).
//!
//! With `n` cases the balance per case in a draw is that of the draw, with a luck of variance `v / n`: `v` is the variance
//! between households within a draw. The chance of a gain is the mean over draws of `Phi(balance / sqrt(v / n))`. Luck
//! falls with `n`; what we do not know stays.

use crate::analyse::answer::by_draw::account_nets;
use crate::analyse::decision::DecisionDraws;
use crate::analyse::statistics::design::{FigureErrors, Kept};
use crate::analyse::statistics::sample::{mean, percentile, shrunk};
use crate::model::Role;
use crate::model::number::distribution::normal_cdf;
use crate::simulate::ledger::HEADLINE;
use serde::{Deserialize, Serialize};

/// Part of the values that are the worst.
const WORST: f64 = 0.05;
/// Chance that is nearly sure.
const SURE: f64 = 0.9;
/// Most cases that are tried.
const MOST_CASES: f64 = 1e6;

/// Risk of one plan, euro per household.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanRisk {
    /// The alternative.
    pub alternative: String,
    /// Mean balance.
    pub net_benefit: f64,
    /// Of families like this one on average: what we do not know.
    pub average: Loss,
    /// Of one family, chance included; `None` where no households were simulated, or too many to keep one by one.
    pub household: Option<Loss>,
    /// When it has paid for itself.
    pub payback: PaybackSpread,
    /// Of each account that pays or gains.
    pub payers: Vec<PayerRisk>,
    /// Of who pays most of the plan, with so many cases; empty unless it was asked for.
    pub caseload: Option<CaseloadRisk>,
}

/// Chance and depth of a loss.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loss {
    /// Chance that the balance is below 0.
    pub chance: f64,
    /// Mean balance where it is below 0; `None` where it never is.
    pub depth: Option<f64>,
    /// 5th percentile.
    pub p5: f64,
    /// Mean of the worst 5 %.
    pub worst: f64,
    /// Standard errors of `chance` and `worst`; empty of single households.
    pub monte_carlo_errors: FigureErrors,
}

/// When a plan has paid for itself, over draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaybackSpread {
    /// Chance that it has by the end of each year, from the first on.
    pub by_year: Vec<f64>,
    /// Chance that it has not within the horizon.
    pub never: f64,
    /// Months in the middle draw; `None` where most draws never pay back.
    pub median_months: Option<f64>,
}

/// An account over draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayerRisk {
    /// The account.
    pub account: String,
    /// What it pays for the plan itself, mean.
    pub plan_cost: f64,
    /// Mean net amount.
    pub net: f64,
    /// Chance that it ends worse off.
    pub worse_off: f64,
    /// Mean net amount where it does; `None` where it never does.
    pub depth: Option<f64>,
    /// Standard error of `worse_off`.
    pub monte_carlo_errors: FigureErrors,
}

/// An account with many cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseloadRisk {
    /// The account that pays most of the plan.
    pub account: String,
    /// Standard deviation of its net amount between households, euro.
    pub luck_sd: f64,
    /// Number of cases, and the chance that it gains.
    pub chances: Vec<(usize, f64)>,
    /// The same with cases without end: what we do not know alone.
    pub limit: f64,
    /// From so many cases on it is 90 % sure whether it gains or loses; `None` where what we do not know leaves more doubt.
    pub sure_from: Option<usize>,
}

/// Chance and depth of a loss of these values, with errors where they are by draw.
fn loss(values: &[f64], errors: FigureErrors) -> Loss {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let below: Vec<f64> = sorted.iter().copied().take_while(|value| *value < 0.0).collect();
    Loss {
        chance: below.len() as f64 / sorted.len().max(1) as f64,
        depth: (!below.is_empty()).then(|| mean(below.iter().copied())),
        p5: if sorted.is_empty() { 0.0 } else { percentile(&sorted, WORST) },
        worst: worst(&sorted),
        monte_carlo_errors: errors,
    }
}

/// Mean of the lowest twentieth of sorted values.
pub fn worst(sorted: &[f64]) -> f64 {
    let part = WORST * sorted.len() as f64;
    let whole = part.floor() as usize;
    let sum: f64 = sorted.iter().take(whole).sum();
    let edge = sorted.get(whole).map_or(0.0, |value| (part - whole as f64) * value);
    if part > 0.0 { (sum + edge) / part } else { 0.0 }
}

/// Risk of every plan, without caseloads.
pub fn risk(draws: &DecisionDraws) -> Vec<PlanRisk> {
    (0..draws.plans()).map(|plan| of_plan(draws, plan)).collect()
}

fn of_plan(draws: &DecisionDraws, plan: usize) -> PlanRisk {
    let own = &draws.results.alternatives[plan + 1];
    let net = draws.net(plan, Kept::ALL);
    let mut errors = FigureErrors::default();
    errors.set("chance", draws.design.error_of_share(&net.iter().map(|net| *net < 0.0).collect::<Vec<_>>()));
    let sorted_worst = |kept: Kept| {
        let mut sorted = draws.net(plan, kept);
        sorted.sort_unstable_by(f64::total_cmp);
        Some(worst(&sorted))
    };
    errors.set("worst", draws.design.error_of(draws.count(), sorted_worst));
    let kept_all = own.households.iter().all(|draw| draw.net_benefit.len() as u64 == draw.count);
    let household = (kept_all && !own.households.is_empty()).then(|| {
        let all = own.households.iter().flat_map(|draw| draw.net_benefit.iter().map(|net| f64::from(net[HEADLINE])));
        loss(&all.collect::<Vec<f64>>(), FigureErrors::default())
    });
    PlanRisk {
        alternative: draws.id(plan).to_owned(),
        net_benefit: mean(net.iter().copied()),
        average: loss(&net, errors),
        household,
        payback: payback(draws, plan),
        payers: payers(draws, plan),
        caseload: None,
    }
}

fn payback(draws: &DecisionDraws, plan: usize) -> PaybackSpread {
    let settings = &draws.scenario.settings;
    let (cycle, count) = (settings.cycle.months(), draws.count() as f64);
    let mut months: Vec<f64> = draws.results.alternatives[plan + 1]
        .draws
        .iter()
        .map(|draw| draw.payback[HEADLINE].map_or(f64::INFINITY, |row| row as f64 * cycle))
        .collect();
    months.sort_unstable_by(f64::total_cmp);
    let by = |most: f64| months.partition_point(|months| *months <= most) as f64 / count;
    let years = (cycle * settings.horizon as f64 / 12.0).ceil() as usize;
    PaybackSpread {
        by_year: (1..=years).map(|year| by(12.0 * year as f64)).collect(),
        never: 1.0 - by(f64::MAX),
        median_months: months.get(months.len() / 2).copied().filter(|months| months.is_finite()),
    }
}

fn payers(draws: &DecisionDraws, plan: usize) -> Vec<PayerRisk> {
    let all = &draws.results.alternatives;
    let nets = account_nets(draws.scenario, plan + 1, &all[0], &all[plan + 1]);
    let mut found = Vec::new();
    for (account, net) in draws.scenario.accounts.iter().zip(nets) {
        if account.role != Role::Party || net.iter().all(|draw| draw.net == 0.0 && draw.plan_cost == 0.0) {
            continue;
        }
        let below: Vec<f64> = net.iter().map(|draw| draw.net).filter(|net| *net < 0.0).collect();
        let mut errors = FigureErrors::default();
        let worse: Vec<bool> = net.iter().map(|draw| draw.net < 0.0).collect();
        errors.set("worse_off", draws.design.error_of_share(&worse));
        found.push(PayerRisk {
            account: account.id.clone(),
            plan_cost: mean(net.iter().map(|draw| draw.plan_cost)),
            net: mean(net.iter().map(|draw| draw.net)),
            worse_off: below.len() as f64 / net.len().max(1) as f64,
            depth: (!below.is_empty()).then(|| mean(below.iter().copied())),
            monte_carlo_errors: errors,
        });
    }
    found
}

/// The account, by index, that pays most of a plan; `None` where nobody pays anything.
pub fn largest_payer(draws: &DecisionDraws, plan: usize) -> Option<usize> {
    let all = &draws.results.alternatives;
    let nets = account_nets(draws.scenario, plan + 1, &all[0], &all[plan + 1]);
    let costs = nets.iter().map(|draws| mean(draws.iter().map(|draw| draw.plan_cost)));
    let parties =
        costs.enumerate().filter(|(at, cost)| draws.scenario.accounts[*at].role == Role::Party && *cost > 0.0);
    parties.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
}

/// What caseloads come to for an account; `luck` is the variance of its net amount between households, and `noise` that
/// of the mean of a draw.
pub fn caseload(
    draws: &DecisionDraws,
    plan: usize,
    account: usize,
    luck: f64,
    noise: f64,
    cases: &[usize],
) -> CaseloadRisk {
    let all = &draws.results.alternatives;
    let nets = account_nets(draws.scenario, plan + 1, &all[0], &all[plan + 1]);
    let nets: Vec<f64> = nets[account].iter().map(|draw| draw.net).collect();
    let nets = shrunk(&nets, noise);
    CaseloadRisk {
        account: draws.scenario.accounts[account].id.clone(),
        luck_sd: luck.sqrt(),
        chances: cases.iter().map(|count| (*count, chance_of_gain(&nets, luck, *count as f64))).collect(),
        limit: chance_of_gain(&nets, 0.0, 1.0),
        sure_from: sure_from(&nets, luck),
    }
}

/// Chance that the balance of so many cases is above 0.
pub fn chance_of_gain(nets: &[f64], luck: f64, cases: f64) -> f64 {
    let sd = (luck / cases).sqrt();
    mean(nets.iter().map(|net| if sd > 0.0 { normal_cdf(net / sd) } else { f64::from(u8::from(*net > 0.0)) }))
}

/// The smallest number of cases from which on it is nearly sure which way it goes.
fn sure_from(nets: &[f64], luck: f64) -> Option<usize> {
    let sure = |cases: f64| {
        let chance = chance_of_gain(nets, luck, cases);
        chance.max(1.0 - chance) >= SURE
    };
    if !sure(MOST_CASES) {
        return None;
    }
    // The largest number at which it is not sure yet lies between these.
    let (mut no, mut yes) = (0.0, MOST_CASES);
    while yes - no > 1.0 {
        let middle = ((no + yes) / 2.0_f64).floor();
        if sure(middle) { yes = middle } else { no = middle }
    }
    Some(yes as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_twentieth_is_cut_at_its_edge() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(worst(&values), 2.0);
        // Of thirty a twentieth is one and a half.
        let values: Vec<f64> = (0..30).map(|at| f64::from(at) + 1.0).collect();
        assert!((worst(&values) - (1.0 + 0.5 * 2.0) / 1.5).abs() < 1e-14);
        assert_eq!(worst(&[]), 0.0);
    }

    #[test]
    fn luck_falls_with_the_number_of_cases_and_ignorance_stays() {
        // One draw gains 10 per case, and luck has a standard deviation of 100.
        let of = |cases: f64| chance_of_gain(&[10.0], 10_000.0, cases);
        assert!((of(1.0) - normal_cdf(0.1)).abs() < 1e-14 && (of(100.0) - normal_cdf(1.0)).abs() < 1e-14);
        // 90 % of a normal distribution lies below 1.2816 standard deviations: (1.2816 * 10)^2 = 164.2 cases.
        assert_eq!(sure_from(&[10.0], 10_000.0), Some(165));
        let nets = [10.0, -10.0, 10.0, 10.0];
        assert!((chance_of_gain(&nets, 10_000.0, 1e9) - 0.75).abs() < 1e-9);
        assert_eq!((sure_from(&nets, 10_000.0), sure_from(&[-1.0; 4], 0.0)), (None, Some(1)));
    }
}
