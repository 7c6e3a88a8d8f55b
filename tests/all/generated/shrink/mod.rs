//! The smallest scenario that still fails: parts are taken away and numbers made plain, one at a time, for as long as the
//! failure stays.

mod parts;
mod plain;
mod tests;
mod within;

use mkba::model::Scenario;
use std::time::{Duration, Instant};

/// Longest time that is spent on it.
const LONGEST: Duration = Duration::from_secs(60);

/// The smallest scenario found that fails as this one does; `failure` gives the reason of a failure.
pub fn smallest(scenario: Scenario, failure: impl Fn(&Scenario) -> Option<String>) -> Scenario {
    let started = Instant::now();
    let Some(reason) = failure(&scenario) else { return scenario };
    let fails = |smaller: &Scenario| failure(smaller).is_some_and(|other| kind(&other) == kind(&reason));
    let (mut scenario, mut at, mut tried_in_vain) = (scenario, 0, 0);
    loop {
        let smaller = steps(&scenario);
        if tried_in_vain >= smaller.len() || started.elapsed() > LONGEST {
            return scenario;
        }
        at %= smaller.len();
        if fails(&smaller[at]) {
            // The step that stands there now is the next one.
            scenario = smaller[at].clone();
            tried_in_vain = 0;
        } else {
            at += 1;
            tried_in_vain += 1;
        }
    }
}

/// Every scenario that is one step smaller, large steps first.
fn steps(scenario: &Scenario) -> Vec<Scenario> {
    parts::steps(scenario).chain(plain::steps(scenario)).collect()
}

/// What a reason says before its first figure: another scenario fails with other figures.
fn kind(reason: &str) -> &str {
    reason.split(|sign: char| sign.is_ascii_digit()).next().unwrap_or_default()
}
