//! Counts of households in one draw, row by row.
//!
//! In: courses of households, and where they differ in an alternative. Out: shares in one lane of a [`Trajectory`].
//! Households are added in order. Where many rows are alike only the edges of a spell are put down, and added up in the
//! end.

use crate::simulate::ledger::trajectory::Trajectory;
use crate::simulate::micro::course::{CourseDifference, Marks, Reader};

/// How many households are where, and to how many what happens.
#[derive(Clone, Debug)]
pub struct Counts {
    states: usize,
    transitions: usize,
    interventions: usize,
    /// How many more than in the row before.
    mass: Vec<f64>,
    moved: Vec<f64>,
    started: Vec<f64>,
    responded: Vec<f64>,
    /// How many more than in the row before.
    active: Vec<f64>,
    entries: usize,
    entered: Vec<f64>,
    times: usize,
    held: Vec<f64>,
}

impl Counts {
    /// Nothing counted yet, for tables of this size.
    pub fn like<const L: usize>(trajectory: &Trajectory<L>) -> Self {
        // One row more, for the edges of what lasts to the end.
        let rows = trajectory.cycles + 2;
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

    /// Counts the course of one household as it is read, multiplied by a weight of its own.
    pub fn count(&mut self, weight: f64) -> Counting<'_> {
        let Self { mass, states, moved, transitions, .. } = self;
        Counting { mass, states: *states, moved, transitions: *transitions, weight, begin: 0 }
    }

    /// Counts by how much the course of one household differs from that without help.
    pub fn add_difference(&mut self, difference: &CourseDifference, weight: f64) {
        for apart in &difference.states {
            self.spell(apart.from, apart.until, apart.with, weight);
            self.spell(apart.from, apart.until, apart.without, -weight);
        }
        for (fired, weight) in [(&difference.gained, weight), (&difference.lost, -weight)] {
            for moved in fired {
                self.moved[moved.row as usize * self.transitions + usize::from(moved.transition)] += weight;
            }
        }
        self.add_marks(&difference.marks, weight);
    }

    /// Adds the states and transitions of the null alternative to what was counted as differences.
    pub fn add_null(&mut self, null: &Self) {
        self.mass.iter_mut().zip(&null.mass).for_each(|(own, null)| *own += null);
        self.moved.iter_mut().zip(&null.moved).for_each(|(own, null)| *own += null);
    }

    #[inline(always)]
    fn spell(&mut self, from: u32, until: u32, joint: u32, weight: f64) {
        self.mass[from as usize * self.states + joint as usize] += weight;
        self.mass[until as usize * self.states + joint as usize] -= weight;
    }

    /// Counts what else counts for one household, multiplied by a weight of its own.
    pub fn add_marks(&mut self, marks: &Marks, weight: f64) {
        for start in &marks.starts {
            let place = start.row * self.interventions + start.intervention;
            self.started[place] += weight;
            self.responded[place] += if start.responds { weight } else { 0.0 };
            let last = self.active.len() / self.interventions - 1;
            self.active[place] += weight;
            self.active[start.until.min(last) * self.interventions + start.intervention] -= weight;
        }
        for (row, which) in &marks.entered {
            self.entered[usize::from(*row) * self.entries + usize::from(*which)] += weight;
        }
        for (row, which) in &marks.held {
            self.held[usize::from(*row) * self.times + usize::from(*which)] += weight;
        }
    }

    /// Writes counts times `share` into a lane.
    pub fn write<const L: usize>(&mut self, into: &mut Trajectory<L>, lane: usize, share: f64) {
        add_up(&mut self.mass, self.states);
        add_up(&mut self.active, self.interventions);
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

/// Counts a course as it is read.
pub struct Counting<'a> {
    mass: &'a mut [f64],
    states: usize,
    moved: &'a mut [f64],
    transitions: usize,
    weight: f64,
    /// Where the row begins at which the last stay ended.
    begin: usize,
}

impl Reader for Counting<'_> {
    #[inline(always)]
    fn stay(&mut self, joint: u32, _: u32, until: u32) {
        let end = until as usize * self.states;
        self.mass[self.begin + joint as usize] += self.weight;
        self.mass[end + joint as usize] -= self.weight;
        self.begin = end;
    }

    #[inline(always)]
    fn event(&mut self, row: u32, transition: u16) {
        self.moved[row as usize * self.transitions + usize::from(transition)] += self.weight;
    }
}

/// Turns differences from row to row into counts.
fn add_up(edges: &mut [f64], columns: usize) {
    for at in columns..edges.len() {
        edges[at] += edges[at - columns];
    }
}
