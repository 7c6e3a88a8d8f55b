//! What of the totals of an alternative is told apart: rights, use without a value, and displacement.
//!
//! In: present values of items by draw. Out: [`ApartAnswer`]. The totals hold what is told apart here, but for use on
//! which nobody put a value: that is in society in money and in the purse, and not in society.
//!
//! Formula: a total without displacement is the total less what the items of displacement add to it, draw by draw; that
//! is the total of the same draws with a share of displacement of 0.

use crate::analyse::statistics::sample::mean;
use crate::analyse::statistics::spread::Spread;
use crate::model::{Follows, Item, ItemKind, Scenario};
use crate::simulate::AlternativeResults;
use crate::simulate::ledger::totals::settled;
use crate::simulate::ledger::{HEADLINE, ItemPlan, MONEY, PUBLIC, SOCIETY, TOTALS};
use serde::{Deserialize, Serialize};

/// What is told apart; present values per household, euro, means over draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApartAnswer {
    /// Of `net_benefit_public` what comes from payments that somebody had a right to all along; below 0 the purse pays
    /// more of them.
    pub rights_public: f64,
    /// What is paid more for use on which nobody put a value; below 0 less is paid.
    pub unvalued_use: f64,
    /// The totals without displacement; `None` where no work is displaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_displacement: Option<WithoutDisplacement>,
}

/// The totals where nobody loses work because another finds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WithoutDisplacement {
    /// What others lose by displacement, in the headline total: this is added to it here.
    pub displaced: f64,
    /// Society.
    pub net_benefit: f64,
    /// Society in money.
    pub net_benefit_money: f64,
    /// The public purse.
    pub net_benefit_public: f64,
    /// Share of draws in which the headline total is above 0; `None` where figures over draws are simulated.
    pub probability_positive: Option<f64>,
    /// As that of the alternative.
    pub benefit_cost_ratio: Option<f64>,
    /// As that of the alternative.
    pub benefit_cost_ratio_money: Option<f64>,
}

/// What is told apart of an alternative with these costs; `exact` where figures over draws are not simulated.
pub fn apart(
    scenario: &Scenario,
    alternative: usize,
    (null, own): (&AlternativeResults, &AlternativeResults),
    costs: f64,
    exact: bool,
) -> ApartAnswer {
    let change = |index: usize| {
        let (with, without) = (own.items[index].present_value, null.items[index].present_value);
        settled(with - without, with.abs() + without.abs())
    };
    let sum = |counts: &dyn Fn(&Item) -> bool, total: usize| -> f64 {
        let items = scenario.items.iter().enumerate().filter(|(_, item)| counts(item));
        items.map(|(index, item)| ItemPlan::weights(scenario, item)[total] * change(index)).sum()
    };
    ApartAnswer {
        rights_public: 0.0 + sum(&|item| item.right, PUBLIC),
        unvalued_use: 0.0 - sum(&|item| item.kind == ItemKind::Unvalued, MONEY),
        without_displacement: without_displacement(scenario, alternative, (null, own), costs, exact),
    }
}

fn without_displacement(
    scenario: &Scenario,
    alternative: usize,
    (null, own): (&AlternativeResults, &AlternativeResults),
    costs: f64,
    exact: bool,
) -> Option<WithoutDisplacement> {
    let displaced = |item: &Item| matches!(item.follows, Some((_, Follows::Displacement)));
    let items: Vec<(usize, [f64; TOTALS], bool)> = scenario
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| displaced(item))
        .map(|(index, item)| (index, ItemPlan::weights(scenario, item), item.own == Some(alternative)))
        .collect();
    if items.is_empty() {
        return None;
    }
    let by_draw = |total: usize| -> Vec<f64> {
        let draws = own.draws.iter().zip(own.item_draws.iter().zip(&null.item_draws));
        let without = |(draw, (with, without)): (&crate::simulate::DrawOutcome, (&Vec<_>, &Vec<_>))| {
            let part = |draw: &Vec<crate::simulate::ledger::ItemDraw>, at: usize| draw[at].present_value;
            let change = items.iter().map(|(at, weights, _)| weights[total] * (part(with, *at) - part(without, *at)));
            settled(draw.net_benefit[total] - change.sum::<f64>(), draw.gross)
        };
        draws.map(without).collect()
    };
    let values = [SOCIETY, MONEY, PUBLIC].map(by_draw);
    let [society, money, public] = values.each_ref().map(|values| mean(values.iter().copied()));
    let headline = Spread::new(values[HEADLINE].clone(), None);
    // What is displaced by the plan's own output is no cost without displacement.
    let own_part = items.iter().filter(|(_, _, own)| *own);
    let costs = costs + own_part.map(|(at, weights, _)| weights[MONEY] * own.items[*at].present_value).sum::<f64>();
    let ratio = |net: f64| (costs > 0.0).then(|| (net + costs) / costs);
    Some(WithoutDisplacement {
        displaced: headline.mean - mean(own.draws.iter().map(|draw| draw.net_benefit[HEADLINE])),
        net_benefit: society,
        net_benefit_money: money,
        net_benefit_public: public,
        probability_positive: exact.then_some(headline.probability_positive),
        benefit_cost_ratio: ratio(society),
        benefit_cost_ratio_money: ratio(money),
    })
}
