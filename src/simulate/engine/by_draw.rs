//! Simulated figures by draw alone, the fast way: totals of each draw, nothing row by row.
//!
//! In: compiled values of a group of draws. Out: what each item comes to in each draw, totals, net benefits with their
//! spread between households. No flows, shares, groups or distributions: those are `futures`'. The figures are the same
//! but for rounding; a net benefit of a household is the same to the bit.

use crate::simulate::compile::discounting::Timing;
use crate::simulate::engine::compiled::DrawGroup;
use crate::simulate::engine::draw_outcome::noise;
use crate::simulate::engine::household::{HouseholdDraw, HouseholdVisitor};
use crate::simulate::engine::prepared::Prepared;
use crate::simulate::error::SimulationError;
use crate::simulate::ledger::item_plan::ItemPlan;
use crate::simulate::ledger::item_totals::ItemDraw;
use crate::simulate::ledger::totals::{TOTALS, possible, settled};
use crate::simulate::micro::course::CourseDifference;
use crate::simulate::micro::simulator::Workspace;
use crate::simulate::micro::value::discounted_quantity::discounted_quantity;
use crate::simulate::micro::value::money::Money;
use crate::simulate::micro::value::outcome::Households as Outcomes;
use crate::simulate::micro::value::sums::{DiscountedSums, Summed};
use crate::simulate::micro::value::unchanged::Unchanged;
use crate::simulate::results::{AlternativeResults, DrawOutcome};

/// A class of characteristics and a way of counting that items have in common.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Basis {
    class: usize,
    counting: usize,
}

impl Basis {
    fn of_item(prepared: &Prepared, item: usize) -> Self {
        Self { class: prepared.items[item].class, counting: prepared.timing.of_item(item) }
    }
}

/// The households of one draw.
struct DrawSums<'a> {
    timing: &'a Timing,
    /// By alternative.
    money: &'a [Money],
    bases: &'a [Basis],
    /// By alternative and basis.
    sums: Vec<Vec<DiscountedSums>>,
    /// By alternative but the first.
    unchanged: Vec<Unchanged>,
    found: Vec<Outcomes>,
}

impl HouseholdVisitor for DrawSums<'_> {
    fn household(&mut self, null: &impl Summed, differences: &[CourseDifference], factors: &[f64]) {
        let timing = self.timing;
        for (sums, basis) in self.sums[0].iter_mut().zip(self.bases) {
            sums.add(null, timing.discount(basis.counting), factors[basis.class]);
        }
        for (at, difference) in differences.iter().enumerate() {
            for (sums, basis) in self.sums[at + 1].iter_mut().zip(self.bases) {
                sums.add_difference(difference, timing.discount(basis.counting), factors[basis.class]);
            }
            let (money, null_money) = (&self.money[at + 1], &self.money[0]);
            let (net_benefit, _) = self.unchanged[at].worth(money, null_money, null, difference, timing, factors);
            self.found[at].push_net(net_benefit);
        }
    }
}

/// Whether items can be added up in this way: none goes by a clock.
pub(crate) fn knows(items: &[ItemPlan]) -> bool {
    items.iter().all(|plan| plan.tables.is_empty())
}

