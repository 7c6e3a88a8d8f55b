//! Discounted quantities of items, from sums over simulated households.
//!
//! In: [`DiscountedSums`] that are discounted already. Out: how much of an item there is in all. No prices.

use crate::model::{Quantity, Scenario};
use crate::simulate::ledger::item_plan::{ItemPlan, applies};
use crate::simulate::micro::value::sums::DiscountedSums;

/// The discounted quantity of an item of this number, added over all households; times in cycles. `None` where the item
/// does not count in this alternative.
pub fn discounted_quantity(
    scenario: &Scenario,
    alternative: usize,
    index: usize,
    plan: &ItemPlan,
    sums: &DiscountedSums,
) -> Option<f64> {
    if !applies(scenario, alternative, index) {
        return None;
    }
    let interventions = &scenario.alternatives[alternative].interventions;
    let named = |name: &String| interventions.iter().position(|intervention| intervention.name == *name);
    let of_intervention = |name: &String, values: &[f64]| named(name).map_or(0.0, |which| values[which]);
    let marked = |values: &[f64]| plan.mark.map_or(0.0, |which| values[which]);
    Some(match &scenario.items[index].quantity {
        Quantity::Time(_) | Quantity::Always if plan.mark.is_some() => marked(&sums.held),
        Quantity::Time(_) | Quantity::Always => plan.states.iter().map(|joint| sums.time[*joint]).sum(),
        Quantity::Entries { .. } => marked(&sums.entered),
        Quantity::Once => sums.once,
        Quantity::Transitions(which) => which.iter().map(|transition| sums.moved[*transition]).sum(),
        Quantity::Starts(name) => of_intervention(name, &sums.started),
        Quantity::Responders(name) => of_intervention(name, &sums.responded),
        Quantity::ActiveTime(name) => of_intervention(name, &sums.active),
    })
}
