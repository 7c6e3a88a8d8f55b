//! Hash of runs: every bit of every figure of a shipped scenario, by each method.
//!
//! In: nothing. Out: a number that is the same on every machine.

use mkba::prelude::*;
use mkba::read::library::{WithLibrary, named};
use std::path::Path;

/// All figures by draw of three runs, mixed into one number.
pub fn hash_of_runs() -> Result<u64, Error> {
    let path = named(Path::new("huisuitzetting"))?;
    let prepared = Prepared::new(Scenario::read_with(&WithLibrary, path, &[])?)?;
    let mut hash = 0;
    for method in [Method::Cohort, Method::Micro, Method::Months] {
        let results = prepared.run(&RunPlan { draws: 24, households: 16, method, ..prepared.plan() }, &Unwatched)?;
        let draws = results.alternatives.iter().flat_map(|alternative| &alternative.draws);
        for number in draws.flat_map(|draw| draw.totals.into_iter().chain(draw.net_benefit).chain(draw.noise)) {
            hash = mix(hash, number.to_bits());
        }
        for parameter in results.parameters.iter().flatten() {
            hash = mix(hash, parameter.to_bits());
        }
    }
    Ok(hash)
}

fn mix(hash: u64, bits: u64) -> u64 {
    (hash.rotate_left(5) ^ bits).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
