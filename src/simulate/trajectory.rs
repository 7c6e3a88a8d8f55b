//! What happens to the average household of a draw, row by row: the seam between both methods and the ledger.
//!
//! In: masses and flows from `cohort` (expected) or `micro` (counted). Out: the same, by row. Rows 0..=N are the borders of
//! the cycles; what happens in the cycle from border `t - 1` to border `t` belongs to row `t`. No euros here.

use super::compile::Lanes;

/// Shares of households by row, for `L` draws at once.
#[derive(Clone, Debug)]
pub struct Trajectory<const L: usize> {
    /// Number of cycles; there is one row more.
    pub cycles: usize,
    states: usize,
    transitions: usize,
    interventions: usize,
    mass: Vec<Lanes<L>>,
    moved: Vec<Lanes<L>>,
    started: Vec<Lanes<L>>,
    responded: Vec<Lanes<L>>,
}

impl<const L: usize> Trajectory<L> {
    /// An empty trajectory.
    pub fn new(cycles: usize, states: usize, transitions: usize, interventions: usize) -> Self {
        let table = |columns: usize| vec![[0.0; L]; (cycles + 1) * columns];
        Self {
            cycles,
            states,
            transitions,
            interventions,
            mass: table(states),
            moved: table(transitions),
            started: table(interventions),
            responded: table(interventions),
        }
    }

    /// Share of households in each joint state at border `row`, before what is done at that border.
    pub fn mass(&self, row: usize) -> &[Lanes<L>] {
        &self.mass[row * self.states..][..self.states]
    }

    /// Number of times per household that each transition happens in the cycle that ends at border `row`.
    pub fn moved(&self, row: usize) -> &[Lanes<L>] {
        &self.moved[row * self.transitions..][..self.transitions]
    }

    /// Share of households for whom each intervention starts at border `row`.
    pub fn started(&self, row: usize) -> &[Lanes<L>] {
        &self.started[row * self.interventions..][..self.interventions]
    }

    /// Share of households for whom each intervention starts at border `row` and who respond.
    pub fn responded(&self, row: usize) -> &[Lanes<L>] {
        &self.responded[row * self.interventions..][..self.interventions]
    }

    /// To fill in [`Self::mass`].
    pub fn mass_mut(&mut self, row: usize) -> &mut [Lanes<L>] {
        &mut self.mass[row * self.states..][..self.states]
    }

    /// To fill in [`Self::moved`].
    pub fn moved_mut(&mut self, row: usize) -> &mut [Lanes<L>] {
        &mut self.moved[row * self.transitions..][..self.transitions]
    }

    /// To fill in [`Self::started`].
    pub fn started_mut(&mut self, row: usize) -> &mut [Lanes<L>] {
        &mut self.started[row * self.interventions..][..self.interventions]
    }

    /// To fill in [`Self::responded`].
    pub fn responded_mut(&mut self, row: usize) -> &mut [Lanes<L>] {
        &mut self.responded[row * self.interventions..][..self.interventions]
    }

    /// Share of households for whom an intervention is active in the cycle that ends at border `row`, when it lasts
    /// `lasts` cycles: those for whom it started within that time before.
    pub fn active(&self, row: usize, intervention: usize, lasts: usize) -> Lanes<L> {
        let mut active = [0.0; L];
        for start in row.saturating_sub(lasts)..row {
            let started = self.started(start)[intervention];
            (0..L).for_each(|lane| active[lane] += started[lane]);
        }
        active
    }
}
