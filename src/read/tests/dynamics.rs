//! Clocks, conditions, strengths, starts and interventions: what they become, and what is said of faulty ones.

use crate::model::{
    Clock, ClockTable, ClockValues, Condition, DurationFamily, DurationLaw, Edge, Fade, Item, Ratio, Strength,
    Transition, Trigger,
};
use crate::read::tests::*;

const COURSE: &str = include_str!("course.toml");

/// The course with other text.
fn course(changes: &[(&str, &str)]) -> Memory {
    let mut text = COURSE.to_string();
    for (old, new) in changes {
        assert_eq!(text.matches(old).count(), 1, "{old} is not there once");
        text = text.replace(old, new);
    }
    Memory::default().with("f/family.toml", text).with("f/accounts.csv", include_str!("accounts.csv"))
}

fn scenario() -> Scenario {
    sound(&course(&[]), &[]).scenario
}

fn transition<'s>(scenario: &'s Scenario, name: &str) -> &'s Transition {
    scenario.transitions.iter().find(|one| one.name == name).expect("a transition")
}

fn item<'s>(scenario: &'s Scenario, id: &str) -> &'s Item {
    scenario.items.iter().find(|one| one.id == id).expect("an item")
}

fn number(value: f64, kind: Kind) -> Number {
    Number { origin: Origin::Fixed(value), kind }
}

/// The table behind a number.
fn table(scenario: &Scenario, number: Number) -> &ClockTable {
    let Origin::Table(at) = number.origin else { panic!("no table") };
    &scenario.tables[at]
}

/// Steps of the table behind a number, and its clock.
fn steps(scenario: &Scenario, number: Number) -> (&Clock, Vec<(f64, Origin)>) {
    let table = table(scenario, number);
    let ClockValues::Steps(steps) = &table.values else { panic!("a formula") };
    (&scenario.clocks[table.clock], steps.iter().map(|(from, one)| (*from, one.origin)).collect())
}

fn state(domain: usize, state: usize) -> Condition {
    Condition::State { domain, states: vec![state] }
}

// Domains by name: debt 0, health 1, housing 2, work 3. States by name.
const DEBT: usize = 0;
const HEALTH: usize = 1;
const HOUSING: usize = 2;
const WORK: usize = 3;

/// An influence is a modifier of every transition on which it acts.
#[test]
fn influences_are_modifiers() {
    let scenario = scenario();
    for name in ["debt: none -> problematic", "housing: arrears -> homeless"] {
        let modifiers = &transition(&scenario, name).modifiers;
        let [only] = modifiers.as_slice() else { panic!("{name}: {modifiers:?}") };
        assert_eq!(only.condition, state(WORK, 1), "{name}");
        assert_eq!(only.ratio, Ratio::Hazard(number(1.3, Kind::Ratio)), "{name}");
    }
}

#[test]
fn clocks_become_tables() {
    let scenario = scenario();
    let Strength::Rate { rate, per } = transition(&scenario, "debt: none -> problematic").strength else { panic!() };
    let wanted = vec![(0.0, Origin::Fixed(0.1)), (12.0, Origin::Fixed(0.04))];
    assert_eq!((steps(&scenario, rate), per), ((&Clock::Since(state(DEBT, 0)), wanted), 12.0));
    let Strength::Chance { chance, .. } = transition(&scenario, "housing: arrears -> homeless").strength else {
        panic!()
    };
    let wanted = vec![(0.0, Origin::Fixed(0.3)), (24.0, Origin::Fixed(0.2))];
    assert_eq!(steps(&scenario, chance), (&Clock::Cycle, wanted));
    let Strength::Observed { chance, .. } = transition(&scenario, "health: well -> dead").strength else { panic!() };
    let wanted = vec![(0.0, Origin::Fixed(0.002)), (45.0, Origin::Fixed(0.003))];
    assert_eq!(steps(&scenario, chance), (&Clock::Age { index: 0 }, wanted));
    let shelter = item(&scenario, "shelter");
    assert_eq!(steps(&scenario, shelter.price.expect("a price")).0, &Clock::Cycle);
    assert_eq!(steps(&scenario, shelter.times[1]).0, &Clock::Age { index: 0 });
    let wanted = [
        Clock::Cycle,
        Clock::Age { index: 0 },
        Clock::Since(state(DEBT, 0)),
        Clock::Since(state(DEBT, 1)),
        Clock::Since(state(HOUSING, 2)),
    ];
    assert_eq!(scenario.clocks, wanted);
}

