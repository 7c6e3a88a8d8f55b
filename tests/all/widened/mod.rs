//! Random scenarios with every form that the engine knows: those of `generated`, and on top of them, each at random,
//! numbers of every family, drawn together or apart, clocks, tables and formulas by them, observed rows, tables of a whole
//! period, durations, states that end everything, probability ratios, joint starts,
//! interventions with an entry as trigger, what is done in the null alternative, formulas of numbers, and items of every
//! quantity.

mod change;
mod forms;
mod formulas;
mod items;
mod later;
mod numbers;
mod strengths;
mod tables;
mod usual;

use crate::generated::{self, Choices, fixed, in_other_time, number, seeded};
use mkba::model::*;
use mkba::simulate::Results;
use mkba::units::{Compounding, DiscountRate, Discounting, Kind};
use proptest::test_runner::TestCaseError;

pub use forms::Forms;

/// The characteristic that may differ between households.
const SIZE: usize = 1;
/// Age in years at the start.
const YEARS: usize = 2;
/// Places of the clocks that every scenario has; the times since a state was entered follow.
const CYCLE: usize = 0;
const AGE: usize = 1;
const SINCE: usize = 2;

/// Runs a property over `cases` widened scenarios, the same ones each time; one that fails is told in its smallest form.
pub fn for_widened(cases: u32, seed: u8, property: impl Fn(u64, &Scenario) -> Result<(), TestCaseError>) {
    seeded::for_seeds(cases, seed, whole, property);
}

/// The scenario that belongs to a seed, with everything.
pub fn whole(seed: u64) -> Scenario {
    with_more(with_formulas(&widened(seed)))
}

/// The scenario that belongs to a seed, without what came later.
pub fn widened(seed: u64) -> Scenario {
    let small = |seed: &u64| generated::scenario(*seed).domains.len() < 4;
    let seed = (0..).map(|step| seed.wrapping_add(step)).find(small).unwrap_or(seed);
    let mut scenario = generated::scenario(seed);
    let choices = &mut Choices(seed ^ 0x5DEE_CE66);
    scenario.settings.horizon = 6 + scenario.settings.horizon % 16;
    add_characteristics(&mut scenario, choices);
    add_clocks(&mut scenario, choices);
    if choices.below(3) == 0
        && let Some(state) = scenario.domains.last_mut().and_then(|domain| domain.states.last_mut())
    {
        state.ends = true;
    }
    strengths::widen(&mut scenario, choices);
    change::starts(&mut scenario, choices);
    change::interventions(&mut scenario, choices);
    change::modifiers(&mut scenario, choices);
    items::add(&mut scenario, choices);
    change::alternatives(&mut scenario, choices);
    if choices.below(2) == 0 { in_other_time(&scenario) } else { scenario }
}

/// Whether the exact method gave all of it.
pub fn probabilities_add_up(results: &Results) -> bool {
    let whole = |shares: &Vec<f64>| (shares.iter().sum::<f64>() - 1.0).abs() < 1e-9;
    results.alternatives.iter().all(|one| one.shares.iter().all(whole))
}

fn add_characteristics(scenario: &mut Scenario, choices: &mut Choices) {
    let random = match choices.below(5) {
        0 => CharacteristicValue::Random(Distribution::Uniform { low: 1.0, high: 4.0 }),
        1 => CharacteristicValue::Random(Distribution::Discrete(vec![(1.0, 0.5), (2.0, 0.2), (5.0, 0.3)])),
        2 => CharacteristicValue::Random(Distribution::Gamma { shape: 4.0, scale: 0.5 }),
        _ => CharacteristicValue::Fixed(2.5),
    };
    let years = match choices.below(10) {
        0 => CharacteristicValue::Random(Distribution::Uniform { low: 30.0, high: 34.0 }),
        _ => CharacteristicValue::Fixed(31.5),
    };
    scenario.characteristics.push(Characteristic { name: "size".into(), value: random });
    scenario.characteristics.push(Characteristic { name: "years".into(), value: years });
}

fn add_clocks(scenario: &mut Scenario, choices: &mut Choices) {
    let set = about_states(scenario, choices);
    scenario.clocks = vec![Clock::Cycle, Clock::Age { index: YEARS }, Clock::Since(set)];
}

/// A condition on states alone.
fn about_states(scenario: &Scenario, choices: &mut Choices) -> Condition {
    let domain = choices.below(scenario.domains.len());
    let state = Condition::State { domain, states: vec![choices.below(scenario.domains[domain].states.len())] };
    match choices.below(5) {
        0 => Condition::Not(Box::new(state)),
        1 => {
            let domain = choices.below(scenario.domains.len());
            Condition::Any(vec![state, Condition::State { domain, states: vec![0] }])
        }
        _ => state,
    }
}

