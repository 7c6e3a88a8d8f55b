//! The course of one household where its history counts: the month loop that knows every form of the model.
//!
//! In: the rules of an alternative, hazards of one draw, the household's luck and traits. Out: a [`Path`]. Nothing is
//! tabulated: hazards are looked up for the situation as it is. Scenarios without history take the tables of `table`.

use super::path::{Path, Start};
use crate::model::Condition;
use crate::simulate::hazards::{Acts, Hazards, with_probability_ratios};
use crate::simulate::luck::{CycleLuck, Luck, exponential, name_key};
use crate::simulate::machine::{Machine, Question, Situation};
use crate::simulate::space::Space;
use crate::simulate::stage::Stage;
use crate::simulate::tables::Moment;

/// Keys of luck, worked out once per scenario.
#[derive(Debug)]
pub struct Keys {
    transitions: Vec<u64>,
    starts: Vec<u64>,
    /// By intervention: who is reached, who responds.
    interventions: Vec<[u64; 2]>,
}

impl Keys {
    /// Keys of one alternative.
    pub fn new(machine: &Machine) -> Self {
        let scenario = machine.scenario;
        let of = |name: &str| [name_key(&format!("reached: {name}")), name_key(&format!("success: {name}"))];
        let start = |one| name_key(&crate::simulate::start::start_name(scenario, one));
        Self {
            transitions: scenario.transitions.iter().map(|one| name_key(&one.name)).collect(),
            starts: scenario.starts.iter().map(start).collect(),
            interventions: machine.alternative.interventions.iter().map(|one| of(&one.name)).collect(),
        }
    }
}

/// One alternative in one draw.
pub struct History<'a> {
    /// Its rules.
    pub machine: &'a Machine<'a>,
    /// The joint states.
    pub space: &'a Space,
    /// Keys of luck.
    pub keys: &'a Keys,
    /// Conditions of which the time is counted that are not about states alone.
    pub times: &'a [&'a Condition],
    /// What transitions and interventions are like in this draw.
    pub hazards: &'a Hazards<1>,
}

/// Room that is used again for every household.
#[derive(Debug, Default)]
pub struct Scratch {
    modifiers: Vec<u32>,
    responding: Vec<(u32, u32)>,
    pulls: Vec<f64>,
    ratios: Vec<f64>,
    fired: Vec<usize>,
    states: Vec<usize>,
}

