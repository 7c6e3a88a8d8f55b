//! One group of draws, from parameters to outcomes.
//!
//! In: a scenario, a plan, the number of a group. Out: [`Part`], which `gather` adds up. One thread works on a group, so that
//! sums never depend on threads.

use super::cohort::{Cohort, Targets};
use super::compile::{Central, Inputs, Lanes, Values};
use super::luck::Luck;
use super::micro::Slots;
use super::micro::counts::Counts;
use super::micro::outcome::{Escalation, Households, Money, Outcome};
use super::micro::path::Path;
use super::micro::table::Table;
use super::outcome::{draw_outcome, net_flows, noise};
use super::price::{self, Discount, ItemPlan, Priced, SOCIETY};
use super::space::Space;
use super::trajectory::Trajectory;
use super::{AlternativeResults, Fault, LANES, MOST_MEMORY, Method, RunPlan, draw, memory};
use crate::model::{MOST_INTERVENTIONS, Scenario};

/// Everything that is worked out once per scenario.
pub struct Engine<'a> {
    scenario: &'a Scenario,
    plan: RunPlan,
    /// The joint states.
    pub space: Space,
    slots: Slots,
    /// Of the exact method; `None` where it is not asked for.
    targets: Option<Targets>,
    central: Central,
    items: Vec<ItemPlan>,
    discount: Discount,
    escalation: Escalation,
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
struct Compiled {
    values: Values<LANES>,
    amounts: Vec<Lanes<LANES>>,
    like_null: bool,
    inputs_of: usize,
}

impl<'a> Engine<'a> {
    /// Prepares a scenario.
    pub fn new(scenario: &'a Scenario, plan: RunPlan) -> Result<Self, Fault> {
        if let Some(one) = scenario.alternatives.iter().find(|one| one.interventions.len() > MOST_INTERVENTIONS) {
            return Err(Fault::TooManyInterventions(one.id.clone()));
        }
        let space = Space::new(scenario).map_err(Fault::TooManyStates)?;
        let memory = memory::bytes(scenario, &space, &plan);
        if memory > MOST_MEMORY {
            return Err(Fault::TooLarge(memory));
        }
        let targets = match plan.method {
            Method::Cohort => Some(Targets::new(&space).map_err(Fault::TooManyWays)?),
            Method::Micro => None,
        };
        Ok(Self {
            slots: Slots::new(scenario, &space),
            targets,
            central: Central::new(scenario)?,
            items: ItemPlan::all(scenario, &space),
            discount: Discount::new(&scenario.settings),
            escalation: Escalation::new(scenario, &space),
            scenario,
            plan,
            space,
        })
    }

    /// Works out one group of draws.
    pub fn run(&self, index: usize) -> Result<Part, Fault> {
        let lanes = LANES.min(self.plan.draws - index * LANES);
        let draws = std::array::from_fn(|lane| self.plan.first_draw + (index * LANES + lane.min(lanes - 1)) as u64);
        let parameters = draw::values(self.scenario, self.plan.seed, &draws);
        let inputs = self.inputs(&parameters, draws);
        let compiled = self.compile(&inputs)?;
        let mut alternatives = vec![AlternativeResults::default(); self.scenario.alternatives.len()];
        let trajectories = if let Some(targets) = &self.targets {
            self.households(&compiled, &draws, lanes, &mut alternatives, None);
            self.cohort(targets, &compiled)
        } else {
            let mut counted = self.empty_trajectories();
            self.households(&compiled, &draws, lanes, &mut alternatives, Some(&mut counted));
            counted
        };
        self.price(&inputs, &trajectories, lanes, &mut alternatives)?;
        let capped = compiled.iter().map(|one| one.values.relative_risks_capped).sum();
        Ok(Part { parameters: parameters.into_iter().take(lanes).collect(), alternatives, capped })
    }

