//! The rules of a household's life in one alternative: what a transition changes, what is done at a border.
//!
//! In: a scenario and one of its alternatives. Out: [`Machine`], which moves a [`Situation`] on. No chances and no luck:
//! where an answer is needed it asks ([`Question`]), and the methods answer, one by luck, the other by both answers with
//! their shares.

use super::stage::{Known, Span, Stage, fixed_test};
use super::tables::{Moment, last_change};
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
        let span = |one| Span::new(one, scenario.settings.cycle.months(), scenario.settings.horizon);
        Self {
            scenario,
            alternative,
            exits,
            ends: scenario.domains.iter().map(|one| one.states.iter().map(|state| state.ends).collect()).collect(),
            last: (0..scenario.clocks.len()).map(|clock| last_change(scenario, clock)).collect(),
            spans: alternative.interventions.iter().map(span).collect(),
            entries: entries(scenario),
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

    /// Whether a condition on states alone holds.
    pub fn about_states(&self, condition: &Condition, states: &[u16]) -> bool {
        condition.judged(&|part| match part {
            Condition::State { domain, states: wanted } => wanted.contains(&usize::from(states[*domain])),
            _ => false,
        })
    }

    /// Whether a condition holds for what happens in the cycle that begins at `moment`.
    pub fn holds(&self, condition: &Condition, situation: &Situation, moment: &Moment) -> bool {
        condition.judged(&|part| self.part_holds(part, situation, moment, |at| self.is_active(situation, at)))
    }

    /// Whether a condition holds in the cycle that just ended, seen from the border at its end (before anything is done).
    pub fn held(&self, condition: &Condition, situation: &Situation, moment: &Moment) -> bool {
        condition.judged(&|part| self.part_holds(part, situation, moment, |at| self.was_active(situation, at)))
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
                let reading = moment.reading(self.scenario, *clock);
                self.runs(*clock, &situation.states) && reading >= from.0 && reading < to.0
            }
            Condition::Trait { index, from, to } => moment.traits[*index] >= from.0 && moment.traits[*index] < to.0,
            Condition::Active(name) => {
                self.alternative.interventions.iter().position(|one| one.name == *name).is_some_and(active)
            }
            _ => true,
        }
    }

    /// Whether a clock tells anything: one that counts since a condition does so while the condition holds.
    fn runs(&self, clock: usize, states: &[u16]) -> bool {
        match &self.scenario.clocks[clock] {
            Clock::Since(condition) => self.about_states(condition, states),
            _ => true,
        }
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
        let before = (!fired.is_empty()).then(|| situation.states.clone());
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

    /// Does what is done at border `row` up to the next question. `from` is the intervention to begin with; interventions
    /// have their turn in the order of the alternative, which is that of their names.
    pub fn until_question(
        &self,
        situation: &mut Situation,
        row: usize,
        traits: &[f64],
        from: usize,
    ) -> Option<Question> {
        situation.entered = 0;
        if from == 0 {
            // First of all: whether one is active must not hang on whose turn it is.
            for at in 0..situation.stages.len() {
                situation.stages[at] = self.running(situation.stages[at], at, row);
            }
        }
        (from..self.alternative.interventions.len()).find_map(|at| self.turn(situation, at, row, traits))
    }

    /// The turn of one intervention at a border.
    fn turn(&self, situation: &mut Situation, at: usize, row: usize, traits: &[f64]) -> Option<Question> {
        let one = &self.alternative.interventions[at];
        let still = match &one.trigger {
            Trigger::Entry(condition) => self.about_states(condition, &situation.states),
            Trigger::Cycle(_) => true,
        };
        let test = fixed_test(one);
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
            Stage::Triggered(known) if one.delay > 0 => {
                situation.stages[at] = Stage::Delayed(one.delay as u32, known);
                return None;
            }
            Stage::Delayed(left, _) if left > 0 => return None,
            Stage::Waiting(left, _) if test.is_none() && left > 0 => return None,
            Stage::Waiting(_, _) if test.is_some() && one.fixed_start() != Some(row) => return None,
            Stage::Waiting(_, known) => return self.start(situation, at, known),
            Stage::Idle(known) | Stage::Triggered(known) | Stage::Delayed(_, known) => known,
        };
        let moment = Moment { cycle: row, since: &situation.since, traits };
        if !self.holds(&one.eligible, situation, &moment) {
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
    /// Then [`Self::until_question`] goes on, with the same intervention after [`Question::Reached`], else with the next.
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

    fn move_responder(&self, situation: &mut Situation, at: usize) {
        let before = situation.states.clone();
        for one in &self.alternative.interventions[at].moves {
            if usize::from(before[one.domain]) == one.from {
                situation.states[one.domain] = one.to as u16;
            }
        }
        if before != situation.states {
            for (clock, kind) in self.scenario.clocks.iter().enumerate() {
                let Clock::Since(condition) = kind else { continue };
                if !self.about_states(condition, &before) || !self.about_states(condition, &situation.states) {
                    situation.since[clock] = 0;
                }
            }
            self.end_if_over(situation);
        }
    }

    /// A running intervention at border `row`: whether it is still active, whether it is over.
    fn running(&self, stage: Stage, at: usize, row: usize) -> Stage {
        let (Stage::Running { elapsed, responds }, span) = (stage, self.spans[at]) else { return stage };
        let passed = match self.alternative.interventions[at].fixed_start() {
            Some(start) if row == ANY_BORDER || row < start => return stage,
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
    fn over(&self, at: usize, responds: bool) -> Option<u32> {
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

    /// Borders at which something happens that does not depend on when a household got into its situation.
    pub fn special_borders(&self) -> Vec<usize> {
        let mut rows = Vec::new();
        for (one, span) in self.alternative.interventions.iter().zip(&self.spans) {
            match (fixed_test(one), one.fixed_start()) {
                (Some(test), Some(start)) => {
                    let ends = [Some(span.active), span.over].into_iter().flatten();
                    rows.extend(ends.map(|after| start.saturating_add(after as usize)).chain([test, start]));
                }
                _ if looks_at_time(self.scenario, &one.eligible) => rows.extend(0..=self.scenario.settings.horizon),
                _ => {}
            }
        }
        rows.retain(|row| *row <= self.scenario.settings.horizon);
        rows.sort_unstable();
        rows.dedup();
        rows
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

/// Whether a condition looks at the time since the start.
pub fn looks_at_time(scenario: &Scenario, condition: &Condition) -> bool {
    condition.parts().into_iter().any(
        |part| matches!(part, Condition::Within { clock, .. } if !matches!(scenario.clocks[*clock], Clock::Since(_))),
    )
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
