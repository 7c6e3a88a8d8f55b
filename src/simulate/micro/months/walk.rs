//! Walk of a household through one alternative, from one boundary of interest to the next.
//!
//! In: [`MonthSimulator`], random numbers, characteristics, and the course without help. Out: a [`Course`].

use crate::simulate::compile::clock::Moment;
use crate::simulate::micro::course::{Course, Happened, Start};
use crate::simulate::micro::months::{MonthScratch, MonthSimulator, MonthTables};
use crate::simulate::random::household_stream::HouseholdStream;
use crate::simulate::rules::{ConditionBits, Question};

/// A household in an alternative.
pub(crate) struct MonthWalk<'w> {
    pub(crate) months: &'w MonthSimulator<'w>,
    pub(crate) tables: &'w MonthTables<'w>,
    pub(crate) stream: HouseholdStream,
    pub(crate) characteristics: &'w [f64],
    pub(crate) course: &'w mut Course,
    /// The course without help, where the alternative is like it.
    pub(crate) null: Option<&'w Course>,
    pub(crate) scratch: &'w mut MonthScratch,
    pub(crate) cycles: usize,
    /// Bits that do not change on the way.
    condition_bits: ConditionBits,
    /// Where the household is.
    pub(crate) joint: u32,
    /// Stay of the null alternative in the present row.
    stay: usize,
    /// Events of the null alternative up to the present row.
    pub(crate) seen: usize,
    /// The household is as it would be without help.
    pub(crate) same: bool,
    /// It was not, or something happened to it that does not happen without help. Also where that has not been looked
    /// at.
    pub(crate) apart: bool,
    /// What is so in the cycle that is looked at has been seen.
    pub(crate) looked: bool,
    /// An effect of an intervention acts.
    pub(crate) acts: bool,
    /// What may happen out of here has been gathered.
    pub(crate) gathered: bool,
}

impl MonthSimulator<'_> {
    /// Follows a household through one alternative; `null` is its course in the null alternative, unless this is it.
    /// Whether states and transitions may differ from those without help is returned; where they do not, the course may
    /// be left unfinished, but for its marks.
    pub(crate) fn walk(
        &self,
        at: usize,
        stream: HouseholdStream,
        characteristics: &[f64],
        course: &mut Course,
        null: Option<&Course>,
        scratch: &mut MonthScratch,
    ) -> bool {
        let tables = &self.by_alternative[at];
        course.clear();
        if null.is_none() {
            scratch.log.events.clear();
            scratch.log.happened.clear();
            scratch.log.since.clear();
        }
        let without_help = null.is_none();
        let mut walk = MonthWalk {
            months: self,
            tables,
            stream,
            characteristics,
            course,
            null: null.filter(|_| tables.like_null),
            scratch,
            cycles: tables.rules.scenario.settings.horizon,
            condition_bits: tables.month_rules.characteristic_bits(characteristics),
            joint: 0,
            stay: 0,
            seen: 0,
            same: false,
            apart: !(tables.like_null && null.is_some()),
            looked: false,
            acts: false,
            gathered: false,
        };
        walk.begin(without_help);
        walk.run(without_help);
        walk.apart
    }
}

