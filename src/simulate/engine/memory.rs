//! Memory that a run takes, roughly.
//!
//! In: a scenario, its space, graphs, a plan. Out: bytes, from below: what grows with states, cycles, draws or
//! households. It is known before anything of that size is made (graphs have limits of their own), so that a run that
//! cannot fit is refused instead of ended by the system.

use crate::model::{Alternative, Scenario};
use crate::simulate::cohort::graph::{CycleRange, Graph, Source};
use crate::simulate::compile::joint_states::Space;
use crate::simulate::ledger::factors::FactorClasses;
use crate::simulate::ledger::item_totals::ItemDraw;
use crate::simulate::ledger::totals::TOTALS;
use crate::simulate::limits::{BATCH, KEPT, LANES};
use crate::simulate::micro::events::BLOCK as SIDE_BY_SIDE;
use crate::simulate::micro::value::outcome::Households;
use crate::simulate::plan::{Method, RunPlan};
use crate::simulate::results::DrawOutcome;
use crate::simulate::rules::history::is_plain;
use crate::simulate::rules::special_times;
use std::mem::size_of;

/// A number for each draw of a group.
const LANE: f64 = (LANES * size_of::<f64>()) as f64;
/// One number.
const ONE: f64 = size_of::<f64>() as f64;

/// A situation, with its rows and what is done at boundaries, in bytes.
const OF_NODE: f64 = 400.0;
/// An outcome of a cycle, with its share of a split and of what made it findable, in bytes.
const OF_LEAD: usize = 40;

/// A point of a path: when and where to, in bytes.
const OF_POINT: f64 = 16.0;

/// Memory that so many groups of a run take at their highest, in bytes, without what is [`kept`] of every draw.
pub(crate) fn bytes(scenario: &Scenario, space: &Space, graphs: &[Graph], plan: &RunPlan, groups: usize) -> f64 {
    let threads = rayon::current_num_threads();
    let at_work = threads.min(groups) as f64;
    let waiting = (BATCH * threads).min(groups) as f64;
    fixed(graphs) + at_work * of_group(scenario, space, graphs, plan) + waiting * of_part(scenario, space)
}

/// Situations and where each combination of outcomes leads, for the exact method.
fn fixed(graphs: &[Graph]) -> f64 {
    let sources = |range: &CycleRange| range.flow.sources.len() * size_of::<Source>();
    let flows = |graph: &Graph| graph.ranges.iter().map(sources).sum::<usize>();
    let leads = |graph: &Graph| (graph.diagram.leads.len() * OF_LEAD + flows(graph)) as f64;
    graphs.iter().map(|graph| leads(graph) + graph.nodes.len() as f64 * OF_NODE).sum()
}

/// What a thread holds while it works on a group.
fn of_group(scenario: &Scenario, space: &Space, graphs: &[Graph], plan: &RunPlan) -> f64 {
    let rows = (scenario.settings.horizon + 1) as f64;
    let transitions = scenario.transitions.len() as f64;
    let plain = is_plain(scenario);
    let times = special_times(scenario).len() as f64;
    let of_alternative = |alternative: &Alternative| {
        let effects =
            alternative.interventions.iter().map(|intervention| intervention.effects.len()).sum::<usize>() as f64;
        let interventions = 3.0 * alternative.interventions.len() as f64;
        let trajectory = rows * (space.states as f64 + transitions + interventions + times);
        let courses = match plan.method {
            Method::Cohort => trajectory * LANE,
            Method::Micro | Method::Months => {
                FactorClasses::new(scenario).characteristics.len() as f64 * trajectory * (LANE + ONE)
            }
        };
        // Hazards by cycle, where they go by a clock, and profiles; and once more for the one draw that is simulated.
        let tables = rows * (transitions * f64::from(u8::from(!plain)) + effects) * (LANE + ONE);
        courses + tables
    };
    // Flows by row of the null alternative and of one other; discount factors are few beside them.
    let flows = 2.0 * rows * TOTALS as f64 * LANE;
    let mass =
        |graph: &Graph| (2 * graph.diagram.places() + 4 * graph.exits.len() + 2 * graph.rows.len()) as f64 * LANE;
    let of_alternatives = scenario.alternatives.iter().map(of_alternative).sum::<f64>();
    of_alternatives + flows + of_paths(scenario, plan) + graphs.iter().map(mass).fold(0.0, f64::max)
}

/// Courses of the households that a thread simulates side by side, as if each moved in every cycle.
fn of_paths(scenario: &Scenario, plan: &RunPlan) -> f64 {
    let side_by_side = plan.households.min(SIDE_BY_SIDE) as f64;
    side_by_side * (scenario.settings.horizon + 1) as f64 * OF_POINT
}

/// What a group leaves to be added.
fn of_part(scenario: &Scenario, space: &Space) -> f64 {
    let years = scenario.settings.cycle.years(scenario.settings.horizon) as f64;
    let items = scenario.items.len() as f64 * 2.0 * years;
    let states = space.states as f64 * (years + 2.0);
    let flows = (scenario.settings.horizon + 1) as f64 * TOTALS as f64;
    (items + states + flows + scenario.transitions.len() as f64) * ONE * scenario.alternatives.len() as f64
}

/// What is kept of every draw and household until the end, in bytes.
pub(crate) fn kept(scenario: &Scenario, plan: &RunPlan) -> f64 {
    let (draws, households) = (plan.draws as f64, plan.households as f64);
    // One by one, and the sorted copy that the answers need; else in bins, of which there are few.
    let one_by_one = draws * households <= KEPT as f64;
    let of_household = if one_by_one { size_of::<[f32; TOTALS]>() as f64 } else { 0.0 };
    let of_draw = size_of::<DrawOutcome>() + if plan.households > 0 { size_of::<Households>() } else { 0 };
    let of_items = scenario.items.len() * size_of::<ItemDraw>() + size_of::<Vec<ItemDraw>>();
    let of_alternative = draws * ((of_draw + of_items) as f64 + households * of_household);
    let parameters = draws * (scenario.parameters.len() as f64 + 3.0) * ONE;
    scenario.alternatives.len() as f64 * of_alternative
        + parameters
        + if one_by_one { draws * households * ONE } else { 0.0 }
}
