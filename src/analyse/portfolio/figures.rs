//! What one plan comes to for one household of a kind, by draw.
//!
//! In: a scenario with its answers, and results by draw and year. Out: [`PlanFigures`]: balances, and amounts of each payer
//! by law and year since the start. Euro of the price year; present values at the start of the plan where a name says so.

use crate::analyse::task_field::BookedField;
use crate::model::Scenario;
use crate::simulate::ledger::totals::{ROUNDING, TOTALS};
use crate::simulate::ledger::{applies, postings};
use crate::simulate::{AlternativeResults, Results};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One plan for one household, compared with doing nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanFigures {
    /// Name of the alternative.
    pub alternative: String,
    /// By total and draw: net benefit, present value.
    pub net: [Vec<f64>; TOTALS],
    /// By total and draw: present value of the plan's own items (costs are negative).
    pub own: [Vec<f64>; TOTALS],
    /// By draw: what all who pay for the plan itself pay together, transfers included, not discounted.
    pub cost: Vec<f64>,
    /// By payer, law, task field and year.
    pub flows: Vec<PlanFlow>,
    /// By year since the start: hours that the plan takes, mean over draws.
    pub hours: Vec<f64>,
    /// How households that are alike differ by luck.
    pub luck: PlanLuck,
}

/// Under what an account books.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BookedUnder {
    /// Law or fund; empty where none.
    pub law: String,
    /// Task field.
    pub task_field: BookedField,
}

/// What an account gains by a plan in one year.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanFlow {
    /// The account, by its index in the scenario.
    pub account: usize,
    /// Law and task field.
    pub under: BookedUnder,
    /// Years since the start.
    pub year: usize,
    /// It pays for the plan itself.
    pub own: bool,
    /// By draw: euro, not discounted; negative is paid.
    pub amount: Vec<f64>,
    /// Of that what can be booked, mean over draws.
    pub cashable: f64,
}

/// Variances between households that are alike, within a draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanLuck {
    /// Of the net benefit, for each total.
    pub net: [f64; TOTALS],
    /// Of what the payer of the plans gains.
    pub payer_net: f64,
    /// Of what it pays for the plan itself.
    pub payer_cost: f64,
}

/// Account, law and task field, year, and whether it is for the plan itself.
type FlowPlace = (usize, BookedUnder, usize, bool);
/// By draw, and what can be booked.
type FlowAmounts = (Vec<f64>, f64);

/// Figures of all plans of a scenario, in its order.
pub fn figures(scenario: &Scenario, results: &Results) -> Vec<PlanFigures> {
    let null = &results.alternatives[0];
    let plans = scenario.alternatives.iter().enumerate().skip(1);
    plans.map(|(index, plan)| of_plan(scenario, &plan.id, index, null, &results.alternatives[index])).collect()
}

fn of_plan(
    scenario: &Scenario,
    id: &str,
    index: usize,
    null: &AlternativeResults,
    own: &AlternativeResults,
) -> PlanFigures {
    let years = scenario.settings.cycle.years(scenario.settings.horizon);
    let draws = own.draws.len();
    let mut flows: BTreeMap<FlowPlace, FlowAmounts> = BTreeMap::new();
    let mut hours = vec![0.0; years];
    for (at, item) in scenario.items.iter().enumerate() {
        if !applies(scenario, 0, at) && !applies(scenario, index, at) {
            continue;
        }
        let is_own = item.own == Some(index);
        if is_own && item.unit == "hour" {
            hours.iter_mut().zip(&own.items[at].quantity_by_year).for_each(|(sum, more)| *sum += more);
        }
        let more = own.items[at].present_value - null.items[at].present_value;
        for (account, share) in postings(scenario, item) {
            if !scenario.accounts[account].role.is_party() {
                continue;
            }
            let under = BookedUnder { law: item.law.clone(), task_field: BookedField::of(scenario, item, account) };
            for year in 0..years {
                let place = at * years + year;
                let (mut amounts, mut late, mut any) = (Vec::with_capacity(draws), 0.0, false);
                for (with, without) in own.item_years.iter().zip(&null.item_years) {
                    let (with, without) = (with[place], without[place]);
                    let amount = difference(with.amount, without.amount) * share;
                    any |= amount != 0.0;
                    late += difference(with.late, without.late) * share;
                    amounts.push(amount);
                }
                if !any {
                    continue;
                }
                let sum: f64 = amounts.iter().sum();
                let booked = if more * share > 0.0 { late * item.cashable } else { sum };
                let found = flows.entry((account, under.clone(), year, is_own));
                let (known, cashable) = found.or_insert_with(|| (vec![0.0; draws], 0.0));
                known.iter_mut().zip(&amounts).for_each(|(known, amount)| *known += amount);
                *cashable += booked / draws.max(1) as f64;
            }
        }
    }
    let flow = |((account, under, year, own), (amount, cashable)): (FlowPlace, FlowAmounts)| PlanFlow {
        account,
        under,
        year,
        own,
        amount,
        cashable,
    };
    let flows: Vec<PlanFlow> = flows.into_iter().map(flow).collect();
    let cost = paid(&flows, draws);
    PlanFigures {
        alternative: id.to_owned(),
        net: std::array::from_fn(|total| own.draws.iter().map(|draw| draw.net_benefit[total]).collect()),
        own: std::array::from_fn(|total| own.draws.iter().map(|draw| draw.own[total]).collect()),
        cost,
        flows,
        hours,
        luck: PlanLuck::default(),
    }
}

