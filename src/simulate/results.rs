//! Results of a run: figures by draw, means over draws, and the spread between households.
//!
//! In: what the drivers add up. Out: plain data. What they mean for a decision is worked out in `analyse`.

use crate::model::Scenario;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::ledger::item_totals::{ItemDraw, ItemTotals, ItemYear};
use crate::simulate::ledger::totals::TOTALS;
use crate::simulate::micro::value::outcome::Households;
use crate::simulate::numeric::histogram::Histogram;
use crate::simulate::plan::{Method, RunPlan};
use crate::simulate::rules::history::is_plain;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Net benefits of all households of one alternative, for each total.
pub type Distribution = [Histogram; TOTALS];

/// One draw of one alternative.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrawOutcome {
    /// Present value of each total for the average household, in euro.
    pub totals: [f64; TOTALS],
    /// The same less the null alternative: net benefit. Exactly 0 where it is no more than rounding of `gross`.
    pub net_benefit: [f64; TOTALS],
    /// Present value of the alternative's own items for each total (costs are negative).
    pub own: [f64; TOTALS],
    /// Sizes of the present values of all items together, without and with the alternative, whoever pays or receives.
    #[serde(default)]
    pub gross: f64,
    /// First row from which the cumulative discounted net flow of each total stays at or above 0.
    pub payback: [Option<usize>; TOTALS],
    /// Variance of net benefit between households over their number, for each total; 0 with the exact method.
    pub noise: [f64; TOTALS],
}

/// Results of one alternative.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AlternativeResults {
    /// By draw.
    pub draws: Vec<DrawOutcome>,
    /// By item of the scenario: mean per household over draws.
    pub items: Vec<ItemTotals>,
    /// By draw and item of the scenario.
    pub item_draws: Vec<Vec<ItemDraw>>,
    /// By draw what each item comes to in each year since the start, all years of an item one after the other; empty
    /// unless it was asked for.
    pub item_years: Vec<Vec<ItemYear>>,
    /// Mean number per household of each transition.
    pub transitions: Vec<f64>,
    /// Mean months per household in each joint state, counted as the settings say.
    pub months: Vec<f64>,
    /// Mean discounted net flow of each total by row.
    pub flows: Vec<[f64; TOTALS]>,
    /// Mean share of households in each joint state at the end of each year, year 0 first.
    pub shares: Vec<Vec<f64>>,
    /// Mean share of households in each joint state at the horizon, which need not be the end of a year.
    pub end: Vec<f64>,
    /// Mean share of households in each state of each domain, one domain after the other, by row; empty unless it was
    /// asked for.
    #[serde(default)]
    pub occupancy: Vec<Vec<f64>>,
    /// By draw the share of households in each state of each domain, one domain after the other, at the start and at the
    /// horizon; empty unless it was asked for.
    #[serde(default)]
    pub ends_by_draw: Vec<[Vec<f64>; 2]>,
    /// By row and intervention the mean share of households for whom it begins, and of those who respond as well; empty
    /// unless it was asked for.
    #[serde(skip)]
    pub begun: Vec<Vec<[f64; 2]>>,
    /// By draw; empty where no households were simulated, and for the null alternative.
    pub households: Vec<Households>,
    /// Net benefits of all those households for each total, in bins.
    pub distribution: Distribution,
}

/// Everything a run found out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Results {
    /// What was run.
    pub plan: RunPlan,
    /// Drawn values by draw and parameter, before alternatives change any.
    pub parameters: Vec<Vec<f64>>,
    /// In the order of the scenario.
    pub alternatives: Vec<AlternativeResults>,
    /// The joint states.
    pub space: Arc<Space>,
    /// How often a relative risk was applied as an odds ratio, or chances were scaled down, because a chance would come
    /// out above 1: by draw and alternative; chances that are scaled down count with the exact method for each state
    /// and cycle, by simulation once for each draw.
    pub relative_risks_capped: u64,
    /// Draws in which that happened.
    #[serde(default)]
    pub capped_draws: usize,
}

impl Results {
    /// How households were simulated: `events` or `months`; `None` where none were.
    pub fn simulation(&self, scenario: &Scenario) -> Option<&'static str> {
        let by_events = self.plan.method != Method::Months && is_plain(scenario);
        (self.plan.households > 0).then_some(if by_events { "events" } else { "months" })
    }
}
