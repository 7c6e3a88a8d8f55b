//! One alternative in one draw, laid out for the month loop.
//!
//! In: compiled values of one lane. Out: [`Table`]. It holds limits on luck instead of chances, so that the loop compares
//! integers.

use super::Slots;
use crate::model::{Intervention, Scenario};
use crate::simulate::effects::Effects;
use crate::simulate::hazards::{Acts, Hazards};
use crate::simulate::luck::{CycleLuck, Luck, exponential, name_key, threshold};
use crate::simulate::space::Space;
use crate::simulate::tables::Moment;

/// An intervention as the loop needs it.
#[derive(Debug)]
pub struct Episode {
    /// Border at which it starts.
    pub start: usize,
    /// Cycles for which it is active.
    pub lasts: usize,
    /// For each joint state where a responder finds itself; `None` where not eligible.
    pub responder_at: Vec<Option<u32>>,
    reach_key: u64,
    success_key: u64,
    reached: f64,
    success: f64,
}

/// One alternative in one draw.
#[derive(Debug)]
pub struct Table {
    hazard: Vec<f64>,
    /// By slot: words at or above this cannot fire, whatever interventions do.
    limit: Vec<u64>,
    /// Words below this fire when nothing is done.
    base: Vec<u64>,
    /// Column of each transition among the touched ones.
    column: Vec<Option<u16>>,
    touched: usize,
    /// Factors by layer, cycle and touched transition.
    factors: Vec<f64>,
    over: Vec<usize>,
    cycles: usize,
    /// Interventions, in the order of the alternative.
    pub episodes: Vec<Episode>,
    /// Cumulative start shares: by start a list of (cumulative share, what it adds to the joint state).
    start: Vec<Vec<(f64, u32)>>,
    /// Lives by the same start and hazards as the null alternative, interventions apart.
    pub like_null: bool,
}

impl Episode {
    /// Whether an eligible household is reached: one draw per household and name.
    pub fn reaches(&self, luck: Luck) -> bool {
        luck.uniform(self.reach_key) < self.reached
    }

    /// Whether a household that is reached responds: one draw per household and name.
    pub fn succeeds(&self, luck: Luck) -> bool {
        luck.uniform(self.success_key) < self.success
    }
}

impl Table {
    /// Prepares one alternative in one draw.
    pub fn new(
        scenario: &Scenario,
        (space, slots): (&Space, &Slots),
        alternative: usize,
        values: &Hazards<1>,
        null: Option<&Self>,
    ) -> Self {
        let cycles = scenario.settings.horizon;
        let own = &scenario.alternatives[alternative];
        let effects = &Effects::new(scenario, own, values);
        let largest = effects.largest(0);
        let column: Vec<Option<u16>> = (0..scenario.transitions.len())
            .map(|transition| effects.touched.binary_search(&transition).ok().map(|at| at as u16))
            .collect();
        let hazard = space.exits.iter().map(|exit| {
            let modifiers: Vec<u32> = exit.modifiers.iter().map(|modifier| *modifier as u32).collect();
            let acts = Acts { modifiers: &modifiers, responding: &[] };
            let moment = Moment { cycle: 0, since: &[], traits: &[] };
            values.pull(scenario, own, exit.transition, acts, &moment).hazard[0]
        });
        let hazard: Vec<f64> = hazard.collect();
        let most = |(exit, hazard): (&crate::simulate::space::Exit, &f64)| {
            threshold(hazard * column[exit.transition].map_or(1.0, |at| largest[at as usize]))
        };
        let most: Vec<u64> = space.exits.iter().zip(&hazard).map(most).collect();
        let layers = 1 << own.interventions.len();
        let factors = (0..layers).flat_map(|layer| (0..cycles).map(move |cycle| (layer, cycle)));
        let factors = factors.flat_map(|(layer, cycle)| effects.factors(layer, cycle)).map(|f| f[0]).collect();
        let episode = |(index, one): (usize, &Intervention)| Episode {
            lasts: one.active,
            start: one.fixed_start().unwrap_or(usize::MAX),
            responder_at: responder_at(space, one),
            reach_key: name_key(&format!("reached: {}", one.name)),
            success_key: name_key(&format!("success: {}", one.name)),
            reached: values.reached[index][0],
            success: values.success[index][0],
        };
        let start = space.start_steps(&values.starts);
        let like_null = null.is_some_and(|null| null.start == start && null.hazard == hazard);
        Self {
            limit: slots.exit.iter().map(|exit| most[*exit as usize]).collect(),
            base: hazard.iter().map(|hazard| threshold(*hazard)).collect(),
            touched: effects.touched.len(),
            column,
            hazard,
            factors,
            over: (0..layers).map(|layer| effects.over(layer, 0)).collect(),
            cycles,
            episodes: own.interventions.iter().enumerate().map(episode).collect(),
            start,
            like_null,
        }
    }

