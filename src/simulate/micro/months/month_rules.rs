//! Rules of an alternative as the month loop needs them, before any number is drawn.
//!
//! In: the rules of an alternative, the joint states. Out: [`MonthRules`]: keys of random numbers, exits by state, how
//! bits that do not follow from the states are told, and which modifiers can hold together.

use crate::model::{Clock, Condition, Scenario};
use crate::simulate::compile::clock::Moment;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::random::household_stream::name_key;
use crate::simulate::rules::{ConditionBits, Rules, Situation};
use std::ops::Range;

/// A bit that is set while a clock tells something in a range.
#[derive(Debug)]
struct Window {
    bit: ConditionBits,
    clock: usize,
    from: f64,
    to: f64,
}

/// One alternative.
#[derive(Debug)]
pub struct MonthRules {
    /// Key of each transition.
    pub keys: Vec<u64>,
    /// Key of each start.
    pub starts: Vec<u64>,
    /// By intervention: who is reached, who responds.
    pub interventions: Vec<[u64; 2]>,
    /// Transitions that are not switched off, by row; a row is a state of a domain.
    pub exits: Vec<u32>,
    /// By row.
    of_row: Vec<Range<u32>>,
    /// Row of the first state of each domain.
    first_row: Vec<u32>,
    /// By row: what it adds to the joint state.
    place: Vec<u32>,
    /// Number of joint states.
    pub joint_states: usize,
    /// By row: the exit that takes what probability ratios leave, by place among its exits.
    pub rest: Vec<Option<usize>>,
    windows: Vec<Window>,
    /// All bits of conditions about clocks.
    pub clocks: ConditionBits,
    characteristics: Vec<(ConditionBits, usize, f64, f64)>,
    active: Vec<(ConditionBits, usize)>,
    responding: Vec<(ConditionBits, usize)>,
    /// By transition: sets of modifiers that hold together in some joint state. Those that are not about states alone
    /// are in all of them.
    pub together: Vec<Vec<Vec<usize>>>,
}

impl MonthRules {
    /// Lays out one alternative.
    pub fn new(rules: &Rules, space: &Space) -> Self {
        let scenario = &rules.scenario;
        let of = |name: &str| [name_key(&format!("reached: {name}")), name_key(&format!("success: {name}"))];
        let start = |start| name_key(&crate::simulate::compile::start::start_name(scenario, start));
        let mut month_rules = Self {
            keys: scenario.transitions.iter().map(|transition| name_key(&transition.name)).collect(),
            starts: scenario.starts.iter().map(start).collect(),
            interventions: rules.alternative.interventions.iter().map(|intervention| of(&intervention.name)).collect(),
            exits: Vec::new(),
            of_row: Vec::new(),
            first_row: Vec::new(),
            place: Vec::new(),
            joint_states: space.states,
            rest: Vec::new(),
            windows: Vec::new(),
            clocks: 0,
            characteristics: Vec::new(),
            active: Vec::new(),
            responding: Vec::new(),
            together: together(scenario, space),
        };
        month_rules.add_rows(rules, space);
        month_rules.add_condition_bits(rules);
        month_rules
    }

    fn add_rows(&mut self, rules: &Rules, space: &Space) {
        for (domain, of_domain) in rules.scenario.domains.iter().enumerate() {
            self.first_row.push(self.of_row.len() as u32);
            for state in 0..of_domain.states.len() {
                let exits = rules.exits(domain, state as u16);
                let first = self.exits.len() as u32;
                self.exits.extend(exits.iter().map(|exit| *exit as u32));
                self.of_row.push(first..self.exits.len() as u32);
                self.place.push(space.place(domain, state) as u32);
                self.rest.push(exits.iter().position(|exit| rules.scenario.transitions[*exit].takes_rest));
            }
        }
    }

    fn add_condition_bits(&mut self, rules: &Rules) {
        for (bit, part) in rules.parts.parts() {
            match part {
                Condition::Within { clock, from, to } => {
                    self.clocks |= bit;
                    self.windows.push(Window { bit, clock: *clock, from: from.0, to: to.0 });
                }
                Condition::Characteristic { index, from, to } => self.characteristics.push((bit, *index, from.0, to.0)),
                Condition::Active(name) => self.active.extend(rules.named(name).map(|at| (bit, at))),
                Condition::Responding(name) => self.responding.extend(rules.named(name).map(|at| (bit, at))),
                _ => {}
            }
        }
    }

    /// Row of a state of a domain.
    #[inline(always)]
    pub fn row(&self, domain: usize, state: u16) -> usize {
        self.first_row[domain] as usize + usize::from(state)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.of_row.len()
    }

    /// Transitions out of a state.
    #[inline(always)]
    pub fn exits(&self, row: usize) -> &[u32] {
        let Range { start, end } = self.of_row[row];
        &self.exits[start as usize..end as usize]
    }

    /// The joint state.
    #[inline]
    pub fn joint(&self, states: &[u16]) -> u32 {
        states.iter().enumerate().map(|(domain, state)| self.place[self.row(domain, *state)]).sum()
    }

    /// Bits of conditions about a household's characteristics.
    pub fn characteristic_bits(&self, characteristics: &[f64]) -> ConditionBits {
        let holding =
            self.characteristics.iter().filter(|(_, index, from, to)| (*from..*to).contains(&characteristics[*index]));
        holding.fold(0, |condition_bits, (bit, ..)| condition_bits | bit)
    }

    /// Bits of conditions about what is active, and who responds to it, in the cycles after a boundary.
    pub fn active_bits(&self, rules: &Rules, situation: &Situation) -> ConditionBits {
        let active = self.active.iter().filter(|(_, at)| rules.is_active(situation, *at));
        let responding = self.responding.iter().filter(|(_, at)| rules.is_responder(situation, *at));
        active.chain(responding).fold(0, |condition_bits, (bit, _)| condition_bits | bit)
    }

    /// Bits of conditions about clocks.
    #[inline]
    pub fn clock_bits(&self, rules: &Rules, situation: &Situation, moment: &Moment) -> ConditionBits {
        let mut condition_bits = 0;
        for window in &self.windows {
            let runs = rules.since[window.clock].as_ref().is_none_or(|test| rules.now(test, situation));
            let reading = moment.reading(&rules.scenario, window.clock);
            if runs && reading >= window.from && reading < window.to {
                condition_bits |= window.bit;
            }
        }
        condition_bits
    }
}

/// For each transition the distinct sets of modifiers that hold in a joint state in which it can happen.
fn together(scenario: &Scenario, space: &Space) -> Vec<Vec<Vec<usize>>> {
    let mut found = vec![Vec::new(); scenario.transitions.len()];
    for exit in &space.exits {
        let modifiers = &scenario.transitions[exit.transition].modifiers;
        let free = (0..modifiers.len()).filter(|place| !modifiers[*place].condition.is_about_states());
        let bound = exit.modifiers.iter().copied().filter(|place| modifiers[*place].condition.is_about_states());
        let mut set: Vec<usize> = free.chain(bound).collect();
        set.sort_unstable();
        let sets: &mut Vec<Vec<usize>> = &mut found[exit.transition];
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    found
}

/// Whether a clock goes by whole cycles that a situation tells.
pub(crate) fn by_cycles(scenario: &Scenario, clock: usize) -> bool {
    !matches!(scenario.clocks[clock], Clock::Age { .. })
}
