//! Cycle boundaries: what is done for a household there.
//!
//! In: a [`Situation`] and the number of the boundary. Out: the situation after it, with a [`Question`] for every
//! answer that is needed. Interventions have their turn one after the other.

use crate::model::Trigger;
use crate::simulate::compile::clock::Moment;
use crate::simulate::rules::episode::{Known, Stage, fixed_test};
use crate::simulate::rules::{ANY_BOUNDARY, Before, Question, Rules, Situation, looks_at_time};

impl Rules {
    /// Does what is done at boundary `row` up to the next question. `from` is the intervention to begin with;
    /// interventions have their turn in the order of the alternative, which is that of their names.
    pub fn until_question(
        &self,
        situation: &mut Situation,
        row: usize,
        characteristics: &[f64],
        from: usize,
    ) -> Option<Question> {
        situation.entered = 0;
        if from == 0 {
            // First of all: whether one is active must not hang on whose turn it is.
            for at in 0..situation.stages.len() {
                let stopped = matches!(situation.stages[at], Stage::Running { .. })
                    && self.is_stopped(situation, at, row, characteristics);
                situation.stages[at] = self.running(situation.stages[at], at, row, stopped);
            }
        }
        (from..self.alternative.interventions.len()).find_map(|at| self.turn(situation, at, row, characteristics))
    }

    /// The turn of one intervention at a boundary.
    fn turn(&self, situation: &mut Situation, at: usize, row: usize, characteristics: &[f64]) -> Option<Question> {
        let intervention = &self.alternative.interventions[at];
        let still = self.still(situation, at);
        let test = fixed_test(intervention);
        let known = match situation.stages[at] {
            Stage::Running { .. } | Stage::Over => return None,
            Stage::Idle(known) if test != Some(row) => {
                situation.stages[at] = Stage::Idle(known);
                return None;
            }
            Stage::Triggered(known) | Stage::Delayed(_, known) | Stage::Waiting(_, known) if !still => {
                situation.stages[at] = Stage::Idle(known);
                return None;
            }
            Stage::Triggered(known) if intervention.delay > 0 => {
                situation.stages[at] = Stage::Delayed(intervention.delay as u32, known);
                return None;
            }
            Stage::Delayed(left, _) if left > 0 => return None,
            Stage::Waiting(left, _) if test.is_none() && left > 0 => return None,
            Stage::Waiting(_, _) if test.is_some() && intervention.fixed_start() != Some(row) => return None,
            Stage::Waiting(_, known) => return self.start(situation, at, known),
            Stage::Idle(known) | Stage::Triggered(known) | Stage::Delayed(_, known) => known,
        };
        let moment = Moment { cycle: row, since: &situation.since, characteristics };
        if !self.holds(&intervention.eligible, situation, &moment) {
            situation.stages[at] = Stage::Idle(known);
            return None;
        }
        if known == Known::Nothing {
            return Some(Question::Reached(at));
        }
        self.wait(situation, at, known)
    }

    /// After it is reached.
    fn wait(&self, situation: &mut Situation, at: usize, known: Known) -> Option<Question> {
        match self.alternative.interventions[at].waiting {
            0 => self.start(situation, at, known),
            waiting => {
                let fixed = fixed_test(&self.alternative.interventions[at]).is_some();
                situation.stages[at] = Stage::Waiting(if fixed { 0 } else { waiting as u32 }, known);
                None
            }
        }
    }

    /// It starts: whether the household responds is all that is not known yet. It is asked for in a second episode too,
    /// where the answer is the same.
    fn start(&self, situation: &mut Situation, at: usize, known: Known) -> Option<Question> {
        situation.stages[at] = Stage::Waiting(0, known);
        Some(Question::Responds(at))
    }

    /// What is known about the answer to a question, where an earlier episode gave it.
    pub fn known(&self, situation: &Situation, question: Question) -> Option<bool> {
        match (question, situation.stages[question.intervention()]) {
            (Question::Responds(_), Stage::Waiting(_, Known::Responds(answer))) => Some(answer),
            _ => None,
        }
    }