/// Simulates the households of each draw and works out the figures by draw; `capped` counts by draw where chances were
/// scaled down.
///
/// # Errors
/// A stop on request, or an item that comes to too much.
pub(crate) fn run(
    group: &DrawGroup,
    results: &mut [AlternativeResults],
    capped: &mut [u64],
) -> Result<(), SimulationError> {
    let DrawGroup { prepared, plan, draws, monitor, .. } = *group;
    let bases = bases(prepared);
    let mut workspace = Workspace::default();
    for (lane, draw) in draws.iter().enumerate() {
        let (hazards, money) = (group.hazards(lane), group.money(lane));
        let empty = |at: usize| bases.iter().map(|_| DiscountedSums::new(prepared.sizes(at))).collect();
        let (timing, domains) = (&prepared.timing, prepared.scenario().domains.len());
        let alike = !prepared.households_differ;
        let new_unchanged = |own: &Money| Unchanged::new(own, &money[0], timing, domains, alike);
        let mut draw_sums = DrawSums {
            timing: &prepared.timing,
            bases: &bases,
            sums: (0..money.len()).map(empty).collect(),
            unchanged: money[1..].iter().map(new_unchanged).collect(),
            found: vec![Outcomes::default(); money.len() - 1],
            money: &money,
        };
        let households = HouseholdDraw { prepared, plan, draw: *draw, hazards: &hazards, monitor };
        households.simulate(&mut workspace, &mut draw_sums)?;
        capped[lane] += workspace.take_scaled();
        let DrawSums { mut sums, found, .. } = draw_sums;
        if let Some(layout) = prepared.exit_layout(plan.method) {
            sums[0].iter_mut().for_each(|sums| sums.settle(&layout.slots));
        }
        let (of_null, others) = sums.split_at_mut(1);
        others.iter_mut().for_each(|all| all.iter_mut().zip(&of_null[0]).for_each(|(sums, null)| sums.add_null(null)));
        let mut null: Option<DrawOutcome> = None;
        let mut found = found.into_iter();
        for (alternative, result) in results.iter_mut().enumerate() {
            let households = if alternative == 0 { None } else { found.next() };
            let place = DrawPlace { group, alternative, lane };
            let items = place.items(&bases, &sums[alternative])?;
            let outcome = place.outcome(&items, noise(households.as_ref()), null.as_ref());
            null.get_or_insert_with(|| outcome.clone());
            result.item_draws.push(items);
            result.households.extend(households);
            result.draws.push(outcome);
        }
    }
    Ok(())
}

/// Classes of characteristics and ways of counting of all items.
fn bases(prepared: &Prepared) -> Vec<Basis> {
    let mut bases: Vec<Basis> = (0..prepared.items.len()).map(|item| Basis::of_item(prepared, item)).collect();
    bases.sort_unstable();
    bases.dedup();
    bases
}

/// One alternative in one draw of a group.
#[derive(Clone, Copy)]
struct DrawPlace<'a> {
    group: &'a DrawGroup<'a>,
    alternative: usize,
    lane: usize,
}

impl DrawPlace<'_> {
    /// What each item comes to for the average household.
    fn items(&self, bases: &[Basis], sums: &[DiscountedSums]) -> Result<Vec<ItemDraw>, SimulationError> {
        let Self { group, alternative, lane } = *self;
        let (prepared, amounts) = (group.prepared, &group.compiled[alternative].amounts);
        let scenario = prepared.scenario();
        let households = group.plan.households as f64;
        let of_item = |index: usize| {
            let (plan, amount) = (&prepared.items[index], &amounts[index]);
            let own = Basis::of_item(prepared, index);
            let basis = bases.iter().position(|basis| *basis == own)?;
            let quantity = discounted_quantity(scenario, alternative, index, plan, &sums[basis])? / households;
            let present = quantity * amount.euro[lane];
            Some((quantity * amount.units[lane], present, amount.units[lane]))
        };
        let item_draw = |index: usize| {
            let (discounted_quantity, present, units) = of_item(index).unwrap_or_default();
            if !possible(present, units) {
                let (item, draw) = (scenario.items[index].id.clone(), group.draws[lane]);
                return Err(SimulationError::TooMuch { item, draw });
            }
            let present_value = if scenario.items[index].price.is_some() { present } else { 0.0 };
            Ok(ItemDraw { discounted_quantity, present_value })
        };
        (0..scenario.items.len()).map(item_draw).collect()
    }

    /// The totals. Payback takes flows, which are not there.
    fn outcome(&self, items: &[ItemDraw], noise: [f64; TOTALS], null: Option<&DrawOutcome>) -> DrawOutcome {
        let prepared = self.group.prepared;
        let (mut totals, mut own) = ([0.0; TOTALS], [0.0; TOTALS]);
        for ((item, plan), found) in prepared.scenario.items.iter().zip(&*prepared.items).zip(items) {
            for total in 0..TOTALS {
                let value = found.present_value * plan.weights[total];
                totals[total] += value;
                own[total] += if item.own == Some(self.alternative) { value } else { 0.0 };
            }
        }
        let own_gross: f64 = items.iter().map(|item| item.present_value.abs()).sum();
        // That of the null alternative, the first, holds its own items twice.
        let gross = own_gross + null.map_or(own_gross, |null| null.gross / 2.0);
        let reference = null.map_or(totals, |null| null.totals);
        let net_benefit = std::array::from_fn(|total| settled(totals[total] - reference[total], gross));
        DrawOutcome { totals, net_benefit, own, gross, payback: [None; TOTALS], noise }
    }
}
