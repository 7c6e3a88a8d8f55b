//! Hazards of an alternative beside the baseline hazards, for the simulation from event to event.
//!
//! In: compiled values of one draw, the [`BaselineHazards`] without help. Out: [`AlternativeHazards`]: hazards of its
//! own, where there are any, interventions and what they do to hazards, cycle by cycle. Groups are settled here; who is
//! reached follows from the household's random numbers.

use crate::model::Scenario;
use crate::simulate::compile::hazard::Hazards;
use crate::simulate::compile::joint_states::Space;
use crate::simulate::micro::events::baseline_hazard::{BaselineHazards, JointStarts, hazards};
use crate::simulate::micro::events::exit_layout::{EntryRule, Layout, Slot};
use crate::simulate::micro::events::path::Point;
use crate::simulate::random::household_stream::HouseholdStream;

/// What an intervention does to a transition.
#[derive(Debug)]
struct EffectFactors {
    transition: u16,
    /// The largest factor, at least 1.
    most: f64,
    /// The least factor, at most 1.
    least: f64,
    /// Factor on the hazard, by completed cycles since the start.
    factors: Vec<f64>,
}

/// An exit of a joint state.
#[derive(Clone, Copy, Debug)]
pub struct AlternativeExit {
    /// Hazard per cycle, interventions apart.
    pub hazard: f64,
    /// Key of its random numbers.
    pub key: u64,
    /// Index of the transition.
    pub transition: u16,
}

impl AlternativeExit {
    fn new(layout: &Layout, slot: &Slot, hazard: f64) -> Self {
        let transition = slot.transition;
        Self { hazard, key: layout.keys[usize::from(transition)], transition }
    }
}

/// Where an effect on a transition is found: places of the intervention and of the effect in it.
type Place = (usize, usize);

/// An intervention in one draw.
#[derive(Debug)]
pub struct InterventionEpisode<'a> {
    entry_rule: &'a EntryRule,
    /// Boundary at which it is tested who is eligible and reached.
    pub asked: usize,
    /// Boundary at which it starts.
    pub start: usize,
    /// Cycles for which it is active.
    pub lasts: usize,
    /// Group of which only the strongest acts; empty: none.
    group: &'a str,
    reached: f64,
    success: f64,
    /// First cycle from which all its factors are 1 for good.
    over: usize,
    effects: Vec<EffectFactors>,
}

impl<'a> InterventionEpisode<'a> {
    fn new(
        scenario: &'a Scenario,
        entry_rule: &'a EntryRule,
        alternative: usize,
        index: usize,
        values: &Hazards<1>,
    ) -> Self {
        let intervention = &scenario.alternatives[alternative].interventions[index];
        let start = intervention.fixed_start().unwrap_or(usize::MAX);
        let cycles = scenario.settings.horizon.saturating_sub(start);
        let effect = |(at, effect): (usize, &crate::model::Effect)| {
            let factors = values.effect_by_cycle(index, at, cycles);
            let most = factors.iter().copied().fold(1.0, f64::max);
            let least = factors.iter().copied().fold(1.0, f64::min);
            EffectFactors { transition: effect.transition as u16, most, least, factors }
        };
        let effects: Vec<EffectFactors> = intervention.effects.iter().enumerate().map(effect).collect();
        let acts = |effect: &EffectFactors| effect.factors.iter().rposition(|factor| *factor != 1.0);
        let over = effects.iter().map(|effect| acts(effect).map_or(0, |last| last + 1));
        Self {
            entry_rule,
            asked: start.saturating_sub(intervention.waiting),
            start,
            lasts: intervention.active,
            group: &intervention.group,
            reached: values.reached[index][0],
            success: values.success[index][0],
            over: start.saturating_add(over.max().unwrap_or(0)),
            effects,
        }
    }

    /// Where a responder finds itself that is here when it starts.
    pub fn responder_at(&self, joint: usize) -> usize {
        self.entry_rule.moved[joint] as usize
    }

    /// Whether a household that is here when it is asked is eligible and reached: one draw per household and name.
    pub fn reaches(&self, stream: HouseholdStream, joint: usize) -> bool {
        self.entry_rule.eligible[joint]
            && (self.reached >= 1.0 || stream.uniform(self.entry_rule.reach_key) < self.reached)
    }

    /// Whether a household that is reached responds: one draw per household and name.
    pub fn succeeds(&self, stream: HouseholdStream) -> bool {
        self.success >= 1.0 || stream.uniform(self.entry_rule.success_key) < self.success
    }
}

