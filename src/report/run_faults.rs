//! Faults of a run and of writing, as messages of the catalogue.
//!
//! In: faults of the engine and of reading and writing. Out: [`Message`]s that name what was found and what to do. Faults
//! in scenario files are shown by `report::faults`.

use crate::diagnostics::{Message, number};
use crate::model::MOST_INTERVENTIONS;
use crate::simulate::cohort::graph::MOST_WAYS;
use crate::simulate::compile::joint_states::MOST_STATES;
use crate::simulate::ledger::MOST;
use crate::simulate::rules::MOST_ENTRIES;
use crate::simulate::{MOST_MEMORY, SimulationError};
use std::io;
use std::path::Path;

/// What the engine found wrong.
pub fn of_engine(fault: &SimulationError) -> Message {
    match fault {
        SimulationError::OutOfBounds { name, draw, value, kind } => {
            let (low, high) = kind.bounds();
            Message::new("engine_out_of_bounds")
                .with("name", name)
                .with("draw", draw)
                .with("value", number(*value))
                .with("low", number(low))
                .with("high", number(high))
                .with("kind", kind.key())
        }
        SimulationError::TooMuch { item, draw } => {
            Message::new("engine_too_much").with("item", item).with("draw", draw).with("most", number(MOST))
        }
        SimulationError::TooManyStates(found) => {
            Message::new("engine_too_many_states").with("found", number(*found)).with("most", MOST_STATES)
        }
        SimulationError::TooManyWays(found) => {
            Message::new("engine_too_many_ways").with("found", number(*found)).with("most", number(MOST_WAYS))
        }
        SimulationError::TooLarge(bytes) => Message::new("engine_too_large")
            .with("found", number((bytes / 1e9).ceil()))
            .with("most", number(MOST_MEMORY / 1e9)),
        SimulationError::NeedsHouseholds(name) => Message::new("engine_needs_households").with("name", name),
        SimulationError::TooManyEntries(found) => {
            Message::new("engine_too_many_entries").with("found", found).with("most", MOST_ENTRIES)
        }
        SimulationError::TooManyInterventions(alternative) => Message::new("engine_too_many_interventions")
            .with("alternative", alternative)
            .with("most", MOST_INTERVENTIONS),
        SimulationError::UnknownName(name) => Message::new("engine_unknown_name").with("name", name),
        SimulationError::StartsTogether(name) => Message::new("engine_starts_together").with("name", name),
        SimulationError::Stopped => Message::new("run_stopped"),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::words::Language;
    use crate::units::Kind;

    #[test]
    fn a_value_out_of_bounds_is_named_with_its_draw_and_bounds() {
        let fault =
            SimulationError::OutOfBounds { name: "chance".into(), draw: 7, value: 1.25, kind: Kind::Probability };
        for (language, start) in [
            (Language::Nl, "'chance' krijgt in trekking 7 de waarde 1.25"),
            (Language::En, "'chance' gets the value 1.25 in draw 7"),
        ] {
            let text = language.fill(&of_engine(&fault));
            assert!(text.starts_with(start) && text.contains('0') && !text.contains('{'), "{text}");
        }
    }

    #[test]
    fn places_that_cannot_be_written_to_say_what_to_do() {
        for kind in
            [io::ErrorKind::NotFound, io::ErrorKind::PermissionDenied, io::ErrorKind::StorageFull, io::ErrorKind::Other]
        {
            let text = Language::En.fill(&of_writing(Path::new("a/b"), &io::Error::from(kind)));
            assert!(text.contains("a/b") && !text.contains('{'), "{text}");
        }
    }
}
