//! All conditions, numbers and references to parameters of a scenario, to be changed.

use mkba::model::*;

/// Every condition; the parts of one are within it.
pub fn conditions(scenario: &mut Scenario) -> Vec<&mut Condition> {
    let mut found: Vec<&mut Condition> = Vec::new();
    for clock in &mut scenario.clocks {
        if let Clock::Since(condition) = clock {
            found.push(condition);
        }
    }
    found.extend(scenario.transitions.iter_mut().flat_map(|one| &mut one.modifiers).map(|one| &mut one.condition));
    for item in &mut scenario.items {
        if let Quantity::Time(condition) | Quantity::Entries { condition, .. } = &mut item.quantity {
            found.push(condition);
        }
    }
    for intervention in scenario.alternatives.iter_mut().flat_map(|one| &mut one.interventions) {
        found.push(&mut intervention.eligible);
        found.extend(&mut intervention.stop);
        found.extend(intervention.effects.iter_mut().map(|effect| &mut effect.condition));
        if let Trigger::Entry(condition) = &mut intervention.trigger {
            found.push(condition);
        }
    }
    found
}

/// Every number, but for what formulas take in.
pub fn numbers(scenario: &mut Scenario) -> Vec<&mut Number> {
    let mut found: Vec<&mut Number> = Vec::new();
    for table in &mut scenario.tables {
        if let ClockValues::Steps(steps) = &mut table.values {
            found.extend(steps.iter_mut().map(|(_, number)| number));
        }
    }
    found.extend(scenario.starts.iter_mut().flat_map(of_start));
    for transition in &mut scenario.transitions {
        found.extend(of_strength(&mut transition.strength));
        found.extend(transition.modifiers.iter_mut().map(|modifier| of_ratio(&mut modifier.ratio)));
    }
    found.extend(scenario.items.iter_mut().flat_map(|item| item.times.iter_mut().chain(&mut item.price)));
    for alternative in &mut scenario.alternatives {
        found.extend(alternative.starts.iter_mut().flat_map(of_start));
        found.extend(alternative.transitions.iter_mut().flat_map(|(_, strength)| of_strength(strength)));
        found.extend(alternative.modifiers.iter_mut().filter_map(|(_, _, ratio)| ratio.as_mut()).map(of_ratio));
        found.extend(alternative.scaled_items.iter_mut().map(|(_, factor)| factor));
        found.extend(alternative.interventions.iter_mut().flat_map(of_intervention));
    }
    found
}

/// Every reference to a parameter that is no number: of what is drawn together, worked out, or changed in an alternative.
pub fn parameters(scenario: &mut Scenario) -> Vec<&mut usize> {
    let mut found: Vec<&mut usize> = Vec::new();
    for joint in &mut scenario.joints {
        match joint {
            Joint::Correlated { members, .. } => {
                found.extend(members.iter_mut().filter_map(|member| member.parameter.as_mut()));
            }
            Joint::Shares { members } => {
                found.extend(members.iter_mut().filter_map(|(member, _)| member.parameter.as_mut()));
            }
        }
    }
    let formulas = scenario.tables.iter_mut().filter_map(|table| match &mut table.values {
        ClockValues::Formula(formula) => Some(formula.inputs.iter_mut().flatten()),
        ClockValues::Steps(_) => None,
    });
    found.extend(formulas.flatten().filter_map(of_origin));
    found.extend(scenario.derived.iter_mut().flat_map(of_derived));
    for alternative in &mut scenario.alternatives {
        found.extend(alternative.parameters.iter_mut().map(|(parameter, _)| parameter));
        found.extend(alternative.derived.iter_mut().flat_map(of_derived));
    }
    found
}

fn of_derived(derived: &mut Derived) -> impl Iterator<Item = &mut usize> {
    std::iter::once(&mut derived.parameter).chain(derived.inputs.iter_mut().filter_map(of_origin))
}

fn of_origin(origin: &mut Origin) -> Option<&mut usize> {
    match origin {
        Origin::Parameter(at) => Some(at),
        Origin::Fixed(_) | Origin::Characteristic(_) | Origin::Table(_) => None,
    }
}

fn of_start(start: &mut Start) -> impl Iterator<Item = &mut Number> {
    start.shares.iter_mut().filter_map(|(_, share)| share.as_mut())
}

fn of_strength(strength: &mut Strength) -> Vec<&mut Number> {
    match strength {
        Strength::Rate { rate: number, .. }
        | Strength::Chance { chance: number, .. }
        | Strength::MeanDuration(number)
        | Strength::Observed { chance: number, .. }
        | Strength::ObservedRest { stays: number, .. } => vec![number],
        Strength::Duration { law, .. } => law.family.numbers_mut(),
    }
}

fn of_ratio(ratio: &mut Ratio) -> &mut Number {
    match ratio {
        Ratio::Hazard(number)
        | Ratio::Probability(number)
        | Ratio::RelativeRisk { ratio: number, .. }
        | Ratio::Odds { ratio: number, .. } => number,
    }
}

fn of_intervention(intervention: &mut Intervention) -> Vec<&mut Number> {
    let mut found = vec![&mut intervention.reached, &mut intervention.success];
    for effect in &mut intervention.effects {
        found.extend([of_ratio(&mut effect.ratio), &mut effect.profile.ramp_up, &mut effect.profile.plateau]);
        match &mut effect.profile.fade {
            Fade::Linear(number) | Fade::HalfLife(number) => found.push(number),
            Fade::Never | Fade::AtOnce => {}
        }
    }
    found
}
