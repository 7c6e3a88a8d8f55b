//! Error messages of the simulation: why a run ended without results, as keys of the catalogue of texts.
//!
//! In: [`SimulationError`]s. Out: [`Message`]s that name what was found and what to do; English as
//! [`std::fmt::Display`].

use std::fmt;

use crate::diagnostics::{Message, Sources, number};
use crate::error::{Error, ErrorKind};
use crate::model::MOST_INTERVENTIONS;
use crate::simulate::cohort::graph::MOST_WAYS;
use crate::simulate::compile::joint_states::MOST_STATES;
use crate::simulate::error::SimulationError;
use crate::simulate::ledger::MOST;
use crate::simulate::rules::MOST_ENTRIES;
use crate::words::Language;

impl SimulationError {
    /// What was found and what is allowed; of a scenario that does not fit together the first fault.
    pub fn message(&self) -> Message {
        match self {
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
            SimulationError::RowAboveOne { domain, state, draw, total } => Message::new("engine_row_above_one")
                .with("domain", domain)
                .with("state", state)
                .with("draw", draw)
                .with("total", number((total * 1e6).round() / 1e6)),
            SimulationError::NoRoot { domain, draw } => {
                Message::new("engine_no_root").with("domain", domain).with("draw", draw)
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
            SimulationError::TooLarge { bytes, most } => Message::new("engine_too_large")
                .with("found", gigabytes(bytes.max(most + 2e7), f64::ceil))
                .with("most", gigabytes(*most, f64::floor)),
            SimulationError::NeedsHouseholds(name) => Message::new("engine_needs_households").with("name", name),
            SimulationError::TooManyEntries(found) => {
                Message::new("engine_too_many_entries").with("found", found).with("most", MOST_ENTRIES)
            }
            SimulationError::TooManyInterventions(alternative) => Message::new("engine_too_many_interventions")
                .with("alternative", alternative)
                .with("most", MOST_INTERVENTIONS),
            SimulationError::UnknownName(name) => Message::new("engine_unknown_name").with("name", name),
            SimulationError::StartsTogether(name) => Message::new("engine_starts_together").with("name", name),
            SimulationError::Invalid(faults) => {
                faults.sorted().first().map_or(Message::new("empty_text"), |fault| fault.message.clone())
            }
            SimulationError::Stopped => Message::new("run_stopped"),
        }
    }
}

impl fmt::Display for SimulationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&Language::En.fill(&self.message()))
    }
}

impl std::error::Error for SimulationError {}

impl From<SimulationError> for Error {
    fn from(error: SimulationError) -> Self {
        let told = match &error {
            SimulationError::Invalid(faults) => Self::new(ErrorKind::Scenario, Sources::default(), faults.clone()),
            SimulationError::Stopped => Self::told(ErrorKind::Stopped, error.message()),
            _ => Self::told(ErrorKind::Simulation, error.message()),
        };
        told.because(error)
    }
}

/// Bytes in gigabytes, rounded in this way to a hundredth, or to a whole number from 10 on.
fn gigabytes(bytes: f64, round: fn(f64) -> f64) -> String {
    number(if bytes >= 1e10 { round(bytes / 1e9) } else { round(bytes / 1e7) / 100.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Kind;

    #[test]
    fn a_value_out_of_bounds_is_named_with_its_draw_and_bounds() {
        let fault =
            SimulationError::OutOfBounds { name: "chance".into(), draw: 7, value: 1.25, kind: Kind::Probability };
        for (language, start) in [
            (Language::Nl, "'chance' krijgt in berekening 7 de waarde 1,25"),
            (Language::En, "'chance' gets the value 1.25 in draw 7"),
        ] {
            let text = language.fill(&fault.message());
            assert!(text.starts_with(start) && text.contains('0') && !text.contains('{'), "{text}");
        }
    }

    #[test]
    fn a_row_above_one_is_named_with_its_sum() {
        let (domain, state) = ("housing".to_string(), "order".to_string());
        let text = SimulationError::RowAboveOne { domain, state, draw: 3, total: 1.125 }.to_string();
        assert!(text.starts_with("In draw 3 the shares out of `order` of `housing` add up to 1.125;"), "{text}");
    }

    #[test]
    fn an_error_keeps_what_it_was_made_of() {
        let error = Error::from(SimulationError::Stopped);
        assert_eq!(error.kind(), ErrorKind::Stopped);
        assert_eq!(error.to_string(), SimulationError::Stopped.to_string());
        let cause = std::error::Error::source(&error).and_then(|cause| cause.downcast_ref::<SimulationError>());
        assert_eq!(cause, Some(&SimulationError::Stopped));
    }
}
