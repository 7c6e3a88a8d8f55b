//! Households without history, from event to event: the simulation that skips empty time.
//!
//! In: [`Law`] and [`Change`]s of one draw, the luck of a household. Out: its [`Path`] without help; `walk` goes on from there
//! through the alternatives.
//!
//! The meaning is that of the month loop: for each household, cycle and transition one exponential variate `E`, the same
//! in all alternatives; of the exits of a state the one with the smallest `E / l` fires, if that is below 1. It is met
//! without drawing them all:
//!
//! - *Without help.* Lay the hazards `l` of the exits of a joint state end to end, `L` long, and let points of rate 1 fall
//!   on that line in every cycle. The first point on the stretch of an exit is its `E`, if it falls there at all. So one
//!   exponential variate `X` says how many cycles stay empty (`floor(X / L)`), on which exit the first point falls and with
//!   which `E`. What of the last variate reaches beyond a cycle is a fresh one for the next: exponentials have no memory.
//! - *With help* a household has the same `E` where one fell below the hazard `l` without help. Otherwise `E` is known to
//!   be at least `l`, and again without memory it is `l` plus a variate of its own, addressed by transition and cycle: the
//!   same in all alternatives. It is looked at only where it can matter: while the courses are apart, or where help makes
//!   something more likely.
//!
//! Only the luck itself differs from that of the month loop, so that the two agree in distribution, not household by
//! household. `docs/hot-path.md` explains this at more length.

use super::change::Change;
use super::course::Parting;
use super::law::Law;
use super::layout::{Layout, Slot};
use super::path::{Path, Point};
use super::walk::Walk;
use super::watch::Watch;
use crate::simulate::luck::{Luck, Words};
use std::hint::select_unpredictable;

/// An exit that may fire in a cycle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) slot: u32,
    /// `E / l`.
    pub(super) time: f64,
}

/// Households whose courses without help are worked out together.
pub const BLOCK: usize = 32;

/// Households of a block that are on their way at a time: what one waits for, another one can do.
const LANES: usize = 4;

/// Added to a number and taken away again this leaves the nearest whole number (1.5 times `2^52`); while it is there the
/// lowest bits are that number. Quicker than a conversion there and back.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// A household on its way without help.
struct Lane<'p> {
    path: &'p mut Path,
    words: Words,
    /// How far the next point lies, on the line of exits of each cycle to come, end to end. Below 0 it lies in the cycle of the
    /// last one.
    wait: f64,
    /// Cycles to the horizon.
    left: f64,
    /// Joint state on whose line the next point falls: that at the start of the cycle.
    line: u32,
    /// Joint state after the last point.
    joint: u32,
}

/// Room that is used again for every household.
#[derive(Debug, Default)]
pub struct Trace {
    /// Courses without help of a block of households.
    pub paths: Vec<Path>,
    pub(super) fired: Vec<Candidate>,
    /// By alternative.
    watches: Vec<Watch>,
}

/// All alternatives in one draw.
pub struct Skip<'a> {
    /// Exits of all joint states.
    pub layout: &'a Layout,
    /// The course without help.
    pub law: Law,
    /// The other alternatives, in the order of the scenario.
    pub changes: Vec<Change>,
    /// Number of cycles.
    pub cycles: usize,
}

