//! From quantities to euros: what each item amounts to, and the three totals.
//!
//! In: items, drawn prices, a [`Trajectory`]. Out: [`Priced`]: quantities and amounts per item, and present values of the
//! three totals. Count first, then price. Who pays and receives is worked out on means, in `analyse::accounts`.
//!
//! Signs: a total counts what its members receive as positive and what they pay as negative.

use super::Fault;
use super::compile::{Inputs, Lanes, times};
use super::space::Space;
use super::trajectory::Trajectory;
use crate::model::{Item, ItemKind, Quantity, Role, Scenario, Settings};

/// The three totals, printed side by side and never added.
pub const TOTALS: usize = 3;
/// All accounts but the counter-accounts.
pub const SOCIETY: usize = 0;
/// Society, and what is valued without being cash.
pub const WITH_WELFARE: usize = 1;
/// The public accounts, transfers included.
pub const PUBLIC: usize = 2;

/// No item can come to more than this per household, in euro or in units of its price: beyond it sums lose their cents.
pub const MOST: f64 = 1e12;

/// Discount factors by row.
#[derive(Clone, Debug)]
pub struct Discount {
    /// For what happens at border `t`: `(1 + r)^(-t / 12)`.
    pub border: Vec<f64>,
    /// For what happens in the cycle that ends at border `t`: its middle; 1 for row 0.
    pub cycle: Vec<f64>,
}

impl Discount {
    /// Factors for rows 0..=horizon.
    pub fn new(settings: &Settings) -> Self {
        let border = (0..=settings.horizon).map(|row| settings.discount_rate.factor(row as f64)).collect();
        let middle = |row: usize| settings.discount_rate.factor((row as f64 - 0.5).max(0.0));
        Self { border, cycle: (0..=settings.horizon).map(middle).collect() }
    }
}

/// What of an item does not depend on draws.
#[derive(Clone, Debug)]
pub struct ItemPlan {
    /// For time items the joint states in which the condition holds.
    pub states: Vec<usize>,
    /// What 1 euro of the item adds to each total.
    pub weights: [f64; TOTALS],
}

impl ItemPlan {
    /// Prepares all items of a scenario.
    pub fn all(scenario: &Scenario, space: &Space) -> Vec<Self> {
        let plan = |item: &Item| {
            let states = match &item.quantity {
                Quantity::Time(condition) => {
                    let holds = space.where_holds(condition);
                    (0..space.states).filter(|joint| holds[*joint]).collect()
                }
                _ => Vec::new(),
            };
            Self { states, weights: Self::weights(scenario, item) }
        };
        scenario.items.iter().map(plan).collect()
    }

    /// What 1 euro of an item adds to each total. By kind and not by adding up shares, so that transfers vanish exactly.
    pub fn weights(scenario: &Scenario, item: &Item) -> [f64; TOTALS] {
        let public = |side: &[(usize, f64)]| -> f64 {
            side.iter().filter(|(account, _)| scenario.accounts[*account].public).map(|(_, share)| share).sum()
        };
        let purse = public(&item.receivers) - public(&item.payers);
        match item.kind {
            ItemKind::Resource => [-1.0, -1.0, purse],
            ItemKind::Output => [1.0, 1.0, purse],
            ItemKind::Transfer => [0.0, 0.0, purse],
            ItemKind::Welfare => [0.0, 1.0, 0.0],
            ItemKind::Unpriced => [0.0; TOTALS],
        }
    }
}

