//! Transition probabilities of one cycle: competing risks turned into chances.
//!
//! In: a graph, compiled values, the cycle. Out: [`Chances`]: for each row to stay and to leave by each exit. Rows
//! whose chances never change are worked out once; of the others those that somebody can be in, when their hazards
//! change.

use crate::model::Scenario;
use crate::simulate::cohort::cache_line::CacheLine;
use crate::simulate::cohort::graph::{Graph, GraphExit, GraphRow};
use crate::simulate::compile::clock::Moment;
use crate::simulate::compile::hazard::{Acts, Hazards, Intensity, with_probability_ratios};
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::rules::Rules;

/// What chances are worked out from.
#[derive(Clone, Copy)]
pub struct ChanceInputs<'a, const L: usize> {
    /// The situations and rows of an alternative.
    pub graph: &'a Graph,
    /// Its rules.
    pub rules: &'a Rules,
    /// Its compiled values.
    pub hazards: &'a Hazards<L>,
    /// Values of the characteristics.
    pub characteristics: &'a [f64],
}

/// Chances of one cycle.
#[derive(Debug, Default)]
pub struct Chances<const L: usize> {
    /// What is certain; then by row to stay, and by each exit: see [`GraphRow::ways`].
    pub ways: Vec<CacheLine<L>>,
    /// That no exit of a row ends everything.
    pub lasts: Vec<Lanes<L>>,
    /// Number of times that probabilities above 1 were scaled down, by draw.
    pub scaled: Vec<u64>,
    /// Where chances differ from cycle to cycle, by exit its intensity when they were worked out.
    intensities: Vec<Option<Intensity<L>>>,
    /// By row and draw whether probabilities had to be scaled down then.
    scalings: Vec<[bool; L]>,
    scratch: ChanceScratch<L>,
}

/// Memory that is used again for every row.
#[derive(Debug, Default)]
struct ChanceScratch<const L: usize> {
    intensities: Vec<Intensity<L>>,
    modifiers: Vec<u32>,
    responding: Vec<(u32, u32)>,
    off: Vec<(u32, u32)>,
    hazards: Vec<f64>,
    ratios: Vec<f64>,
}

impl<const L: usize> Chances<L> {
    /// Works out all that never changes.
    pub fn begin(&mut self, inputs: &ChanceInputs<L>) {
        let graph = inputs.graph;
        self.ways.clear();
        self.ways.resize(graph.chances(), CacheLine([1.0; L]));
        self.lasts.clear();
        self.lasts.resize(graph.rows.len(), [1.0; L]);
        self.intensities.clear();
        self.intensities.resize(graph.exits.len(), None);
        self.scalings.clear();
        self.scalings.resize(graph.rows.len(), [false; L]);
        self.scaled.clear();
        self.scaled.resize(L, 0);
        for at in (0..graph.rows.len()).filter(|at| !graph.rows[*at].by_cycle) {
            self.intensity(inputs, &graph.rows[at], 0);
            self.compete(inputs, at);
        }
        (0..graph.rows.len()).for_each(|at| self.count_scalings(at));
    }

    fn count_scalings(&mut self, row: usize) {
        let scaled = self.scaled.iter_mut().zip(self.scalings[row]);
        scaled.for_each(|(count, scaled)| *count += u64::from(scaled));
    }

    /// Works out these rows for a cycle.
    pub fn go_to(&mut self, inputs: &ChanceInputs<L>, rows: &[u32], cycle: usize) {
        for at in rows {
            let row = &inputs.graph.rows[*at as usize];
            self.intensity(inputs, row, cycle);
            let before = &mut self.intensities[row.exits.clone()];
            let now = self.scratch.intensities.iter().map(|intensity| Some(*intensity));
            // The same hazards give the same chances.
            if before.iter().copied().ne(now.clone()) {
                before.iter_mut().zip(now).for_each(|(before, now)| *before = now);
                self.compete(inputs, *at as usize);
            }
            self.count_scalings(*at as usize);
        }
    }

