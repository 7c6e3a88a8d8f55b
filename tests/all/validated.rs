//! Scenarios that nobody read from files: those with a fault are refused, and no other one makes a run panic.

use crate::generated::{self, Choices};
use crate::shipped::load;
use crate::thorough::cases;
use mkba::model::Scenario;
use mkba::simulate::{Method, Prepared, RunPlan, SimulationError, Unwatched};
use serde_json::Value;

/// Horizons above this take too long for a test.
const LONGEST: u64 = 120;

/// All places in a value, as JSON pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, part)| places(part, &format!("{at}/{index}"), found))
        }
        Value::Object(fields) => fields.iter().for_each(|(name, part)| places(part, &format!("{at}/{name}"), found)),
        _ => {}
    }
}

/// Another value of the same kind.
fn change(value: &mut Value, choices: &mut Choices) {
    match value {
        Value::Bool(flag) => *flag = !*flag,
        Value::Number(number) if number.is_u64() => {
            let (old, others) = (number.as_u64().unwrap_or(0), [0, 1, 2, 7, 255, 65_535, 65_536, 4_294_967_296]);
            let near = [old.wrapping_add(1), old.saturating_sub(1)];
            let all: Vec<u64> = near.into_iter().chain(others).collect();
            *value = all[choices.below(all.len())].into();
        }
        Value::Number(number) => {
            let old = number.as_f64().unwrap_or(0.0);
            let all = [0.0, -1.0, 1.5, 1e300, -1e300, 5e-324, 1.0 - old, old * 1000.0];
            *value = all[choices.below(all.len())].into();
        }
        Value::Array(list) if !list.is_empty() => {
            let at = choices.below(list.len());
            match choices.below(3) {
                0 => drop(list.remove(at)),
                1 => list.push(list[at].clone()),
                _ => list.swap(0, at),
            }
        }
        _ => {}
    }
}

/// Runs a scenario, if it is not refused, by each method.
fn run_or_refuse(scenario: &Scenario, seed: u64) -> bool {
    let prepared = match Prepared::new(scenario.clone()) {
        Ok(prepared) => prepared,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return false;
        }
    };
    for method in [Method::Cohort, Method::Micro, Method::Months] {
        let plan = RunPlan { seed, first_draw: 0, draws: 2, households: 2, method };
        if let Err(error) = prepared.run(&plan, &Unwatched) {
            assert!(!error.to_string().is_empty());
        }
    }
    true
}

#[test]
fn a_changed_scenario_is_refused_or_runs() {
    let (mut read, mut ran) = (0, 0);
    for seed in 0..cases(500, 1_500) {
        let mut choices = Choices(seed);
        let mut value = serde_json::to_value(generated::scenario(seed % 40)).expect("JSON");
        let mut all = Vec::new();
        places(&value, "", &mut all);
        for _ in 0..1 + choices.below(2) {
            let place = &all[choices.below(all.len())];
            if let Some(found) = value.pointer_mut(place) {
                change(found, &mut choices);
            }
        }
        let short = value["settings"]["horizon"].as_u64().is_some_and(|horizon| horizon <= LONGEST);
        let Ok(scenario) = serde_json::from_value::<Scenario>(value) else { continue };
        read += 1;
        ran += u32::from(short && run_or_refuse(&scenario, seed));
    }
    assert!(read > cases(330, 1_000) && ran > cases(130, 400) && ran < read, "{read} could be read, {ran} ran");
}

#[test]
fn all_faults_are_told_at_once() {
    let mut scenario = load("scenarios/huisuitzetting.toml");
    assert!(scenario.validate().is_ok());
    scenario.transitions[0].to = 99;
    scenario.items[1].payers = vec![(0, 0.4), (1, 0.4)];
    scenario.settings.horizon = 0;
    let error = scenario.validate().expect_err("faults");
    assert_eq!(error.kind(), mkba::ErrorKind::Scenario);
    let text = error.to_string();
    assert_eq!(text.lines().count(), 3, "{text}");
    for part in
        ["`settings.horizon`: 0 is outside 1 to 40000", "`transitions[0].to`: there is no 99", "`items[1].payers`"]
    {
        assert!(text.contains(part), "{text}");
    }
    assert!(matches!(Prepared::new(scenario), Err(SimulationError::Invalid(_))));
}
