//! What the benches share: scenarios from files, plans, and groups of measurements.

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion};
use mkba::model::Scenario;
use mkba::simulate::{Method, RunPlan};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A path within the project.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A scenario that has no faults.
pub fn load(name: &str) -> Scenario {
    match mkba::read::load(&mkba::read::Disk, &path(name), &[]) {
        Ok(loaded) => loaded.scenario,
        Err(refused) => panic!("{name} has faults: {:?}", refused.diagnostics),
    }
}

/// A group for things that take long: few samples.
pub fn group<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    group
}

/// Draws and households of a run with one method.
pub fn plan(method: Method, draws: usize, households: usize) -> RunPlan {
    RunPlan { seed: 1, first_draw: 0, draws, households, method }
}
