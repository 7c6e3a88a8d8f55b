//! Baseline hazards, without help, laid out for the simulation from event to event.
//!
//! In: compiled values of one draw. Out: [`BaselineHazards`], hazards by joint state. What an alternative does to them
//! is `alternative_hazard`'s.

use crate::model::{Alternative, Scenario};
use crate::simulate::compile::clock::Moment;
use crate::simulate::compile::hazard::{Acts, Hazards};
use crate::simulate::compile::joint_states::Space;
use crate::simulate::micro::events::exit_layout::{Layout, Slot};
use crate::simulate::micro::events::path::Point;
use crate::simulate::random::household_stream::HouseholdStream;

/// The exits of a state together are held to this hazard per cycle. Beyond it a move is certain to within
/// `exp(-64) = 1.6e-28`, and the share of each exit stays.
const MOST: f64 = 64.0;

/// A share of a line that is more than rounding can be.
const MARGIN: f64 = 1e-9;

/// Where households start: what all share, and for each start where a random number decides the key of it and a list of
/// (cumulative share, what it adds to the joint state).
#[derive(Clone, Debug, PartialEq)]
pub struct JointStarts {
    shared: usize,
    by_chance: Vec<(u64, Vec<(f64, u32)>)>,
}

impl JointStarts {
    /// Of the shares of one draw.
    pub fn new(space: &Space, layout: &Layout, values: &Hazards<1>) -> Self {
        let mut starts = Self { shared: 0, by_chance: Vec::new() };
        for (options, key) in space.start_steps(&values.starts).into_iter().zip(&layout.start_keys) {
            match options.as_slice() {
                [] => {}
                [(_, add)] => starts.shared += *add as usize,
                _ => starts.by_chance.push((*key, options)),
            }
        }
        starts
    }

    /// The joint state of a household: one uniform per start.
    pub fn of(&self, stream: HouseholdStream) -> usize {
        let by_chance = self.by_chance.iter().map(|(key, options)| {
            let u = stream.uniform(*key);
            options.iter().find(|(share, _)| u < *share).or(options.last()).map_or(0, |(_, add)| *add as usize)
        });
        self.shared + by_chance.sum::<usize>()
    }
}

/// Exits of a joint state that stand together in a [`LineRow`]: so many are compared with a place at once.
const WIDTH: usize = 8;

/// The exits of a joint state: intervals of a line, end to end in the order of their slots. Where there are more than
/// `WIDTH` the line goes on in another row.
#[derive(Clone, Copy, Debug)]
pub struct LineRow {
    /// The length of the line: the hazard of all exits together, per cycle.
    pub total: f64,
    /// One over it; infinite where there is no exit.
    pub inverse: f64,
    /// Where each exit but the first begins, and the first one of the next row; infinity where there is none.
    begins: [f64; WIDTH],
    /// First slot.
    first: u32,
    /// The row in which the line goes on.
    next: u32,
}

impl LineRow {
    /// The rows of a line, [`WIDTH`] exits each; one where there is no exit.
    fn parts(first: usize, begins: &[f64], total: f64) -> impl Iterator<Item = Self> {
        let part = move |part: usize| {
            let from = part * WIDTH;
            let begin = |at: usize| begins.get(from + at + 1).copied().unwrap_or(f64::INFINITY);
            let first = (first + from) as u32;
            Self { total, inverse: 1.0 / total, begins: std::array::from_fn(begin), first, next: 0 }
        };
        (0..begins.len().div_ceil(WIDTH).max(1)).map(part)
    }

    /// The slot that lies at this place of the line; `rows` are those of the baseline.
    #[inline(always)]
    pub fn find(&self, rows: &[Self], at: f64) -> u32 {
        let mut row = self;
        loop {
            let past: u64 = row.begins.iter().map(|begin| u64::from(*begin <= at)).sum();
            if past < WIDTH as u64 {
                return row.first + past as u32;
            }
            row = &rows[row.next as usize];
        }
    }
}

/// An exit of a joint state on the line of all its exits, and what it leads to.
#[derive(Clone, Copy, Debug)]
pub struct LineInterval {
    /// What comes after it on the line.
    pub beyond: f64,
    /// The next point comes in its way: so far on, in cycles to come, points of the same cycle lie on its interval or
    /// on another one of its domain. Never less, with a margin for rounding.
    pub rivals: f64,
    /// What it adds to the joint state.
    pub shift: i32,
}

/// The course without help in one draw.
#[derive(Debug)]
pub struct BaselineHazards {
    /// Hazard per cycle, by slot; of the slot that is none 0.
    pub hazard: Vec<f64>,
    /// By joint state; after these the rows in which lines go on.
    pub rows: Vec<LineRow>,
    /// By slot.
    pub intervals: Vec<LineInterval>,
    /// By slot: where it begins on the line.
    pub begins: Vec<f64>,
    /// Where households start.
    pub starts: JointStarts,
}

