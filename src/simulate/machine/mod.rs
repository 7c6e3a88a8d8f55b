//! The rules of a household's life in one alternative: what a transition changes, what is done at a border.
//!
//! In: a scenario and one of its alternatives. Out: [`Machine`], which moves a [`Situation`] on. No chances and no luck:
//! where an answer is needed it asks ([`Question`]), and the methods answer, one by luck, the other by both answers with
//! their shares.

mod border;
mod judge;

pub use judge::looks_at_time;

use super::stage::{Known, Span, Stage};
use super::tables::last_change;
use crate::model::{Alternative, Clock, Condition, Count, Quantity, Scenario, Trigger};

/// A border without a number: what is done at every border is done, and nothing that has a fixed one.
pub const ANY_BORDER: usize = usize::MAX;

/// Everything about a household that decides what can happen to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Situation {
    /// State of each domain.
    pub states: Vec<u16>,
    /// Completed cycles since, by index of the clock; 0 for other clocks.
    pub since: Vec<u32>,
    /// Stage of each intervention.
    pub stages: Vec<Stage>,
    /// Conditions of [`Machine::entries`] that became true in the cycle that just ended, as bits.
    pub entered: u64,
    /// Everything has stopped.
    pub ended: bool,
}

impl Situation {
    /// Takes over another situation, in the room that this one has.
    pub fn become_like(&mut self, other: &Self) {
        let Self { states, since, stages, entered, ended } = self;
        states.clone_from(&other.states);
        since.clone_from(&other.since);
        stages.clone_from(&other.stages);
        (*entered, *ended) = (other.entered, other.ended);
    }
}

/// What has to be known about a household at a border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether it is reached by this intervention.
    Reached(usize),
    /// Whether it responds to this intervention, which starts now.
    Responds(usize),
}

/// The rules of one alternative.
#[derive(Debug)]
pub struct Machine<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The alternative.
    pub alternative: &'a Alternative,
    /// Transitions that are not switched off, by domain and state.
    exits: Vec<Vec<Vec<usize>>>,
    ends: Vec<Vec<bool>>,
    last: Vec<u32>,
    /// Whether it matters from where a household comes: a clock, a trigger or an item looks at what has just become true.
    looks_back: bool,
    /// By intervention.
    pub spans: Vec<Span>,
    /// Conditions of which the scenario counts how often they become true, and whether being true at the start counts.
    pub entries: Vec<(&'a Condition, bool)>,
}

impl<'a> Machine<'a> {
    /// The rules of an alternative.
    pub fn new(scenario: &'a Scenario, alternative: &'a Alternative) -> Self {
        let of_domain = |domain: &crate::model::Domain| vec![Vec::new(); domain.states.len()];
        let mut exits: Vec<Vec<Vec<usize>>> = scenario.domains.iter().map(of_domain).collect();
        for (index, one) in scenario.transitions.iter().enumerate() {
            if alternative.off_transitions.binary_search(&index).is_err() {
                exits[one.domain][one.from].push(index);
            }
        }
        let by_entry = |one: &crate::model::Intervention| matches!(one.trigger, Trigger::Entry(_));
        let entries = entries(scenario);
        let looks_back = !entries.is_empty()
            || scenario.clocks.iter().any(|clock| matches!(clock, Clock::Since(_)))
            || alternative.interventions.iter().any(by_entry);
        let span = |one| Span::new(one, scenario.settings.cycle.months(), scenario.settings.horizon);
        Self {
            scenario,
            alternative,
            exits,
            ends: scenario.domains.iter().map(|one| one.states.iter().map(|state| state.ends).collect()).collect(),
            last: (0..scenario.clocks.len()).map(|clock| last_change(scenario, clock)).collect(),
            spans: alternative.interventions.iter().map(span).collect(),
            entries,
            looks_back,
        }
    }

