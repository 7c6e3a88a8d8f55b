//! Hazard table of one alternative in one draw, for the month loop.
//!
//! In: compiled values of one draw. Out: [`HazardTable`]: the hazard of an exit at a moment, as a product of a few
//! numbers that are looked up by whole cycles; and the most it can be at any moment. What does not fit that form (ages,
//! two clocks, groups, probability ratios) is left to [`Hazards::intensity`].

use crate::model::{Clock, Condition};
use crate::simulate::compile::clock::Moment;
use crate::simulate::compile::hazard::{Acts, Hazards, with_probability_ratios};
use crate::simulate::compile::values::Tabulated;
use crate::simulate::micro::months::month_rules::{MonthRules, by_cycles};
use crate::simulate::rules::{ConditionBits, Rules, Situation};
use std::ops::Range;

/// A number as it is looked up.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Value {
    /// Always the same.
    Always(f64),
    /// By completed cycles since the start: place of the first in the pool.
    ByCycle(u32),
    /// By completed cycles of a clock: its index, place of the first in the pool.
    Since(u32, u32),
}

/// A factor that acts while its condition holds.
#[derive(Clone, Copy, Debug)]
struct Factor {
    /// Place among the modifiers of the transition.
    place: u32,
    value: Value,
}

/// An effect of an intervention, by completed cycles since its start.
#[derive(Clone, Copy, Debug)]
struct EffectFactor {
    intervention: u32,
    /// Place among the effects of the intervention.
    place: u32,
    /// Place of the first in the pool.
    first: u32,
}

/// One exit.
#[derive(Clone, Debug)]
struct HazardLine {
    base: Value,
    factors: Range<u32>,
    effects: Range<u32>,
    /// Left to [`Hazards::intensity`].
    general: bool,
}

/// What is so in a cycle.
#[derive(Debug, Default)]
pub(crate) struct Now {
    /// Completed cycles since the start.
    pub cycle: usize,
    /// By clock.
    pub since: Vec<u32>,
    /// Parts of conditions that hold.
    pub condition_bits: ConditionBits,
    /// Interventions to which the household responds: index and completed cycles since the start.
    pub responding: Vec<(u32, u32)>,
}

impl Now {
    /// The same for those who look a number up themselves.
    pub(crate) fn moment<'n>(&'n self, characteristics: &'n [f64]) -> Moment<'n> {
        Moment { cycle: self.cycle, since: &self.since, characteristics }
    }
}

/// The household itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Here<'h> {
    /// Its situation at the last boundary at which something was done or happened.
    pub situation: &'h Situation,
    /// Values of its characteristics.
    pub characteristics: &'h [f64],
}

/// Memory for exits that are left to [`Hazards::intensity`].
#[derive(Debug, Default)]
pub(crate) struct HazardScratch {
    modifiers: Vec<u32>,
    off: Vec<(u32, u32)>,
    /// Hazards of the exits of a row.
    pub hazards: Vec<f64>,
    ratios: Vec<f64>,
    /// Chances above 1 were scaled down.
    pub scaled: bool,
}

/// One alternative in one draw.
pub(crate) struct HazardTable<'a> {
    rules: &'a Rules,
    month_rules: &'a MonthRules,
    hazards: &'a Hazards<1>,
    lines: Vec<HazardLine>,
    factors: Vec<Factor>,
    effects: Vec<EffectFactor>,
    pool: Vec<f64>,
    /// By row: some exit's probability is multiplied, so that its exits are worked out together.
    pub late: Vec<bool>,
    /// By row: some intervention acts on an exit.
    pub touched: Vec<bool>,
}

impl<'a> HazardTable<'a> {
    /// Lays out one alternative.
    pub(crate) fn new(rules: &'a Rules, month_rules: &'a MonthRules, hazards: &'a Hazards<1>) -> Self {
        let mut table = Self {
            rules,
            month_rules,
            hazards,
            lines: Vec::with_capacity(rules.scenario.transitions.len()),
            factors: Vec::new(),
            effects: Vec::new(),
            pool: Vec::new(),
            late: vec![false; month_rules.rows()],
            touched: vec![false; month_rules.rows()],
        };
        (0..rules.scenario.transitions.len()).for_each(|transition| table.add_line(transition));
        table
    }

