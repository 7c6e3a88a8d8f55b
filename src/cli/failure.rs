//! Failures of a command, and exit codes.
//!
//! In: what went wrong. Out: [`Failure`] and the code with which the program ends. Nothing is printed here.

use crate::diagnostics::Message;
use crate::read::Refused;
use crate::session::SessionError;
use crate::simulate::SimulationError;

/// Exit codes; scripts may rely on them.
pub mod exit {
    /// All went well.
    pub const FINE: u8 = 0;
    /// The input has faults.
    pub const FAULTS: u8 = 1;
    /// Wrong usage, or a file or folder that cannot be read or written.
    pub const USAGE: u8 = 2;
    /// A check was answered with no.
    pub const NO: u8 = 3;
    /// Stopped by Ctrl-C.
    pub const STOPPED: u8 = 130;
}

/// Why a command did not do what was asked.
pub enum Failure {
    /// The arguments cannot be read, or ask for help.
    Arguments(Box<clap::Error>),
    /// The scenario cannot be used.
    Refused(Box<Refused>),
    /// The input has a fault that only shows while running.
    Fault(Message),
    /// Wrong usage, or a file or folder that cannot be read or written.
    Usage(Message),
    /// Stopped by Ctrl-C.
    Stopped,
    /// What is wrong was told; this is the exit code.
    Told(u8),
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Failure::Refused(Box::new(refused))
    }
}

impl From<SessionError> for Failure {
    fn from(error: SessionError) -> Self {
        let message = error.message();
        match error {
            SessionError::Simulation(SimulationError::Stopped) => Failure::Stopped,
            SessionError::Simulation(_) | SessionError::Portfolio(_) => Failure::Fault(message),
            _ => Failure::Usage(message),
        }
    }
}
