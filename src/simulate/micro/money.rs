//! What states, events and interventions are worth in one alternative and draw.
//!
//! In: euro per unit of quantity of each item, the course of a household, the [`Timing`]. Out: present values in the three
//! totals. Items with the same discount rate are added up beforehand, so that a course is priced once for each rate.

use super::outcome::Totals;
use super::path::Path;
use crate::model::{Item, Quantity, Scenario};
use crate::simulate::machine::{entries, special_times};
use crate::simulate::price::{Amount, ItemPlan, SOCIETY, TOTALS};
use crate::simulate::space::Space;
use crate::simulate::timing::{Discount, Timing, rate_of};

/// What an intervention is worth to each total: each start, each start with somebody who responds on top, each active cycle.
#[derive(Clone, Debug, PartialEq)]
struct Episodes {
    start: Vec<Totals>,
    respond: Vec<Totals>,
    active: Vec<Totals>,
}

impl Episodes {
    /// Present value of what was done for a household.
    fn worth(&self, path: &Path, discount: &Discount) -> Totals {
        let mut sum = [0.0; TOTALS];
        for start in &path.starts {
            let index = start.intervention;
            add(&mut sum, self.start[index], discount.border[start.row]);
            if start.responds {
                add(&mut sum, self.respond[index], discount.border[start.row]);
            }
            let end = start.until.min(discount.active.len());
            let factor: f64 = discount.active[start.row..end].iter().sum();
            add(&mut sum, self.active[index], factor);
        }
        sum
    }

    fn place(&mut self, quantity: &Quantity, index: usize) -> &mut Totals {
        match quantity {
            Quantity::Starts(_) => &mut self.start[index],
            Quantity::Responders(_) => &mut self.respond[index],
            _ => &mut self.active[index],
        }
    }
}

/// What everything is worth that is counted in the same way, in euro for each total.
#[derive(Clone, Debug, PartialEq)]
struct Worth {
    /// Once, at the start.
    once: Totals,
    /// A cycle in this joint state.
    state: Vec<Totals>,
    /// The same for society alone.
    society: Vec<f64>,
    /// One transition.
    event: Vec<Totals>,
    /// One entry, by condition.
    entry: Vec<Totals>,
    /// A cycle in which a condition holds that is not about states alone.
    held: Vec<Totals>,
    /// Interventions.
    episodes: Episodes,
}

impl Worth {
    fn new(scenario: &Scenario, space: &Space, alternative: usize) -> Self {
        let interventions = &scenario.alternatives[alternative].interventions;
        let zero = |count: usize| vec![[0.0; TOTALS]; count];
        let count = interventions.len();
        Self {
            once: [0.0; TOTALS],
            state: zero(space.states),
            society: vec![0.0; space.states],
            event: zero(scenario.transitions.len()),
            entry: zero(entries(scenario).len()),
            held: zero(special_times(scenario).len()),
            episodes: Episodes { start: zero(count), respond: zero(count), active: zero(count) },
        }
    }

    /// Adds an item that is worth so much per unit of quantity.
    fn add_item(&mut self, scenario: &Scenario, alternative: usize, (item, plan): (&Item, &ItemPlan), worth: Totals) {
        match &item.quantity {
            Quantity::Once => add(&mut self.once, worth, 1.0),
            Quantity::Time(_) | Quantity::Always => {
                plan.states.iter().for_each(|joint| add(&mut self.state[*joint], worth, 1.0));
                plan.mark.iter().for_each(|which| add(&mut self.held[*which], worth, 1.0));
            }
            Quantity::Entries { .. } => plan.mark.iter().for_each(|which| add(&mut self.entry[*which], worth, 1.0)),
            Quantity::Transitions(which) => which.iter().for_each(|index| add(&mut self.event[*index], worth, 1.0)),
            Quantity::Starts(name) | Quantity::Responders(name) | Quantity::ActiveTime(name) => {
                let interventions = &scenario.alternatives[alternative].interventions;
                let Some(index) = interventions.iter().position(|one| one.name == *name) else { return };
                add(self.episodes.place(&item.quantity, index), worth, 1.0);
            }
        }
        self.society = self.state.iter().map(|worth| worth[SOCIETY]).collect();
    }

