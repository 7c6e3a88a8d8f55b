//! Items of the ledger: weights in the totals, postings, and euro per unit of quantity.
//!
//! In: items, drawn numbers. Out: [`ItemPlan`], postings, euro per unit of quantity. Nothing is counted here.

use crate::model::{Condition, Item, ItemKind, Number, Origin, Quantity, Role, Scenario};
use crate::simulate::compile::clock::Moment;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::compile::lanes::{Lanes, times};
use crate::simulate::compile::values::{Inputs, Tabulated};
use crate::simulate::error::SimulationError;
use crate::simulate::ledger::factors::{FactorClasses, characteristic_means, is_random};
use crate::simulate::ledger::totals::TOTALS;
use crate::simulate::rules::since_pieces::{since_clock, since_pieces};
use crate::simulate::rules::{entries, special_times};
use rustc_hash::FxHashMap;

/// What of an item does not depend on draws.
#[derive(Clone, Debug)]
pub struct ItemPlan {
    /// For time items the joint states in which the condition holds and nothing has ended.
    pub states: Vec<usize>,
    /// The first item whose time is spent in the same joint states, of the same class and
    /// counted alike: its quantity is the same.
    pub same_time_as: usize,
    /// For entries, and for time under a condition that is not about states alone: its place among those.
    pub mark: Option<usize>,
    /// For time whose numbers go by how long something has lasted: the places of its pieces there.
    pub pieces: Vec<usize>,
    /// What 1 euro of the item adds to each total.
    pub weights: [f64; TOTALS],
    /// Its class of characteristics that differ between households: index into [`FactorClasses::characteristics`].
    pub class: usize,
    /// Tables by a clock among its numbers, and the alternative that has them where not all do; sorted. Items with the
    /// same ones go by the same factors.
    pub tables: Vec<(Option<usize>, usize)>,
}

impl ItemPlan {
    /// Prepares all items of a scenario.
    pub fn all(scenario: &Scenario, space: &Space) -> Vec<Self> {
        let classes = FactorClasses::new(scenario);
        let (entries, times) = (entries(scenario), special_times(scenario));
        let lasting: Vec<bool> = space.where_holds(&Condition::Always);
        let ended = space.ended(scenario);
        let plan = |(index, item): (usize, &Item)| {
            let class = classes.of(scenario, item);
            let (weights, tables) = (Self::weights(scenario, item), tables(scenario, index));
            let (states, pieces) = (Vec::new(), Vec::new());
            let mut plan = Self { states, same_time_as: index, mark: None, pieces, weights, class, tables };
            let place = |condition: &Condition| times.iter().position(|time| time == condition);
            plan.pieces = since_pieces(scenario, item).iter().filter_map(|piece| place(&piece.condition)).collect();
            if !plan.pieces.is_empty() {
                return plan;
            }
            let holds = match &item.quantity {
                Quantity::Entries { condition, start_counts } => {
                    plan.mark = entries.iter().position(|entry| *entry == (condition, *start_counts));
                    return plan;
                }
                Quantity::Time(condition) if condition.is_about_states() => space.where_holds(condition),
                Quantity::Time(condition) => {
                    plan.mark = place(condition);
                    return plan;
                }
                Quantity::Always => lasting.clone(),
                _ => return plan,
            };
            plan.states = (0..space.states).filter(|joint| holds[*joint] && !ended[*joint]).collect();
            plan
        };
        let mut plans: Vec<Self> = scenario.items.iter().enumerate().map(plan).collect();
        let count_of = |item: usize| scenario.items.iter().position(|other| other.count == scenario.items[item].count);
        let mut first: FxHashMap<(Vec<usize>, usize, Option<usize>), usize> = FxHashMap::default();
        for (index, plan) in plans.iter_mut().enumerate().filter(|(_, plan)| !plan.states.is_empty()) {
            plan.same_time_as = *first.entry((plan.states.clone(), plan.class, count_of(index))).or_insert(index);
        }
        plans
    }

