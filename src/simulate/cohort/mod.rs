//! The exact method: the distribution over joint states, moved forward cycle by cycle. No noise.
//!
//! In: the space, compiled values of `L` draws. Out: a [`Trajectory`] of expected shares. It says nothing about the
//! spread between households.
//!
//! Households are split by the set of interventions to which they respond ("layer"); layer 0 lives as without help. A
//! layer whose effects are over is added to layer 0. In a cycle all domains move at once: for each joint state the mass is
//! split over the outcomes of one domain after the other and added to where it ends.

mod chances;
mod step;

pub use step::{MOST_WAYS, Targets};

use super::compile::{Lanes, Values};
use super::space::Space;
use super::trajectory::Trajectory;
use crate::model::{Alternative, Scenario};
use chances::Chances;
use step::{Scratch, add};

/// The exact method for one scenario.
#[derive(Clone, Copy, Debug)]
pub struct Cohort<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its joint states.
    pub space: &'a Space,
    /// Where mass can go.
    pub targets: &'a Targets,
}

impl Cohort<'_> {
    /// The trajectory of one alternative. `null` is that of the null alternative when this alternative has the same start
    /// and hazards: its rows are taken over up to the first intervention.
    pub fn trajectory<const L: usize>(
        &self,
        alternative: &Alternative,
        values: &Values<L>,
        null: Option<&Trajectory<L>>,
    ) -> Trajectory<L> {
        let cycles = self.scenario.settings.horizon;
        let count = alternative.interventions.len();
        let mut trajectory = Trajectory::new(cycles, self.space.states, self.scenario.transitions.len(), count);
        let mut layers: Vec<Option<Vec<Lanes<L>>>> = vec![None; 1 << count];
        let first = alternative.interventions.iter().map(start_of).min().unwrap_or(cycles).min(cycles);
        let mut from = 0;
        if let Some(null) = null {
            for row in 0..=first {
                trajectory.mass_mut(row).copy_from_slice(null.mass(row));
                trajectory.moved_mut(row).copy_from_slice(null.moved(row));
            }
            from = first;
            layers[0] = Some(null.mass(first).to_vec());
        } else {
            let mut start = vec![[0.0; L]; self.space.states];
            self.space.start(&values.starts).iter().for_each(|(joint, share)| add(&mut start[*joint], share));
            layers[0] = Some(start);
        }
        let base = Chances::new(self.space, &values.hazards);
        let mut scratch = Scratch::default();
        for cycle in from..=cycles {
            let mass = trajectory.mass_mut(cycle);
            mass.fill([0.0; L]);
            for layer in layers.iter().flatten() {
                mass.iter_mut().zip(layer).for_each(|(sum, part)| add(sum, part));
            }
            self.start_interventions(alternative, values, cycle, &mut layers, &mut trajectory);
            if cycle == cycles {
                break;
            }
            join_finished(&mut layers, values, cycle);
            for (index, layer) in layers.iter_mut().enumerate() {
                let Some(mass) = layer else { continue };
                let changed = (index > 0).then(|| base.changed(self.space, values, index, cycle));
                let chances = changed.as_ref().unwrap_or(&base);
                self.targets.step(self.space, mass, chances, &mut scratch, trajectory.moved_mut(cycle + 1));
            }
        }
        trajectory
    }

    /// Interventions that start at this border: those who respond move to the layer of the intervention.
    fn start_interventions<const L: usize>(
        &self,
        alternative: &Alternative,
        values: &Values<L>,
        border: usize,
        layers: &mut [Option<Vec<Lanes<L>>>],
        trajectory: &mut Trajectory<L>,
    ) {
        for (bit, one) in alternative.interventions.iter().enumerate().filter(|(_, one)| start_of(one) == border) {
            let eligible = self.space.where_holds(&one.eligible);
            for layer in (0..layers.len()).filter(|layer| layer >> bit & 1 == 0) {
                let Some(mut mass) = layers[layer].take() else { continue };
                let mut responders = vec![[0.0; L]; self.space.states];
                for joint in (0..self.space.states).filter(|joint| eligible[*joint]) {
                    let target = self.space.after_moves(one, joint);
                    for lane in 0..L {
                        let started = mass[joint][lane] * values.reached[bit][lane];
                        let responding = started * values.success[bit][lane];
                        trajectory.started_mut(border)[bit][lane] += started;
                        trajectory.responded_mut(border)[bit][lane] += responding;
                        mass[joint][lane] -= responding;
                        responders[target][lane] += responding;
                    }
                }
                layers[layer] = Some(mass);
                layers[layer | 1 << bit] = Some(responders);
            }
        }
    }
}

/// Adds layers whose effects are over to layer 0, each draw by itself: its lane companions must not matter.
fn join_finished<const L: usize>(layers: &mut [Option<Vec<Lanes<L>>>], values: &Values<L>, cycle: usize) {
    let (base, others) = layers.split_at_mut(1);
    let Some(base) = base[0].as_mut() else { return };
    for (index, layer) in others.iter_mut().enumerate() {
        let Some(mass) = layer else { continue };
        let over: [bool; L] = std::array::from_fn(|lane| values.effects.is_over(index + 1, cycle, lane));
        for (sum, part) in base.iter_mut().zip(mass.iter_mut()) {
            for lane in (0..L).filter(|lane| over[*lane]) {
                sum[lane] += part[lane];
                part[lane] = 0.0;
            }
        }
        if over == [true; L] {
            *layer = None;
        }
    }
}

fn start_of(one: &crate::model::Intervention) -> usize {
    one.fixed_start().unwrap_or(usize::MAX)
}
