//! System problems: what alternatives become with them, and what is said of faulty ones.

use crate::model::{ProblemGroup, Scenario, Trouble};
use crate::read::tests::*;

/// The family with these lines at its end.
fn with(problems: &str) -> Memory {
    let mut files = family();
    files.0.get_mut(Path::new("f/family.toml")).expect("a file").push_str(&format!("\n{problems}\n"));
    files
}

const LABEL: &str = "label = { nl = \"Wachtlijst\", en = \"Queue\" }\n";

/// A problem of the family with these lines.
fn problem(lines: &str) -> Memory {
    with(&format!("[system_problems.queue]\n{LABEL}group = \"cooperation\"\n{lines}"))
}

fn ids(scenario: &Scenario) -> Vec<&str> {
    scenario.alternatives.iter().map(|one| one.id.as_str()).collect()
}

#[test]
fn every_alternative_that_meets_a_problem_is_read_with_it_and_the_scenario_stays_as_it_was() {
    let plain = sound(&family(), &[]);
    let names = ids(&plain.scenario);
    assert!(plain.with_system_problems.is_none() && names.len() > 2, "{names:?}");
    let loaded = sound(&problem("[system_problems.queue.interventions.rent]\nwaiting = \"2 months\""), &[]);
    let problem = &loaded.scenario.problems[0];
    assert_eq!(
        (problem.id.as_str(), problem.group, problem.evidence.grade),
        ("queue", ProblemGroup::Cooperation, Grade::Assumption)
    );
    assert_eq!(Scenario { problems: Vec::new(), ..loaded.scenario.clone() }, plain.scenario);
    let with_system_problems = loaded.with_system_problems.expect("problems");
    assert!(!problem.alternatives.is_empty());
    for base in &problem.alternatives {
        let find =
            |id: &str| with_system_problems.alternatives.iter().find(|one| one.id == id).expect("an alternative");
        let (with, without) = (find(&format!("{base}+queue")), find(base));
        assert_eq!(with.trouble, Some(Trouble { problem: "queue".into(), base: base.clone() }));
        assert_eq!((with.interventions[0].waiting, without.interventions[0].waiting), (2, 0));
        let mut same = with.clone();
        (same.interventions[0].waiting, same.trouble, same.id) = (0, None, base.clone());
        assert_eq!(&same, without);
    }
    // Its own costs come along, and nothing of it stays where it is not asked for.
    let costs = |scenario: &Scenario, of: &str| scenario.items.iter().filter(|one| one.id.starts_with(of)).count();
    let base = &problem.alternatives[0];
    assert_eq!(
        costs(&with_system_problems, &format!("{base}+queue.")),
        costs(&with_system_problems, &format!("{base}."))
    );
    assert_eq!(costs(&loaded.scenario, &format!("{base}+")), 0);
    let chosen = with_system_problems.with_alternatives(std::slice::from_ref(base)).expect("known");
    assert_eq!(ids(&chosen), ["null_alternative", base, &format!("{base}+queue")]);
}

#[test]
fn costs_are_added_and_the_same_id_takes_the_place() {
    let row = |id: &str, amount: u32| {
        format!(
            "{{ id = \"{id}\", quantity = \"starts\", amount = {amount}, kind = \"resource\", payers = \"state\" }}"
        )
    };
    let lines = format!(
        "alternatives = [\"later\"]\n[system_problems.queue.interventions.rent]\ncosts = [{}, {}]",
        row("lawyer", 500),
        row("coach", 7)
    );
    let with_system_problems = sound(&problem(&lines), &[]).with_system_problems.expect("problems");
    let own = |of: &str| -> Vec<&str> {
        with_system_problems.items.iter().filter_map(|one| one.id.strip_prefix(of)).collect()
    };
    let (with, without) = (own("later+queue.rent."), own("later.rent."));
    assert!(without.contains(&"coach") && !without.contains(&"lawyer"));
    assert_eq!(with.len(), without.len() + 1);
    let coach = with_system_problems.items.iter().find(|one| one.id == "later+queue.rent.coach").expect("an item");
    assert_eq!(coach.price.map(|price| price.origin), Some(Origin::Fixed(7.0)));
}

#[test]
fn what_is_wrong_with_a_problem_is_told_once() {
    let said = |lines: &str| faults(&problem(lines), &[]);
    let keys = |lines: &str| -> Vec<String> {
        said(lines).iter().map(|one| one.split(' ').next().unwrap_or_default().to_string()).collect()
    };
    assert_eq!(keys(""), ["problem_changes_nothing"]);
    assert_eq!(keys("[system_problems.queue.interventions.rnt]\nwaiting = \"1 month\""), ["unknown_intervention"]);
    assert_eq!(keys("[system_problems.queue.interventions.rent]\nwaitng = \"1 month\""), ["unknown_key"]);
    assert_eq!(keys("alternatives = [\"latr\"]\ntimes = {}"), ["unknown_alternative"]);
    assert_eq!(
        keys("alternatives = [\"later\"]\n[system_problems.queue.interventions.other]\nwaiting = \"1 month\""),
        ["problem_without_intervention"]
    );
    let group = with(&format!("[system_problems.queue]\n{LABEL}group = \"coperation\"\ntimes = {{}}"));
    assert_eq!(faults(&group, &[]).len(), 1);
    let name = with(&format!("[system_problems.\"a+b\"]\n{LABEL}group = \"lawyer\"\ntimes = {{}}"));
    assert_eq!(faults(&name, &[]).len(), 1);
}
