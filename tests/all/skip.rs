//! The simulation from event to event has the law of the plain month loop: the same means, variances, groups, share of
//! courses that part, and the same luck in all alternatives.

use crate::generated::{for_scenarios, in_other_time};
use crate::thorough::cases;
use mkba::model::{Number, Origin, Scenario, Strength};
use mkba::simulate::micro::value::outcome::{GROUPS, Households};
use mkba::simulate::rules::history::is_plain;
use mkba::simulate::{Method, Results, RunPlan, SimulationError, Unwatched, run};
use mkba::units::Kind;
use proptest::prelude::*;
use std::cell::Cell;

/// Draws of each scenario.
const DRAWS: usize = 6;
/// Households of each draw.
const HOUSEHOLDS: usize = 1500;

/// What was compared.
#[derive(Default)]
pub struct Compared {
    /// Number of comparisons.
    pub tests: Cell<u32>,
    /// The largest difference in standard errors.
    pub largest: Cell<f64>,
    /// Courses that part.
    pub parted: Cell<u64>,
    /// Courses.
    pub households: Cell<u64>,
}

impl Compared {
    /// Two independent estimates, each with its standard error.
    fn agree(&self, what: &str, [a, b]: [(f64, f64); 2]) -> Result<(), TestCaseError> {
        // What nobody of n did has happened to fewer than 3 in n: such an error is not 0.
        let error = libm::hypot(a.1, b.1);
        if error <= 1e-9 * (1.0 + a.0.abs()) {
            prop_assert!((a.0 - b.0).abs() <= 1e-6 * (1.0 + a.0.abs()), "{what}: {a:?} and {b:?} without error");
            return Ok(());
        }
        let z = ((a.0 - b.0) / error).abs();
        self.tests.set(self.tests.get() + 1);
        self.largest.set(self.largest.get().max(z));
        prop_assert!(z < 5.5, "{what}: z {z}, {a:?} and {b:?}");
        Ok(())
    }
}

fn results(scenario: &Scenario, method: Method) -> Result<Results, TestCaseError> {
    let plan = RunPlan { seed: 5, first_draw: 0, draws: DRAWS, households: HOUSEHOLDS, method };
    run(scenario, &plan, &Unwatched).map_err(|fault| match fault {
        SimulationError::OutOfBounds { .. } | SimulationError::RowAboveOne { .. } => {
            TestCaseError::reject("a drawn value out of bounds")
        }
        other => TestCaseError::fail(format!("{other:?}")),
    })
}

/// Mean of something over the households of a draw, with its standard error.
fn mean(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    let square: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
    (mean, (square / (n - 1.0) / n).sqrt())
}

/// A share of the households of a draw, with an error that is never 0.
fn share(count: u64) -> (f64, f64) {
    let n = HOUSEHOLDS as f64;
    let p = (count as f64 + 1.0) / (n + 2.0);
    (count as f64 / n, (p * (1.0 - p) / n).sqrt())
}

fn same_law(compared: &Compared, a: &Households, b: &Households) -> Result<(), TestCaseError> {
    let pairs = [a, b];
    for total in 0..3 {
        let values =
            |one: &Households| -> Vec<f64> { one.net_benefit.iter().map(|net| f64::from(net[total])).collect() };
        let both = pairs.map(values);
        // A mean that rests on a handful of households has no error that can be trusted.
        let spread = |values: &Vec<f64>| values.iter().filter(|value| **value != values[0]).count() > 30;
        if both.iter().all(spread) {
            let means = [0, 1].map(|at| mean(both[at].iter().copied()));
            compared.agree(&format!("mean of total {total}"), means)?;
            let centre = (means[0].0 + means[1].0) / 2.0;
            let squares = [0, 1].map(|at| mean(both[at].iter().map(|value| (value - centre) * (value - centre))));
            compared.agree(&format!("variance of total {total}"), squares)?;
        }
    }
    for group in 0..GROUPS {
        compared.agree(&format!("group {group}"), pairs.map(|one| share(one.groups[group].count)))?;
    }
    compared.agree("share that escalates", pairs.map(|one| share(one.paths[0].count)))?;
    let parted: u64 = (1..GROUPS).map(|group| a.groups[group].count).sum();
    compared.parted.set(compared.parted.get() + parted);
    compared.households.set(compared.households.get() + HOUSEHOLDS as u64);
    Ok(())
}