    /// Intensities of the exits of a row in a cycle.
    fn intensity(&mut self, inputs: &ChanceInputs<L>, row: &GraphRow, cycle: usize) {
        let (rules, scratch) = (inputs.rules, &mut self.scratch);
        scratch.intensities.clear();
        for exit in &inputs.graph.exits[row.exits.clone()] {
            let moment = Moment { cycle, since: &exit.since, characteristics: inputs.characteristics };
            put_modifiers(&rules.scenario, exit, &moment, &mut scratch.modifiers);
            put_responding(rules, exit, cycle, &mut scratch.responding);
            put_off(&rules.scenario, exit, &moment, &mut scratch.off);
            let acts = Acts { modifiers: &scratch.modifiers, responding: &scratch.responding, off: &scratch.off };
            scratch.intensities.push(inputs.hazards.intensity(
                &rules.scenario,
                &rules.alternative,
                exit.transition,
                acts,
                &moment,
            ));
        }
    }

    /// Competition of the exits of a row: `P(leave) = 1 - exp(-L)`, split by `l_j / L`.
    fn compete(&mut self, inputs: &ChanceInputs<L>, at: usize) {
        let row = &inputs.graph.rows[at];
        let exits = &inputs.graph.exits[row.exits.clone()];
        let ways = &mut self.ways[row.ways..][..=exits.len()];
        let ChanceScratch { intensities, hazards, ratios, .. } = &mut self.scratch;
        self.scalings[at] = [false; L];
        for lane in 0..L {
            hazards.clear();
            hazards.extend(intensities.iter().map(|intensity| intensity.hazard[lane]));
            if intensities.iter().any(|intensity| intensity.ratio[lane] != 1.0) {
                ratios.clear();
                ratios.extend(intensities.iter().map(|intensity| intensity.ratio[lane]));
                self.scalings[at][lane] = with_probability_ratios(hazards, ratios, row.rest);
            }
            let total: f64 = hazards.iter().sum();
            let leave = -libm::expm1(-total);
            let split = if total > 0.0 { leave / total } else { 0.0 };
            let mut ended = 0.0;
            for ((way, hazard), exit) in ways[1..].iter_mut().zip(&*hazards).zip(exits) {
                way.0[lane] = hazard * split;
                ended += if exit.ends { way.0[lane] } else { 0.0 };
            }
            ways[0].0[lane] = 1.0 - leave;
            self.lasts[at][lane] = 1.0 - ended;
        }
    }
}

/// Modifiers that hold at a moment.
fn put_modifiers(scenario: &Scenario, exit: &GraphExit, moment: &Moment, all: &mut Vec<u32>) {
    all.clone_from(&exit.modifiers);
    all.extend(
        exit.at_times.iter().filter(|(_, condition)| moment.satisfies(scenario, condition)).map(|(place, _)| *place),
    );
    all.sort_unstable();
}

/// Effects that do not act at a moment.
fn put_off(scenario: &Scenario, exit: &GraphExit, moment: &Moment, all: &mut Vec<(u32, u32)>) {
    all.clone_from(&exit.off);
    let later = exit.effects_at_times.iter().filter(|(_, condition)| !moment.satisfies(scenario, condition));
    all.extend(later.map(|(effect, _)| *effect));
}

/// Interventions that act, with the completed cycles since their start.
fn put_responding(rules: &Rules, exit: &GraphExit, cycle: usize, all: &mut Vec<(u32, u32)>) {
    let elapsed = |at: u32| {
        let start = rules.alternative.interventions[at as usize].fixed_start();
        cycle.saturating_sub(start.unwrap_or(cycle)) as u32
    };
    all.clear();
    all.extend(exit.responding.iter().map(|(at, since)| (*at, since.unwrap_or_else(|| elapsed(*at)))));
}