/// By slot: the place on the line up to which points happen with help as without. `least`: by transition, the least
/// that all interventions together leave of its hazard.
fn unaffected(layout: &Layout, baseline: &BaselineHazards, hazard: &[f64], raises: &[bool], least: &[f64]) -> Vec<f64> {
    let of_slot = |slot: usize| {
        let Slot { transition, joint, .. } = layout.slots[slot];
        let with = hazard[slot] * least[usize::from(transition)];
        match () {
            () if raises[joint as usize] => f64::NEG_INFINITY,
            () if with >= baseline.hazard[slot] => f64::INFINITY,
            () => baseline.begins[slot] + with,
        }
    };
    (0..layout.exits.len()).map(of_slot).collect()
}

/// An alternative in one draw, beside the course without help.
#[derive(Debug)]
pub struct AlternativeHazards<'a> {
    /// By slot.
    pub exits: Vec<AlternativeExit>,
    /// Interventions apart, all hazards are those of the null alternative.
    as_null: bool,
    /// By joint state: some exit is more likely than without help, interventions apart.
    raises: Vec<bool>,
    /// By slot: a point before this place on the line happens with help as without.
    unaffected: Vec<f64>,
    /// Interventions, in the order of the alternative.
    pub episodes: Vec<InterventionEpisode<'a>>,
    /// By transition: effects of interventions on it.
    effects: Vec<Vec<Place>>,
    /// By transition: interventions that touch it, as bits.
    touched_by: Vec<u32>,
    /// Interventions of which some factor is above 1, as bits.
    raising: u32,
    /// Some intervention belongs to a group.
    grouped: bool,
    /// Boundary after which no intervention starts.
    pub last_start: usize,
    /// Where everything starts at the first boundary, nothing is ever more likely than without help and nothing ends
    /// everything: the boundary from which on no intervention acts.
    pub unaffected_from: Option<usize>,
    /// Where households start; `None` where as in the null alternative.
    starts: Option<JointStarts>,
}

impl<'a> AlternativeHazards<'a> {
    /// Lays out an alternative beside the null alternative.
    pub fn new(
        scenario: &'a Scenario,
        space: &Space,
        layout: &'a Layout,
        index: usize,
        values: &Hazards<1>,
        baseline: &BaselineHazards,
        baseline_values: &Hazards<1>,
    ) -> Self {
        let alternative = &scenario.alternatives[index];
        let hazard = match values.has_rates_of(baseline_values) {
            true => baseline.hazard.clone(),
            false => hazards(scenario, space, layout, alternative, values),
        };
        let starts = JointStarts::new(space, layout, values);
        let raises: Vec<bool> =
            (0..space.states).map(|joint| layout.of(joint).any(|slot| hazard[slot] > baseline.hazard[slot])).collect();
        let count = alternative.interventions.len();
        let entry_rules = layout.entry_rules[index].iter().enumerate();
        let episodes: Vec<InterventionEpisode> = entry_rules
            .map(|(at, entry_rule)| InterventionEpisode::new(scenario, entry_rule, index, at, values))
            .collect();
        let mut effects = vec![Vec::new(); scenario.transitions.len()];
        for (at, episode) in episodes.iter().enumerate() {
            episode
                .effects
                .iter()
                .enumerate()
                .for_each(|(of, effect)| effects[usize::from(effect.transition)].push((at, of)));
        }
        let above = |episode: &InterventionEpisode| episode.effects.iter().any(|effect| effect.most > 1.0);
        let least = |of: &Vec<Place>| of.iter().map(|(at, of)| episodes[*at].effects[*of].least).product();
        let least: Vec<f64> = effects.iter().map(least).collect();
        let as_null = hazard == baseline.hazard && starts == baseline.starts;
        let at_once = episodes.iter().all(|episode| episode.start == 0);
        let simple = as_null && at_once && !episodes.iter().any(above) && !layout.ended.contains(&true);
        Self {
            unaffected: unaffected(layout, baseline, &hazard, &raises, &least),
            unaffected_from: simple.then(|| episodes.iter().map(|episode| episode.over).max().unwrap_or(0)),
            raises,
            last_start: episodes.iter().map(|episode| episode.start).max().unwrap_or(0),
            grouped: episodes.iter().any(|episode| !episode.group.is_empty()),
            raising: (0..count).filter(|at| above(&episodes[*at])).fold(0, |bits, at| bits | 1 << at),
            episodes,
            touched_by: effects.iter().map(|of| of.iter().fold(0, |bits, (at, _)| bits | 1 << at)).collect(),
            effects,
            starts: (starts != baseline.starts).then_some(starts),
            as_null: hazard == baseline.hazard,
            exits: layout.slots[..layout.exits.len()]
                .iter()
                .zip(&hazard)
                .map(|(slot, hazard)| AlternativeExit::new(layout, slot, *hazard))
                .collect(),
        }
    }