/// Product of what two alternatives do for the same household: how far they share their luck.
fn same_luck(compared: &Compared, [a, b]: [&Results; 2], draw: usize) -> Result<(), TestCaseError> {
    for first in 1..a.alternatives.len() {
        for second in first + 1..a.alternatives.len() {
            let products = |results: &Results| -> Vec<f64> {
                let of = |at: usize| &results.alternatives[at].households[draw].net_benefit;
                let pairs = of(first).iter().zip(of(second));
                pairs.map(|(one, other)| f64::from(one[0]) * f64::from(other[0])).collect()
            };
            let both = [a, b].map(products);
            let enough = |values: &Vec<f64>| values.iter().filter(|value| **value != values[0]).count() > 60;
            if both.iter().all(enough) {
                let means = [0, 1].map(|at| mean(both[at].iter().copied()));
                compared.agree(&format!("product of {first} and {second}"), means)?;
            }
        }
    }
    Ok(())
}

/// Both ways to simulate a scenario.
pub fn compare(compared: &Compared, scenario: &Scenario) -> Result<(), TestCaseError> {
    let skipped = results(scenario, Method::Micro)?;
    let by_month = results(scenario, Method::Months)?;
    for draw in 0..DRAWS {
        for (own, other) in skipped.alternatives.iter().zip(&by_month.alternatives).skip(1) {
            same_law(compared, &own.households[draw], &other.households[draw])?;
        }
        same_luck(compared, [&skipped, &by_month], draw)?;
    }
    for (own, other) in skipped.alternatives.iter().zip(&by_month.alternatives) {
        let n = (HOUSEHOLDS * DRAWS) as f64;
        let pairs = own.transitions.iter().zip(&other.transitions);
        for (index, (own, other)) in pairs.enumerate() {
            // One household makes a transition a few times at most.
            let of = |found: f64| (found, (3.0 * found.max(1.0 / n) / n).sqrt());
            compared.agree(&scenario.transitions[index].name, [of(*own), of(*other)])?;
        }
    }
    Ok(())
}

/// The same, with waiting, delays, groups of interventions and a state that ends everything.
fn with_more(scenario: &Scenario) -> Scenario {
    let mut scenario = scenario.clone();
    for alternative in &mut scenario.alternatives {
        for (at, one) in alternative.interventions.iter_mut().enumerate() {
            (one.delay, one.waiting, one.group) = (at % 2, 2 - at % 2, "g".into());
        }
    }
    if let Some(state) = scenario.domains.last_mut().and_then(|domain| domain.states.last_mut()) {
        state.ends = true;
    }
    let ends = |domain: usize, state: usize| scenario.domains[domain].states[state].ends;
    let mut left: Vec<_> = scenario.transitions.iter().map(|one| ends(one.domain, one.from)).collect();
    // No exit leaves a state that ends everything: it is made to lead nowhere new instead.
    for (one, from_end) in scenario.transitions.iter_mut().zip(left.drain(..)) {
        if from_end {
            one.strength = Strength::Rate { rate: Number { origin: Origin::Fixed(0.0), kind: Kind::Rate }, per: 1.0 };
        }
    }
    scenario
}

#[test]
fn from_event_to_event_and_month_by_month_are_one_law() {
    let compared = Compared::default();
    for_scenarios(cases(12, 40), 21, |scenario| {
        for scenario in [scenario.clone(), in_other_time(scenario), with_more(scenario)] {
            if is_plain(&scenario) {
                compare(&compared, &scenario)?;
            }
        }
        Ok(())
    });
    assert!(compared.tests.get() > cases(1_500, 5_000), "only {} comparisons", compared.tests.get());
    assert!(
        compared.largest.get() > cases(2.0, 3.0),
        "errors are overstated: the largest z is {}",
        compared.largest.get()
    );
    let (parted, all) = (compared.parted.get(), compared.households.get());
    assert!(parted * 20 > all, "only {parted} of {all} courses part");
}

#[test]
fn scenarios_of_the_mission_have_no_history() {
    for name in ["huisuitzetting", "baanverlies", "betalingsachterstanden"] {
        let scenario = crate::shipped::load(&format!("scenarios/{name}.toml"));
        assert_eq!(mkba::simulate::rules::history::history(&scenario), None, "{name}");
    }
}
