//! Hazards of one alternative in a group of draws, at any moment of a household's life.
//!
//! In: the scenario, drawn values. Out: [`Hazards`]: how strong every transition is, what modifiers and interventions
//! do to it, and from that the hazards of the exits of a state. Values alone: who is where is `rules`'s, random numbers
//! and chances are the methods'.

use crate::model::{Alternative, Intervention, Number, Scenario};
use crate::simulate::compile::acting::{Acting, CompiledEffect, acting};
use crate::simulate::compile::base_hazard::base_hazards;
use crate::simulate::compile::chance::CERTAIN;
use crate::simulate::compile::clock::Moment;
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::compile::ratio::Central;
use crate::simulate::compile::start::{self, Starts};
use crate::simulate::compile::values::{Inputs, Tabulated};
use crate::simulate::error::SimulationError;

/// One alternative in a group of draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Hazards<const L: usize> {
    /// Hazard per cycle of each transition with no modifier active.
    base: Vec<Tabulated<L>>,
    modifiers: Vec<Vec<Acting<L>>>,
    /// By intervention.
    effects: Vec<Vec<CompiledEffect<L>>>,
    /// Where households start.
    pub starts: Starts<L>,
    /// Share of the eligible who are reached, by intervention.
    pub reached: Vec<Lanes<L>>,
    /// Share of the reached who respond, by intervention.
    pub success: Vec<Lanes<L>>,
    /// By draw how often a relative risk was applied as an odds ratio because it would drive a chance above 1.
    pub relative_risks_capped: [u64; L],
}

/// What acts on a transition at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Acts<'a> {
    /// Modifiers that hold, by place in the transition's list.
    pub modifiers: &'a [u32],
    /// Interventions that a household responds to: index and completed cycles since the start.
    pub responding: &'a [(u32, u32)],
    /// Effects of which the condition does not hold: intervention and place in its list.
    pub off: &'a [(u32, u32)],
}

impl Acts<'_> {
    /// Whether an effect of an intervention acts on a transition.
    fn has<const L: usize>(&self, effect: &CompiledEffect<L>, transition: usize, at: u32, place: usize) -> bool {
        effect.transition == transition && !self.off.contains(&(at, place as u32))
    }
}

/// An exit of a state, before the exits of the state compete.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Intensity<const L: usize> {
    /// Hazard per cycle.
    pub hazard: Lanes<L>,
    /// What its probability is multiplied by in the end.
    pub ratio: Lanes<L>,
}

impl<const L: usize> Hazards<L> {
    /// Whether all values are the same to the bit: 0 and -0 are not.
    pub(crate) fn same_bits(&self, other: &Self) -> bool {
        let pairs = || self.values().flatten().zip(other.values().flatten());
        self == other && pairs().all(|(value, other)| value.to_bits() == other.to_bits())
    }

    /// All values, in a fixed order.
    fn values(&self) -> impl Iterator<Item = &Lanes<L>> {
        let effects = self.effects.iter().flatten();
        let effects =
            effects.flat_map(|effect| effect.acting.values().iter().chain(&effect.strengths).chain(&effect.factors));
        let base = self.base.iter().flat_map(|table| &table.steps);
        let modifiers = self.modifiers.iter().flatten().flat_map(Acting::values);
        let starts = self.starts.iter().flat_map(|start| start.shares.iter().map(|(_, share)| share));
        base.chain(modifiers).chain(effects).chain(starts).chain(&self.reached).chain(&self.success)
    }

