//! Event simulation: households without history, from event to event, by competing risks.
//!
//! In: [`BaselineHazards`] and [`AlternativeHazards`]s of one draw, the random numbers of a household. Out: its
//! [`Path`] without help; `walk` goes on from there through the alternatives.
//!
//! The meaning is that of the month loop: for each household, cycle and transition one exponential variate `E`, the
//! same in all alternatives; of the exits of a state the one with the smallest `E / l` fires, if that is below 1. It is
//! met without drawing them all:
//!
//! - *Without help.* Lay the hazards `l` of the exits of a joint state end to end, `L` long, and let points of rate 1
//!   fall on that line in every cycle. The first point on the interval of an exit is its `E`, if it falls there at all.
//!   So one exponential variate `X` says how many cycles stay empty (`floor(X / L)`), on which exit the first point
//!   falls and with which `E`. What of the last variate reaches beyond a cycle is a fresh one for the next:
//!   exponentials have no memory.
//! - *With help* a household has the same `E` where one fell below the hazard `l` without help. Otherwise `E` is known
//!   to be at least `l`, and again without memory it is `l` plus a variate of its own, addressed by transition and
//!   cycle: the same in all alternatives. It is looked at only where it can matter: while the courses are apart, or
//!   where help makes something more likely.
//!
//! Only the random numbers themselves differ from those of the month loop, so that the two agree in distribution, not
//! household by household. `docs/hot-path.md` explains this at more length.

pub(crate) mod additional_exits;
pub mod alternative_hazard;
pub(crate) mod baseline_course;
pub mod baseline_hazard;
pub(crate) mod cycle;
pub mod exit_layout;
pub mod path;
pub(crate) mod walk;

use crate::simulate::micro::course::CourseDifference;
use crate::simulate::micro::events::additional_exits::AdditionalExits;
use crate::simulate::micro::events::alternative_hazard::AlternativeHazards;
use crate::simulate::micro::events::baseline_course::without;
use crate::simulate::micro::events::baseline_hazard::BaselineHazards;
use crate::simulate::micro::events::exit_layout::{Layout, Slot};
use crate::simulate::micro::events::path::Path;
use crate::simulate::micro::events::walk::EventWalk;
use crate::simulate::random::household_stream::HouseholdStream;

/// An exit that may fire in a cycle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) slot: u32,
    /// `E / l`.
    pub(crate) time: f64,
}

/// Households whose courses without help are worked out together.
pub const BLOCK: usize = 64;

/// Memory that is used again for every household.
#[derive(Debug, Default)]
pub struct EventWorkspace {
    /// Courses without help of a block of households.
    pub paths: Vec<Path>,
    pub(crate) fired: Vec<Candidate>,
    /// By alternative.
    additional: Vec<AdditionalExits>,
}

/// All alternatives in one draw.
pub struct EventSimulator<'a> {
    /// Exits of all joint states.
    pub layout: &'a Layout,
    /// The course without help.
    pub baseline: BaselineHazards,
    /// The other alternatives, in the order of the scenario.
    pub alternatives: Vec<AlternativeHazards<'a>>,
    /// Number of cycles.
    pub cycles: usize,
}

impl EventSimulator<'_> {
    /// Forgets what was worked out in another draw.
    pub fn begin(&self, events: &mut EventWorkspace) {
        events.additional.resize_with(self.alternatives.len(), AdditionalExits::default);
        events.additional.iter_mut().for_each(AdditionalExits::forget);
    }

    /// Courses without help of a block of at most [`BLOCK`] households.
    pub fn without(&self, block: &[HouseholdStream], events: &mut EventWorkspace) {
        let EventWorkspace { paths, fired, .. } = events;
        paths.resize_with(BLOCK, Path::default);
        without(self, block, paths, fired);
    }

    /// A household in all alternatives, after its course without help; [`Self::begin`] comes first.
    pub fn with(
        &self,
        stream: HouseholdStream,
        household: usize,
        events: &mut EventWorkspace,
        differences: &mut [CourseDifference],
    ) {
        let EventWorkspace { paths, fired, additional } = events;
        for ((alternative, difference), additional) in self.alternatives.iter().zip(differences).zip(additional) {
            EventWalk::new(self, alternative, stream, paths[household].points())
                .simulate(additional, fired, difference);
        }
    }

    #[inline(always)]
    pub(crate) fn slot(&self, candidate: &Candidate) -> Slot {
        self.layout.slots[candidate.slot as usize]
    }

    /// Adds an exit that may fire, unless another exit of the same domain comes first. Exits come domain by domain.
    #[inline(always)]
    pub(crate) fn consider(&self, new: Candidate, fired: &mut Vec<Candidate>) {
        match fired.last_mut() {
            Some(last) if self.slot(last).domain == self.slot(&new).domain => {
                if new.time < last.time {
                    *last = new;
                }
            }
            _ => fired.push(new),
        }
    }

    /// Where something that happens ends everything, the rest does not happen.
    #[inline(always)]
    pub(crate) fn keep_ends(&self, fired: &mut Vec<Candidate>) {
        let ends = |candidate: &Candidate| self.layout.ends[usize::from(self.slot(candidate).transition)];
        if fired.len() > 1 && fired.iter().any(ends) {
            fired.retain(ends);
        }
    }

    /// Where a household is after all this.
    #[inline(always)]
    pub(crate) fn after(&self, joint: u32, fired: &[Candidate]) -> u32 {
        fired.iter().fold(joint, |joint, candidate| joint.wrapping_add_signed(self.slot(candidate).shift))
    }
}
