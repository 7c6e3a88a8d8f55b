//! The scenarios that come with the program.

use mkba::analyse::answer;
use mkba::model::{Distribution, ItemKind, Scenario, Sets};
use mkba::simulate::{Method, RunPlan, Unwatched, best_method, run};
use std::path::Path;

/// Reads a scenario by its path in the project; it may have no faults.
pub fn load(path: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    match mkba::read::load(&mkba::read::Disk, &path, &[]) {
        Ok(loaded) => loaded.scenario,
        Err(refused) => panic!("{} has faults: {:?}", path.display(), refused.diagnostics.sorted()),
    }
}

/// Names of the scenarios in `scenarios`, without the ending.
fn names() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let scenarios = files.filter(|path| path.extension().is_some_and(|end| end == "toml"));
    let mut names: Vec<String> =
        scenarios.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    names.sort();
    assert!(names.len() >= 4, "{names:?}");
    names
}

/// What a scenario that is shipped may be warned of: assumptions that say so, an old price, starts that are not linked.
const MAY: [&str; 4] = ["number_without_source", "parameter_without_source", "old_price", "starts_independent"];

#[test]
fn each_is_named_after_its_file_and_warned_of_nothing_new() {
    for name in names() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.toml"));
        let loaded = mkba::read::load(&mkba::read::Disk, &path, &[]).unwrap_or_else(|_| panic!("{name} has faults"));
        assert_eq!(loaded.scenario.id, name);
        for found in loaded.warnings.sorted().into_iter().chain(loaded.remarks.sorted()) {
            assert!(MAY.contains(&found.message.key), "{name}: {found:?}");
        }
    }
}

#[test]
fn each_is_uncertain_sourced_and_has_alternatives_and_questions() {
    for name in names() {
        let scenario = load(&format!("scenarios/{name}.toml"));
        let derived = |at: &usize| scenario.derived.iter().any(|one| one.parameter == *at);
        let own: Vec<_> =
            scenario.parameters.iter().enumerate().filter(|(at, _)| !derived(at)).map(|(_, one)| one).collect();
        let numbers: Vec<_> = own.iter().filter(|one| !one.name.starts_with("price:")).collect();
        let uncertain = numbers.iter().filter(|one| !matches!(one.distribution, Distribution::Fixed(_))).count();
        assert!(uncertain >= 15, "{name}: {uncertain} uncertain parameters");
        let sourced = own.iter().filter(|one| !one.evidence.source.is_empty()).count();
        assert!(2 * sourced >= own.len(), "{name}: {sourced} of {} have a source", own.len());
        assert!(scenario.alternatives.len() >= 3, "{name}: the null alternative and two more");
        assert!(scenario.questions.len() >= 4, "{name}: {} questions", scenario.questions.len());
        assert!(scenario.questions.iter().any(|one| matches!(one.sets, Sets::Start(_))), "{name}");
        assert!(scenario.items.iter().any(|one| one.kind == ItemKind::Unpriced), "{name}: nothing unpriced");
    }
}

#[test]
fn each_runs_exactly_and_moves_money_of_five_parties() {
    for name in names() {
        let scenario = load(&format!("scenarios/{name}.toml"));
        assert_eq!(best_method(&scenario).expect("a method"), Method::Cohort, "{name}");
        let states: usize = scenario.domains.iter().map(|one| one.states.len()).product();
        assert!(states <= 500, "{name}: {states} joint states");
        let plan = RunPlan { seed: 1, first_draw: 0, draws: 16, households: 2, method: Method::Cohort };
        let results = run(&scenario, &plan, &Unwatched).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        for alternative in &answer(&scenario, &results).alternatives {
            let cost = alternative.costs_present_value;
            assert!(cost.is_finite() && cost > 0.0, "{name}: {cost}");
            let moved = alternative.accounts.iter().filter(|one| one.net.abs() > 0.5).count();
            assert!(moved >= 5, "{name}: only {moved} parties pay or gain");
        }
    }
}
