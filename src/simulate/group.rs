//! One group of draws, from parameters to outcomes.
//!
//! In: a scenario, a plan, the number of a group. Out: [`Part`], which `gather` adds up. One thread works on a group, so that
//! sums never depend on threads.

use super::cohort::Cohort;
use super::cohort::graph::Graph;
use super::compile::{Central, Inputs, Lanes};
use super::hazards::Hazards;
use super::household::Households as Simulated;
use super::machine::{MOST_ENTRIES, Machine, special_times};
use super::outcome::{draw_outcome, net_flows, noise};
use super::price::{self, ItemPlan, Priced};
use super::space::Space;
use super::timing::Timing;
use super::trajectory::{Sizes, Trajectory};
use super::{AlternativeResults, Fault, LANES, MOST_MEMORY, Method, RunPlan, draw, memory};
use crate::model::{Condition, MOST_INTERVENTIONS, Scenario};

/// Everything that is worked out once per scenario.
pub struct Engine<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) plan: RunPlan,
    /// The joint states.
    pub space: Space,
    /// Rules, by alternative.
    pub(super) machines: Vec<Machine<'a>>,
    /// Conditions of which the time is counted that are not about states alone.
    pub(super) times: Vec<&'a Condition>,
    /// Of the exact method, by alternative; `None` where it is not asked for.
    graphs: Option<Vec<Graph>>,
    simulated: Simulated,
    central: Central<'a>,
    pub(super) items: Vec<ItemPlan>,
    pub(super) timing: Timing,
}

/// Outcomes of one group of draws; sums, not means.
pub struct Part {
    /// Drawn values by draw and parameter.
    pub parameters: Vec<Vec<f64>>,
    /// In the order of the scenario.
    pub alternatives: Vec<AlternativeResults>,
    /// Relative risks that were applied as odds ratios.
    pub capped: u64,
}

/// One alternative, ready for both methods.
pub(super) struct Compiled {
    pub(super) hazards: Hazards<LANES>,
    pub(super) amounts: Vec<Lanes<LANES>>,
}

impl<'a> Engine<'a> {
    /// Prepares a scenario.
    pub fn new(scenario: &'a Scenario, plan: RunPlan) -> Result<Self, Fault> {
        if let Some(one) = scenario.alternatives.iter().find(|one| one.interventions.len() > MOST_INTERVENTIONS) {
            return Err(Fault::TooManyInterventions(one.id.clone()));
        }
        let space = Space::new(scenario).map_err(Fault::TooManyStates)?;
        let machines: Vec<Machine> = scenario.alternatives.iter().map(|one| Machine::new(scenario, one)).collect();
        if machines[0].entries.len() > MOST_ENTRIES {
            return Err(Fault::TooManyEntries(machines[0].entries.len()));
        }
        let memory = memory::bytes(scenario, &space, &plan);
        if memory > MOST_MEMORY {
            return Err(Fault::TooLarge(memory));
        }
        let graphs = match plan.method {
            Method::Cohort => Some(graphs(&machines, &space)?),
            Method::Micro => None,
        };
        Ok(Self {
            simulated: Simulated::new(scenario, &space, &machines),
            graphs,
            central: Central::new(scenario)?,
            items: ItemPlan::all(scenario, &space),
            timing: Timing::new(&scenario.settings),
            times: special_times(scenario),
            machines,
            scenario,
            plan,
            space,
        })
    }

    /// Works out one group of draws.
    pub fn run(&self, index: usize) -> Result<Part, Fault> {
        let lanes = LANES.min(self.plan.draws - index * LANES);
        let draws = std::array::from_fn(|lane| self.plan.first_draw + (index * LANES + lane.min(lanes - 1)) as u64);
        let parameters = draw::values(&self.scenario.parameters, self.plan.seed, &draws);
        let inputs = self.inputs(&parameters, draws);
        let compiled = self.compile(&inputs)?;
        let mut alternatives = vec![AlternativeResults::default(); self.scenario.alternatives.len()];
        let mut capped = compiled.iter().map(|one| one.hazards.relative_risks_capped).sum();
        let trajectories = if let Some(graphs) = &self.graphs {
            self.simulated.run(self, &compiled, &draws[..lanes], &mut alternatives, None);
            self.cohort(graphs, &compiled, &mut capped)
        } else {
            let mut counted = self.empty_trajectories();
            self.simulated.run(self, &compiled, &draws[..lanes], &mut alternatives, Some(&mut counted));
            counted
        };
        self.price(&inputs, &trajectories, lanes, &mut alternatives)?;
        Ok(Part { parameters: parameters.into_iter().take(lanes).collect(), alternatives, capped })
    }

