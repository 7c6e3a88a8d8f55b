//! Tables of transition probabilities over a whole period, and domains that only serve to reckon something else.

use crate::generated::{Choices, fixed, number};
use mkba::model::*;
use mkba::units::Kind;

/// Lets all rows of a domain tell now and then where households are after a period.
pub fn of_periods(scenario: &mut Scenario, choices: &mut Choices) {
    for domain in 0..scenario.domains.len() {
        let exits: Vec<usize> =
            (0..scenario.transitions.len()).filter(|at| scenario.transitions[*at].domain == domain).collect();
        let states = scenario.domains[domain].states.len();
        // Where a move is missing a table has a root only by chance; odds and risks by a clock need another strength.
        let simple = exits.iter().all(|exit| !odds_by_clock(scenario, *exit));
        if choices.below(3) > 0 || exits.len() != states * (states - 1) || !simple {
            continue;
        }
        let within = [2.0, 6.0, 12.0][choices.below(3)];
        let table = after_a_period(states, choices);
        for exit in exits {
            let own = &scenario.transitions[exit];
            let chance = match states {
                // Whatever is drawn: less than everybody moves, there and back together.
                2 => number(scenario, choices, Kind::Probability, 0.05, 0.4),
                _ => fixed(Kind::Probability, table[own.from][own.to]),
            };
            scenario.transitions[exit].strength = Strength::Observed { chance, within };
            let changed = scenario.alternatives.iter_mut().flat_map(|one| &mut one.transitions);
            for (_, strength) in changed.filter(|(at, _)| *at == exit) {
                *strength = Strength::Observed { chance, within };
            }
        }
        scenario.domains[domain].rows = RowReading::Period;
    }
}

/// Whether an odds ratio or a relative risk that goes by a clock acts on a transition anywhere.
fn odds_by_clock(scenario: &Scenario, transition: usize) -> bool {
    let own = scenario.transitions[transition].modifiers.iter().map(|one| &one.ratio);
    let changed = scenario.alternatives.iter().flat_map(|one| &one.modifiers);
    let changed = changed.filter(|(at, ..)| *at == transition).filter_map(|(.., ratio)| ratio.as_ref());
    let effects = scenario.alternatives.iter().flat_map(|one| &one.interventions).flat_map(|one| &one.effects);
    let effects = effects.filter(|effect| effect.transition == transition).map(|effect| &effect.ratio);
    let mut ratios = own.chain(changed).chain(effects);
    ratios.any(|ratio| {
        matches!(ratio, Ratio::Odds { .. } | Ratio::RelativeRisk { .. })
            && matches!(ratio.number().origin, Origin::Table(_))
    })
}

/// Where households of each state are after a time in which they move at constant strengths: by many small steps.
fn after_a_period(states: usize, choices: &mut Choices) -> Vec<Vec<f64>> {
    const STEPS: usize = 4_096;
    let strengths: Vec<Vec<f64>> = (0..states)
        .map(|from| {
            (0..states).map(|to| if to == from { 0.0 } else { choices.between(0.05, 0.8) / STEPS as f64 }).collect()
        })
        .collect();
    let from_state = |start: usize| {
        let mut now: Vec<f64> = (0..states).map(|state| f64::from(u8::from(state == start))).collect();
        for _ in 0..STEPS {
            let before = now.clone();
            for (from, row) in strengths.iter().enumerate() {
                for (to, strength) in row.iter().enumerate() {
                    now[to] += before[from] * strength;
                    now[from] -= before[from] * strength;
                }
            }
        }
        now
    };
    (0..states).map(from_state).collect()
}

/// Marks some domains as auxiliary.
pub fn auxiliary(scenario: &mut Scenario, choices: &mut Choices) {
    for domain in 0..scenario.domains.len() {
        if choices.below(6) == 0 {
            scenario.domains[domain].auxiliary = true;
            let own = scenario.transitions.iter_mut().filter(|one| one.domain == domain);
            own.for_each(|transition| transition.escalation = false);
        }
    }
}
