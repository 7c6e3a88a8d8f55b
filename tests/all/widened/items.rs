//! Items of every quantity, with prices that go by a clock and factors that differ between households.

use super::{AGE, CYCLE, SIZE, YEARS, about_states, condition, tabled};
use crate::generated::{Choices, number, text};
use mkba::model::*;
use mkba::units::Kind;

/// Adds items.
pub fn add(scenario: &mut Scenario, choices: &mut Choices) {
    for index in 0..9 {
        let states = about_states(scenario, choices);
        let quantity = match index {
            0 => Quantity::Entries { condition: states, start_counts: true },
            1 => Quantity::Entries { condition: states, start_counts: false },
            2 => Quantity::Once,
            3 => Quantity::Always,
            4 | 5 => Quantity::Time(condition(scenario, choices, 1)),
            6 => Quantity::Time(states),
            7 => Quantity::Starts("repair".into()),
            _ => Quantity::ActiveTime("coach".into()),
        };
        if choices.below(3) == 0 {
            continue;
        }
        let alternative = 2 + choices.below(2);
        let (own, only) = match choices.below(5) {
            0 => (Some(alternative), None),
            1 => (None, Some(alternative)),
            _ => (None, None),
        };
        item(scenario, choices, index, quantity, (own, only));
    }
}

fn item(
    scenario: &mut Scenario,
    choices: &mut Choices,
    index: usize,
    quantity: Quantity,
    (own, only): (Option<usize>, Option<usize>),
) {
    let kind = [ItemKind::Resource, ItemKind::Output, ItemKind::Transfer, ItemKind::Welfare][choices.below(4)];
    let price = match choices.below(4) {
        0 => tabled(scenario, choices, CYCLE, Kind::Amount, 10.0, 3000.0),
        // An age that differs between households prices an item at its mean.
        1 if matches!(scenario.characteristics[YEARS].value, CharacteristicValue::Fixed(_)) => {
            tabled(scenario, choices, AGE, Kind::Amount, 10.0, 3000.0)
        }
        _ => number(scenario, choices, Kind::Amount, 10.0, 3000.0),
    };
    let times = match choices.below(4) {
        0 => vec![],
        1 => vec![tabled(scenario, choices, CYCLE, Kind::Count, 0.0, 3.0)],
        _ => vec![Number { origin: Origin::Characteristic(SIZE), kind: Kind::Count }],
    };
    let part = (choices.below(2) == 0).then(|| number(scenario, choices, Kind::Count, 0.2, 1.5));
    let pays = matches!(kind, ItemKind::Resource | ItemKind::Transfer);
    let receives = matches!(kind, ItemKind::Output | ItemKind::Transfer);
    let by_states = match &quantity {
        Quantity::Time(condition) => condition.is_about_states(),
        _ => true,
    };
    let counts = [Count::Start, Count::End, Count::LifeTable, Count::AllRows, Count::HalfCycle, Count::Simpson];
    let own_count = counts.get(choices.below(3 * counts.len())).filter(|_| by_states).cloned();
    scenario.items.push(Item {
        id: format!("wide{index}"),
        label: text("item"),
        quantity,
        conversion: 1.5,
        unit: "event".into(),
        times,
        price: Some(price),
        part,
        kind,
        payers: if pays { vec![(0, 0.3), (1, 0.7)] } else { vec![] },
        receivers: if receives { vec![(1, 0.6), (2, 0.4)] } else { vec![] },
        law: String::new(),
        category: String::new(),
        cashable: 0.5,
        cashable_lag: 12.0,
        by_rule: vec![],
        count: own_count,
        discount: None,
        own,
        only,
        right: false,
        follows: None,
    });
}
