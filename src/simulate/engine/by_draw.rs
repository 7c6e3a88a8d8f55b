//! Figures by draw alone: simulated households of which nothing is asked row by row, and no story is told.
//!
//! In: compiled values of a group of draws. Out: what each item comes to in each draw, totals, net benefits with their
//! spread between households. No flows, shares, groups or distributions: those are `futures`'. The figures are the same
//! but for rounding; a net benefit of a household is the same to the bit.

use crate::simulate::compile::discounting::{Timing, rate_of};
use crate::simulate::compile::hazard::Hazards;
use crate::simulate::engine::draw_outcome::noise;
use crate::simulate::engine::group::{Compiled, Engine};
use crate::simulate::engine::household::{Each, OfDraw, money};
use crate::simulate::error::SimulationError;
use crate::simulate::ledger::item_plan::ItemPlan;
use crate::simulate::ledger::item_totals::ItemDraw;
use crate::simulate::ledger::totals::{TOTALS, possible};
use crate::simulate::micro::course::Parting;
use crate::simulate::micro::simulator::Room;
use crate::simulate::micro::value::discounted_quantity::discounted_quantity;
use crate::simulate::micro::value::money::Money;
use crate::simulate::micro::value::outcome::Households as Outcomes;
use crate::simulate::micro::value::sums::{Summed, Sums};
use crate::simulate::micro::value::unchanged::Unchanged;
use crate::simulate::monitor::Monitor;
use crate::simulate::results::{AlternativeResults, DrawOutcome};

/// A class of characteristics and a discount rate that items have in common.
type Basis = (usize, usize);

/// The households of one draw.
struct Adding<'a> {
    timing: &'a Timing,
    /// By alternative.
    money: &'a [Money],
    bases: &'a [Basis],
    /// By alternative and basis.
    sums: Vec<Vec<Sums>>,
    /// By alternative but the first.
    unchanged: Vec<Unchanged>,
    found: Vec<Outcomes>,
}

impl Each for Adding<'_> {
    fn household(&mut self, null: &impl Summed, partings: &[Parting], factors: &[f64]) {
        let timing = self.timing;
        for (sums, (class, rate)) in self.sums[0].iter_mut().zip(self.bases) {
            sums.add(null, timing.discount(*rate), factors[*class]);
        }
        for (at, parting) in partings.iter().enumerate() {
            for (sums, (class, rate)) in self.sums[at + 1].iter_mut().zip(self.bases) {
                sums.part(parting, timing.discount(*rate), factors[*class]);
            }
            let monies = (&self.money[at + 1], &self.money[0]);
            let (net_benefit, _) = self.unchanged[at].worth(monies, (null, parting), timing, factors);
            self.found[at].push_net(net_benefit);
        }
    }
}

/// Whether items can be added up in this way: none goes by a clock.
pub fn knows(items: &[ItemPlan]) -> bool {
    items.iter().all(|plan| !plan.by_cycle)
}

/// Simulates the households of each draw and works out the figures by draw.
///
/// # Errors
/// A stop on request, or an item that comes to too much.
pub(crate) fn run(
    engine: &Engine,
    compiled: &[Compiled],
    (draws, monitor): (&[u64], &dyn Monitor),
    results: &mut [AlternativeResults],
) -> Result<(), SimulationError> {
    let scenario = engine.scenario;
    let of_items = scenario.items.iter().zip(&engine.items).map(|(item, plan)| (plan.class, rate_of(item)));
    let mut bases: Vec<Basis> = of_items.collect();
    bases.sort_unstable();
    bases.dedup();
    let mut room = Room::default();
    for (lane, draw) in draws.iter().enumerate() {
        let hazards: Vec<Hazards<1>> = compiled.iter().map(|one| one.hazards.lane(lane)).collect();
        let money = money(engine, compiled, lane);
        let empty = |at: usize| bases.iter().map(|_| Sums::new(engine.sizes(at))).collect();
        let mut adding = Adding {
            timing: &engine.timing,
            bases: &bases,
            sums: (0..money.len()).map(empty).collect(),
            unchanged: money[1..].iter().map(|one| Unchanged::new(one, !engine.households.differ)).collect(),
            found: vec![Outcomes::default(); money.len() - 1],
            money: &money,
        };
        engine.households.live(&OfDraw { engine, draw: *draw, hazards: &hazards, monitor }, &mut room, &mut adding)?;
        let Adding { mut sums, found, .. } = adding;
        sums[0].iter_mut().for_each(|sums| engine.households.settle(sums));
        let (of_null, others) = sums.split_at_mut(1);
        others.iter_mut().for_each(|all| all.iter_mut().zip(&of_null[0]).for_each(|(sums, null)| sums.add_null(null)));
        let mut null = None;
        let mut found = found.into_iter();
        for (at, result) in results.iter_mut().enumerate() {
            let households = if at == 0 { None } else { found.next() };
            let items = items(engine, at, (&compiled[at], lane, *draw), (&bases, &sums[at]))?;
            let outcome = outcome(engine, at, &items, noise(households.as_ref()), null);
            null.get_or_insert(outcome.totals);
            result.item_draws.push(items);
            result.households.extend(households);
            result.draws.push(outcome);
        }
    }
    Ok(())
}

/// What each item comes to in one draw, for the average household.
fn items(
    engine: &Engine,
    alternative: usize,
    (compiled, lane, draw): (&Compiled, usize, u64),
    (bases, sums): (&[Basis], &[Sums]),
) -> Result<Vec<ItemDraw>, SimulationError> {
    let scenario = engine.scenario;
    let households = engine.plan.households as f64;
    let of_item = |index: usize| {
        let (item, plan, amount) = (&scenario.items[index], &engine.items[index], &compiled.amounts[index]);
        let basis = bases.iter().position(|basis| *basis == (plan.class, rate_of(item)))?;
        let quantity = discounted_quantity(scenario, (alternative, index), plan, &sums[basis])? / households;
        let present = quantity * amount.euro[lane];
        Some((quantity * amount.units[lane], present, amount.units[lane]))
    };
    let one = |index: usize| {
        let (discounted_quantity, present, units) = of_item(index).unwrap_or_default();
        if !possible(present, units) {
            return Err(SimulationError::TooMuch { item: scenario.items[index].id.clone(), draw });
        }
        let present_value = if scenario.items[index].price.is_some() { present } else { 0.0 };
        Ok(ItemDraw { discounted_quantity, present_value })
    };
    (0..scenario.items.len()).map(one).collect()
}

/// The totals of one draw. Payback takes flows, which are not there.
fn outcome(
    engine: &Engine,
    alternative: usize,
    items: &[ItemDraw],
    noise: [f64; TOTALS],
    null: Option<[f64; TOTALS]>,
) -> DrawOutcome {
    let (mut totals, mut own) = ([0.0; TOTALS], [0.0; TOTALS]);
    for ((item, plan), found) in engine.scenario.items.iter().zip(&engine.items).zip(items) {
        for total in 0..TOTALS {
            let value = found.present_value * plan.weights[total];
            totals[total] += value;
            own[total] += if item.own == Some(alternative) { value } else { 0.0 };
        }
    }
    let reference = null.unwrap_or(totals);
    let net_benefit = std::array::from_fn(|total| totals[total] - reference[total]);
    DrawOutcome { totals, net_benefit, own, payback: [None; TOTALS], noise }
}
