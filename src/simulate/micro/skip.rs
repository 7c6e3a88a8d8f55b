//! Households without history, from event to event: the simulation that skips empty time.
//!
//! In: [`Law`] and [`Change`]s of one draw, the luck of a household. Out: its [`Course`] without help, and for each
//! alternative the [`Parting`] from it.
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

use super::course::{Course, Happened, Parting, Start, Stay};
use super::law::{Change, Law};
use super::layout::{Layout, Slot};
use crate::simulate::luck::{Luck, exponential, threshold};
use std::ops::Range;

/// Number of words, `2^64`.
const WORDS: f64 = 18_446_744_073_709_551_616.0;

/// An `E` that fell below the hazard of an exit without help.
#[derive(Clone, Copy, Debug)]
struct Point {
    /// Row at the end of the cycle.
    row: u32,
    slot: u32,
    height: f64,
}

/// An exit that may fire in a cycle.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    slot: u32,
    /// `E / l`.
    time: f64,
}

/// An exit of which the household's own luck decides.
#[derive(Clone, Copy, Debug)]
struct Watched {
    /// Key of its luck.
    key: u64,
    /// It may fire below this word.
    limit: u64,
    slot: u32,
    /// The same exit without help, or [`NONE`].
    same: u32,
    /// Its `E` is known to be at least this, unless it had a point.
    known: f64,
}

/// No slot.
const NONE: u32 = u32::MAX;

/// Room that is used again for every household.
#[derive(Debug, Default)]
pub struct Trace {
    /// In the order of rows.
    points: Vec<Point>,
    fired: Vec<Candidate>,
    /// Exits that can surprise while the courses are apart, and where the household is with and without help and what
    /// acts then.
    watched: Vec<Watched>,
    watched_for: Option<(u32, u32, u32)>,
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
    /// The course of a household without help.
    pub fn without(&self, luck: Luck, course: &mut Course, trace: &mut Trace) {
        course.clear();
        trace.points.clear();
        let mut joint = self.law.start(self.layout, luck);
        course.stays.push(Stay { from: 0, joint: joint as u32 });
        let mut words = 0;
        let mut next = || {
            self.layout.waits.draw(|| {
                words += 1;
                luck.cycle(words).word(self.layout.course_key)
            })
        };
        let upper = self.law.upper.as_slice();
        let mut wait = next();
        let mut row = 0u32;
        loop {
            let line = &self.law.rows[joint];
            let empty = wait * line.inverse;
            if line.total <= 0.0 || empty >= f64::from(self.cycles as u32 - row) {
                course.close(self.cycles as u32 + 1);
                return;
            }
            let empty = empty as u32;
            row += empty + 1;
            let at = (wait - f64::from(empty) * line.total).max(0.0);
            let mut slot = line.guess(at);
            while slot < line.end as usize && upper[slot] <= at {
                slot += 1;
            }
            if slot == line.end as usize {
                // By rounding alone: the point lies at the very end of the line.
                wait = 0.0;
                continue;
            }
            let lower = if slot > line.first as usize { upper[slot - 1] } else { 0.0 };
            trace.points.push(Point { row, slot: slot as u32, height: (at - lower).max(0.0) });
            wait = upper[slot] + next() - line.total;
            let after = if wait >= 0.0 {
                let slot = self.layout.slots[slot];
                course.fired.push(Happened { row, transition: slot.transition });
                (joint as i32 + slot.shift) as usize
            } else {
                self.more(joint, row, &mut wait, &mut next, course, trace)
            };
            if after != joint {
                course.stays.push(Stay { from: row, joint: after as u32 });
                joint = after;
            }
        }
    }

    /// More points in the cycle of the last one; `wait` is how far the next lies from the end of the line. Returns where
    /// the household is after what happens.
    #[inline(never)]
    fn more(
        &self,
        joint: usize,
        row: u32,
        wait: &mut f64,
        next: &mut impl FnMut() -> f64,
        course: &mut Course,
        trace: &mut Trace,
    ) -> usize {
        let (line, upper) = (&self.law.rows[joint], &self.law.upper);
        let first = trace.points.len() - 1;
        let mut slot = trace.points[first].slot as usize + 1;
        while *wait < 0.0 {
            let at = line.total + *wait;
            while slot < line.end as usize && upper[slot] <= at {
                slot += 1;
            }
            if slot == line.end as usize {
                *wait = 0.0;
                break;
            }
            trace.points.push(Point { row, slot: slot as u32, height: (at - upper[slot - 1]).max(0.0) });
            *wait = upper[slot] + next() - line.total;
            slot += 1;
        }
        let Trace { points, fired, .. } = trace;
        fired.clear();
        for point in &points[first..] {
            let hazard = self.law.hazard[self.layout.exits[point.slot as usize] as usize];
            self.consider(Candidate { slot: point.slot, time: point.height / hazard }, fired);
        }
        self.keep_ends(fired);
        let happened = fired.iter().map(|one| self.slot(one));
        course.fired.extend(happened.clone().map(|slot| Happened { row, transition: slot.transition }));
        happened.fold(joint as i32, |joint, slot| joint + slot.shift) as usize
    }

