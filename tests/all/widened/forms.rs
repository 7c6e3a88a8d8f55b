//! Which forms occur in scenarios that were accepted.

use mkba::model::*;
use mkba::units::{Compounding, Cycle};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Words in the debug text of a scenario that show that it has a form.
const WORDS: [&str; 75] = [
    "Age {",
    "Since(",
    "Table(",
    "Steps(",
    "ClockFormula {",
    "Rate {",
    "Chance {",
    "MeanDuration(",
    "Observed {",
    "ObservedRest {",
    "Exponential {",
    "Weibull {",
    "Gompertz {",
    "LogLogistic {",
    "Lognormal { meanlog: Number",
    "Gamma { shape: Number",
    "Within {",
    "Characteristic { index",
    "Active(",
    "All([",
    "Any([",
    "Not(",
    "Hazard(Number",
    "Odds {",
    "RelativeRisk {",
    "Probability(Number",
    "takes_rest: true",
    "escalation: true",
    "ends: true",
    "domains: [0, 1]",
    "trigger: Cycle(",
    "trigger: Entry(",
    "delay: 1",
    "waiting: 2",
    "repeat: true",
    "group: \"together\"",
    "Move {",
    "ramp_up: Number { origin: Fixed(1.0)",
    "fade: Never",
    "fade: AtOnce",
    "fade: Linear(",
    "fade: HalfLife(",
    "start_counts: true",
    "start_counts: false",
    "quantity: Time(",
    "Transitions([",
    "quantity: Starts(",
    "ActiveTime(",
    "Responders(",
    "quantity: Once",
    "quantity: Always",
    "kind: Resource",
    "kind: Output",
    "kind: Transfer",
    "kind: Welfare",
    "kind: Unpriced",
    "discount: Some(",
    "only: Some(",
    "own: Some(",
    "count: Start",
    "count: End",
    "LifeTable",
    "AllRows",
    "HalfCycle",
    "Simpson",
    "Rows(",
    "discount_at: Start",
    "discount_at: Middle",
    "discount_at: End",
    "discount_at: Spread",
    "en: \"usual\"",
    "en: \"usual, changed\"",
    "raw * 0.97",
    "0.5 * raw + 0.5 * own",
    "0.98 * raw",
];

/// Families of distributions, of numbers and of characteristics.
const FAMILIES: [&str; 11] = [
    "fixed",
    "uniform",
    "triangular",
    "pert",
    "normal",
    "lognormal",
    "beta",
    "gamma",
    "discrete",
    "empirical",
    "truncated",
];

/// Forms that are no word of the text.
const OTHERS: [&str; 22] = [
    "cycle of a day",
    "cycle of a week",
    "cycle of a month",
    "cycle of a quarter",
    "cycle of a year",
    "continuous discounting",
    "other numbers",
    "other starts",
    "other strengths",
    "other ratios",
    "other quantities",
    "items off",
    "transitions off",
    "rank correlation",
    "multivariate normal",
    "multivariate normal, exponentials",
    "row of shares of one whole",
    "row of shares of one whole, part of which stays",
    "start with shares of one whole",
    "formula of numbers that are drawn together",
    "another distribution of a correlated number",
    "another distribution of a share of one whole",
];

/// How often each form was seen.
#[derive(Default)]
pub struct Forms(RefCell<BTreeMap<String, u32>>);

impl Forms {
    /// Notes an accepted scenario.
    pub fn note(&self, scenario: &Scenario) {
        let text = format!("{scenario:?}");
        let words = WORDS.iter().filter(|form| text.contains(**form)).map(|form| (*form).to_string());
        let mut seen: Vec<String> = words.chain(of_families(scenario)).chain(of_joints(scenario)).collect();
        seen.extend(of_time(&scenario.settings));
        seen.extend(scenario.alternatives.iter().flat_map(of_alternative));
        seen.sort();
        seen.dedup();
        for form in seen {
            *self.0.borrow_mut().entry(form).or_default() += 1;
        }
    }

    /// Every form was seen at least so often.
    pub fn require(&self, least: u32) {
        let seen = self.0.borrow();
        let of_characteristics =
            FAMILIES.iter().filter(|family| **family != "fixed").map(|family| format!("{family} trait"));
        let all =
            WORDS.iter().chain(&FAMILIES).chain(&OTHERS).map(|form| (*form).to_string()).chain(of_characteristics);
        let missing: Vec<String> = all.filter(|form| seen.get(form).copied().unwrap_or(0) < least).collect();
        assert!(missing.is_empty(), "hardly seen: {missing:?} in {seen:?}");
    }
}

