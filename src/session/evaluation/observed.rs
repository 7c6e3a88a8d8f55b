//! What was read of finished cases, as an evaluation takes it, and names for people.
//!
//! In: [`Outcomes`]. Out: [`FinishedCases`] without what is predicted; labels.

use crate::analyse::evaluation::cases::{Counts, Event, FinishedCase, FinishedCases, Tally};
use crate::model::{Scenario, Text};
use crate::read::outcomes::{Countable, CountedFigure, Outcome, Outcomes};
use std::collections::BTreeMap;

/// The cases.
pub(super) fn observed(outcomes: &Outcomes) -> FinishedCases {
    let case =
        |row: &Outcome| FinishedCase { ever: row.ever.clone(), costs: row.costs.clone(), levels: row.levels.clone() };
    FinishedCases {
        events: outcomes
            .events
            .iter()
            .map(|(domain, state)| Event { domain: domain.clone(), state: state.clone() })
            .collect(),
        accounts: outcomes.accounts.clone(),
        measures: outcomes.measures.clone(),
        tallies: outcomes.figures.iter().enumerate().map(|(at, figure)| tally(outcomes, at, figure)).collect(),
        cases: outcomes.rows.iter().map(case).collect(),
        groups: Vec::new(),
    }
}

fn tally(outcomes: &Outcomes, at: usize, counted: &CountedFigure) -> Tally {
    let told = || outcomes.rows.iter().flat_map(|row| &row.counts).filter(|(figure, ..)| *figure == at);
    Tally {
        figure: counted.figure.clone(),
        counts: match counted.countable {
            Countable::Share => Counts::Share,
            Countable::Rate(_) => Counts::Rate,
            Countable::Duration(_) => Counts::Duration,
        },
        cases: told().count(),
        events: told().map(|(_, events, _)| events).sum(),
        exposure: told().map(|(.., exposure)| exposure).sum(),
    }
}

/// Names for people of all that an evaluation tells of.
pub(super) fn labels(scenarios: &[&Scenario]) -> BTreeMap<String, Text> {
    let mut found = BTreeMap::new();
    for scenario in scenarios {
        let mut add = |kind: &str, id: &str, label: &Text| {
            found.entry(format!("{kind}:{id}")).or_insert_with(|| label.clone());
        };
        add("scenario", &scenario.id, &scenario.title);
        scenario.alternatives.iter().for_each(|own| add("alternative", &own.id, &own.label));
        scenario.accounts.iter().for_each(|own| add("account", &own.id, &own.label));
        scenario.measures.iter().for_each(|own| add("measure", &own.id, &own.label));
        scenario.parameters.iter().for_each(|own| add("figure", &own.name, &own.label));
        for domain in &scenario.domains {
            domain.states.iter().for_each(|own| add("state", &format!("{}.{}", domain.id, own.id), &own.label));
        }
    }
    found
}
