//! Forms that came later: stop conditions, effects under conditions, responders, numbers of items by how long something has
//! lasted, ratios of 0, negative factors, cycles of several weeks.

use super::{SINCE, condition, tabled};
use crate::generated::{Choices, fixed};
use mkba::model::*;
use mkba::units::{Cycle, Kind, TimeUnit};

/// Adds all of them, each now and then.
pub fn add(scenario: &mut Scenario, choices: &mut Choices) {
    stops(scenario, choices);
    times(scenario, choices);
    zeros(scenario, choices);
    if scenario.settings.cycle == Cycle::MONTH && choices.below(5) == 0 {
        scenario.settings.cycle = Cycle::several(6, TimeUnit::Week).expect("a cycle");
    }
}

/// Ends some episodes once a condition holds, lets some effects act only while one does, and looks at responders.
fn stops(scenario: &mut Scenario, choices: &mut Choices) {
    for alternative in 0..scenario.alternatives.len() {
        for at in 0..scenario.alternatives[alternative].interventions.len() {
            let mut one = scenario.alternatives[alternative].interventions[at].clone();
            if choices.below(3) == 0 {
                one.stop = Some(condition(scenario, choices, 1)).filter(|stop| !stop.is_about_interventions());
            }
            for effect in &mut one.effects {
                if choices.below(4) == 0 {
                    effect.condition = condition(scenario, choices, 1);
                }
            }
            scenario.alternatives[alternative].interventions[at] = one;
        }
        // What is done without any change is done in the alternative that changes nothing.
        scenario.alternatives[1].interventions = scenario.alternatives[0].interventions.clone();
    }
    let modifiers = scenario.transitions.iter_mut().flat_map(|one| &mut one.modifiers).map(|one| &mut one.condition);
    let interventions = scenario.alternatives.iter_mut().flat_map(|one| &mut one.interventions);
    let effects = interventions.flat_map(|one| &mut one.effects).map(|one| &mut one.condition);
    let times = scenario.items.iter_mut().filter_map(|one| match &mut one.quantity {
        Quantity::Time(condition) => Some(condition),
        _ => None,
    });
    for condition in modifiers.chain(effects).chain(times) {
        if let Condition::Active(name) = condition
            && choices.below(2) == 0
        {
            *condition = Condition::Responding(name.clone());
        }
    }
}

/// Numbers of items by how long something has lasted, and factors below 0.
fn times(scenario: &mut Scenario, choices: &mut Choices) {
    for item in 0..scenario.items.len() {
        if matches!(scenario.items[item].quantity, Quantity::Time(_) | Quantity::Always)
            && scenario.items[item].count.is_none()
            && choices.below(5) == 0
        {
            let factor = tabled(scenario, choices, SINCE, Kind::Factor, 0.0, 3.0);
            scenario.items[item].times.push(factor);
        }
        if choices.below(12) == 0 {
            scenario.items[item].times.push(fixed(Kind::Factor, -1.5));
        }
    }
}

/// Ratios that switch a transition off.
fn zeros(scenario: &mut Scenario, choices: &mut Choices) {
    let modifiers = scenario.transitions.iter_mut().flat_map(|one| &mut one.modifiers).map(|one| &mut one.ratio);
    let interventions = scenario.alternatives[2..].iter_mut().flat_map(|one| &mut one.interventions);
    let effects = interventions.flat_map(|one| &mut one.effects).map(|one| &mut one.ratio);
    for ratio in modifiers.chain(effects) {
        if choices.below(15) == 0 {
            *ratio = Ratio::Hazard(fixed(Kind::Ratio, 0.0));
        }
    }
}
