//! Fixed results for a fixed seed. When this fails numbers have changed: raise the results version, say so in the
//! changelog, then put the new digest here.

use crate::generated::scenario;
use mkba::simulate::{Method, RESULTS_VERSION, RunPlan, Unwatched, run};
use sha2::{Digest, Sha256};

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
    assert_eq!((RESULTS_VERSION, digest().as_str()), (4, "4e99271fc4198e44"));
}
