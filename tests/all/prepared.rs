//! Runs of a prepared scenario with other values: to the bit those of a scenario that is read, or built, with these
//! values.

use crate::generated::scenario;
use crate::thorough::cases;
use mkba::model::{CharacteristicValue, Distribution, Scenario};
use mkba::read::{Disk, Files, load};
use mkba::simulate::{
    AlternativeResults, Method, Prepared, Results, RunPlan, SimulationError, Unwatched, Variation, run,
};
use std::io;
use std::path::{Path, PathBuf};

const SCENARIOS: [&str; 4] = ["huisuitzetting", "baanverlies", "schulden", "dakloosheid"];

/// The files of this machine, one of them with other text.
struct Edited {
    path: PathBuf,
    text: String,
}

impl Files for Edited {
    fn read(&self, path: &Path) -> io::Result<String> {
        if path == self.path { Ok(self.text.clone()) } else { Disk.read(path) }
    }
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.toml"))
}

/// The scenario as it is read with these values; `None` where the reader refuses them.
fn with_set(name: &str, values: &[(&str, f64)]) -> Option<Scenario> {
    // On the command line a price is in euro of its row, a variation has it in euro of the scenario.
    let (prices, others): (Vec<_>, Vec<_>) = values.iter().partition(|(name, _)| name.starts_with("price:"));
    let set: Vec<(String, String)> = others.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    let mut scenario = load(&Disk, &path(name), &set).ok()?.scenario;
    for (name, value) in prices {
        let found = scenario.parameters.iter_mut().find(|parameter| parameter.name == *name);
        found.expect("a price").distribution = Distribution::Fixed(value);
    }
    Some(scenario)
}

fn plans() -> [RunPlan; 3] {
    let plan = RunPlan { seed: 3, first_draw: 5, draws: 11, households: 0, method: Method::Cohort };
    [
        plan,
        RunPlan { draws: 9, households: 40, method: Method::Micro, ..plan },
        RunPlan { draws: 3, households: 10, method: Method::Months, ..plan },
    ]
}

/// Every bit of every number: of text, minus 0 is not 0, and what is not a number is itself.
fn text(alternatives: &[AlternativeResults]) -> String {
    format!("{alternatives:?}")
}

/// Values of a parameter by draw.
fn drawn(results: &Results, scenario: &Scenario, name: &str) -> Option<Vec<u64>> {
    let at = scenario.parameters.iter().position(|parameter| parameter.name == name)?;
    Some(results.parameters.iter().map(|values| values[at].to_bits()).collect())
}

/// Holds runs of a variation against runs of a fresh scenario, by all methods.
fn compare(prepared: &Prepared, variation: &Variation, fresh: &Scenario, what: &str) {
    let varied = match prepared.vary(variation) {
        Ok(varied) => varied,
        Err(error) => return assert_eq!(run(fresh, &plans()[0], &Unwatched).err(), Some(error), "{what}"),
    };
    for plan in plans() {
        let method = plan.method.name();
        match (varied.run(&plan, &Unwatched), run(fresh, &plan, &Unwatched)) {
            (Ok(found), Ok(wanted)) => {
                assert!(text(&found.alternatives) == text(&wanted.alternatives), "{what}, {method}: other figures");
                assert_eq!(found.relative_risks_capped, wanted.relative_risks_capped, "{what}, {method}");
                for parameter in &fresh.parameters {
                    let [found, wanted] = [(&found, varied.scenario()), (&wanted, fresh)]
                        .map(|(results, scenario)| drawn(results, scenario, &parameter.name));
                    assert_eq!(found, wanted, "{what}, {method}: {}", parameter.name);
                }
            }
            (found, wanted) => assert_eq!(found.err(), wanted.err(), "{what}, {method}"),
        }
    }
}