    /// Compiles one alternative.
    ///
    /// # Errors
    /// A drawn value outside the bounds of its kind.
    pub fn new(inputs: &Inputs<L>, alternative: &Alternative, central: &Central) -> Result<Self, SimulationError> {
        let scenario = inputs.scenario;
        let base = base_hazards(inputs, alternative)?;
        let mut capped = [0; L];
        let mut modifiers = Vec::with_capacity(scenario.transitions.len());
        for (index, transition) in scenario.transitions.iter().enumerate() {
            let of_transition = transition.modifiers.iter().enumerate().map(|(at, modifier)| {
                let changed = alternative.modifiers.iter().find(|(t, m, _)| (*t, *m) == (index, at));
                match changed.map_or(Some(&modifier.ratio), |(_, _, ratio)| ratio.as_ref()) {
                    Some(ratio) => acting(inputs, ratio, &base[index], central.odds(index, ratio), &mut capped),
                    None => Ok(Acting::Off),
                }
            });
            modifiers.push(of_transition.collect::<Result<Vec<_>, _>>()?);
        }
        let effects = |intervention: &Intervention, capped: &mut [u64; L]| {
            let effect = |effect: &crate::model::Effect| {
                let stand_in = central.odds(effect.transition, &effect.ratio);
                CompiledEffect::new(inputs, effect, &base[effect.transition], stand_in, capped)
            };
            intervention.effects.iter().map(effect).collect::<Result<Vec<_>, SimulationError>>()
        };
        let effects: Result<Vec<_>, SimulationError> =
            alternative.interventions.iter().map(|intervention| effects(intervention, &mut capped)).collect();
        let shares = |pick: fn(&Intervention) -> Number| {
            alternative
                .interventions
                .iter()
                .map(|intervention| inputs.number(pick(intervention)))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            effects: effects?,
            modifiers,
            starts: start::starts(inputs, alternative)?,
            reached: shares(|intervention| intervention.reached)?,
            success: shares(|intervention| intervention.success)?,
            base,
            relative_risks_capped: capped,
        })
    }

    /// One of the draws.
    pub fn lane(&self, lane: usize) -> Hazards<1> {
        let of_lane = |values: &Lanes<L>| [values[lane]];
        let all = |list: &Vec<Lanes<L>>| list.iter().map(of_lane).collect::<Vec<_>>();
        let start = |start: &start::StartShares<L>| start::StartShares {
            domains: start.domains.clone(),
            shares: start.shares.iter().map(|(states, share)| (states.clone(), of_lane(share))).collect(),
        };
        let effect = |effect: &CompiledEffect<L>| effect.lane(lane);
        Hazards {
            base: self.base.iter().map(|table| table.lane(lane)).collect(),
            modifiers: self.modifiers.iter().map(|list| list.iter().map(|ratio| ratio.lane(lane)).collect()).collect(),
            effects: self.effects.iter().map(|list| list.iter().map(effect).collect()).collect(),
            starts: self.starts.iter().map(start).collect(),
            reached: all(&self.reached),
            success: all(&self.success),
            relative_risks_capped: [self.relative_risks_capped[lane]],
        }
    }

    /// Whether all hazards are those of another alternative, interventions apart.
    pub fn has_rates_of(&self, other: &Self) -> bool {
        self.base == other.base && self.modifiers == other.modifiers
    }

    /// The factor of an effect of an intervention by completed cycles since its start, in the first lane, where nothing
    /// goes by a clock.
    pub fn effect_by_cycle(&self, intervention: usize, effect: usize, cycles: usize) -> Vec<f64> {
        let effect = &self.effects[intervention][effect];
        match effect.acting {
            Acting::Hazard(_) => (0..cycles).map(|at| effect.factors.get(at).map_or(1.0, |factor| factor[0])).collect(),
            _ => vec![1.0; cycles],
        }
    }

    /// Hazard per cycle of a transition with no modifier active.
    pub fn base(&self, transition: usize) -> &Tabulated<L> {
        &self.base[transition]
    }

    /// What a modifier multiplies by, and whether it acts on the probability; `None` where it does not act.
    pub fn modifier(&self, transition: usize, place: usize) -> Option<(&Tabulated<L>, bool)> {
        self.modifiers[transition][place].ratio()
    }

    /// Effects of an intervention: the transition, the ratio as that of a modifier, and what it multiplies by, by
    /// completed cycles since the start (nothing where the ratio goes by a clock).
    pub fn effects(
        &self,
        intervention: usize,
    ) -> impl Iterator<Item = (usize, Option<(&Tabulated<L>, bool)>, &[Lanes<L>])> {
        self.effects[intervention]
            .iter()
            .map(|effect| (effect.transition, effect.acting.ratio(), effect.factors.as_slice()))
    }

    /// Intensity of an exit at a moment.
    pub fn intensity(
        &self,
        scenario: &Scenario,
        alternative: &Alternative,
        transition: usize,
        acts: Acts,
        moment: &Moment,
    ) -> Intensity<L> {
        let mut intensity = Intensity { hazard: *self.base[transition].at(scenario, moment), ratio: [1.0; L] };
        for modifier in acts.modifiers {
            let acting = &self.modifiers[transition][*modifier as usize];
            let (factor, probability) = acting.factor(scenario, moment);
            intensity.times(&factor, probability);
        }
        for (place, (at, elapsed)) in acts.responding.iter().enumerate() {
            for (which, effect) in self.effects[*at as usize].iter().enumerate() {
                if !acts.has(effect, transition, *at, which) {
                    continue;
                }
                let (factor, probability) = effect.factor(scenario, *elapsed, moment);
                let group = &alternative.interventions[*at as usize].group;
                let factor = if group.is_empty() {
                    factor
                } else {
                    self.strongest(scenario, alternative, transition, acts, moment, (place, which))
                };
                intensity.times(&factor, probability);
            }
        }
        intensity
    }

    /// The factor of one effect where it is the strongest of its group and way of acting, else 1. The strongest is the
    /// one furthest from 1 as a ratio; of equals the first.
    fn strongest(
        &self,
        scenario: &Scenario,
        alternative: &Alternative,
        transition: usize,
        acts: Acts,
        moment: &Moment,
        mine: (usize, usize),
    ) -> Lanes<L> {
        let group = &alternative.interventions[acts.responding[mine.0].0 as usize].group;
        let mut best: Option<(Lanes<L>, Lanes<L>)> = None;
        let mut own = ([1.0; L], false);
        let mut is_mine = [false; L];
        let own_way = matches!(self.effects[acts.responding[mine.0].0 as usize][mine.1].acting, Acting::Probability(_));
        for (place, (at, elapsed)) in acts.responding.iter().enumerate() {
            if alternative.interventions[*at as usize].group != *group {
                continue;
            }
            for (which, effect) in self.effects[*at as usize].iter().enumerate() {
                if !acts.has(effect, transition, *at, which) {
                    continue;
                }
                let (factor, way) = effect.factor(scenario, *elapsed, moment);
                if way != own_way {
                    continue;
                }
                let distance = factor.map(|factor| libm::log(factor).abs());
                let here = (place, which) == mine;
                if here {
                    own = (factor, way);
                }
                let (far, _) = best.get_or_insert(([-1.0; L], factor));
                for lane in 0..L {
                    if distance[lane] > far[lane] {
                        far[lane] = distance[lane];
                        is_mine[lane] = here;
                    }
                }
            }
        }
        std::array::from_fn(|lane| if is_mine[lane] { own.0[lane] } else { 1.0 })
    }
}

