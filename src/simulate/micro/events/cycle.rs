//! Cycle of a household with help: what happens in it.
//!
//! In: a household on its [`EventWalk`], what may happen without help in this cycle, the additional exits. Out: where
//! it is then, and what happened to it alone. Which cycles are worth a look is `walk`'s.

use crate::simulate::micro::course::{CourseDifference, Happened};
use crate::simulate::micro::events::Candidate;
use crate::simulate::micro::events::additional_exits::AdditionalExit;
use crate::simulate::micro::events::alternative_hazard::AlternativeExit;
use crate::simulate::micro::events::exit_layout::Slot;
use crate::simulate::micro::events::path::Point;
use crate::simulate::micro::events::walk::EventWalk;
use crate::simulate::random::household_stream::{exponential, is_below_threshold};

impl<'a> EventWalk<'a> {
    /// The transition of a point.
    #[inline(always)]
    fn transition(&self, point: &Point) -> u16 {
        self.simulator.layout.slots[point.slot() as usize].transition
    }

    /// Whether an exit with a point is so much less likely with help that it does not fire.
    #[inline(always)]
    pub(crate) fn may_change(&self, point: &Point) -> bool {
        self.height(point) >= self.hazard(point.slot() as usize, point.row as usize - 1)
    }

    /// Points without help in this cycle.
    #[inline(always)]
    fn of_cycle(&self) -> &'a [Point] {
        let row = self.cycle as u32 + 1;
        let rest = &self.points[self.point..];
        &rest[..rest.iter().take_while(|point| point.row == row).count()]
    }

    /// One cycle. Nothing is additional where the household is where it would have been, and nothing is more likely
    /// than there; of the additional exits none before `first_additional` may fire.
    pub(crate) fn step(
        &mut self,
        additional_exits: &[AdditionalExit],
        first_additional: Option<usize>,
        fired: &mut Vec<Candidate>,
        difference: &mut CourseDifference,
    ) {
        let points = self.of_cycle();
        let row = self.cycle as u32 + 1;
        let after = match (points, first_additional) {
            ([], Some(first)) if !self.may_fire_another(&additional_exits[first + 1..]) => {
                self.fire_additional(&additional_exits[first], difference)
            }
            ([only], None) => self.keep_or_lose(only, difference),
            _ => self.choose(points, additional_exits, fired, difference),
        };
        self.cycle += 1;
        self.point += points.len();
        self.arrive(after, row as usize);
        difference.note(row..row + 1, self.joint as u32, self.without());
    }

    /// Whether one of these exits may fire in this cycle by the household's own random numbers.
    #[inline(always)]
    fn may_fire_another(&self, additional_exits: &[AdditionalExit]) -> bool {
        let stream = self.stream.cycle(self.cycle + 1);
        additional_exits.iter().any(|exit| stream.word(exit.key) < exit.limit)
    }

    /// Nothing happens without help, and with help this at most. Returns where the household is then.
    #[inline(always)]
    fn fire_additional(&self, exit: &AdditionalExit, difference: &mut CourseDifference) -> usize {
        let word = self.stream.cycle(self.cycle + 1).word(exit.key);
        let above = self.hazard(exit.slot as usize, self.cycle) - self.simulator.baseline.hazard[exit.same as usize];
        if !is_below_threshold(word, above) {
            return self.joint;
        }
        let Slot { transition, shift, .. } = self.simulator.layout.slots[exit.slot as usize];
        difference.gained.push(Happened { row: self.cycle as u32 + 1, transition });
        (self.joint as i32 + shift) as usize
    }

    /// The only thing that happens without help happens with help as well, or not. Returns where the household is then.
    #[inline(always)]
    fn keep_or_lose(&self, point: &Point, difference: &mut CourseDifference) -> usize {
        let (row, transition) = (point.row, self.transition(point));
        let own = self.own_slot(point.slot() as usize);
        match own.filter(|slot| self.height(point) < self.hazard(*slot, self.cycle)) {
            Some(slot) => (self.joint as i32 + self.simulator.layout.slots[slot].shift) as usize,
            None => {
                difference.lost.push(Happened { row, transition });
                self.joint
            }
        }
    }

    /// What happens in a cycle in which several things may. Returns where the household is then.
    #[inline(never)]
    fn choose(
        &self,
        points: &[Point],
        additional_exits: &[AdditionalExit],
        fired: &mut Vec<Candidate>,
        difference: &mut CourseDifference,
    ) -> usize {
        fired.clear();
        self.look(points, additional_exits, fired);
        self.simulator.keep_ends(fired);
        let row = self.cycle as u32 + 1;
        let without = || points.iter().filter(|point| point.fires()).map(|point| self.transition(point));
        let happened = || fired.iter().map(|moved| self.simulator.slot(moved).transition);
        if !happened().eq(without()) {
            difference.gained.extend(happened().map(|transition| Happened { row, transition }));
            difference.lost.extend(without().map(|transition| Happened { row, transition }));
        }
        self.simulator.after(self.joint as u32, fired) as usize
    }

    /// The `E` of a point.
    #[inline(always)]
    fn height(&self, point: &Point) -> f64 {
        self.simulator.baseline.height(point)
    }

    /// The hazard of an exit with help in a cycle.
    #[inline(always)]
    fn hazard(&self, slot: usize, cycle: usize) -> f64 {
        let AlternativeExit { hazard, transition, .. } = self.alternative.exits[slot];
        if self.alternative.touches(self.acting, transition) {
            return hazard * self.alternative.factor(self.acting, cycle, transition);
        }
        hazard
    }

    /// What may happen while the courses are apart, or something is more likely: by the household's own random numbers,
    /// and by what may happen without help.
    fn look(&self, points: &[Point], additional_exits: &[AdditionalExit], fired: &mut Vec<Candidate>) {
        let stream = self.stream.cycle(self.cycle + 1);
        for exit in additional_exits {
            let word = stream.word(exit.key);
            if word >= exit.limit || points.iter().any(|point| point.slot() == exit.same) {
                continue;
            }
            let hazard = self.hazard(exit.slot as usize, self.cycle);
            let known = self.simulator.baseline.hazard[exit.same as usize];
            if is_below_threshold(word, hazard - known) {
                fired.push(Candidate { slot: exit.slot, time: (known + exponential(word)) / hazard });
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
            fired.sort_unstable_by_key(|candidate| candidate.slot);
            let mut found = std::mem::take(fired);
            found.drain(..).for_each(|candidate| self.simulator.consider(candidate, fired));
        }
    }

    /// The slot with help of an exit without help, if the household has it.
    #[inline(always)]
    fn own_slot(&self, slot: usize) -> Option<usize> {
        let layout = self.simulator.layout;
        let own = layout.by_transition(self.joint)[usize::from(layout.slots[slot].transition)];
        (own != layout.none()).then_some(own as usize)
    }
}
