//! What an alternative does for one household, and the summary over the households of a draw.
//!
//! In: its course in the null alternative and in another one, and what states and events are worth. Out: [`Outcome`] and
//! [`Households`]: differences in the three totals, whether the course changed, whether an escalation was averted.

use super::path::Path;
use crate::model::{Quantity, Scenario};
use crate::simulate::compile::Lanes;
use crate::simulate::price::{Discount, ItemPlan, SOCIETY, TOTALS};
use crate::simulate::space::Space;

/// Euro for each of the three totals.
pub type Totals = [f64; TOTALS];

/// What an intervention is worth to each total: each start, each start with somebody who responds on top, each active cycle.
#[derive(Clone, Debug, PartialEq)]
pub struct Episodes {
    start: Vec<Totals>,
    respond: Vec<Totals>,
    active: Vec<Totals>,
    lasts: Vec<usize>,
}

impl Episodes {
    /// Present value of what was done for a household.
    pub fn worth(&self, path: &Path, discount: &Discount) -> Totals {
        let mut sum = [0.0; TOTALS];
        for start in &path.starts {
            let index = start.intervention;
            add(&mut sum, self.start[index], discount.border[start.row]);
            if start.responds {
                add(&mut sum, self.respond[index], discount.border[start.row]);
            }
            let last = (start.row + self.lasts[index]).min(discount.cycle.len() - 1);
            let factor: f64 = discount.cycle[start.row + 1..=last.max(start.row)].iter().sum();
            add(&mut sum, self.active[index], factor);
        }
        sum
    }
}

/// What states and events are worth in one alternative and draw, in euro for each total.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// A cycle that ends in this joint state.
    state: Vec<Totals>,
    /// The same for society alone.
    society: Vec<f64>,
    /// One transition.
    event: Vec<Totals>,
    /// Interventions, all items.
    pub all: Episodes,
    /// Interventions, the alternative's own items alone.
    pub own: Episodes,
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
        let interventions = &scenario.alternatives[alternative].interventions;
        let zero = |count: usize| vec![[0.0; TOTALS]; count];
        let none = Episodes {
            start: zero(interventions.len()),
            respond: zero(interventions.len()),
            active: zero(interventions.len()),
            lasts: interventions.iter().map(|one| one.active).collect(),
        };
        let event = zero(scenario.transitions.len());
        let mut money = Self { state: zero(space.states), society: Vec::new(), event, all: none.clone(), own: none };
        for ((item, plan), amount) in scenario.items.iter().zip(plans).zip(amounts) {
            let worth = plan.weights.map(|weight| weight * amount[lane]);
            match &item.quantity {
                Quantity::Time(_) => plan.states.iter().for_each(|joint| add(&mut money.state[*joint], worth, 1.0)),
                Quantity::Transitions(which) => {
                    which.iter().for_each(|index| add(&mut money.event[*index], worth, 1.0))
                }
                Quantity::Starts(name) | Quantity::Responders(name) | Quantity::ActiveTime(name) => {
                    let Some(index) = interventions.iter().position(|one| one.name == *name) else { continue };
                    add(money.all.place(&item.quantity, index), worth, 1.0);
                    if item.own == Some(alternative) {
                        add(money.own.place(&item.quantity, index), worth, 1.0);
                    }
                }
            }
        }
        money.society = money.state.iter().map(|worth| worth[SOCIETY]).collect();
        money
    }

    /// Whether every state and event is worth the same.
    pub fn same_states_and_events(&self, other: &Self) -> bool {
        self.state == other.state && self.event == other.event
    }

    fn row(&self, path: &Path, row: usize) -> Totals {
        let mut sum = self.state[path.joint[row] as usize];
        path.fired(row).iter().for_each(|moved| add(&mut sum, self.event[moved.transition as usize], 1.0));
        sum
    }

    /// Present value of what society gains over a whole course.
    pub fn society(&self, path: &Path, discount: &Discount) -> f64 {
        let mut sum = self.all.worth(path, discount)[SOCIETY];
        for (joint, factor) in path.joint.iter().zip(&discount.cycle).skip(1) {
            sum += self.society[*joint as usize] * factor;
        }
        for moved in path.all_fired() {
            sum += self.event[moved.transition as usize][SOCIETY] * discount.cycle[moved.row as usize];
        }
        sum
    }

    /// Present value of each total in this alternative less that in the null alternative. What is the same in both is
    /// left out, so that equal courses differ by exactly 0.
    pub fn difference(&self, path: &Path, null: &Self, null_path: &Path, discount: &Discount, same: bool) -> Totals {
        let mut sum = self.all.worth(path, discount);
        let mut add_row = |row: usize| {
            let (own, other) = (self.row(path, row), null.row(null_path, row));
            add(&mut sum, std::array::from_fn(|total| own[total] - other[total]), discount.cycle[row]);
        };
        if same {
            path.simulated.iter().cloned().flatten().for_each(|cycle| add_row(cycle + 1));
        } else {
            (1..path.joint.len()).for_each(add_row);
        }
        sum
    }
}

