//! A household on its way through an alternative, beside its course without help.
//!
//! In: the [`Point`]s without help, the [`Change`], the random numbers of the household. Out: its [`Parting`]: where it is elsewhere, what
//! happens to it alone. `skip` says what the random numbers mean; pricing is not done here.

use crate::simulate::micro::course::{Parting, Start};
use crate::simulate::micro::events::additional_exits::{CourseSituation, Watch, Watched};
use crate::simulate::micro::events::alternative_hazard::Change;
use crate::simulate::micro::events::path::Point;
use crate::simulate::micro::events::{Candidate, Skip};
use crate::simulate::random::household_stream::HouseholdStream;

/// A household on its way.
pub(crate) struct EventWalk<'a> {
    pub(crate) skip: &'a Skip<'a>,
    pub(crate) change: &'a Change<'a>,
    pub(crate) stream: HouseholdStream,
    /// The course without help.
    pub(crate) points: &'a [Point],
    pub(crate) cycle: usize,
    pub(crate) joint: usize,
    /// Interventions that reach the household, as bits; that it responds to; and those among them that still act.
    reached: u32,
    responding: u32,
    pub(crate) acting: u32,
    /// First point without help that may still come.
    pub(crate) point: usize,
    /// Row from which on everything has stopped.
    ended: Option<usize>,
}

impl<'a> EventWalk<'a> {
    /// Where it begins.
    #[inline(always)]
    pub(crate) fn new(skip: &'a Skip, change: &'a Change, stream: HouseholdStream, points: &'a [Point]) -> Self {
        let null = skip.layout.slots[points[0].slot() as usize].joint;
        let joint = change.start(stream, null as usize);
        let ended = skip.layout.ended[joint].then_some(0);
        let (cycle, point) = (0, 0);
        Self { skip, change, stream, points, cycle, joint, reached: 0, responding: 0, acting: 0, point, ended }
    }

    /// Lives to the horizon.
    #[inline(never)]
    pub(crate) fn live(mut self, watch: &mut Watch, fired: &mut Vec<Candidate>, parting: &mut Parting) {
        parting.clear();
        parting.note(0..1, self.joint as u32, self.without());
        self.start_interventions(parting);
        if self.is_left_alone() {
            return;
        }
        while self.cycle < self.skip.cycles {
            let (acting, until) = self.change.acting(self.responding, self.cycle, self.skip.cycles);
            self.acting = acting;
            self.live_until(until, watch, fired, parting);
            self.start_interventions(parting);
        }
        self.end_activity(parting);
    }

    /// Whether the household lives as without help to the end, and that can be seen at a glance.
    fn is_left_alone(&self) -> bool {
        let Some(until) = self.change.calm_from else { return false };
        let acts = |point: &&Point| point.row as usize <= until;
        let mut points = self.points.iter().take_while(acts);
        self.joint == self.without() as usize
            && (self.responding == 0 || points.all(|point| self.change.leaves_alone(point)))
    }

    /// Where the household is without help at the start of the cycle of a point.
    #[inline(always)]
    pub(crate) fn joint_of(&self, point: &Point) -> u32 {
        self.skip.layout.slots[point.slot() as usize].joint
    }

    /// Where the household is without help at this boundary.
    #[inline(always)]
    pub(crate) fn without(&self) -> u32 {
        self.joint_of(&self.points[self.point])
    }

    /// The first point after this boundary.
    #[inline(always)]
    fn point_after(&self, boundary: usize) -> usize {
        if boundary == self.skip.cycles {
            return self.points.len() - 1;
        }
        // The last point lies beyond every boundary.
        let past = |point: &&Point| point.row as usize <= boundary;
        self.point + self.points[self.point..].iter().take_while(past).count()
    }

    /// Interventions that start at this boundary.
    #[inline(always)]
    fn start_interventions(&mut self, parting: &mut Parting) {
        if self.cycle <= self.change.last_start {
            self.start_some(parting);
        }
    }

