//! Idle time of a household, in which nothing happens.
//!
//! In: a [`Situation`] after all that is done at a boundary. Out: until when nothing is done for the household as long
//! as no transition happens, and its situation after some of that time. What happens is not known here.

use crate::simulate::rules::episode::{Stage, fixed_test};
use crate::simulate::rules::{Rules, Situation};

impl Rules {
    /// The next boundary at which something may be done though nothing happened before; `usize::MAX` where there is
    /// none. Whether an intervention is active does not change on the way.
    pub fn pause(&self, situation: &Situation, row: usize) -> usize {
        let of_stage = |(at, stage): (usize, &Stage)| self.pause_of(situation, at, *stage, row);
        situation.stages.iter().enumerate().map(of_stage).min().unwrap_or(usize::MAX)
    }

    fn pause_of(&self, situation: &Situation, at: usize, stage: Stage, row: usize) -> usize {
        let intervention = &self.alternative.interventions[at];
        let later = |boundary: usize| if boundary > row { boundary } else { usize::MAX };
        match stage {
            Stage::Over => usize::MAX,
            Stage::Idle(_) => fixed_test(intervention).map_or(usize::MAX, later),
            // Called off at the next boundary: it was another intervention that moved the household, after its turn.
            Stage::Triggered(_) | Stage::Delayed(..) | Stage::Waiting(..) if !self.still(situation, at) => row + 1,
            Stage::Triggered(_) => row + 1,
            Stage::Delayed(left, _) => row + left as usize,
            Stage::Waiting(left, _) => intervention.fixed_start().map_or(row + left as usize, later),
            // Whether it stops may hang on the time that passes, or on what another intervention moved after this was asked.
            Stage::Running { .. } if self.may_stop_idle(situation, at) => row + 1,
            Stage::Running { elapsed, responds } => {
                let start = intervention.fixed_start().unwrap_or(row.saturating_sub(elapsed as usize));
                let over = self.over(at, responds).map_or(usize::MAX, |over| later(start + over as usize));
                over.min(later(start + self.spans[at].active as usize))
            }
        }
    }

    /// Whether an intervention may be stopped at the next boundary though nothing happens before.
    fn may_stop_idle(&self, situation: &Situation, at: usize) -> bool {
        let stop = self.alternative.interventions[at].stop.as_ref();
        stop.is_some_and(|stop| !stop.is_about_states() || self.about_states(stop, &situation.states))
    }

    /// Whether no intervention does anything any more after boundary `row`, whatever happens to the household.
    pub fn is_done(&self, situation: &Situation, row: usize) -> bool {
        situation.stages.iter().enumerate().all(|(at, stage)| match stage {
            Stage::Over => true,
            Stage::Idle(_) => fixed_test(&self.alternative.interventions[at]).is_some_and(|test| test <= row),
            _ => false,
        })
    }

    /// Lets so many cycles pass in which nothing happens, no further than to [`Self::pause`].
    pub fn pass_time(&self, situation: &mut Situation, cycles: usize) {
        situation.entered = 0;
        if situation.ended || cycles == 0 {
            return;
        }
        let cycles = cycles as u32;
        for clock in 0..situation.since.len() {
            situation.since[clock] = self.since_after(situation, clock, situation.since[clock], cycles);
        }
        for (at, trigger) in self.triggers.iter().enumerate() {
            if trigger.is_none() {
                continue;
            }
            match &mut situation.stages[at] {
                Stage::Delayed(left, _) | Stage::Waiting(left, _) => *left -= cycles,
                Stage::Running { elapsed, .. } => *elapsed = (*elapsed + cycles).min(self.spans[at].settled),
                Stage::Idle(_) | Stage::Triggered(_) | Stage::Over => {}
            }
        }
    }

    /// What a clock that counts since a condition tells where it told `since` so many cycles ago and nothing happened
    /// in them; 0 for other clocks.
    #[inline]
    pub fn since_after(&self, situation: &Situation, clock: usize, since: u32, cycles: u32) -> u32 {
        match &self.since[clock] {
            Some(test) if self.now(test, situation) => (since + cycles).min(self.last[clock]),
            _ => 0,
        }
    }

    /// Completed cycles since the start of an intervention to which the household responds, after so many more cycles
    /// in which nothing happens from boundary `row` on; `None` where it does not respond.
    #[inline]
    pub fn responding(&self, situation: &Situation, at: usize, row: usize, cycles: u32) -> Option<u32> {
        let Stage::Running { elapsed, responds: true } = situation.stages[at] else { return None };
        Some(match self.alternative.interventions[at].fixed_start() {
            Some(start) => (row - start) as u32 + cycles,
            None => (elapsed + cycles).min(self.spans[at].settled),
        })
    }
}
