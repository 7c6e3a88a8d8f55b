//! What escalates, how much less, and what states and moves add up to.
//!
//! In: counts of transitions and months, and the simulated futures. Out: [`EscalationAnswer`], [`QuantityAnswer`].

use crate::analyse::statistics::design::{FigureErrors, Kept, SamplingDesign};
use crate::analyse::word::{self, Word};
use crate::model::Scenario;
use crate::simulate::AlternativeResults;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::micro::value::outcome::{CountSum, Households};
use serde::{Deserialize, Serialize};

/// A quantity without and with the alternative, mean per household over the horizon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuantityAnswer {
    /// `domain: state` or `domain: from -> to`.
    pub id: String,
    /// `months` or `times`.
    #[serde(deserialize_with = "word::read")]
    pub unit: Word,
    /// In the null alternative.
    pub without: f64,
    /// In this alternative.
    pub with: f64,
}

/// Futures that escalate without help, or those that do not: cost to society in the same futures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathAnswer {
    /// Share of futures.
    pub share: f64,
    /// Mean cost to society without the alternative, present value, euro; `None` where there are no such futures.
    pub cost_without: Option<f64>,
    /// Mean cost with it.
    pub cost_with: Option<f64>,
    /// Standard errors of these three, by name.
    #[serde(default)]
    pub monte_carlo_errors: FigureErrors,
}

/// Escalations into one state, by any of the transitions that are marked: mean number per household.
#[derive(Clone, Debug, PartialEq)]
pub struct EscalationInto {
    /// Index of the domain.
    pub domain: usize,
    /// Index of the state within the domain.
    pub state: usize,
    /// In the null alternative.
    pub without: f64,
    /// In this alternative.
    pub with: f64,
}

/// What escalates and how much less.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EscalationAnswer {
    /// Transitions marked as escalation: mean number per household.
    pub transitions: Vec<QuantityAnswer>,
    /// The same by the state to which they lead, those that differ most first; those that never happen are left out. An
    /// answer that is read back has none.
    #[serde(skip)]
    pub by_state: Vec<EscalationInto>,
    /// Futures that escalate without help; `None` where no households were simulated.
    pub escalates: Option<PathAnswer>,
    /// Futures in which the problems persist without escalating.
    pub persists: Option<PathAnswer>,
}

/// Escalations without and with an alternative.
pub fn escalation(
    scenario: &Scenario,
    null: &AlternativeResults,
    own: &AlternativeResults,
    design: SamplingDesign,
) -> EscalationAnswer {
    let marked = scenario.transitions.iter().enumerate().filter(|(_, transition)| transition.escalation);
    let transitions = marked.map(|(index, transition)| QuantityAnswer {
        id: transition.name.clone(),
        unit: "times",
        without: null.transitions[index],
        with: own.transitions[index],
    });
    let by_state = by_state(scenario, null, own);
    let path = |at| path(&own.households, at, SamplingDesign { exact: false, ..design });
    EscalationAnswer { transitions: transitions.collect(), by_state, escalates: path(0), persists: path(1) }
}

/// Futures that escalate, or those that do not; `None` where no households were simulated.
fn path(households: &[Households], at: usize, design: SamplingDesign) -> Option<PathAnswer> {
    let figures = |kept: Kept| {
        let mut paths = [CountSum::default(); 2];
        for draw in kept.of(households) {
            paths.iter_mut().zip(&draw.paths).for_each(|(sum, path)| sum.add(path));
        }
        let (path, all) = (&paths[at], paths[0].count + paths[1].count);
        let mean = |sum: f64| (path.count > 0).then(|| sum / path.count as f64);
        [(all > 0).then(|| path.count as f64 / all as f64), mean(path.sum), mean(path.other)]
    };
    let [share, cost_without, cost_with] = figures(Kept::ALL);
    let names = ["share", "cost_without", "cost_with"];
    let errors = design.figure_errors(households.len(), names, figures);
    Some(PathAnswer { share: share?, cost_without, cost_with, monte_carlo_errors: errors })
}

fn by_state(scenario: &Scenario, null: &AlternativeResults, own: &AlternativeResults) -> Vec<EscalationInto> {
    let mut found: Vec<EscalationInto> = Vec::new();
    for (index, transition) in scenario.transitions.iter().enumerate().filter(|(_, transition)| transition.escalation) {
        let (domain, state) = (transition.domain, transition.to);
        let (without, with) = (null.transitions[index], own.transitions[index]);
        match found.iter_mut().find(|known| (known.domain, known.state) == (domain, state)) {
            Some(known) => {
                known.without += without;
                known.with += with;
            }
            None => found.push(EscalationInto { domain, state, without, with }),
        }
    }
    found.retain(|into| into.without > 0.0 || into.with > 0.0);
    let less = |into: &EscalationInto| (into.without - into.with).abs();
    found.sort_by(|a, b| less(b).total_cmp(&less(a)).then((a.domain, a.state).cmp(&(b.domain, b.state))));
    found
}

/// Months in each state, and the number of each transition.
pub fn quantities(
    scenario: &Scenario,
    space: &Space,
    null: &AlternativeResults,
    own: &AlternativeResults,
) -> Vec<QuantityAnswer> {
    let mut answers = Vec::new();
    for (domain, of_domain) in scenario.domains.iter().enumerate() {
        let months = |results: &AlternativeResults, state: usize| -> f64 {
            let inside = (0..space.states).filter(|joint| space.decode(*joint)[domain] == state);
            inside.map(|joint| results.months[joint]).sum()
        };
        for (state, named) in of_domain.states.iter().enumerate() {
            answers.push(QuantityAnswer {
                id: format!("{}: {}", of_domain.id, named.id),
                unit: "months",
                without: months(null, state),
                with: months(own, state),
            });
        }
    }
    let moves = scenario.transitions.iter().enumerate().map(|(index, transition)| QuantityAnswer {
        id: transition.name.clone(),
        unit: "times",
        without: null.transitions[index],
        with: own.transitions[index],
    });
    answers.extend(moves);
    answers
}