    #[inline(always)]
    fn slot(&self, one: &Candidate) -> Slot {
        self.layout.slots[one.slot as usize]
    }

    /// Adds an exit that may fire, unless another exit of the same domain comes first. Exits come domain by domain.
    #[inline(always)]
    fn consider(&self, new: Candidate, fired: &mut Vec<Candidate>) {
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
    fn keep_ends(&self, fired: &mut Vec<Candidate>) {
        let ends = |one: &Candidate| self.layout.ends[usize::from(self.slot(one).transition)];
        if fired.len() > 1 && fired.iter().any(ends) {
            fired.retain(ends);
        }
    }

    /// How a household's course in an alternative parts from that without help.
    pub fn with(&self, change: &Change, luck: Luck, null: &Course, trace: &mut Trace, parting: &mut Parting) {
        parting.clear();
        trace.watched_for = None;
        let mut walk = Walk::begin(self, change, luck, null);
        parting.note(0..1, walk.joint as u32, walk.null_state() as u32);
        while walk.cycle < self.cycles {
            walk.start_interventions(luck, parting);
            let (acting, until) = change.acting(walk.responding, walk.cycle, self.cycles);
            walk.acting = acting;
            walk.live_until(until, luck, trace, parting);
        }
        walk.start_interventions(luck, parting);
        walk.end_activity(parting);
    }
}

/// A household on its way through an alternative.
struct Walk<'a> {
    skip: &'a Skip<'a>,
    change: &'a Change,
    null: &'a Course,
    cycle: usize,
    joint: usize,
    /// Interventions that reach the household, as bits; that it responds to; and those among them that still act.
    reached: u32,
    responding: u32,
    acting: u32,
    /// Stay of the course without help in which `cycle` lies.
    stay: usize,
    /// First point of the course without help that may still come, and first transition.
    point: usize,
    fired: usize,
    /// Row from which on everything has stopped.
    ended: Option<usize>,
}

impl<'a> Walk<'a> {
    fn begin(skip: &'a Skip, change: &'a Change, luck: Luck, null: &'a Course) -> Self {
        let joint = change.start(skip.layout, luck, null.stays[0].joint as usize);
        let ended = skip.layout.ended[joint].then_some(0);
        Self {
            skip,
            change,
            null,
            cycle: 0,
            joint,
            reached: 0,
            responding: 0,
            acting: 0,
            stay: 0,
            point: 0,
            fired: 0,
            ended,
        }
    }

    /// Where the household is without help at this border.
    #[inline(always)]
    fn null_state(&mut self) -> usize {
        while self.null.stays[self.stay + 1].from as usize <= self.cycle {
            self.stay += 1;
        }
        self.null.stays[self.stay].joint as usize
    }

    /// Interventions that start at this border.
    fn start_interventions(&mut self, luck: Luck, parting: &mut Parting) {
        let change = self.change;
        for (index, one) in change.episodes.iter().enumerate() {
            if self.ended.is_some() {
                return;
            }
            if one.asked == self.cycle && one.reaches(luck, self.joint) {
                self.reached |= 1 << index;
            }
            if one.start == self.cycle && self.reached >> index & 1 == 1 {
                let responds = one.succeeds(luck);
                let until = self.cycle + one.lasts;
                parting.marks.starts.push(Start { intervention: index, row: self.cycle, responds, until });
                if responds {
                    self.responding |= 1 << index;
                    self.arrive(one.responder_at(self.joint), self.cycle);
                }
            }
        }
    }

    #[inline(always)]
    fn arrive(&mut self, joint: usize, row: usize) {
        self.joint = joint;
        if self.skip.layout.ended[joint] && self.ended.is_none() {
            self.ended = Some(row);
        }
    }