    fn start_some(&mut self, parting: &mut Parting) {
        for (index, one) in self.change.episodes.iter().enumerate() {
            if self.ended.is_some() {
                return;
            }
            if one.asked == self.cycle && one.reaches(self.stream, self.joint) {
                self.reached |= 1 << index;
            }
            if one.start == self.cycle && self.reached >> index & 1 == 1 {
                let responds = one.succeeds(self.stream);
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
    pub(crate) fn arrive(&mut self, joint: usize, row: usize) {
        self.joint = joint;
        if self.skip.layout.ended[joint] && self.ended.is_none() {
            self.ended = Some(row);
        }
    }

    /// Lives up to a boundary before which nothing starts or ceases to act.
    fn live_until(&mut self, until: usize, watch: &mut Watch, fired: &mut Vec<Candidate>, parting: &mut Parting) {
        let likelier = self.change.makes_likelier(self.acting);
        while self.cycle < until {
            let without = self.without() as usize;
            let together = self.joint == without && !likelier && !self.change.raises(without);
            match together {
                true if self.acting == 0 && self.change.lives_as_null() => self.follow(until, self.point_after(until)),
                true => {
                    if self.find_change(until) {
                        self.step((&[], None), fired, parting);
                    }
                }
                false => {
                    let (with, without, acting) = (self.joint as u32, without as u32, self.acting);
                    let watched = watch.of(self.skip, self.change, CourseSituation { with, without, acting });
                    let surprise = self.find_surprise(until, watched, parting);
                    if self.cycle < until {
                        self.step((watched, surprise), fired, parting);
                    }
                }
            }
        }
    }

    /// Lives as without help up to this boundary, the points up to there being those before this one.
    fn follow(&mut self, boundary: usize, point: usize) {
        (self.cycle, self.point) = (boundary, point);
        self.joint = self.without() as usize;
        if self.skip.layout.ended[self.joint] && self.ended.is_none() {
            let before = self.points[..self.point].last();
            self.ended = Some(before.map_or(0, |point| point.row as usize));
        }
    }

    /// Goes to the next cycle before a boundary in which something else may happen than without help: a point of an exit that
    /// help changes. False where it lives as without help up to the boundary, or to a state in which help makes something
    /// more likely.
    fn find_change(&mut self, boundary: usize) -> bool {
        let points = self.points;
        let mut at = self.point;
        while points[at].row as usize <= boundary {
            if !self.change.leaves_alone(&points[at]) {
                if self.is_likelier_from(at) {
                    break;
                }
                if points[at].has_rivals() || self.may_change(&points[at]) {
                    let row = points[at].row;
                    let others = points[..at].iter().rev().take_while(|point| point.row == row).count();
                    self.follow(row as usize - 1, at - others);
                    return true;
                }
            }
            at += 1;
        }
        let boundary = if self.is_likelier_from(at) { points[at - 1].row as usize } else { boundary };
        self.follow(boundary, at);
        false
    }

    /// Whether the household comes, by what happens before this point, to a state in which help makes something more likely.
    fn is_likelier_from(&self, point: usize) -> bool {
        point > self.point && self.change.raises(self.joint_of(&self.points[point]) as usize)
    }

    /// Goes to the next cycle before a boundary in which something may happen with help, the household being apart, or
    /// something being more likely; puts down the rows up to there. Returns the first of the watched exits that may fire there.
    fn find_surprise(&mut self, boundary: usize, watched: &[Watched], parting: &mut Parting) -> Option<usize> {
        let event = boundary.min(self.points[self.point].row as usize - 1);
        let from = self.cycle as u32 + 1;
        let mut surprise = None;
        while self.cycle < boundary {
            let stream = self.stream.cycle(self.cycle + 1);
            surprise = watched.iter().position(|one| stream.word(one.key) < one.limit);
            if surprise.is_some() || self.cycle == event {
                break;
            }
            self.cycle += 1;
        }
        // Rows up to this boundary; the row at the end of this cycle is put down once it is known what happens in it.
        parting.note(from..self.cycle as u32 + 1, self.joint as u32, self.without());
        surprise
    }

    /// Nothing is active once everything has stopped.
    fn end_activity(&self, parting: &mut Parting) {
        let Some(row) = self.ended else { return };
        parting.marks.starts.iter_mut().for_each(|start| start.until = start.until.min(row.max(start.row)));
    }
}
