//! Starts, modifiers, interventions and named changes of alternatives.

use super::{about_states, any_number, condition};
use crate::generated::{Choices, fixed, number};
use mkba::model::*;
use mkba::units::Kind;

/// Starts with shares that are not known, and one over two domains.
pub fn starts(scenario: &mut Scenario, choices: &mut Choices) {
    for at in 0..scenario.starts.len() {
        if choices.below(2) == 0 {
            let share = number(scenario, choices, Kind::Share, 0.1, 0.8);
            scenario.starts[at].shares = vec![(vec![0], Some(share)), (vec![1], None)];
        }
    }
    if scenario.domains.len() < 2 || choices.below(2) == 0 {
        return;
    }
    let (one, two) =
        (number(scenario, choices, Kind::Share, 0.05, 0.3), number(scenario, choices, Kind::Share, 0.05, 0.3));
    let shares = vec![(vec![0, 0], Some(one)), (vec![0, 1], None), (vec![1, 0], Some(two))];
    scenario.starts.drain(..2);
    scenario.starts.insert(0, Start { domains: vec![0, 1], shares });
    for alternative in &mut scenario.alternatives {
        for start in &mut alternative.starts {
            *start = Start { domains: vec![0, 1], shares: vec![(vec![1, 1], Some(fixed(Kind::Share, 1.0)))] };
        }
    }
}

/// Whether the strength of a transition is the same in every cycle, in all alternatives.
fn is_constant(scenario: &Scenario, transition: usize) -> bool {
    let changed = scenario.alternatives.iter().flat_map(|one| &one.transitions);
    let mut changed = changed.filter(|(at, _)| *at == transition).map(|(_, strength)| strength);
    let constant = |strength: &Strength| match strength {
        Strength::Rate { rate: of, .. } | Strength::Chance { chance: of, .. } | Strength::MeanDuration(of) => {
            !matches!(of.origin, Origin::Table(_))
        }
        Strength::Observed { .. } | Strength::ObservedRest { .. } | Strength::Duration { .. } => false,
    };
    constant(&scenario.transitions[transition].strength) && changed.all(constant)
}

fn ratio(scenario: &mut Scenario, choices: &mut Choices, transition: usize) -> Ratio {
    let (low, high) = if choices.below(2) == 0 { (0.2, 0.9) } else { (1.1, 3.0) };
    match choices.below(5) {
        0 | 1 => Ratio::Hazard(any_number(scenario, choices, Kind::Ratio, low, high)),
        2 => Ratio::Probability(any_number(scenario, choices, Kind::Ratio, low, f64::min(high, 1.6))),
        other => {
            let ratio = match is_constant(scenario, transition) {
                true => any_number(scenario, choices, Kind::Ratio, low, high),
                false => number(scenario, choices, Kind::Ratio, low, high),
            };
            if other == 3 { Ratio::Odds { ratio, over: 4.0 } } else { Ratio::RelativeRisk { ratio, over: 2.0 } }
        }
    }
}

/// Adds modifiers that look at anything.
pub fn modifiers(scenario: &mut Scenario, choices: &mut Choices) {
    for transition in 0..scenario.transitions.len() {
        if choices.below(2) == 0 {
            let condition = condition(scenario, choices, 1);
            let ratio = ratio(scenario, choices, transition);
            scenario.transitions[transition].modifiers.push(Modifier { id: String::new(), condition, ratio });
        }
    }
}

/// Gives interventions every kind of episode.
pub fn interventions(scenario: &mut Scenario, choices: &mut Choices) {
    for alternative in 2..scenario.alternatives.len() {
        for at in 0..scenario.alternatives[alternative].interventions.len() {
            let mut one = scenario.alternatives[alternative].interventions[at].clone();
            if choices.below(2) == 0 {
                one.trigger = Trigger::Entry(about_states(scenario, choices));
            }
            one.delay = choices.below(4).saturating_sub(1);
            one.waiting = choices.below(4).saturating_sub(1);
            one.active %= 6;
            if choices.below(2) == 0 {
                one.eligible = condition(scenario, choices, 1);
            }
            one.group = ["", "", "together"][choices.below(3)].into();
            for effect in &mut one.effects {
                if choices.below(2) == 0 {
                    effect.ratio = ratio(scenario, choices, effect.transition);
                }
            }
            if choices.below(2) == 0 {
                one.repeat = true;
                one.effects.iter_mut().for_each(|effect| known_end(&mut effect.profile, choices));
            }
            if scenario.domains.len() > 1 && choices.below(3) == 0 {
                one.moves.push(Move { domain: 1, from: 1, to: 0 });
            }
            scenario.alternatives[alternative].interventions[at] = one;
        }
    }
}

/// A profile of which the end is known beforehand.
fn known_end(profile: &mut Profile, choices: &mut Choices) {
    profile.plateau = fixed(Kind::Months, choices.between(0.0, 5.0));
    profile.fade = match choices.below(2) {
        0 => Fade::AtOnce,
        _ => Fade::Linear(fixed(Kind::Months, choices.between(0.5, 4.0))),
    };
}

/// Switches and other numbers in the last two alternatives.
pub fn alternatives(scenario: &mut Scenario, choices: &mut Choices) {
    let places = scenario.transitions.iter().enumerate();
    let places: Vec<(usize, usize)> =
        places.flat_map(|(at, one)| (0..one.modifiers.len()).map(move |place| (at, place))).collect();
    for alternative in 2..scenario.alternatives.len() {
        for (transition, place) in &places {
            if choices.below(6) == 0 {
                let other = (choices.below(2) == 0).then(|| ratio(scenario, choices, *transition));
                scenario.alternatives[alternative].modifiers.push((*transition, *place, other));
            }
        }
        for item in 0..scenario.items.len() {
            if choices.below(8) == 0 {
                let factor = any_of_time(scenario, choices);
                scenario.alternatives[alternative].scaled_items.push((item, factor));
            } else if choices.below(12) == 0 {
                scenario.alternatives[alternative].off_items.push(item);
            }
        }
        if choices.below(6) == 0 && scenario.alternatives[alternative].starts.is_empty() {
            let mut own = scenario.starts[0].clone();
            own.shares.reverse();
            own.shares.truncate(1);
            own.shares[0].1 = Some(fixed(Kind::Share, 1.0));
            scenario.alternatives[alternative].starts.push(own);
        }
    }
}

/// A factor for a quantity: a number, or one that goes by the cycle.
fn any_of_time(scenario: &mut Scenario, choices: &mut Choices) -> Number {
    match choices.below(3) {
        0 => super::tabled(scenario, choices, super::CYCLE, Kind::Count, 0.0, 2.0),
        _ => number(scenario, choices, Kind::Count, 0.0, 2.0),
    }
}