impl Skip<'_> {
    /// Forgets what was worked out in another draw.
    pub fn begin(&self, trace: &mut Trace) {
        trace.watches.clear();
        trace.watches.resize_with(self.changes.len(), Watch::default);
    }

    /// Courses without help of a block of at most [`BLOCK`] households; [`Self::begin`] comes first.
    pub fn without(&self, block: &[Luck], trace: &mut Trace) {
        let Trace { paths, fired, .. } = trace;
        paths.resize_with(BLOCK, Path::default);
        let mut waiting = paths.iter_mut().zip(block).map(|(path, luck)| self.set_out(path, *luck));
        let mut lanes: Vec<Lane> = waiting.by_ref().take(LANES).collect();
        while !lanes.is_empty() {
            let mut at = 0;
            while let Some(lane) = lanes.get_mut(at) {
                if self.advance(lane, fired) {
                    at += 1;
                } else if let Some(next) = waiting.next() {
                    *lane = next;
                } else {
                    lanes.swap_remove(at);
                }
            }
        }
    }

    fn set_out<'p>(&self, path: &'p mut Path, luck: Luck) -> Lane<'p> {
        path.points.clear();
        let mut words = luck.words(self.layout.course_key);
        let wait = self.next(&mut words);
        let joint = self.law.starts.of(luck) as u32;
        Lane { path, words, wait, left: self.cycles as f64, line: joint, joint }
    }

    #[inline(always)]
    fn next(&self, words: &mut Words) -> f64 {
        self.layout.waits.draw(|| words.draw())
    }

    /// The next point of a household without help; false at the horizon.
    #[inline(always)]
    fn advance(&self, lane: &mut Lane, fired: &mut Vec<Candidate>) -> bool {
        let line = &self.law.rows[lane.line as usize];
        let empty = lane.wait * line.inverse;
        // Where there is no exit it is infinite, or no number.
        let enough = empty < lane.left;
        if !enough {
            lane.path.close(self.cycles as u32 + 1, self.layout.last(lane.joint));
            return false;
        }
        // Cycles without a point: the whole number below, -1 where it lies in the cycle of the last one.
        let empty = if empty > -1.0 { empty } else { -1.0 };
        let whole = (empty - 0.5 + ROUND) - ROUND;
        let at = lane.wait - whole * line.total;
        let slot = self.law.find(line, at);
        let stretch = &self.law.stretches[slot];
        lane.left -= whole + 1.0;
        let row = (self.cycles as f64 + ROUND - lane.left).to_bits() as u32;
        lane.path.points.push(Point::new(at, row, slot as u32));
        let joint = lane.joint.wrapping_add_signed(stretch.shift);
        let wait = self.next(&mut lane.words) - stretch.beyond;
        (lane.joint, lane.wait) = (joint, wait);
        if wait < stretch.rivals {
            self.end_cycle(lane, fired);
        } else {
            // Nobody can guess whether another point lies in this cycle.
            lane.line = select_unpredictable(wait >= 0.0, joint, lane.line);
        }
        true
    }

    /// The other points of a cycle of which not all may happen.
    #[cold]
    #[inline(never)]
    fn end_cycle(&self, lane: &mut Lane, fired: &mut Vec<Candidate>) {
        let line = &self.law.rows[lane.line as usize];
        let points = &mut lane.path.points;
        let row = points.last().map_or(0, |last| last.row);
        while lane.wait < 0.0 {
            let at = lane.wait + line.total;
            let slot = self.law.find(line, at);
            points.push(Point::new(at, row, slot as u32));
            lane.wait = self.next(&mut lane.words) - self.law.stretches[slot].beyond;
        }
        let before = points.iter().rposition(|point| point.row != row).map_or(0, |last| last + 1);
        self.choose(&mut points[before..], fired);
        lane.joint = self.after(lane.line, fired);
        lane.line = lane.joint;
    }

    /// A household in all alternatives, after its course without help.
    pub fn with(&self, luck: Luck, household: usize, trace: &mut Trace, partings: &mut [Parting]) {
        let Trace { paths, fired, watches } = trace;
        for ((change, parting), watch) in self.changes.iter().zip(partings).zip(watches) {
            Walk::new(self, change, luck, &paths[household]).live(watch, fired, parting);
        }
    }

    /// Of the points of a cycle those that happen.
    fn choose(&self, points: &mut [Point], fired: &mut Vec<Candidate>) {
        fired.clear();
        for point in points.iter() {
            let slot = point.slot();
            let time = self.law.height(point) / self.law.hazard[slot as usize];
            self.consider(Candidate { slot, time }, fired);
        }
        self.keep_ends(fired);
        for point in points {
            if !fired.iter().any(|one| one.slot == point.slot()) {
                point.come_late();
            }
        }
    }

    #[inline(always)]
    pub(super) fn slot(&self, one: &Candidate) -> Slot {
        self.layout.slots[one.slot as usize]
    }

    /// Adds an exit that may fire, unless another exit of the same domain comes first. Exits come domain by domain.
    #[inline(always)]
    pub(super) fn consider(&self, new: Candidate, fired: &mut Vec<Candidate>) {
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
    pub(super) fn keep_ends(&self, fired: &mut Vec<Candidate>) {
        let ends = |one: &Candidate| self.layout.ends[usize::from(self.slot(one).transition)];
        if fired.len() > 1 && fired.iter().any(ends) {
            fired.retain(ends);
        }
    }

    /// Where a household is after all this.
    #[inline(always)]
    pub(super) fn after(&self, joint: u32, fired: &[Candidate]) -> u32 {
        fired.iter().fold(joint, |joint, one| joint.wrapping_add_signed(self.slot(one).shift))
    }
}
