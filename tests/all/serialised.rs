//! Scenarios as JSON and back: the same scenario, and the same bits when it is run.

use crate::generated;
use crate::shipped::load;
use crate::thorough::cases;
use mkba::analyse::{Answer, answer};
use mkba::model::Scenario;
use mkba::simulate::{Method, Results, RunPlan, Unwatched, best_method, run};
use std::fs;
use std::path::Path;

/// The same scenario after a journey through JSON.
fn read_back(scenario: &Scenario) -> Scenario {
    let text = serde_json::to_string(scenario).expect("JSON");
    let found: Scenario = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", scenario.id));
    assert_eq!(found, *scenario, "{}", scenario.id);
    assert_eq!(serde_json::to_string(&found).expect("JSON"), text, "{}", scenario.id);
    found
}

/// All scenarios in a folder of the project that can be read on their own, as paths.
fn scenarios_in(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let scenarios = paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    let mut found: Vec<String> = scenarios.map(|path| format!("{folder}/{}", name(&path))).collect();
    found.sort();
    found
}

#[test]
fn shipped_scenarios_come_back_equal_and_give_the_same_bits() {
    let paths: Vec<String> = ["scenarios", "scenarios/cases"].into_iter().flat_map(scenarios_in).collect();
    assert!(paths.len() > 8, "only {} scenarios were found", paths.len());
    for path in paths.into_iter().step_by(cases(3, 1)) {
        let scenario = load(&path);
        let found = read_back(&scenario);
        let method = best_method(&scenario).expect("a method");
        let plan = RunPlan { seed: 7, first_draw: 3, draws: 9, households: 5, method };
        let [results, again] = [&scenario, &found].map(|scenario| run(scenario, &plan, &Unwatched).expect("results"));
        assert_eq!(format!("{results:?}"), format!("{again:?}"), "{path}");
        let text = serde_json::to_string(&results).expect("JSON");
        let read: Results = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(format!("{results:?}"), format!("{read:?}"), "{path}");
        answer_comes_back(&answer(&scenario, &results), &path);
    }
}

/// All of an answer but its picture.
fn answer_comes_back(answer: &Answer, path: &str) {
    let text = serde_json::to_string(answer).expect("JSON");
    let found: Answer = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert_eq!(serde_json::to_string(&found).expect("JSON"), text, "{path}");
    for (mine, found) in answer.alternatives.iter().zip(&found.alternatives) {
        assert_eq!(format!("{:?} {:?}", mine.verdict, mine.groups), format!("{:?} {:?}", found.verdict, found.groups));
    }
}

#[test]
fn published_and_generated_scenarios_come_back_equal() {
    for path in scenarios_in("tests/published") {
        read_back(&load(&path));
    }
    for seed in 0..200 {
        let scenario = generated::scenario(seed);
        let found = read_back(&scenario);
        let plan = RunPlan { seed, first_draw: 0, draws: 3, households: 3, method: Method::Micro };
        let results = |scenario: &Scenario| format!("{:?}", run(scenario, &plan, &Unwatched));
        assert_eq!(results(&found), results(&scenario), "generated {seed}");
    }
}

#[test]
fn what_a_number_cannot_be_is_refused_when_it_is_read() {
    let text = serde_json::to_string(&load("scenarios/huisuitzetting.toml")).expect("JSON");
    for (old, new, told) in [
        ("\"halvings\":0", "\"halvings\":9", "halved"),
        ("\"price_year\":", "\"price_year\":9", "price year"),
        ("\"unit\":\"month\",\"halvings\"", "\"unit\":\"hour\",\"halvings\"", "hour"),
        ("\"by_rule\":[]", "\"by_rule\":[\"colour\"]", "is not one of"),
    ] {
        assert!(text.contains(old), "{old} is not there");
        let error = serde_json::from_str::<Scenario>(&text.replacen(old, new, 1)).expect_err("a fault");
        assert!(error.to_string().contains(told), "{error}");
    }
}