    /// Lives up to a border before which nothing starts or ceases to act.
    fn live_until(&mut self, until: usize, luck: Luck, trace: &mut Trace, parting: &mut Parting) {
        let likelier = self.change.makes_likelier(self.acting);
        while self.cycle < until {
            let without = self.null_state();
            let together = self.joint == without && !likelier && !self.change.raises(without);
            match together {
                true if self.acting == 0 && self.change.lives_as_null() => self.follow(until),
                true if self.find_change(trace, until) => self.step(luck, true, trace, parting),
                true => self.follow(until),
                false if self.find_surprise(luck, until, trace, parting) => self.step(luck, false, trace, parting),
                false => {}
            }
        }
    }

    /// Lives as without help up to this border.
    fn follow(&mut self, border: usize) {
        self.cycle = border;
        self.joint = self.null_state();
        if self.skip.layout.ended[self.joint] && self.ended.is_none() {
            self.ended = Some(self.null.stays[self.stay].from as usize);
        }
    }

    /// Goes to the next cycle before a border in which something may happen without help that may not happen with help.
    fn find_change(&mut self, trace: &Trace, border: usize) -> bool {
        let (layout, as_null) = (self.skip.layout, self.change.lives_as_null());
        // All points of a cycle count, also those before the one that is found.
        let (mut at, mut of_row) = (self.point, 0);
        while let Some(point) = trace.points.get(at) {
            let row = point.row as usize;
            if row != of_row {
                (self.point, of_row) = (at, row);
            }
            if row > border {
                return false;
            }
            let touched = self.acting != 0 && self.change.touches(layout.slots[point.slot as usize].transition);
            if row > self.cycle && (touched || !as_null) {
                self.follow(row - 1);
                return true;
            }
            at += 1;
        }
        self.point = at;
        false
    }

    /// Goes to the next cycle before a border in which something may happen with help, the household being apart, or
    /// something being more likely; puts down the rows up to there. False where there is none.
    fn find_surprise(&mut self, luck: Luck, border: usize, trace: &mut Trace, parting: &mut Parting) -> bool {
        let without = self.null.stays[self.stay].joint;
        self.forget_past(trace);
        let event = trace.points.get(self.point).map_or(border, |point| border.min(point.row as usize - 1));
        let places = Some((self.joint as u32, without, self.acting));
        if trace.watched_for != places {
            trace.watched_for = places;
            self.watch(&mut trace.watched);
        }
        let from = self.cycle as u32 + 1;
        while self.cycle < event {
            let luck = luck.cycle(self.cycle + 1);
            if trace.watched.iter().any(|one| luck.word(one.key) < one.limit) {
                break;
            }
            self.cycle += 1;
        }
        // Rows up to this border; the row at the end of this cycle is put down once it is known what happens in it.
        parting.note(from..self.cycle as u32 + 1, self.joint as u32, without);
        self.cycle < border
    }

    /// Looks up the exits of which the household's own luck decides.
    fn watch(&self, watched: &mut Vec<Watched>) {
        let layout = self.skip.layout;
        let without = self.null.stays[self.stay].joint as usize;
        let hazards = self.change.hazards(&self.skip.law);
        watched.clear();
        let mut add = |slot: usize, same: u32, known: f64| {
            let transition = layout.slots[slot].transition;
            let touched = self.acting != 0 && self.change.touches(transition);
            let most = if touched { self.change.most(self.acting, transition) } else { 1.0 };
            let above = hazards[layout.exits[slot] as usize] * most - known;
            if above > 0.0 {
                // `1 - exp(-l) <= l`; the conversion saturates at the largest word.
                let (key, limit) = (layout.keys[usize::from(transition)], (above * WORDS) as u64);
                watched.push(Watched { key, limit, slot: slot as u32, same, known });
            }
        };
        let as_null = self.acting == 0 && self.change.lives_as_null();
        let both = layout.local(self.joint).iter().zip(layout.local(without)).enumerate();
        for (place, (own, other)) in both.filter(|(_, (own, other))| !as_null || own != other) {
            let slots = layout.of_domain(self.joint, place);
            if own.state != other.state || layout.ended[without] {
                slots.for_each(|slot| add(slot, NONE, 0.0));
            } else {
                let known = |same: usize| self.skip.law.hazard[layout.exits[same] as usize];
                slots
                    .zip(layout.of_domain(without, place))
                    .for_each(|(slot, same)| add(slot, same as u32, known(same)));
            }
        }
    }

    #[inline(always)]
    fn forget_past(&mut self, trace: &Trace) {
        while trace.points.get(self.point).is_some_and(|point| point.row as usize <= self.cycle) {
            self.point += 1;
        }
    }