impl MonthWalk<'_> {
    fn begin(&mut self, log: bool) {
        if self.null.is_some() {
            self.scratch.situation.states.clone_from(&self.scratch.starts);
        } else {
            self.draw_start();
        }
        if log {
            self.scratch.starts.clone_from(&self.scratch.situation.states);
        }
        self.tables.rules.begin_again(&mut self.scratch.situation);
    }

    fn draw_start(&mut self) {
        let states = &mut self.scratch.situation.states;
        states.clear();
        states.resize(self.tables.rules.scenario.domains.len(), 0);
        for (start, key) in self.tables.hazards.starts.iter().zip(&self.tables.month_rules.starts) {
            let u = self.stream.uniform(*key);
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
    }

    fn run(&mut self, log: bool) {
        let mut row = 0;
        loop {
            self.joint = self.tables.month_rules.joint(&self.scratch.situation.states);
            self.record(row);
            if !self.scratch.situation.stages.is_empty() {
                self.pass_boundary(row);
                self.joint = self.tables.month_rules.joint(&self.scratch.situation.states);
            }
            if row == self.cycles || self.scratch.situation.ended {
                self.lengthen_activity(self.cycles + 1);
                if row < self.cycles {
                    self.apart = true;
                    self.course.stay(row as u32 + 1, self.joint);
                }
                self.course.close(self.cycles as u32 + 1);
                return;
            }
            self.compare(row);
            if self.same && !self.acts && self.tables.rules.is_done(&self.scratch.situation, row) {
                self.take_over(row as u32);
                return;
            }
            let next = self.search(row);
            if next > row + 1 {
                self.course.stay(row as u32 + 1, self.joint);
            }
            self.lengthen_activity(next);
            self.pass_cycles(row, next, log);
            row = next;
        }
    }

    /// Takes over all that comes after a row: from here on it is as without help.
    fn take_over(&mut self, row: u32) {
        let Some(null) = self.null else { return };
        let after = |rows: usize| rows > row as usize;
        let entered = null.marks.entered.partition_point(|mark| !after(mark.0.into()));
        self.course.marks.entered.extend_from_slice(&null.marks.entered[entered..]);
        let held = null.marks.held.partition_point(|mark| !after(mark.0.into()));
        self.course.marks.held.extend_from_slice(&null.marks.held[held..]);
        if !self.apart {
            return;
        }
        let fired = null.fired.partition_point(|happened| !after(happened.row as usize));
        self.course.fired.extend_from_slice(&null.fired[fired..]);
        let rest = &null.stays[self.stay + 1..];
        if rest[0].from > row + 1 {
            self.course.stay(row + 1, self.joint);
        }
        let (end, rest) = rest.split_last().unwrap_or((&rest[0], &[]));
        rest.iter().for_each(|stay| self.course.stay(stay.from, stay.joint));
        self.course.close(end.from);
    }

    /// Puts down where the household is at a boundary before anything is done.
    fn record(&mut self, row: usize) {
        let situation = &self.scratch.situation;
        self.course.stay(row as u32, self.joint);
        let mut entered = situation.entered;
        while entered != 0 {
            self.course.marks.entered.push((row as u16, entered.trailing_zeros() as u16));
            entered &= entered - 1;
        }
        let cycle = self.tables.rules.cycle_of_row(row);
        let moment = Moment { cycle, since: &situation.since, characteristics: self.characteristics };
        for (which, condition) in self.months.times.iter().enumerate() {
            if !situation.ended && self.tables.rules.held(condition, situation, &moment) {
                self.course.marks.held.push((row as u16, which as u16));
            }
        }
    }

    fn pass_boundary(&mut self, row: usize) {
        let (rules, situation) = (self.tables.rules, &mut self.scratch.situation);
        let mut open = rules.until_question(situation, row, self.characteristics, 0);
        while let Some(question) = open {
            let at = question.intervention();
            let [reach, success] = self.tables.month_rules.interventions[at];
            let answer = rules.known(situation, question).unwrap_or_else(|| match question {
                Question::Reached(_) => self.stream.uniform(reach) < self.tables.hazards.reached[at][0],
                Question::Responds(_) => self.stream.uniform(success) < self.tables.hazards.success[at][0],
            });
            if matches!(question, Question::Responds(_)) {
                self.course.marks.starts.push(Start { intervention: at, row, responds: answer, until: row });
            }
            let next = rules.answer(situation, question, answer);
            open = next.or_else(|| rules.until_question(situation, row, self.characteristics, at + 1));
        }
    }

    /// Lengthens the activity of what is active up to a boundary.
    fn lengthen_activity(&mut self, until: usize) {
        let situation = &self.scratch.situation;
        for at in 0..situation.stages.len() {
            if self.tables.rules.is_active(situation, at)
                && let Some(start) = self.course.marks.starts.iter_mut().rev().find(|start| start.intervention == at)
            {
                start.until = until;
            }
        }
    }

    /// Looks whether the household is as it would be without help, and what acts on it.
    fn compare(&mut self, row: usize) {
        let (rules, scratch) = (self.tables.rules, &mut *self.scratch);
        let active = self.tables.month_rules.active_bits(rules, &scratch.situation);
        scratch.now.condition_bits = self.condition_bits | scratch.situation.condition_bits | active;
        scratch.now.responding.clear();
        for at in 0..scratch.situation.stages.len() {
            let responding = rules.responding(&scratch.situation, at, row, 0);
            scratch.now.responding.extend(responding.map(|elapsed| (at as u32, elapsed)));
        }
        self.acts = !scratch.now.responding.is_empty();
        self.gathered = false;
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
            rules.since_after(&scratch.situation, clock, since, passed) == scratch.situation.since[clock]
        };
        self.same = active == 0 && null.stays[self.stay].joint == self.joint && (0..clocks).all(told);
        self.apart |= !self.same;
    }

    /// Moves on to a boundary.
    fn pass_cycles(&mut self, row: usize, next: usize, log: bool) {
        let (rules, scratch) = (self.tables.rules, &mut *self.scratch);
        if scratch.fired.is_empty() {
            rules.pass_time(&mut scratch.situation, next - row);
            return;
        }
        if log {
            scratch.log.happened.extend_from_slice(&scratch.fired);
            scratch.log.events.push((next as u32, scratch.log.happened.len() as u32));
        }
        rules.pass_time(&mut scratch.situation, next - 1 - row);
        rules.advance(&mut scratch.situation, &mut scratch.fired);
        if log {
            scratch.log.since.extend_from_slice(&scratch.situation.since);
        }
        let happened = |transition: &usize| Happened { row: next as u32, transition: *transition as u16 };
        self.course.fired.extend(scratch.fired.iter().map(happened));
    }
}
