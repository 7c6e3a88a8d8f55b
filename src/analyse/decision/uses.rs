//! Where a figure is used: in which domain, in the plan, or in what things cost.
//!
//! In: a scenario. Out: for each parameter the name of its place; parameters that are effects of a plan. What is used in several places belongs to the first: a
//! domain (its transitions, effects on them, where households start), else the plan (whom it reaches, for whom it
//! works), else prices and quantities.

use crate::model::{Alternative, ClockValues, Fade, Number, Origin, Scenario, Strength};
use crate::units::Kind;

/// Name of the place of what a plan reaches.
pub const PLAN: &str = "plan";
/// Name of the place of prices and quantities.
pub const ITEMS: &str = "items";

/// The place of each parameter; empty where nothing uses it.
pub fn places(scenario: &Scenario) -> Vec<String> {
    let mut places = vec![String::new(); scenario.parameters.len()];
    let mut put = |number: Number, place: &str| note(scenario, number.origin, place, &mut places);
    let domain_of = |transition: usize| scenario.domains[scenario.transitions[transition].domain].id.as_str();
    for (at, transition) in scenario.transitions.iter().enumerate() {
        strength(&transition.strength, &mut |number| put(number, domain_of(at)));
        transition.modifiers.iter().for_each(|modifier| put(modifier.ratio.number(), domain_of(at)));
    }
    let starts = scenario.starts.iter().chain(scenario.alternatives.iter().flat_map(|own| &own.starts));
    for start in starts {
        let domain = start.domains.first().map_or("", |domain| scenario.domains[*domain].id.as_str());
        start.shares.iter().filter_map(|(_, share)| *share).for_each(|share| put(share, domain));
    }
    for alternative in &scenario.alternatives {
        changed_transitions(alternative, &mut |transition, number| put(number, domain_of(transition)));
    }
    for intervention in scenario.alternatives.iter().flat_map(|alternative| &alternative.interventions) {
        put(intervention.reached, PLAN);
        put(intervention.success, PLAN);
    }
    let scaled = scenario.alternatives.iter().flat_map(|own| &own.scaled_items).map(|(_, number)| *number);
    let numbers: Vec<Number> = scenario.items.iter().flat_map(|item| item.numbers().copied()).chain(scaled).collect();
    numbers.into_iter().for_each(|number| put(number, ITEMS));
    places
}

/// Parameters that are drawn and decide what an alternative does for those whom it reaches: success, effects and how they
/// last, and all that it changes in transitions and figures. In order.
pub fn effects(scenario: &Scenario, alternative: usize) -> Vec<usize> {
    let mut places = vec![String::new(); scenario.parameters.len()];
    let mut put = |number: Number| note(scenario, number.origin, PLAN, &mut places);
    let own = &scenario.alternatives[alternative];
    changed_transitions(own, &mut |_, number| put(number));
    own.interventions.iter().for_each(|intervention| put(intervention.success));
    for (at, _) in &own.parameters {
        put(Number { origin: Origin::Parameter(*at), kind: Kind::Real });
    }
    let derived = |at: usize| scenario.derived.iter().chain(&own.derived).any(|derived| derived.parameter == at);
    let changed = |at: usize| own.parameters.iter().find(|(changed, _)| *changed == at).map(|(_, own)| own);
    let drawn = |at: usize| changed(at).unwrap_or(&scenario.parameters[at].distribution).is_uncertain();
    (0..places.len())
        .filter(|at| !places[*at].is_empty() && drawn(*at) && (changed(*at).is_some() || !derived(*at)))
        .collect()
}

fn strength(strength: &Strength, put: &mut impl FnMut(Number)) {
    match strength {
        Strength::Rate { rate: number, .. }
        | Strength::Chance { chance: number, .. }
        | Strength::MeanDuration(number)
        | Strength::Observed { chance: number, .. }
        | Strength::ObservedRest { stays: number, .. } => put(*number),
        Strength::Duration { law, .. } => law.family.numbers().into_iter().for_each(put),
    }
}

/// What an alternative changes in transitions.
fn changed_transitions(alternative: &Alternative, put: &mut impl FnMut(usize, Number)) {
    for (transition, changed) in &alternative.transitions {
        strength(changed, &mut |number| put(*transition, number));
    }
    for (transition, _, ratio) in &alternative.modifiers {
        ratio.iter().for_each(|ratio| put(*transition, ratio.number()));
    }
    for effect in alternative.interventions.iter().flat_map(|intervention| &intervention.effects) {
        put(effect.transition, effect.ratio.number());
        put(effect.transition, effect.profile.ramp_up);
        put(effect.transition, effect.profile.plateau);
        if let Fade::Linear(number) | Fade::HalfLife(number) = effect.profile.fade {
            put(effect.transition, number);
        }
    }
}

/// Notes a place for all parameters behind a number that have none yet.
fn note(scenario: &Scenario, origin: Origin, place: &str, places: &mut [String]) {
    match origin {
        Origin::Fixed(_) | Origin::Characteristic(_) => {}
        Origin::Parameter(at) => {
            if places[at].is_empty() {
                place.clone_into(&mut places[at]);
                let all = scenario.alternatives.iter().flat_map(|alternative| &alternative.derived);
                let formulas = scenario.derived.iter().chain(all).filter(|derived| derived.parameter == at);
                formulas.flat_map(|derived| &derived.inputs).for_each(|input| note(scenario, *input, place, places));
            }
        }
        Origin::Table(at) => match &scenario.tables[at].values {
            ClockValues::Steps(steps) => {
                steps.iter().for_each(|(_, number)| note(scenario, number.origin, place, places));
            }
            ClockValues::Formula(formula) => {
                formula.inputs.iter().flatten().for_each(|input| note(scenario, *input, place, places));
            }
        },
    }
}