    /// What is worth something whether or not states and events are the same: what was done, entries, marked time.
    fn apart(&self, path: &Path, discount: &Discount) -> Totals {
        let mut sum = self.episodes.worth(path, discount);
        add(&mut sum, self.once, discount.border[0]);
        for (row, which) in &path.entered {
            let row = usize::from(*row);
            add(&mut sum, self.entry[usize::from(*which)], discount.event[row] * discount.flow[row]);
        }
        for (row, which) in &path.held {
            add(&mut sum, self.held[usize::from(*which)], discount.time[usize::from(*row)]);
        }
        sum
    }

    /// Present value of a whole course.
    fn total(&self, path: &Path, discount: &Discount) -> Totals {
        let mut sum = self.apart(path, discount);
        for row in 0..path.joint.len() {
            add(&mut sum, self.row(path, row, discount), 1.0);
        }
        sum
    }

    /// Present value of a row of a course.
    fn row(&self, path: &Path, row: usize, discount: &Discount) -> Totals {
        let mut sum = self.state[path.joint[row] as usize].map(|worth| worth * discount.time[row]);
        let fired = if row > 0 { path.fired(row) } else { &[] };
        let factor = discount.event[row] * discount.flow[row];
        fired.iter().for_each(|moved| add(&mut sum, self.event[moved.transition as usize], factor));
        sum
    }

    fn society(&self, path: &Path, discount: &Discount) -> f64 {
        let mut sum = self.apart(path, discount)[SOCIETY];
        for (joint, factor) in path.joint.iter().zip(&discount.time) {
            sum += self.society[*joint as usize] * factor;
        }
        for moved in path.all_fired() {
            let row = moved.row as usize;
            sum += self.event[moved.transition as usize][SOCIETY] * discount.event[row] * discount.flow[row];
        }
        sum
    }

    fn difference(
        &self,
        path: &Path,
        (null, null_path, null_discount): (&Self, &Path, &Discount),
        discount: &Discount,
        same_states_and_events: bool,
    ) -> Totals {
        let mut sum = self.apart(path, discount);
        add(&mut sum, null.apart(null_path, null_discount), -1.0);
        let mut add_row = |row: usize| {
            let (own, other) = (self.row(path, row, discount), null.row(null_path, row, null_discount));
            add(&mut sum, std::array::from_fn(|total| own[total] - other[total]), 1.0);
        };
        if same_states_and_events {
            path.simulated.iter().cloned().flatten().for_each(|cycle| add_row(cycle + 1));
        } else {
            (0..path.joint.len()).for_each(add_row);
        }
        sum
    }
}

/// Items that are discounted alike and multiplied by the same traits of the household.
#[derive(Clone, Debug)]
struct Part {
    /// Index of the rate in [`Timing::discount`].
    rate: usize,
    /// Class of traits.
    class: usize,
    /// Factors of its own, of an item that goes by a clock.
    own_discount: Option<Discount>,
    /// All items.
    all: Worth,
    /// The alternative's own items alone.
    own: Worth,
    /// Whether own items are counted by what was done for a household alone.
    own_by_episode: bool,
}

/// What states, events and interventions are worth in one alternative and draw.
#[derive(Clone, Debug)]
pub struct Money {
    parts: Vec<Part>,
}

