//! The scenarios that come with the program.

use mkba::analyse::answer;
use mkba::model::{Distribution, ItemKind, Scenario, Sets};
use mkba::simulate::{Method, Results, RunPlan, Unwatched, best_method, run};
use std::path::Path;
use std::sync::LazyLock;

/// Reads a scenario by its path in the project; it may have no faults.
pub fn load(path: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    match mkba::read::load(&mkba::read::Disk, &path, &[]) {
        Ok(loaded) => loaded.scenario,
        Err(refused) => panic!("{} has faults: {:?}", path.display(), refused.diagnostics.sorted()),
    }
}

/// Names of the scenario files in a folder of `scenarios`, without the ending.
fn names_in(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(folder);
    let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let scenarios = files.filter(|path| path.extension().is_some_and(|end| end == "toml"));
    let mut names: Vec<String> =
        scenarios.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Scenarios of whole situations, as paths within `scenarios`.
fn names() -> Vec<String> {
    let names = names_in(".");
    for wanted in MISSION {
        assert!(names.iter().any(|name| name == wanted), "{wanted} is not shipped");
    }
    names
}

/// Cases from practice, as paths within `scenarios`.
fn cases() -> Vec<String> {
    let names = names_in("cases");
    for wanted in CASES {
        assert!(names.iter().any(|name| name == wanted), "the case {wanted} is not shipped");
    }
    names.iter().map(|name| format!("cases/{name}")).collect()
}

/// The situations for which the project exists.
const MISSION: [&str; 9] = [
    "baanverlies",
    "betalingsachterstanden",
    "dakloosheid",
    "ggz-crisis",
    "huiselijk-geweld",
    "huisuitzetting",
    "schooluitval",
    "schulden",
    "uithuisplaatsing",
];

/// Alternatives of `huisuitzetting`, in order.
pub const ALTERNATIVES: [&str; 5] = ["bij_vonnis", "bij_vonnis_samen", "maatwerk", "maatwerk_later", "schuldhulp"];

/// Cases that teams met in practice.
const CASES: [&str; 8] = [
    "aanvraag",
    "fraude-ontruiming",
    "geblokkeerd-inkomen",
    "gebit",
    "meneer-l",
    "scootmobiel",
    "tweede-stoel",
    "weggestuurd",
];

/// What a scenario that is shipped may be warned of: assumptions that say so, an old price, starts that are not linked.
const MAY: [&str; 4] = ["number_without_source", "parameter_without_source", "old_price", "starts_independent"];

#[test]
fn each_is_named_after_its_file_and_warned_of_nothing_new() {
    for name in names().into_iter().chain(cases()) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.toml"));
        let loaded = mkba::read::load(&mkba::read::Disk, &path, &[]).unwrap_or_else(|_| panic!("{name} has faults"));
        assert_eq!(loaded.scenario.id, name.trim_start_matches("cases/"));
        for found in loaded.warnings.sorted().into_iter().chain(loaded.remarks.sorted()) {
            assert!(MAY.contains(&found.message.key), "{name}: {found:?}");
        }
    }
}

/// Numbers with a spread of their own, prices apart; and the share of all numbers that have a source.
fn evidence(scenario: &Scenario) -> (usize, f64) {
    let derived = |at: &usize| scenario.derived.iter().any(|one| one.parameter == *at);
    let own: Vec<_> =
        scenario.parameters.iter().enumerate().filter(|(at, _)| !derived(at)).map(|(_, one)| one).collect();
    let numbers = own.iter().filter(|one| !one.name.starts_with("price:"));
    let uncertain = numbers.filter(|one| !matches!(one.distribution, Distribution::Fixed(_))).count();
    let sourced = own.iter().filter(|one| !one.evidence.source.is_empty()).count();
    (uncertain, sourced as f64 / own.len() as f64)
}

#[test]
fn each_scenario_is_uncertain_and_sourced() {
    for name in names() {
        let (uncertain, sourced) = evidence(&load(&format!("scenarios/{name}.toml")));
        assert!(uncertain >= 15, "{name}: {uncertain} uncertain parameters");
        assert!(sourced >= 0.5, "{name}: {sourced:.2} of its numbers have a source");
    }
}

/// Cases are particular: fewer of their numbers were ever measured. Below half the result is called exploratory.
#[test]
fn each_case_is_uncertain_and_some_of_it_is_sourced() {
    for name in cases() {
        let (uncertain, sourced) = evidence(&load(&format!("scenarios/{name}.toml")));
        assert!(uncertain >= 15, "{name}: {uncertain} uncertain parameters");
        assert!(sourced >= 0.3, "{name}: {sourced:.2} of its numbers have a source");
    }
}

#[test]
fn each_has_alternatives_questions_and_something_unpriced() {
    for name in names().into_iter().chain(cases()) {
        let scenario = load(&format!("scenarios/{name}.toml"));
        assert!(scenario.alternatives.len() >= 3, "{name}: the null alternative and two more");
        assert!(scenario.questions.len() >= 4, "{name}: {} questions", scenario.questions.len());
        assert!(scenario.questions.iter().any(|one| matches!(one.sets, Sets::Start(_))), "{name}");
        assert!(scenario.items.iter().any(|one| one.kind == ItemKind::Unpriced), "{name}: nothing unpriced");
    }
}

/// A model with only savings in it is wrong: something that is no cost of the plan itself is used more with it.
#[test]
fn each_has_a_counter_effect() {
    for (name, scenario, results) in few() {
        let more = answer(scenario, results).alternatives.iter().any(|alternative| {
            let mut others = alternative.items.iter().filter(|item| !item.own && item.kind == "resource");
            others.any(|item| item.quantity_with > item.quantity_without + 1e-9)
        });
        assert!(more, "{name}: everything becomes less");
    }
}

/// A few draws of every scenario and case by the exact method, made once.
fn few() -> &'static [(String, Scenario, Results)] {
    static FEW: LazyLock<Vec<(String, Scenario, Results)>> = LazyLock::new(|| {
        let of = |name: String| {
            let scenario = load(&format!("scenarios/{name}.toml"));
            let plan = RunPlan { seed: 1, first_draw: 0, draws: 16, households: 2, method: Method::Cohort };
            let results = run(&scenario, &plan, &Unwatched).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
            (name, scenario, results)
        };
        names().into_iter().chain(cases()).map(of).collect()
    });
    &FEW
}

#[test]
fn each_runs_exactly_and_moves_money_of_five_parties() {
    for (name, scenario, results) in few() {
        assert_eq!(best_method(scenario).expect("a method"), Method::Cohort, "{name}");
        let states: usize = scenario.domains.iter().map(|one| one.states.len()).product();
        assert!(states <= 500, "{name}: {states} joint states");
        for alternative in &answer(scenario, results).alternatives {
            let cost = alternative.costs_present_value;
            assert!(cost.is_finite() && cost > 0.0, "{name}: {cost}");
            let moved = alternative.accounts.iter().filter(|one| one.net.abs() > 0.5).count();
            assert!(moved >= 5, "{name}: only {moved} parties pay or gain");
        }
    }
}
