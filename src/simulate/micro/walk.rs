//! A household on its way through an alternative, beside its course without help.
//!
//! In: the [`Point`]s without help, the [`Change`], the luck of the household. Out: its [`Parting`]: where it is elsewhere, what
//! happens to it alone. `skip` says what the luck means; pricing is not done here.

use super::change::{Change, Exit};
use super::course::{Happened, Parting, Start};
use super::layout::Slot;
use super::path::Point;
use super::skip::{Candidate, Skip};
use super::watch::{Situation, Watch, Watched};
use crate::simulate::luck::{Luck, exponential, is_below_threshold};

/// A household on its way.
pub(super) struct Walk<'a> {
    skip: &'a Skip<'a>,
    change: &'a Change<'a>,
    luck: Luck,
    /// The course without help.
    points: &'a [Point],
    cycle: usize,
    joint: usize,
    /// Interventions that reach the household, as bits; that it responds to; and those among them that still act.
    reached: u32,
    responding: u32,
    acting: u32,
    /// First point without help that may still come.
    point: usize,
    /// Row from which on everything has stopped.
    ended: Option<usize>,
}

impl<'a> Walk<'a> {
    /// Where it begins.
    #[inline(always)]
    pub(super) fn new(skip: &'a Skip, change: &'a Change, luck: Luck, points: &'a [Point]) -> Self {
        let null = skip.layout.slots[points[0].slot() as usize].joint;
        let joint = change.start(luck, null as usize);
        let ended = skip.layout.ended[joint].then_some(0);
        let (cycle, point) = (0, 0);
        Self { skip, change, luck, points, cycle, joint, reached: 0, responding: 0, acting: 0, point, ended }
    }