    /// A household at border 0, before anything is done.
    pub fn begin(&self, states: Vec<u16>) -> Situation {
        let idle = Stage::Idle(Known::Nothing);
        let mut begun = Situation {
            states,
            since: vec![0; self.scenario.clocks.len()],
            stages: vec![idle; self.alternative.interventions.len()],
            entered: 0,
            ended: false,
        };
        for (at, one) in self.alternative.interventions.iter().enumerate() {
            if let Trigger::Entry(condition) = &one.trigger
                && self.about_states(condition, &begun.states)
            {
                begun.stages[at] = Stage::Triggered(Known::Nothing);
            }
        }
        for (bit, (condition, start_counts)) in self.entries.iter().enumerate() {
            if *start_counts && self.about_states(condition, &begun.states) {
                begun.entered |= 1 << bit;
            }
        }
        self.end_if_over(&mut begun);
        begun
    }

    /// The cycle to which what is counted at a row belongs: where cycles are counted at their end the one that ended there.
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
        let one = &self.scenario.transitions[transition];
        self.ends[one.domain][one.to]
    }

    /// Moves on by one cycle in which these transitions happen: at most one for each domain. Where one of them ends
    /// everything the others do not happen; `fired` then keeps those that do.
    pub fn advance(&self, situation: &mut Situation, fired: &mut Vec<usize>) {
        situation.entered = 0;
        if situation.ended {
            return;
        }
        if fired.iter().any(|one| self.ends(*one)) {
            fired.retain(|one| self.ends(*one));
        }
        let before = (self.looks_back && !fired.is_empty()).then(|| situation.states.clone());
        for one in fired.iter() {
            let one = &self.scenario.transitions[*one];
            situation.states[one.domain] = one.to as u16;
        }
        let before = before.as_deref();
        self.advance_clocks(situation, before);
        self.advance_stages(situation, before);
        for (bit, (condition, _)) in self.entries.iter().enumerate() {
            if self.enters(condition, before, &situation.states) {
                situation.entered |= 1 << bit;
            }
        }
        self.end_if_over(situation);
    }

    /// Whether a condition became true; `before` are the states before, where they changed.
    fn enters(&self, condition: &Condition, before: Option<&[u16]>, states: &[u16]) -> bool {
        before.is_some_and(|before| !self.about_states(condition, before) && self.about_states(condition, states))
    }

    fn advance_clocks(&self, situation: &mut Situation, before: Option<&[u16]>) {
        for (clock, kind) in self.scenario.clocks.iter().enumerate() {
            let Clock::Since(condition) = kind else { continue };
            let here = self.about_states(condition, &situation.states);
            let stays = here && before.is_none_or(|before| self.about_states(condition, before));
            let more = (situation.since[clock] + 1).min(self.last[clock]);
            situation.since[clock] = if stays { more } else { 0 };
        }
    }

    fn advance_stages(&self, situation: &mut Situation, before: Option<&[u16]>) {
        for (at, one) in self.alternative.interventions.iter().enumerate() {
            let Trigger::Entry(condition) = &one.trigger else { continue };
            situation.stages[at] = match situation.stages[at] {
                Stage::Idle(known) if self.enters(condition, before, &situation.states) => Stage::Triggered(known),
                Stage::Delayed(left, known) => Stage::Delayed(left - 1, known),
                Stage::Waiting(left, known) => Stage::Waiting(left - 1, known),
                Stage::Running { elapsed, responds } => {
                    Stage::Running { elapsed: (elapsed + 1).min(self.spans[at].settled), responds }
                }
                same => same,
            };
        }
    }

    fn end_if_over(&self, situation: &mut Situation) {
        let ended = situation.states.iter().enumerate().any(|(domain, state)| self.ends[domain][usize::from(*state)]);
        if ended {
            situation.ended = true;
            situation.since.fill(0);
            situation.stages.fill(Stage::Over);
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

/// Conditions in quantities of time that are not about states alone, in the order of the items.
pub fn special_times(scenario: &Scenario) -> Vec<&Condition> {
    let conditions = scenario.items.iter().filter_map(|item| match &item.quantity {
        Quantity::Time(condition) if !condition.is_about_states() => Some(condition),
        _ => None,
    });
    let mut found: Vec<&Condition> = conditions.collect();
    found.sort();
    found.dedup();
    found
}
