//! Cohort model, the exact method: state occupancy moved forward cycle by cycle, without sampling noise.
//!
//! In: the graph of an alternative, compiled values of `L` draws. Out: a [`Trajectory`] of expected shares. It says
//! nothing about the spread between households.
//!
//! At a boundary the mass of every situation is split over what can be done for it. In a cycle all domains move at
//! once: the mass is split over the outcomes of one domain after the other, and added to where it ends.

pub(crate) mod cache_line;
pub(crate) mod chances;
pub mod graph;
pub(crate) mod step;

use crate::simulate::cohort::cache_line::CacheLine;
use crate::simulate::cohort::chances::{ChanceInputs, Chances};
use crate::simulate::cohort::graph::{Branch, Branches, CycleRange, Graph};
use crate::simulate::compile::clock::Moment;
use crate::simulate::compile::hazard::Hazards;
use crate::simulate::compile::lanes::{Lanes, add};
use crate::simulate::ledger::trajectory::Trajectory;
use crate::simulate::numeric::wide::{Work, widest};
use crate::simulate::rules::{Question, Rules};

/// The exact method for one alternative.
#[derive(Clone, Copy)]
pub struct Cohort<'a> {
    /// Its rules.
    pub rules: &'a Rules,
    /// Its situations.
    pub graph: &'a Graph,
    /// Values of the characteristics.
    pub characteristics: &'a [f64],
}

/// Memory that is used again for every alternative and group of draws.
#[derive(Debug, Default)]
pub struct CohortWorkspace<const L: usize> {
    chances: Chances<L>,
    /// By place of the flow.
    mass: Vec<CacheLine<L>>,
    moved: Vec<(usize, Lanes<L>)>,
}

impl Cohort<'_> {
    /// Fills in an empty trajectory. How often probabilities above 1 were scaled down is returned, by draw.
    pub fn follow<const L: usize>(
        &self,
        hazards: &Hazards<L>,
        workspace: &mut CohortWorkspace<L>,
        trajectory: &mut Trajectory<L>,
    ) -> Vec<u64> {
        widest(Follow { cohort: self, hazards, workspace, trajectory })
    }

    #[inline(always)]
    fn all_cycles<const L: usize>(
        &self,
        hazards: &Hazards<L>,
        workspace: &mut CohortWorkspace<L>,
        trajectory: &mut Trajectory<L>,
    ) -> Vec<u64> {
        let cycles = self.rules.scenario.settings.horizon;
        let graph = self.graph;
        let inputs = ChanceInputs { graph, rules: self.rules, hazards, characteristics: self.characteristics };
        workspace.chances.begin(&inputs);
        workspace.mass.clear();
        workspace.mass.resize(graph.diagram.places() + graph.nodes.len(), CacheLine::ZERO);
        self.start(hazards, &mut workspace.mass);
        let mut ranges = graph.ranges.iter().peekable();
        let mut range: Option<&CycleRange> = None;
        for row in 0..=cycles {
            let next = ranges.next_if(|next| next.from == row);
            // Who arrives at the first boundary of a range does so from the situations of the one before.
            let Some(here) = range.or(next) else { break };
            self.record(here, &workspace.mass, row, trajectory);
            self.pass_boundary(hazards, row, workspace, trajectory);
            let here = next.unwrap_or(here);
            range = Some(here);
            for (active, nodes) in trajectory.active_mut(row).iter_mut().zip(&here.active) {
                for node in nodes {
                    add(active, &workspace.mass[*node as usize].0);
                }
            }
            if row < cycles {
                workspace.chances.go_to(&inputs, &here.by_cycle, row);
                graph.count_moves(here, &workspace.chances, &workspace.mass, trajectory.moved_mut(row + 1));
                here.flow.run(&workspace.chances.ways, &mut workspace.mass);
                let (begun, ended) = workspace.mass.split_at_mut(graph.diagram.places());
                for node in &here.nodes {
                    begun[*node as usize] = ended[*node as usize];
                }
            }
        }
        std::mem::take(&mut workspace.chances.scaled)
    }

    fn start<const L: usize>(&self, hazards: &Hazards<L>, mass: &mut [CacheLine<L>]) {
        for (states, share) in combinations(&hazards.starts, self.rules.scenario.domains.len()) {
            // Combinations that nobody can start in have no node.
            if let Some(node) = self.graph.begun.get(&states) {
                add(&mut mass[*node as usize].0, &share);
            }
        }
    }

    /// Puts down who is where at a boundary before anything is done.
    #[inline(always)]
    fn record<const L: usize>(
        &self,
        range: &CycleRange,
        mass: &[CacheLine<L>],
        row: usize,
        trajectory: &mut Trajectory<L>,
    ) {
        let joint = trajectory.mass_mut(row);
        for node in &range.nodes {
            add(&mut joint[self.graph.joint[*node as usize] as usize], &mass[*node as usize].0);
        }
        let entered = trajectory.entered_mut(row);
        for (node, which) in &self.graph.entered {
            add(&mut entered[*which], &mass[*node as usize].0);
        }
        let moment = Moment { cycle: self.rules.cycle_of_row(row), since: &[], characteristics: self.characteristics };
        for (held, nodes) in trajectory.held_mut(row).iter_mut().zip(&self.graph.held) {
            for (node, rest) in nodes {
                if rest.as_ref().is_none_or(|rest| moment.satisfies(&self.rules.scenario, rest)) {
                    add(held, &mass[*node as usize].0);
                }
            }
        }
    }

    /// What is done at a boundary.
    fn pass_boundary<const L: usize>(
        &self,
        hazards: &Hazards<L>,
        row: usize,
        workspace: &mut CohortWorkspace<L>,
        trajectory: &mut Trajectory<L>,
    ) {
        let branches: &Branches = self.graph.special.get(&row).unwrap_or(&self.graph.boundary);
        let CohortWorkspace { mass, moved, .. } = workspace;
        for (node, branches) in branches {
            let CacheLine(part) = std::mem::replace(&mut mass[*node as usize], CacheLine::ZERO);
            if part == [0.0; L] {
                continue;
            }
            for branch in branches {
                let part = share(hazards, branch, part);
                for (at, responds) in &branch.starts {
                    add(&mut trajectory.started_mut(row)[*at], &part);
                    if *responds {
                        add(&mut trajectory.responded_mut(row)[*at], &part);
                    }
                }
                moved.push((branch.node as usize, part));
            }
        }
        moved.drain(..).for_each(|(node, part)| add(&mut mass[node].0, &part));
    }
}

