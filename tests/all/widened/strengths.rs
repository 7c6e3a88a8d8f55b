//! Strengths of transitions: rows that were observed, durations, numbers that go by a clock.

use super::{any_number, tabled};
use crate::generated::{Choices, fixed, number};
use mkba::model::*;
use mkba::units::Kind;

/// Gives some rows and some transitions another strength.
pub fn widen(scenario: &mut Scenario, choices: &mut Choices) {
    let mut rows: Vec<(usize, usize)> = scenario.transitions.iter().map(|one| (one.domain, one.from)).collect();
    rows.dedup();
    for (domain, from) in rows {
        let all = 0..scenario.transitions.len();
        let in_row = |at: &usize| (scenario.transitions[*at].domain, scenario.transitions[*at].from) == (domain, from);
        let exits: Vec<usize> = all.filter(in_row).collect();
        if choices.below(3) == 0 {
            observe(scenario, choices, &exits);
        } else {
            exits.iter().for_each(|exit| alone(scenario, choices, *exit));
        }
        if choices.below(3) == 0 {
            let rest = exits[choices.below(exits.len())];
            scenario.transitions[rest].takes_rest = true;
        }
    }
}

/// All exits of a state seen over one period; in an alternative that changes one of them too.
fn observe(scenario: &mut Scenario, choices: &mut Choices, exits: &[usize]) {
    let within = [1.0, 3.0, 12.0][choices.below(3)];
    let certain = choices.below(4) == 0;
    let by_clock = (choices.below(3) == 0).then(|| choices.below(3));
    for exit in exits {
        let most = 0.9 / exits.len() as f64;
        let chance = match by_clock {
            _ if certain => fixed(Kind::Probability, 1.0 / exits.len() as f64),
            Some(clock) => tabled_plain(scenario, choices, clock, most),
            None => fixed(Kind::Probability, choices.between(0.01, most)),
        };
        scenario.transitions[*exit].strength = Strength::Observed { chance, within };
        for alternative in &mut scenario.alternatives {
            for (_, strength) in alternative.transitions.iter_mut().filter(|(changed, _)| changed == exit) {
                *strength = Strength::Observed { chance: fixed(Kind::Probability, most / 3.0), within };
            }
        }
    }
}

/// Lets an exit of some observed rows take the rest.
pub fn rests(scenario: &mut Scenario, choices: &mut Choices) {
    let mut rows: Vec<(usize, usize)> = scenario.transitions.iter().map(|one| (one.domain, one.from)).collect();
    rows.dedup();
    for row in rows {
        let all = 0..scenario.transitions.len();
        let exits: Vec<usize> = all
            .filter(|at| (scenario.transitions[*at].domain, scenario.transitions[*at].from) == row)
            .filter(|at| matches!(scenario.transitions[*at].strength, Strength::Observed { .. }))
            // A table of a period keeps its shares: with others it may have no root.
            .filter(|at| scenario.domains[scenario.transitions[*at].domain].rows == RowReading::Exits)
            .collect();
        if exits.is_empty() || choices.below(2) == 0 {
            continue;
        }
        // The others leave at least as much as this.
        let most = 0.9 / exits.len() as f64;
        let clock = choices.below(3);
        let stays = match choices.below(2) {
            0 => tabled_plain(scenario, choices, clock, most),
            _ => fixed(Kind::Probability, choices.between(0.0, most)),
        };
        let strength = &mut scenario.transitions[exits[choices.below(exits.len())]].strength;
        if let Strength::Observed { within, .. } = *strength {
            *strength = Strength::ObservedRest { stays, within };
        }
    }
}

/// The same steps for all exits of a row.
fn tabled_plain(scenario: &mut Scenario, choices: &mut Choices, clock: usize, most: f64) -> Number {
    let edges = if clock == super::AGE { [31.5, 31.7, 32.6] } else { [0.0, 2.0, 5.0] };
    let steps = edges.map(|edge| (edge, fixed(Kind::Probability, choices.between(0.01, most)))).to_vec();
    scenario.tables.push(ClockTable { clock, values: ClockValues::Steps(steps) });
    Number { origin: Origin::Table(scenario.tables.len() - 1), kind: Kind::Probability }
}

fn alone(scenario: &mut Scenario, choices: &mut Choices, exit: usize) {
    let strength = match choices.below(6) {
        0 | 1 => duration(scenario, choices, exit),
        2 => Strength::Rate { rate: any_number(scenario, choices, Kind::Rate, 0.05, 2.0), per: 12.0 },
        3 => {
            let clock = choices.below(3);
            Strength::Chance { chance: tabled(scenario, choices, clock, Kind::Probability, 0.05, 0.8), within: 6.0 }
        }
        _ => return,
    };
    scenario.transitions[exit].strength = strength;
}

fn duration(scenario: &mut Scenario, choices: &mut Choices, exit: usize) -> Strength {
    let one = &scenario.transitions[exit];
    let clock = Clock::Since(Condition::State { domain: one.domain, states: vec![one.from] });
    let at = scenario.clocks.iter().position(|known| *known == clock).unwrap_or_else(|| {
        scenario.clocks.push(clock);
        scenario.clocks.len() - 1
    });
    let pick = choices.below(6);
    let unit = [1.0, 0.5, 3.0][choices.below(3)];
    let mut of = |low: f64, high: f64| number(scenario, choices, Kind::Ratio, low, high);
    let family = match pick {
        0 => DurationFamily::Exponential { rate: of(0.02, 0.3) },
        1 => DurationFamily::Weibull { shape: of(0.7, 2.0), scale: of(5.0, 20.0) },
        2 => DurationFamily::Gompertz { shape: fixed(Kind::Amount, -0.1), rate: of(0.02, 0.2) },
        3 => DurationFamily::LogLogistic { shape: of(1.0, 2.5), scale: of(4.0, 15.0) },
        4 => DurationFamily::Lognormal { meanlog: fixed(Kind::Amount, 2.0), sdlog: of(0.5, 1.0) },
        _ => DurationFamily::Gamma { shape: of(0.8, 3.0), scale: of(2.0, 8.0) },
    };
    Strength::Duration { clock: at, law: DurationLaw { family, unit } }
}
