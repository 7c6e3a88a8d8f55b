//! What a plan brings that is counted in units: quality-adjusted life years and other declared quantities, and what one
//! unit costs.
//!
//! In: items and their discounted units by draw. Out: [`EffectAnswer`] for each effect, with the incremental
//! cost-effectiveness ratio (ICER) where its quadrant has one.
//!
//! An effect is everything that is measured in one thing of which more is better: what a unit is *of* (`"year of QALY"`),
//! else the row of the price list, else the item itself. Items of the kinds `welfare` (of which what has an amount below
//! 0 counts as lost) and, where their unit says of what, `unpriced` belong to one.

pub mod frontier;

use crate::analyse::statistics::design::{FigureErrors, Kept, SamplingDesign};
use crate::analyse::statistics::sample::{mean, shrunk};
use crate::analyse::statistics::spread::Spread;
use crate::analyse::word::{self, Word};
use crate::model::{Item, ItemKind, Origin, Scenario};
use crate::simulate::AlternativeResults;
use crate::simulate::ledger::MONEY;
use crate::simulate::ledger::totals::settled;
use serde::{Deserialize, Serialize};

/// Prefix of the parameters that are prices of the list.
const PRICE: &str = "price:";
/// What stands between the unit and what it is of.
const OF: &str = " of ";

/// What an alternative brings of one effect, per household, and what a unit of it costs society in money.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EffectAnswer {
    /// What is measured.
    pub id: String,
    /// Units gained, discounted at the rates of the items; below 0 they are lost.
    pub gained: Spread,
    /// Mean cost to society in money beyond that of the null alternative, present value, euro; below 0 money is saved.
    pub more_costs: f64,
    /// Quadrant of the cost-effectiveness plane: `dominant` (more effect, no more costs), `dominated` (less effect, no
    /// less costs), `costs_more_gains_more`, `costs_less_gains_less`, or `no_effect`.
    #[serde(deserialize_with = "word::read")]
    pub quadrant: Word,
    /// Mean extra costs over mean effect, euro per unit: what a unit that is gained costs, or what is saved for a unit
    /// that is lost. `None` in the other quadrants, where a ratio says nothing.
    pub cost_per_unit: Option<f64>,
    /// Standard errors of `more_costs` and `cost_per_unit`.
    #[serde(default)]
    pub monte_carlo_errors: FigureErrors,
}

/// The items of one effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// What is measured.
    pub id: String,
    /// Indices of items.
    pub items: Vec<usize>,
}

