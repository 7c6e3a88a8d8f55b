//! One group of draws, from parameters to outcomes.
//!
//! In: a scenario, a plan, the number of a group. Out: [`Part`], which `gather` adds up. One thread works on a group, so that
//! sums never depend on threads.

use crate::model::{Condition, MOST_INTERVENTIONS, Scenario};
use crate::simulate::cohort::graph::Graph;
use crate::simulate::cohort::{Cohort, Room};
use crate::simulate::compile::discounting::Timing;
use crate::simulate::compile::hazard::Hazards;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::compile::ratio::Central;
use crate::simulate::compile::values::Inputs;
use crate::simulate::engine::draw_outcome::{draw_outcome, net_flows, noise};
use crate::simulate::engine::futures::Futures;
use crate::simulate::engine::household::Households;
use crate::simulate::engine::{by_draw, memory};
use crate::simulate::error::SimulationError;
use crate::simulate::ledger;
use crate::simulate::ledger::factors::{FactorClasses, characteristic_means, steering_characteristic};
use crate::simulate::ledger::item_plan::{Amount, ItemPlan};
use crate::simulate::ledger::price::{Courses, Priced, Pricing};
use crate::simulate::ledger::trajectory::{Sizes, Trajectory};
use crate::simulate::limits::{LANES, MOST_MEMORY};
use crate::simulate::monitor::Monitor;
use crate::simulate::plan::{Detail, Method, RunPlan};
use crate::simulate::random::parameter_draw;
use crate::simulate::results::{AlternativeResults, Distribution};
use crate::simulate::rules::{MOST_ENTRIES, Machine, special_times};
use rayon::prelude::*;

/// Everything that is worked out once per scenario.
pub struct Engine<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) plan: RunPlan,
    /// The draws of the plan are the most, not the number.
    pub(crate) may_stop_early: bool,
    /// The joint states.
    pub space: Space,
    /// Rules, by alternative.
    pub(crate) machines: Vec<Machine<'a>>,
    /// Conditions of which the time is counted that are not about states alone.
    pub(crate) times: Vec<&'a Condition>,
    /// Of the exact method, by alternative; `None` where it is not asked for.
    graphs: Option<Vec<Graph>>,
    pub(crate) households: Households,
    /// What is asked of households; `None` where figures by draw are all that is asked.
    futures: Option<Futures>,
    central: Central<'a>,
    pub(crate) items: Vec<ItemPlan>,
    pub(crate) timing: Timing,
    /// Traits by which items are multiplied.
    pub(crate) classes: FactorClasses,
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
pub(crate) struct Compiled {
    pub(crate) hazards: Hazards<LANES>,
    pub(crate) amounts: Vec<Amount<LANES>>,
}

impl<'a> Engine<'a> {
    /// Prepares a scenario.
    pub fn new(scenario: &'a Scenario, plan: RunPlan, detail: Detail) -> Result<Self, SimulationError> {
        if let Some(one) = scenario.alternatives.iter().find(|one| one.interventions.len() > MOST_INTERVENTIONS) {
            return Err(SimulationError::TooManyInterventions(one.id.clone()));
        }
        let space = Space::new(scenario).map_err(SimulationError::TooManyStates)?;
        let machines: Vec<Machine> = scenario.alternatives.iter().map(|one| Machine::new(scenario, one)).collect();
        if machines[0].entries.len() > MOST_ENTRIES {
            return Err(SimulationError::TooManyEntries(machines[0].entries.len()));
        }
        let graphs = match plan.method {
            Method::Cohort => Some(graphs(&machines, &space)?),
            Method::Micro | Method::Months => None,
        };
        let memory = memory::bytes(scenario, &space, graphs.as_deref().unwrap_or_default(), &plan);
        if memory > MOST_MEMORY {
            return Err(SimulationError::TooLarge(memory));
        }
        let items = ItemPlan::all(scenario, &space);
        let by_draw = detail == Detail::ByDraw && (plan.method == Method::Cohort || by_draw::knows(&items));
        Ok(Self {
            households: Households::new(scenario, &space, &machines, &plan),
            futures: (!by_draw).then(|| Futures::new(scenario, &space, &plan)),
            graphs,
            central: Central::new(scenario)?,
            items,
            timing: Timing::new(&scenario.settings),
            classes: FactorClasses::new(scenario),
            times: special_times(scenario),
            machines,
            scenario,
            plan,
            may_stop_early: false,
            space,
        })
    }

    /// Net benefits of all households simulated so far, by alternative but the first.
    pub fn distributions(&self) -> Vec<Distribution> {
        self.futures.iter().flat_map(Futures::distributions).collect()
    }

    /// Works out one group of draws.
    pub fn run(&self, index: usize, monitor: &dyn Monitor) -> Result<Part, SimulationError> {
        let lanes = LANES.min(self.plan.draws - index * LANES);
        let draws = std::array::from_fn(|lane| self.plan.first_draw + (index * LANES + lane.min(lanes - 1)) as u64);
        let parameters = parameter_draw::values(self.scenario, self.plan.seed, &draws);
        let inputs = self.inputs(&parameters, draws);
        let compiled = self.compile(&inputs)?;
        let mut alternatives = vec![AlternativeResults::default(); self.scenario.alternatives.len()];
        let mut capped = compiled.iter().map(|one| one.hazards.relative_risks_capped).sum();
        let of_draws = (&draws[..lanes], monitor);
        if let Some(graphs) = &self.graphs {
            if let Some(futures) = &self.futures {
                futures.run(self, &compiled, of_draws, &mut alternatives, None)?;
            }
            let trajectories = self.cohort(graphs, &compiled, &mut capped);
            let means = self.classes.values(&characteristic_means(self.scenario));
            let courses: Vec<Courses<LANES>> = trajectories.iter().map(|one| Courses::Expected(one, &means)).collect();
            self.price((&inputs, &compiled), &courses, lanes, &mut alternatives)?;
        } else if let Some(futures) = &self.futures {
            let mut counted = self.empty_trajectories();
            futures.run(self, &compiled, of_draws, &mut alternatives, Some(&mut counted))?;
            let courses: Vec<Courses<LANES>> = counted.iter().map(|one| Courses::Counted(one)).collect();
            self.price((&inputs, &compiled), &courses, lanes, &mut alternatives)?;
        } else {
            by_draw::run(self, &compiled, of_draws, &mut alternatives)?;
        }
        Ok(Part { parameters: parameters.into_iter().take(lanes).collect(), alternatives, capped })
    }

