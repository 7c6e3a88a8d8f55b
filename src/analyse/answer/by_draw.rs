//! Figures of an alternative draw by draw: accounts, items, costs and benefits, with their Monte Carlo errors.
//!
//! In: what each item comes to in each draw. Out: spreads and standard errors for `accounts` and the answer.

use crate::analyse::statistics::design::{FigureErrors, Kept, SamplingDesign};
use crate::analyse::statistics::sample::mean;
use crate::analyse::statistics::spread::Spread;
use crate::model::Scenario;
use crate::simulate::AlternativeResults;
use crate::simulate::ledger::totals::settled;
use crate::simulate::ledger::{ItemDraw, MONEY, SOCIETY, postings};
use serde::{Deserialize, Serialize};

/// How the net amount of an account differs from draw to draw, euro; by simulation with the noise of its households.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AccountSpread {
    /// Standard deviation.
    pub sd: f64,
    /// 10th percentile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90th percentile.
    pub p90: f64,
    /// Standard errors of these figures, by name.
    #[serde(default)]
    pub monte_carlo_errors: FigureErrors,
}

/// The alternative's own costs in money and all other differences, means over draws, euro.
pub(super) struct CostsAndBenefits {
    /// Of its own items, in money.
    pub(super) costs: f64,
    /// All other differences, valued quality of life included.
    pub(super) benefits: f64,
    /// The same in money.
    pub(super) benefits_money: f64,
    /// Benefits over costs; `None` where costs are not above 0.
    pub(super) ratio: Option<f64>,
    /// Benefits in money over costs, likewise.
    pub(super) ratio_money: Option<f64>,
}

impl CostsAndBenefits {
    /// Those of the draws that are kept.
    fn of(own: &AlternativeResults, kept: Kept) -> Self {
        let costs = mean(kept.of(&own.draws).map(|draw| -draw.own[MONEY]));
        let gross = mean(kept.of(&own.draws).map(|draw| draw.gross));
        let [benefits, benefits_money] = [SOCIETY, MONEY]
            .map(|total| settled(mean(kept.of(&own.draws).map(|draw| draw.net_benefit[total])) + costs, gross));
        let ratio = |benefits: f64| (costs > 0.0).then(|| benefits / costs);
        Self { costs, benefits, benefits_money, ratio: ratio(benefits), ratio_money: ratio(benefits_money) }
    }

    /// Those of all draws, with their standard errors.
    pub(super) fn with_errors(own: &AlternativeResults, design: SamplingDesign) -> (Self, FigureErrors) {
        let names = [
            "costs_present_value",
            "benefits_present_value",
            "benefits_money_present_value",
            "benefit_cost_ratio",
            "benefit_cost_ratio_money",
        ];
        let errors = design.figure_errors(own.draws.len(), names, |kept| {
            let Self { costs, benefits, benefits_money, ratio, ratio_money } = Self::of(own, kept);
            [Some(costs), Some(benefits), Some(benefits_money), ratio, ratio_money]
        });
        (Self::of(own, Kept::ALL), errors)
    }
}

/// What an account pays and gains in one draw.
#[derive(Clone, Copy, Default)]
pub(super) struct AccountDraw {
    /// For the alternative's own items, for everything else less, and received.
    parts: [f64; 3],
    net: f64,
    gross: f64,
}

/// By account and draw.
pub(super) fn of_accounts(
    scenario: &Scenario,
    alternative: usize,
    null: &AlternativeResults,
    own: &AlternativeResults,
) -> Vec<Vec<AccountDraw>> {
    let mut all = vec![vec![AccountDraw::default(); own.item_draws.len()]; scenario.accounts.len()];
    for (index, item) in scenario.items.iter().enumerate() {
        for (account, share) in postings(scenario, item) {
            let (part, sign) = match (item.own == Some(alternative), share < 0.0) {
                (true, true) => (0, -1.0),
                (false, true) => (1, 1.0),
                (_, false) => (2, 1.0),
            };
            let draws = null.item_draws.iter().zip(&own.item_draws).zip(&mut all[account]);
            for ((without, with), draw) in draws {
                let (without, with) = (without[index].present_value * share, with[index].present_value * share);
                draw.net += with - without;
                draw.parts[part] += sign * (with - without);
                draw.gross += with.abs() + without.abs();
            }
        }
    }
    all
}

/// What an account comes to in one draw, euro per household.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AccountNet {
    /// What it pays for the alternative's own items.
    pub plan_cost: f64,
    /// Net amount; exactly 0 where it is rounding.
    pub net: f64,
}

/// Net amounts by account and draw of an alternative, by its index.
pub fn account_nets(
    scenario: &Scenario,
    alternative: usize,
    null: &AlternativeResults,
    own: &AlternativeResults,
) -> Vec<Vec<AccountNet>> {
    let net = |draw: AccountDraw| AccountNet { plan_cost: draw.parts[0], net: settled(draw.net, draw.gross) };
    let all = of_accounts(scenario, alternative, null, own);
    all.into_iter().map(|draws| draws.into_iter().map(net).collect()).collect()
}

/// The spread of the net amount of an account, and the errors of its means.
pub(super) fn spread_of_account(draws: &[AccountDraw], design: SamplingDesign) -> (AccountSpread, FigureErrors) {
    if draws.iter().all(|draw| draw.gross == 0.0) {
        return Default::default();
    }
    let net = |kept: Kept| kept.of(draws).map(|draw| settled(draw.net, draw.gross)).collect();
    let Spread { sd, p10, p50, p90, monte_carlo_errors, .. } = Spread::of_draws(design, draws.len(), None, net);
    let spread_errors = monte_carlo_errors.only(&["sd", "p10", "p50", "p90"]);
    let error = |value: fn(&AccountDraw) -> f64| {
        let all: Vec<f64> = draws.iter().map(value).collect();
        design.error(&all, None)
    };
    let mut errors = FigureErrors::default();
    errors.set("plan_cost", error(|draw| draw.parts[0]));
    errors.set("saved", error(|draw| draw.parts[1]));
    errors.set("received", error(|draw| draw.parts[2]));
    errors.set("net", error(|draw| settled(draw.net, draw.gross)));
    (AccountSpread { sd, p10, p50, p90, monte_carlo_errors: spread_errors }, errors)
}

/// Errors of what an item comes to without and with the alternative.
pub(super) fn item_errors(
    index: usize,
    priced: bool,
    both: [&AlternativeResults; 2],
    design: SamplingDesign,
) -> FigureErrors {
    let mut errors = FigureErrors::default();
    for (results, suffix) in both.into_iter().zip(["without", "with"]) {
        let error = |value: fn(&ItemDraw) -> f64| {
            let all: Vec<f64> = results.item_draws.iter().map(|draw| value(&draw[index])).collect();
            design.error(&all, None)
        };
        errors.set(&format!("discounted_quantity_{suffix}"), error(|draw| draw.discounted_quantity));
        if priced {
            errors.set(&format!("amount_{suffix}"), error(|draw| draw.present_value));
        }
    }
    errors
}