    /// Takes the answer to the last question. Whether an intervention started is returned; those who respond are moved.
    /// Then [`Self::until_question`] goes on, with the same intervention after [`Question::Reached`], else with the
    /// next.
    pub fn answer(&self, situation: &mut Situation, question: Question, answer: bool) -> Option<Question> {
        let at = question.intervention();
        match question {
            Question::Reached(_) if answer => self.wait(situation, at, Known::Reached),
            Question::Reached(_) => {
                situation.stages[at] = self.never_again(at);
                None
            }
            Question::Responds(_) => {
                let started = Stage::Running { elapsed: 0, responds: answer };
                let over = self.over(at, answer) == Some(0);
                situation.stages[at] = if over { self.after(at, answer) } else { started };
                if answer {
                    self.move_responder(situation, at);
                }
                None
            }
        }
    }

    /// Whether what triggers an intervention holds.
    pub(crate) fn still(&self, situation: &Situation, at: usize) -> bool {
        self.triggers[at].as_ref().is_none_or(|trigger| self.now(trigger, situation))
    }

    fn move_responder(&self, situation: &mut Situation, at: usize) {
        let states = situation.states.clone();
        let before = Before { condition_bits: situation.condition_bits, states };
        for responder_move in &self.alternative.interventions[at].moves {
            if usize::from(before.states[responder_move.domain]) == responder_move.from {
                self.put(situation, responder_move.domain, responder_move.to);
            }
        }
        if before.states != situation.states {
            for (clock, test) in self.since.iter().enumerate() {
                let Some(test) = test else { continue };
                if !before.held(self, test) || !self.now(test, situation) {
                    situation.since[clock] = 0;
                }
            }
            self.end_if_over(situation);
        }
    }

    /// Whether the stop condition of an intervention holds at boundary `row`.
    fn is_stopped(&self, situation: &Situation, at: usize, row: usize, characteristics: &[f64]) -> bool {
        let moment = Moment { cycle: row, since: &situation.since, characteristics };
        let stop = self.alternative.interventions[at].stop.as_ref();
        stop.is_some_and(|stop| self.holds(stop, situation, &moment))
    }

    /// A running intervention at boundary `row`: whether it is still active, whether it is over.
    fn running(&self, stage: Stage, at: usize, row: usize, stopped: bool) -> Stage {
        let (Stage::Running { elapsed, responds }, span) = (stage, self.spans[at]) else { return stage };
        if stopped {
            return self.after(at, responds);
        }
        let passed = match self.alternative.interventions[at].fixed_start() {
            Some(start) if row == ANY_BOUNDARY || row < start => return stage,
            Some(start) => (row - start) as u32,
            None => elapsed,
        };
        if self.over(at, responds).is_some_and(|over| passed >= over) {
            return self.after(at, responds);
        }
        match self.alternative.interventions[at].fixed_start() {
            Some(_) => Stage::Running { elapsed: u32::from(passed >= span.active), responds },
            None => stage,
        }
    }

    /// Completed cycles after which an episode is over, where that is known.
    pub(crate) fn over(&self, at: usize, responds: bool) -> Option<u32> {
        if responds { self.spans[at].over } else { Some(self.spans[at].active) }
    }

    /// The stage after an episode.
    fn after(&self, at: usize, responds: bool) -> Stage {
        match self.alternative.interventions[at].repeat {
            true => Stage::Idle(Known::Responds(responds)),
            false => self.never_again(at),
        }
    }

    fn never_again(&self, at: usize) -> Stage {
        match self.alternative.interventions[at].trigger {
            Trigger::Cycle(_) => Stage::Idle(Known::Nothing),
            Trigger::Entry(_) => Stage::Over,
        }
    }

    /// Boundaries at which something happens that does not depend on when a household got into its situation.
    pub fn special_boundaries(&self) -> Vec<usize> {
        let mut rows = Vec::new();
        for (intervention, span) in self.alternative.interventions.iter().zip(&self.spans) {
            if intervention.stop.as_ref().is_some_and(|stop| looks_at_time(&self.scenario, stop)) {
                rows.extend(0..=self.scenario.settings.horizon);
            }
            match (fixed_test(intervention), intervention.fixed_start()) {
                (Some(test), Some(start)) => {
                    let ends = [Some(span.active), span.over].into_iter().flatten();
                    rows.extend(ends.map(|after| start.saturating_add(after as usize)).chain([test, start]));
                }
                _ if looks_at_time(&self.scenario, &intervention.eligible) => {
                    rows.extend(0..=self.scenario.settings.horizon)
                }
                _ => {}
            }
        }
        rows.retain(|row| *row <= self.scenario.settings.horizon);
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}
