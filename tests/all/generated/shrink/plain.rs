//! Scenarios with one thing plainer: a number that is known, a condition that always holds, nothing drawn together.

use super::within::{conditions, numbers, parameters};
use mkba::model::*;

/// Every scenario with one thing plainer.
pub fn steps(scenario: &Scenario) -> impl Iterator<Item = Scenario> {
    let together: [fn(&mut Scenario); 2] = [|scenario| scenario.joints.clear(), |scenario| scenario.derived.clear()];
    let together = together.into_iter().filter_map(|clear| {
        let mut plainer = scenario.clone();
        clear(&mut plainer);
        (plainer != *scenario).then_some(plainer)
    });
    together
        .chain((0..scenario.parameters.len()).rev().filter_map(|at| without_parameter(scenario, at)))
        .chain((0..scenario.tables.len()).rev().filter_map(|at| without_table(scenario, at)))
        .chain(always(scenario))
}

/// A scenario in which a parameter is its mean wherever it is used; nothing where it is more than a number.
fn without_parameter(scenario: &Scenario, gone: usize) -> Option<Scenario> {
    let mut plainer = scenario.clone();
    let indices = parameters(&mut plainer);
    if indices.iter().any(|at| **at == gone) {
        return None;
    }
    indices.into_iter().filter(|at| **at > gone).for_each(|at| *at -= 1);
    let mean = plainer.parameters.remove(gone).distribution.mean();
    for number in numbers(&mut plainer) {
        number.origin = match number.origin {
            Origin::Parameter(at) if at == gone => Origin::Fixed(mean),
            Origin::Parameter(at) if at > gone => Origin::Parameter(at - 1),
            other => other,
        };
    }
    Some(plainer)
}

/// A scenario in which a number that goes by a clock is its first step, or the first number of its formula.
fn without_table(scenario: &Scenario, gone: usize) -> Option<Scenario> {
    let mut plainer = scenario.clone();
    let first = match plainer.tables.remove(gone).values {
        ClockValues::Steps(steps) => steps.first()?.1.origin,
        ClockValues::Formula(formula) => formula.inputs.into_iter().flatten().next()?,
    };
    let lower = |origin| match origin {
        Origin::Table(at) if at > gone => Origin::Table(at - 1),
        other => other,
    };
    for number in numbers(&mut plainer) {
        number.origin = if number.origin == Origin::Table(gone) { lower(first) } else { lower(number.origin) };
    }
    let inputs = plainer.tables.iter_mut().filter_map(|table| match &mut table.values {
        ClockValues::Formula(formula) => Some(&mut formula.inputs),
        ClockValues::Steps(_) => None,
    });
    inputs.flatten().flatten().for_each(|origin| *origin = lower(*origin));
    Some(plainer)
}

/// Scenarios in which one condition always holds.
fn always(scenario: &Scenario) -> impl Iterator<Item = Scenario> {
    let count = conditions(&mut scenario.clone()).len();
    (0..count).filter_map(|at| {
        let mut plainer = scenario.clone();
        let condition = conditions(&mut plainer).into_iter().nth(at).filter(|one| **one != Condition::Always)?;
        *condition = Condition::Always;
        Some(plainer)
    })
}