    /// Parameter values for each alternative: drawn once by name, with the distributions that an alternative changes.
    fn inputs(&self, parameters: &[Vec<f64>], draws: [u64; LANES]) -> Vec<Inputs<'a, LANES>> {
        let count = self.scenario.parameters.len();
        let base: Vec<Lanes<LANES>> =
            (0..count).map(|index| std::array::from_fn(|lane| parameters[lane][index])).collect();
        let of_alternative = |alternative: &crate::model::Alternative| {
            let mut parameters = base.clone();
            for (index, distribution) in &alternative.parameters {
                let mut stream = draw::ParameterStream::new(self.plan.seed, &self.scenario.parameters[*index].name);
                parameters[*index] = draws.map(|draw| stream.value(*distribution, draw));
            }
            Inputs { scenario: self.scenario, draws, parameters }
        };
        self.scenario.alternatives.iter().map(of_alternative).collect()
    }

    fn compile(&self, inputs: &[Inputs<LANES>]) -> Result<Vec<Compiled>, Fault> {
        let one = |(index, inputs): (usize, &Inputs<LANES>)| {
            let hazards = Hazards::new(inputs, &self.scenario.alternatives[index], &self.central)?;
            Ok(Compiled { hazards, amounts: price::unit_amounts(inputs, index)? })
        };
        inputs.iter().enumerate().map(one).collect()
    }

    fn cohort(&self, graphs: &[Graph], compiled: &[Compiled], scaled: &mut u64) -> Vec<Trajectory<LANES>> {
        let traits: Vec<f64> = self.scenario.traits.iter().map(|one| one.value).collect();
        let mut trajectories = Vec::with_capacity(compiled.len());
        for (index, compiled) in compiled.iter().enumerate() {
            let (machine, graph) = (&self.machines[index], &graphs[index]);
            let cohort = Cohort { machine, graph, space: &self.space, traits: &traits, times: &self.times };
            let (trajectory, more) = cohort.trajectory(&compiled.hazards, self.empty_trajectory(index));
            *scaled += more;
            trajectories.push(trajectory);
        }
        trajectories
    }

    fn empty_trajectory(&self, alternative: usize) -> Trajectory<LANES> {
        Trajectory::new(Sizes {
            cycles: self.scenario.settings.horizon,
            states: self.space.states,
            transitions: self.scenario.transitions.len(),
            interventions: self.scenario.alternatives[alternative].interventions.len(),
            entries: self.machines[alternative].entries.len(),
            times: self.times.len(),
        })
    }

    fn empty_trajectories(&self) -> Vec<Trajectory<LANES>> {
        (0..self.scenario.alternatives.len()).map(|index| self.empty_trajectory(index)).collect()
    }

    /// Prices all alternatives and fills in the results over draws.
    fn price(
        &self,
        inputs: &[Inputs<LANES>],
        trajectories: &[Trajectory<LANES>],
        lanes: usize,
        results: &mut [AlternativeResults],
    ) -> Result<(), Fault> {
        let mut null: Option<Priced<LANES>> = None;
        for (index, trajectory) in trajectories.iter().enumerate() {
            let priced = price::price(&inputs[index], index, (&self.items, &self.timing), trajectory, lanes)?;
            let reference = null.as_ref().unwrap_or(&priced);
            let result = &mut results[index];
            for lane in 0..lanes {
                let noise = noise(result.households.get(lane).filter(|_| self.plan.method == Method::Micro));
                result.draws.push(draw_outcome(&priced, reference, lane, noise));
            }
            result.flows = net_flows(&priced, reference, lanes);
            self.add_shares(trajectory, lanes, result);
            result.items.clone_from(&priced.items);
            let of_draw = |lane: usize| priced.item_draws.iter().map(|item| item[lane]).collect();
            result.item_draws = (0..lanes).map(of_draw).collect();
            null.get_or_insert(priced);
        }
        Ok(())
    }

    fn add_shares(&self, trajectory: &Trajectory<LANES>, lanes: usize, result: &mut AlternativeResults) {
        let over_lanes = |values: &Lanes<LANES>| values[..lanes].iter().sum::<f64>();
        let cycle = self.timing.cycle;
        let rows = (0..=cycle.year_of(trajectory.cycles)).map(|year| cycle.row_after(year));
        result.shares = rows.map(|row| trajectory.mass(row).iter().map(over_lanes).collect()).collect();
        result.transitions = vec![0.0; self.scenario.transitions.len()];
        result.months = vec![0.0; self.space.states];
        for row in 0..=trajectory.cycles {
            let moved = trajectory.moved(row).iter().map(over_lanes);
            result.transitions.iter_mut().zip(moved).for_each(|(sum, moved)| *sum += moved);
            let months = self.timing.state_weight(row) * cycle.months();
            let mass = trajectory.mass(row).iter().map(over_lanes);
            result.months.iter_mut().zip(mass).for_each(|(sum, mass)| *sum += mass * months);
        }
    }
}

/// The graphs of all alternatives.
///
/// # Errors
/// Too many situations or ways for the exact method.
pub fn graphs(machines: &[Machine], space: &Space) -> Result<Vec<Graph>, Fault> {
    let Some(first) = machines.first() else { return Ok(Vec::new()) };
    let traits: Vec<f64> = first.scenario.traits.iter().map(|one| one.value).collect();
    machines.iter().map(|machine| Graph::new(machine, space, &traits).map_err(Fault::TooManyWays)).collect()
}
