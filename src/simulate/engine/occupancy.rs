//! State occupancy of a group of draws: who is where at the end of each year, for how long, and what happens.
//!
//! In: a [`Trajectory`]. Out: sums over the draws of the group, as they stand in [`AlternativeResults`].

use crate::model::Scenario;
use crate::simulate::compile::discounting::Timing;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::ledger::trajectory::Trajectory;
use crate::simulate::limits::LANES;
use crate::simulate::results::AlternativeResults;

/// Sums over the draws of a group, for one alternative.
#[derive(Clone, Debug)]
pub(crate) struct Occupancy {
    /// Share of households in each joint state at the end of each year, year 0 first.
    shares: Vec<Vec<f64>>,
    /// The same at the horizon.
    end: Vec<f64>,
    /// By row the share in each state of each domain; none unless asked for.
    rows: Vec<Vec<f64>>,
    /// By draw the same at the start and at the horizon; none unless asked for.
    ends_by_draw: Vec<[Vec<f64>; 2]>,
    /// By row and intervention the share for whom it begins, and who respond as well; none unless asked for.
    begun: Vec<Vec<[f64; 2]>>,
    /// Number per household of each transition.
    transitions: Vec<f64>,
    /// Months per household in each joint state, counted as the settings say.
    months: Vec<f64>,
}

impl Occupancy {
    /// Adds up a trajectory over the first `lanes` draws.
    pub(crate) fn new(trajectory: &Trajectory<LANES>, timing: &Timing, lanes: usize) -> Self {
        let over_lanes = |values: &Lanes<LANES>| values[..lanes].iter().sum::<f64>();
        let cycle = timing.cycle;
        let rows = (0..=cycle.year_of(trajectory.cycles)).map(|year| cycle.row_after(year));
        let mut transitions = vec![0.0; trajectory.moved(0).len()];
        let mut months = vec![0.0; trajectory.mass(0).len()];
        for row in 0..=trajectory.cycles {
            let moved = trajectory.moved(row).iter().map(over_lanes);
            transitions.iter_mut().zip(moved).for_each(|(sum, moved)| *sum += moved);
            let weight = timing.state_weight(row) * cycle.months();
            let mass = trajectory.mass(row).iter().map(over_lanes);
            months.iter_mut().zip(mass).for_each(|(sum, mass)| *sum += mass * weight);
        }
        Self {
            shares: rows.map(|row| trajectory.mass(row).iter().map(over_lanes).collect()).collect(),
            end: trajectory.mass(trajectory.cycles).iter().map(over_lanes).collect(),
            rows: Vec::new(),
            ends_by_draw: Vec::new(),
            begun: Vec::new(),
            transitions,
            months,
        }
    }

    /// With the share in each state of each domain, row by row, and at both ends draw by draw; and what begins, row by row.
    pub(crate) fn with_rows(
        self,
        trajectory: &Trajectory<LANES>,
        scenario: &Scenario,
        space: &Space,
        lanes: usize,
    ) -> Self {
        let first = |domain: usize| -> usize { scenario.domains[..domain].iter().map(|one| one.states.len()).sum() };
        let columns = |joint: usize| -> Vec<usize> {
            space.decode(joint).into_iter().enumerate().map(|(domain, state)| first(domain) + state).collect()
        };
        let columns: Vec<Vec<usize>> = (0..space.states).map(columns).collect();
        let shares = |row: usize, of_lanes: &dyn Fn(&Lanes<LANES>) -> f64| {
            let mut shares = vec![0.0; first(scenario.domains.len())];
            for (mass, columns) in trajectory.mass(row).iter().zip(&columns) {
                let mass = of_lanes(mass);
                columns.iter().for_each(|column| shares[*column] += mass);
            }
            shares
        };
        let of_row = |row: usize| shares(row, &|mass| mass[..lanes].iter().sum());
        let of_draw = |lane: usize| [0, trajectory.cycles].map(|row| shares(row, &|mass| mass[lane]));
        let over_lanes = |values: &Lanes<LANES>| values[..lanes].iter().sum::<f64>();
        let begun = |row: usize| {
            let both = trajectory.started(row).iter().zip(trajectory.responded(row));
            both.map(|(started, responded)| [over_lanes(started), over_lanes(responded)]).collect()
        };
        Self {
            rows: (0..=trajectory.cycles).map(of_row).collect(),
            ends_by_draw: (0..lanes).map(of_draw).collect(),
            begun: (0..=trajectory.cycles).map(begun).collect(),
            ..self
        }
    }

    /// Puts the sums into results.
    pub(crate) fn write(&self, results: &mut AlternativeResults) {
        results.shares.clone_from(&self.shares);
        results.end.clone_from(&self.end);
        results.occupancy.clone_from(&self.rows);
        results.ends_by_draw.clone_from(&self.ends_by_draw);
        results.begun.clone_from(&self.begun);
        results.transitions.clone_from(&self.transitions);
        results.months.clone_from(&self.months);
    }
}
