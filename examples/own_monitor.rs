//! Own monitor: follows a run and stops it when it takes too long.
//!
//! `cargo run --release --example own_monitor --no-default-features`

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use mkba::ErrorKind;
use mkba::prelude::*;

/// Counts draws, and stops a run at a deadline.
struct Deadline {
    at: Instant,
    draws: AtomicUsize,
}

impl Monitor for Deadline {
    fn advance(&self, draws: usize) {
        self.draws.fetch_add(draws, Ordering::Relaxed);
    }

    fn stopped(&self) -> bool {
        Instant::now() > self.at
    }
}

fn main() -> Result<(), Error> {
    let scenario = Scenario::read("scenarios/huisuitzetting.toml")?;
    let deadline = Deadline { at: Instant::now() + Duration::from_secs(1), draws: AtomicUsize::new(0) };
    let session = Session::new(scenario).draws(100_000).households(100);
    match session.run_with(&deadline).map_err(Error::from) {
        Ok(run) => println!("done in time: {} draws", run.plan.draws),
        Err(error) if error.kind() == ErrorKind::Stopped => {
            println!("{error} after {} draws", deadline.draws.into_inner());
        }
        Err(error) => return Err(error),
    }
    Ok(())
}