/// A condition of any kind.
fn condition(scenario: &Scenario, choices: &mut Choices, depth: usize) -> Condition {
    let within =
        |clock: usize, from: f64, length: f64| Condition::Within { clock, from: Edge(from), to: Edge(from + length) };
    match choices.below(if depth == 0 { 9 } else { 12 }) {
        0..=2 => about_states(scenario, choices),
        3 => within(CYCLE, choices.below(8) as f64, 1.0 + choices.below(9) as f64),
        4 => within(AGE, 31.5 + choices.between(0.0, 1.0), choices.between(0.1, 3.0)),
        5 => within(SINCE, choices.below(3) as f64, 1.0 + choices.below(4) as f64),
        6 => Condition::Within { clock: SINCE, from: Edge(1.0), to: Edge(f64::INFINITY) },
        7 => {
            let random = matches!(scenario.characteristics[SIZE].value, CharacteristicValue::Random(_));
            // A random characteristic in a condition leaves nothing for the exact method: now and then.
            let index = if random && choices.below(8) > 0 { YEARS } else { SIZE };
            Condition::Characteristic {
                index,
                from: Edge(1.5),
                to: Edge(if choices.below(2) == 0 { 2.75 } else { 32.0 }),
            }
        }
        8 => Condition::Active(["coach", "repair"][choices.below(2)].into()),
        9 => Condition::All((0..2).map(|_| condition(scenario, choices, depth - 1)).collect()),
        10 => Condition::Any((0..2).map(|_| condition(scenario, choices, depth - 1)).collect()),
        _ => Condition::Not(Box::new(condition(scenario, choices, depth - 1))),
    }
}

/// A number that goes by a clock.
fn tabled(scenario: &mut Scenario, choices: &mut Choices, clock: usize, kind: Kind, low: f64, high: f64) -> Number {
    let mut edge = match clock {
        AGE => 31.5 + choices.between(-0.5, 0.5),
        _ => choices.below(3) as f64,
    };
    let mut steps = Vec::new();
    for _ in 0..1 + choices.below(3) {
        steps.push((edge, number(scenario, choices, kind, low, high)));
        edge += if clock == AGE { choices.between(0.05, 1.0) } else { 1.0 + choices.below(4) as f64 };
    }
    scenario.tables.push(ClockTable { clock, values: ClockValues::Steps(steps) });
    Number { origin: Origin::Table(scenario.tables.len() - 1), kind }
}

/// The same scenario, now and then with something that is done in all alternatives, with numbers of other families, that
/// follow from others or are drawn together with them, and with other weights and
/// rates.
fn with_more(mut scenario: Scenario) -> Scenario {
    let seed = scenario.settings.seed;
    let choices = &mut Choices(seed ^ 0x3C3C_C3C3);
    tables::of_periods(&mut scenario, &mut Choices(seed ^ 0x2B2B_B2B2));
    usual::add(&mut scenario, choices);
    strengths::rests(&mut scenario, choices);
    numbers::families(&mut scenario, choices);
    numbers::characteristics(&mut scenario, choices);
    formulas::add(&mut scenario, choices);
    numbers::together(&mut scenario, choices);
    later::add(&mut scenario, &mut Choices(seed ^ 0x7171_1717));
    tables::auxiliary(&mut scenario, &mut Choices(seed ^ 0x1D1D_D1D1));
    if choices.below(10) == 0 {
        let weights = (0..=scenario.settings.horizon).map(|_| choices.between(0.0, 2.0)).collect();
        scenario.settings.count = Count::Rows(weights);
    }
    if let Some((_, one)) = scenario.settings.discount_rates.first_mut()
        && choices.below(2) == 0
    {
        let steps = [(0.0, 0.02), (0.5, 0.1)].map(|(year, rate)| (year, DiscountRate::per_year(rate).expect("a rate")));
        *one = Discounting::schedule(&steps, Compounding::Continuous).expect("a schedule");
    }
    scenario
}

/// The same scenario, with formulas instead of the steps of some of its tables: they slide from the first number to the last
/// as the clock moves.
pub fn with_formulas(scenario: &Scenario) -> Scenario {
    let mut scenario = scenario.clone();
    let choices = &mut Choices(scenario.settings.seed ^ 0x0F0F_F0F0);
    let one_age = matches!(scenario.characteristics[YEARS].value, CharacteristicValue::Fixed(_));
    for table in &mut scenario.tables {
        let ClockValues::Steps(steps) = &table.values else { continue };
        if choices.below(3) > 0 || (table.clock == AGE && !one_age) {
            continue;
        }
        let (reading, text) = match table.clock {
            CYCLE => ("cycle", "a + (b - a) * (1 - exp(-0.2 * cycle))"),
            AGE => ("years", "if(years < 32, a, a + (b - a) * min(1, (years - 32) / 2))"),
            _ => ("since", "b + (a - b) / (1 + since)"),
        };
        let formula = Formula::new(text, |_| true).expect("a formula");
        let input = |name: &String| match name.as_str() {
            "a" => steps.first().map(|(_, number)| number.origin),
            "b" => steps.last().map(|(_, number)| number.origin),
            _ => None,
        };
        let inputs = formula.variables().iter().map(input).collect();
        table.values = ClockValues::Formula(ClockFormula { formula, reading: reading.into(), inputs, parts: 1.0 });
    }
    scenario
}

/// A number, plain or by one of the first three clocks.
fn any_number(scenario: &mut Scenario, choices: &mut Choices, kind: Kind, low: f64, high: f64) -> Number {
    match choices.below(5) {
        0 => tabled(scenario, choices, CYCLE, kind, low, high),
        1 => tabled(scenario, choices, AGE, kind, low, high),
        2 => tabled(scenario, choices, SINCE, kind, low, high),
        3 => fixed(kind, choices.between(low, high)),
        _ => number(scenario, choices, kind, low, high),
    }
}
