//! One household in one alternative, from one border at which something may happen to the next.
//!
//! In: [`Months`], luck, traits, and the course without help. Out: a [`Course`].

use super::tape::{BLOCK, Bits};
use super::{Months, Scratch, Way};
use crate::simulate::luck::Luck;
use crate::simulate::machine::{Facts, Question};
use crate::simulate::micro::course::{Course, Happened, Start};
use crate::simulate::tables::Moment;

/// A household in an alternative.
pub(super) struct Walk<'w> {
    pub(super) months: &'w Months<'w>,
    pub(super) way: &'w Way<'w>,
    pub(super) luck: Luck,
    pub(super) traits: &'w [f64],
    pub(super) course: &'w mut Course,
    /// The course without help, where the alternative is like it.
    pub(super) null: Option<&'w Course>,
    pub(super) scratch: &'w mut Scratch,
    pub(super) cycles: usize,
    /// Facts that do not change on the way.
    pub(super) facts: Facts,
    /// Stay of the null alternative in the present row.
    stay: usize,
    /// Events of the null alternative up to the present row.
    pub(super) seen: usize,
    /// The household is as it would be without help.
    pub(super) same: bool,
    /// An effect of an intervention acts.
    pub(super) acts: bool,
    /// Block of cycles for which `bits` tells when something may happen; `usize::MAX` for none.
    pub(super) block: usize,
    pub(super) bits: Bits,
}

impl Months<'_> {
    /// Follows a household through one alternative; `null` is its course in the null alternative, unless this is it.
    pub(super) fn walk(
        &self,
        at: usize,
        luck: Luck,
        traits: &[f64],
        (course, null): (&mut Course, Option<&Course>),
        scratch: &mut Scratch,
    ) {
        let way = &self.ways[at];
        course.clear();
        if null.is_none() {
            scratch.log.events.clear();
            scratch.log.happened.clear();
            scratch.log.since.clear();
        }
        let without_help = null.is_none();
        let mut walk = Walk {
            months: self,
            way,
            luck,
            traits,
            course,
            null: null.filter(|_| way.like_null),
            scratch,
            cycles: way.machine.scenario.settings.horizon,
            facts: way.rules.trait_facts(traits),
            stay: 0,
            seen: 0,
            same: false,
            acts: false,
            block: usize::MAX,
            bits: 0,
        };
        walk.begin();
        walk.run(without_help);
    }
}