/// Hours of a coach change no hazard, the share of those who are helped changes those of its plans, the ratio of a debt
/// those of all alternatives: whatever is kept, with any space for it, figures are those of a fresh run.
#[test]
fn courses_that_are_kept_change_no_figure() {
    let scenario = with_set("huisuitzetting", &[]).expect("a scenario");
    for most_bytes in [0, 3 << 20, 64 << 20] {
        let prepared = Prepared::new(scenario.clone()).expect("a scenario").keeping_courses(most_bytes);
        prepared.run(&plans()[0], &Unwatched).expect("results");
        for set in [[("coach_hours", 3.0)], [("works", 0.5)], [("hr_debt_arrears", 1.5)], [("coach_hours", 4.0)]] {
            let fresh = with_set("huisuitzetting", &set).expect("a scenario");
            compare(
                &prepared,
                &Variation::with_values(&scenario, &set),
                &fresh,
                &format!("{set:?}, {most_bytes} bytes"),
            );
        }
    }
}

/// Whatever was run before, and whether or not anything of it fits: figures are those of a fresh run.
#[test]
fn what_is_taken_over_changes_no_figure() {
    let sets: [&[(&str, f64)]; 5] = [
        &[],
        &[("coach_hours", 3.0)],
        &[("works", 0.5), ("price:wijkcoach_uur", 90.0)],
        &[("children", 3.0)],
        &[("hr_debt_arrears", 1.5)],
    ];
    let mut known: Option<Prepared> = None;
    for set in sets {
        let fresh = Prepared::new(with_set("huisuitzetting", set).expect("a scenario")).expect("sound");
        let shared = known.iter().fold(fresh.clone(), Prepared::sharing);
        for plan in plans() {
            let [found, wanted] = [&shared, &fresh].map(|one| one.run(&plan, &Unwatched).expect("results"));
            assert!(text(&found.alternatives) == text(&wanted.alternatives), "{set:?}, {}", plan.method.name());
        }
        known = Some(shared);
    }
}

#[test]
fn values_are_those_of_the_files_read_with_them() {
    for name in &SCENARIOS[..cases(1, SCENARIOS.len())] {
        let scenario = with_set(name, &[]).expect("a scenario");
        // Courses are kept from one variation to the next.
        let prepared = Prepared::new(scenario.clone()).expect("a scenario").keeping_courses(64 << 20);
        prepared.run(&plans()[0], &Unwatched).expect("results");
        let characteristics = scenario.characteristics.iter().map(|one| (one.name.as_str(), one.value.mean() + 1.0));
        let parameters = scenario.parameters.iter().map(|one| (one.name.as_str(), 0.9 * one.distribution.mean()));
        let (characteristics, parameters): (Vec<_>, Vec<_>) = (characteristics.collect(), parameters.collect());
        // Each characteristic alone, all characteristics, and parameters of all over the list, formulas and what they
        // are worked out from first.
        let mut sets: Vec<Vec<(&str, f64)>> = characteristics.iter().map(|one| vec![*one]).collect();
        sets.push(characteristics);
        for derived in scenario.derived.iter().take(2) {
            sets.push(vec![parameters[derived.parameter]]);
            let inputs = derived.inputs.iter().filter_map(|input| match input {
                mkba::model::Origin::Parameter(at) => Some(parameters[*at]),
                _ => None,
            });
            sets.push(inputs.collect());
        }
        sets.extend((0..3).map(|first| parameters.iter().skip(first).step_by(parameters.len() / 3).copied().collect()));
        let mut compared = 0;
        for set in &sets {
            let Some(fresh) = with_set(name, set) else { continue };
            compare(&prepared, &Variation::with_values(&scenario, set), &fresh, &format!("{name} with {set:?}"));
            compared += 1;
        }
        assert!(compared >= 4, "{name}: of {} only {compared} can be read", sets.len());
    }
}