#[test]
fn durations_count_since_the_state_was_entered() {
    let scenario = scenario();
    let family = DurationFamily::Weibull { shape: number(1.4, Kind::Positive), scale: number(3.0, Kind::Positive) };
    let wanted = Strength::Duration { clock: 3, law: DurationLaw { family, unit: 12.0 } };
    assert_eq!(transition(&scenario, "debt: problematic -> none").strength, wanted);
    for (written, wanted) in [
        ("exponential = { rate = 0.2 }", DurationFamily::Exponential { rate: number(0.2, Kind::Rate) }),
        (
            "gompertz = { shape = -0.1, rate = 0.2 }",
            DurationFamily::Gompertz { shape: number(-0.1, Kind::Real), rate: number(0.2, Kind::Rate) },
        ),
        (
            "loglogistic = { shape = 2, scale = 3 }",
            DurationFamily::LogLogistic { shape: number(2.0, Kind::Positive), scale: number(3.0, Kind::Positive) },
        ),
        (
            "lognormal = { meanlog = 1, sdlog = 0.5 }",
            DurationFamily::Lognormal { meanlog: number(1.0, Kind::Real), sdlog: number(0.5, Kind::Positive) },
        ),
        (
            "gamma = { shape = 2, scale = 3 }",
            DurationFamily::Gamma { shape: number(2.0, Kind::Positive), scale: number(3.0, Kind::Positive) },
        ),
    ] {
        let other = sound(&course(&[("weibull = { shape = 1.4, scale = 3 }", written)]), &[]).scenario;
        let Strength::Duration { law, .. } = transition(&other, "debt: problematic -> none").strength else {
            panic!("{written}")
        };
        assert_eq!(law.family, wanted);
    }
}

#[test]
fn rows_become_observed_exits() {
    let scenario = scenario();
    let sick = transition(&scenario, "health: well -> sick");
    let observed = |chance| Strength::Observed { chance: number(chance, Kind::Probability), within: 12.0 };
    assert_eq!((sick.strength, sick.escalation), (observed(0.15), true));
    let [modifier] = sick.modifiers.as_slice() else { panic!("one modifier") };
    assert_eq!((modifier.id.as_str(), &modifier.condition), ("treated", &Condition::Active("coach".into())));
    assert_eq!(modifier.ratio, Ratio::Probability(number(0.5, Kind::Ratio)));
    assert!(transition(&scenario, "health: well -> dead").modifiers.is_empty());
    let takers: Vec<_> = scenario.transitions.iter().filter(|one| one.takes_rest).map(|one| &one.name).collect();
    assert_eq!(takers, ["health: sick -> dead", "housing: homeless -> stable"]);
    let ends: Vec<_> = scenario.domains[HEALTH].states.iter().map(|one| one.ends).collect();
    assert_eq!(ends, [true, false, false]);
    // The same row, exit by exit.
    let row = "[[domains.health.rows]]\nfrom = \"sick\"\nobserved = { well = 0.5, sick = 0.49, dead = 0.01 }\n\
        over = \"1 year\"\ntakes_rest = \"dead\"\n";
    let exits = "[[domains.health.transitions]]\nmove = \"sick -> well\"\nobserved = 0.5\nover = \"12 months\"\n\
        [[domains.health.transitions]]\nmove = \"sick -> dead\"\nobserved = 0.01\nover = \"1 year\"\ntakes_rest = true\n";
    assert_eq!(sound(&course(&[(row, exits)]), &[]).scenario, scenario);
}

