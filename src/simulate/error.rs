//! Errors of a simulation.
//!
//! In: what the engine met. Out: [`SimulationError`], with the names and numbers that a message needs. No texts.

use crate::diagnostics::Diagnostics;
use crate::units::Kind;

/// Why a run gave no results.
#[derive(Clone, Debug, PartialEq)]
pub enum SimulationError {
    /// A drawn value outside the bounds of its kind.
    OutOfBounds {
        /// Parameter or characteristic.
        name: String,
        /// Number of the draw.
        draw: u64,
        /// The value.
        value: f64,
        /// What it stands for.
        kind: Kind,
    },
    /// Shares that leave a state together above 1.
    RowAboveOne {
        /// Domain.
        domain: String,
        /// State.
        state: String,
        /// Number of the draw.
        draw: u64,
        /// Their sum.
        total: f64,
    },
    /// The table of a domain over a period, of which no root is a transition matrix in this draw.
    NoRoot {
        /// Domain.
        domain: String,
        /// Number of the draw.
        draw: u64,
    },
    /// An amount or a quantity of an item that no household can have.
    TooMuch {
        /// Item.
        item: String,
        /// Number of the draw.
        draw: u64,
    },
    /// Too many joint states.
    TooManyStates(f64),
    /// Too many ways for the exact method in which a cycle can go.
    TooManyWays(f64),
    /// The run would take more memory than [`Monitor::most_memory`](crate::simulate::Monitor::most_memory).
    TooLarge {
        /// What it would take, roughly, in bytes.
        bytes: f64,
        /// What it may take, in bytes.
        most: f64,
    },
    /// The exact method cannot do without households: this characteristic differs between them and steers what happens.
    NeedsHouseholds(String),
    /// Too many conditions whose entries are counted.
    TooManyEntries(usize),
    /// Too many interventions in one alternative.
    TooManyInterventions(String),
    /// A variation names a parameter, characteristic, domain or state that the scenario does not have.
    UnknownName(String),
    /// A variation says nothing of the start of this domain, which starts together with another one of which it does.
    StartsTogether(String),
    /// The parts of the scenario do not fit together: what [`Scenario::validate`](crate::model::Scenario::validate) finds.
    Invalid(Diagnostics),
    /// Stopped on request.
    Stopped,
}
