//! Baseline courses, without help, of a block of households, a few of them at a time.
//!
//! In: the [`BaselineHazards`](crate::simulate::micro::events::baseline_hazard::BaselineHazards) of one draw, random
//! numbers. Out: a [`Path`] for each household. `simulator` says what the random numbers mean. This is the innermost
//! loop of the simulation: `docs/hot-path.md` tells why it is written as it is.

use crate::simulate::micro::events::baseline_hazard::{LineInterval, LineRow};
use crate::simulate::micro::events::path::{Path, Point};
use crate::simulate::micro::events::{Candidate, EventSimulator};
use crate::simulate::numeric::wide::{Work, widest};
use crate::simulate::random::exponential::Waits;
use crate::simulate::random::household_stream::{HouseholdStream, Words};
use std::hint::select_unpredictable;

/// Households of a block that are on their way at a time: what one waits for, another one can do.
const LANES: usize = 8;

/// Added to a number and taken away again this leaves the nearest whole number (1.5 times `2^52`); while it is there
/// the lowest bits are that number. Quicker than a conversion there and back.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// A household on its way.
struct Lane<'p> {
    path: &'p mut Path,
    words: Words,
    /// How far the next point lies, on the line of exits of each cycle to come, end to end. Below 0 it lies in the
    /// cycle of the last one.
    wait: f64,
    /// Cycles to the horizon.
    left: f64,
    /// Joint state on whose line the next point falls: that at the start of the cycle.
    line: u32,
    /// Joint state after the last point.
    joint: u32,
    /// At the horizon, and nobody else waits.
    ended: bool,
}

/// What is to be worked out.
struct Without<'a> {
    lines: Lines<'a>,
    block: &'a [HouseholdStream],
    paths: &'a mut [Path],
    fired: &'a mut Vec<Candidate>,
}

/// Works out the courses of a block of households.
pub(crate) fn without(
    simulator: &EventSimulator,
    block: &[HouseholdStream],
    paths: &mut [Path],
    fired: &mut Vec<Candidate>,
) {
    let (rows, intervals) = (simulator.baseline.rows.as_slice(), simulator.baseline.intervals.as_slice());
    let (waits, cycles) = (&simulator.layout.waits, simulator.cycles as f64);
    let lines = Lines { simulator, rows, intervals, waits, cycles, rows_end: cycles + ROUND };
    widest(Without { lines, block, paths, fired });
}

impl Work for Without<'_> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Self { lines, block, paths, fired } = self;
        let mut waiting = paths.iter_mut().zip(block).map(|(path, stream)| lines.set_out(path, *stream));
        let mut lanes: Vec<Lane> = waiting.by_ref().take(LANES).collect();
        while !lanes.is_empty() {
            let mut some_ended = false;
            for lane in &mut lanes {
                if lines.advance(lane, fired) {
                    continue;
                }
                match waiting.next() {
                    Some(next) => *lane = next,
                    None => (lane.ended, some_ended) = (true, true),
                }
            }
            if some_ended {
                lanes.retain(|lane| !lane.ended);
            }
        }
    }
}

/// What is needed for every point, at hand.
struct Lines<'a> {
    simulator: &'a EventSimulator<'a>,
    rows: &'a [LineRow],
    intervals: &'a [LineInterval],
    waits: &'a Waits,
    cycles: f64,
    /// The number of cycles with [`ROUND`] added.
    rows_end: f64,
}

impl Lines<'_> {
    #[inline(always)]
    fn set_out<'p>(&self, path: &'p mut Path, stream: HouseholdStream) -> Lane<'p> {
        path.clear();
        let mut words = stream.words(self.simulator.layout.course_key);
        let wait = self.next(&mut words);
        let joint = self.simulator.baseline.starts.of(stream) as u32;
        Lane { path, words, wait, left: self.cycles, line: joint, joint, ended: false }
    }

    #[inline(always)]
    fn next(&self, words: &mut Words) -> f64 {
        self.waits.draw(|| words.draw())
    }

    /// The next point of a household; false at the horizon.
    #[inline(always)]
    fn advance(&self, lane: &mut Lane, fired: &mut Vec<Candidate>) -> bool {
        let line = &self.rows[lane.line as usize];
        let empty = lane.wait * line.inverse;
        // Where there is no exit it is infinite, or no number.
        let enough = empty < lane.left;
        if !enough {
            lane.path.close(self.simulator.cycles as u32 + 1, self.simulator.layout.last(lane.joint));
            return false;
        }
        let Some(point) = lane.path.place() else {
            lane.path.grow();
            return true;
        };
        // Cycles without a point: the whole number below, -1 where it lies in the cycle of the last one.
        let empty = if empty > -1.0 { empty } else { -1.0 };
        let whole = (empty - 0.5 + ROUND) - ROUND;
        let at = lane.wait - whole * line.total;
        let slot = line.find(self.rows, at);
        let interval = &self.intervals[slot as usize];
        lane.left -= whole + 1.0;
        let row = (self.rows_end - lane.left).to_bits() as u32;
        *point = Point::new(at, row, slot);
        let joint = lane.joint.wrapping_add_signed(interval.shift);
        let wait = self.next(&mut lane.words) - interval.beyond;
        (lane.joint, lane.wait) = (joint, wait);
        if wait < interval.rivals {
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
        let line = &self.rows[lane.line as usize];
        let row = lane.path.points().last().map_or(0, |last| last.row);
        while lane.wait < 0.0 {
            let at = lane.wait + line.total;
            let slot = line.find(self.rows, at);
            lane.path.push(Point::new(at, row, slot));
            lane.wait = self.next(&mut lane.words) - self.intervals[slot as usize].beyond;
        }
        let points = lane.path.points_mut();
        let before = points.iter().rposition(|point| point.row != row).map_or(0, |last| last + 1);
        self.choose(&mut points[before..], fired);
        lane.joint = self.simulator.after(lane.line, fired);
        lane.line = lane.joint;
    }

    /// Of the points of a cycle those that happen.
    fn choose(&self, points: &mut [Point], fired: &mut Vec<Candidate>) {
        let baseline = &self.simulator.baseline;
        fired.clear();
        for point in points.iter() {
            let slot = point.slot();
            let time = baseline.height(point) / baseline.hazard[slot as usize];
            self.simulator.consider(Candidate { slot, time }, fired);
        }
        self.simulator.keep_ends(fired);
        for point in points {
            point.meet(fired.iter().any(|moved| moved.slot == point.slot()));
        }
    }
}
