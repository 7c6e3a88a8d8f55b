//! Estimated size and time of a run.
//!
//! In: a scenario. Out: its joint states, and a time in round numbers from a few draws on this machine: as many
//! threads as a run has, with few households, and for the exact method once more without any. It says nothing about
//! another machine.

use crate::model::Scenario;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::{self, LANES, Method, RunPlan, SimulationError, Unwatched};
use std::time::{Duration, Instant};

/// Households per draw in a trial.
const HOUSEHOLDS: usize = 64;

/// A rough time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoughTime {
    /// Less than two seconds.
    Moment,
    /// So many seconds.
    Seconds(u64),
    /// So many minutes.
    Minutes(u64),
    /// So many hours.
    Hours(u64),
}

/// How large a scenario is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunSize {
    /// Joint states of a household.
    pub joint_states: usize,
    /// Time of a run with the settings of the scenario.
    pub time: RoughTime,
}

/// The size of a run with the settings of the scenario.
///
/// # Errors
/// What the engine finds wrong in the first draws.
pub fn of_run(scenario: &Scenario) -> Result<RunSize, SimulationError> {
    let space = Space::new(scenario).map_err(SimulationError::TooManyStates)?;
    Ok(RunSize { joint_states: space.states, time: time(scenario)? })
}

fn time(scenario: &Scenario) -> Result<RoughTime, SimulationError> {
    let settings = &scenario.settings;
    let method = simulate::best_method(scenario)?;
    let draws = settings.draws.min(LANES * rayon::current_num_threads());
    let households = settings.households.min(HOUSEHOLDS);
    let plan = RunPlan { seed: settings.seed, first_draw: 0, draws, households, method };
    let with = trial(scenario, &plan)?;
    // What is worked out once per scenario.
    let once = trial(scenario, &RunPlan { draws: 0, ..plan })?.min(with);
    let without = match method {
        Method::Cohort => trial(scenario, &RunPlan { households: 0, ..plan })?.clamp(once, with),
        Method::Micro | Method::Months => once,
    };
    let of_households = (with - without).mul_f64(settings.households as f64 / households.max(1) as f64);
    let of_draws = (without - once + of_households).mul_f64(settings.draws as f64 / draws.max(1) as f64);
    Ok(rounded(once + of_draws))
}

/// The shortest of two, as the first is slowed down by what has to be fetched.
fn trial(scenario: &Scenario, plan: &RunPlan) -> Result<Duration, SimulationError> {
    let mut shortest = Duration::MAX;
    for _ in 0..2 {
        let started = Instant::now();
        simulate::run(scenario, plan, &Unwatched)?;
        shortest = shortest.min(started.elapsed());
        if shortest > Duration::from_secs(1) {
            break;
        }
    }
    Ok(shortest)
}

fn rounded(time: Duration) -> RoughTime {
    match time.as_secs() {
        0..2 => RoughTime::Moment,
        seconds @ 2..10 => RoughTime::Seconds(seconds),
        seconds @ 10..90 => RoughTime::Seconds(seconds.next_multiple_of(5)),
        seconds @ 90..5400 => RoughTime::Minutes(seconds.div_ceil(60)),
        seconds => RoughTime::Hours(seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_round() {
        let found = [0, 3, 21, 600, 7000].map(|seconds| rounded(Duration::from_secs(seconds)));
        let wanted = [
            RoughTime::Moment,
            RoughTime::Seconds(3),
            RoughTime::Seconds(25),
            RoughTime::Minutes(10),
            RoughTime::Hours(2),
        ];
        assert_eq!(found, wanted);
    }
}
