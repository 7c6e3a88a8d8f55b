//! Work beside the server's own: screens, answers and the database, with a limit on how many at once and on their time.
//!
//! In: a task. Out: what came of it, or that there is no room or time. A computation whose browser went away is stopped, and
//! so are all of them when the program ends.

use crate::simulate::Monitor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Computations at once: each uses all cores.
const COMPUTATIONS: usize = 2;
/// Screens and changes at once.
const SCREENS: usize = 8;
/// How long somebody waits for a place.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a task may take.
const MOST_TIME: Duration = Duration::from_secs(300);

/// Why nothing came of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotDone {
    /// Too much is being done, or it takes too long.
    Busy,
    /// It fell.
    Fell,
}

/// Places for tasks.
pub(super) struct Work {
    computations: Arc<Semaphore>,
    screens: Arc<Semaphore>,
    ending: Arc<AtomicBool>,
}

/// Stops a computation that nobody waits for, or when the program ends.
struct Stop {
    left: Arc<AtomicBool>,
    ending: Arc<AtomicBool>,
}

impl Monitor for Stop {
    fn advance(&self, _: usize) {}

    fn stopped(&self) -> bool {
        self.left.load(Ordering::Relaxed) || self.ending.load(Ordering::Relaxed)
    }
}

/// Who waits; when it is dropped nobody does.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Work {
    pub(super) fn new() -> Self {
        Self {
            computations: Arc::new(Semaphore::new(COMPUTATIONS)),
            screens: Arc::new(Semaphore::new(SCREENS)),
            ending: Arc::default(),
        }
    }

    /// Does a task that takes no time to speak of.
    pub(super) async fn quickly<T: Send + 'static>(
        &self,
        task: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, NotDone> {
        self.watched(move |_| task()).await
    }

    /// The same, of a task that reckons for a moment.
    pub(super) async fn watched<T: Send + 'static>(
        &self,
        task: impl FnOnce(&dyn Monitor) -> T + Send + 'static,
    ) -> Result<T, NotDone> {
        self.on(&self.screens, task).await
    }

    /// Does a task that reckons.
    pub(super) async fn reckoning<T: Send + 'static>(
        &self,
        task: impl FnOnce(&dyn Monitor) -> T + Send + 'static,
    ) -> Result<T, NotDone> {
        self.on(&self.computations, task).await
    }

    /// Stops all computations.
    pub(super) fn end(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    async fn on<T: Send + 'static>(
        &self,
        places: &Arc<Semaphore>,
        task: impl FnOnce(&dyn Monitor) -> T + Send + 'static,
    ) -> Result<T, NotDone> {
        let place = tokio::time::timeout(PATIENCE, places.clone().acquire_owned()).await;
        let Ok(Ok(place)) = place else { return Err(NotDone::Busy) };
        let left = Arc::new(AtomicBool::new(false));
        let (stop, _waiting) = (Stop { left: left.clone(), ending: self.ending.clone() }, Waiting(left));
        let done = tokio::task::spawn_blocking(move || {
            let done = task(&stop);
            // Its place is free when it is over, not when nobody waits any more.
            drop(place);
            done
        });
        match tokio::time::timeout(MOST_TIME, done).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(_)) => Err(NotDone::Fell),
            Err(_) => Err(NotDone::Busy),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use tokio::runtime::Runtime;

    #[test]
    fn a_computation_that_nobody_waits_for_stops() {
        let (work, runtime) = (Work::new(), Runtime::new().expect("threads"));
        let (told, hears) = mpsc::channel();
        runtime.block_on(async {
            let task = work.reckoning(move |monitor| {
                while !monitor.stopped() {
                    std::thread::sleep(Duration::from_millis(1));
                }
                told.send(()).expect("somebody hears");
            });
            assert!(tokio::time::timeout(Duration::from_millis(20), task).await.is_err());
        });
        hears.recv_timeout(Duration::from_secs(10)).expect("it stopped");
        // All places are free again.
        runtime.block_on(async {
            for _ in 0..2 * COMPUTATIONS {
                assert_eq!(work.reckoning(|_| 7).await, Ok(7));
            }
        });
    }

    #[test]
    fn all_stops_at_the_end_and_a_fall_is_told() {
        let (work, runtime) = (Arc::new(Work::new()), Runtime::new().expect("threads"));
        let own = work.clone();
        let waits = runtime.spawn(async move {
            own.reckoning(|monitor| {
                while !monitor.stopped() {
                    std::thread::sleep(Duration::from_millis(1));
                }
            })
            .await
        });
        work.end();
        assert_eq!(runtime.block_on(waits).expect("an end"), Ok(()));
        let fell = runtime.block_on(work.quickly(|| std::panic::resume_unwind(Box::new(()))));
        assert_eq!(fell, Err::<(), _>(NotDone::Fell));
    }
}