/// What an item debits and credits per euro: account and signed share. All postings of an item add up to 0.
pub fn postings(scenario: &Scenario, item: &Item) -> Vec<(usize, f64)> {
    let counter = |role: Role| scenario.accounts.iter().position(|account| account.role == role);
    let parties =
        |side: &[(usize, f64)], sign: f64| side.iter().map(|(a, share)| (*a, sign * share)).collect::<Vec<_>>();
    let (from, to) = match item.kind {
        ItemKind::Unpriced => return Vec::new(),
        ItemKind::Resource => (parties(&item.payers, -1.0), counter(Role::Resources).map(|a| vec![(a, 1.0)])),
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
    !off && scenario.items[item].own.or(scenario.items[item].only).is_none_or(|one| one == alternative)
}

/// Euro per unit of quantity of each item in these draws: conversion x factors x price; the number of units for items
/// without a price. 0 for items that are switched off or belong to another alternative.
///
/// # Errors
/// A drawn value outside the bounds of its kind.
pub fn unit_amounts<const L: usize>(inputs: &Inputs<L>, alternative: usize) -> Result<Vec<Lanes<L>>, Fault> {
    let scenario = inputs.scenario;
    let amount = |(index, item): (usize, &Item)| {
        if !applies(scenario, alternative, index) {
            return Ok([0.0; L]);
        }
        let mut amount = units_per_quantity(inputs, alternative, index)?;
        if let Some(price) = item.price {
            times(&mut amount, &inputs.number(price)?);
        }
        Ok(amount)
    };
    scenario.items.iter().enumerate().map(amount).collect()
}

/// Units of the price in one unit of quantity.
///
/// # Errors
/// A drawn value outside the bounds of its kind.
pub fn units_per_quantity<const L: usize>(
    inputs: &Inputs<L>,
    alternative: usize,
    index: usize,
) -> Result<Lanes<L>, Fault> {
    let item = &inputs.scenario.items[index];
    let scaled = inputs.scenario.alternatives[alternative].scaled_items.iter().filter(|(scaled, _)| *scaled == index);
    let mut units = [item.conversion; L];
    for factor in item.times.iter().chain(scaled.map(|(_, factor)| factor)) {
        times(&mut units, &inputs.number(*factor)?);
    }
    Ok(units)
}

/// How much of an item there is at each border and in each cycle, by row, per household.
pub struct Series<const L: usize> {
    /// By row.
    pub quantity: Vec<Lanes<L>>,
    /// Whether the quantity falls at the border itself (starts), not in the cycle that ends there.
    pub at_border: bool,
}

/// The quantity of an item along a trajectory of this alternative.
pub fn series<const L: usize>(
    scenario: &Scenario,
    alternative: usize,
    item: &Item,
    plan: &ItemPlan,
    trajectory: &Trajectory<L>,
) -> Series<L> {
    let named = |name: &String| {
        let interventions = &scenario.alternatives[alternative].interventions;
        interventions.iter().position(|one| one.name == *name)
    };
    let empty = [0.0; L];
    let rows = 0..=trajectory.cycles;
    let quantity: Vec<Lanes<L>> = match &item.quantity {
        Quantity::Time(_) => {
            rows.map(|row| if row == 0 { empty } else { sum(trajectory.mass(row), &plan.states) }).collect()
        }
        Quantity::Transitions(which) => rows.map(|row| sum(trajectory.moved(row), which)).collect(),
        Quantity::Starts(name) => rows.map(|row| named(name).map_or(empty, |i| trajectory.started(row)[i])).collect(),
        Quantity::Responders(name) => {
            rows.map(|row| named(name).map_or(empty, |i| trajectory.responded(row)[i])).collect()
        }
        Quantity::ActiveTime(name) => {
            let lasts = |i: usize| scenario.alternatives[alternative].interventions[i].active;
            rows.map(|row| named(name).map_or(empty, |i| trajectory.active(row, i, lasts(i)))).collect()
        }
    };
    Series { quantity, at_border: matches!(item.quantity, Quantity::Starts(_) | Quantity::Responders(_)) }
}

fn sum<const L: usize>(values: &[Lanes<L>], which: &[usize]) -> Lanes<L> {
    let mut total = [0.0; L];
    for index in which {
        (0..L).for_each(|lane| total[lane] += values[*index][lane]);
    }
    total
}

/// One item of one alternative: mean per household, added over draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemTotals {
    /// Units of the price (hours, months, events), by year since the start.
    pub quantity_by_year: Vec<f64>,
    /// Euro, not discounted, by year since the start.
    pub amount_by_year: Vec<f64>,
    /// Euro, present value.
    pub present_value: f64,
    /// Euro, present value of what falls after the lag of the item.
    pub present_value_after_lag: f64,
}

impl ItemTotals {
    /// Nothing yet, for this many years.
    pub fn empty(years: usize) -> Self {
        Self { quantity_by_year: vec![0.0; years], amount_by_year: vec![0.0; years], ..Self::default() }
    }