    fn add_line(&mut self, transition: usize) {
        let own = &self.rules.scenario.transitions[transition];
        let row = self.month_rules.row(own.domain, own.from as u16);
        let (factors, effects) = (self.factors.len() as u32, self.effects.len() as u32);
        let mut general = false;
        let base = self.value(self.hazards.base(transition), &mut general);
        for place in 0..own.modifiers.len() {
            let Some((ratio, late)) = self.hazards.modifier(transition, place) else { continue };
            self.late[row] |= late;
            let value = self.value(ratio, &mut general);
            self.factors.push(Factor { place: place as u32, value });
        }
        for at in 0..self.rules.alternative.interventions.len() {
            let grouped = !self.rules.alternative.interventions[at].group.is_empty();
            let effects = self.hazards.effects(at).enumerate().filter(|(_, (on, ..))| *on == transition);
            for (place, (_, ratio, factors)) in effects {
                self.touched[row] = true;
                let Some((ratio, late)) = ratio else { continue };
                self.late[row] |= late;
                general |= grouped || ratio.clocks().len() > 0;
                let first = self.pool.len() as u32;
                self.pool.extend(factors.iter().map(|factor| factor[0]));
                self.effects.push(EffectFactor { intervention: at as u32, place: place as u32, first });
            }
        }
        let (factors, effects) = (factors..self.factors.len() as u32, effects..self.effects.len() as u32);
        self.lines.push(HazardLine { base, factors, effects, general });
    }

    /// How a table is looked up; `general` becomes true where that is not by whole cycles of one clock.
    fn value(&mut self, table: &Tabulated<1>, general: &mut bool) -> Value {
        let scenario = &self.rules.scenario;
        let mut clocks = table.clocks();
        match (clocks.next(), clocks.next()) {
            (None, _) => Value::Always(table.steps[0][0]),
            (Some(clock), None) if by_cycles(scenario, clock) => {
                let first = self.pool.len() as u32;
                let mut since = vec![0; scenario.clocks.len()];
                for cycle in 0..=scenario.settings.horizon {
                    since.fill(cycle as u32);
                    let moment = Moment { cycle, since: &since, characteristics: &[] };
                    self.pool.push(table.at(scenario, &moment)[0]);
                }
                if scenario.clocks[clock] == Clock::Cycle {
                    Value::ByCycle(first)
                } else {
                    Value::Since(clock as u32, first)
                }
            }
            _ => {
                *general = true;
                Value::Always(f64::NAN)
            }
        }
    }

    #[inline(always)]
    fn look_up(&self, value: Value, now: &Now) -> f64 {
        match value {
            Value::Always(value) => value,
            Value::ByCycle(first) => self.pool[first as usize + now.cycle],
            Value::Since(clock, first) => self.pool[(first + now.since[clock as usize]) as usize],
        }
    }

    /// Hazard per cycle of an exit, before probability ratios. The order of factors is that of [`Hazards::intensity`].
    #[inline]
    pub(crate) fn hazard(&self, transition: usize, now: &Now, here: Here, scratch: &mut HazardScratch) -> f64 {
        let line = &self.lines[transition];
        if line.general {
            return self.general(transition, now, here, scratch).0;
        }
        let tests = &self.rules.modifiers[transition];
        let mut hazard = self.look_up(line.base, now);
        for factor in &self.factors[line.factors.start as usize..line.factors.end as usize] {
            let evaluate = |condition: &Condition| self.evaluate(condition, now, here);
            if tests[factor.place as usize].holds(now.condition_bits, evaluate) {
                hazard *= self.look_up(factor.value, now);
            }
        }
        for (at, elapsed) in &now.responding {
            for effect in &self.effects[line.effects.start as usize..line.effects.end as usize] {
                if effect.intervention == *at && self.acts(effect.intervention, effect.place, now, here) {
                    let last = self.rules.scenario.settings.horizon as u32;
                    hazard *= self.pool[(effect.first + (*elapsed).min(last)) as usize];
                }
            }
        }
        hazard
    }

    /// Hazards of all exits of a row, probability ratios included, into [`HazardScratch::hazards`].
    pub(crate) fn row(&self, row: usize, now: &Now, here: Here, scratch: &mut HazardScratch) {
        scratch.hazards.clear();
        scratch.ratios.clear();
        for exit in self.month_rules.exits(row) {
            let (hazard, ratio) = self.general(*exit as usize, now, here, scratch);
            scratch.hazards.push(hazard);
            scratch.ratios.push(ratio);
        }
        let rest = self.month_rules.rest[row];
        scratch.scaled |= with_probability_ratios(&mut scratch.hazards, &scratch.ratios, rest);
    }