impl History<'_> {
    /// Follows a household for all cycles.
    pub fn follow(&self, path: &mut Path, luck: Luck, traits: &[f64], scratch: &mut Scratch) {
        path.clear();
        let cycles = self.machine.scenario.settings.horizon;
        let mut situation = self.machine.begin(self.start(luck));
        for cycle in 0..=cycles {
            self.record(path, &situation, cycle, traits, scratch);
            self.pass_border(path, &mut situation, luck, cycle, traits);
            self.lengthen_activity(path, &situation, cycle);
            if cycle == cycles {
                break;
            }
            self.choose(&situation, luck.cycle(cycle + 1), cycle, traits, scratch);
            let mut fired = std::mem::take(&mut scratch.fired);
            self.machine.advance(&mut situation, &mut fired);
            path.note_cycle(cycle + 1, &fired);
            scratch.fired = fired;
        }
    }

    fn start(&self, luck: Luck) -> Vec<u16> {
        let mut states = vec![0; self.machine.scenario.domains.len()];
        for (start, key) in self.hazards.starts.iter().zip(&self.keys.starts) {
            let u = luck.uniform(*key);
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
        states
    }

    /// Puts down where the household is at a border before anything is done.
    fn record(&self, path: &mut Path, situation: &Situation, row: usize, traits: &[f64], scratch: &mut Scratch) {
        scratch.states.clear();
        scratch.states.extend(situation.states.iter().map(|state| usize::from(*state)));
        path.joint.push(self.space.encode(&scratch.states) as u32);
        for bit in (0..self.machine.entries.len()).filter(|bit| situation.entered >> bit & 1 == 1) {
            path.entered.push((row as u16, bit as u16));
        }
        let moment = Moment { cycle: self.machine.cycle_of_row(row), since: &situation.since, traits };
        for (which, condition) in self.times.iter().enumerate() {
            if !situation.ended && self.machine.held(condition, situation, &moment) {
                path.held.push((row as u16, which as u16));
            }
        }
    }

    fn pass_border(&self, path: &mut Path, situation: &mut Situation, luck: Luck, row: usize, traits: &[f64]) {
        let mut open = self.machine.until_question(situation, row, traits, 0);
        while let Some(question) = open {
            let at = question.intervention();
            let [reach, success] = self.keys.interventions[at];
            let answer = self.machine.known(situation, question).unwrap_or_else(|| match question {
                Question::Reached(_) => luck.uniform(reach) < self.hazards.reached[at][0],
                Question::Responds(_) => luck.uniform(success) < self.hazards.success[at][0],
            });
            if matches!(question, Question::Responds(_)) {
                path.starts.push(Start { intervention: at, row, responds: answer, until: row });
            }
            let next = self.machine.answer(situation, question, answer);
            open = next.or_else(|| self.machine.until_question(situation, row, traits, at + 1));
        }
    }

    /// Lengthens the activity of what is active in the cycle that begins here.
    fn lengthen_activity(&self, path: &mut Path, situation: &Situation, cycle: usize) {
        for at in 0..situation.stages.len() {
            if self.machine.is_active(situation, at)
                && let Some(start) = path.starts.iter_mut().rev().find(|start| start.intervention == at)
            {
                start.until = cycle + 1;
            }
        }
    }

    /// What happens in a cycle: in every domain the exit with the smallest `E / l`, if that is below 1.
    fn choose(&self, situation: &Situation, luck: CycleLuck, cycle: usize, traits: &[f64], scratch: &mut Scratch) {
        scratch.fired.clear();
        if situation.ended {
            return;
        }
        let moment = Moment { cycle, since: &situation.since, traits };
        self.note_responding(situation, cycle, scratch);
        for (domain, state) in situation.states.iter().enumerate() {
            let exits = self.machine.exits(domain, *state);
            if exits.is_empty() {
                continue;
            }
            self.pull(exits, situation, &moment, scratch);
            let times = exits.iter().zip(&scratch.pulls).map(|(exit, hazard)| {
                let time = exponential(luck.word(self.keys.transitions[*exit])) / hazard;
                (time, *exit)
            });
            let first = times.filter(|(time, _)| *time < 1.0).min_by(|a, b| a.0.total_cmp(&b.0));
            scratch.fired.extend(first.map(|(_, exit)| exit));
        }
    }

    fn note_responding(&self, situation: &Situation, cycle: usize, scratch: &mut Scratch) {
        scratch.responding.clear();
        for (at, stage) in situation.stages.iter().enumerate() {
            if let Stage::Running { elapsed, responds: true } = stage {
                let start = self.machine.alternative.interventions[at].fixed_start();
                let elapsed = start.map_or(*elapsed, |start| (cycle - start) as u32);
                scratch.responding.push((at as u32, elapsed));
            }
        }
    }

    /// Hazards of the exits of a state.
    fn pull(&self, exits: &[usize], situation: &Situation, moment: &Moment, scratch: &mut Scratch) {
        let scenario = self.machine.scenario;
        scratch.pulls.clear();
        scratch.ratios.clear();
        for exit in exits {
            scratch.modifiers.clear();
            for (place, modifier) in scenario.transitions[*exit].modifiers.iter().enumerate() {
                if self.machine.holds(&modifier.condition, situation, moment) {
                    scratch.modifiers.push(place as u32);
                }
            }
            let acts = Acts { modifiers: &scratch.modifiers, responding: &scratch.responding };
            let pull = self.hazards.pull(scenario, self.machine.alternative, *exit, acts, moment);
            scratch.pulls.push(pull.hazard[0]);
            scratch.ratios.push(pull.ratio[0]);
        }
        let rest = exits.iter().position(|exit| scenario.transitions[*exit].takes_rest);
        with_probability_ratios(&mut scratch.pulls, &scratch.ratios, rest);
    }
}
