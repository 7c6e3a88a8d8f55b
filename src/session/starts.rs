//! The runs that tell what comes out for each start of a mix.
//!
//! In: a prepared scenario and the plan of the run beside it. Out: [`StartAnswer`]s. Each is a run of its own in which all
//! households start alike, over the first draws of the run: the same parameters and the same luck.

use crate::analyse::StartAnswer;
use crate::analyse::answer::starts::of_start;
use crate::model::{Origin, Scenario, Start};
use crate::session::error::SessionError;
use crate::session::one_run::{OneRun, Source};
use crate::simulate::{Prepared, RunPlan, Variation};

/// Most draws of each run.
pub(super) const MOST_DRAWS: usize = 128;

/// One start of a mix.
pub(super) struct OneStart<'s> {
    start: &'s Start,
    states: &'s [usize],
    share: f64,
}

/// Starts with more than one state, but for those of which an alternative says something of its own: there the plan
/// would be compared with another start.
pub(super) fn mixed(scenario: &Scenario) -> Vec<OneStart<'_>> {
    let own = |start: &Start| {
        scenario
            .alternatives
            .iter()
            .any(|alternative| alternative.starts.iter().any(|one| one.domains == start.domains))
    };
    let mixes = scenario.starts.iter().filter(|start| !own(start));
    let split = mixes.map(|start| {
        let shares = shares(scenario, start);
        let states = start.shares.iter().map(|(states, _)| states.as_slice());
        let found: Vec<OneStart<'_>> = states
            .zip(shares)
            .filter(|(_, share)| *share > 0.0)
            .map(|(states, share)| OneStart { start, states, share })
            .collect();
        found
    });
    split.filter(|found| found.len() > 1).flatten().collect()
}

/// Shares at the means of all parameters.
fn shares(scenario: &Scenario, start: &Start) -> Vec<f64> {
    let share = |origin: &Origin| match origin {
        Origin::Fixed(value) => *value,
        Origin::Parameter(index) => scenario.parameters[*index].distribution.mean(),
        Origin::Characteristic(index) => scenario.characteristics[*index].value.mean(),
        Origin::Table(_) => 0.0,
    };
    let given: Vec<Option<f64>> =
        start.shares.iter().map(|(_, number)| number.as_ref().map(|number| share(&number.origin))).collect();
    let rest = 1.0 - given.iter().flatten().sum::<f64>();
    given.into_iter().map(|share| share.unwrap_or(rest).max(0.0)).collect()
}

/// Draws of each of these runs.
pub(super) fn draws(plan: &RunPlan) -> usize {
    plan.draws.min(MOST_DRAWS)
}

/// The runs for each start.
pub(super) fn runs(prepared: &Prepared, plan: &RunPlan) -> Result<Vec<OneRun>, SessionError> {
    let scenario = prepared.scenario();
    let run = |one: &OneStart<'_>| {
        let named = one.start.domains.iter().zip(one.states);
        let starts = named.map(|(domain, state)| {
            let domain = &scenario.domains[*domain];
            (domain.id.clone(), domain.states[*state].id.clone())
        });
        let varied = prepared.vary(&Variation { starts: starts.collect(), ..Variation::default() })?;
        Ok(OneRun::by_draw(varied, RunPlan { draws: draws(plan), ..*plan }))
    };
    mixed(scenario).iter().map(run).collect()
}

/// What comes out for each start.
pub(super) fn by_start(
    prepared: &Prepared,
    plan: &RunPlan,
    results: Source<'_>,
) -> Result<Vec<StartAnswer>, SessionError> {
    let runs = runs(prepared, plan)?;
    let answer = |(one, run): (&OneStart<'_>, &OneRun)| {
        let found = results(run)?;
        Ok(of_start(run.prepared.scenario(), &found, &one.start.domains, one.states, one.share))
    };
    mixed(prepared.scenario()).iter().zip(&runs).map(answer).collect()
}
