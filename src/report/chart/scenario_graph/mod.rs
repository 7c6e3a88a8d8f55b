//! Scenario graph: the chain from solution to result to effect.
//!
//! In: a scenario. Out: [`Graph`]: domains with their states and moves, what interventions change, which domains influence
//! one another, and what is counted where. [`svg`] and [`mermaid`] draw it.

pub mod mermaid;
pub mod svg;

use crate::model::{Condition, Intervention, Item, Quantity, Scenario, Text};
use crate::report::words::Language;
use crate::report::words::wrap::plain;
use std::collections::BTreeSet;

/// Everything that is drawn, in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Graph {
    /// Title of the scenario.
    pub title: String,
    /// Parts of life.
    pub domains: Vec<DomainBox>,
    /// What is done.
    pub interventions: Vec<InterventionBox>,
    /// Pairs of domains of which the first makes moves in the second more or less likely.
    pub influences: BTreeSet<(usize, usize)>,
    /// What hangs on no domain and no intervention.
    pub others: Vec<String>,
}

/// A domain.
#[derive(Clone, Debug, PartialEq)]
pub struct DomainBox {
    /// Its name.
    pub label: String,
    /// Names of its states; none of an auxiliary domain.
    pub states: Vec<String>,
    /// From, to, and whether that is an escalation.
    pub moves: Vec<(usize, usize, bool)>,
    /// What is counted in it: in which states or at which moves, and what.
    pub items: Vec<(String, Vec<String>)>,
}

/// An intervention; alternatives that share it share its box.
#[derive(Clone, Debug, PartialEq)]
pub struct InterventionBox {
    /// Its name.
    pub label: String,
    name: String,
    /// Names of the alternatives.
    pub alternatives: Vec<String>,
    /// Domains in which it moves the household at once.
    pub moves: BTreeSet<usize>,
    /// Domains in which it makes moves more or less likely.
    pub effects: BTreeSet<usize>,
    /// What it costs, and what is counted while it is there.
    pub items: Vec<String>,
}

impl Graph {
    /// The picture of a scenario.
    pub fn of(scenario: &Scenario, language: Language) -> Self {
        let words = |text: &Text, id: &str| {
            let words = language.of(text);
            plain(if words.is_empty() { id } else { words })
        };
        let mut graph = Graph {
            title: words(&scenario.title, &scenario.id),
            domains: Vec::new(),
            interventions: Vec::new(),
            influences: BTreeSet::new(),
            others: Vec::new(),
        };
        for (at, domain) in scenario.domains.iter().enumerate() {
            let own = scenario.transitions.iter().filter(|transition| transition.domain == at);
            // An auxiliary domain is a box without its inside.
            let states = domain.states.iter().filter(|_| !domain.auxiliary);
            let own = own.filter(|_| !domain.auxiliary);
            graph.domains.push(DomainBox {
                label: words(&domain.label, &domain.id),
                states: states.map(|state| words(&state.label, &state.id)).collect(),
                moves: own.map(|transition| (transition.from, transition.to, transition.escalation)).collect(),
                items: Vec::new(),
            });
        }
        for transition in &scenario.transitions {
            let from = transition.modifiers.iter().flat_map(|modifier| domains_in(&modifier.condition));
            graph
                .influences
                .extend(from.filter(|from| *from != transition.domain).map(|from| (from, transition.domain)));
        }
        for alternative in &scenario.alternatives {
            for intervention in &alternative.interventions {
                graph.add_intervention(
                    intervention,
                    words(&intervention.label, &intervention.name),
                    &alternative.id,
                    scenario,
                );
            }
        }
        for item in &scenario.items {
            graph.add_item(item, words(&item.label, &item.id), scenario);
        }
        graph
    }

    fn add_intervention(&mut self, intervention: &Intervention, label: String, alternative: &str, scenario: &Scenario) {
        let moves: BTreeSet<usize> = intervention.moves.iter().map(|place| place.domain).collect();
        let effects = intervention.effects.iter().filter_map(|effect| scenario.transitions.get(effect.transition));
        let effects: BTreeSet<usize> = effects.map(|transition| transition.domain).collect();
        match self.interventions.iter_mut().find(|own| own.name == intervention.name && own.label == label) {
            Some(own) => {
                own.alternatives.push(alternative.to_string());
                own.moves.extend(moves);
                own.effects.extend(effects);
            }
            None => self.interventions.push(InterventionBox {
                label,
                name: intervention.name.clone(),
                alternatives: vec![alternative.to_string()],
                moves,
                effects,
                items: Vec::new(),
            }),
        }
    }

    fn add_item(&mut self, item: &Item, label: String, scenario: &Scenario) {
        let (domain, heading) = match &item.quantity {
            Quantity::Time(condition) | Quantity::Entries { condition, .. } => self.states_of(condition),
            Quantity::Transitions(list) => self.moves_of(list, scenario),
            Quantity::Starts(name) | Quantity::Responders(name) | Quantity::ActiveTime(name) => {
                for own in self.interventions.iter_mut().filter(|own| own.name == *name && !own.items.contains(&label))
                {
                    own.items.push(label.clone());
                }
                return;
            }
            Quantity::Once | Quantity::Always => (None, String::new()),
        };
        let Some(domain) = domain.and_then(|at| self.domains.get_mut(at)) else {
            return self.others.push(label);
        };
        match domain.items.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, items)) => items.push(label),
            None => domain.items.push((heading, vec![label])),
        }
    }

    /// The first domain of a condition, and the states in which it holds; where it looks at more, their names.
    fn states_of(&self, condition: &Condition) -> (Option<usize>, String) {
        let domains = domains_in(condition);
        let Some(&first) = domains.first() else { return (None, String::new()) };
        let all: BTreeSet<usize> = domains.into_iter().collect();
        if all.len() > 1 || !condition.is_about_states() {
            let names: Vec<&str> = all.iter().map(|at| self.domains[*at].label.as_str()).collect();
            return (Some(first), names.join(" + "));
        }
        let mut current = vec![0; self.domains.len()];
        let mut names = Vec::new();
        for (state, name) in self.domains[first].states.iter().enumerate() {
            current[first] = state;
            if condition.holds(&current) {
                names.push(name.as_str());
            }
        }
        (Some(first), names.join(" / "))
    }

    /// The domain of the first of these transitions, and the moves.
    fn moves_of(&self, list: &[usize], scenario: &Scenario) -> (Option<usize>, String) {
        let moves = list.iter().filter_map(|at| scenario.transitions.get(*at));
        let name = |domain: usize, state: usize| self.domains[domain].states[state].as_str();
        let names = moves.map(|transition| {
            format!("{} → {}", name(transition.domain, transition.from), name(transition.domain, transition.to))
        });
        let first = list.first().and_then(|at| scenario.transitions.get(*at)).map(|transition| transition.domain);
        (first, names.collect::<Vec<_>>().join("; "))
    }
}

/// The domains that a condition looks at, the first named first.
fn domains_in(condition: &Condition) -> Vec<usize> {
    let domain = |part: &&Condition| match part {
        Condition::State { domain, .. } => Some(*domain),
        _ => None,
    };
    condition.parts().iter().filter_map(domain).collect()
}
