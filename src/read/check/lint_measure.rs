//! Warnings about the levels of measures.
//!
//! In: a scenario without faults, and its text as a tree for the places. Out: warnings: states without a level beside
//! others that have one, and domains of two editions of one scale that no scorer uses together.

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::{Levels, Measure, Scale, Scenario};
use crate::read::source::tree::Table;

/// Runs both checks.
pub(crate) fn run(scenario: &Scenario, root: &Table, found: &mut Diagnostics) {
    for measure in &scenario.measures {
        for levels in &measure.levels {
            warn_partial(scenario, measure, levels, root, found);
        }
    }
    for scale in Scale::ALL {
        warn_editions(scenario, scale, root, found);
    }
}

/// Where a domain gives a measure its level.
fn place(scenario: &Scenario, measure: &Measure, domain: usize, root: &Table) -> Option<Place> {
    let table = root.table_at(&["domains", &scenario.domains[domain].id, "measures"])?;
    table.fields.get(&measure.id).map(|field| field.key.clone())
}

/// States without a level where others of the domain have one. A state in which everything stops needs none.
fn warn_partial(scenario: &Scenario, measure: &Measure, levels: &Levels, root: &Table, found: &mut Diagnostics) {
    let domain = &scenario.domains[levels.domain];
    let silent = domain.states.iter().zip(&levels.states).filter(|(state, level)| level.is_none() && !state.ends);
    let names: Vec<&str> = silent.map(|(state, _)| state.id.as_str()).collect();
    if !names.is_empty() {
        let message = Message::new("measure_partial").with("measure", &measure.id).with("names", names.join(", "));
        found.warning(place(scenario, measure, levels.domain, root), message);
    }
}

/// All measures of a scale should stand in one of its editions.
fn warn_editions(scenario: &Scenario, scale: Scale, root: &Table, found: &mut Diagnostics) {
    let dated = || scenario.measures.iter().filter(|measure| measure.scale == scale && !measure.editions.is_empty());
    let shared = |edition: &&String| dated().all(|measure| measure.editions.contains(edition));
    if dated().flat_map(|measure| &measure.editions).any(|edition| shared(&edition)) {
        return;
    }
    let few = dated().map(|measure| measure.editions.len()).min().unwrap_or_default();
    let bound: Vec<&Measure> = dated().filter(|measure| measure.editions.len() == few).collect();
    if let Some(last) = bound.last() {
        let names: Vec<String> =
            bound.iter().map(|measure| format!("{} ({})", measure.id, measure.editions.join(" "))).collect();
        let message = Message::new("measures_of_two_editions").with("names", names.join(", "));
        found.warning(place(scenario, last, last.levels[0].domain, root), message);
    }
}