    /// The joint state in which a household starts: one uniform per start.
    pub fn start_state(&self, slots: &Slots, luck: Luck) -> usize {
        let of_domain = |(options, key): (&Vec<(f64, u32)>, &u64)| {
            let u = luck.uniform(*key);
            options.iter().find(|(share, _)| u < *share).or(options.last()).map_or(0, |(_, add)| *add as usize)
        };
        self.start.iter().zip(&slots.start_keys).map(of_domain).sum()
    }

    /// Factors of a layer in a cycle; `None` where the household lives as without help.
    #[inline]
    pub fn factors(&self, layer: usize, cycle: usize) -> Option<&[f64]> {
        if cycle >= self.over[layer] {
            return None;
        }
        let from = (layer * self.cycles + cycle) * self.touched;
        Some(&self.factors[from..from + self.touched])
    }

    /// What happens in one cycle: `fired` becomes the moves, at most one for each domain, in the order of the domains.
    #[inline]
    pub fn step(&self, slots: &Slots, joint: usize, luck: CycleLuck, factors: Option<&[f64]>, fired: &mut Vec<Fired>) {
        fired.clear();
        let range = slots.first[joint] as usize..slots.first[joint + 1] as usize;
        let keys = &slots.key[range.clone()];
        for (slot, (key, limit)) in keys.iter().zip(&self.limit[range.clone()]).enumerate() {
            let word = luck.word(*key);
            if word < *limit {
                self.consider(slots, slots.exit[range.start + slot], word, factors, fired);
            }
        }
    }

    /// Adds an exit that may fire, unless another exit of the same domain comes first.
    #[cold]
    fn consider(&self, slots: &Slots, exit: u32, word: u64, factors: Option<&[f64]>, fired: &mut Vec<Fired>) {
        let column = self.column[slots.transition[exit as usize] as usize];
        let factor = factors.zip(column).map_or(1.0, |(factors, column)| factors[column as usize]);
        let hazard = self.hazard[exit as usize] * factor;
        let limit = if factor == 1.0 { self.base[exit as usize] } else { threshold(hazard) };
        if word >= limit {
            return;
        }
        let new = Fired { exit, word, hazard };
        match fired.last_mut() {
            Some(last) if slots.domain[last.exit as usize] == slots.domain[exit as usize] => {
                if new.time() < last.time() {
                    *last = new;
                }
            }
            _ => fired.push(new),
        }
    }
}

/// A move that happens in a cycle.
#[derive(Clone, Copy, Debug)]
pub struct Fired {
    /// Exit of the space.
    pub exit: u32,
    word: u64,
    hazard: f64,
}

impl Fired {
    /// When within the cycle it would happen, were it alone: `E / hazard`.
    fn time(&self) -> f64 {
        exponential(self.word) / self.hazard
    }
}

/// For each joint state where a responder finds itself at the start of the intervention; `None` where not eligible.
fn responder_at(space: &Space, intervention: &Intervention) -> Vec<Option<u32>> {
    let eligible = space.where_holds(&intervention.eligible);
    (0..space.states).map(|joint| eligible[joint].then(|| space.after_moves(intervention, joint) as u32)).collect()
}
