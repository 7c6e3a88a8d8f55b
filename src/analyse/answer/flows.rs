//! Money over time: cash flow by calendar year, and when an alternative has paid for itself.
//!
//! In: item totals by year and net flows by draw. Out: [`CashFlow`], [`Payback`].

use crate::analyse::statistics::design::{FigureErrors, SamplingDesign, margin_of_95};
use crate::analyse::statistics::sample::{mean, percentile, percentile_error};
use crate::model::Scenario;
use crate::simulate::AlternativeResults;
use crate::simulate::engine::draw_outcome::payback;
use crate::simulate::ledger::totals::settled;
use crate::simulate::ledger::{HEADLINE, ItemPlan, MONEY, PUBLIC, SOCIETY};
use crate::units::Cycle;
use serde::{Deserialize, Serialize};

/// One calendar year: not discounted, euro of the price year, mean per household.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CashFlow {
    /// Calendar year.
    pub calendar_year: i32,
    /// What the alternative's own items cost society in money.
    pub plan_cost: f64,
    /// Net benefit to society, valued quality of life included.
    pub net: f64,
    /// Net benefit to society in money: what is really paid and received.
    pub net_money: f64,
    /// Net benefit to the public purse.
    pub net_public: f64,
}

/// When an alternative has paid for itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Payback {
    /// In the headline total: valued quality of life counts in the year in which it is gained.
    pub headline: PaybackOf,
    /// In money: what is really paid and received.
    pub money: PaybackOf,
    /// For the public purse.
    pub public: PaybackOf,
}

/// Months until the boundary from which the cumulative discounted flow stays at or above 0, rounded up; `None`: not
/// within the horizon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaybackOf {
    /// Of the flow averaged over draws.
    pub expected: Option<usize>,
    /// Share of draws that pay back within the horizon.
    pub probability: f64,
    /// 10th percentile over draws.
    pub p10: Option<usize>,
    /// Median over draws.
    pub p50: Option<usize>,
    /// 90th percentile over draws.
    pub p90: Option<usize>,
    /// Standard errors of `probability`, and of the percentiles in months.
    #[serde(default)]
    pub monte_carlo_errors: FigureErrors,
}

impl Payback {
    /// Payback of one alternative.
    pub fn of(results: &AlternativeResults, cycle: Cycle, design: SamplingDesign) -> Self {
        let [headline, money, public] = [HEADLINE, MONEY, PUBLIC].map(|total| of_total(results, cycle, total, design));
        Self { headline, money, public }
    }
}

fn of_total(results: &AlternativeResults, cycle: Cycle, total: usize, design: SamplingDesign) -> PaybackOf {
    let month = |found: Option<usize>| found.map_or(f64::INFINITY, |row| cycle.whole_months(row) as f64);
    let months: Vec<f64> = results.draws.iter().map(|draw| month(draw.payback[total])).collect();
    // Never beside a month is never: no interpolation between them.
    let mut sorted = months.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let share = |holds: &dyn Fn(f64) -> bool| {
        design.error_of_share(&months.iter().map(|month| holds(*month)).collect::<Vec<bool>>())
    };
    let mut errors = FigureErrors::default();
    errors.set("probability", share(&|month| month.is_finite()));
    let margin = margin_of_95(design.goes_by_replicates(months.len()));
    let [p10, p50, p90] = [("p10", 0.10), ("p50", 0.50), ("p90", 0.90)].map(|(name, at)| {
        errors.set(name, None);
        let month = Some(percentile(&sorted, at)).filter(|month| month.is_finite())?;
        let error = share(&|other| other <= month);
        errors.set(name, error.and_then(|error| percentile_error(&sorted, at, error, margin)));
        Some(month.ceil() as usize)
    });
    let gross = mean(results.draws.iter().map(|draw| draw.gross));
    PaybackOf {
        expected: payback(results.flows.iter().map(|flow| flow[total]), gross).map(|row| cycle.whole_months(row)),
        probability: months.iter().filter(|month| month.is_finite()).count() as f64 / months.len().max(1) as f64,
        p10,
        p50,
        p90,
        monte_carlo_errors: errors,
    }
}

/// Cash flow of all years that the horizon touches.
pub fn cash_flow(
    scenario: &Scenario,
    alternative: usize,
    null: &AlternativeResults,
    own: &AlternativeResults,
) -> Vec<CashFlow> {
    let years = own.items.first().map_or(0, |item| item.amount_by_year.len());
    let of_year = |year: usize| {
        let mut flow = CashFlow {
            calendar_year: scenario.settings.calendar_start + year as i32,
            plan_cost: 0.0,
            net: 0.0,
            net_money: 0.0,
            net_public: 0.0,
        };
        for (index, item) in scenario.items.iter().enumerate() {
            let weights = ItemPlan::weights(scenario, item);
            let (with, without) = (own.items[index].amount_by_year[year], null.items[index].amount_by_year[year]);
            let amount = settled(with - without, with.abs() + without.abs());
            flow.net += weights[SOCIETY] * amount;
            flow.net_money += weights[MONEY] * amount;
            flow.net_public += weights[PUBLIC] * amount;
            flow.plan_cost -= if item.own == Some(alternative) { weights[MONEY] * amount } else { 0.0 };
        }
        flow
    };
    (0..years).map(of_year).collect()
}
