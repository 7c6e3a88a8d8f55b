//! Transition rules of one alternative: what a transition changes, what is done at a boundary.
//!
//! In: a scenario and one of its alternatives. Out: [`Rules`], which moves a [`Situation`] on. No chances and no random
//! numbers: where an answer is needed it asks ([`Question`]), and the methods answer, one by random numbers, the other
//! by both answers with their shares.

pub(crate) mod advance;
pub(crate) mod boundary;
pub(crate) mod condition_bits;
pub mod episode;
pub(crate) mod evaluate;
pub mod history;
pub(crate) mod idle_time;
pub mod since_pieces;

use crate::simulate::compile::clock::last_change;
use crate::simulate::rules::advance::{Before, Move, end};
pub use crate::simulate::rules::condition_bits::{ConditionBits, ConditionParts, Test};
use crate::simulate::rules::episode::{Known, Span, Stage};
pub use crate::simulate::rules::evaluate::looks_at_time;
use std::sync::Arc;

use crate::model::{Alternative, Clock, Condition, Count, Quantity, Scenario, Trigger};

/// A boundary without a number: what is done at every boundary is done, and nothing that has a fixed one.
pub const ANY_BOUNDARY: usize = usize::MAX;

/// Everything about a household that decides what can happen to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Situation {
    /// State of each domain.
    pub states: Vec<u16>,
    /// What follows from the states: parts of conditions that hold.
    pub condition_bits: ConditionBits,
    /// Completed cycles since, by index of the clock; 0 for other clocks.
    pub since: Vec<u32>,
    /// Stage of each intervention.
    pub stages: Vec<Stage>,
    /// Conditions of [`Rules::entries`] that became true in the cycle that just ended, as bits.
    pub entered: u64,
    /// Everything has stopped.
    pub ended: bool,
}

impl Situation {
    /// Takes over another situation, in the room that this one has.
    pub fn become_like(&mut self, other: &Self) {
        let Self { states, condition_bits, since, stages, entered, ended } = self;
        states.clone_from(&other.states);
        since.clone_from(&other.since);
        stages.clone_from(&other.stages);
        (*condition_bits, *entered, *ended) = (other.condition_bits, other.entered, other.ended);
    }
}

/// What has to be known about a household at a boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether it is reached by this intervention.
    Reached(usize),
    /// Whether it responds to this intervention, which starts now.
    Responds(usize),
}

/// The rules of one alternative.
#[derive(Debug)]
pub struct Rules {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// The alternative.
    pub alternative: Alternative,
    /// Transitions that are not switched off, by domain and state.
    exits: Vec<Vec<Vec<usize>>>,
    ends: Vec<Vec<bool>>,
    last: Vec<u32>,
    /// Parts of conditions that have a bit.
    pub parts: ConditionParts,
    /// By domain and state: bits that hold there.
    state_bits: Vec<Vec<ConditionBits>>,
    /// By transition.
    moves: Vec<Move>,
    /// By clock: when it runs, where it counts since a condition.
    pub since: Vec<Option<Test>>,
    /// By intervention: what triggers it, where that is an entry.
    triggers: Vec<Option<Test>>,
    /// By transition and place in its list of modifiers.
    pub modifiers: Vec<Vec<Test>>,
    /// By intervention and place in its list of effects: when it acts.
    pub effects: Vec<Vec<Test>>,
    entered: Vec<Test>,
    /// Some condition on states has too many parts for bits.
    keeps_states: bool,
    /// By intervention.
    pub spans: Vec<Span>,
    /// Conditions of which the scenario counts how often they become true, and whether being true at the start counts.
    pub entries: Vec<(Condition, bool)>,
}

impl Rules {
    /// The rules of an alternative.
    pub fn new(shared: &Arc<Scenario>, alternative: &Alternative) -> Self {
        let scenario = &**shared;
        let of_domain = |domain: &crate::model::Domain| vec![Vec::new(); domain.states.len()];
        let mut exits: Vec<Vec<Vec<usize>>> = scenario.domains.iter().map(of_domain).collect();
        for (index, transition) in scenario.transitions.iter().enumerate() {
            if alternative.off_transitions.binary_search(&index).is_err() {
                exits[transition.domain][transition.from].push(index);
            }
        }
        let span = |intervention| Span::new(intervention, scenario.settings.cycle.months(), scenario.settings.horizon);
        let mut parts = ConditionParts::default();
        let entries = entries(scenario);
        let since = scenario.clocks.iter().map(|clock| match clock {
            Clock::Since(condition) => Some(parts.test(condition)),
            _ => None,
        });
        let since: Vec<Option<Test>> = since.collect();
        let triggers = alternative.interventions.iter().map(|intervention| match &intervention.trigger {
            Trigger::Entry(condition) => Some(parts.test(condition)),
            Trigger::Cycle(_) => None,
        });
        let triggers: Vec<Option<Test>> = triggers.collect();
        let entered: Vec<Test> = entries.iter().map(|(condition, _)| parts.test(condition)).collect();
        let about_states = since.iter().chain(&triggers).flatten().chain(&entered);
        let keeps_states = about_states.into_iter().any(|test| matches!(test, Test::Evaluated(_)));
        let mut of_transition = |transition: &crate::model::Transition| {
            transition.modifiers.iter().map(|modifier| parts.test(&modifier.condition)).collect()
        };
        let modifiers = scenario.transitions.iter().map(&mut of_transition).collect();
        let mut of_intervention = |intervention: &crate::model::Intervention| {
            intervention.effects.iter().map(|effect| parts.test(&effect.condition)).collect()
        };
        let effects = alternative.interventions.iter().map(&mut of_intervention).collect();
        let state_bits = parts.by_state(scenario);
        Self {
            moves: scenario.transitions.iter().map(|transition| Move::new(scenario, transition, &state_bits)).collect(),
            state_bits,
            parts,
            since,
            triggers,
            modifiers,
            effects,
            entered,
            keeps_states,
            scenario: Arc::clone(shared),
            alternative: alternative.clone(),
            exits,
            ends: scenario
                .domains
                .iter()
                .map(|domain| domain.states.iter().map(|state| state.ends).collect())
                .collect(),
            last: (0..scenario.clocks.len()).map(|clock| last_change(scenario, clock)).collect(),
            spans: alternative.interventions.iter().map(span).collect(),
            entries: entries.into_iter().map(|(condition, start_counts)| (condition.clone(), start_counts)).collect(),
        }
    }

