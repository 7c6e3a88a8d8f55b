//! How likely everything is in one draw, laid out for the simulation that skips empty time.
//!
//! In: compiled values of one draw. Out: [`Law`], hazards by joint state for the course without help; and [`Change`], how an
//! alternative differs from it.

use super::layout::Layout;
use crate::model::{Alternative, Scenario};
use crate::simulate::hazards::{Acts, Hazards};
use crate::simulate::luck::{Luck, name_key};
use crate::simulate::space::Space;
use crate::simulate::tables::Moment;

/// The exits of a state together are held to this hazard per cycle. Beyond it a move is certain to within
/// `exp(-64) = 1.6e-28`, and the share of each exit stays.
const MOST: f64 = 64.0;

/// Cumulative start shares: by start a list of (cumulative share, what it adds to the joint state).
type Starts = Vec<Vec<(f64, u32)>>;

/// Parts of the line of exits of which is known on which exit each begins.
const PARTS: usize = 16;

/// All exits of a joint state together.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Their hazard per cycle.
    pub total: f64,
    /// One over it.
    pub inverse: f64,
    /// First slot.
    pub first: u32,
    /// Slot after the last.
    pub end: u32,
    /// The exit on which each part of the line begins, counted from the first slot.
    guide: [u8; PARTS],
}

impl Row {
    fn new(first: usize, upper: &[f64]) -> Self {
        let total = upper.last().copied().unwrap_or(0.0);
        let mut row = Self {
            total,
            inverse: 1.0 / total,
            first: first as u32,
            end: (first + upper.len()) as u32,
            guide: [0; PARTS],
        };
        let mut slot = 0;
        for part in 0..PARTS {
            // The first point of the part, less a little so that rounding never leads past an exit.
            let begin = total * (part as f64 / PARTS as f64 - 1e-9);
            while slot < upper.len().min(usize::from(u8::MAX)) && upper[slot] <= begin {
                slot += 1;
            }
            row.guide[part] = slot as u8;
        }
        row
    }

    /// A slot at or before the one on which a point of the line lies.
    #[inline(always)]
    pub fn guess(&self, at: f64) -> usize {
        let part = (at * self.inverse * PARTS as f64) as u32 as usize;
        self.first as usize + usize::from(self.guide[part.min(PARTS - 1)])
    }
}

/// The course without help in one draw.
#[derive(Debug)]
pub struct Law {
    /// Hazard per cycle of each exit of the space.
    pub hazard: Vec<f64>,
    /// By joint state.
    pub rows: Vec<Row>,
    /// By slot: hazards of the exits of the joint state up to and with this one.
    pub upper: Vec<f64>,
    starts: Starts,
}

impl Law {
    /// Lays out the null alternative.
    pub fn new(scenario: &Scenario, space: &Space, layout: &Layout, values: &Hazards<1>) -> Self {
        let hazard = hazards(scenario, space, &scenario.alternatives[0], values);
        let mut upper = Vec::with_capacity(layout.slots.len());
        let mut rows = Vec::with_capacity(space.states);
        for joint in 0..space.states {
            let mut sum = 0.0;
            let slots = layout.of(joint);
            for exit in &layout.exits[slots.clone()] {
                sum += hazard[*exit as usize];
                upper.push(sum);
            }
            rows.push(Row::new(slots.start, &upper[slots]));
        }
        Self { hazard, rows, upper, starts: space.start_steps(&values.starts) }
    }

    /// Where a household starts.
    pub fn start(&self, layout: &Layout, luck: Luck) -> usize {
        start_state(&self.starts, layout, luck)
    }
}

/// Hazard per cycle of each exit of the space with no intervention active.
fn hazards(scenario: &Scenario, space: &Space, alternative: &Alternative, values: &Hazards<1>) -> Vec<f64> {
    let mut modifiers = Vec::new();
    let mut hazard: Vec<f64> = Vec::with_capacity(space.exits.len());
    for exit in &space.exits {
        modifiers.clear();
        modifiers.extend(exit.modifiers.iter().map(|modifier| *modifier as u32));
        let acts = Acts { modifiers: &modifiers, responding: &[] };
        let moment = Moment { cycle: 0, since: &[], traits: &[] };
        hazard.push(values.pull(scenario, alternative, exit.transition, acts, &moment).hazard[0]);
    }
    for row in &space.rows {
        let exits = &mut hazard[row.exits.clone()];
        let sum: f64 = exits.iter().sum();
        if sum > MOST {
            exits.iter_mut().for_each(|one| *one *= MOST / sum);
        }
    }
    hazard
}

