//! A property over scenarios that belong to seeds, the same ones each time; one that fails is made as small as can be.

use super::shrink::smallest;
use mkba::model::Scenario;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

/// Runs a property over `cases` scenarios.
///
/// # Panics
///
/// Where it fails, with the smallest scenario that was found to fail in the same way.
pub fn for_seeds(
    cases: u32,
    seed: u8,
    build: impl Fn(u64) -> Scenario,
    property: impl Fn(u64, &Scenario) -> Result<(), TestCaseError>,
) {
    // A seed that is smaller gives another scenario, not a smaller one.
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let failure = TestRunner::new_with_rng(config, rng).run(&any::<u64>(), |seed| property(seed, &build(seed)));
    match failure {
        Ok(()) => {}
        Err(TestError::Abort(reason)) => panic!("{reason}"),
        Err(TestError::Fail(reason, seed)) => {
            let found = smallest(build(seed), |scenario| failure_of(|| property(seed, scenario)));
            panic!("seed {seed}: {reason}\nthe smallest that was found ({}): {found:#?}", size(&found));
        }
    }
}

thread_local! {
    /// Whether a panic of this thread is of no interest.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Does something of which a panic is not shown.
fn quietly<T>(what: impl FnOnce() -> T) -> std::thread::Result<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let shown = take_hook();
        set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                shown(panic)
            }
        }));
    });
    QUIET.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(what));
    QUIET.set(false);
    outcome
}

/// Why a property does not hold; nothing where it holds or says nothing.
fn failure_of(property: impl Fn() -> Result<(), TestCaseError>) -> Option<String> {
    match quietly(property) {
        Ok(Err(TestCaseError::Fail(reason))) => Some(reason.to_string()),
        Ok(Ok(()) | Err(TestCaseError::Reject(_))) => None,
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            Some(text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_owned())
        }
    }
}

fn size(scenario: &Scenario) -> String {
    let interventions = scenario.alternatives.iter().map(|alternative| alternative.interventions.len()).sum::<usize>();
    format!(
        "{} domains, {} transitions, {} items, {} alternatives with {interventions} interventions, {} parameters, {} cycles",
        scenario.domains.len(),
        scenario.transitions.len(),
        scenario.items.len(),
        scenario.alternatives.len(),
        scenario.parameters.len(),
        scenario.settings.horizon
    )
}
