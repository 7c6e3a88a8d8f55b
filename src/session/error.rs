//! Errors of a session: options that cannot be met, and simulations that failed.
//!
//! In: what was asked and what the scenario has. Out: [`SessionError`], with the names and numbers of which its
//! message is made; English as [`std::fmt::Display`].

use crate::analyse::figures::FigureError;
use crate::diagnostics::Message;
use crate::error::{Error, ErrorKind};
use crate::simulate::SimulationError;
use crate::words::Language;
use std::fmt;

/// Most simulated households in one run, over all draws: beyond it their sums are no longer exact to the cent.
pub const MOST_SIMULATED: u64 = 10_000_000_000;

/// Why a session gave no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionError {
    /// An alternative that the scenario does not have.
    UnknownAlternative {
        /// The name that was asked for.
        found: String,
        /// All that can be asked for.
        known: Vec<String>,
    },
    /// No draws were asked for.
    NoDraws,
    /// The figures would come from simulated households, and none were asked for.
    NoHouseholds,
    /// More simulated households than [`MOST_SIMULATED`].
    TooManyHouseholds {
        /// Parameter draws.
        draws: usize,
        /// Households per draw.
        households: usize,
    },
    /// A study was asked to run until it is precise: its variants share their draws, so all have as many.
    PrecisionOfStudy,
    /// An analysis was asked of parameters at their means: nothing is left uncertain.
    AnalysisOfMeans,
    /// Draws of another model that cannot be analysed as it is asked.
    Draws(Message),
    /// A figure of the result file that is not there.
    Figure(FigureError),
    /// A variant of a study that could be read before and cannot be read now.
    Refused,
    /// What system problems cost was asked of a scenario that was not read from files: the alternatives that meet the
    /// problems are not in it.
    ProblemsNotRead,
    /// An account that no scenario of a caseload has, and all that there are.
    UnknownPayer {
        /// The name that was asked for.
        found: String,
        /// All that can be asked for.
        known: Vec<String>,
    },
    /// A caseload that cannot be reckoned as it is asked.
    Portfolio(Message),
    /// The simulation failed, or was stopped.
    Simulation(SimulationError),
}

impl From<SimulationError> for SessionError {
    fn from(error: SimulationError) -> Self {
        SessionError::Simulation(error)
    }
}

impl SessionError {
    /// What was found and what is allowed.
    pub fn message(&self) -> Message {
        match self {
            SessionError::UnknownAlternative { found, known } => {
                Message::new("run_unknown_alternative").with("found", found).with("known", known.join(", "))
            }
            SessionError::NoDraws => Message::new("session_no_draws"),
            SessionError::NoHouseholds => Message::new("micro_without_households"),
            SessionError::TooManyHouseholds { draws, households } => Message::new("too_many_households")
                .with("most", MOST_SIMULATED)
                .with("draws", draws)
                .with("households", households),
            SessionError::AnalysisOfMeans => Message::new("analyse_at_means"),
            SessionError::PrecisionOfStudy => Message::new("precision_study"),
            SessionError::Figure(FigureError { path, known }) => {
                Message::new("study_no_figure").with("path", path).with("known", known.join(", "))
            }
            SessionError::Refused => Message::new("study_changed"),
            SessionError::ProblemsNotRead => Message::new("session_problems_not_read"),
            SessionError::UnknownPayer { found, known } => {
                Message::new("portfolio_unknown_payer").with("found", found).with("known", known.join(", "))
            }
            SessionError::Portfolio(message) | SessionError::Draws(message) => message.clone(),
            SessionError::Simulation(error) => error.message(),
        }
    }
}

impl SessionError {
    /// What the engine found wrong, told of the case in which it was found; other errors stay as they are.
    pub(super) fn of_case(self, code: Option<&String>) -> Self {
        match (self, code) {
            (SessionError::Simulation(SimulationError::Stopped), _) => SimulationError::Stopped.into(),
            (SessionError::Simulation(error), Some(code)) => {
                let why = Language::En.fill(&error.message());
                SessionError::Portfolio(Message::new("portfolio_case_failed").with("code", code).with("why", why))
            }
            (error, _) => error,
        }
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&Language::En.fill(&self.message()))
    }
}

impl std::error::Error for SessionError {}

impl From<SessionError> for Error {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Simulation(error) => error.into(),
            error => Self::told(ErrorKind::Request, error.message()).because(error),
        }
    }
}