#[test]
fn start_states_are_those_of_a_file_that_says_so() {
    let cases = [
        ("huisuitzetting", "start = { problematic = 0.85, none = 0.15 }", "debt", "none"),
        ("huisuitzetting", "start = { arrears = 0.6, court_order = 0.4 }", "housing", "court_order"),
        ("schulden", "start = { stable = 0.8, arrears = 0.2 }", "housing", "arrears"),
        ("schulden", "start = { works = 0.5, social_assistance = 0.5 }", "work", "social_assistance"),
    ];
    for (name, written, domain, state) in cases {
        let path = path(name);
        let text = std::fs::read_to_string(&path).expect("a file");
        assert!(text.contains(written), "{name}: {written} is not there");
        let edited = Edited { path: path.clone(), text: text.replace(written, &format!("start = \"{state}\"")) };
        let fresh = load(&edited, &path, &[]).map_err(|refused| refused.diagnostics.sorted().len());
        let fresh = fresh.expect("a scenario").scenario;
        let prepared = Prepared::new(with_set(name, &[]).expect("a scenario")).expect("a scenario");
        let variation = Variation { starts: vec![(domain.into(), state.into())], ..Variation::default() };
        compare(&prepared, &variation, &fresh, &format!("{name}, {domain} = {state}"));
    }
}

#[test]
fn generated_scenarios_can_be_varied_after_any_run() {
    for seed in 0..cases(12, 40) {
        let base = scenario(seed);
        let Ok(prepared) = Prepared::new(base.clone()) else { continue };
        // What is kept of earlier runs must not leak into later ones.
        plans().iter().for_each(|plan| drop(prepared.run(plan, &Unwatched)));
        let mut parameters = Variation::default();
        let mut fresh = base.clone();
        for (at, parameter) in base.parameters.iter().enumerate().filter(|(at, _)| at % 2 == 0) {
            if base
                .derived
                .iter()
                .all(|derived| derived.parameter != at && !derived.inputs.contains(&mkba::model::Origin::Parameter(at)))
            {
                let distribution = Distribution::Fixed(0.95 * parameter.distribution.mean());
                fresh.parameters[at].distribution = distribution.clone();
                parameters.parameters.push((parameter.name.clone(), distribution));
            }
        }
        compare(&prepared, &parameters, &fresh, &format!("seed {seed}, parameters"));
        for (at, varied) in base.characteristics.iter().enumerate() {
            for value in [0.0, 1.0, 2.5, 40.0] {
                let mut fresh = base.clone();
                if fresh.derived.iter().any(|derived| derived.inputs.contains(&mkba::model::Origin::Characteristic(at)))
                {
                    continue;
                }
                fresh.characteristics[at].value = CharacteristicValue::Fixed(value);
                let variation = Variation::with_values(&base, &[(&varied.name, value)]);
                compare(&prepared, &variation, &fresh, &format!("seed {seed}, {} = {value}", varied.name));
            }
        }
        let Some(domain) = base.starts.iter().find(|start| start.domains.len() == 1).map(|start| start.domains[0])
        else {
            continue;
        };
        for state in &base.domains[domain].states {
            let variation =
                Variation { starts: vec![(base.domains[domain].id.clone(), state.id.clone())], ..Variation::default() };
            let fresh = variation.apply(&base).expect("a start");
            compare(&prepared, &variation, &fresh, &format!("seed {seed}, {} = {}", base.domains[domain].id, state.id));
        }
    }
}

#[test]
fn what_a_scenario_does_not_have_is_refused() {
    let scenario = with_set("huisuitzetting", &[]).expect("a scenario");
    let prepared = Prepared::new(scenario.clone()).expect("a scenario");
    let refused = |variation: &Variation| prepared.vary(variation).err();
    let unknown = |name: &str| Some(SimulationError::UnknownName(name.into()));
    assert_eq!(refused(&Variation::with_values(&scenario, &[("no_such", 1.0)])), unknown("no_such"));
    let start =
        |domain: &str, state: &str| Variation { starts: vec![(domain.into(), state.into())], ..Variation::default() };
    assert_eq!(refused(&start("no_such", "arrears")), unknown("no_such"));
    assert_eq!(refused(&start("housing", "no_such")), unknown("no_such"));
    let infinite = Variation::with_values(&scenario, &[("children", f64::INFINITY)]);
    assert!(matches!(refused(&infinite), Some(SimulationError::OutOfBounds { .. })));
}