    /// Parameter values for each alternative: drawn once by name, with the distributions that an alternative changes.
    fn inputs(&self, parameters: &[Vec<f64>], draws: [u64; LANES]) -> Vec<Inputs<'a, LANES>> {
        let count = self.scenario.parameters.len();
        let base: Vec<Lanes<LANES>> =
            (0..count).map(|index| std::array::from_fn(|lane| parameters[lane][index])).collect();
        let of_alternative = |alternative: &crate::model::Alternative| {
            let mut changed = base.clone();
            if alternative.changes_parameters() {
                for (lane, (values, draw)) in parameters.iter().zip(draws).enumerate() {
                    let values = parameter_draw::changed(self.scenario, alternative, self.plan.seed, draw, values);
                    changed.iter_mut().zip(values).for_each(|(lanes, value)| lanes[lane] = value);
                }
            }
            Inputs { scenario: self.scenario, draws, parameters: changed }
        };
        self.scenario.alternatives.iter().map(of_alternative).collect()
    }

    fn compile(&self, inputs: &[Inputs<LANES>]) -> Result<Vec<Compiled>, SimulationError> {
        let one = |(index, inputs): (usize, &Inputs<LANES>)| {
            let hazards = Hazards::new(inputs, &self.scenario.alternatives[index], &self.central)?;
            Ok(Compiled { hazards, amounts: ledger::amounts(inputs, index)? })
        };
        inputs.iter().enumerate().map(one).collect()
    }

    fn cohort(&self, graphs: &[Graph], compiled: &[Compiled], scaled: &mut u64) -> Vec<Trajectory<LANES>> {
        let characteristics = characteristic_means(self.scenario);
        let mut room = Room::default();
        let mut trajectories = Vec::with_capacity(compiled.len());
        for (index, compiled) in compiled.iter().enumerate() {
            let cohort =
                Cohort { machine: &self.machines[index], graph: &graphs[index], characteristics: &characteristics };
            let mut trajectory = self.empty_trajectory(index);
            *scaled += cohort.follow(&compiled.hazards, &mut room, &mut trajectory);
            trajectories.push(trajectory);
        }
        trajectories
    }

    fn empty_trajectory(&self, alternative: usize) -> Trajectory<LANES> {
        Trajectory::new(self.sizes(alternative))
    }

    /// How many of everything there are in an alternative.
    pub(crate) fn sizes(&self, alternative: usize) -> Sizes {
        Sizes {
            cycles: self.scenario.settings.horizon,
            states: self.space.states,
            transitions: self.scenario.transitions.len(),
            interventions: self.scenario.alternatives[alternative].interventions.len(),
            entries: self.machines[alternative].entries.len(),
            times: self.times.len(),
        }
    }

    /// By alternative and class of characteristics.
    fn empty_trajectories(&self) -> Vec<Vec<Trajectory<LANES>>> {
        let classes = self.classes.characteristics.len();
        let of_alternative = |index| (0..classes).map(|_| self.empty_trajectory(index)).collect();
        (0..self.scenario.alternatives.len()).map(of_alternative).collect()
    }

    /// Prices all alternatives and fills in the results over draws.
    fn price(
        &self,
        (inputs, compiled): (&[Inputs<LANES>], &[Compiled]),
        courses: &[Courses<LANES>],
        lanes: usize,
        results: &mut [AlternativeResults],
    ) -> Result<(), SimulationError> {
        let mut null: Option<Priced<LANES>> = None;
        for (index, courses) in courses.iter().enumerate() {
            let priced = ledger::price(Pricing {
                inputs: &inputs[index],
                alternative: index,
                plans: &self.items,
                timing: &self.timing,
                amounts: &compiled[index].amounts,
                courses,
                lanes,
            })?;
            let reference = null.as_ref().unwrap_or(&priced);
            let result = &mut results[index];
            for lane in 0..lanes {
                let noise = noise(result.households.get(lane).filter(|_| self.plan.method != Method::Cohort));
                result.draws.push(draw_outcome(&priced, reference, lane, noise));
            }
            result.flows = net_flows(&priced, reference, lanes);
            self.add_shares(courses.plain(), lanes, result);
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
        result.end = trajectory.mass(trajectory.cycles).iter().map(over_lanes).collect();
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
/// Too many situations or ways for the exact method, or a characteristic that steers what happens and differs between households.
pub fn graphs(machines: &[Machine], space: &Space) -> Result<Vec<Graph>, SimulationError> {
    let Some(first) = machines.first() else { return Ok(Vec::new()) };
    if let Some(index) = steering_characteristic(first.scenario) {
        return Err(SimulationError::NeedsHouseholds(first.scenario.characteristics[index].name.clone()));
    }
    let characteristics = characteristic_means(first.scenario);
    let times = special_times(first.scenario);
    let all: Vec<Result<Graph, f64>> =
        machines.par_iter().map(|machine| Graph::new(machine, space, &characteristics, &times)).collect();
    all.into_iter().map(|graph| graph.map_err(SimulationError::TooManyWays)).collect()
}
