//! Why a plan, a shard or a merge failed.
//!
//! In: what went wrong. Out: [`ShardError`], with messages of the catalogue.

use crate::diagnostics::Message;
use crate::read::Refused;
use crate::session::error::SessionError;
use crate::simulate::SimulationError;
use std::io;

/// Why a plan, a shard or a merge failed.
#[derive(Debug)]
pub enum ShardError {
    /// The scenario or study cannot be used.
    Refused(Box<Refused>),
    /// What is asked cannot be met, the engine found something wrong, or it was stopped.
    Session(SessionError),
    /// A plan or a shard that cannot be used.
    Unusable(Message),
    /// Bytes that cannot be written or read.
    Bytes(io::Error),
}

impl From<Refused> for ShardError {
    fn from(refused: Refused) -> Self {
        Self::Refused(Box::new(refused))
    }
}

impl From<SessionError> for ShardError {
    fn from(error: SessionError) -> Self {
        Self::Session(error)
    }
}

impl From<SimulationError> for ShardError {
    fn from(error: SimulationError) -> Self {
        Self::Session(error.into())
    }
}

impl From<io::Error> for ShardError {
    fn from(error: io::Error) -> Self {
        Self::Bytes(error)
    }
}