/// One uniform per start.
fn start_state(starts: &Starts, layout: &Layout, luck: Luck) -> usize {
    let of_domain = |(options, key): (&Vec<(f64, u32)>, &u64)| {
        let u = luck.uniform(*key);
        options.iter().find(|(share, _)| u < *share).or(options.last()).map_or(0, |(_, add)| *add as usize)
    };
    starts.iter().zip(&layout.start_keys).map(of_domain).sum()
}

/// What an intervention does to a transition.
#[derive(Debug)]
struct Effect {
    transition: u16,
    /// The largest factor, at least 1.
    most: f64,
    /// Factor on the hazard, by completed cycles since the start.
    factors: Vec<f64>,
}

/// An intervention in one draw.
#[derive(Debug)]
pub struct Episode {
    /// Border at which it is tested who is eligible and reached.
    pub asked: usize,
    /// Border at which it starts.
    pub start: usize,
    /// Cycles for which it is active.
    pub lasts: usize,
    /// By joint state.
    eligible: Vec<bool>,
    /// For each joint state where a responder finds itself at the start.
    moved: Vec<u32>,
    /// Group of which only the strongest acts; empty: none.
    group: String,
    reach_key: u64,
    success_key: u64,
    reached: f64,
    success: f64,
    /// First cycle from which all its factors are 1 for good.
    over: usize,
    effects: Vec<Effect>,
}

impl Episode {
    fn new(scenario: &Scenario, space: &Space, alternative: &Alternative, index: usize, values: &Hazards<1>) -> Self {
        let one = &alternative.interventions[index];
        let start = one.fixed_start().unwrap_or(usize::MAX);
        let cycles = scenario.settings.horizon.saturating_sub(start);
        let effect = |(at, effect): (usize, &crate::model::Effect)| {
            let factors = values.effect_by_cycle(index, at, cycles);
            let most = factors.iter().copied().fold(1.0, f64::max);
            Effect { transition: effect.transition as u16, most, factors }
        };
        let effects: Vec<Effect> = one.effects.iter().enumerate().map(effect).collect();
        let acts = |effect: &Effect| effect.factors.iter().rposition(|factor| *factor != 1.0);
        let over = effects.iter().map(|effect| acts(effect).map_or(0, |last| last + 1));
        Self {
            asked: start.saturating_sub(one.waiting),
            start,
            lasts: one.active,
            eligible: space.where_holds(&one.eligible),
            moved: (0..space.states).map(|joint| space.after_moves(one, joint) as u32).collect(),
            group: one.group.clone(),
            reach_key: name_key(&format!("reached: {}", one.name)),
            success_key: name_key(&format!("success: {}", one.name)),
            reached: values.reached[index][0],
            success: values.success[index][0],
            over: start.saturating_add(over.max().unwrap_or(0)),
            effects,
        }
    }

    /// Where a responder finds itself that is here when it starts.
    pub fn responder_at(&self, joint: usize) -> usize {
        self.moved[joint] as usize
    }

    /// Whether a household that is here when it is asked is eligible and reached: one draw per household and name.
    pub fn reaches(&self, luck: Luck, joint: usize) -> bool {
        self.eligible[joint] && luck.uniform(self.reach_key) < self.reached
    }

    /// Whether a household that is reached responds: one draw per household and name.
    pub fn succeeds(&self, luck: Luck) -> bool {
        luck.uniform(self.success_key) < self.success
    }
}

/// An alternative in one draw, beside the course without help.
#[derive(Debug)]
pub struct Change {
    /// Hazard per cycle of each exit of the space, interventions apart; `None` where it is that of the null alternative.
    own: Option<Vec<f64>>,
    /// By joint state: some exit is more likely than without help, interventions apart.
    raises: Vec<bool>,
    /// Interventions, in the order of the alternative.
    pub episodes: Vec<Episode>,
    /// Transitions that some intervention touches.
    touched: Vec<bool>,
    /// Interventions of which some factor is above 1, as bits.
    raising: u32,
    /// Where households start; `None` where as in the null alternative.
    starts: Option<Starts>,
}