    /// Whether the condition of an effect holds.
    #[inline]
    fn acts(&self, intervention: u32, place: u32, now: &Now, here: Here) -> bool {
        let test = &self.rules.effects[intervention as usize][place as usize];
        test.holds(now.condition_bits, |condition| self.evaluate(condition, now, here))
    }

    fn general(&self, transition: usize, now: &Now, here: Here, scratch: &mut HazardScratch) -> (f64, f64) {
        scratch.modifiers.clear();
        for (place, test) in self.rules.modifiers[transition].iter().enumerate() {
            if test.holds(now.condition_bits, |condition| self.evaluate(condition, now, here)) {
                scratch.modifiers.push(place as u32);
            }
        }
        scratch.off.clear();
        for (at, _) in &now.responding {
            let places = 0..self.rules.effects[*at as usize].len() as u32;
            scratch
                .off
                .extend(places.map(|place| (*at, place)).filter(|(at, place)| !self.acts(*at, *place, now, here)));
        }
        let acts = Acts { modifiers: &scratch.modifiers, responding: &now.responding, off: &scratch.off };
        let moment = now.moment(here.characteristics);
        let intensity =
            self.hazards.intensity(&self.rules.scenario, &self.rules.alternative, transition, acts, &moment);
        (intensity.hazard[0], intensity.ratio[0])
    }

    /// A condition that has too many parts for condition bits.
    #[cold]
    fn evaluate(&self, condition: &Condition, now: &Now, here: Here) -> bool {
        self.rules.holds(condition, here.situation, &now.moment(here.characteristics))
    }

    /// The most that the hazard of a transition can be at any moment of any household; 0 where probability ratios
    /// decide, as the bitmap is not asked there.
    pub(crate) fn most(&self, transition: usize) -> f64 {
        let own = &self.rules.scenario.transitions[transition];
        if self.late[self.month_rules.row(own.domain, own.from as u16)] {
            return 0.0;
        }
        let largest = |table: &Tabulated<1>| table.steps.iter().fold(0.0, |most: f64, step| most.max(step[0]));
        let of_place = |place: &usize| {
            let Some((ratio, _)) = self.hazards.modifier(transition, *place) else { return 1.0 };
            let most = largest(ratio);
            if own.modifiers[*place].condition.is_about_states() { most } else { most.max(1.0) }
        };
        let of_set = |set: &Vec<usize>| set.iter().map(of_place).product::<f64>();
        let modifiers = self.month_rules.together[transition].iter().map(of_set).fold(0.0, f64::max);
        let mut effects = 1.0;
        for at in 0..self.rules.alternative.interventions.len() {
            for (_, ratio, _) in self.hazards.effects(at).filter(|(on, ..)| *on == transition) {
                effects *= ratio.map_or(1.0, |(ratio, _)| largest(ratio).max(1.0));
            }
        }
        largest(self.hazards.base(transition)) * modifiers * effects
    }

    /// Whether the hazard of a transition follows from the joint state alone.
    pub(crate) fn is_about_states(&self, transition: usize) -> bool {
        let line = &self.lines[transition];
        let always = |value: &Value| matches!(value, Value::Always(_));
        let factors = &self.factors[line.factors.start as usize..line.factors.end as usize];
        let modifiers = &self.rules.scenario.transitions[transition].modifiers;
        let about_states =
            |factor: &Factor| always(&factor.value) && modifiers[factor.place as usize].condition.is_about_states();
        !line.general && line.effects.is_empty() && always(&line.base) && factors.iter().all(about_states)
    }

    /// Whether hazards and starts are those of another alternative, interventions apart.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let transitions = &self.rules.scenario.transitions;
        self.hazards.starts == other.hazards.starts
            && transitions.iter().enumerate().all(|(at, own)| {
                self.hazards.base(at) == other.hazards.base(at)
                    && (0..own.modifiers.len())
                        .all(|place| self.hazards.modifier(at, place) == other.hazards.modifier(at, place))
            })
    }
}
