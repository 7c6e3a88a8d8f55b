//! Items as quantity times price times discount, so that the product is what the run found to the cent.
//!
//! In: a run, an alternative. Out: [`PricedItem`]s. An item comes to `Q* x price`, with `Q* = mean(Q P) / mean(P)` over
//! draws: quantity and price hang together, so that the mean quantity would give another amount.

use crate::model::{Item, Number, Origin, Scenario};
use crate::session::Run;
use crate::simulate::ledger::{ItemPlan, TOTALS, applies};

/// What a price is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceOf {
    /// A parameter, by index.
    Parameter(usize),
    /// A plain number of an item, by index.
    Item(usize),
}

/// An item, without and with the alternative.
#[derive(Clone, Debug)]
pub struct PricedItem<'r> {
    /// Its index.
    pub at: usize,
    /// The item.
    pub item: &'r Item,
    /// It is a cost of the alternative itself.
    pub own: bool,
    /// What its price is, and the mean over draws in euro; `None` where its amount cannot be scaled by a price.
    pub price: Option<(PriceOf, f64)>,
    /// `Q*` in units of the price, not discounted; where there is no price the amount itself.
    pub quantity: [f64; 2],
    /// Mean discount factor of its euros.
    pub discount: [f64; 2],
    /// Euro, not discounted.
    pub amount: [f64; 2],
    /// Euro, present value.
    pub present: [f64; 2],
    /// What 1 euro of it adds to each total.
    pub weights: [f64; TOTALS],
}

impl PricedItem<'_> {
    /// Present value with the alternative less that without.
    pub fn more(&self) -> f64 {
        self.present[1] - self.present[0]
    }

    /// The price; 1 where the amount stands in the place of a quantity.
    pub fn unit_price(&self) -> f64 {
        self.price.map_or(1.0, |(_, mean)| mean)
    }
}

/// Indices of the items that count in the null alternative or in this one.
pub fn counted(scenario: &Scenario, alternative: usize) -> impl Iterator<Item = usize> + '_ {
    (0..scenario.items.len()).filter(move |at| applies(scenario, 0, *at) || applies(scenario, alternative, *at))
}

/// All items with an amount that count in the null alternative or in this one.
pub fn priced_items(run: &Run, alternative: usize) -> Vec<PricedItem<'_>> {
    let scenario = run.scenario();
    let both = [0, alternative].map(|index| &run.results.alternatives[index]);
    let priced = |at: usize| {
        let item = &scenario.items[at];
        let price = price_of(run, alternative, at);
        let mean = price.map_or(1.0, |(_, mean)| mean);
        let totals = both.map(|results| &results.items[at]);
        let amount: [f64; 2] = totals.map(|totals| totals.amount_by_year.iter().sum());
        let present: [f64; 2] = totals.map(|totals| totals.present_value);
        PricedItem {
            at,
            item,
            own: item.own == Some(alternative),
            price,
            quantity: amount.map(|amount| amount / mean),
            discount: [0, 1].map(|side| if amount[side] == 0.0 { 0.0 } else { present[side] / amount[side] }),
            amount,
            present,
            weights: ItemPlan::weights(scenario, item),
        }
    };
    counted(scenario, alternative).filter(|at| scenario.items[*at].price.is_some()).map(priced).collect()
}

/// The price of an item and its mean over draws in euro; `None` where it differs between households, goes by time, is
/// another with the alternative, or is nothing.
pub fn price_of(run: &Run, alternative: usize, item: usize) -> Option<(PriceOf, f64)> {
    let found = of_number(run, alternative, item, run.scenario().items[item].price?)?;
    (found.1 != 0.0 && found.1.is_finite()).then_some(found)
}

fn of_number(run: &Run, alternative: usize, item: usize, price: Number) -> Option<(PriceOf, f64)> {
    let scenario = run.scenario();
    match price.origin {
        Origin::Fixed(value) => Some((PriceOf::Item(item), value)),
        Origin::Parameter(at) => {
            let told = &scenario.alternatives[alternative];
            let is_derived = scenario.derived.iter().any(|derived| derived.parameter == at);
            let changed =
                told.parameters.iter().any(|(changed, _)| *changed == at) || (is_derived && told.changes_parameters());
            let values = run.results.parameters.iter().map(|draw| draw[at]);
            let mean = values.sum::<f64>() / run.results.parameters.len().max(1) as f64;
            (!changed).then_some((PriceOf::Parameter(at), mean))
        }
        Origin::Characteristic(_) | Origin::Table(_) => None,
    }
}
