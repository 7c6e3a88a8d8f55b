//! What system problems cost: the same as a run by hand says, and nothing else changes with them.

use crate::program::{SCENARIO, copy_with, program, said, shipped};
use serde_json::Value;
use std::path::Path;

const SIZES: [&str; 4] = ["--draws", "24", "--households", "0"];

fn run(folder: &Path, arguments: &[&str]) -> Value {
    let said = said(program(folder).args(["run", SCENARIO, "--json", "--quiet"]).args(SIZES).args(arguments));
    assert_eq!(said.code, Some(0), "{}", said.err);
    serde_json::from_str(&said.out).expect("JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// The costs of a problem.
fn cost<'r>(result: &'r Value, id: &str) -> &'r Value {
    let all = result["system_problems"].as_array().expect("a list");
    all.iter().find(|one| one["id"] == id).expect("a problem")
}

/// Net benefit to society of an alternative.
fn net(result: &Value, id: &str) -> f64 {
    let all = result["alternatives"].as_array().expect("a list");
    number(&all.iter().find(|one| one["id"] == id).expect("an alternative")["net_benefit"]["average"]["mean"])
}

/// The shipped scenario with a problem more.
fn more(problem: &str) -> tempfile::TempDir {
    let start = "[system_problems.wachtlijst]";
    copy_with(
        start,
        &format!(
            "[system_problems.mine]\nlabel = {{ nl = \"P\", en = \"P\" }}\ngroup = \"housing\"\nalternatives = [\"maatwerk\"]\n{problem}\n\n{start}"
        ),
    )
}

#[test]
fn everything_else_is_the_same_with_and_without_problems() {
    let plain = run(&shipped(), &[]);
    assert!(plain.get("system_problems").is_none());
    let mut told = run(&shipped(), &["--problems"]);
    assert_eq!(told["system_problems"].as_array().expect("a list").len(), 3);
    told.as_object_mut().expect("a record").remove("system_problems");
    assert_eq!(told, plain);
    // The same problems cost the same with one alternative alone.
    let all = run(&shipped(), &["--problems"]);
    let alone = run(&shipped(), &["--problems", "--alternative", "maatwerk"]);
    assert_eq!(alone["system_problems"], all["system_problems"]);
}

#[test]
fn a_problem_costs_the_difference_to_an_alternative_written_by_hand() {
    // `maatwerk_later` is `maatwerk` with a start in the third month.
    let folder = more("[system_problems.mine.interventions.huurschuld]\nstart = { month = 3 }");
    let told = run(folder.path(), &["--problems"]);
    let (lost, wanted) = (cost(&told, "mine"), net(&told, "maatwerk") - net(&told, "maatwerk_later"));
    assert!((number(&lost["cost_to_society"]["mean"]) - wanted).abs() < 1e-8, "{lost}: {wanted}");
    assert!(wanted.abs() > 10.0);
    // Half as many families reached: half of the net benefit.
    let folder = more("[system_problems.mine.interventions.huurschuld]\nreached = { formula = \"0.5 * reached\" }");
    let told = run(folder.path(), &["--problems"]);
    let (found, wanted) = (number(&cost(&told, "mine")["cost_to_society"]["mean"]), net(&told, "maatwerk") / 2.0);
    assert!((found - wanted).abs() < 1e-6, "{found}: {wanted}");
    // A cost of 100 euro for everybody, in the first month, and a delay of nothing.
    let row = "{ id = \"fee\", quantity = { once = 1 }, amount = 100, kind = \"resource\", payers = \"gemeente\" }";
    let folder = more(&format!("costs = [{row}]"));
    let found = number(&cost(&run(folder.path(), &["--problems"]), "mine")["cost_to_society"]["mean"]);
    assert!((found - 100.0).abs() < 0.2, "{found}");
    let folder = more("[system_problems.mine.interventions.huurschuld]\nwaiting = \"0 months\"");
    let none = run(folder.path(), &["--problems"]);
    let none = &cost(&none, "mine")["cost_to_society"];
    assert_eq!((number(&none["mean"]), number(&none["p10"]), number(&none["p90"])), (0.0, 0.0, 0.0));
}

#[test]
fn simulation_tells_the_same_costs() {
    let exact = run(&shipped(), &["--problems"]);
    let counted = {
        let sizes = ["--draws", "24", "--households", "1500", "--method", "micro", "--problems"];
        let said = said(program(&shipped()).args(["run", SCENARIO, "--json", "--quiet"]).args(sizes));
        serde_json::from_str::<Value>(&said.out).unwrap_or_else(|_| panic!("{}", said.err))
    };
    let plan = counted["alternatives"].as_array().expect("a list").iter().find(|one| one["id"] == "maatwerk");
    // The draws are the same, so they differ by the luck of 36,000 families alone. A problem takes help away or puts it
    // off, so what it costs a family differs by no more than what the help is worth to one.
    let error = number(&plan.expect("a plan")["net_benefit"]["household"]["sd"]) / 36_000_f64.sqrt();
    for one in exact["system_problems"].as_array().expect("a list") {
        let other = cost(&counted, one["id"].as_str().expect("a name"));
        let (a, b) = (&one["cost_to_society"], &other["cost_to_society"]);
        assert!((number(&a["mean"]) - number(&b["mean"])).abs() < 4.0 * error, "{one} {other}");
        assert!(number(&b["sd"]) < number(&a["sd"]) + 4.0 * error, "{one} {other}");
    }
}

#[test]
fn the_summary_tells_the_dearest_first() {
    let lines = |arguments: &[&str]| {
        let said = said(program(&shipped()).args(["run", SCENARIO]).args(SIZES).args(arguments));
        assert_eq!(said.code, Some(0), "{}", said.err);
        said.out
    };
    assert!(!lines(&[]).contains("systeemproblemen"));
    assert!(lines(&["--problems"]).contains("deze wel: maatwerk (kies"), "the best plan meets none");
    let told = lines(&["--problems", "--alternative", "maatwerk"]);
    let block = told.split("\n\n").last().expect("a block");
    assert!(block.starts_with("Wat systeemproblemen hier kosten"), "{block}");
    assert_eq!(block.lines().filter(|line| line.starts_with("- ")).count(), 3, "{block}");
    assert!(block.lines().all(|line| line.chars().count() <= 80), "{block}");
    assert!(lines(&["--problems", "--alternative", "schuldhulp"]).contains("geen systeemproblemen"));
}