impl BaselineHazards {
    /// Lays out the null alternative.
    pub fn new(scenario: &Scenario, space: &Space, layout: &Layout, values: &Hazards<1>) -> Self {
        let hazard = hazards(scenario, space, layout, &scenario.alternatives[0], values);
        let mut intervals: Vec<LineInterval> = Vec::with_capacity(layout.slots.len());
        let mut begins = Vec::with_capacity(layout.slots.len());
        let mut rows = Vec::with_capacity(space.states);
        let mut longer = Vec::new();
        for joint in 0..space.states {
            let slots = layout.of(joint);
            // From 0 on: the sum of nothing is -0.
            let total = hazard[slots.clone()].iter().fold(0.0, |sum, hazard| sum + hazard);
            let mut sum = 0.0;
            for (slot, hazard) in layout.slots[slots.clone()].iter().zip(&hazard[slots.clone()]) {
                begins.push(sum);
                sum += hazard;
                intervals.push(LineInterval { beyond: total - sum, rivals: 0.0, shift: slot.shift });
            }
            meet(&mut intervals[slots.clone()], &layout.slots[slots.clone()], total, layout.may_end);
            let mut parts = LineRow::parts(slots.start, &begins[slots], total);
            rows.extend(parts.next());
            longer.extend(parts.map(|row| (joint, row)));
        }
        chain(&mut rows, longer);
        Self { hazard, rows, intervals, begins, starts: JointStarts::new(space, layout, values) }
    }

    /// The `E` of a point.
    #[inline(always)]
    pub fn height(&self, point: &Point) -> f64 {
        (point.at - self.begins[point.slot() as usize]).max(0.0)
    }
}

/// Works out for the exits of a line which points come in each other's way: those of one domain, and where something
/// may end everything those of all.
fn meet(intervals: &mut [LineInterval], slots: &[Slot], total: f64, may_end: bool) {
    let mut beyond_domain = 0.0;
    for at in (0..slots.len()).rev() {
        let last_of_domain = slots.get(at + 1).is_none_or(|next| next.domain != slots[at].domain);
        if last_of_domain && !may_end {
            beyond_domain = intervals[at].beyond;
        }
        intervals[at].rivals = total * MARGIN - beyond_domain;
    }
}

/// Puts rows in which lines go on, each with its joint state, behind the others.
fn chain(rows: &mut Vec<LineRow>, longer: Vec<(usize, LineRow)>) {
    let (mut line, mut last) = (usize::MAX, 0);
    for (joint, row) in longer {
        if joint != line {
            (line, last) = (joint, joint);
        }
        rows[last].next = rows.len() as u32;
        last = rows.len();
        rows.push(row);
    }
}

/// Hazard per cycle by slot, with no intervention active; of the slot that is none 0.
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
        let acts = Acts { modifiers: &modifiers, responding: &[], off: &[] };
        let moment = Moment { cycle: 0, since: &[], characteristics: &[] };
        hazard.push(values.intensity(scenario, alternative, exit.transition, acts, &moment).hazard[0]);
    }
    for row in &space.rows {
        let exits = &mut hazard[row.exits.clone()];
        let sum: f64 = exits.iter().sum();
        if sum > MOST {
            exits.iter_mut().for_each(|exit| *exit *= MOST / sum);
        }
    }
    layout.exits.iter().map(|exit| hazard[*exit as usize]).chain([0.0]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_any_number_of_exits_is_searched_as_the_plain_way_does() {
        for exits in 1..40 {
            let ends: Vec<f64> = (1..=exits).map(|at| 0.01 * f64::from(at) + 0.001 * f64::from(at % 3)).collect();
            let begins: Vec<f64> = std::iter::once(0.0).chain(ends.iter().copied()).take(ends.len()).collect();
            let total = ends[ends.len() - 1];
            let mut parts = LineRow::parts(7, &begins, total);
            let mut rows: Vec<LineRow> = parts.next().into_iter().collect();
            chain(&mut rows, parts.map(|row| (0, row)).collect());
            for step in 0..1000 {
                let at = total * f64::from(step) / 1000.0;
                let plain = begins.iter().rposition(|begin| *begin <= at).expect("the first begins at 0");
                assert_eq!(rows[0].find(&rows, at) as usize, 7 + plain, "{exits} exits, at {at}");
            }
        }
    }

    #[test]
    fn a_line_without_exits_is_one_row() {
        assert_eq!(LineRow::parts(0, &[], 0.0).count(), 1);
    }
}
