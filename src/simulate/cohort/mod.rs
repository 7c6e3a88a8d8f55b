//! The exact method: the distribution over situations, moved forward cycle by cycle. No noise.
//!
//! In: the graph of an alternative, compiled values of `L` draws. Out: a [`Trajectory`] of expected shares. It says nothing
//! about the spread between households.
//!
//! At a border the mass of every situation is split over what can be done for it; in a cycle all domains move at once: for
//! each node the mass is split over the outcomes of one domain after the other and added to where it ends.

mod chances;
pub mod graph;
mod step;

use super::compile::{Lanes, add};
use super::hazards::Hazards;
use super::machine::{Machine, Question};
use super::space::Space;
use super::tables::Moment;
use super::trajectory::Trajectory;
use crate::model::Condition;
use chances::Chances;
use graph::{Branch, Branches, Graph};
use step::Scratch;

/// The exact method for one alternative.
#[derive(Clone, Copy)]
pub struct Cohort<'a> {
    /// Its rules.
    pub machine: &'a Machine<'a>,
    /// Its situations.
    pub graph: &'a Graph,
    /// The joint states of the domains.
    pub space: &'a Space,
    /// Values of the traits.
    pub traits: &'a [f64],
    /// Conditions of which the time is counted that are not about states alone.
    pub times: &'a [&'a Condition],
}

impl Cohort<'_> {
    /// The trajectory, and the number of times that probabilities above 1 were scaled down.
    pub fn trajectory<const L: usize>(&self, hazards: &Hazards<L>, empty: Trajectory<L>) -> (Trajectory<L>, u64) {
        let cycles = self.machine.scenario.settings.horizon;
        let mut trajectory = empty;
        let mut mass = self.start(hazards);
        let mut chances = Chances::new(self.graph, self.machine, hazards, self.traits);
        let mut scratch = Scratch::default();
        for cycle in 0..=cycles {
            self.record(&mass, cycle, &mut trajectory);
            self.pass_border(hazards, cycle, &mut mass, &mut trajectory);
            for (at, nodes) in self.graph.active.iter().enumerate() {
                let active = &mut trajectory.active_mut(cycle)[at];
                nodes.iter().for_each(|node| add(active, &mass[*node as usize]));
            }
            if cycle == cycles {
                break;
            }
            if cycle > 0 {
                chances.go_to(self.graph, self.machine, hazards, self.traits, cycle);
            }
            self.graph.step(&mut mass, &chances, &mut scratch, trajectory.moved_mut(cycle + 1));
        }
        (trajectory, chances.scaled)
    }

    fn start<const L: usize>(&self, hazards: &Hazards<L>) -> Vec<Lanes<L>> {
        let mut mass = vec![[0.0; L]; self.graph.nodes.len()];
        for (states, share) in combinations(&hazards.starts, self.machine.scenario.domains.len()) {
            // Combinations that nobody can start in have no node.
            if let Some(node) = self.graph.begun.get(&states) {
                add(&mut mass[*node as usize], &share);
            }
        }
        mass
    }

    /// Puts down who is where at a border before anything is done.
    fn record<const L: usize>(&self, mass: &[Lanes<L>], row: usize, trajectory: &mut Trajectory<L>) {
        let joint = trajectory.mass_mut(row);
        mass.iter().zip(&self.graph.joint).for_each(|(part, at)| add(&mut joint[*at as usize], part));
        let entered = trajectory.entered_mut(row);
        self.graph.entered.iter().for_each(|(node, which)| add(&mut entered[*which], &mass[*node as usize]));
        for (which, condition) in self.times.iter().enumerate() {
            let held = &mut trajectory.held_mut(row)[which];
            for (situation, part) in self.graph.nodes.iter().zip(mass).filter(|(_, part)| **part != [0.0; L]) {
                let cycle = self.machine.cycle_of_row(row);
                let moment = Moment { cycle, since: &situation.since, traits: self.traits };
                if !situation.ended && self.machine.held(condition, situation, &moment) {
                    add(held, part);
                }
            }
        }
    }

    /// What is done at a border.
    fn pass_border<const L: usize>(
        &self,
        hazards: &Hazards<L>,
        row: usize,
        mass: &mut [Lanes<L>],
        trajectory: &mut Trajectory<L>,
    ) {
        let branches: &Branches = self.graph.special.get(&row).unwrap_or(&self.graph.border);
        let mut moved = Vec::new();
        for (node, branches) in branches {
            let part = std::mem::replace(&mut mass[*node as usize], [0.0; L]);
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
        moved.iter().for_each(|(node, part)| add(&mut mass[*node], part));
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
fn combinations<const L: usize>(starts: &super::start::Starts<L>, domains: usize) -> Vec<(Vec<u16>, Lanes<L>)> {
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
