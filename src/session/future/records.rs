//! Records of single households: where each is, month by month, as a register would have them.
//!
//! In: a prepared scenario, a plan, a number of households. Out: [`Person`]s one by one. The first household of each draw comes
//! first, then the second of each, so that what we do not know is among them as in a run; at the means there is one draw.
//!
//! Who estimates rates from records of a register can try that on these, of which the rates are known.

use crate::session::error::SessionError;
use crate::session::future::worlds;
use crate::simulate::{Monitor, Prepared, RunPlan, SimulationError};
use rayon::prelude::*;

/// Households that are worked out before they are handed over.
const AT_ONCE: usize = 256;

/// One household.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Its number, from 1.
    pub number: usize,
    /// By alternative, the null alternative first, by border of a cycle and by domain: the state.
    pub states: Vec<Vec<Vec<usize>>>,
}

/// So many households, handed over in order.
///
/// # Errors
/// What the engine finds wrong, a stop on request, or what `take` says.
pub fn records<E: From<SessionError>>(
    prepared: &Prepared,
    plan: &RunPlan,
    count: usize,
    monitor: &dyn Monitor,
    mut take: impl FnMut(&Person) -> Result<(), E>,
) -> Result<(), E> {
    for start in (0..count).step_by(AT_ONCE) {
        let numbers = start..count.min(start + AT_ONCE);
        let found: Result<Vec<Person>, SessionError> =
            numbers.into_par_iter().map(|number| person(prepared, plan, number, monitor)).collect();
        found?.iter().try_for_each(&mut take)?;
    }
    Ok(())
}

fn person(prepared: &Prepared, plan: &RunPlan, number: usize, monitor: &dyn Monitor) -> Result<Person, SessionError> {
    if monitor.stopped() {
        return Err(SimulationError::Stopped.into());
    }
    let (draw, household) = (number % plan.draws.max(1), number / plan.draws.max(1));
    let own = RunPlan { first_draw: plan.first_draw + draw as u64, ..*plan };
    let results = prepared.future(&own, household, monitor)?;
    let domains: Vec<usize> = prepared.scenario().domains.iter().map(|domain| domain.states.len()).collect();
    let of_world = |alternative| worlds(alternative, &domains).into_iter().map(|world| world.states).collect();
    Ok(Person { number: number + 1, states: results.alternatives.iter().map(of_world).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Scenario;
    use crate::simulate::engine::variation::at_means;
    use crate::simulate::{Method, Unwatched};
    use std::path::Path;

    /// Shares of records in each state are those of the exact method.
    #[test]
    fn records_are_where_the_exact_method_says() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/example/example.toml");
        let prepared = Prepared::new(at_means(&Scenario::read(&path).expect("a scenario"))).expect("sound");
        let plan = RunPlan { seed: 1, first_draw: 0, draws: 1, households: 0, method: Method::Cohort };
        let exact = prepared.occupancy(&plan, &Unwatched).expect("shares");
        let (count, mut there) = (4_000, vec![0usize; prepared.scenario().domains[0].states.len()]);
        let last = prepared.scenario().settings.horizon;
        let mut seen = Vec::new();
        records(&prepared, &plan, count, &Unwatched, |person| {
            there[person.states[1][last][0]] += 1;
            seen.push(person.number);
            Ok::<(), SessionError>(())
        })
        .expect("records");
        assert!(seen.iter().copied().eq(1..=count));
        for (state, there) in there.into_iter().enumerate() {
            let wanted = exact[1][last][state];
            let error = (wanted * (1.0 - wanted) / count as f64).sqrt();
            let found = there as f64 / count as f64;
            assert!((found - wanted).abs() < 4.0 * error + 1e-9, "{state}: {found}, exact {wanted}");
        }
    }
}
