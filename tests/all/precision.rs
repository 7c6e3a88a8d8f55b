//! `--precision`: a run goes on until the Monte Carlo error is small enough, and is then like any run of that size.

use crate::program::{SCENARIO, Said, program, said, shipped};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The border before this one: 128 draws, and then twice as many each time.
fn border_before(draws: usize) -> usize {
    assert!(draws > 128 && draws.is_power_of_two(), "{draws} is no border");
    draws / 2
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/example")
}

/// Runs the example with some arguments and `--out`; what it said, its result as text, and its manifest.
fn run(arguments: &[&str]) -> (Said, String, Value) {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let mut command = program(&example());
    command.args(["run", "example.toml", "--lang", "en", "--households", "3"]).args(arguments).arg("--out").arg(&out);
    let said = said(&mut command);
    assert_eq!(said.code, Some(0), "{arguments:?}: {}", said.err);
    let read = |name: &str| fs::read_to_string(out.join(name)).expect("a file");
    let manifest = serde_json::from_str(&read("manifest.json")).expect("JSON");
    (said, read("result.json"), manifest)
}

/// Draws and Monte Carlo error of the mean net benefit of the only plan.
fn size_and_error(result: &str) -> (usize, f64) {
    let result: Value = serde_json::from_str(result).expect("JSON");
    let error = &result["alternatives"][0]["net_benefit"]["average"]["monte_carlo_error"];
    (result["draws"].as_u64().expect("draws") as usize, error.as_f64().expect("an error"))
}

#[test]
fn a_run_stops_at_the_first_border_at_which_it_is_precise_enough() {
    for method in ["cohort", "micro"] {
        // Half of what the first border has.
        let (_, first) = size_and_error(&run(&["--method", method, "--draws", "128"]).1);
        let most = (first * 50.0).round() / 100.0;
        let (told, result, manifest) = run(&["--method", method, "--precision", &format!("net_benefit {most}")]);
        let (draws, error) = size_and_error(&result);
        assert!(error <= most, "{draws}: {error}");
        let [figure] = manifest["precision"]["figures"].as_array().expect("a list").as_slice() else { panic!("one") };
        assert_eq!(figure["error"].as_f64(), Some(error));
        assert_eq!((&figure["met"], &figure["figure"]), (&Value::Bool(true), &Value::from("net_benefit")));
        assert!(told.err.contains("Precise enough after"), "{}", told.err);
        let before = border_before(draws).to_string();
        assert!(size_and_error(&run(&["--method", method, "--draws", &before]).1).1 > most);
    }
}

#[test]
fn its_result_is_that_of_a_plain_run_for_any_number_of_threads() {
    let precise = ["--precision", "net_benefit 50, chance 2%"];
    let (_, result, manifest) = run(&[&precise[..], &["--threads", "1"]].concat());
    assert_eq!(manifest["precision"]["figures"].as_array().map(Vec::len), Some(2));
    let draws = size_and_error(&result).0.to_string();
    let (_, plain, other) = run(&["--draws", &draws]);
    assert!(result == plain, "a plain run of {draws} draws differs");
    assert_eq!(other.get("precision"), None);
    assert!(result == run(&[&precise[..], &["--threads", "3"]].concat()).1, "threads differ");
}

#[test]
fn a_chance_has_an_error_of_its_own() {
    let (_, result, manifest) = run(&["--precision", "chance 0.01"]);
    let error = manifest["precision"]["figures"][0]["error"].as_f64().expect("an error");
    assert!(error > 0.0 && error <= 0.01, "{error}");
    let result: Value = serde_json::from_str(&result).expect("JSON");
    let average = &result["alternatives"][0]["net_benefit"]["average"];
    assert_eq!(average["monte_carlo_errors"]["probability_positive"].as_f64(), format!("{error:.3e}").parse().ok());
    // With independent draws it is that of the share alone.
    let (_, result, manifest) = run(&["--precision", "chance 0.01", "--set", "settings.sampling=random"]);
    let error = manifest["precision"]["figures"][0]["error"].as_f64().expect("an error");
    let result: Value = serde_json::from_str(&result).expect("JSON");
    assert_eq!(result["sampling"], "random");
    let random = result["draws"].as_f64().expect("draws");
    let average = &result["alternatives"][0]["net_benefit"]["average"];
    let positive = average["probability_positive"].as_f64().expect("a share") * random;
    let chance = (positive + 2.0) / (random + 4.0);
    assert!((error - (chance * (1.0 - chance) / (random + 4.0)).sqrt()).abs() < 1e-12);
}

#[test]
fn at_the_ceiling_it_stops_and_says_so() {
    let (told, result, manifest) = run(&["--precision", "net_benefit 0.01", "--ceiling", "100"]);
    assert_eq!(manifest["precision"]["figures"][0]["met"], false);
    assert_eq!(manifest["precision"]["ceiling"], 100);
    assert!(told.err.contains("not as precise as asked for"), "{}", told.err);
    assert!(result == run(&["--draws", "100"]).1);
}

#[test]
fn the_whole_spread_of_errors_is_about_what_it_says() {
    // Over many seeds the mean stays as near to that of a large run as the error says: within 2.36 errors (Student's t with 7
    // degrees of freedom) about 95 times of 100; stopping early may cost a few.
    let mean = |result: &str| {
        let result: Value = serde_json::from_str(result).expect("JSON");
        result["alternatives"][0]["net_benefit"]["average"]["mean"].as_f64().expect("a mean")
    };
    let large = mean(&run(&["--draws", "20000", "--seed", "1000"]).1);
    let far = (1..=60).filter(|seed: &u32| {
        let seed = seed.to_string();
        let (_, result, _) = run(&["--precision", "net_benefit 60", "--seed", &seed]);
        (mean(&result) - large).abs() > 2.365 * size_and_error(&result).1
    });
    // 60 chances of 4.6 %: above 10 happens less than once in 10,000 times.
    let far = far.count();
    assert!(far <= 10, "{far} of 60");
}

#[test]
fn what_cannot_be_read_is_refused() {
    let refused = |arguments: &[&str], file: &str, folder: &Path| {
        let said = said(program(folder).args(["run", file, "--lang", "en"]).args(arguments));
        assert_eq!(said.code, Some(2), "{arguments:?}: {}", said.err);
        said.err
    };
    let one = |text| refused(&["--precision", text], SCENARIO, &shipped());
    assert!(one("profit 3").contains("`profit 3` cannot be read"));
    assert!(one("net_benefit 1%").contains("`net_benefit 1%`"));
    refused(&["--precision", "chance 1%", "--draws", "10"], SCENARIO, &shipped());
    refused(&["--ceiling", "10"], SCENARIO, &shipped());
    refused(&["--precision", "chance 1%"], "studies/wachten.toml", &shipped());
}
