//! The simulation method: households one by one, the same luck in every alternative.
//!
//! In: the space, compiled values of one draw, luck. Out: for every household what each alternative does to its totals and
//! its course ([`outcome`]), and, where asked for, counts as a [`crate::simulate::trajectory::Trajectory`].
//!
//! For each exit there is one exponential variate `E` per cycle; of the exits of a domain's state the one with the
//! smallest `E / hazard` fires, if that is below 1. That `E >= hazard` can be told from the bits of the luck alone, so
//! logarithms are taken only where two exits of one domain compete in the same cycle.

pub mod counts;
pub mod history;
pub mod money;
pub mod outcome;
pub mod path;
pub mod table;

use super::luck::name_key;
use super::space::Space;
use super::start::start_name;
use crate::model::Scenario;

/// Luck keys and exits of every joint state, worked out once per scenario.
#[derive(Debug)]
pub struct Slots {
    /// First slot of each joint state; one more at the end.
    first: Vec<u32>,
    /// Key of the transition, by slot.
    key: Vec<u64>,
    /// Exit of the space, by slot.
    exit: Vec<u32>,
    /// Domain of each exit of the space.
    domain: Vec<u16>,
    /// What each exit of the space adds to the joint state.
    shift: Vec<i32>,
    /// Transition of each exit of the space.
    pub transition: Vec<u16>,
    /// Keys of the starts.
    start_keys: Vec<u64>,
}

impl Slots {
    /// Lays out the exits of all joint states.
    pub fn new(scenario: &Scenario, space: &Space) -> Self {
        let keys: Vec<u64> = scenario.transitions.iter().map(|t| name_key(&t.name)).collect();
        let (mut first, mut key, mut exit) = (vec![0], Vec::new(), Vec::new());
        for rows in &space.joint_rows {
            for at in rows.iter().flat_map(|row| space.rows[*row as usize].exits.clone()) {
                key.push(keys[space.exits[at].transition]);
                exit.push(at as u32);
            }
            first.push(exit.len() as u32);
        }
        Self {
            first,
            key,
            exit,
            domain: space.exits.iter().map(|e| scenario.transitions[e.transition].domain as u16).collect(),
            shift: space.exits.iter().map(|e| e.shift as i32).collect(),
            transition: space.exits.iter().map(|e| e.transition as u16).collect(),
            start_keys: scenario.starts.iter().map(|one| name_key(&start_name(scenario, one))).collect(),
        }
    }
}