    /// A household at boundary 0, before anything is done.
    pub fn begin(&self, states: Vec<u16>) -> Situation {
        let mut begun = Situation { states, ..Situation::default() };
        self.begin_again(&mut begun);
        begun
    }

    /// Another household at boundary 0, of which the states are filled in.
    pub fn begin_again(&self, begun: &mut Situation) {
        begun.since.clear();
        begun.since.resize(self.scenario.clocks.len(), 0);
        begun.stages.clear();
        begun.stages.resize(self.triggers.len(), Stage::Idle(Known::Nothing));
        (begun.condition_bits, begun.entered, begun.ended) = (0, 0, false);
        for (domain, state) in begun.states.iter().enumerate() {
            begun.condition_bits |= self.state_bits[domain][usize::from(*state)];
        }
        for (at, trigger) in self.triggers.iter().enumerate() {
            if trigger.as_ref().is_some_and(|trigger| self.now(trigger, begun)) {
                begun.stages[at] = Stage::Triggered(Known::Nothing);
            }
        }
        for (bit, (test, (_, start_counts))) in self.entered.iter().zip(&self.entries).enumerate() {
            if *start_counts && self.now(test, begun) {
                begun.entered |= 1 << bit;
            }
        }
        self.end_if_over(begun);
    }

    /// Whether a condition on states holds.
    #[inline]
    pub fn now(&self, test: &Test, situation: &Situation) -> bool {
        test.holds(situation.condition_bits, |condition| self.about_states(condition, &situation.states))
    }

    /// Puts a domain into a state.
    fn put(&self, situation: &mut Situation, domain: usize, state: usize) {
        let of_states = &self.state_bits[domain];
        situation.condition_bits &= !of_states[usize::from(situation.states[domain])];
        situation.condition_bits |= of_states[state];
        situation.states[domain] = state as u16;
    }

    /// The cycle to which what is counted at a row belongs: where cycles are counted at their end the one that ended
    /// there.
    pub fn cycle_of_row(&self, row: usize) -> usize {
        match self.scenario.settings.count {
            Count::End | Count::LifeTable => row.saturating_sub(1),
            _ => row,
        }
    }

    /// Transitions out of the current state of a domain.
    pub fn exits(&self, domain: usize, state: u16) -> &[usize] {
        &self.exits[domain][usize::from(state)]
    }

    /// Whether a transition ends everything.
    pub fn ends(&self, transition: usize) -> bool {
        self.moves[transition].ends
    }

    fn end_if_over(&self, situation: &mut Situation) {
        let ended = situation.states.iter().enumerate().any(|(domain, state)| self.ends[domain][usize::from(*state)]);
        if ended {
            end(situation);
        }
    }
}

impl Question {
    /// The intervention it is about.
    pub fn intervention(self) -> usize {
        match self {
            Question::Reached(at) | Question::Responds(at) => at,
        }
    }
}

/// More conditions whose entries are counted than this are refused.
pub const MOST_ENTRIES: usize = 64;

/// Conditions whose entries are counted, in a fixed order.
pub fn entries(scenario: &Scenario) -> Vec<(&Condition, bool)> {
    let counted = scenario.items.iter().filter_map(|item| match &item.quantity {
        Quantity::Entries { condition, start_counts } => Some((condition, *start_counts)),
        _ => None,
    });
    let mut found: Vec<(&Condition, bool)> = counted.collect();
    found.sort();
    found.dedup();
    found
}

/// Conditions in quantities of time that are not about states alone, each once, sorted; of a time with numbers that go by how
/// long something has lasted those of its pieces.
pub fn special_times(scenario: &Scenario) -> Vec<Condition> {
    let conditions = scenario.items.iter().flat_map(|item| {
        let pieces = since_pieces::since_pieces(scenario, item);
        match &item.quantity {
            _ if !pieces.is_empty() => pieces.into_iter().map(|piece| piece.condition).collect(),
            Quantity::Time(condition) if !condition.is_about_states() => vec![condition.clone()],
            _ => Vec::new(),
        }
    });
    let mut found: Vec<Condition> = conditions.collect();
    found.sort();
    found.dedup();
    found
}