    /// Where a household starts that starts in `null` without help.
    pub fn start(&self, stream: HouseholdStream, null: usize) -> usize {
        self.starts.as_ref().map_or(null, |starts| starts.of(stream))
    }

    /// Whether households live as without help where no intervention acts.
    pub fn lives_as_null(&self) -> bool {
        self.as_null
    }

    /// Whether an exit may be more likely in this joint state than without help, interventions apart.
    pub fn raises(&self, joint: usize) -> bool {
        self.raises[joint]
    }

    /// Whether a point is so low that it happens with help as without, whatever acts. Of points with rivals nothing is
    /// known, nor in joint states in which an exit may be more likely.
    #[inline(always)]
    pub fn leaves_alone(&self, point: &Point) -> bool {
        self.unaffected.get(point.lone_slot()).is_some_and(|unaffected| point.at < *unaffected)
    }

    /// Whether one of the interventions in `acting` makes something more likely.
    pub fn makes_likelier(&self, acting: u32) -> bool {
        self.raising & acting != 0
    }

    /// The most that a factor of the interventions in `acting` can be on the hazard of a transition.
    #[inline(always)]
    pub fn most(&self, acting: u32, transition: u16) -> f64 {
        self.effects(acting, transition).map(|(_, effect)| effect.most).product()
    }

    /// Whether an intervention in `acting` touches a transition.
    #[inline(always)]
    pub fn touches(&self, acting: u32, transition: u16) -> bool {
        self.touched_by[usize::from(transition)] & acting != 0
    }

    /// Effects on a transition of the interventions in `acting`.
    #[inline(always)]
    fn effects(
        &self,
        acting: u32,
        transition: u16,
    ) -> impl Iterator<Item = (&InterventionEpisode<'a>, &EffectFactors)> {
        let acts = move |(at, _): &&Place| acting >> at & 1 == 1;
        let places = self.effects[usize::from(transition)].iter().filter(acts);
        places.map(|(at, of)| (&self.episodes[*at], &self.episodes[*at].effects[*of]))
    }

    /// Of the interventions that a household responds to those that still act in a cycle, and the boundary up to which
    /// that stays so: nothing starts before, at most `cycles`.
    pub fn acting(&self, responding: u32, cycle: usize, cycles: usize) -> (u32, usize) {
        let (mut acting, mut until) = (responding, cycles);
        for (at, episode) in self.episodes.iter().enumerate() {
            if episode.start > cycle {
                until = until.min(if episode.asked > cycle { episode.asked } else { episode.start });
            } else if cycle >= episode.over {
                acting &= !(1 << at);
            } else if acting >> at & 1 == 1 {
                until = until.min(episode.over);
            }
        }
        (acting, until)
    }

    /// What the interventions in `acting` do to the hazard of a transition in a cycle.
    #[inline(always)]
    pub fn factor(&self, acting: u32, cycle: usize, transition: u16) -> f64 {
        let factor = |(episode, effect): (&InterventionEpisode, &EffectFactors)| effect.factors[cycle - episode.start];
        if !self.grouped {
            return self.effects(acting, transition).map(factor).product();
        }
        self.factor_in_groups(acting, cycle, transition)
    }

    /// The same where of a group of interventions only the strongest acts: the one that is furthest from 1 as a ratio,
    /// of equals the first.
    fn factor_in_groups(&self, acting: u32, cycle: usize, transition: u16) -> f64 {
        let factor = |(episode, effect): (&InterventionEpisode, &EffectFactors)| effect.factors[cycle - episode.start];
        let all = || self.effects(acting, transition).enumerate();
        let strength = |factor: f64| libm::log(factor).abs();
        let acts = |(place, own): &(usize, (&InterventionEpisode, &EffectFactors))| {
            let strong = strength(factor(*own));
            let stronger = |(other, rival): (usize, (&InterventionEpisode, &EffectFactors))| {
                let rivals = strength(factor(rival));
                rival.0.group == own.0.group && (rivals > strong || (other < *place && rivals == strong))
            };
            own.0.group.is_empty() || !all().any(stronger)
        };
        all().filter(acts).map(|(_, own)| factor(own)).product()
    }
}
