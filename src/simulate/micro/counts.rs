//! Counts of households in one draw, row by row.
//!
//! In: courses of households. Out: shares in one lane of a [`Trajectory`]. Whole numbers, so that the order of households
//! cannot matter.

use super::path::Path;
use crate::simulate::trajectory::Trajectory;

/// How many households are where, and to how many what happens.
#[derive(Debug)]
pub struct Counts {
    states: usize,
    transitions: usize,
    interventions: usize,
    mass: Vec<u32>,
    moved: Vec<u32>,
    started: Vec<u32>,
    responded: Vec<u32>,
    active: Vec<u32>,
    entries: usize,
    entered: Vec<u32>,
    times: usize,
    held: Vec<u32>,
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
            mass: vec![0; rows * states],
            moved: vec![0; rows * transitions],
            started: vec![0; rows * interventions],
            responded: vec![0; rows * interventions],
            active: vec![0; rows * interventions],
            entries,
            entered: vec![0; rows * entries],
            times,
            held: vec![0; rows * times],
        }
    }

    /// Counts one household.
    pub fn add(&mut self, path: &Path) {
        for (of_row, joint) in self.mass.chunks_exact_mut(self.states).zip(&path.joint) {
            of_row[*joint as usize] += 1;
        }
        for moved in path.all_fired() {
            self.moved[moved.row as usize * self.transitions + moved.transition as usize] += 1;
        }
        for start in &path.starts {
            let place = start.row * self.interventions + start.intervention;
            self.started[place] += 1;
            self.responded[place] += u32::from(start.responds);
            let rows = self.active.chunks_exact_mut(self.interventions).skip(start.row);
            rows.take(start.until - start.row).for_each(|of_row| of_row[start.intervention] += 1);
        }
        self.add_marks(path);
    }

    fn add_marks(&mut self, path: &Path) {
        for (row, which) in &path.entered {
            self.entered[usize::from(*row) * self.entries + usize::from(*which)] += 1;
        }
        for (row, which) in &path.held {
            self.held[usize::from(*row) * self.times + usize::from(*which)] += 1;
        }
    }

    /// Writes counts times `share` into a lane.
    pub fn write<const L: usize>(&self, into: &mut Trajectory<L>, lane: usize, share: f64) {
        let write = |counts: &[u32], row: usize, values: &mut [[f64; L]]| {
            let of_row = &counts[row * values.len()..];
            values.iter_mut().zip(of_row).for_each(|(value, count)| value[lane] = f64::from(*count) * share);
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
