//! Shares that the shipped scenarios imply, against bands from other sources and from their own inputs (`scenarios/plausibility.csv`).

use crate::shipped::load;
use mkba::model::{Scenario, Strength};
use mkba::simulate::{Method, Results, RunPlan, Unwatched, run};
use std::path::Path;

#[derive(Debug, serde::Deserialize)]
struct Band {
    scenario: String,
    measure: String,
    domain: String,
    states: String,
    months: usize,
    low: f64,
    high: f64,
    /// `independent`: of a source that no figure of the scenario has. `arithmetic`: worked out from the figures themselves, so
    /// that it shows a slip in the scenario or in the engine and says nothing of the world.
    kind: String,
    source: String,
    url: String,
}

/// Share of households in one of the states of a domain after so many years, in the null alternative.
fn share(scenario: &Scenario, results: &Results, domain: usize, states: &[usize], year: usize) -> f64 {
    let shares = results.alternatives[0].shares[year].iter().enumerate();
    let inside = shares.filter(|(joint, _)| states.contains(&results.space.decode(*joint)[domain]));
    assert_eq!(scenario.domains.len(), results.space.decode(0).len());
    inside.map(|(_, share)| share).sum()
}

#[test]
fn shares_after_some_years_lie_within_their_bands() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/plausibility.csv");
    let bands: Vec<Band> =
        csv::Reader::from_path(file).expect("a list").deserialize().map(|row| row.expect("a band")).collect();
    assert!(bands.len() >= 6);
    let years: Vec<usize> = bands.iter().map(|band| band.months / 12).collect();
    assert!(years.contains(&1) && years.contains(&5));
    assert!(bands.iter().all(|band| ["independent", "arithmetic"].contains(&band.kind.as_str())));
    assert!(bands.iter().filter(|band| band.kind == "independent").count() >= 10);
    for band in bands {
        assert!(!band.source.is_empty() && band.low < band.high && band.months % 12 == 0, "{band:?}");
        let mut scenario = load(&format!("scenarios/{}.toml", band.scenario));
        let set_by_it = scenario.parameters.iter().find(|one| one.evidence.url == band.url);
        assert!(
            band.kind == "arithmetic" || set_by_it.is_none(),
            "{band:?} is the source of {:?}",
            set_by_it.map(|one| &one.name)
        );
        scenario.alternatives.truncate(1);
        scenario.items.clear();
        let domain = scenario.domains.iter().position(|one| one.id == band.domain).expect("the domain");
        let position =
            |name: &str| scenario.domains[domain].states.iter().position(|one| one.id == name).expect("the state");
        let states: Vec<usize> = band.states.split(" or ").map(position).collect();
        if band.measure == "ever" {
            // Who has been there once stays: then being there now is having been there ever.
            scenario.transitions.retain(|one| one.domain != domain || !states.contains(&one.from));
        } else {
            assert_eq!(band.measure, "in_state");
        }
        let plan = RunPlan { seed: 1, first_draw: 0, draws: 200, households: 0, method: Method::Cohort };
        let results = run(&scenario, &plan, &Unwatched).expect("results");
        let found = share(&scenario, &results, domain, &states, band.months / 12);
        assert!(found >= band.low && found <= band.high, "found {found:.4}, {band:?}");
    }
}

#[test]
fn strengths_without_modifiers_come_back_as_they_were_given() {
    // A check on the check: without modifiers and other exits a chance within a year is the share after a year.
    let mut scenario = load("scenarios/huisuitzetting.toml");
    scenario.alternatives.truncate(1);
    scenario.items.clear();
    let domain = scenario.domains.iter().position(|one| one.id == "housing").expect("housing");
    scenario.transitions.retain(|one| one.name == "housing: arrears -> court_order");
    scenario.transitions[0].modifiers.clear();
    let Strength::Chance { chance, within } = scenario.transitions[0].strength else { panic!("a chance") };
    assert_eq!(within, 12.0);
    let mkba::model::Origin::Parameter(index) = chance.origin else { panic!("a parameter") };
    let plan = RunPlan { seed: 1, first_draw: 0, draws: 64, households: 0, method: Method::Cohort };
    let results = run(&scenario, &plan, &Unwatched).expect("results");
    let mean = results.parameters.iter().map(|draw| draw[index]).sum::<f64>() / 64.0;
    let states = &scenario.domains[domain].states;
    let order = states.iter().position(|one| one.id == "court_order").expect("the state");
    let start = |state: usize| {
        let start = scenario.starts.iter().find(|start| start.domains == [domain]).expect("a start of its own");
        let share = start.shares.iter().find(|(states, _)| states == &[state]).and_then(|(_, share)| *share);
        share.map_or(0.0, |share| if let mkba::model::Origin::Fixed(value) = share.origin { value } else { f64::NAN })
    };
    let arrears = states.iter().position(|one| one.id == "arrears").expect("the state");
    let found = share(&scenario, &results, domain, &[order], 1) - start(order);
    assert!((found - start(arrears) * mean).abs() < 1e-12, "found {found}");
}
