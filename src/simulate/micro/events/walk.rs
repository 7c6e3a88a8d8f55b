//! Walk of a household through an alternative, beside its course without help.
//!
//! In: the [`Point`]s without help, the [`AlternativeHazards`], the random numbers of the household. Out: its
//! [`CourseDifference`]: where it is elsewhere, what happens to it alone. `simulator` says what the random numbers
//! mean; pricing is not done here.

use crate::simulate::micro::course::{CourseDifference, Start};
use crate::simulate::micro::events::additional_exits::{AdditionalExit, AdditionalExits, CourseSituation};
use crate::simulate::micro::events::alternative_hazard::AlternativeHazards;
use crate::simulate::micro::events::path::Point;
use crate::simulate::micro::events::{Candidate, EventSimulator};
use crate::simulate::random::household_stream::HouseholdStream;

/// A household on its way.
pub(crate) struct EventWalk<'a> {
    pub(crate) simulator: &'a EventSimulator<'a>,
    pub(crate) alternative: &'a AlternativeHazards<'a>,
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
    pub(crate) fn new(
        simulator: &'a EventSimulator,
        alternative: &'a AlternativeHazards,
        stream: HouseholdStream,
        points: &'a [Point],
    ) -> Self {
        let null = simulator.layout.slots[points[0].slot() as usize].joint;
        let joint = alternative.start(stream, null as usize);
        let ended = simulator.layout.ended[joint].then_some(0);
        let (cycle, point) = (0, 0);
        Self {
            simulator,
            alternative,
            stream,
            points,
            cycle,
            joint,
            reached: 0,
            responding: 0,
            acting: 0,
            point,
            ended,
        }
    }

    /// Lives to the horizon.
    #[inline(never)]
    pub(crate) fn simulate(
        mut self,
        additional: &mut AdditionalExits,
        fired: &mut Vec<Candidate>,
        difference: &mut CourseDifference,
    ) {
        difference.clear();
        difference.note(0..1, self.joint as u32, self.without());
        self.start_interventions(difference);
        if self.is_left_alone() {
            return;
        }
        while self.cycle < self.simulator.cycles {
            let (acting, until) = self.alternative.acting(self.responding, self.cycle, self.simulator.cycles);
            self.acting = acting;
            self.simulate_until(until, additional, fired, difference);
            self.start_interventions(difference);
        }
        self.end_activity(difference);
    }

    /// Whether the household lives as without help to the end, and that can be seen from its points alone.
    fn is_left_alone(&self) -> bool {
        let Some(until) = self.alternative.unaffected_from else { return false };
        let acts = |point: &&Point| point.row as usize <= until;
        let mut points = self.points.iter().take_while(acts);
        self.joint == self.without() as usize
            && (self.responding == 0 || points.all(|point| self.alternative.leaves_alone(point)))
    }

    /// Where the household is without help at the start of the cycle of a point.
    #[inline(always)]
    pub(crate) fn joint_of(&self, point: &Point) -> u32 {
        self.simulator.layout.slots[point.slot() as usize].joint
    }

    /// Where the household is without help at this boundary.
    #[inline(always)]
    pub(crate) fn without(&self) -> u32 {
        self.joint_of(&self.points[self.point])
    }

    /// The first point after this boundary.
    #[inline(always)]
    fn point_after(&self, boundary: usize) -> usize {
        if boundary == self.simulator.cycles {
            return self.points.len() - 1;
        }
        // The last point lies beyond every boundary.
        let past = |point: &&Point| point.row as usize <= boundary;
        self.point + self.points[self.point..].iter().take_while(past).count()
    }

    /// Interventions that start at this boundary.
    #[inline(always)]
    fn start_interventions(&mut self, difference: &mut CourseDifference) {
        if self.cycle <= self.alternative.last_start {
            self.start_some(difference);
        }
    }

    fn start_some(&mut self, difference: &mut CourseDifference) {
        for (index, episode) in self.alternative.episodes.iter().enumerate() {
            if self.ended.is_some() {
                return;
            }
            if episode.asked == self.cycle && episode.reaches(self.stream, self.joint) {
                self.reached |= 1 << index;
            }
            if episode.start == self.cycle && self.reached >> index & 1 == 1 {
                let responds = episode.succeeds(self.stream);
                let until = self.cycle + episode.lasts;
                difference.marks.starts.push(Start { intervention: index, row: self.cycle, responds, until });
                if responds {
                    self.responding |= 1 << index;
                    self.arrive(episode.responder_at(self.joint), self.cycle);
                }
            }
        }
    }

    #[inline(always)]
    pub(crate) fn arrive(&mut self, joint: usize, row: usize) {
        self.joint = joint;
        if self.simulator.layout.ended[joint] && self.ended.is_none() {
            self.ended = Some(row);
        }
    }

    /// Lives up to a boundary before which nothing starts or ceases to act.
    fn simulate_until(
        &mut self,
        until: usize,
        additional: &mut AdditionalExits,
        fired: &mut Vec<Candidate>,
        difference: &mut CourseDifference,
    ) {
        let likelier = self.alternative.makes_likelier(self.acting);
        while self.cycle < until {
            let without = self.without() as usize;
            let together = self.joint == without && !likelier && !self.alternative.raises(without);
            match together {
                true if self.acting == 0 && self.alternative.lives_as_null() => {
                    self.follow(until, self.point_after(until))
                }
                true => {
                    if self.find_change(until) {
                        self.step(&[], None, fired, difference);
                    }
                }
                false => {
                    let (with, without, acting) = (self.joint as u32, without as u32, self.acting);
                    let additional_exits =
                        additional.of(self.simulator, self.alternative, CourseSituation { with, without, acting });
                    let additional_exit = self.find_additional_exit(until, additional_exits, difference);
                    if self.cycle < until {
                        self.step(additional_exits, additional_exit, fired, difference);
                    }
                }
            }
        }
    }

    /// Lives as without help up to this boundary, the points up to there being those before this one.
    fn follow(&mut self, boundary: usize, point: usize) {
        (self.cycle, self.point) = (boundary, point);
        self.joint = self.without() as usize;
        if self.simulator.layout.ended[self.joint] && self.ended.is_none() {
            let before = self.points[..self.point].last();
            self.ended = Some(before.map_or(0, |point| point.row as usize));
        }
    }

    /// Goes to the next cycle before a boundary in which something else may happen than without help: a point of an
    /// exit that help changes. False where it lives as without help up to the boundary, or to a state in which help
    /// makes something more likely.
    fn find_change(&mut self, boundary: usize) -> bool {
        let points = self.points;
        let mut at = self.point;
        while points[at].row as usize <= boundary {
            if !self.alternative.leaves_alone(&points[at]) {
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

    /// Whether the household comes, by what happens before this point, to a state in which help makes something more
    /// likely.
    fn is_likelier_from(&self, point: usize) -> bool {
        point > self.point && self.alternative.raises(self.joint_of(&self.points[point]) as usize)
    }

    /// Goes to the next cycle before a boundary in which something may happen with help, the household being apart, or
    /// something being more likely; puts down the rows up to there. Returns the first of the additional exits that may
    /// fire there.
    fn find_additional_exit(
        &mut self,
        boundary: usize,
        additional_exits: &[AdditionalExit],
        difference: &mut CourseDifference,
    ) -> Option<usize> {
        let event = boundary.min(self.points[self.point].row as usize - 1);
        let from = self.cycle as u32 + 1;
        let mut additional_exit = None;
        while self.cycle < boundary {
            let stream = self.stream.cycle(self.cycle + 1);
            additional_exit = additional_exits.iter().position(|exit| stream.word(exit.key) < exit.limit);
            if additional_exit.is_some() || self.cycle == event {
                break;
            }
            self.cycle += 1;
        }
        // Rows up to this boundary; the row at the end of this cycle is put down once it is known what happens in it.
        difference.note(from..self.cycle as u32 + 1, self.joint as u32, self.without());
        additional_exit
    }

    /// Nothing is active once everything has stopped.
    fn end_activity(&self, difference: &mut CourseDifference) {
        let Some(row) = self.ended else { return };
        difference.marks.starts.iter_mut().for_each(|start| start.until = start.until.min(row.max(start.row)));
    }
}