impl Money {
    /// Adds up items; of `amounts` lane `lane` is taken.
    pub fn new<const L: usize>(
        scenario: &Scenario,
        space: &Space,
        alternative: usize,
        (plans, timing): (&[ItemPlan], &Timing),
        (amounts, lane): (&[Amount<L>], usize),
    ) -> Self {
        let none = Worth::new(scenario, space, alternative);
        let mut parts: Vec<Part> = Vec::new();
        for ((item, plan), amount) in scenario.items.iter().zip(plans).zip(amounts) {
            let (rate, class) = (rate_of(item), plan.class);
            // Parts of all alternatives are the same items, so that they can be compared one by one.
            let by_cycle = plan.by_cycle.then(|| {
                let factor = |row: usize| amount.by_cycle.as_ref().map_or(1.0, |factors| factors[row][lane]);
                let factors: Vec<f64> = (0..=scenario.settings.horizon).map(factor).collect();
                timing.discount_by_cycle(rate, &factors)
            });
            let fits = |part: &Part| part.rate == rate && part.class == class && part.own_discount.is_none();
            let at = parts.iter().position(fits).filter(|_| by_cycle.is_none()).unwrap_or_else(|| {
                let (all, own) = (none.clone(), none.clone());
                parts.push(Part { rate, class, own_discount: by_cycle, all, own, own_by_episode: true });
                parts.len() - 1
            });
            let worth = plan.weights.map(|weight| weight * amount.euro[lane]);
            parts[at].add_item(scenario, alternative, (item, plan), worth);
        }
        Self { parts }
    }

    /// Whether every state and event is worth the same.
    pub fn same_states_and_events(&self, other: &Self) -> bool {
        let same = |a: &Worth, b: &Worth| a.state == b.state && a.event == b.event;
        self.parts.len() == other.parts.len()
            && self.parts.iter().zip(&other.parts).all(|(a, b)| a.own_discount.is_none() && same(&a.all, &b.all))
    }

    /// Present value of what society gains over a whole course; `factors` are those of the household, by class.
    pub fn society(&self, path: &Path, timing: &Timing, factors: &[f64]) -> f64 {
        self.parts.iter().map(|part| part.all.society(path, part.discount(timing)) * factors[part.class]).sum()
    }

    /// Present value of the alternative's own items.
    pub fn own(&self, path: &Path, timing: &Timing, factors: &[f64]) -> Totals {
        let of_part = |part: &Part| match part.own_by_episode {
            true => part.own.episodes.worth(path, part.discount(timing)),
            false => part.own.total(path, part.discount(timing)),
        };
        sum(self.parts.iter().map(|part| (of_part(part), factors[part.class])))
    }

    /// Present value of each total in this alternative less that in the null alternative. What is the same in both is
    /// left out, so that equal courses differ by exactly 0.
    pub fn difference(
        &self,
        path: &Path,
        (null, null_path): (&Self, &Path),
        timing: &Timing,
        factors: &[f64],
        same: bool,
    ) -> Totals {
        let of_part = |(part, null): (&Part, &Part)| {
            let other = (&null.all, null_path, null.discount(timing));
            (part.all.difference(path, other, part.discount(timing), same), factors[part.class])
        };
        sum(self.parts.iter().zip(&null.parts).map(of_part))
    }
}

impl Part {
    fn add_item(&mut self, scenario: &Scenario, alternative: usize, item: (&Item, &ItemPlan), worth: Totals) {
        self.all.add_item(scenario, alternative, item, worth);
        if item.0.own == Some(alternative) {
            self.own.add_item(scenario, alternative, item, worth);
            self.own_by_episode &= item.0.quantity.is_of_episode();
        }
    }

    fn discount<'a>(&'a self, timing: &'a Timing) -> &'a Discount {
        self.own_discount.as_ref().unwrap_or_else(|| timing.discount(self.rate))
    }
}

fn sum(parts: impl Iterator<Item = (Totals, f64)>) -> Totals {
    let mut sum = [0.0; TOTALS];
    parts.for_each(|(part, factor)| add(&mut sum, part, factor));
    sum
}

/// Adds `part` times `factor`.
pub fn add(sum: &mut Totals, part: Totals, factor: f64) {
    for total in 0..TOTALS {
        sum[total] += part[total] * factor;
    }
}