/// The name of a family.
fn family(distribution: &Distribution) -> &'static str {
    match distribution {
        Distribution::Fixed(_) => "fixed",
        Distribution::Uniform { .. } => "uniform",
        Distribution::Triangular { .. } => "triangular",
        Distribution::Pert { .. } => "pert",
        Distribution::Normal { .. } => "normal",
        Distribution::Lognormal { .. } => "lognormal",
        Distribution::Beta { .. } => "beta",
        Distribution::Gamma { .. } => "gamma",
        Distribution::Discrete(_) => "discrete",
        Distribution::Empirical(_) => "empirical",
        Distribution::Truncated { .. } => "truncated",
    }
}

fn of_families(scenario: &Scenario) -> Vec<String> {
    let numbers = scenario.parameters.iter().map(|one| family(&one.distribution).to_string());
    let characteristics = scenario.characteristics.iter().filter_map(|one| match &one.value {
        CharacteristicValue::Random(distribution) => Some(format!("{} trait", family(distribution))),
        CharacteristicValue::Fixed(_) => None,
    });
    numbers.chain(characteristics).collect()
}

fn of_time(settings: &Settings) -> Vec<String> {
    let cycles = [Cycle::DAY, Cycle::WEEK, Cycle::MONTH, Cycle::QUARTER, Cycle::YEAR];
    let cycle = cycles.iter().zip(OTHERS).filter(|(cycle, _)| **cycle == settings.cycle).map(|(_, name)| name);
    let continuous = settings.discount_rates.iter().any(|(_, one)| one.compounding() == Compounding::Continuous);
    cycle.chain(continuous.then_some("continuous discounting")).map(str::to_string).collect()
}

fn of_alternative(one: &Alternative) -> Vec<String> {
    let changes = [
        ("other numbers", one.parameters.is_empty()),
        ("other starts", one.starts.is_empty()),
        ("other strengths", one.transitions.is_empty()),
        ("other ratios", one.modifiers.is_empty()),
        ("other quantities", one.scaled_items.is_empty()),
        ("items off", one.off_items.is_empty()),
        ("transitions off", one.off_transitions.is_empty()),
    ];
    changes.into_iter().filter(|(_, none)| !none).map(|(name, _)| name.to_string()).collect()
}

/// Which numbers are drawn together, and for what.
fn of_joints(scenario: &Scenario) -> Vec<String> {
    let mut found = Vec::new();
    for joint in &scenario.joints {
        let within: Vec<usize> = joint.parameters().collect();
        let all = |name: &str| within.iter().all(|at| family(&scenario.parameters[*at].distribution) == name);
        let is_one = |number: &Number| matches!(number.origin, Origin::Parameter(at) if within.contains(&at));
        let changed = scenario.alternatives.iter().flat_map(|one| &one.parameters);
        let changed = changed.into_iter().any(|(at, _)| within.contains(at));
        match joint {
            Joint::Correlated { .. } => {
                found.push(match (all("normal"), all("lognormal")) {
                    (true, _) => "multivariate normal",
                    (_, true) => "multivariate normal, exponentials",
                    _ => "rank correlation",
                });
                found.extend(changed.then_some("another distribution of a correlated number"));
            }
            Joint::Shares { members } => {
                let row = scenario.transitions.iter().any(|one| match &one.strength {
                    Strength::Observed { chance, .. } => is_one(chance),
                    _ => false,
                });
                let stays = members.iter().any(|(member, _)| member.parameter.is_none());
                found.extend((row && !stays).then_some("row of shares of one whole"));
                found.extend((row && stays).then_some("row of shares of one whole, part of which stays"));
                let mut starts = scenario.starts.iter().flat_map(|start| &start.shares);
                let start = starts.any(|(_, share)| share.as_ref().is_some_and(is_one));
                found.extend(start.then_some("start with shares of one whole"));
                found.extend(changed.then_some("another distribution of a share of one whole"));
            }
        }
        let mut inputs = scenario.derived.iter().flat_map(|one| &one.inputs);
        let follows = inputs.any(|origin| matches!(origin, Origin::Parameter(at) if within.contains(at)));
        found.extend(follows.then_some("formula of numbers that are drawn together"));
    }
    found.into_iter().map(str::to_string).collect()
}
