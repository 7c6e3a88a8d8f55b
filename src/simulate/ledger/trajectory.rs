//! Trajectories: state occupancy and flows of the average household of a draw, row by row.
//!
//! In: masses and flows from `cohort` (expected) or `micro` (counted). Out: the same, by row. Rows 0..=N are the
//! boundaries of the cycles; what happens in the cycle from boundary `t - 1` to boundary `t` belongs to row `t`. No
//! euros here.

use crate::simulate::compile::lanes::Lanes;

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
    active: Vec<Lanes<L>>,
    entries: usize,
    entered: Vec<Lanes<L>>,
    times: usize,
    held: Vec<Lanes<L>>,
}

/// How many of everything there are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sizes {
    /// Cycles.
    pub cycles: usize,
    /// Joint states.
    pub states: usize,
    /// Transitions.
    pub transitions: usize,
    /// Interventions of the alternative.
    pub interventions: usize,
    /// Conditions of which entries are counted.
    pub entries: usize,
    /// Conditions of which the time is counted that are not about states alone.
    pub times: usize,
}

impl<const L: usize> Trajectory<L> {
    /// An empty trajectory.
    pub fn new(sizes: Sizes) -> Self {
        let Sizes { cycles, states, transitions, interventions, entries, times } = sizes;
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
            active: table(interventions),
            entries,
            entered: table(entries),
            times,
            held: table(times),
        }
    }

    /// Empty again, to be filled by another group of draws: no memory is asked for anew.
    pub(crate) fn clear(&mut self) {
        let Self { mass, moved, started, responded, active, entered, held, .. } = self;
        for table in [mass, moved, started, responded, active, entered, held] {
            table.fill([0.0; L]);
        }
    }

    /// Its size in memory.
    pub(crate) fn bytes(&self) -> usize {
        let tables = [&self.mass, &self.moved, &self.started, &self.responded, &self.active, &self.entered, &self.held];
        tables.iter().map(|table| size_of_val(table.as_slice())).sum()
    }

    /// Share of households in each joint state at boundary `row`, before what is done at that boundary.
    pub fn mass(&self, row: usize) -> &[Lanes<L>] {
        &self.mass[row * self.states..][..self.states]
    }

    /// Number of times per household that each transition happens in the cycle that ends at boundary `row`.
    pub fn moved(&self, row: usize) -> &[Lanes<L>] {
        &self.moved[row * self.transitions..][..self.transitions]
    }

    /// Share of households for whom each intervention starts at boundary `row`.
    pub fn started(&self, row: usize) -> &[Lanes<L>] {
        &self.started[row * self.interventions..][..self.interventions]
    }

    /// Share of households for whom each intervention starts at boundary `row` and who respond.
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

    /// Share of households for whom each intervention is active in the cycle that begins at boundary `row`.
    pub fn active(&self, row: usize) -> &[Lanes<L>] {
        &self.active[row * self.interventions..][..self.interventions]
    }

    /// Number of times per household that each condition of which entries are counted becomes true in the cycle that
    /// ends at boundary `row`.
    pub fn entered(&self, row: usize) -> &[Lanes<L>] {
        &self.entered[row * self.entries..][..self.entries]
    }

    /// Share of households for whom each condition that is not about states alone holds in the cycle that ends at
    /// boundary `row`.
    pub fn held(&self, row: usize) -> &[Lanes<L>] {
        &self.held[row * self.times..][..self.times]
    }

    /// To fill in [`Self::active`].
    pub fn active_mut(&mut self, row: usize) -> &mut [Lanes<L>] {
        &mut self.active[row * self.interventions..][..self.interventions]
    }

    /// To fill in [`Self::entered`].
    pub fn entered_mut(&mut self, row: usize) -> &mut [Lanes<L>] {
        &mut self.entered[row * self.entries..][..self.entries]
    }

    /// To fill in [`Self::held`].
    pub fn held_mut(&mut self, row: usize) -> &mut [Lanes<L>] {
        &mut self.held[row * self.times..][..self.times]
    }
}