    /// What 1 euro of an item adds to each total. By kind and not by adding up shares, so that transfers vanish
    /// exactly.
    pub fn weights(scenario: &Scenario, item: &Item) -> [f64; TOTALS] {
        let public = |side: &[(usize, f64)]| -> f64 {
            side.iter().filter(|(account, _)| scenario.accounts[*account].public).map(|(_, share)| share).sum()
        };
        let purse = public(&item.receivers) - public(&item.payers);
        match item.kind {
            ItemKind::Resource => [-1.0, -1.0, purse],
            ItemKind::Output => [1.0, 1.0, purse],
            ItemKind::Transfer => [0.0, 0.0, purse],
            ItemKind::Welfare => [1.0, 0.0, 0.0],
            ItemKind::Unpriced => [0.0; TOTALS],
            ItemKind::Unvalued => [0.0, -1.0, purse],
        }
    }
}

/// Tables by which numbers of an item go, with the alternative where not all have them.
fn tables(scenario: &Scenario, item: usize) -> Vec<(Option<usize>, usize)> {
    let table = |number: &Number| match number.origin {
        Origin::Table(table) => Some(table),
        _ => None,
    };
    let everywhere = scenario.items[item].numbers().filter_map(|number| Some((None, table(number)?)));
    let scaled = scenario.alternatives.iter().enumerate().flat_map(|(at, alternative)| {
        let own = alternative.scaled_items.iter().filter(|(scaled, _)| *scaled == item);
        own.filter_map(move |(_, number)| Some((Some(at), table(number)?)))
    });
    let mut tables: Vec<(Option<usize>, usize)> = everywhere.chain(scaled).collect();
    tables.sort_unstable();
    tables
}

/// What an item debits and credits per euro: account and signed share. All postings of an item add up to 0.
pub fn postings(scenario: &Scenario, item: &Item) -> Vec<(usize, f64)> {
    let counter = |role: Role| scenario.accounts.iter().position(|account| account.role == role);
    let parties =
        |side: &[(usize, f64)], sign: f64| side.iter().map(|(a, share)| (*a, sign * share)).collect::<Vec<_>>();
    let (from, to) = match item.kind {
        ItemKind::Unpriced => return Vec::new(),
        ItemKind::Resource => (parties(&item.payers, -1.0), counter(Role::Resources).map(|a| vec![(a, 1.0)])),
        ItemKind::Unvalued => (parties(&item.payers, -1.0), counter(Role::Unvalued).map(|a| vec![(a, 1.0)])),
        ItemKind::Output => {
            (counter(Role::Resources).map(|a| vec![(a, -1.0)]).unwrap_or_default(), Some(parties(&item.receivers, 1.0)))
        }
        ItemKind::Transfer => (parties(&item.payers, -1.0), Some(parties(&item.receivers, 1.0))),
        ItemKind::Welfare => (
            counter(Role::Resources).map(|a| vec![(a, -1.0)]).unwrap_or_default(),
            counter(Role::Welfare).map(|a| vec![(a, 1.0)]),
        ),
    };
    from.into_iter().chain(to.unwrap_or_default()).collect()
}

/// Whether an item counts in this alternative: not switched off, and not the own cost of another.
pub fn applies(scenario: &Scenario, alternative: usize, item: usize) -> bool {
    let off = scenario.alternatives[alternative].off_items.contains(&item);
    !off && scenario.items[item].own.or(scenario.items[item].only).is_none_or(|owner| owner == alternative)
}

/// What one unit of quantity of an item comes to, without the characteristics that differ between households.
#[derive(Clone, Debug)]
pub struct Amount<const L: usize> {
    /// Units of the price.
    pub units: Lanes<L>,
    /// Euro; the number of units for items without a price.
    pub euro: Lanes<L>,
    /// By what both are multiplied in each cycle, where numbers go by a clock.
    pub by_cycle: Option<Vec<Lanes<L>>>,
    /// By what both are multiplied in each piece of the time, where numbers go by how long something has lasted.
    pub pieces: Vec<Lanes<L>>,
}