    /// Points and transitions without help in this cycle.
    #[inline(always)]
    fn of_cycle(&mut self, trace: &Trace) -> [Range<usize>; 2] {
        self.forget_past(trace);
        while self.null.fired.get(self.fired).is_some_and(|one| one.row as usize <= self.cycle) {
            self.fired += 1;
        }
        let row = self.cycle as u32 + 1;
        let points = trace.points[self.point..].iter().take_while(|point| point.row == row).count();
        let fired = self.null.fired[self.fired..].iter().take_while(|one| one.row == row).count();
        [self.point..self.point + points, self.fired..self.fired + fired]
    }

    /// One cycle. `together`: the household is where it would have been, and nothing is more likely than there.
    fn step(&mut self, luck: Luck, together: bool, trace: &mut Trace, parting: &mut Parting) {
        let [of_points, of_fired] = self.of_cycle(trace);
        let Trace { points, fired, watched, .. } = trace;
        let points = &points[of_points];
        fired.clear();
        if together {
            self.thin(points, fired);
        } else {
            self.look(points, watched, luck, fired);
        }
        self.skip.keep_ends(fired);
        let row = self.cycle as u32 + 1;
        let without = &self.null.fired[of_fired];
        let happened = fired.iter().map(|one| self.skip.slot(one));
        if !happened.clone().map(|slot| slot.transition).eq(without.iter().map(|one| one.transition)) {
            parting.gained.extend(happened.clone().map(|slot| Happened { row, transition: slot.transition }));
            parting.lost.extend_from_slice(without);
        }
        let after = happened.fold(self.joint as i32, |joint, slot| joint + slot.shift);
        self.cycle += 1;
        self.arrive(after as usize, self.cycle);
        parting.note(row..row + 1, self.joint as u32, self.null_state() as u32);
    }

    /// Of what may happen without help that which happens with help as well.
    fn thin(&self, points: &[Point], fired: &mut Vec<Candidate>) {
        for point in points {
            let hazard = self.hazard(point.slot as usize);
            if point.height < hazard {
                self.skip.consider(Candidate { slot: point.slot, time: point.height / hazard }, fired);
            }
        }
    }

    /// The hazard of an exit with help.
    #[inline(always)]
    fn hazard(&self, slot: usize) -> f64 {
        let layout = self.skip.layout;
        let hazard = self.change.hazards(&self.skip.law)[layout.exits[slot] as usize];
        let transition = layout.slots[slot].transition;
        if self.acting != 0 && self.change.touches(transition) {
            return hazard * self.change.factor(self.acting, self.cycle, transition);
        }
        hazard
    }

    /// What may happen while the courses are apart, or something is more likely: by the household's own luck, and by
    /// what may happen without help.
    fn look(&self, points: &[Point], watched: &[Watched], luck: Luck, fired: &mut Vec<Candidate>) {
        let luck = luck.cycle(self.cycle + 1);
        for one in watched {
            let word = luck.word(one.key);
            if word >= one.limit || points.iter().any(|point| point.slot == one.same) {
                continue;
            }
            let hazard = self.hazard(one.slot as usize);
            if word < threshold(hazard - one.known) {
                fired.push(Candidate { slot: one.slot, time: (one.known + exponential(word)) / hazard });
            }
        }
        for point in points {
            let Some(slot) = self.own_slot(point.slot as usize) else { continue };
            let hazard = self.hazard(slot);
            if point.height < hazard {
                fired.push(Candidate { slot: slot as u32, time: point.height / hazard });
            }
        }
        if fired.len() > 1 {
            fired.sort_unstable_by_key(|one| one.slot);
            let mut found = std::mem::take(fired);
            found.drain(..).for_each(|one| self.skip.consider(one, fired));
        }
    }

    /// The slot with help of an exit without help, if the household has it.
    fn own_slot(&self, slot: usize) -> Option<usize> {
        let layout = self.skip.layout;
        let without = self.null.stays[self.stay].joint as usize;
        let place = usize::from(layout.slots[slot].domain);
        let same = layout.local(self.joint)[place].state == layout.local(without)[place].state;
        (same && !layout.ended[self.joint])
            .then(|| layout.of_domain(self.joint, place).start + slot - layout.of_domain(without, place).start)
    }

    /// Nothing is active once everything has stopped.
    fn end_activity(&self, parting: &mut Parting) {
        let Some(row) = self.ended else { return };
        parting.marks.starts.iter_mut().for_each(|start| start.until = start.until.min(row.max(start.row)));
    }
}
