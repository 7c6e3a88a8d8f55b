//! Counts of households in one draw, row by row.
//!
//! In: courses of households. Out: shares in one lane of a [`Trajectory`]. Households are added in
//! order.

use super::path::Path;
use crate::simulate::trajectory::Trajectory;

/// How many households are where, and to how many what happens.
#[derive(Debug)]
pub struct Counts {
    states: usize,
    transitions: usize,
    interventions: usize,
    mass: Vec<f64>,
    moved: Vec<f64>,
    started: Vec<f64>,
    responded: Vec<f64>,
    active: Vec<f64>,
    entries: usize,
    entered: Vec<f64>,
    times: usize,
    held: Vec<f64>,
}

impl Counts {
    /// Nothing counted yet, for tables of this size.
    pub fn like<const L: usize>(trajectory: &Trajectory<L>) -> Self {
        let rows = trajectory.cycles + 1;
        let (states, transitions) = (trajectory.mass(0).len(), trajectory.moved(0).len());
        let interventions = trajectory.started(0).len();
        let (entries, times) = (trajectory.entered(0).len(), trajectory.held(0).len());
        Self {
            states,
            transitions,
            interventions,
            mass: vec![0.0; rows * states],
            moved: vec![0.0; rows * transitions],
            started: vec![0.0; rows * interventions],
            responded: vec![0.0; rows * interventions],
            active: vec![0.0; rows * interventions],
            entries,
            entered: vec![0.0; rows * entries],
            times,
            held: vec![0.0; rows * times],
        }
    }

    /// Counts one household, multiplied by a weight of its own.
    pub fn add(&mut self, path: &Path, weight: f64) {
        for (of_row, joint) in self.mass.chunks_exact_mut(self.states).zip(&path.joint) {
            of_row[*joint as usize] += weight;
        }
        for moved in path.all_fired() {
            self.moved[moved.row as usize * self.transitions + moved.transition as usize] += weight;
        }
        for start in &path.starts {
            let place = start.row * self.interventions + start.intervention;
            self.started[place] += weight;
            self.responded[place] += if start.responds { weight } else { 0.0 };
            let rows = self.active.chunks_exact_mut(self.interventions).skip(start.row);
            rows.take(start.until - start.row).for_each(|of_row| of_row[start.intervention] += weight);
        }
        self.add_marks(path, weight);
    }

    fn add_marks(&mut self, path: &Path, weight: f64) {
        for (row, which) in &path.entered {
            self.entered[usize::from(*row) * self.entries + usize::from(*which)] += weight;
        }
        for (row, which) in &path.held {
            self.held[usize::from(*row) * self.times + usize::from(*which)] += weight;
        }
    }

    /// Writes counts times `share` into a lane.
    pub fn write<const L: usize>(&self, into: &mut Trajectory<L>, lane: usize, share: f64) {
        let write = |counts: &[f64], row: usize, values: &mut [[f64; L]]| {
            let of_row = &counts[row * values.len()..];
            values.iter_mut().zip(of_row).for_each(|(value, count)| value[lane] = *count * share);
        };
        for row in 0..=into.cycles {
            write(&self.mass, row, into.mass_mut(row));
            write(&self.moved, row, into.moved_mut(row));
            write(&self.started, row, into.started_mut(row));
            write(&self.responded, row, into.responded_mut(row));
            write(&self.active, row, into.active_mut(row));
            write(&self.entered, row, into.entered_mut(row));
            write(&self.held, row, into.held_mut(row));
        }
    }
}
