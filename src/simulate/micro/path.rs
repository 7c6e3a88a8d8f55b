//! The course of one household in one alternative, row by row: what the month loop puts down.
//!
//! In: what happens in each cycle. Out: [`Path`], of which `course` keeps what changes.

pub use super::course::{Happened, Start};

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
    }

    /// Puts down what happened in the cycle that ends at the next border.
    pub fn note_cycle(&mut self, row: usize, transitions: &[usize]) {
        let happened = |transition: &usize| Happened { row: row as u32, transition: *transition as u16 };
        self.fired.extend(transitions.iter().map(happened));
        self.first.push(self.fired.len() as u32);
    }
}
