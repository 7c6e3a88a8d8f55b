//! Start shares: where households start.
//!
//! In: the starts of a scenario and of an alternative, drawn values. Out: [`Starts`]: a share for each combination of
//! states of domains that start together. No joint states yet: those are `joint_states`'.

use crate::model::{Alternative, Scenario, Start};
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::compile::values::Inputs;
use crate::simulate::error::SimulationError;
use crate::units::Kind;

/// Shares may add up to this much beside 1.
const MARGIN: f64 = 1e-9;

/// One start in a group of draws.
#[derive(Clone, Debug, PartialEq)]
pub struct StartShares<const L: usize> {
    /// Domains that start together.
    pub domains: Vec<usize>,
    /// A state for each of them, and the share of households.
    pub shares: Vec<(Vec<usize>, Lanes<L>)>,
}

/// All starts of an alternative, as in [`Scenario::starts`].
pub type Starts<const L: usize> = Vec<StartShares<L>>;

/// Works out all shares.
///
/// # Errors
/// A share below 0 or above 1, or shares that do not add up to 1.
pub fn starts<const L: usize>(inputs: &Inputs<L>, alternative: &Alternative) -> Result<Starts<L>, SimulationError> {
    inputs.scenario.starts.iter().map(|start| shares(inputs, alternative.start(start))).collect()
}

fn shares<const L: usize>(inputs: &Inputs<L>, start: &Start) -> Result<StartShares<L>, SimulationError> {
    let given = start.shares.iter().map(|(states, share)| {
        let share = share.map(|share| inputs.number(share)).transpose()?;
        Ok((states.clone(), share))
    });
    let given = given.collect::<Result<Vec<_>, SimulationError>>()?;
    let mut rest = [1.0; L];
    for share in given.iter().filter_map(|(_, share)| *share) {
        (0..L).for_each(|lane| rest[lane] -= share[lane]);
    }
    let named = start.shares.iter().any(|(_, share)| share.is_none());
    let wrong = |lane: &usize| rest[*lane] < -MARGIN || (!named && rest[*lane] > MARGIN);
    if let Some(lane) = (0..L).find(wrong) {
        return Err(SimulationError::OutOfBounds {
            name: start_name(inputs.scenario, start),
            draw: inputs.draws[lane],
            value: 1.0 - rest[lane],
            kind: Kind::Share,
        });
    }
    let rest = rest.map(|rest| rest.max(0.0));
    let shares = given.into_iter().map(|(states, share)| (states, share.unwrap_or(rest))).collect();
    Ok(StartShares { domains: start.domains.clone(), shares })
}

/// `start: housing` or `start: housing, debt`: keys the random numbers of where a household starts.
pub fn start_name(scenario: &Scenario, start: &Start) -> String {
    let names: Vec<&str> = start.domains.iter().map(|domain| scenario.domains[*domain].id.as_str()).collect();
    format!("start: {}", names.join(", "))
}

/// For each domain the states in which some alternative starts.
pub fn start_states(scenario: &Scenario) -> Vec<Vec<bool>> {
    let mut found: Vec<Vec<bool>> = scenario.domains.iter().map(|domain| vec![false; domain.states.len()]).collect();
    let own = scenario.alternatives.iter().flat_map(|alternative| &alternative.starts);
    for start in scenario.starts.iter().chain(own) {
        for (states, share) in &start.shares {
            let never = share.is_some_and(|share| share.origin == crate::model::Origin::Fixed(0.0));
            for (domain, state) in start.domains.iter().zip(states).filter(|_| !never) {
                found[*domain][*state] = true;
            }
        }
    }
    found
}
