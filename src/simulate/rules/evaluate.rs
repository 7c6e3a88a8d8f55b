//! Evaluation of conditions for a household.
//!
//! In: a condition, a [`Situation`], a [`Moment`]. Out: yes or no. Nothing changes here.

use crate::model::{Clock, Condition, Scenario};
use crate::simulate::compile::clock::Moment;
use crate::simulate::rules::episode::Stage;
use crate::simulate::rules::{Rules, Situation};

impl Rules {
    /// Whether a condition on states alone holds.
    pub fn about_states(&self, condition: &Condition, states: &[u16]) -> bool {
        condition.evaluate(&|part| match part {
            Condition::State { domain, states: wanted } => wanted.contains(&usize::from(states[*domain])),
            _ => false,
        })
    }

    /// Whether a condition holds for what happens in the cycle that begins at `moment`.
    pub fn holds(&self, condition: &Condition, situation: &Situation, moment: &Moment) -> bool {
        condition.evaluate(&|part| self.part_holds(part, situation, moment, |at| self.is_active(situation, at)))
    }

    /// Whether a condition holds in the cycle that just ended, seen from the boundary at its end (before anything is
    /// done).
    pub fn held(&self, condition: &Condition, situation: &Situation, moment: &Moment) -> bool {
        condition.evaluate(&|part| self.part_holds(part, situation, moment, |at| self.was_active(situation, at)))
    }

    /// Whether a condition that is neither `all`, `any` nor `not` holds.
    pub fn part_holds(
        &self,
        part: &Condition,
        situation: &Situation,
        moment: &Moment,
        active: impl Fn(usize) -> bool,
    ) -> bool {
        match part {
            Condition::State { domain, states } => states.contains(&usize::from(situation.states[*domain])),
            Condition::Within { clock, from, to } => {
                let reading = moment.reading(&self.scenario, *clock);
                self.runs(*clock, &situation.states) && reading >= from.0 && reading < to.0
            }
            Condition::Characteristic { index, from, to } => {
                moment.characteristics[*index] >= from.0 && moment.characteristics[*index] < to.0
            }
            Condition::Active(name) => self.named(name).is_some_and(active),
            Condition::Responding(name) => {
                self.named(name).is_some_and(|at| active(at) && is_responding(situation.stages[at]))
            }
            _ => true,
        }
    }

    /// The intervention of this name.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.alternative.interventions.iter().position(|intervention| intervention.name == name)
    }

    /// Whether a clock tells anything: one that counts since a condition does so while the condition holds.
    fn runs(&self, clock: usize, states: &[u16]) -> bool {
        match &self.scenario.clocks[clock] {
            Clock::Since(condition) => self.about_states(condition, states),
            _ => true,
        }
    }

    /// Whether it is active in the cycle that begins here, and the household responds to it.
    pub fn is_responder(&self, situation: &Situation, at: usize) -> bool {
        is_responding(situation.stages[at]) && self.is_active(situation, at)
    }

    /// Whether an intervention is active in the cycle that begins here.
    pub fn is_active(&self, situation: &Situation, at: usize) -> bool {
        let fixed = self.alternative.interventions[at].fixed_start().is_some();
        let most = if fixed { self.spans[at].active.min(1) } else { self.spans[at].active };
        matches!(situation.stages[at], Stage::Running { elapsed, .. } if elapsed < most)
    }

    /// Whether an intervention was active in the cycle that ended here.
    fn was_active(&self, situation: &Situation, at: usize) -> bool {
        let fixed = self.alternative.interventions[at].fixed_start().is_some();
        match situation.stages[at] {
            Stage::Running { elapsed, .. } if fixed => elapsed == 0 && self.spans[at].active > 0,
            Stage::Running { elapsed, .. } => (1..=self.spans[at].active).contains(&elapsed),
            _ => false,
        }
    }
}

/// Whether the household responds to an intervention in this stage.
fn is_responding(stage: Stage) -> bool {
    matches!(stage, Stage::Running { responds: true, .. })
}

/// Whether a condition looks at the time since the start.
pub fn looks_at_time(scenario: &Scenario, condition: &Condition) -> bool {
    condition.parts().into_iter().any(
        |part| matches!(part, Condition::Within { clock, .. } if !matches!(scenario.clocks[*clock], Clock::Since(_))),
    )
}