#[test]
fn starts_are_shares_of_one_or_of_several_domains() {
    let scenario = scenario();
    let order = Number { origin: Origin::Parameter(1), kind: Kind::Share };
    let share = |value| Some(number(value, Kind::Share));
    let starts: Vec<_> = scenario.starts.iter().map(|one| (one.domains.clone(), one.shares.clone())).collect();
    let wanted = vec![
        (vec![DEBT, WORK], vec![(vec![0, 0], None), (vec![1, 0], Some(order)), (vec![1, 1], share(0.4))]),
        (vec![HEALTH], vec![(vec![2], share(1.0))]),
        (vec![HOUSING], vec![(vec![0], share(0.7)), (vec![2], None)]),
    ];
    assert_eq!(starts, wanted);
    let coaching = &scenario.alternatives[1];
    let starts: Vec<_> = coaching.starts.iter().map(|one| (one.domains.clone(), one.shares.clone())).collect();
    let wanted = vec![
        (vec![DEBT, WORK], vec![(vec![0, 0], share(1.0))]),
        (vec![HOUSING], vec![(vec![0], Some(order)), (vec![2], None)]),
    ];
    assert_eq!(starts, wanted);
}

#[test]
fn conditions_look_at_time_characteristics_and_interventions() {
    let scenario = scenario();
    let modifiers = &transition(&scenario, "housing: stable -> arrears").modifiers;
    let within = |clock, from, to| Condition::Within { clock, from: Edge(from), to: Edge(to) };
    let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
    let children = Condition::Characteristic { index: 1, from: Edge(1.0), to: Edge(high) };
    let all = Condition::All(vec![within(1, 18.0, 65.0), within(4, 6.0, 12.0), children.clone()]);
    let conditions: Vec<_> = modifiers.iter().map(|one| one.condition.clone()).collect();
    assert_eq!(conditions, [state(DEBT, 1), within(0, low, 12.0), all]);
    let time = Condition::All(vec![state(HOUSING, 1), within(0, 1.0, high)]);
    assert_eq!(item(&scenario, "shelter").quantity, Quantity::Time(time));
    let eligible = &scenario.alternatives[1].interventions[0].eligible;
    assert_eq!(*eligible, Condition::All(vec![within(0, low, 48.0), children]));
}

#[test]
fn comparisons_have_closed_and_open_ends() {
    let read = |written: &str| {
        let old = "{ all = [\"children >= 1\", { until = \"4 years\" }] }";
        let scenario = sound(&course(&[(old, &format!("\"{written}\""))]), &[]).scenario;
        match scenario.alternatives[1].interventions[0].eligible {
            Condition::Characteristic { index: 1, from, to } => (from.0, to.0),
            ref other => panic!("{other:?}"),
        }
    };
    let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
    assert_eq!(read("children < 3"), (low, 3.0));
    assert_eq!(read("children <= 3"), (low, 3_f64.next_up()));
    assert_eq!(read("children > 1.5"), (1.5_f64.next_up(), high));
    assert_eq!(read("children = 2"), (2.0, 2_f64.next_up()));
    assert_eq!(read("0 < children <= 2"), (0_f64.next_up(), 2_f64.next_up()));
}

#[test]
fn an_intervention_can_wait_and_repeat() {
    let scenario = scenario();
    let [coach] = scenario.alternatives[1].interventions.as_slice() else { panic!("one intervention") };
    let entry = Condition::Any(vec![state(HOUSING, 0), state(HOUSING, 1)]);
    assert_eq!(coach.trigger, Trigger::Entry(entry));
    assert_eq!((coach.delay, coach.waiting, coach.repeat, coach.active), (1, 3, true, 6));
    assert_eq!(coach.group, "coaching");
    let effects: Vec<_> = coach.effects.iter().map(|one| scenario.transitions[one.transition].name.as_str()).collect();
    assert_eq!(effects, ["housing: arrears -> homeless", "housing: stable -> arrears"]);
    assert!(coach.effects.iter().all(|one| one.profile.fade == Fade::AtOnce));
    let [once] = scenario.alternatives[2].interventions.as_slice() else { panic!("one intervention") };
    assert_eq!((once.name.as_str(), once.fixed_start()), ("once", Some(27)));
}

