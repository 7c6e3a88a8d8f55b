//! Progress of a run, and stopping it.
//!
//! In: the number of draws that are done. Out: whether to go on, and how much memory there is.

use crate::simulate::limits::MOST_MEMORY;

/// Is told how far a run is, and may stop it.
pub trait Monitor: Sync {
    /// So many more draws are done.
    fn advance(&self, draws: usize);
    /// Whether to stop.
    fn stopped(&self) -> bool;
    /// Most memory that a run may take, in bytes; one that would take more is refused before it starts.
    fn most_memory(&self) -> f64 {
        MOST_MEMORY
    }
}

/// A monitor that ignores progress and never stops a run.
pub struct Unwatched;

impl Monitor for Unwatched {
    fn advance(&self, _draws: usize) {}
    fn stopped(&self) -> bool {
        false
    }
}
