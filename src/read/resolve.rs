//! From provisional to final: parameters sorted by name, and every number pointing at them.
//!
//! In: the desk, with everything read and no fault found. Out: the [`Scenario`]. Nothing can be wrong any more.

use super::Top;
use super::checks;
use super::desk::Desk;
use super::formulas;
use super::joints;
use super::lists::List;
use crate::model::{
    Alternative, Condition, Effect, Fade, Item, Modifier, Number, Origin, Parameter, Profile, Ratio, Scenario,
    Strength, Trait,
};

/// Puts the scenario together.
pub(super) fn scenario(top: Top, desk: Desk) -> Scenario {
    let Top { id, title, settings, mut alternatives, questions } = top;
    for (at, alternative) in alternatives.iter_mut().enumerate() {
        alternative.parameters = checks::others(&desk, at).into_iter().collect();
    }
    let (parameters, order) = sorted(&desk);
    let (joints, derived) = (joints::resolved(&desk, &order), formulas::resolved(&desk.numbers, &order));
    let mut transitions = desk.transitions;
    for transition in &mut transitions {
        strength(&mut transition.strength, &order);
        for modifier in &mut transition.modifiers {
            ratio(&mut modifier.ratio, &order);
        }
        transition
            .modifiers
            .sort_by(|a, b| modifier_key(a).partial_cmp(&modifier_key(b)).unwrap_or(std::cmp::Ordering::Equal));
    }
    let mut items: Vec<Item> = desk.items.into_iter().map(|one| one.item).collect();
    for item in &mut items {
        item.times.iter_mut().chain(&mut item.price).for_each(|one| number(one, &order));
        item.times.sort_by(|a, b| {
            origin_key(a.origin).partial_cmp(&origin_key(b.origin)).unwrap_or(std::cmp::Ordering::Equal)
        });
    }
    for alternative in &mut alternatives {
        renumber(alternative, &order);
    }
    Scenario {
        id,
        title,
        settings,
        traits: desk.numbers.traits.into_iter().map(|(name, one)| Trait { name, value: one.value }).collect(),
        parameters,
        clocks: Vec::new(),
        tables: Vec::new(),
        joints,
        derived,
        domains: desk.domains,
        starts: desk.starts,
        transitions,
        accounts: if let List::Read(accounts) = desk.accounts { accounts } else { Vec::new() },
        items,
        alternatives,
        questions,
    }
}

/// Parameters by name, and the final index of each provisional one.
fn sorted(desk: &Desk) -> (Vec<Parameter>, Vec<usize>) {
    let mut order = vec![0; desk.numbers.used.len()];
    let mut parameters = Vec::with_capacity(order.len());
    for &at in desk.numbers.index.values() {
        order[at] = parameters.len();
        parameters.push(desk.numbers.used[at].definition.parameter.clone());
    }
    (parameters, order)
}

/// What tells one number from another.
type OriginKey = (u8, f64, usize);
/// What tells one ratio from another: the way it acts, the period, the ratio.
type RatioKey = (u8, f64, OriginKey);

/// Modifiers go by condition, then by the ratio.
fn modifier_key(modifier: &Modifier) -> (&Condition, RatioKey) {
    (&modifier.condition, ratio_key(&modifier.ratio))
}

/// Effects go by transition, then by the ratio, then by the profile.
fn effect_key(effect: &Effect) -> (usize, RatioKey, [OriginKey; 2], (u8, OriginKey)) {
    let Profile { ramp_up, plateau, fade } = effect.profile;
    let none = (0, 0.0, 0);
    let fade = match fade {
        Fade::Never => (0, none),
        Fade::AtOnce => (1, none),
        Fade::Linear(months) => (2, origin_key(months.origin)),
        Fade::HalfLife(months) => (3, origin_key(months.origin)),
    };
    (effect.transition, ratio_key(&effect.ratio), [ramp_up, plateau].map(|months| origin_key(months.origin)), fade)
}

fn ratio_key(ratio: &Ratio) -> RatioKey {
    let (way, over) = match *ratio {
        Ratio::Hazard(_) => (0, 0.0),
        Ratio::RelativeRisk { over, .. } => (1, over),
        Ratio::Odds { over, .. } => (2, over),
        Ratio::Probability(_) => (3, 0.0),
    };
    (way, over, origin_key(ratio.number().origin))
}

fn origin_key(origin: Origin) -> OriginKey {
    match origin {
        Origin::Fixed(value) => (0, value, 0),
        Origin::Parameter(at) => (1, 0.0, at),
        Origin::Trait(at) => (2, 0.0, at),
        Origin::Table(at) => (3, 0.0, at),
    }
}

fn renumber(alternative: &mut Alternative, order: &[usize]) {
    for (at, _) in &mut alternative.parameters {
        *at = order[*at];
    }
    alternative.parameters.sort_by_key(|(at, _)| *at);
    for (_, one) in &mut alternative.transitions {
        strength(one, order);
    }
    for intervention in &mut alternative.interventions {
        number(&mut intervention.reached, order);
        number(&mut intervention.success, order);
        for effect in &mut intervention.effects {
            ratio(&mut effect.ratio, order);
            number(&mut effect.profile.ramp_up, order);
            number(&mut effect.profile.plateau, order);
            if let Fade::Linear(one) | Fade::HalfLife(one) = &mut effect.profile.fade {
                number(one, order);
            }
        }
        intervention
            .effects
            .sort_by(|a, b| effect_key(a).partial_cmp(&effect_key(b)).unwrap_or(std::cmp::Ordering::Equal));
    }
}

fn number(number: &mut Number, order: &[usize]) {
    if let Origin::Parameter(at) = &mut number.origin {
        *at = order[*at];
    }
}

fn strength(strength: &mut Strength, order: &[usize]) {
    match strength {
        Strength::Rate { rate: one, .. }
        | Strength::Chance { chance: one, .. }
        | Strength::MeanDuration(one)
        | Strength::Observed { chance: one, .. } => {
            number(one, order);
        }
        Strength::Duration { law, .. } => law.family.numbers_mut().into_iter().for_each(|one| number(one, order)),
    }
}

fn ratio(ratio: &mut Ratio, order: &[usize]) {
    match ratio {
        Ratio::Hazard(one)
        | Ratio::Probability(one)
        | Ratio::RelativeRisk { ratio: one, .. }
        | Ratio::Odds { ratio: one, .. } => {
            number(one, order);
        }
    }
}