    /// Parameter values for each alternative: drawn once by name, with the distributions that an alternative changes.
    fn inputs(&self, parameters: &[Vec<f64>], draws: [u64; LANES]) -> Vec<Inputs<'a, LANES>> {
        let count = self.scenario.parameters.len();
        let base: Vec<Lanes<LANES>> =
            (0..count).map(|index| std::array::from_fn(|lane| parameters[lane][index])).collect();
        let of_alternative = |alternative: &crate::model::Alternative| {
            let mut changed = base.clone();
            if !alternative.parameters.is_empty() {
                for (lane, (values, draw)) in parameters.iter().zip(draws).enumerate() {
                    let values = draw::changed(self.scenario, alternative, self.plan.seed, draw, values);
                    changed.iter_mut().zip(values).for_each(|(lanes, value)| lanes[lane] = value);
                }
            }
            Inputs { scenario: self.scenario, draws, parameters: changed }
        };
        self.scenario.alternatives.iter().map(of_alternative).collect()
    }

    fn compile(&self, inputs: &[Inputs<LANES>]) -> Result<Vec<Compiled>, Fault> {
        let mut compiled: Vec<Compiled> = Vec::with_capacity(inputs.len());
        for (index, (alternative, inputs)) in self.scenario.alternatives.iter().zip(inputs).enumerate() {
            let values = Values::new(inputs, &self.space, alternative, &self.central)?;
            let amounts = price::unit_amounts(inputs, index)?;
            let null = compiled.first();
            let like_null = alternative.starts.is_empty() && null.is_some_and(|n| n.values.hazards == values.hazards);
            compiled.push(Compiled { values, amounts, like_null, inputs_of: index });
        }
        Ok(compiled)
    }

    fn cohort(&self, targets: &Targets, compiled: &[Compiled]) -> Vec<Trajectory<LANES>> {
        let cohort = Cohort { scenario: self.scenario, space: &self.space, targets };
        let mut trajectories: Vec<Trajectory<LANES>> = Vec::with_capacity(compiled.len());
        for (alternative, compiled) in self.scenario.alternatives.iter().zip(compiled) {
            let null = trajectories.first().filter(|_| compiled.like_null);
            let trajectory = cohort.trajectory(alternative, &compiled.values, null);
            trajectories.push(trajectory);
        }
        trajectories
    }

    fn empty_trajectories(&self) -> Vec<Trajectory<LANES>> {
        let cycles = self.scenario.settings.horizon;
        let transitions = self.scenario.transitions.len();
        let empty = |interventions| Trajectory::new(cycles, self.space.states, transitions, interventions);
        self.scenario.alternatives.iter().map(|one| empty(one.interventions.len())).collect()
    }

    /// Simulates households of each draw; counts them where `counted` is given.
    fn households(
        &self,
        compiled: &[Compiled],
        draws: &[u64; LANES],
        lanes: usize,
        results: &mut [AlternativeResults],
        mut counted: Option<&mut Vec<Trajectory<LANES>>>,
    ) {
        if self.plan.households == 0 {
            return;
        }
        let cycles = self.scenario.settings.horizon;
        let mut paths = vec![Path::default(); compiled.len()];
        for (lane, draw) in draws[..lanes].iter().enumerate() {
            let tables: Vec<Table> = compiled.iter().map(|one| self.table(one, lane)).collect();
            let same: Vec<bool> =
                tables.iter().map(|t| t.like_null && t.money.same_states_and_events(&tables[0].money)).collect();
            let mut households = vec![Households::default(); compiled.len()];
            let mut counts: Vec<Counts> = counted.iter().flat_map(|all| all.iter()).map(Counts::like).collect();
            for household in 0..self.plan.households {
                let luck = Luck::new(self.plan.seed, *draw, household as u64);
                let (null, others) = paths.split_at_mut(1);
                null[0].follow(&tables[0], &self.slots, luck, cycles, None);
                let null_cost = -tables[0].money.society(&null[0], &self.discount);
                let escalates = self.escalation.happens(&null[0]);
                for (other, path) in others.iter_mut().enumerate() {
                    let index = other + 1;
                    path.follow(&tables[index], &self.slots, luck, cycles, Some(&null[0]));
                    let (outcome, own) =
                        self.outcome(&tables, index, (&null[0], path), same[index], escalates, null_cost);
                    households[index].push(&outcome, own);
                }
                counts.iter_mut().zip(&paths).for_each(|(counts, path)| counts.add(path));
            }
            if let Some(counted) = counted.as_deref_mut() {
                let share = 1.0 / self.plan.households as f64;
                counts.iter().zip(counted).for_each(|(counts, into)| counts.write(into, lane, share));
            }
            results.iter_mut().zip(households).skip(1).for_each(|(result, found)| result.households.push(found));
        }
    }

    fn table(&self, compiled: &Compiled, lane: usize) -> Table {
        let index = compiled.inputs_of;
        let money = Money::new(self.scenario, &self.space, index, &self.items, (&compiled.amounts, lane));
        Table::new(
            self.scenario,
            (&self.space, &self.slots),
            index,
            (&compiled.values, lane),
            compiled.like_null,
            money,
        )
    }

    fn outcome(
        &self,
        tables: &[Table],
        index: usize,
        (null, path): (&Path, &Path),
        same: bool,
        escalates: bool,
        null_cost: f64,
    ) -> (Outcome, f64) {
        let money = &tables[index].money;
        let net_benefit = money.difference(path, &tables[0].money, null, &self.discount, same);
        let own = -money.own.worth(path, &self.discount)[SOCIETY];
        let changed = path.joint != null.joint;
        let escalated_less = changed && self.escalation.months(path) < self.escalation.months(null);
        let group = Outcome::group(changed, escalated_less, net_benefit[SOCIETY], own);
        (Outcome { net_benefit, group, escalates, null_cost }, own)
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
            let priced = price::price(&inputs[index], index, &self.items, &self.discount, trajectory, lanes)?;
            let reference = null.as_ref().unwrap_or(&priced);
            let result = &mut results[index];
            for lane in 0..lanes {
                let noise = noise(result.households.get(lane).filter(|_| self.plan.method == Method::Micro));
                result.draws.push(draw_outcome(&priced, reference, lane, noise));
            }
            result.flows = net_flows(&priced, reference, lanes);
            self.add_shares(trajectory, lanes, result);
            result.items.clone_from(&priced.items);
            null.get_or_insert(priced);
        }
        Ok(())
    }

    fn add_shares(&self, trajectory: &Trajectory<LANES>, lanes: usize, result: &mut AlternativeResults) {
        let over_lanes = |values: &Lanes<LANES>| values[..lanes].iter().sum::<f64>();
        let rows = (0..=trajectory.cycles).step_by(12);
        result.shares = rows.map(|row| trajectory.mass(row).iter().map(over_lanes).collect()).collect();
        result.transitions = vec![0.0; self.scenario.transitions.len()];
        result.months = vec![0.0; self.space.states];
        for row in 1..=trajectory.cycles {
            let moved = trajectory.moved(row).iter().map(over_lanes);
            result.transitions.iter_mut().zip(moved).for_each(|(sum, moved)| *sum += moved);
            let mass = trajectory.mass(row).iter().map(over_lanes);
            result.months.iter_mut().zip(mass).for_each(|(sum, mass)| *sum += mass);
        }
    }
}
