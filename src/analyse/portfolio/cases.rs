//! The households of a caseload, and what those that get a plan come to together.
//!
//! In: [`PortfolioCase`]s and the [`PlanFigures`] of each kind of household. Out: sums by draw: balances, and amounts by
//! payer, law and calendar year ([`FlowSums`]). Every sum is made draw by draw, over all households.

use crate::analyse::portfolio::figures::{BookedUnder, PlanFigures, PlanLuck};
use crate::simulate::ledger::totals::TOTALS;
use std::collections::BTreeMap;

/// Households that are alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PortfolioCase {
    /// The name by which their owner knows them.
    pub code: String,
    /// Scenario.
    pub scenario: String,
    /// Where they live; empty where that is not told.
    pub neighbourhood: String,
    /// In which state they start, as far as that is told.
    pub start_state: String,
    /// Households.
    pub count: u32,
    /// The only plan that is thought of, by its number among the plans of its kind.
    pub plan: Option<usize>,
    /// Calendar year in which the plan starts.
    pub year: i32,
    /// Months of that year before the start, 0 to 11.
    pub months: u32,
    /// What an amount at the start is worth at the start of the caseload.
    pub discount: f64,
    /// What the plan is known to cost for one household, euro in all.
    pub plan_cost: Option<f64>,
    /// Which kind of household: index of its figures.
    pub kind: usize,
}

/// A plan that so many households of a case get.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    /// Index of the case.
    pub case: usize,
    /// Number of the plan among those of its kind.
    pub plan: usize,
    /// Households.
    pub count: u32,
}

/// All cases and kinds of households.
#[derive(Clone, Debug, Default)]
pub struct Portfolio {
    /// The cases, in the order of the list.
    pub cases: Vec<PortfolioCase>,
    /// By kind of household and plan.
    pub kinds: Vec<Vec<PlanFigures>>,
    /// Names of accounts, in the order of the account list of all scenarios.
    pub accounts: Vec<PortfolioAccount>,
    /// By kind and account of its scenario: index into `accounts`.
    pub account_of: Vec<Vec<usize>>,
    /// The account that pays for the plans, where one is looked at.
    pub payer: Option<usize>,
}

/// Somebody who pays or gains.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PortfolioAccount {
    /// Name in files.
    pub id: String,
    /// Name for people.
    pub label: crate::model::Text,
    /// Belongs to the public purse.
    pub public: bool,
}

/// Account, law and task field, calendar year, and whether it pays for the plans themselves.
pub type FlowKey = (usize, BookedUnder, i32, bool);

/// Amounts of a payer under a law and a task field in a calendar year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowSum {
    /// By draw: euro, not discounted.
    pub amount: Vec<f64>,
    /// Of that what can be booked, mean over draws.
    pub cashable: f64,
}

/// Amounts by payer, law, task field and calendar year.
pub type FlowSums = BTreeMap<FlowKey, FlowSum>;

/// Kind, plan, year and months of the start, bits of the cost that is known.
type Alike = (usize, usize, i32, u32, Option<u64>);

impl Portfolio {
    /// Figures of a plan of a case.
    pub fn figures(&self, case: usize, plan: usize) -> &PlanFigures {
        &self.kinds[self.cases[case].kind][plan]
    }

    /// Number of draws.
    pub fn draws(&self) -> usize {
        self.kinds.iter().flatten().next().map_or(0, PlanFigures::draws)
    }

    /// Plans that a case may get.
    pub fn plans(&self, case: usize) -> Vec<usize> {
        let own = &self.cases[case];
        own.plan.map_or_else(|| (0..self.kinds[own.kind].len()).collect(), |plan| vec![plan])
    }

    /// By draw the net benefit of a plan for one household of a case, present value at the start of the caseload.
    pub fn net(&self, case: usize, plan: usize, total: usize) -> Vec<f64> {
        let (own, figures) = (&self.cases[case], self.figures(case, plan));
        (0..figures.draws()).map(|draw| figures.net(total, draw, own.plan_cost) * own.discount).collect()
    }

    /// What falls in each calendar year of a year since the start, as parts: a year that starts within a calendar year
    /// is spread over two, evenly.
    pub fn calendar(&self, case: usize, year: usize) -> impl Iterator<Item = (i32, f64)> + use<> {
        let own = &self.cases[case];
        let (first, later) = (own.year + i32::try_from(year).unwrap_or_default(), f64::from(own.months) / 12.0);
        [(first, 1.0 - later), (first + 1, later)].into_iter().filter(|(_, part)| *part > 0.0)
    }

