//! Advance of a household by a cycle in which something happens.
//!
//! In: a [`Situation`] and the transitions that happen in a cycle, at most one for each domain. Out: the situation at
//! the end of it, before anything is done there. Cycles in which nothing happens are `idle_time`'s.

use crate::model::{Scenario, Transition};
use crate::simulate::rules::episode::Stage;
use crate::simulate::rules::{ConditionBits, Rules, Situation, Test};

/// What a transition changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Move {
    domain: u32,
    to: u16,
    /// It ends everything.
    pub(crate) ends: bool,
    /// Bits that may not hold any more.
    leaves: ConditionBits,
    /// Bits that hold then.
    enters: ConditionBits,
}

impl Move {
    /// What one transition changes; `condition_bits` are those that hold, by domain and state.
    pub(crate) fn new(scenario: &Scenario, transition: &Transition, condition_bits: &[Vec<ConditionBits>]) -> Self {
        Self {
            domain: transition.domain as u32,
            to: transition.to as u16,
            ends: scenario.domains[transition.domain].states[transition.to].ends,
            leaves: condition_bits[transition.domain][transition.from],
            enters: condition_bits[transition.domain][transition.to],
        }
    }
}

impl Rules {
    /// Moves on by one cycle in which these transitions happen: at most one for each domain. Where one of them ends
    /// everything the others do not happen; `fired` then keeps those that do.
    pub fn advance(&self, situation: &mut Situation, fired: &mut Vec<usize>) {
        situation.entered = 0;
        if situation.ended {
            return;
        }
        let ends = fired.iter().any(|moved| self.ends(*moved));
        if ends {
            fired.retain(|transition| self.ends(*transition));
        }
        let before = Before::new(self, situation);
        for transition in fired.iter() {
            let change = &self.moves[*transition];
            situation.condition_bits = situation.condition_bits & !change.leaves | change.enters;
            situation.states[change.domain as usize] = change.to;
        }
        let before = (!fired.is_empty()).then_some(before);
        self.advance_clocks(situation, before.as_ref());
        self.advance_stages(situation, before.as_ref());
        for (bit, test) in self.entered.iter().enumerate() {
            if self.enters(test, before.as_ref(), situation) {
                situation.entered |= 1 << bit;
            }
        }
        if ends {
            end(situation);
        }
    }

    /// Whether a condition became true.
    fn enters(&self, test: &Test, before: Option<&Before>, situation: &Situation) -> bool {
        before.is_some_and(|before| !before.held(self, test) && self.now(test, situation))
    }

    fn advance_clocks(&self, situation: &mut Situation, before: Option<&Before>) {
        for (clock, test) in self.since.iter().enumerate() {
            let Some(test) = test else { continue };
            let stays = self.now(test, situation) && before.is_none_or(|before| before.held(self, test));
            let more = (situation.since[clock] + 1).min(self.last[clock]);
            situation.since[clock] = if stays { more } else { 0 };
        }
    }

    fn advance_stages(&self, situation: &mut Situation, before: Option<&Before>) {
        for (at, trigger) in self.triggers.iter().enumerate() {
            let Some(trigger) = trigger else { continue };
            situation.stages[at] = match situation.stages[at] {
                Stage::Idle(known) if self.enters(trigger, before, situation) => Stage::Triggered(known),
                Stage::Delayed(left, known) => Stage::Delayed(left - 1, known),
                Stage::Waiting(left, known) => Stage::Waiting(left - 1, known),
                Stage::Running { elapsed, responds } => {
                    Stage::Running { elapsed: (elapsed + 1).min(self.spans[at].settled), responds }
                }
                same => same,
            };
        }
    }
}

/// Stops everything.
pub(crate) fn end(situation: &mut Situation) {
    situation.ended = true;
    situation.since.fill(0);
    situation.stages.fill(Stage::Over);
}

/// States before something happened.
pub(crate) struct Before {
    pub(crate) condition_bits: ConditionBits,
    /// Where condition bits do not tell all.
    pub(crate) states: Vec<u16>,
}

impl Before {
    fn new(rules: &Rules, situation: &Situation) -> Self {
        let states = if rules.keeps_states { situation.states.clone() } else { Vec::new() };
        Self { condition_bits: situation.condition_bits, states }
    }

    /// Whether a condition on states held.
    pub(crate) fn held(&self, rules: &Rules, test: &Test) -> bool {
        test.holds(self.condition_bits, |condition| rules.about_states(condition, &self.states))
    }
}
