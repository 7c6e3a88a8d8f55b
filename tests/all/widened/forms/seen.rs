//! The forms that occur in a scenario.

use super::variants;
use mkba::model::*;

/// All forms of a scenario, some more than once.
pub fn forms(scenario: &Scenario) -> Vec<&'static str> {
    let mut found = of_time(&scenario.settings);
    found.extend(scenario.parameters.iter().map(|parameter| variants::family(&parameter.distribution)));
    found.extend(scenario.characteristics.iter().filter_map(|of_household| match &of_household.value {
        CharacteristicValue::Random(distribution) => Some(variants::family_of_characteristic(distribution)),
        CharacteristicValue::Fixed(_) => None,
    }));
    found.extend(scenario.clocks.iter().map(variants::clock));
    found.extend(scenario.tables.iter().map(|table| variants::clock_values(&table.values)));
    let since = scenario.clocks.iter().filter_map(|clock| match clock {
        Clock::Since(condition) => Some(condition),
        Clock::Cycle | Clock::Age { .. } => None,
    });
    found.extend(since.flat_map(variants::condition));
    let ends = scenario.domains.iter().flat_map(|domain| &domain.states).any(|state| state.ends);
    found.extend(ends.then_some("state that ends everything"));
    found.extend(later(scenario));
    let joint = scenario.starts.iter().any(|start| start.domains.len() > 1);
    found.extend(joint.then_some("start of two domains"));
    let formulas = scenario.derived.iter().any(|derived| derived.formula.text() == "raw * 0.97");
    found.extend(formulas.then_some("formula of numbers"));
    found.extend(scenario.transitions.iter().flat_map(of_transition));
    found.extend(scenario.items.iter().flat_map(of_item));
    found.extend(scenario.alternatives.iter().flat_map(of_alternative));
    found.extend(scenario.joints.iter().flat_map(|joint| super::joints::forms(scenario, joint)));
    found
}

/// What came later.
fn later(scenario: &Scenario) -> impl Iterator<Item = &'static str> {
    let since = |number: &Number| match number.origin {
        Origin::Table(at) => matches!(scenario.clocks[scenario.tables[at].clock], Clock::Since(_)),
        _ => false,
    };
    let times = || scenario.items.iter().flat_map(|item| &item.times);
    let effects = scenario.alternatives.iter().flat_map(|one| &one.interventions).flat_map(|one| &one.effects);
    let zero = |ratio: &Ratio| ratio.number().origin == Origin::Fixed(0.0);
    true_ones([
        ("factor by how long something has lasted", times().any(since)),
        ("factor below 0", times().any(|number| number.origin == Origin::Fixed(-1.5))),
        ("table of a period", scenario.domains.iter().any(|domain| domain.rows == RowReading::Period)),
        ("auxiliary domain", scenario.domains.iter().any(|domain| domain.auxiliary)),
        ("hazard ratio of 0", effects.into_iter().any(|effect| zero(&effect.ratio))),
    ])
}

fn of_time(settings: &Settings) -> Vec<&'static str> {
    let rates = std::iter::once(&settings.discounting).chain(settings.discount_rates.iter().map(|(_, rate)| rate));
    let mut found: Vec<&str> = rates.map(|rate| variants::compounding(rate.compounding())).collect();
    found.push(variants::cycle(settings.cycle));
    found.push(variants::count(&settings.count));
    found.push(variants::discount_at(settings.discount_at));
    found
}

/// The names of what is so.
fn true_ones<const N: usize>(all: [(&'static str, bool); N]) -> impl Iterator<Item = &'static str> {
    all.into_iter().filter(|(_, is)| *is).map(|(name, _)| name)
}

fn of_ratio(ratio: &Ratio) -> impl Iterator<Item = &'static str> {
    let by_clock = matches!(ratio.number().origin, Origin::Table(_));
    std::iter::once(variants::ratio(ratio)).chain(by_clock.then_some("ratio by a clock"))
}

fn of_transition(transition: &Transition) -> Vec<&'static str> {
    let mut found = variants::strength(&transition.strength);
    for modifier in &transition.modifiers {
        found.extend(variants::condition(&modifier.condition));
        found.extend(of_ratio(&modifier.ratio));
    }
    found.extend(true_ones([("takes the rest", transition.takes_rest), ("escalation", transition.escalation)]));
    found
}

fn of_item(item: &Item) -> Vec<&'static str> {
    let mut found = vec![variants::item(item.kind), variants::quantity(&item.quantity)];
    found.extend(match &item.quantity {
        Quantity::Time(condition) | Quantity::Entries { condition, .. } => variants::condition(condition),
        _ => vec![],
    });
    let by_clock = |number: &Number| matches!(number.origin, Origin::Table(_));
    found.extend(true_ones([
        ("discount rate of an item", item.discount.is_some()),
        ("count of an item", item.count.is_some()),
        ("item of one alternative", item.only.is_some()),
        ("effect of one alternative", item.own.is_some()),
        ("price by a clock", item.price.as_ref().is_some_and(by_clock)),
        ("quantity by a clock", item.times.iter().any(by_clock)),
    ]));
    found
}

fn of_intervention(intervention: &Intervention) -> Vec<&'static str> {
    let mut found = vec![variants::trigger(&intervention.trigger)];
    found.extend(variants::condition(&intervention.eligible));
    found.extend(intervention.stop.iter().flat_map(variants::condition));
    if let Trigger::Entry(condition) = &intervention.trigger {
        found.extend(variants::condition(condition));
    }
    for effect in &intervention.effects {
        found.push(variants::fade(&effect.profile.fade));
        found.extend(variants::condition(&effect.condition));
        found.extend((effect.condition != Condition::Always).then_some("effect under a condition"));
        found.extend(of_ratio(&effect.ratio));
        found.extend((effect.profile.ramp_up.origin == Origin::Fixed(1.0)).then_some("effect that grows"));
    }
    found.extend(true_ones([
        ("stop condition", intervention.stop.is_some()),
        ("delay", intervention.delay == 1),
        ("waiting list", intervention.waiting == 2),
        ("repeated", intervention.repeat),
        ("one of a group", intervention.group == "together"),
        ("moves", !intervention.moves.is_empty()),
        ("done in all alternatives", intervention.label.en == "usual"),
        ("done in all alternatives, changed", intervention.label.en == "usual, changed"),
    ]));
    found
}

fn of_alternative(alternative: &Alternative) -> Vec<&'static str> {
    let formula = |text: &str| alternative.derived.iter().any(|derived| derived.formula.text() == text);
    let mut found: Vec<&str> = alternative.interventions.iter().flat_map(of_intervention).collect();
    found.extend(alternative.transitions.iter().flat_map(|(_, strength)| variants::strength(strength)));
    found.extend(alternative.modifiers.iter().filter_map(|(_, _, ratio)| ratio.as_ref()).flat_map(of_ratio));
    found.extend(true_ones([
        ("other numbers", !alternative.parameters.is_empty()),
        ("other starts", !alternative.starts.is_empty()),
        ("other strengths", !alternative.transitions.is_empty()),
        ("other ratios", !alternative.modifiers.is_empty()),
        ("other quantities", !alternative.scaled_items.is_empty()),
        ("items off", !alternative.off_items.is_empty()),
        ("transitions off", !alternative.off_transitions.is_empty()),
        ("other formula of a number", formula("0.5 * raw + 0.5 * own")),
        ("other formula of what a number is worked out from", formula("0.98 * raw")),
    ]));
    found
}