impl Change {
    /// Lays out an alternative beside the null alternative.
    pub fn new(
        scenario: &Scenario,
        space: &Space,
        layout: &Layout,
        (index, values): (usize, &Hazards<1>),
        null: &Law,
    ) -> Self {
        let alternative = &scenario.alternatives[index];
        let hazard = hazards(scenario, space, alternative, values);
        let starts = space.start_steps(&values.starts);
        let raised = |exit: &u32| hazard[*exit as usize] > null.hazard[*exit as usize];
        let raises = (0..space.states).map(|joint| layout.exits[layout.of(joint)].iter().any(raised)).collect();
        let count = alternative.interventions.len();
        let episodes: Vec<Episode> =
            (0..count).map(|at| Episode::new(scenario, space, alternative, at, values)).collect();
        let mut touched = vec![false; scenario.transitions.len()];
        episodes.iter().flat_map(|one| &one.effects).for_each(|one| touched[usize::from(one.transition)] = true);
        let above = |one: &Episode| one.effects.iter().any(|effect| effect.most > 1.0);
        Self {
            raises,
            raising: (0..count).filter(|at| above(&episodes[*at])).fold(0, |bits, at| bits | 1 << at),
            episodes,
            touched,
            starts: (starts != null.starts).then_some(starts),
            own: (hazard != null.hazard).then_some(hazard),
        }
    }

    /// Where a household starts that starts in `null` without help.
    pub fn start(&self, layout: &Layout, luck: Luck, null: usize) -> usize {
        self.starts.as_ref().map_or(null, |starts| start_state(starts, layout, luck))
    }

    /// Hazards of exits, interventions apart.
    pub fn hazards<'a>(&'a self, null: &'a Law) -> &'a [f64] {
        self.own.as_ref().unwrap_or(&null.hazard)
    }

    /// Whether households live as without help where no intervention acts.
    pub fn lives_as_null(&self) -> bool {
        self.own.is_none()
    }

    /// Whether an exit may be more likely in this joint state than without help, interventions apart.
    pub fn raises(&self, joint: usize) -> bool {
        self.raises[joint]
    }

    /// Whether one of the interventions in `acting` makes something more likely.
    pub fn makes_likelier(&self, acting: u32) -> bool {
        self.raising & acting != 0
    }

    /// The most that a factor of the interventions in `acting` can be on the hazard of a transition.
    pub fn most(&self, acting: u32, transition: u16) -> f64 {
        let acts = |(at, _): &(usize, &Episode)| acting >> at & 1 == 1;
        let effects = self.episodes.iter().enumerate().filter(acts).flat_map(|(_, one)| &one.effects);
        effects.filter(|effect| effect.transition == transition).map(|effect| effect.most).product()
    }

    /// Whether an intervention touches a transition.
    pub fn touches(&self, transition: u16) -> bool {
        self.touched[usize::from(transition)]
    }

    /// Of the interventions that a household responds to those that still act in a cycle, and the border up to which that
    /// stays so: nothing starts before, at most `cycles`.
    pub fn acting(&self, responding: u32, cycle: usize, cycles: usize) -> (u32, usize) {
        let (mut acting, mut until) = (responding, cycles);
        for (at, one) in self.episodes.iter().enumerate() {
            if one.start > cycle {
                until = until.min(if one.asked > cycle { one.asked } else { one.start });
            } else if cycle >= one.over {
                acting &= !(1 << at);
            } else if acting >> at & 1 == 1 {
                until = until.min(one.over);
            }
        }
        (acting, until)
    }

    /// What the interventions in `acting` do to the hazard of a transition in a cycle.
    pub fn factor(&self, acting: u32, cycle: usize, transition: u16) -> f64 {
        let effects = || {
            let acts = self.episodes.iter().enumerate().filter(move |(at, _)| acting >> at & 1 == 1);
            acts.flat_map(move |(_, one)| {
                let of_transition = one.effects.iter().filter(move |effect| effect.transition == transition);
                of_transition.map(move |effect| (one.group.as_str(), effect.factors[cycle - one.start]))
            })
        };
        let mut factor = 1.0;
        for (place, (group, own)) in effects().enumerate() {
            // Of a group the one that is furthest from 1 as a ratio, of equals the first.
            let distance = |factor: f64| libm::log(factor).abs();
            let stronger = |(other, (of, rival)): (usize, (&str, f64))| {
                of == group && (distance(rival) > distance(own) || (other < place && distance(rival) == distance(own)))
            };
            if group.is_empty() || !effects().enumerate().any(stronger) {
                factor *= own;
            }
        }
        factor
    }
}