impl<const L: usize> Intensity<L> {
    fn times(&mut self, factor: &Lanes<L>, probability: bool) {
        let target = if probability { &mut self.ratio } else { &mut self.hazard };
        crate::simulate::compile::lanes::times(target, factor);
    }
}

/// Applies probability ratios to the competing exits of a state and gives the hazards under which those probabilities
/// come out: `l_j = -ln(1 - P) p_j / P`. What is left goes to the exit `rest`, or stays. Whether probabilities above 1
/// had to be scaled down is returned.
pub fn with_probability_ratios(hazards: &mut [f64], ratios: &[f64], rest: Option<usize>) -> bool {
    if ratios.iter().all(|ratio| *ratio == 1.0) {
        return false;
    }
    let total: f64 = hazards.iter().sum();
    let leave = -libm::expm1(-total);
    let split = if total > 0.0 { leave / total } else { 0.0 };
    let mut left = 0.0;
    for (hazard, ratio) in hazards.iter_mut().zip(ratios) {
        let chance = *hazard * split;
        *hazard = chance * ratio;
        left += chance - *hazard;
    }
    if let Some(rest) = rest {
        hazards[rest] = (hazards[rest] + left).max(0.0);
    }
    let leave: f64 = hazards.iter().sum();
    let scaled = leave > 1.0 + 1e-9;
    let factor = match leave {
        leave if leave <= 0.0 => 0.0,
        leave if leave >= 1.0 - 1e-12 => CERTAIN / leave,
        leave => -libm::log1p(-leave) / leave,
    };
    hazards.iter_mut().for_each(|chance| *chance *= factor);
    scaled
}
