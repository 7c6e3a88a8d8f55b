//! Time, counting, discounting, quantities and units as they are read.

use crate::model::{Condition, Count, DiscountAt, Item, Origin, Quantity, Scenario, Strength};
use crate::read::tests::{changed, faults, sound};
use crate::units::{Cycle, DiscountRate, Discounting};

fn family(changes: &[(&str, &str)]) -> Scenario {
    sound(&changed("family.toml", changes), &[]).scenario
}

fn item(scenario: &Scenario, id: &str) -> Item {
    scenario.items.iter().find(|one| one.id == id).expect("an item").clone()
}

/// The family with another item instead of the counted grief.
fn with_item(item: &str) -> Vec<(&'static str, String)> {
    vec![("quantity = { starts = \"rent\" }\nkind = \"unpriced\"", item.to_string())]
}

fn grief(item_text: &str) -> Item {
    let changes = with_item(item_text);
    let changes: Vec<(&str, &str)> = changes.iter().map(|(old, new)| (*old, new.as_str())).collect();
    item(&family(&changes), "grief")
}

fn fault_of(item_text: &str) -> Vec<String> {
    let changes = with_item(item_text);
    let changes: Vec<(&str, &str)> = changes.iter().map(|(old, new)| (*old, new.as_str())).collect();
    faults(&changed("family.toml", &changes), &[])
}

#[test]
fn settings_have_defaults() {
    let settings = family(&[]).settings;
    assert_eq!((settings.cycle, settings.horizon), (Cycle::MONTH, 120));
    assert_eq!((settings.count, settings.discount_at), (Count::End, DiscountAt::Middle));
    assert_eq!(settings.discounting, Discounting::constant(DiscountRate::per_year(0.0225).expect("a rate")));
    assert!(settings.discount_rates.is_empty());
}

#[test]
fn a_quarterly_model_keeps_its_periods() {
    let scenario = family(&[("draws = 100", "draws = 100\ncycle = \"quarter\"\ncount = \"simpson\"")]);
    assert_eq!((scenario.settings.horizon, scenario.settings.count.clone()), (40, Count::Simpson));
    let within = |strength: Strength| if let Strength::Chance { within, .. } = strength { within } else { 4.0 };
    assert!(scenario.transitions.iter().all(|one| within(one.strength) == 4.0));
    assert_eq!(scenario.alternatives[1].interventions[0].active, 3);
    assert_eq!(scenario.alternatives[2].interventions[0].fixed_start(), Some(1));
    assert_eq!(item(&scenario, "shelter").conversion, 365.25 / 4.0);
    assert_eq!(item(&scenario, "custom.rent.coach").conversion, 3.0);
}

#[test]
fn rates_over_time_and_of_their_own_are_read() {
    let rates = "discount_rates = { qaly = 0.015, soft = { continuous = [{ from_year = 0, rate = 0.02 }, { from_year = 5, rate = 0 }] } }";
    let scenario = family(&[
        ("discount_rate = 0.0225", &format!("discount_rate = 0.0225\n{rates}")),
        ("id = \"grief\"", "id = \"grief\"\ndiscount = \"soft\""),
    ]);
    let names: Vec<&str> = scenario.settings.discount_rates.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["qaly", "soft"]);
    let soft = &scenario.settings.discount_rates[1].1;
    assert!((soft.factor(120.0) - libm::exp(-0.1)).abs() < 1e-15);
    assert_eq!((item(&scenario, "grief").discount, item(&scenario, "shelter").discount), (Some(1), None));
}

#[test]
fn every_quantity_is_read() {
    let homeless = Condition::State { domain: 1, states: vec![1] };
    let found = grief("quantity = { entries = \"housing is homeless\", start_counts = true }\nkind = \"unpriced\"");
    assert_eq!(found.quantity, Quantity::Entries { condition: homeless.clone(), start_counts: true });
    let found = grief("quantity = { entries = \"housing is homeless\" }\nkind = \"unpriced\"");
    assert_eq!(found.quantity, Quantity::Entries { condition: homeless, start_counts: false });
    let found = grief("quantity = { once = 40 }\nprice = \"coach_hour\"");
    assert_eq!((found.quantity, found.conversion, found.times[0].origin), (Quantity::Once, 1.0, Origin::Fixed(40.0)));
    let found = grief("quantity = { per_cycle = \"adults\" }\nprice = \"coach_hour\"");
    assert_eq!((found.quantity, found.conversion), (Quantity::Always, 1.0));
    assert_eq!(found.times.len(), 1);
}

#[test]
fn units_are_converted_and_may_say_of_what() {
    let time =
        |rest: &str| grief(&format!("quantity = {{ time = \"housing is homeless\" }}\nkind = \"unpriced\"\n{rest}"));
    let found = time("unit = \"year of QALY\"");
    assert_eq!((found.unit.as_str(), found.conversion), ("year of QALY", 1.0 / 12.0));
    assert_eq!(time("unit = \"week\"").conversion, 365.25 / 12.0 / 7.0);
    assert_eq!(time("unit = \"event of police\"\nper_year = 6").conversion, 1.0 / 12.0);
    assert_eq!(time("").unit, "month");
}

#[test]
fn wrong_pairs_say_what_fits() {
    let found = fault_of("quantity = { time = \"housing is homeless\" }\nkind = \"unpriced\"\nunit = \"event\"");
    assert_eq!(found, ["unit_needs_factor family.toml:78:12"]);
    let found = fault_of("quantity = { once = 3 }\nprice = \"coach_hour\"\neach = 2");
    assert_eq!(found, ["factor_of_other_quantity family.toml:80:1"]);
    let found = fault_of("quantity = { starts = \"rent\", start_counts = true }\nkind = \"unpriced\"");
    assert_eq!(found, ["key_out_of_place family.toml:78:31"]);
    let found =
        fault_of("quantity = { time = \"housing is homeless\" }\nprice = \"coach_hour\"\nper_day = 1\nper_week = 2");
    assert_eq!(found, ["one_key_of family.toml:81:1"]);
    assert_eq!(fault_of("quantity = { once = -1 }\nkind = \"unpriced\""), ["number_outside family.toml:78:21"]);
}
