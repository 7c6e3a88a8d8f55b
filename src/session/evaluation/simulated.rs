//! Finished cases that are made up from a scenario: one simulated household in each draw.
//!
//! In: a scenario with the answers of a household, what is looked at. Out: [`SimulatedCase`]s. They show how many cases an
//! evaluation takes to find something, and prove it: of a scenario that is right it finds nothing.

use crate::model::Scenario;
use crate::session::error::SessionError;
use crate::session::evaluation::followed::{paid_by, place, until};
use crate::session::trace::holding;
use crate::simulate::ledger::PUBLIC;
use crate::simulate::{Method, Monitor, Prepared, RunPlan};

/// What is looked at of made-up cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SimulatedLook {
    /// What they had: an alternative, the null alternative among them.
    pub alternative: String,
    /// Cycles for which they are followed.
    pub cycles: usize,
    /// Domain and state of each event.
    pub events: Vec<(String, String)>,
    /// Accounts that pay; `public` for all public ones together.
    pub accounts: Vec<String>,
    /// Measures.
    pub measures: Vec<String>,
}

/// What became of a made-up case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SimulatedCase {
    /// By event whether the household was ever there; not where the scenario does not know the state.
    pub ever: Vec<bool>,
    /// By account, euro, not discounted.
    pub costs: Vec<f64>,
    /// By measure the level at the start and at the end; `None` where no state tells it.
    pub levels: Vec<[Option<u8>; 2]>,
}

/// So many cases, from this draw on: case `i` has the figures and the luck of draw `first + i`.
///
/// # Errors
/// What the engine finds wrong, or a stop on request.
pub fn simulated(
    scenario: &Scenario,
    look: &SimulatedLook,
    (seed, first, count): (u64, u64, usize),
    monitor: &dyn Monitor,
) -> Result<Vec<SimulatedCase>, SessionError> {
    let scenario = until(scenario, &look.alternative, look.cycles);
    let own = scenario.alternatives.len() - 1;
    let plan = RunPlan { seed, first_draw: first, draws: count, households: 1, method: Method::Micro };
    let mut cases = vec![SimulatedCase::default(); count];
    for (domain, state) in &look.events {
        let found = place(&scenario, domain, state);
        let ends = match found {
            Some((domain, state, _)) => {
                let held = Prepared::new(holding(&scenario, domain, state))?.run_occupancy(&plan, monitor)?;
                held.alternatives.into_iter().nth(own).map(|own| own.ends_by_draw).unwrap_or_default()
            }
            None => Vec::new(),
        };
        let column = found.map_or(0, |(.., column)| column);
        for (at, case) in cases.iter_mut().enumerate() {
            case.ever.push(ends.get(at).is_some_and(|[_, end]| end[column] > 0.5));
        }
    }
    for account in &look.accounts {
        let results = Prepared::new(paid_by(&scenario, account))?.run_by_draw(&plan, monitor)?;
        for (case, draw) in cases.iter_mut().zip(&results.alternatives[own].draws) {
            case.costs.push(-draw.totals[PUBLIC]);
        }
    }
    if !look.measures.is_empty() {
        let results = Prepared::new(scenario.clone())?.run_occupancy(&plan, monitor)?;
        for (case, ends) in cases.iter_mut().zip(&results.alternatives[own].ends_by_draw) {
            let [start, end] = ends.each_ref().map(|shares| states(&scenario, shares));
            let level = |id: &String, states: &[usize]| {
                let measure = scenario.measures.iter().find(|known| known.id == *id)?;
                let ended = states.iter().zip(&scenario.domains).any(|(state, domain)| domain.states[*state].ends);
                if ended { None } else { measure.level(states) }
            };
            case.levels = look.measures.iter().map(|id| [level(id, &start), level(id, &end)]).collect();
        }
    }
    Ok(cases)
}

/// By domain the state in which a single household is.
fn states(scenario: &Scenario, shares: &[f64]) -> Vec<usize> {
    let mut rest = shares;
    let of_domain = |count: usize| {
        let (own, others) = rest.split_at(count.min(rest.len()));
        rest = others;
        own.iter().position(|share| *share > 0.5).unwrap_or(0)
    };
    scenario.domains.iter().map(|domain| domain.states.len()).map(of_domain).collect()
}
