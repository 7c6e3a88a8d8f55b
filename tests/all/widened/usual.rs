//! What is done in the null alternative, and so in all others unless they change it or switch it off.

use super::{about_states, condition};
use crate::generated::{Choices, fixed, number, text};
use mkba::model::*;
use mkba::units::Kind;

/// Gives the null alternative an intervention and an item that follows it.
pub fn add(scenario: &mut Scenario, choices: &mut Choices) {
    if scenario.transitions.is_empty() || choices.below(3) > 0 {
        return;
    }
    let trigger = match choices.below(2) {
        0 => Trigger::Cycle(choices.below(4)),
        _ => Trigger::Entry(about_states(scenario, choices)),
    };
    let effect = Effect {
        transition: choices.below(scenario.transitions.len()),
        ratio: Ratio::Hazard(number(scenario, choices, Kind::Ratio, 0.3, 2.0)),
        profile: Profile {
            ramp_up: fixed(Kind::Months, 0.0),
            plateau: fixed(Kind::Months, choices.between(0.0, 6.0)),
            fade: if choices.below(2) == 0 { Fade::Never } else { Fade::AtOnce },
        },
        condition: Condition::Always,
    };
    let usual = Intervention {
        name: "usual".into(),
        label: text("usual"),
        trigger,
        delay: choices.below(2),
        waiting: choices.below(2),
        repeat: false,
        group: ["", "together"][choices.below(2)].into(),
        eligible: condition(scenario, choices, 1),
        reached: number(scenario, choices, Kind::Share, 0.5, 1.0),
        success: number(scenario, choices, Kind::Share, 0.4, 1.0),
        moves: if choices.below(3) == 0 { vec![Move { domain: 0, from: 0, to: 1 }] } else { vec![] },
        active: 1 + choices.below(6),
        stop: None,
        effects: vec![effect],
    };
    let last = scenario.alternatives.len() - 1;
    for (at, alternative) in scenario.alternatives.iter_mut().enumerate() {
        let changed = Intervention { label: text("usual, changed"), active: usual.active + 2, ..usual.clone() };
        match choices.below(3) {
            0 if at == last => {}
            1 if at == last => alternative.interventions.push(changed),
            _ => alternative.interventions.push(usual.clone()),
        }
    }
    item(scenario, choices);
}

/// What it costs: an effect, wherever it differs.
fn item(scenario: &mut Scenario, choices: &mut Choices) {
    let price = number(scenario, choices, Kind::Amount, 10.0, 3000.0);
    scenario.items.push(Item {
        id: "usual".into(),
        label: text("item"),
        quantity: if choices.below(2) == 0 {
            Quantity::ActiveTime("usual".into())
        } else {
            Quantity::Responders("usual".into())
        },
        conversion: 1.0,
        unit: "event".into(),
        times: vec![],
        price: Some(price),
        part: None,
        kind: ItemKind::Resource,
        payers: vec![(0, 1.0)],
        receivers: vec![],
        law: String::new(),
        category: String::new(),
        cashable: 0.5,
        cashable_lag: 0.0,
        by_rule: vec![],
        count: None,
        discount: None,
        own: None,
        only: None,
        right: false,
        follows: None,
    });
}