    /// Adds another part of the draws.
    pub fn add(&mut self, other: &Self) {
        self.quantity_by_year.iter_mut().zip(&other.quantity_by_year).for_each(|(sum, part)| *sum += part);
        self.amount_by_year.iter_mut().zip(&other.amount_by_year).for_each(|(sum, part)| *sum += part);
        self.present_value += other.present_value;
        self.present_value_after_lag += other.present_value_after_lag;
    }

    /// Divides by the number of draws.
    pub fn divide(&mut self, draws: f64) {
        self.quantity_by_year.iter_mut().chain(&mut self.amount_by_year).for_each(|value| *value /= draws);
        self.present_value /= draws;
        self.present_value_after_lag /= draws;
    }
}

/// The ledger of one alternative for a group of draws.
pub struct Priced<const L: usize> {
    /// Items, added over the lanes that are real draws.
    pub items: Vec<ItemTotals>,
    /// Present value of each total, by draw.
    pub totals: Vec<Lanes<L>>,
    /// Present value of each total of the alternative's own items, by draw.
    pub own: Vec<Lanes<L>>,
    /// Discounted flow of each total, by row.
    pub flows: Vec<[Lanes<L>; TOTALS]>,
}

/// Year since the start in which a row falls.
pub fn year_of(row: usize, at_border: bool, years: usize) -> usize {
    let month = if at_border { row } else { row.saturating_sub(1) };
    (month / 12).min(years - 1)
}

/// Years that a horizon touches.
pub fn years(cycles: usize) -> usize {
    cycles.div_ceil(12).max(1)
}

/// Prices one alternative. `lanes` is the number of lanes that are real draws.
///
/// # Errors
/// A drawn value outside the bounds of its kind, or an item that comes to more than [`MOST`].
pub fn price<const L: usize>(
    inputs: &Inputs<L>,
    alternative: usize,
    plans: &[ItemPlan],
    discount: &Discount,
    trajectory: &Trajectory<L>,
    lanes: usize,
) -> Result<Priced<L>, Fault> {
    let scenario = inputs.scenario;
    let years = years(trajectory.cycles);
    let amounts = unit_amounts(inputs, alternative)?;
    let mut priced = Priced {
        items: vec![ItemTotals::empty(years); scenario.items.len()],
        totals: vec![[0.0; L]; TOTALS],
        own: vec![[0.0; L]; TOTALS],
        flows: vec![[[0.0; L]; TOTALS]; trajectory.cycles + 1],
    };
    let counts = |(index, _): &(usize, &Item)| applies(scenario, alternative, *index);
    for (index, item) in scenario.items.iter().enumerate().filter(counts) {
        let series = series(scenario, alternative, item, &plans[index], trajectory);
        let units = units_per_quantity(inputs, alternative, index)?;
        let totals = &mut priced.items[index];
        let mut present = [0.0; L];
        for (row, quantity) in series.quantity.iter().enumerate() {
            let factor = if series.at_border { discount.border[row] } else { discount.cycle[row] };
            let year = year_of(row, series.at_border, years);
            let month = row as f64;
            let after_lag = if series.at_border { month >= item.cashable_lag } else { month > item.cashable_lag };
            for lane in 0..L {
                let amount = quantity[lane] * amounts[index][lane];
                let value = amount * factor;
                present[lane] += value;
                if lane < lanes {
                    totals.quantity_by_year[year] += quantity[lane] * units[lane];
                    totals.present_value += if item.price.is_some() { value } else { 0.0 };
                    totals.amount_by_year[year] += if item.price.is_some() { amount } else { 0.0 };
                    let late = after_lag && item.price.is_some();
                    totals.present_value_after_lag += if late { value } else { 0.0 };
                }
                for total in 0..TOTALS {
                    priced.flows[row][total][lane] += value * plans[index].weights[total];
                }
            }
        }
        let possible = |lane: &usize| present[*lane].abs() <= MOST && units[*lane] <= MOST;
        if let Some(lane) = (0..L).find(|lane| !possible(lane)) {
            return Err(Fault::TooMuch { item: item.id.clone(), draw: inputs.draws[lane] });
        }
        for total in 0..TOTALS {
            let weight = plans[index].weights[total];
            let own = item.own == Some(alternative);
            for (lane, present) in present.iter().enumerate() {
                priced.totals[total][lane] += present * weight;
                priced.own[total][lane] += if own { present * weight } else { 0.0 };
            }
        }
    }
    Ok(priced)
}