/// What each item comes to per unit of quantity in these draws: conversion x factors x price. Nothing for items that
/// are switched off or belong to another alternative.
///
/// # Errors
/// A drawn value outside the bounds of its kind.
pub fn amounts<const L: usize>(inputs: &Inputs<L>, alternative: usize) -> Result<Vec<Amount<L>>, SimulationError> {
    let amount = |index: usize| match applies(inputs.scenario, alternative, index) {
        true => amount(inputs, alternative, index),
        false => Ok(Amount { units: [0.0; L], euro: [0.0; L], by_cycle: None, pieces: Vec::new() }),
    };
    (0..inputs.scenario.items.len()).map(amount).collect()
}

fn amount<const L: usize>(inputs: &Inputs<L>, alternative: usize, index: usize) -> Result<Amount<L>, SimulationError> {
    let item = &inputs.scenario.items[index];
    let scaled = inputs.scenario.alternatives[alternative].scaled_items.iter().filter(|(scaled, _)| *scaled == index);
    let pieces = pieces(inputs, item)?;
    let mut amount = Amount { units: [item.conversion; L], euro: [1.0; L], by_cycle: None, pieces };
    for factor in item.times.iter().chain(scaled.map(|(_, factor)| factor)) {
        if let Some(value) = amount.constant(inputs, *factor)? {
            times(&mut amount.units, &value);
        }
    }
    amount.euro = amount.units;
    if let Some(price) = item.price
        && let Some(value) = amount.constant(inputs, price)?
    {
        times(&mut amount.euro, &value);
    }
    if let Some(part) = item.part
        && let Some(value) = amount.constant(inputs, part)?
    {
        times(&mut amount.euro, &value);
    }
    Ok(amount)
}

/// The product of all numbers of an item that go by how long something has lasted, by piece of its time.
fn pieces<const L: usize>(inputs: &Inputs<L>, item: &Item) -> Result<Vec<Lanes<L>>, SimulationError> {
    let scenario = inputs.scenario;
    let pieces = since_pieces(scenario, item);
    let mut factors = vec![[1.0; L]; pieces.len()];
    for number in item.times.iter().chain(&item.price).filter(|number| since_clock(scenario, number).is_some()) {
        let table = Tabulated::new(inputs, *number)?;
        for (factor, piece) in factors.iter_mut().zip(&pieces) {
            let since = vec![piece.reading; scenario.clocks.len()];
            times(factor, table.at(scenario, &Moment { cycle: 0, since: &since, characteristics: &[] }));
        }
    }
    Ok(factors)
}

impl<const L: usize> Amount<L> {
    /// The value of a factor that is the same in every cycle and household. Others are left to [`Self::by_cycle`] and
    /// to the [`FactorClasses`].
    fn constant(&mut self, inputs: &Inputs<L>, number: Number) -> Result<Option<Lanes<L>>, SimulationError> {
        let scenario = inputs.scenario;
        match number.origin {
            Origin::Characteristic(index) if is_random(scenario, index) => Ok(None),
            Origin::Table(_) if since_clock(scenario, &number).is_some() => Ok(None),
            Origin::Table(_) => {
                let table = Tabulated::new(inputs, number)?;
                let characteristics = characteristic_means(scenario);
                let since = vec![0; scenario.clocks.len()];
                let horizon = scenario.settings.horizon;
                let by_cycle = self.by_cycle.get_or_insert_with(|| vec![[1.0; L]; horizon + 1]);
                for (cycle, factor) in by_cycle.iter_mut().enumerate() {
                    times(
                        factor,
                        table.at(scenario, &Moment { cycle, since: &since, characteristics: &characteristics }),
                    );
                }
                Ok(None)
            }
            _ => inputs.number(number).map(Some),
        }
    }
}
