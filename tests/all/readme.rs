//! What the README shows is what the program does.

use std::fs;
use std::path::Path;
use std::process::Command;

fn file(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file of the project")
}

/// The contents of the first fenced block that opens with this line.
fn block(text: &str, opening: &str) -> String {
    let (_, rest) = text.split_once(&format!("\n{opening}\n")).expect("the block");
    rest.split_once("\n```").expect("its end").0.to_string()
}

#[test]
fn the_output_and_the_chart_are_true() {
    let folder = std::env::temp_dir().join(format!("mkba-readme-{}", std::process::id()));
    let output = Command::new(env!("CARGO_BIN_EXE_mkba"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("MKBA_LANG")
        .args(["run", "scenarios/huisuitzetting.toml", "--out"])
        .arg(&folder)
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let shown = block(&file("README.md"), "```text");
    let chart = fs::read_to_string(folder.join("distribution.svg")).expect("a chart");
    fs::remove_dir_all(&folder).expect("it can be removed");
    assert_eq!(shown.trim_end(), String::from_utf8_lossy(&output.stdout).trim_end());
    assert!(chart == file("docs/huisuitzetting.svg"), "docs/huisuitzetting.svg is not what the program draws");
}

#[test]
fn the_example_is_a_scenario_that_runs() {
    let example = file("docs/example/example.toml");
    assert_eq!(block(&file("README.md"), "```toml").trim_end(), example.trim_end());
    let scenario = crate::shipped::load("docs/example/example.toml");
    let plan = mkba::simulate::RunPlan {
        seed: 1,
        first_draw: 0,
        draws: 100,
        households: 10,
        method: mkba::simulate::Method::Cohort,
    };
    let results = mkba::simulate::run(&scenario, &plan, &mkba::simulate::Unwatched).expect("results");
    let net = mkba::analyse::answer(&scenario, &results).alternatives[0].net_benefit.average.mean;
    assert!(net > 500.0 && net < 10_000.0, "found {net}");
}
