//! Why a run ended without results, as messages of the catalogue.
//!
//! In: faults of the engine and of reading and writing. Out: [`Message`]s that name what was found and what to do. Faults
//! in scenario files are shown by `report::faults`.

use crate::diagnostics::Message;
use crate::simulate::Fault;
use crate::simulate::space::MOST_STATES;
use std::io;
use std::path::Path;

/// What the engine found wrong.
pub fn of_engine(fault: &Fault) -> Message {
    match fault {
        Fault::OutOfBounds { name, draw, value, kind } => {
            let (low, high) = kind.bounds();
            Message::new("engine_out_of_bounds")
                .with("name", name)
                .with("draw", draw)
                .with("value", value)
                .with("low", low)
                .with("high", high)
                .with("kind", kind.key())
        }
        Fault::TooManyStates(found) => {
            Message::new("engine_too_many_states").with("found", found).with("most", MOST_STATES)
        }
        Fault::TooManyInterventions(alternative) => {
            Message::new("engine_too_many_interventions").with("alternative", alternative)
        }
        Fault::Stopped => Message::new("run_stopped"),
    }
}

/// A place that cannot be written to.
pub fn of_writing(path: &Path, error: &io::Error) -> Message {
    let key = match error.kind() {
        io::ErrorKind::NotFound => "output_no_folder",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "output_denied",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "output_full",
        _ => "output_failed",
    };
    Message::new(key).with("path", path.display()).with("reason", error)
}