impl Episodes {
    fn place(&mut self, quantity: &Quantity, index: usize) -> &mut Totals {
        match quantity {
            Quantity::Starts(_) => &mut self.start[index],
            Quantity::Responders(_) => &mut self.respond[index],
            _ => &mut self.active[index],
        }
    }
}

fn add(sum: &mut Totals, part: Totals, factor: f64) {
    for total in 0..TOTALS {
        sum[total] += part[total] * factor;
    }
}

/// Which joint states and transitions count as escalation.
#[derive(Debug)]
pub struct Escalation {
    /// For each joint state the number of domains that are in a state which an escalation leads to.
    months: Vec<u32>,
    is_escalation: Vec<bool>,
}

impl Escalation {
    /// Looks up the transitions marked so.
    pub fn new(scenario: &Scenario, space: &Space) -> Self {
        let marked: Vec<_> = scenario.transitions.iter().filter(|t| t.escalation).map(|t| (t.domain, t.to)).collect();
        let escalated = |joint: usize| {
            let domains = space.decode(joint).into_iter().enumerate();
            domains.filter(|place| marked.contains(place)).count() as u32
        };
        Self {
            months: (0..space.states).map(escalated).collect(),
            is_escalation: scenario.transitions.iter().map(|t| t.escalation).collect(),
        }
    }

    /// Months spent in escalated states, counted for each domain.
    pub fn months(&self, path: &Path) -> u32 {
        path.joint[1..].iter().map(|joint| self.months[*joint as usize]).sum()
    }

    /// Whether an escalation happens.
    pub fn happens(&self, path: &Path) -> bool {
        path.all_fired().iter().any(|moved| self.is_escalation[moved.transition as usize])
    }
}

/// How an alternative changes the course of one household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The course did not change: only the plan's cost.
    Unchanged,
    /// An escalation was averted or shortened, or the plan saved more than it cost in another way.
    Averted,
    /// It went better without saving more than the plan cost.
    Better,
    /// It cost more.
    Worse,
}

/// Number of groups.
pub const GROUPS: usize = 4;

/// What an alternative does for one household.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// Net benefit, present value, for each total.
    pub net_benefit: Totals,
    /// How the course changed.
    pub group: Group,
    /// Whether it escalates in the null alternative.
    pub escalates: bool,
    /// Cost to society in the null alternative, present value.
    pub null_cost: f64,
}

impl Outcome {
    /// Puts together what is known of both courses. `own` is the cost of the plan itself to society.
    pub fn group(changed: bool, escalated_less: bool, net_benefit: f64, own: f64) -> Group {
        match () {
            () if !changed => Group::Unchanged,
            () if escalated_less || net_benefit > 0.0 => Group::Averted,
            () if net_benefit + own > 0.0 => Group::Better,
            () => Group::Worse,
        }
    }
}

/// Number and sum of something over households.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CountSum {
    /// Households.
    pub count: u64,
    /// Sum over them, euro.
    pub sum: f64,
    /// Second sum over them, euro.
    pub other: f64,
}

impl CountSum {
    /// Adds one household.
    pub fn push(&mut self, value: f64, other: f64) {
        self.count += 1;
        self.sum += value;
        self.other += other;
    }

    /// Adds other households.
    pub fn add(&mut self, more: &Self) {
        self.count += more.count;
        self.sum += more.sum;
        self.other += more.other;
    }
}

/// All households of a draw in one alternative.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Households {
    /// Net benefit of every household for each total, euro.
    pub net_benefit: Vec<[f32; TOTALS]>,
    /// Sum of net benefits for each total.
    pub sum: Totals,
    /// Sum of squares of net benefits for each total.
    pub sum_of_squares: Totals,
    /// By [`Group`]: households, net benefit to society, benefits before the plan's own cost.
    pub groups: [CountSum; GROUPS],
    /// Futures that escalate without help, and those that do not: cost to society without and with help.
    pub paths: [CountSum; 2],
}

impl Households {
    /// Adds one household; `own` is the cost of the plan itself to society.
    pub fn push(&mut self, outcome: &Outcome, own: f64) {
        let net = outcome.net_benefit;
        self.net_benefit.push(net.map(|value| value as f32));
        add(&mut self.sum, net, 1.0);
        add(&mut self.sum_of_squares, net.map(|value| value * value), 1.0);
        self.groups[outcome.group as usize].push(net[SOCIETY], net[SOCIETY] + own);
        let path = usize::from(!outcome.escalates);
        self.paths[path].push(outcome.null_cost, outcome.null_cost - net[SOCIETY]);
    }
}
