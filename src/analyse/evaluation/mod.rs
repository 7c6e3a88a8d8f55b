//! Evaluation: what happened in finished cases beside what their scenario predicted.
//!
//! In: [`FinishedCases`]. Out: an [`Evaluation`]: calibration of events, coverage of costs, regression to the mean, figures
//! that are off, and figures brought up to date.

pub mod cases;
pub mod costs;
pub mod count;
pub mod events;
pub mod interval;
pub mod levels;
pub mod suspects;
pub mod update;

use crate::analyse::evaluation::cases::FinishedCases;
use crate::analyse::evaluation::costs::CostCheck;
use crate::analyse::evaluation::events::EventCheck;
use crate::analyse::evaluation::levels::LevelCheck;
use crate::analyse::evaluation::suspects::Suspect;
use crate::analyse::evaluation::update::RateUpdate;
use crate::model::Text;
use crate::simulate::RESULTS_VERSION;
use serde::Serialize;
use std::collections::BTreeMap;

/// What finished cases say of their scenarios.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// Hash of everything that decides the numbers.
    pub id: String,
    /// Raised only when numbers change.
    pub results_version: u32,
    /// Name and version of the program.
    pub engine: String,
    /// Seed.
    pub seed: u64,
    /// Parameter draws for events and levels.
    pub draws: usize,
    /// Simulated households for costs, of each group of cases that are alike.
    pub households: usize,
    /// Cases.
    pub cases: usize,
    /// Groups of cases that are alike and were followed as long.
    pub groups: usize,
    /// Year of the euros.
    pub price_year: i32,
    /// Calibration of events.
    pub events: Vec<EventCheck>,
    /// Coverage of costs.
    pub costs: Vec<CostCheck>,
    /// Regression to the mean.
    pub levels: Vec<LevelCheck>,
    /// Figures that events point at.
    pub suspects: Vec<Suspect>,
    /// Figures brought up to date.
    pub updates: Vec<RateUpdate>,
    /// Names for people: `scenario:ID`, `alternative:ID`, `state:DOMAIN.STATE`, `account:ID`, `measure:ID`, `figure:NAME`.
    pub labels: BTreeMap<String, Text>,
}

/// The evaluation of these cases; what was run, and names for people, are for who ran it to fill in.
pub fn evaluation(all: &FinishedCases) -> Evaluation {
    let events = events::events(all);
    Evaluation {
        id: String::new(),
        results_version: RESULTS_VERSION,
        engine: format!("mkba {}", env!("CARGO_PKG_VERSION")),
        seed: 0,
        draws: 0,
        households: 0,
        cases: all.cases.len(),
        groups: all.groups.len(),
        price_year: 0,
        suspects: suspects::suspects(all, &events),
        events,
        costs: costs::costs(all),
        levels: levels::levels(all),
        updates: all.tallies.iter().map(update::update).collect(),
        labels: BTreeMap::new(),
    }
}
