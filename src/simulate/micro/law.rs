//! How likely everything is without help in one draw, laid out for the simulation that skips empty time.
//!
//! In: compiled values of one draw. Out: [`Law`], hazards by joint state. What an alternative does to them is `change`'s.

use super::layout::{Layout, Slot};
use crate::model::{Alternative, Scenario};
use crate::simulate::hazards::{Acts, Hazards};
use crate::simulate::luck::Luck;
use crate::simulate::space::Space;
use crate::simulate::tables::Moment;

/// The exits of a state together are held to this hazard per cycle. Beyond it a move is certain to within
/// `exp(-64) = 1.6e-28`, and the share of each exit stays.
const MOST: f64 = 64.0;

/// Where households start: what all share, and for each start of which luck decides the key of that luck and a list of
/// (cumulative share, what it adds to the joint state).
#[derive(Clone, Debug, PartialEq)]
pub struct Starts {
    shared: usize,
    by_luck: Vec<(u64, Vec<(f64, u32)>)>,
}

impl Starts {
    /// Of the shares of one draw.
    pub fn new(space: &Space, layout: &Layout, values: &Hazards<1>) -> Self {
        let mut starts = Self { shared: 0, by_luck: Vec::new() };
        for (options, key) in space.start_steps(&values.starts).into_iter().zip(&layout.start_keys) {
            match options.as_slice() {
                [] => {}
                [(_, add)] => starts.shared += *add as usize,
                _ => starts.by_luck.push((*key, options)),
            }
        }
        starts
    }

    /// The joint state of a household: one uniform per start.
    pub fn of(&self, luck: Luck) -> usize {
        let by_luck = self.by_luck.iter().map(|(key, options)| {
            let u = luck.uniform(*key);
            options.iter().find(|(share, _)| u < *share).or(options.last()).map_or(0, |(_, add)| *add as usize)
        });
        self.shared + by_luck.sum::<usize>()
    }
}

/// Parts of the line of exits of which is known on which exit each begins.
const PARTS: usize = 64;

/// All exits of a joint state together: stretches of a line, end to end in the order of their slots.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Their hazard per cycle: the length of the line.
    pub total: f64,
    /// One over it; infinite where there is no exit.
    pub inverse: f64,
    /// First slot.
    first: u32,
    /// The exit on which each part of the line begins, counted from the first slot.
    guide: [u8; PARTS],
}

impl Row {
    fn new(first: usize, stretches: &[Stretch], total: f64) -> Self {
        let mut row = Self { total, inverse: 1.0 / total, first: first as u32, guide: [0; PARTS] };
        let mut slot = 0;
        for part in 0..PARTS {
            // The first point of the part, less a little so that rounding never leads past an exit.
            let begin = total * (part as f64 / PARTS as f64 - 1e-9);
            while slot < usize::from(u8::MAX) && stretches.get(slot).is_some_and(|one| one.end <= begin) {
                slot += 1;
            }
            row.guide[part] = slot as u8;
        }
        row
    }

    /// A slot at or before the one that lies at this share of the line.
    #[inline(always)]
    pub fn guess(&self, share: f64) -> usize {
        let part = (share * PARTS as f64) as u32 as usize;
        self.first as usize + usize::from(self.guide[part.min(PARTS - 1)])
    }
}

/// An exit of a joint state on the line of all its exits, and what it leads to.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// Where it begins.
    pub begin: f64,
    /// Where it ends; of the last exit of a joint state that is infinity, so that a search always ends.
    pub end: f64,
    /// What comes after it on the line.
    pub beyond: f64,
    /// What it adds to the joint state.
    pub shift: i32,
    /// Index of the transition.
    pub transition: u16,
    /// Place of its domain.
    pub domain: u16,
}

/// The course without help in one draw.
#[derive(Debug)]
pub struct Law {
    /// Hazard per cycle, by slot.
    pub hazard: Vec<f64>,
    /// By joint state.
    pub rows: Vec<Row>,
    /// By slot.
    pub stretches: Vec<Stretch>,
    /// Where households start.
    pub starts: Starts,
}

impl Law {
    /// Lays out the null alternative.
    pub fn new(scenario: &Scenario, space: &Space, layout: &Layout, values: &Hazards<1>) -> Self {
        let hazard = hazards(scenario, space, layout, &scenario.alternatives[0], values);
        let mut stretches: Vec<Stretch> = Vec::with_capacity(layout.slots.len());
        let mut rows = Vec::with_capacity(space.states);
        for joint in 0..space.states {
            let slots = layout.of(joint);
            let mut sum = 0.0;
            for (slot, hazard) in layout.slots[slots.clone()].iter().zip(&hazard[slots.clone()]) {
                let begin = sum;
                sum += hazard;
                let Slot { shift, transition, domain } = *slot;
                stretches.push(Stretch { begin, end: sum, beyond: 0.0, shift, transition, domain });
            }
            let own = &mut stretches[slots.start..];
            own.iter_mut().for_each(|one| one.beyond = sum - one.end);
            rows.push(Row::new(slots.start, own, sum));
            own.last_mut().into_iter().for_each(|last| last.end = f64::INFINITY);
        }
        Self { hazard, rows, stretches, starts: Starts::new(space, layout, values) }
    }

    /// The exit on which this point of the line lies, at or after a slot of its joint state.
    #[inline(always)]
    pub fn find(&self, slot: usize, at: f64) -> (usize, &Stretch) {
        // Mostly there is one end of a stretch in a part of the line or none: this step needs no guess of a branch.
        let mut slot = slot + usize::from(self.stretches[slot].end <= at);
        loop {
            let stretch = &self.stretches[slot];
            if at < stretch.end {
                return (slot, stretch);
            }
            slot += 1;
        }
    }
}

/// Hazard per cycle by slot, with no intervention active.
pub fn hazards(
    scenario: &Scenario,
    space: &Space,
    layout: &Layout,
    alternative: &Alternative,
    values: &Hazards<1>,
) -> Vec<f64> {
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
    layout.exits.iter().map(|exit| hazard[*exit as usize]).collect()
}
