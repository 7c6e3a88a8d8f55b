//! Chances of one cycle.
//!
//! In: a graph, compiled values, the cycle. Out: [`Chances`] per exit, and per row to stay. Rows whose chances never change
//! are worked out once.

use super::graph::{Exit, Graph};
use crate::model::{Condition, Scenario};
use crate::simulate::compile::Lanes;
use crate::simulate::hazards::{Acts, Hazards, with_probability_ratios};
use crate::simulate::machine::Machine;
use crate::simulate::tables::Moment;

/// Chances of one cycle.
pub struct Chances<const L: usize> {
    /// By exit of the graph.
    pub exits: Vec<Lanes<L>>,
    /// To stay, by row of the graph.
    pub stay: Vec<Lanes<L>>,
    /// That no exit of a row ends everything.
    pub lasts: Vec<Lanes<L>>,
    /// Number of times that probabilities above 1 were scaled down.
    pub scaled: u64,
}

impl<const L: usize> Chances<L> {
    /// Chances of the first cycle.
    pub fn new(graph: &Graph, machine: &Machine, hazards: &Hazards<L>, traits: &[f64]) -> Self {
        let ones = vec![[1.0; L]; graph.rows.len()];
        let mut chances = Self { exits: vec![[0.0; L]; graph.exits.len()], stay: ones.clone(), lasts: ones, scaled: 0 };
        (0..graph.rows.len()).for_each(|row| chances.fill(graph, machine, hazards, traits, row, 0));
        chances
    }

    /// Changes what differs from cycle to cycle.
    pub fn go_to(&mut self, graph: &Graph, machine: &Machine, hazards: &Hazards<L>, traits: &[f64], cycle: usize) {
        let rows = (0..graph.rows.len()).filter(|row| graph.rows[*row].by_cycle);
        rows.for_each(|row| self.fill(graph, machine, hazards, traits, row, cycle));
    }

    /// Competition of the exits of a row: `P(leave) = 1 - exp(-L)`, split by `l_j / L`.
    fn fill(
        &mut self,
        graph: &Graph,
        machine: &Machine,
        hazards: &Hazards<L>,
        traits: &[f64],
        index: usize,
        cycle: usize,
    ) {
        let row = &graph.rows[index];
        let mut ratios = Vec::with_capacity(row.exits.len());
        for exit in row.exits.clone() {
            let one = &graph.exits[exit];
            let moment = Moment { cycle, since: &one.since, traits };
            let modifiers = modifiers(machine.scenario, one, &moment);
            let responding: Vec<(u32, u32)> = responding(machine, one, cycle);
            let acts = Acts { modifiers: &modifiers, responding: &responding };
            let pull = hazards.pull(machine.scenario, machine.alternative, one.transition, acts, &moment);
            self.exits[exit] = pull.hazard;
            ratios.push(pull.ratio);
        }
        for lane in 0..L {
            if ratios.iter().any(|ratio| ratio[lane] != 1.0) {
                let mut of_lane: Vec<f64> = row.exits.clone().map(|exit| self.exits[exit][lane]).collect();
                let ratios: Vec<f64> = ratios.iter().map(|ratio| ratio[lane]).collect();
                self.scaled += u64::from(with_probability_ratios(&mut of_lane, &ratios, row.rest));
                row.exits.clone().zip(of_lane).for_each(|(exit, hazard)| self.exits[exit][lane] = hazard);
            }
            let total: f64 = row.exits.clone().map(|exit| self.exits[exit][lane]).sum();
            let leave = -libm::expm1(-total);
            let split = if total > 0.0 { leave / total } else { 0.0 };
            let mut ended = 0.0;
            for exit in row.exits.clone() {
                self.exits[exit][lane] *= split;
                ended += if graph.exits[exit].ends { self.exits[exit][lane] } else { 0.0 };
            }
            self.stay[index][lane] = 1.0 - leave;
            self.lasts[index][lane] = 1.0 - ended;
        }
    }
}

/// Modifiers that hold at a moment.
fn modifiers(scenario: &Scenario, exit: &Exit, moment: &Moment) -> Vec<u32> {
    let now = |condition: &Condition| {
        condition.judged(&|part| match part {
            Condition::Within { clock, from, to } => {
                let reading = moment.reading(scenario, *clock);
                reading >= from.0 && reading < to.0
            }
            _ => true,
        })
    };
    let at_times = exit.at_times.iter().filter(|(_, condition)| now(condition)).map(|(place, _)| *place);
    let mut all: Vec<u32> = exit.modifiers.iter().copied().chain(at_times).collect();
    all.sort_unstable();
    all
}

/// Interventions that act, with the completed cycles since their start.
fn responding(machine: &Machine, exit: &Exit, cycle: usize) -> Vec<(u32, u32)> {
    let elapsed = |at: u32| {
        let start = machine.alternative.interventions[at as usize].fixed_start();
        cycle.saturating_sub(start.unwrap_or(cycle)) as u32
    };
    exit.responding.iter().map(|(at, since)| (*at, since.unwrap_or_else(|| elapsed(*at)))).collect()
}
