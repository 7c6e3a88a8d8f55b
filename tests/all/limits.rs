//! What happens at the size limits of the engine.

use crate::generated::scenario;
use mkba::model::*;
use mkba::simulate::{Method, RunPlan, SimulationError, Unwatched, best_method, run};
use mkba::units::Kind;

/// So many domains of two states, each moving to and fro.
fn with_domains(count: usize) -> Scenario {
    let mut scenario = scenario(1);
    scenario.items.clear();
    scenario.alternatives.truncate(2);
    scenario.transitions.clear();
    scenario.settings.horizon = 3;
    let state = |id: &str| State { id: id.into(), label: Text::default(), ends: false };
    let domain = |at: usize| Domain {
        id: format!("d{at}"),
        label: Text::default(),
        states: vec![state("a"), state("b")],
        auxiliary: false,
        rows: RowReading::Exits,
    };
    scenario.domains = (0..count).map(domain).collect();
    let everybody = Some(Number { origin: Origin::Fixed(1.0), kind: Kind::Share });
    let start = |at| Start { domains: vec![at], shares: vec![(vec![0], everybody)] };
    scenario.starts = (0..count).map(start).collect();
    for domain in 0..count {
        for (from, to) in [(0, 1), (1, 0)] {
            scenario.transitions.push(Transition {
                name: format!("d{domain}: {from} -> {to}"),
                domain,
                from,
                to,
                strength: Strength::Rate { rate: Number { origin: Origin::Fixed(0.1), kind: Kind::Rate }, per: 1.0 },
                modifiers: vec![],
                escalation: false,
                takes_rest: false,
            });
        }
    }
    scenario
}

#[test]
fn large_joint_spaces_are_left_to_simulation_or_refused() {
    let plan = |method| RunPlan { seed: 1, first_draw: 0, draws: 2, households: 3, method };
    assert_eq!(best_method(&with_domains(6)), Ok(Method::Cohort));
    let large = with_domains(14);
    assert_eq!(best_method(&large), Ok(Method::Micro));
    assert!(
        matches!(run(&large, &plan(Method::Cohort), &Unwatched), Err(SimulationError::TooManyWays(ways)) if ways > 5e6)
    );
    let simulated = run(&large, &plan(Method::Micro), &Unwatched).expect("results");
    assert!(simulated.alternatives[0].transitions.iter().sum::<f64>() > 0.0);
    for count in [15, 60, 2_000] {
        let refused = run(&with_domains(count), &plan(Method::Micro), &Unwatched);
        assert!(matches!(refused, Err(SimulationError::TooManyStates(_))), "{count} domains");
    }
}

#[test]
fn too_many_interventions_are_refused() {
    let mut scenario = scenario(2);
    let one = scenario.alternatives[2].interventions[0].clone();
    scenario.alternatives[2].interventions =
        (0..21).map(|at| Intervention { name: format!("i{at}"), ..one.clone() }).collect();
    let plan = RunPlan { seed: 1, first_draw: 0, draws: 1, households: 1, method: Method::Cohort };
    assert!(
        matches!(run(&scenario, &plan, &Unwatched), Err(SimulationError::TooManyInterventions(id)) if id == "b_helped")
    );
}