#[test]
fn an_alternative_changes_modifiers_and_items() {
    let scenario = scenario();
    let [_, coaching, later] = scenario.alternatives.as_slice() else { panic!("three alternatives") };
    let at = |name: &str| scenario.transitions.iter().position(|one| one.name == name).expect("a transition");
    let treated = Some(Ratio::Probability(number(0.4, Kind::Ratio)));
    let wanted = [(at("health: well -> sick"), 0, treated), (at("housing: stable -> arrears"), 0, None)];
    assert_eq!(coaching.modifiers, wanted);
    // A list is taken as a whole: the modifiers that the other switches off are on again.
    assert_eq!(later.modifiers, wanted[..1]);
    let ids: Vec<_> = scenario.items.iter().map(|one| (one.id.as_str(), one.own, one.only)).collect();
    let wanted = [
        ("coaching.calm", None, Some(1)),
        ("coaching.office", Some(1), None),
        ("later.calm", None, Some(2)),
        ("later.office", Some(2), None),
        ("shelter", None, None),
    ];
    assert_eq!(ids, wanted);
    assert_eq!(coaching.scaled_items, [(4, number(0.5, Kind::Count))]);
    assert_eq!(later.scaled_items, coaching.scaled_items);
}

/// Lists, tables and steps in another order, and blocks from back to front: the same scenario.
#[test]
fn the_order_of_lines_never_matters_to_the_course() {
    let mut blocks: Vec<&str> = COURSE.split("\n\n").collect();
    let top = blocks.remove(0);
    // A list of tables may not stand before the table to which it belongs.
    let (first, mut last): (Vec<&str>, Vec<&str>) = blocks.into_iter().partition(|one| !one.starts_with("[["));
    last.reverse();
    let text = [vec![top], first.into_iter().rev().collect(), last].concat().join("\n\n");
    let list = |text: &str, from: &str, to: &str| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replace(from, to)
    };
    let text = list(&text, "steps = { 0 = 3000, 12 = 2500 }", "steps = [[\"1 year\", 2500], [0, 3000]]");
    let text = list(&text, "[\"children >= 1\", { until = \"4 years\" }]", "[{ until = 48 }, \"1 <= children\"]");
    let text = text.replace("\"1 <= children\"", "\"children >= 1\"");
    let text = list(&text, "domains = [\"work\", \"debt\"]", "domains = [\"debt\", \"work\"]");
    let text = list(
        &text,
        "[{ since = \"housing is stable\", from = \"6 months\", until = \"1 year\" }, \"children >= 1\", \"18 <= age < 65\"]",
        "[\"18 <= age < 65\", \"children >= 1\", { since = \"housing is stable\", from = 6, until = 12 }]",
    );
    let files = course(&[]).with("f/family.toml", text);
    assert_eq!(sound(&files, &[]).scenario, scenario());
}

/// Every case of `course_faults.txt`: the keys, lines and columns, and nothing else.
#[test]
fn every_fault_of_the_course_has_its_place() {
    let mut wrong = Vec::new();
    for line in include_str!("course_faults.txt").lines().filter(|line| !line.starts_with('#')) {
        let parts: Vec<String> = line.split(" ~ ").map(|part| part.replace("\\n", "\n")).collect();
        let [old, new, wanted] = parts.as_slice() else { panic!("{line}") };
        let seen = faults(&course(&[(old, new)]), &[]).join(", ").replace(" family.toml:", " ");
        if seen != *wanted {
            wrong.push(format!("{line}\n  found {seen}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_characteristic_that_differs_between_households_only_scales_and_decides() {
    let random = ("children = 2", "children = { discrete = { 1 = 0.5, 2 = 0.5 } }");
    assert!(faults(&course(&[random]), &[]).is_empty());
    let found = faults(&course(&[random, ("mean_duration = 9", "mean_duration = \"children\"")]), &[]);
    assert!(found.len() == 1 && found[0].starts_with("random_trait_not_here "), "{found:#?}");
    // In the steps of a clock, and where one alternative scales an item, it would hold for the average household alone.
    for change in [
        ("steps = { 0 = 3000, 12 = 2500 }", "steps = { 0 = 3000, 12 = \"children\" }"),
        ("shelter = 0.5", "shelter = \"children\""),
    ] {
        let found = faults(&course(&[random, change]), &[]);
        assert!(found.len() == 1 && found[0].starts_with("random_trait_not_here "), "{change:?}: {found:#?}");
    }
}
