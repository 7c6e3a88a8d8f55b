//! What states, events and interventions are worth in one alternative and draw.
//!
//! In: euro per unit of quantity of each item, the course of a household, the [`Timing`]. Out: present values in the three
//! totals. Items with the same discount rate are added up beforehand, so that a course is priced once for each rate.

use super::outcome::Totals;
use super::path::Path;
use crate::model::{Item, Quantity, Scenario};
use crate::simulate::compile::Lanes;
use crate::simulate::price::{ItemPlan, SOCIETY, TOTALS};
use crate::simulate::space::Space;
use crate::simulate::timing::{Discount, Timing, rate_of};

/// What an intervention is worth to each total: each start, each start with somebody who responds on top, each active cycle.
#[derive(Clone, Debug, PartialEq)]
struct Episodes {
    start: Vec<Totals>,
    respond: Vec<Totals>,
    active: Vec<Totals>,
    lasts: Vec<usize>,
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
            let end = (start.row + self.lasts[index]).min(discount.active.len());
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

/// All items with one discount rate, in euro for each total.
#[derive(Clone, Debug, PartialEq)]
struct Worth {
    /// Index of the rate in [`Timing::discount`].
    rate: usize,
    /// A cycle in this joint state.
    state: Vec<Totals>,
    /// The same for society alone.
    society: Vec<f64>,
    /// One transition.
    event: Vec<Totals>,
    /// Interventions, all items.
    all: Episodes,
    /// Interventions, the alternative's own items alone.
    own: Episodes,
}

impl Worth {
    fn new(scenario: &Scenario, space: &Space, alternative: usize, rate: usize) -> Self {
        let interventions = &scenario.alternatives[alternative].interventions;
        let zero = |count: usize| vec![[0.0; TOTALS]; count];
        let none = Episodes {
            start: zero(interventions.len()),
            respond: zero(interventions.len()),
            active: zero(interventions.len()),
            lasts: interventions.iter().map(|one| one.active).collect(),
        };
        let (state, event) = (zero(space.states), zero(scenario.transitions.len()));
        Self { rate, state, society: Vec::new(), event, all: none.clone(), own: none }
    }

    /// Adds an item that is worth so much per unit of quantity.
    fn add_item(&mut self, scenario: &Scenario, alternative: usize, (item, plan): (&Item, &ItemPlan), worth: Totals) {
        match &item.quantity {
            Quantity::Time(_) => plan.states.iter().for_each(|joint| add(&mut self.state[*joint], worth, 1.0)),
            Quantity::Transitions(which) => which.iter().for_each(|index| add(&mut self.event[*index], worth, 1.0)),
            Quantity::Starts(name) | Quantity::Responders(name) | Quantity::ActiveTime(name) => {
                let interventions = &scenario.alternatives[alternative].interventions;
                let Some(index) = interventions.iter().position(|one| one.name == *name) else { return };
                add(self.all.place(&item.quantity, index), worth, 1.0);
                if item.own == Some(alternative) {
                    add(self.own.place(&item.quantity, index), worth, 1.0);
                }
            }
        }
    }

    /// What a row of a course is worth before it is discounted.
    fn row(&self, path: &Path, row: usize, discount: &Discount) -> Totals {
        let mut sum = self.state[path.joint[row] as usize].map(|worth| worth * discount.state[row]);
        let fired = if row > 0 { path.fired(row) } else { &[] };
        fired.iter().for_each(|moved| add(&mut sum, self.event[moved.transition as usize], discount.event[row]));
        sum
    }

    fn society(&self, path: &Path, discount: &Discount) -> f64 {
        let mut sum = self.all.worth(path, discount)[SOCIETY];
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
        (null, null_path): (&Self, &Path),
        discount: &Discount,
        same_states_and_events: bool,
    ) -> Totals {
        let mut sum = self.all.worth(path, discount);
        let mut add_row = |row: usize| {
            let (own, other) = (self.row(path, row, discount), null.row(null_path, row, discount));
            add(&mut sum, std::array::from_fn(|total| own[total] - other[total]), discount.flow[row]);
        };
        if same_states_and_events {
            path.simulated.iter().cloned().flatten().for_each(|cycle| add_row(cycle + 1));
        } else {
            (0..path.joint.len()).for_each(add_row);
        }
        sum
    }
}

/// What states, events and interventions are worth in one alternative and draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// One for each rate that an item uses; that of the scenario first.
    parts: Vec<Worth>,
}

impl Money {
    /// Adds up items; `amounts` are the euro per unit of quantity of each item, of which lane `lane` is taken.
    pub fn new<const L: usize>(
        scenario: &Scenario,
        space: &Space,
        alternative: usize,
        plans: &[ItemPlan],
        (amounts, lane): (&[Lanes<L>], usize),
    ) -> Self {
        let rates = 0..=scenario.settings.discount_rates.len();
        let used = |rate: &usize| *rate == 0 || scenario.items.iter().any(|item| rate_of(item) == *rate);
        let parts = rates.filter(used).map(|rate| {
            let mut part = Worth::new(scenario, space, alternative, rate);
            let items = scenario.items.iter().zip(plans).zip(amounts).filter(|((item, _), _)| rate_of(item) == rate);
            for ((item, plan), amount) in items {
                let worth = plan.weights.map(|weight| weight * amount[lane]);
                part.add_item(scenario, alternative, (item, plan), worth);
            }
            part.society = part.state.iter().map(|worth| worth[SOCIETY]).collect();
            part
        });
        Self { parts: parts.collect() }
    }

    /// Whether every state and event is worth the same.
    pub fn same_states_and_events(&self, other: &Self) -> bool {
        self.parts.iter().zip(&other.parts).all(|(a, b)| a.state == b.state && a.event == b.event)
    }

    /// Present value of what society gains over a whole course.
    pub fn society(&self, path: &Path, timing: &Timing) -> f64 {
        self.parts.iter().map(|part| part.society(path, timing.discount(part.rate))).sum()
    }

    /// Present value of the alternative's own items.
    pub fn own(&self, path: &Path, timing: &Timing) -> Totals {
        sum(self.parts.iter().map(|part| part.own.worth(path, timing.discount(part.rate))))
    }

    /// Present value of each total in this alternative less that in the null alternative. What is the same in both is
    /// left out, so that equal courses differ by exactly 0.
    pub fn difference(&self, path: &Path, null: (&Self, &Path), timing: &Timing, same: bool) -> Totals {
        let (null, null_path) = null;
        let of_part =
            |(part, null): (&Worth, &Worth)| part.difference(path, (null, null_path), timing.discount(part.rate), same);
        sum(self.parts.iter().zip(&null.parts).map(of_part))
    }
}

fn sum(parts: impl Iterator<Item = Totals>) -> Totals {
    let mut sum = [0.0; TOTALS];
    parts.for_each(|part| add(&mut sum, part, 1.0));
    sum
}

/// Adds `part` times `factor`.
pub fn add(sum: &mut Totals, part: Totals, factor: f64) {
    for total in 0..TOTALS {
        sum[total] += part[total] * factor;
    }
}