/// All effects of a scenario, by name.
pub fn effects(scenario: &Scenario) -> Vec<Effect> {
    let mut all: Vec<Effect> = Vec::new();
    for (index, item) in scenario.items.iter().enumerate() {
        let Some(id) = measured(scenario, item) else { continue };
        match all.iter_mut().find(|effect| effect.id == id) {
            Some(effect) => effect.items.push(index),
            None => all.push(Effect { id, items: vec![index] }),
        }
    }
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

/// What an item measures. A year of something and a time that it happens are units of the same size: a year of QALY is a
/// QALY.
fn measured(scenario: &Scenario, item: &Item) -> Option<String> {
    // What its use is worth is no effect that somebody set out to buy.
    if item.follows.is_some() {
        return None;
    }
    let (unit, of) = item.unit.split_once(OF).map_or((item.unit.as_str(), None), |(unit, of)| (unit, Some(of)));
    let id = match (item.kind, of) {
        (ItemKind::Welfare | ItemKind::Unpriced, Some(of)) => of.trim().to_lowercase(),
        (ItemKind::Welfare, None) => of_list(scenario, item).unwrap_or_else(|| item.id.clone()),
        _ => return None,
    };
    Some(if matches!(unit, "year" | "event") { id } else { format!("{unit}{OF}{id}") })
}

fn of_list(scenario: &Scenario, item: &Item) -> Option<String> {
    let Origin::Parameter(at) = item.price?.origin else { return None };
    scenario.parameters[at].name.strip_prefix(PRICE).map(str::to_lowercase)
}

impl Effect {
    /// Units gained in each draw.
    pub fn gained(&self, null: &AlternativeResults, own: &AlternativeResults) -> Vec<f64> {
        let sign = |item: usize| {
            let worth = |results: &AlternativeResults| {
                let of = &results.items[item];
                of.present_value * of.discounted_quantity.signum()
            };
            if worth(null) + worth(own) < 0.0 { -1.0 } else { 1.0 }
        };
        let signs: Vec<(usize, f64)> = self.items.iter().map(|item| (*item, sign(*item))).collect();
        let pairs = null.item_draws.iter().zip(&own.item_draws);
        let of_draw = |(without, with): (&Vec<_>, &Vec<_>)| {
            let units = |draw: &Vec<crate::simulate::ledger::ItemDraw>| -> [f64; 2] {
                let units = signs.iter().map(|(item, sign)| sign * draw[*item].discounted_quantity);
                units.fold([0.0; 2], |[sum, size], unit| [sum + unit, size + unit.abs()])
            };
            let ([without, before], [with, after]) = (units(without), units(with));
            settled(with - without, before + after)
        };
        pairs.map(of_draw).collect()
    }
}

/// Name of the quadrant, and whether it has a ratio.
pub fn quadrant(more_costs: f64, gained: f64) -> (Word, bool) {
    match () {
        () if gained == 0.0 => ("no_effect", false),
        () if gained > 0.0 && more_costs <= 0.0 => ("dominant", false),
        () if gained < 0.0 && more_costs >= 0.0 => ("dominated", false),
        () if gained > 0.0 => ("costs_more_gains_more", true),
        () => ("costs_less_gains_less", true),
    }
}

/// What an alternative brings of each effect.
pub fn answers(
    scenario: &Scenario,
    null: &AlternativeResults,
    own: &AlternativeResults,
    design: SamplingDesign,
) -> Vec<EffectAnswer> {
    let more_costs = |kept: Kept| 0.0 - mean(kept.of(&own.draws).map(|draw| draw.net_benefit[MONEY]));
    let answer = |effect: Effect| {
        let by_draw = effect.gained(null, own);
        let gained_in = |kept: Kept| kept.of(by_draw.iter().copied()).collect::<Vec<f64>>();
        let cost_per_unit = |kept| {
            let (costs, gained) = (more_costs(kept), mean(gained_in(kept).into_iter()));
            quadrant(costs, gained).1.then(|| costs / gained)
        };
        let (quadrant, _) = quadrant(more_costs(Kept::ALL), mean(by_draw.iter().copied()));
        // The noise of simulated households is known for money alone.
        let noise = if design.is_drawn { 0.0 } else { f64::INFINITY };
        let (draws, error) = (by_draw.len(), design.error(&by_draw, None));
        EffectAnswer {
            id: effect.id,
            more_costs: more_costs(Kept::ALL),
            quadrant,
            cost_per_unit: cost_per_unit(Kept::ALL),
            gained: Spread::of_draws(design, draws, error, |kept| shrunk(&gained_in(kept), noise)),
            monte_carlo_errors: design.figure_errors(draws, ["more_costs", "cost_per_unit"], |kept| {
                [Some(more_costs(kept)), cost_per_unit(kept)]
            }),
        }
    };
    effects(scenario).into_iter().map(answer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_told_where_it_has_a_meaning() {
        assert_eq!(quadrant(100.0, 0.1), ("costs_more_gains_more", true));
        assert_eq!(quadrant(-100.0, -0.1), ("costs_less_gains_less", true));
        for (costs, gained, name) in
            [(-1.0, 0.1, "dominant"), (0.0, 0.1, "dominant"), (1.0, -0.1, "dominated"), (0.0, -0.1, "dominated")]
        {
            assert_eq!(quadrant(costs, gained), (name, false));
        }
        assert_eq!((quadrant(5.0, 0.0), quadrant(0.0, 0.0)), (("no_effect", false), ("no_effect", false)));
    }
}
