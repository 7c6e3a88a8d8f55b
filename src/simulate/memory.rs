//! How much memory a run takes, roughly.
//!
//! In: a scenario, its space, a plan. Out: bytes, from below: what grows with states, cycles, draws or households. It is
//! known before anything of that size is made, so that a run that cannot fit is refused instead of ended by the system.

use super::micro::outcome::Households;
use super::price::{ItemDraw, TOTALS};
use super::space::Space;
use super::{BATCH, DrawOutcome, LANES, Method, RunPlan};
use crate::model::{Alternative, Scenario};
use std::mem::size_of;

/// A number for each draw of a group.
const LANE: f64 = (LANES * size_of::<f64>()) as f64;
/// One number.
const ONE: f64 = size_of::<f64>() as f64;

/// Memory that a run takes at its highest, in bytes.
pub fn bytes(scenario: &Scenario, space: &Space, plan: &RunPlan) -> f64 {
    let groups = plan.draws.div_ceil(LANES);
    let threads = rayon::current_num_threads();
    let at_work = threads.min(groups) as f64;
    let waiting = (BATCH * threads).min(groups) as f64;
    fixed(space, plan)
        + at_work * of_group(scenario, space, plan)
        + waiting * of_part(scenario, space)
        + kept(scenario, plan)
}

/// Where each combination of outcomes ends, for the exact method.
fn fixed(space: &Space, plan: &RunPlan) -> f64 {
    if plan.method == Method::Cohort { space.outcomes() * size_of::<u32>() as f64 } else { 0.0 }
}

/// What a thread holds while it works on a group.
fn of_group(scenario: &Scenario, space: &Space, plan: &RunPlan) -> f64 {
    let rows = (scenario.settings.horizon + 1) as f64;
    let (states, transitions) = (space.states as f64, scenario.transitions.len() as f64);
    let of_alternative = |one: &Alternative| {
        let layers = f64::from(1u32 << one.interventions.len().min(31));
        let effects = one.interventions.iter().map(|intervention| intervention.effects.len()).sum::<usize>() as f64;
        let touched = effects.min(transitions);
        let trajectory = rows * (states + transitions + 2.0 * one.interventions.len() as f64);
        let tables = layers * rows * touched;
        let counts = if plan.method == Method::Micro { trajectory * size_of::<u32>() as f64 } else { 0.0 };
        (trajectory + space.exits.len() as f64 + tables) * LANE + tables * ONE + counts
    };
    let layers = |one: &Alternative| f64::from(1u32 << one.interventions.len().min(31)) * states * LANE;
    let widest = scenario.alternatives.iter().map(layers).fold(0.0, f64::max);
    scenario.alternatives.iter().map(of_alternative).sum::<f64>() + widest
}

/// What a group leaves to be added.
fn of_part(scenario: &Scenario, space: &Space) -> f64 {
    let years = scenario.settings.cycle.years(scenario.settings.horizon) as f64;
    let items = scenario.items.len() as f64 * 2.0 * years;
    let states = space.states as f64 * (years + 2.0);
    let flows = (scenario.settings.horizon + 1) as f64 * TOTALS as f64;
    (items + states + flows + scenario.transitions.len() as f64) * ONE * scenario.alternatives.len() as f64
}

/// What is kept of every draw and household until the end, and the sorted copy that the answers need.
fn kept(scenario: &Scenario, plan: &RunPlan) -> f64 {
    let (draws, households) = (plan.draws as f64, plan.households as f64);
    let of_household = size_of::<[f32; TOTALS]>() as f64;
    let of_draw = size_of::<DrawOutcome>() + if plan.households > 0 { size_of::<Households>() } else { 0 };
    let of_items = scenario.items.len() * size_of::<ItemDraw>() + size_of::<Vec<ItemDraw>>();
    let of_alternative = draws * ((of_draw + of_items) as f64 + households * of_household);
    let parameters = draws * (scenario.parameters.len() as f64 + 3.0) * ONE;
    scenario.alternatives.len() as f64 * of_alternative + parameters + draws * households * ONE
}
