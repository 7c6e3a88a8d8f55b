//! Scenarios with one part less: an alternative, an item, a transition, an intervention, a domain, half of the cycles.

use super::within::conditions;
use mkba::model::*;

/// Every scenario with one part less.
pub fn steps(scenario: &Scenario) -> impl Iterator<Item = Scenario> {
    let each = |count: usize, without: fn(&mut Scenario, usize)| {
        (0..count).rev().map(move |at| {
            let mut smaller = scenario.clone();
            without(&mut smaller, at);
            smaller
        })
    };
    let domains = (0..scenario.domains.len()).rev().filter_map(|at| without_domain(scenario, at));
    let shorter = (scenario.settings.horizon > 1).then(|| {
        let mut smaller = scenario.clone();
        smaller.settings.horizon /= 2;
        smaller
    });
    each(scenario.alternatives.len() - 1, |scenario, at| without_alternative(scenario, at + 1))
        .chain(domains)
        .chain(each(scenario.transitions.len(), without_transition))
        .chain(each(scenario.items.len(), without_item))
        .chain(shorter)
        .chain(of_alternatives(scenario))
        .chain(of_transitions(scenario))
}

/// The number behind the one that is taken away counts one less.
fn lowered(at: usize, gone: usize) -> usize {
    if at > gone { at - 1 } else { at }
}

fn without_alternative(scenario: &mut Scenario, gone: usize) {
    scenario.alternatives.remove(gone);
    let item_of = |item: &Item| item.own == Some(gone) || item.only == Some(gone);
    while let Some(at) = scenario.items.iter().position(item_of) {
        without_item(scenario, at);
    }
    for item in &mut scenario.items {
        item.own = item.own.map(|at| lowered(at, gone));
        item.only = item.only.map(|at| lowered(at, gone));
    }
}

fn without_item(scenario: &mut Scenario, gone: usize) {
    scenario.items.remove(gone);
    for alternative in &mut scenario.alternatives {
        alternative.off_items.retain(|at| *at != gone);
        alternative.off_items.iter_mut().for_each(|at| *at = lowered(*at, gone));
        alternative.scaled_items.retain(|(at, _)| *at != gone);
        alternative.scaled_items.iter_mut().for_each(|(at, _)| *at = lowered(*at, gone));
    }
}

fn without_transition(scenario: &mut Scenario, gone: usize) {
    scenario.transitions.remove(gone);
    for item in &mut scenario.items {
        if let Quantity::Transitions(list) = &mut item.quantity {
            list.retain(|at| *at != gone);
            list.iter_mut().for_each(|at| *at = lowered(*at, gone));
        }
    }
    for alternative in &mut scenario.alternatives {
        alternative.transitions.retain(|(at, _)| *at != gone);
        alternative.transitions.iter_mut().for_each(|(at, _)| *at = lowered(*at, gone));
        alternative.off_transitions.retain(|at| *at != gone);
        alternative.off_transitions.iter_mut().for_each(|at| *at = lowered(*at, gone));
        alternative.modifiers.retain(|(at, ..)| *at != gone);
        alternative.modifiers.iter_mut().for_each(|(at, ..)| *at = lowered(*at, gone));
        for intervention in &mut alternative.interventions {
            intervention.effects.retain(|effect| effect.transition != gone);
            intervention.effects.iter_mut().for_each(|effect| effect.transition = lowered(effect.transition, gone));
        }
    }
}

/// A scenario without a domain in which nothing happens; conditions on it are met.
fn without_domain(scenario: &Scenario, gone: usize) -> Option<Scenario> {
    let starts = || scenario.alternatives.iter().flat_map(|one| &one.starts).chain(&scenario.starts);
    let moves = || scenario.alternatives.iter().flat_map(|one| &one.interventions).flat_map(|one| &one.moves);
    let alone = starts().all(|start| !start.domains.contains(&gone) || start.domains.len() == 1);
    let still = scenario.transitions.iter().all(|transition| transition.domain != gone);
    if scenario.domains.len() == 1 || !alone || !still || moves().any(|change| change.domain == gone) {
        return None;
    }
    let mut smaller = scenario.clone();
    smaller.domains.remove(gone);
    let fewer = |starts: &mut Vec<Start>| {
        starts.retain(|start| !start.domains.contains(&gone));
        starts.iter_mut().flat_map(|start| &mut start.domains).for_each(|at| *at = lowered(*at, gone));
    };
    fewer(&mut smaller.starts);
    smaller.alternatives.iter_mut().for_each(|alternative| fewer(&mut alternative.starts));
    smaller.transitions.iter_mut().for_each(|transition| transition.domain = lowered(transition.domain, gone));
    let interventions = smaller.alternatives.iter_mut().flat_map(|one| &mut one.interventions);
    interventions.flat_map(|one| &mut one.moves).for_each(|change| change.domain = lowered(change.domain, gone));
    conditions(&mut smaller).into_iter().for_each(|condition| met(condition, gone));
    Some(smaller)
}

fn met(condition: &mut Condition, gone: usize) {
    match condition {
        Condition::State { domain, .. } if *domain == gone => *condition = Condition::Always,
        Condition::State { domain, .. } => *domain = lowered(*domain, gone),
        Condition::All(parts) | Condition::Any(parts) => parts.iter_mut().for_each(|part| met(part, gone)),
        Condition::Not(part) => met(part, gone),
        Condition::Always
        | Condition::Within { .. }
        | Condition::Characteristic { .. }
        | Condition::Active(_)
        | Condition::Responding(_) => {}
    }
}

/// Each takes away one kind of change that an alternative makes.
const CLEARS: [fn(&mut Alternative); 7] = [
    |own| own.starts.clear(),
    |own| own.transitions.clear(),
    |own| own.off_transitions.clear(),
    |own| own.modifiers.clear(),
    |own| own.off_items.clear(),
    |own| own.scaled_items.clear(),
    |own| {
        own.derived.clear();
        own.parameters.clear();
    },
];

/// Scenarios in which an alternative changes less.
fn of_alternatives(scenario: &Scenario) -> impl Iterator<Item = Scenario> {
    (0..scenario.alternatives.len()).flat_map(move |at| {
        let own = &scenario.alternatives[at];
        let changed = move |change: &dyn Fn(&mut Alternative)| {
            let mut smaller = scenario.clone();
            change(&mut smaller.alternatives[at]);
            smaller
        };
        let cleared = CLEARS.iter().map(|clear| changed(clear));
        let mut found: Vec<Scenario> = cleared.filter(|smaller| smaller != scenario).collect();
        for (place, intervention) in own.interventions.iter().enumerate() {
            found.push(changed(&|own| drop(own.interventions.remove(place))));
            for effect in 0..intervention.effects.len() {
                found.push(changed(&|own| {
                    own.interventions[place].effects.remove(effect);
                }));
            }
            if !intervention.moves.is_empty() {
                found.push(changed(&|own| own.interventions[place].moves.clear()));
            }
        }
        found
    })
}

/// Scenarios with a modifier less.
fn of_transitions(scenario: &Scenario) -> impl Iterator<Item = Scenario> {
    // Changes of modifiers go by their place: only where none is left may a modifier go.
    let free = scenario.alternatives.iter().all(|alternative| alternative.modifiers.is_empty());
    let places = scenario.transitions.iter().enumerate().filter(move |_| free);
    places.flat_map(|(at, transition)| (0..transition.modifiers.len()).map(move |place| (at, place))).map(
        |(at, place)| {
            let mut smaller = scenario.clone();
            smaller.transitions[at].modifiers.remove(place);
            smaller
        },
    )
}
