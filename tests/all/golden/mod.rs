//! Fixed results for a fixed seed. The digest tells that numbers have changed, `golden.csv` which: raise the results version,
//! say so in the changelog, put the new digest here, and renew the numbers by `MKBA_UPDATE=1 cargo test --test all golden`.
//! Where only the digest holds, figures of shipped scenarios have changed or an analysis of the same results.

#[cfg(feature = "page")]
#[path = "../../outside/wasm/digits.rs"]
mod digits;
mod numbers;

use crate::generated::scenario;
use mkba::simulate::{Method, RESULTS_VERSION, RunPlan, Unwatched, run};
use numbers::{figures, moved, written};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// Digest of all outcomes of some generated scenarios, every bit of every number.
fn digest() -> String {
    let mut hash = Sha256::new();
    for seed in 0..12 {
        for method in [Method::Cohort, Method::Micro] {
            let plan = RunPlan { seed, first_draw: 0, draws: 11, households: 7, method };
            match run(&scenario(seed), &plan, &Unwatched) {
                Ok(results) => results.alternatives.iter().for_each(|alternative| {
                    let numbers =
                        alternative.draws.iter().flat_map(|draw| draw.totals.into_iter().chain(draw.net_benefit));
                    numbers
                        .chain(alternative.transitions.iter().copied())
                        .for_each(|n| hash.update(n.to_bits().to_le_bytes()));
                    let households = alternative.households.iter().flat_map(|draw| draw.net_benefit.iter().flatten());
                    households.for_each(|n| hash.update(n.to_bits().to_le_bytes()));
                }),
                Err(fault) => hash.update(format!("{fault:?}")),
            }
        }
    }
    hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn results_stay_what_they_are() {
    assert_eq!((RESULTS_VERSION, digest().as_str()), (5, "ba8b207da0be3272"));
}

#[test]
fn every_named_number_stays_what_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/golden/golden.csv");
    let now = figures();
    if std::env::var_os("MKBA_UPDATE").is_some() {
        fs::write(&path, written(&now)).expect("written");
    }
    let kept = fs::read_to_string(&path).expect("the numbers");
    let moved = moved(&kept, &now);
    assert!(moved.is_empty(), "{} numbers moved:\n{}", moved.len(), moved.join("\n"));
    assert!(now.len() >= 200, "only {} numbers", now.len());
}

/// WebAssembly is held to this file by `tests/outside/wasm.sh`.
#[cfg(feature = "page")]
#[test]
fn every_machine_gives_these_digits() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/golden/digits.txt");
    let now = format!("{:016x}\n", digits::hash_of_runs().expect("three runs"));
    if std::env::var_os("MKBA_UPDATE").is_some() {
        fs::write(&path, &now).expect("written");
    }
    assert_eq!(fs::read_to_string(&path).expect("the digits"), now);
}

#[test]
fn a_number_that_moved_is_named_with_its_old_and_its_new_value() {
    let now = vec![("a,exact,plan,mean".to_string(), 1.5), ("a,exact,plan,spread".to_string(), 0.1)];
    let kept = written(&now);
    assert_eq!(moved(&kept, &now), [""; 0]);
    let next = 1.5f64.next_up();
    let other = vec![(now[0].0.clone(), next), ("b,exact,plan,mean".to_string(), 2.0)];
    assert_eq!(
        moved(&kept, &other),
        [
            "a,exact,plan,mean: 1.5000000000000000e0 -> 1.5000000000000002e0 (1.5e-16 of it)",
            "a,exact,plan,spread: 1.0000000000000001e-1 -> nothing",
            "b,exact,plan,mean: nothing -> 2.0000000000000000e0",
        ]
    );
}