    /// By total and draw the net benefit of these plans together.
    pub fn totals(&self, given: &[Given]) -> [Vec<f64>; TOTALS] {
        let mut sums: [Vec<f64>; TOTALS] = std::array::from_fn(|_| vec![0.0; self.draws()]);
        for one in given {
            let (case, figures) = (&self.cases[one.case], self.figures(one.case, one.plan));
            let weight = f64::from(one.count) * case.discount;
            for (total, sums) in sums.iter_mut().enumerate() {
                for (draw, sum) in sums.iter_mut().enumerate() {
                    *sum += weight * figures.net(total, draw, case.plan_cost);
                }
            }
        }
        sums
    }

    /// Variances of the luck of these plans together; that of the plan's cost is 0 where it is known.
    pub fn luck(&self, given: &[Given]) -> PlanLuck {
        let mut sum = PlanLuck::default();
        for one in given {
            let (case, luck) = (&self.cases[one.case], self.figures(one.case, one.plan).luck);
            let count = f64::from(one.count);
            for (sum, own) in sum.net.iter_mut().zip(luck.net) {
                *sum += count * own * case.discount * case.discount;
            }
            sum.payer_net += count * luck.payer_net;
            sum.payer_cost += if case.plan_cost.is_some() { 0.0 } else { count * luck.payer_cost };
        }
        sum
    }

    /// Amounts of these plans together, by payer, law and calendar year. Households of a kind that start together with a
    /// plan of the same cost are added up first.
    pub fn flows(&self, given: &[Given]) -> FlowSums {
        let mut alike: BTreeMap<Alike, (Given, u64)> = BTreeMap::new();
        for one in given {
            let case = &self.cases[one.case];
            let key = (case.kind, one.plan, case.year, case.months, case.plan_cost.map(f64::to_bits));
            alike.entry(key).or_insert((*one, 0)).1 += u64::from(one.count);
        }
        let mut sums = FlowSums::new();
        let draws = self.draws();
        for (one, count) in alike.into_values() {
            let (case, figures) = (&self.cases[one.case], self.figures(one.case, one.plan));
            for flow in &figures.flows {
                let account = self.account_of[case.kind][flow.account];
                let known = case.plan_cost.filter(|_| flow.own);
                let mean_scale = (0..draws).map(|draw| figures.scale(draw, known)).sum::<f64>() / draws.max(1) as f64;
                for (year, part) in self.calendar(one.case, flow.year) {
                    let weight = count as f64 * part;
                    let sum = sums.entry((account, flow.under.clone(), year, flow.own)).or_default();
                    sum.amount.resize(draws, 0.0);
                    for (draw, (sum, amount)) in sum.amount.iter_mut().zip(&flow.amount).enumerate() {
                        *sum += weight * amount * figures.scale(draw, known);
                    }
                    sum.cashable += weight * flow.cashable * mean_scale;
                }
            }
        }
        sums
    }

    /// What the payer pays for a plan of a case by calendar year, for one household, mean over draws.
    pub fn cost_by_year(&self, case: usize, plan: usize) -> BTreeMap<i32, f64> {
        let (own, figures) = (&self.cases[case], self.figures(case, plan));
        let draws = figures.draws();
        let mut found = BTreeMap::new();
        for flow in figures.flows.iter().filter(|flow| flow.own) {
            if self.payer.is_some_and(|payer| payer != self.account_of[own.kind][flow.account]) {
                continue;
            }
            let amounts = flow.amount.iter().enumerate();
            let mean = amounts.map(|(draw, amount)| -amount * figures.scale(draw, own.plan_cost)).sum::<f64>();
            for (year, part) in self.calendar(case, flow.year) {
                *found.entry(year).or_insert(0.0) += part * mean / draws.max(1) as f64;
            }
        }
        found
    }

    /// Hours that a plan of a case takes by calendar year, for one household, mean over draws.
    pub fn hours_by_year(&self, case: usize, plan: usize) -> BTreeMap<i32, f64> {
        let mut found = BTreeMap::new();
        for (year, hours) in self.figures(case, plan).hours.iter().enumerate().filter(|(_, hours)| **hours > 0.0) {
            for (calendar, part) in self.calendar(case, year) {
                *found.entry(calendar).or_insert(0.0) += part * hours;
            }
        }
        found
    }
}