/// All cycles of an alternative.
struct Follow<'a, const L: usize> {
    cohort: &'a Cohort<'a>,
    hazards: &'a Hazards<L>,
    workspace: &'a mut CohortWorkspace<L>,
    trajectory: &'a mut Trajectory<L>,
}

impl<const L: usize> Work for Follow<'_, L> {
    type Done = Vec<u64>;

    #[inline(always)]
    fn run(self) -> Vec<u64> {
        self.cohort.all_cycles(self.hazards, self.workspace, self.trajectory)
    }
}

/// The part of a mass that takes a branch.
fn share<const L: usize>(hazards: &Hazards<L>, branch: &Branch, mut part: Lanes<L>) -> Lanes<L> {
    for (question, answer) in &branch.answers {
        let yes = match question {
            Question::Reached(at) => &hazards.reached[*at],
            Question::Responds(at) => &hazards.success[*at],
        };
        for lane in 0..L {
            part[lane] *= if *answer { yes[lane] } else { 1.0 - yes[lane] };
        }
    }
    part
}

/// Share of households for each combination of start states.
fn combinations<const L: usize>(
    starts: &crate::simulate::compile::start::Starts<L>,
    domains: usize,
) -> Vec<(Vec<u16>, Lanes<L>)> {
    let mut all = vec![(vec![0; domains], [1.0; L])];
    for start in starts {
        let combine = |(states, mass): &(Vec<u16>, Lanes<L>)| {
            let with = |(chosen, share): &(Vec<usize>, Lanes<L>)| {
                let mut states = states.clone();
                start.domains.iter().zip(chosen).for_each(|(domain, state)| states[*domain] = *state as u16);
                (states, std::array::from_fn(|lane| mass[lane] * share[lane]))
            };
            start.shares.iter().map(with).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(combine).collect();
    }
    all
}