    /// Lives to the horizon.
    #[inline(never)]
    pub(super) fn live(mut self, watch: &mut Watch, fired: &mut Vec<Candidate>, parting: &mut Parting) {
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
    fn joint_of(&self, point: &Point) -> u32 {
        self.skip.layout.slots[point.slot() as usize].joint
    }

    /// The transition of a point.
    #[inline(always)]
    fn transition(&self, point: &Point) -> u16 {
        self.skip.layout.slots[point.slot() as usize].transition
    }

    /// Where the household is without help at this border.
    #[inline(always)]
    fn without(&self) -> u32 {
        self.joint_of(&self.points[self.point])
    }

    /// The first point after this border.
    #[inline(always)]
    fn point_after(&self, border: usize) -> usize {
        if border == self.skip.cycles {
            return self.points.len() - 1;
        }
        // The last point lies beyond every border.
        let past = |point: &&Point| point.row as usize <= border;
        self.point + self.points[self.point..].iter().take_while(past).count()
    }

    /// Interventions that start at this border.
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
            if one.asked == self.cycle && one.reaches(self.luck, self.joint) {
                self.reached |= 1 << index;
            }
            if one.start == self.cycle && self.reached >> index & 1 == 1 {
                let responds = one.succeeds(self.luck);
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
                    let watched = watch.of(self.skip, self.change, Situation { with, without, acting });
                    let surprise = self.find_surprise(until, watched, parting);
                    if self.cycle < until {
                        self.step((watched, surprise), fired, parting);
                    }
                }
            }
        }
    }

    /// Lives as without help up to this border, the points up to there being those before this one.
    fn follow(&mut self, border: usize, point: usize) {
        (self.cycle, self.point) = (border, point);
        self.joint = self.without() as usize;
        if self.skip.layout.ended[self.joint] && self.ended.is_none() {
            let before = self.points[..self.point].last();
            self.ended = Some(before.map_or(0, |point| point.row as usize));
        }
    }

    /// Goes to the next cycle before a border in which something else may happen than without help: a point of an exit that
    /// help changes. False where it lives as without help up to the border, or to a state in which help makes something
    /// more likely.
    fn find_change(&mut self, border: usize) -> bool {
        let points = self.points;
        let mut at = self.point;
        while points[at].row as usize <= border {
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
        let border = if self.is_likelier_from(at) { points[at - 1].row as usize } else { border };
        self.follow(border, at);
        false
    }

    /// Whether the household comes, by what happens before this point, to a state in which help makes something more likely.
    fn is_likelier_from(&self, point: usize) -> bool {
        point > self.point && self.change.raises(self.joint_of(&self.points[point]) as usize)
    }

    /// Whether an exit with a point is so much less likely with help that it does not fire.
    #[inline(always)]
    fn may_change(&self, point: &Point) -> bool {
        self.height(point) >= self.hazard(point.slot() as usize, point.row as usize - 1)
    }

    /// Goes to the next cycle before a border in which something may happen with help, the household being apart, or
    /// something being more likely; puts down the rows up to there. Returns the first of the watched exits that may fire there.
    fn find_surprise(&mut self, border: usize, watched: &[Watched], parting: &mut Parting) -> Option<usize> {
        let event = border.min(self.points[self.point].row as usize - 1);
        let from = self.cycle as u32 + 1;
        let mut surprise = None;
        while self.cycle < border {
            let luck = self.luck.cycle(self.cycle + 1);
            surprise = watched.iter().position(|one| luck.word(one.key) < one.limit);
            if surprise.is_some() || self.cycle == event {
                break;
            }
            self.cycle += 1;
        }
        // Rows up to this border; the row at the end of this cycle is put down once it is known what happens in it.
        parting.note(from..self.cycle as u32 + 1, self.joint as u32, self.without());
        surprise
    }

    /// Points without help in this cycle.
    #[inline(always)]
    fn of_cycle(&self) -> &'a [Point] {
        let row = self.cycle as u32 + 1;
        let rest = &self.points[self.point..];
        &rest[..rest.iter().take_while(|point| point.row == row).count()]
    }

    /// One cycle. Nothing is watched where the household is where it would have been, and nothing is more likely than there;
    /// of the watched exits none before the `surprise` may fire.
    fn step(
        &mut self,
        (watched, surprise): (&[Watched], Option<usize>),
        fired: &mut Vec<Candidate>,
        parting: &mut Parting,
    ) {
        let points = self.of_cycle();
        let row = self.cycle as u32 + 1;
        let after = match (points, surprise) {
            ([], Some(first)) if !self.is_surprised(&watched[first + 1..]) => self.surprise(&watched[first], parting),
            ([only], None) => self.keep_or_lose(only, parting),
            _ => self.choose(points, watched, fired, parting),
        };
        self.cycle += 1;
        self.point += points.len();
        self.arrive(after, row as usize);
        parting.note(row..row + 1, self.joint as u32, self.without());
    }

    /// Whether one of these exits may fire in this cycle by the household's own luck.
    #[inline(always)]
    fn is_surprised(&self, watched: &[Watched]) -> bool {
        let luck = self.luck.cycle(self.cycle + 1);
        watched.iter().any(|one| luck.word(one.key) < one.limit)
    }

    /// Nothing happens without help, and with help this at most. Returns where the household is then.
    #[inline(always)]
    fn surprise(&self, one: &Watched, parting: &mut Parting) -> usize {
        let word = self.luck.cycle(self.cycle + 1).word(one.key);
        let above = self.hazard(one.slot as usize, self.cycle) - self.skip.law.hazard[one.same as usize];
        if !is_below_threshold(word, above) {
            return self.joint;
        }
        let Slot { transition, shift, .. } = self.skip.layout.slots[one.slot as usize];
        parting.gained.push(Happened { row: self.cycle as u32 + 1, transition });
        (self.joint as i32 + shift) as usize
    }

    /// The only thing that happens without help happens with help as well, or not. Returns where the household is then.
    #[inline(always)]
    fn keep_or_lose(&self, point: &Point, parting: &mut Parting) -> usize {
        let (row, transition) = (point.row, self.transition(point));
        let own = self.own_slot(point.slot() as usize);
        match own.filter(|slot| self.height(point) < self.hazard(*slot, self.cycle)) {
            Some(slot) => (self.joint as i32 + self.skip.layout.slots[slot].shift) as usize,
            None => {
                parting.lost.push(Happened { row, transition });
                self.joint
            }
        }
    }

    /// What happens in a cycle in which several things may. Returns where the household is then.
    #[inline(never)]
    fn choose(
        &self,
        points: &[Point],
        watched: &[Watched],
        fired: &mut Vec<Candidate>,
        parting: &mut Parting,
    ) -> usize {
        fired.clear();
        self.look(points, watched, fired);
        self.skip.keep_ends(fired);
        let row = self.cycle as u32 + 1;
        let without = || points.iter().filter(|point| point.fires()).map(|point| self.transition(point));
        let happened = || fired.iter().map(|one| self.skip.slot(one).transition);
        if !happened().eq(without()) {
            parting.gained.extend(happened().map(|transition| Happened { row, transition }));
            parting.lost.extend(without().map(|transition| Happened { row, transition }));
        }
        self.skip.after(self.joint as u32, fired) as usize
    }

    /// The `E` of a point.
    #[inline(always)]
    fn height(&self, point: &Point) -> f64 {
        self.skip.law.height(point)
    }

    /// The hazard of an exit with help in a cycle.
    #[inline(always)]
    fn hazard(&self, slot: usize, cycle: usize) -> f64 {
        let Exit { hazard, transition, .. } = self.change.exits[slot];
        if self.change.touches(self.acting, transition) {
            return hazard * self.change.factor(self.acting, cycle, transition);
        }
        hazard
    }

    /// What may happen while the courses are apart, or something is more likely: by the household's own luck, and by
    /// what may happen without help.
    fn look(&self, points: &[Point], watched: &[Watched], fired: &mut Vec<Candidate>) {
        let luck = self.luck.cycle(self.cycle + 1);
        for one in watched {
            let word = luck.word(one.key);
            if word >= one.limit || points.iter().any(|point| point.slot() == one.same) {
                continue;
            }
            let hazard = self.hazard(one.slot as usize, self.cycle);
            let known = self.skip.law.hazard[one.same as usize];
            if is_below_threshold(word, hazard - known) {
                fired.push(Candidate { slot: one.slot, time: (known + exponential(word)) / hazard });
            }
        }
        for point in points {
            let Some(slot) = self.own_slot(point.slot() as usize) else { continue };
            let hazard = self.hazard(slot, self.cycle);
            let height = self.height(point);
            if height < hazard {
                fired.push(Candidate { slot: slot as u32, time: height / hazard });
            }
        }
        if fired.len() > 1 {
            fired.sort_unstable_by_key(|one| one.slot);
            let mut found = std::mem::take(fired);
            found.drain(..).for_each(|one| self.skip.consider(one, fired));
        }
    }

    /// The slot with help of an exit without help, if the household has it.
    #[inline(always)]
    fn own_slot(&self, slot: usize) -> Option<usize> {
        let layout = self.skip.layout;
        let own = layout.by_transition(self.joint)[usize::from(layout.slots[slot].transition)];
        (own != layout.none()).then_some(own as usize)
    }

    /// Nothing is active once everything has stopped.
    fn end_activity(&self, parting: &mut Parting) {
        let Some(row) = self.ended else { return };
        parting.marks.starts.iter_mut().for_each(|start| start.until = start.until.min(row.max(start.row)));
    }
}
