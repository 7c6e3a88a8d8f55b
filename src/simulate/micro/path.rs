//! The course of one household in one alternative.
//!
//! In: the [`Table`] of the alternative, the household's luck, and its course in the null alternative. Out: [`Path`]. While
//! a household lives as without help and is where it would have been, its course is copied, not simulated.

use super::Slots;
use super::table::{Fired, Table};
use crate::simulate::luck::Luck;
use std::ops::Range;

/// What was done for a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Index of the intervention.
    pub intervention: usize,
    /// Border at which it started.
    pub row: usize,
    /// Whether the household responds.
    pub responds: bool,
    /// Border at which it stops to be active.
    pub until: usize,
}

/// A transition that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happened {
    /// Row to which it belongs: the border at the end of the cycle.
    pub row: u16,
    /// Index of the transition.
    pub transition: u16,
}

/// The course of one household.
#[derive(Clone, Debug, Default)]
pub struct Path {
    /// Joint state at each border, before what is done at that border.
    pub joint: Vec<u32>,
    fired: Vec<Happened>,
    first: Vec<u32>,
    /// Interventions that started.
    pub starts: Vec<Start>,
    /// Conditions whose entries are counted that became true: row and index.
    pub entered: Vec<(u16, u16)>,
    /// Conditions not about states alone that held in the cycle of a row: row and index.
    pub held: Vec<(u16, u16)>,
    /// Cycles that were simulated; in all others the course is that of the null alternative.
    pub simulated: Vec<Range<usize>>,
    scratch: Vec<Fired>,
}

impl Path {
    /// Transitions that happened in the cycle that ends at border `row` (1 or later), in the order of the domains.
    pub fn fired(&self, row: usize) -> &[Happened] {
        &self.fired[self.first[row - 1] as usize..self.first[row] as usize]
    }

    /// All transitions that happened.
    pub fn all_fired(&self) -> &[Happened] {
        &self.fired
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.joint.clear();
        self.fired.clear();
        self.first.clear();
        self.first.push(0);
        self.starts.clear();
        self.entered.clear();
        self.held.clear();
        self.simulated.clear();
    }

    /// Follows a household through an alternative for `cycles` cycles.
    pub fn follow(&mut self, table: &Table, slots: &Slots, luck: Luck, cycles: usize, null: Option<&Path>) {
        self.clear();
        let null = null.filter(|_| table.like_null);
        let mut joint = null.map_or_else(|| table.start_state(slots, luck), |null| null.joint[0] as usize);
        let (mut layer, mut cycle) = (0, 0);
        loop {
            self.joint.push(joint as u32);
            joint = self.start_interventions(table, luck, cycle, joint, &mut layer);
            if cycle == cycles {
                return;
            }
            let factors = table.factors(layer, cycle);
            if let Some(null) = null.filter(|null| factors.is_none() && null.joint[cycle] as usize == joint) {
                let next = table.episodes.iter().map(|one| one.start).filter(|start| *start > cycle).min();
                let until = next.unwrap_or(cycles).min(cycles);
                self.copy(null, cycle, until);
                joint = null.joint[until] as usize;
                cycle = until;
                continue;
            }
            table.step(slots, joint, luck.cycle(cycle + 1), factors, &mut self.scratch);
            for fired in &self.scratch {
                joint = (joint as i32 + slots.shift[fired.exit as usize]) as usize;
                let transition = slots.transition[fired.exit as usize];
                self.fired.push(Happened { row: cycle as u16 + 1, transition });
            }
            self.first.push(self.fired.len() as u32);
            self.note_simulated(cycle);
            cycle += 1;
        }
    }

    /// Interventions that start at this border; returns where the household is after their moves.
    fn start_interventions(&mut self, table: &Table, luck: Luck, row: usize, joint: usize, layer: &mut usize) -> usize {
        let mut joint = joint;
        for (index, one) in table.episodes.iter().enumerate().filter(|(_, one)| one.start == row) {
            let Some(responder_at) = one.responder_at[joint] else { continue };
            if one.reaches(luck) {
                let responds = one.succeeds(luck);
                let until = row + one.lasts;
                self.starts.push(Start { intervention: index, row, responds, until });
                if responds {
                    *layer |= 1 << index;
                    joint = responder_at as usize;
                }
            }
        }
        joint
    }

    /// Takes over the rows after border `from` up to, and without, border `until`, and what happened up to that border.
    fn copy(&mut self, null: &Path, from: usize, until: usize) {
        self.joint.extend_from_slice(&null.joint[from + 1..until]);
        let start = self.fired.len() as u32;
        let (a, b) = (null.first[from], null.first[until]);
        self.fired.extend_from_slice(&null.fired[a as usize..b as usize]);
        self.first.extend(null.first[from + 1..=until].iter().map(|first| first - a + start));
    }

    /// Puts down what happened in the cycle that ends at the next border.
    pub fn note_cycle(&mut self, row: usize, transitions: &[usize]) {
        let happened = |transition: &usize| Happened { row: row as u16, transition: *transition as u16 };
        self.fired.extend(transitions.iter().map(happened));
        self.first.push(self.fired.len() as u32);
        self.note_simulated(row - 1);
    }

    fn note_simulated(&mut self, cycle: usize) {
        match self.simulated.last_mut() {
            Some(range) if range.end == cycle => range.end += 1,
            _ => self.simulated.push(cycle..cycle + 1),
        }
    }
}
