//! Kinds of households: which rows of a caseload are alike, and the scenario of each kind.
//!
//! In: a [`Caseload`]. Out: [`Kinds`]: prepared scenarios, each made once, and for each kind the same one with its answers.

use crate::model::Scenario;
use crate::read::caseload::{Answers, Caseload};
use crate::session::error::SessionError;
use crate::session::identity;
use crate::simulate::{Prepared, SharedDraws, Variation};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// All kinds of households of a caseload.
pub(in crate::session) struct Kinds {
    /// By scenario of the caseload.
    prepared: Vec<Prepared>,
    draws: SharedDraws,
    kinds: Vec<Kind>,
}

struct Kind {
    scenario: usize,
    answers: Answers,
    /// The scenario with the plans that are looked at, where more than numbers and starts differ.
    changed: Option<Arc<Scenario>>,
}

impl Kinds {
    /// The kinds, and by row which it is of.
    ///
    /// # Errors
    /// A scenario that is too large.
    pub(in crate::session) fn new(caseload: &Caseload) -> Result<(Self, Vec<usize>), SessionError> {
        let plans: Vec<Vec<String>> = (0..caseload.scenarios.len()).map(|at| plans(caseload, at)).collect();
        let chosen = |scenario: Scenario, at: usize| match plans[at].is_empty() {
            true => scenario,
            false => scenario.clone().with_alternatives(&plans[at]).unwrap_or(scenario),
        };
        let bases = caseload.scenarios.iter().map(|one| &one.loaded.scenario).collect::<Vec<_>>();
        let draws = SharedDraws::new(&bases);
        let mut prepared = Vec::new();
        for (at, scenario) in bases.into_iter().enumerate() {
            prepared.push(Prepared::new(chosen(scenario.clone(), at))?.drawing_with(&draws, at));
        }
        let mut known: FxHashMap<String, usize> = FxHashMap::default();
        let (mut kinds, mut kind_of) = (Vec::new(), Vec::new());
        for row in &caseload.rows {
            let next = kinds.len();
            let kind = *known.entry(key(row.scenario, &row.answers)).or_insert(next);
            if kind == next {
                let changed = row.answers.changed.as_ref();
                let changed = changed.map(|scenario| Arc::new(chosen(scenario.as_ref().clone(), row.scenario)));
                kinds.push(Kind { scenario: row.scenario, answers: row.answers.clone(), changed });
            }
            kind_of.push(kind);
        }
        Ok((Self { prepared, draws, kinds }, kind_of))
    }

    pub(super) fn count(&self) -> usize {
        self.kinds.len()
    }

    /// The scenario of a kind, without its answers.
    pub(super) fn scenario(&self, kind: usize) -> &Scenario {
        let own = &self.kinds[kind];
        own.changed.as_deref().unwrap_or_else(|| self.prepared[own.scenario].scenario())
    }

    pub(super) fn calendar_start(&self, scenario: usize) -> i32 {
        self.prepared[scenario].scenario().settings.calendar_start
    }

    pub(in crate::session) fn price_year(&self) -> i32 {
        self.prepared.first().map_or(0, |first| first.scenario().settings.price_year.year())
    }

    /// A kind, ready to be run.
    ///
    /// # Errors
    /// Answers that do not fit the scenario.
    pub(in crate::session) fn prepared(&self, kind: usize) -> Result<Prepared, SessionError> {
        let Kind { scenario, answers, changed } = &self.kinds[kind];
        if let Some(changed) = changed {
            return Ok(Prepared::new(Arc::clone(changed))?.drawing_with(&self.draws, *scenario));
        }
        let base = &self.prepared[*scenario];
        let numbers: Vec<(&str, f64)> = answers.numbers.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let variation =
            Variation { starts: answers.starts.clone(), ..Variation::with_values(base.scenario(), &numbers) };
        Ok(base.vary(&variation)?.drawing_with(&self.draws, *scenario))
    }

    /// The same with another scenario made of it.
    ///
    /// # Errors
    /// A scenario too large for the engine.
    pub(in crate::session) fn remade(&self, kind: usize, scenario: Scenario) -> Result<Prepared, SessionError> {
        Ok(Prepared::new(scenario)?.drawing_with(&self.draws, self.kinds[kind].scenario))
    }

    /// What decides the numbers of a kind.
    pub(in crate::session) fn fingerprint(&self, kind: usize) -> String {
        let Kind { scenario, answers, changed } = &self.kinds[kind];
        let base = changed.as_deref().unwrap_or_else(|| self.prepared[*scenario].scenario());
        format!("{} {:?} {:?}", identity::fingerprint(base), answers.numbers, answers.starts)
    }
}

/// The plans of a scenario that are looked at: those of its rows, all where one of these may have any; empty for all.
fn plans(caseload: &Caseload, scenario: usize) -> Vec<String> {
    let mut found = Vec::new();
    for row in caseload.rows.iter().filter(|row| row.scenario == scenario) {
        let Some(plan) = &row.alternative else { return Vec::new() };
        if !found.contains(plan) {
            found.push(plan.clone());
        }
    }
    found
}

fn key(scenario: usize, answers: &Answers) -> String {
    let bits: Vec<String> =
        answers.numbers.iter().map(|(name, value)| format!("{name}={:x}", value.to_bits())).collect();
    let changed = answers.changed.as_ref().map(|scenario| identity::fingerprint(scenario));
    format!("{scenario} {bits:?} {:?} {changed:?}", answers.starts)
}

/// How households start, in words of the scenario.
pub(super) fn start_state(answers: &Answers) -> String {
    answers.starts.iter().map(|(domain, state)| format!("{domain}: {state}")).collect::<Vec<_>>().join(", ")
}
