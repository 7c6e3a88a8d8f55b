//! Cache of expected courses: what happens to the average household, kept for runs with other values.
//!
//! In: compiled hazards of a group of draws. Out: the [`Trajectory`] that the exact method worked out for the very same
//! hazards, to the bit. A value that only prices look at leaves all hazards as they are, one of an alternative leaves those
//! of the others: then nothing but pricing is done again.

use crate::simulate::compile::hazard::Hazards;
use crate::simulate::engine::occupancy::Occupancy;
use crate::simulate::ledger::series::TimeSeries;
use crate::simulate::ledger::trajectory::Trajectory;
use crate::simulate::limits::LANES;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What the exact method found for one alternative in a group of draws.
#[derive(Debug)]
pub(crate) struct ExpectedCourse {
    pub(crate) trajectory: Trajectory<LANES>,
    /// Time in joint states, by item.
    pub(crate) times: TimeSeries<LANES>,
    pub(crate) occupancy: Occupancy,
    /// By draw how often chances were scaled down, as they added up to more than 1.
    pub(crate) capped: Vec<u64>,
}

/// The draws of a group, and an alternative.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Address {
    pub(crate) draws: Vec<u64>,
    pub(crate) alternative: usize,
}

#[derive(Debug)]
struct Kept {
    hazards: Hazards<LANES>,
    course: Arc<ExpectedCourse>,
}

/// The last course of each group of draws and alternative, as long as there is space.
#[derive(Debug)]
pub(crate) struct CourseCache {
    /// Most bytes of trajectories.
    pub(crate) most_bytes: usize,
    kept: Mutex<FxHashMap<Address, Kept>>,
}

impl CourseCache {
    /// An empty cache.
    pub(crate) fn new(most_bytes: usize) -> Self {
        Self { most_bytes, kept: Mutex::default() }
    }

    /// The course for these hazards: kept, or worked out and kept. While one thread works out another may ask for the
    /// same; both find the same.
    pub(crate) fn course(
        &self,
        address: Address,
        hazards: &Hazards<LANES>,
        work_out: impl FnOnce() -> ExpectedCourse,
    ) -> Arc<ExpectedCourse> {
        let known =
            self.lock().get(&address).filter(|kept| kept.hazards.same_bits(hazards)).map(|kept| &kept.course).cloned();
        known.unwrap_or_else(|| {
            let course = Arc::new(work_out());
            self.keep(address, hazards, &course);
            course
        })
    }

    fn keep(&self, address: Address, hazards: &Hazards<LANES>, course: &Arc<ExpectedCourse>) {
        let mut kept = self.lock();
        // Courses of one scenario are about as large as each other.
        let fits = (kept.len() + 1).saturating_mul(course.trajectory.bytes()) <= self.most_bytes;
        if fits || kept.contains_key(&address) {
            kept.insert(address, Kept { hazards: hazards.clone(), course: Arc::clone(course) });
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, FxHashMap<Address, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