/// By draw what all who pay for the plan itself pay together: who receives a transfer takes nothing off what others pay.
fn paid(flows: &[PlanFlow], draws: usize) -> Vec<f64> {
    let mut by_account: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for flow in flows.iter().filter(|flow| flow.own) {
        let sums = by_account.entry(flow.account).or_insert_with(|| vec![0.0; draws]);
        sums.iter_mut().zip(&flow.amount).for_each(|(sum, amount)| *sum -= amount);
    }
    (0..draws).map(|draw| by_account.values().map(|sums| sums[draw].max(0.0)).sum()).collect()
}

/// A difference, exactly 0 where it is rounding.
fn difference(with: f64, without: f64) -> f64 {
    let difference = with - without;
    if difference.abs() <= ROUNDING * (with.abs() + without.abs()) { 0.0 } else { difference }
}

impl PlanFigures {
    /// Draws.
    pub fn draws(&self) -> usize {
        self.cost.len()
    }

    /// By draw how many times what the scenario reckons the plan costs, where it is known to cost so much.
    pub fn scale(&self, draw: usize, plan_cost: Option<f64>) -> f64 {
        match plan_cost {
            Some(known) if self.cost[draw] > 0.0 => known / self.cost[draw],
            _ => 1.0,
        }
    }

    /// Net benefit of a total in a draw, present value at the start, with what the plan is known to cost.
    pub fn net(&self, total: usize, draw: usize, plan_cost: Option<f64>) -> f64 {
        match plan_cost {
            None => self.net[total][draw],
            known => self.net[total][draw] + self.own[total][draw] * (self.scale(draw, known) - 1.0),
        }
    }

    /// The same of draws further on, behind these.
    pub fn append(&mut self, more: Self) {
        let before = self.draws();
        let parts = (before as f64, more.draws() as f64);
        let mixed = |a: f64, b: f64| {
            if parts.0 + parts.1 > 0.0 { (a * parts.0 + b * parts.1) / (parts.0 + parts.1) } else { a }
        };
        for total in 0..TOTALS {
            self.net[total].extend(&more.net[total]);
            self.own[total].extend(&more.own[total]);
        }
        self.cost.extend(&more.cost);
        self.hours.iter_mut().zip(&more.hours).for_each(|(own, other)| *own = mixed(*own, *other));
        let all = before + more.cost.len();
        let mut known: BTreeMap<FlowPlace, PlanFlow> = BTreeMap::new();
        let key = |flow: &PlanFlow| (flow.account, flow.under.clone(), flow.year, flow.own);
        for mut flow in self.flows.drain(..) {
            flow.cashable = mixed(flow.cashable, 0.0);
            flow.amount.resize(all, 0.0);
            known.insert(key(&flow), flow);
        }
        for flow in more.flows {
            let cashable = mixed(0.0, flow.cashable);
            let own = known.entry(key(&flow)).or_insert_with(|| PlanFlow {
                amount: vec![0.0; all],
                cashable: 0.0,
                under: flow.under.clone(),
                ..flow
            });
            own.cashable += cashable;
            own.amount[before..].copy_from_slice(&flow.amount);
        }
        self.flows = known.into_values().collect();
    }
}