impl Walk<'_> {
    fn begin(&mut self) {
        let states = &mut self.scratch.situation.states;
        states.clear();
        states.resize(self.way.machine.scenario.domains.len(), 0);
        for (start, key) in self.way.hazards.starts.iter().zip(&self.way.rules.starts) {
            let u = self.luck.uniform(*key);
            let mut sum = 0.0;
            let mut options = start.shares.iter().filter(|(_, share)| share[0] > 0.0);
            let last = options.clone().next_back();
            let chosen = options.find(|(_, share)| {
                sum += share[0];
                u < sum
            });
            if let Some((chosen, _)) = chosen.or(last) {
                start.domains.iter().zip(chosen).for_each(|(domain, state)| states[*domain] = *state as u16);
            }
        }
        self.way.machine.begin_again(&mut self.scratch.situation);
    }

    fn run(&mut self, log: bool) {
        let mut row = 0;
        loop {
            self.record(row);
            self.pass_border(row);
            let joint = self.way.rules.joint(&self.scratch.situation.states);
            if row == self.cycles || self.scratch.situation.ended {
                self.lengthen_activity(self.cycles + 1);
                if row < self.cycles {
                    self.course.stay(row as u32 + 1, joint);
                }
                self.course.close(self.cycles as u32 + 1);
                return;
            }
            self.compare(row, joint);
            let next = self.search(row);
            if next > row + 1 {
                self.course.stay(row as u32 + 1, joint);
            }
            self.lengthen_activity(next);
            self.go(row, next, log);
            row = next;
        }
    }

    /// Puts down where the household is at a border before anything is done.
    fn record(&mut self, row: usize) {
        let situation = &self.scratch.situation;
        self.course.stay(row as u32, self.way.rules.joint(&situation.states));
        let mut entered = situation.entered;
        while entered != 0 {
            self.course.marks.entered.push((row as u16, entered.trailing_zeros() as u16));
            entered &= entered - 1;
        }
        let cycle = self.way.machine.cycle_of_row(row);
        let moment = Moment { cycle, since: &situation.since, traits: self.traits };
        for (which, condition) in self.months.times.iter().enumerate() {
            if !situation.ended && self.way.machine.held(condition, situation, &moment) {
                self.course.marks.held.push((row as u16, which as u16));
            }
        }
    }

    fn pass_border(&mut self, row: usize) {
        let (machine, situation) = (self.way.machine, &mut self.scratch.situation);
        let mut open = machine.until_question(situation, row, self.traits, 0);
        while let Some(question) = open {
            let at = question.intervention();
            let [reach, success] = self.way.rules.interventions[at];
            let answer = machine.known(situation, question).unwrap_or_else(|| match question {
                Question::Reached(_) => self.luck.uniform(reach) < self.way.hazards.reached[at][0],
                Question::Responds(_) => self.luck.uniform(success) < self.way.hazards.success[at][0],
            });
            if matches!(question, Question::Responds(_)) {
                self.course.marks.starts.push(Start { intervention: at, row, responds: answer, until: row });
            }
            let next = machine.answer(situation, question, answer);
            open = next.or_else(|| machine.until_question(situation, row, self.traits, at + 1));
        }
    }

    /// Lengthens the activity of what is active up to a border.
    fn lengthen_activity(&mut self, until: usize) {
        let situation = &self.scratch.situation;
        for at in 0..situation.stages.len() {
            if self.way.machine.is_active(situation, at)
                && let Some(start) = self.course.marks.starts.iter_mut().rev().find(|start| start.intervention == at)
            {
                start.until = until;
            }
        }
    }

    /// Looks whether the household is as it would be without help, and what acts on it.
    fn compare(&mut self, row: usize, joint: u32) {
        let (machine, scratch) = (self.way.machine, &mut *self.scratch);
        let active = self.way.rules.active_facts(machine, &scratch.situation);
        scratch.now.facts = self.facts | scratch.situation.facts | active;
        scratch.now.responding.clear();
        for at in 0..scratch.situation.stages.len() {
            let responding = machine.responding(&scratch.situation, at, row, 0);
            scratch.now.responding.extend(responding.map(|elapsed| (at as u32, elapsed)));
        }
        self.acts = !scratch.now.responding.is_empty();
        self.block = usize::MAX;
        let Some(null) = self.null else { return };
        let log = &scratch.log;
        while log.events.get(self.seen).is_some_and(|(at, _)| *at as usize <= row) {
            self.seen += 1;
        }
        while null.stays[self.stay + 1].from as usize <= row {
            self.stay += 1;
        }
        let clocks = scratch.situation.since.len();
        let (event, since) = match self.seen.checked_sub(1) {
            Some(last) => (log.events[last].0 as usize, &log.since[last * clocks..][..clocks]),
            None => (0, &[][..]),
        };
        let passed = (row - event) as u32;
        let told = |clock: usize| {
            let since = since.get(clock).copied().unwrap_or(0);
            machine.since_after(&scratch.situation, clock, since, passed) == scratch.situation.since[clock]
        };
        self.same = active == 0 && null.stays[self.stay].joint == joint && (0..clocks).all(told);
    }

    /// The next border at which something is done or happens; what happens in the cycle before it is put into `fired`.
    fn search(&mut self, row: usize) -> usize {
        self.scratch.fired.clear();
        let mut end = self.way.machine.pause(&self.scratch.situation, row).min(self.cycles);
        if !self.months.times.is_empty() {
            end = row + 1;
        }
        // What happens next without help: taken over while nothing differs, else a border at which it may be so again.
        let event = self.null.and_then(|_| self.scratch.log.events.get(self.seen)).map(|(row, _)| *row as usize);
        let copied = event.filter(|_| self.same).map_or(usize::MAX, |row| row - 1);
        if !self.same {
            end = end.min(event.unwrap_or(end));
        }
        let mut cycle = row;
        loop {
            let found = self.candidate(cycle, end).min(copied);
            if found >= end {
                return end;
            }
            self.happen(row, found, found == copied);
            if found == copied || !self.scratch.fired.is_empty() {
                return found + 1;
            }
            cycle = found + 1;
        }
    }

    /// Whether what happens in a row has to be worked out; else it is what happens without help.
    #[inline(always)]
    pub(super) fn is_own(&self, row: usize) -> bool {
        !self.same || self.acts && self.way.pulls.touched[row]
    }

    /// The next cycle in which something may happen that is not taken over, before `end`, which stands for none.
    fn candidate(&mut self, mut cycle: usize, end: usize) -> usize {
        if self.same && !self.acts {
            return end;
        }
        while cycle < end {
            let block = cycle / BLOCK;
            if block != self.block {
                self.block = block;
                self.bits = self.block_bits(block);
            }
            let bits = self.bits >> (cycle % BLOCK);
            if bits != 0 {
                return end.min(cycle + bits.trailing_zeros() as usize);
            }
            cycle = (block + 1) * BLOCK;
        }
        end
    }

    fn block_bits(&mut self, block: usize) -> Bits {
        let mut bits = 0;
        for (domain, state) in self.scratch.situation.states.iter().enumerate() {
            let row = self.way.rules.row(domain, *state);
            if self.is_own(row) {
                for exit in self.way.rules.exits(row) {
                    let exit = *exit as usize;
                    let address = (self.luck, self.way.rules.keys[exit], self.months.limits[exit]);
                    bits |= self.scratch.tape.bits(exit, block, address);
                }
            }
        }
        bits
    }

    /// Moves on to a border.
    fn go(&mut self, row: usize, next: usize, log: bool) {
        let (machine, scratch) = (self.way.machine, &mut *self.scratch);
        if scratch.fired.is_empty() {
            machine.pass_time(&mut scratch.situation, next - row);
            return;
        }
        if log {
            scratch.log.happened.extend_from_slice(&scratch.fired);
            scratch.log.events.push((next as u32, scratch.log.happened.len() as u32));
        }
        machine.pass_time(&mut scratch.situation, next - 1 - row);
        machine.advance(&mut scratch.situation, &mut scratch.fired);
        if log {
            scratch.log.since.extend_from_slice(&scratch.situation.since);
        }
        let happened = |one: &usize| Happened { row: next as u32, transition: *one as u16 };
        self.course.fired.extend(scratch.fired.iter().map(happened));
    }
}
