//! Money value of states, events and interventions in one alternative and draw.
//!
//! In: euro per unit of quantity of each item, the course of a household, the [`Timing`]. Out: present values in the
//! three totals. Items with the same discount rate are added up beforehand, so that a course is priced once for each
//! rate, spell by spell. What is the same with and without help is not added up: equal courses differ by exactly 0.

use crate::model::{Item, Quantity, Scenario};
use crate::simulate::compile::discounting::{Discount, Timing};
use crate::simulate::compile::joint_states::Space;
use crate::simulate::ledger::item_plan::{Amount, ItemPlan};
use crate::simulate::ledger::totals::{HEADLINE, TOTALS, Totals, add};
use crate::simulate::micro::course::{CourseDifference, Happened, Lived, Marks, Reader};
use crate::simulate::rules::{entries, special_times};

/// An item with what of it does not depend on draws.
#[derive(Clone, Copy)]
struct PlannedItem<'a> {
    item: &'a Item,
    plan: &'a ItemPlan,
    /// Factors of pieces of its time.
    pieces: &'a [f64],
}

/// What an intervention is worth to each total: each start, each start with somebody who responds on top, each active
/// cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct InterventionValue {
    start: Totals,
    respond: Totals,
    active: Totals,
}

/// What everything is worth that is counted in the same way, in euro for each total.
#[derive(Clone, Debug, PartialEq)]
struct UnitValue {
    /// Once, at the start.
    once: Totals,
    /// A cycle in this joint state.
    state: Vec<Totals>,
    /// One transition.
    event: Vec<Totals>,
    /// The same two in the headline total alone, which is asked for every household.
    headline: [Vec<f64>; 2],
    /// One entry, by condition.
    entry: Vec<Totals>,
    /// A cycle in which a condition holds that is not about states alone.
    held: Vec<Totals>,
    /// Interventions.
    episodes: Vec<InterventionValue>,
}

impl UnitValue {
    fn new(scenario: &Scenario, space: &Space, alternative: usize) -> Self {
        let zero = |count: usize| vec![[0.0; TOTALS]; count];
        Self {
            once: [0.0; TOTALS],
            state: zero(space.states),
            event: zero(scenario.transitions.len()),
            headline: [Vec::new(), Vec::new()],
            entry: zero(entries(scenario).len()),
            held: zero(special_times(scenario).len()),
            episodes: vec![InterventionValue::default(); scenario.alternatives[alternative].interventions.len()],
        }
    }

    /// Adds an item that is worth so much per unit of quantity.
    fn add_item(&mut self, scenario: &Scenario, alternative: usize, planned: PlannedItem, worth: Totals) {
        let PlannedItem { item, plan, pieces } = planned;
        match &item.quantity {
            Quantity::Once => add(&mut self.once, worth, 1.0),
            Quantity::Time(_) | Quantity::Always => {
                plan.states.iter().for_each(|joint| add(&mut self.state[*joint], worth, 1.0));
                plan.mark.iter().for_each(|which| add(&mut self.held[*which], worth, 1.0));
                let pieces = plan.pieces.iter().zip(pieces);
                pieces.for_each(|(which, factor)| add(&mut self.held[*which], worth, *factor));
            }
            Quantity::Entries { .. } => plan.mark.iter().for_each(|which| add(&mut self.entry[*which], worth, 1.0)),
            Quantity::Transitions(which) => which.iter().for_each(|index| add(&mut self.event[*index], worth, 1.0)),
            Quantity::Starts(name) | Quantity::Responders(name) | Quantity::ActiveTime(name) => {
                let interventions = &scenario.alternatives[alternative].interventions;
                let Some(index) = interventions.iter().position(|intervention| intervention.name == *name) else {
                    return;
                };
                let episode = &mut self.episodes[index];
                let place = match &item.quantity {
                    Quantity::Starts(_) => &mut episode.start,
                    Quantity::Responders(_) => &mut episode.respond,
                    _ => &mut episode.active,
                };
                add(place, worth, 1.0);
            }
        }
    }

    /// Adds what was done for a household.
    fn episodes(&self, marks: &Marks, discount: &Discount, sum: &mut Totals) {
        for start in &marks.starts {
            let value = &self.episodes[start.intervention];
            add(sum, value.start, discount.boundary[start.row]);
            if start.responds {
                add(sum, value.respond, discount.boundary[start.row]);
            }
            let end = start.until.min(discount.active.len());
            add(sum, value.active, discount.active_until[end] - discount.active_until[start.row]);
        }
    }

    /// What is worth something whether or not states and events are the same: what was done, entries, marked time.
    fn apart(&self, marks: &Marks, discount: &Discount) -> Totals {
        let mut sum = self.once.map(|worth| worth * discount.boundary[0]);
        self.episodes(marks, discount, &mut sum);
        for (row, which) in &marks.entered {
            add(&mut sum, self.entry[usize::from(*which)], discount.happened[usize::from(*row)]);
        }
        for (row, which) in &marks.held {
            add(&mut sum, self.held[usize::from(*which)], discount.time[usize::from(*row)]);
        }
        sum
    }

    /// Adds states and events of a course.
    fn course(&self, course: &impl Lived, discount: &Discount, sum: &mut Totals) {
        let CourseValue { sum: found, .. } = course.read(CourseValue { worth: self, discount, sum: *sum });
        *sum = found;
    }

    fn events(&self, fired: &[Happened], discount: &Discount, sign: f64, sum: &mut Totals) {
        for moved in fired {
            add(sum, self.event[usize::from(moved.transition)], sign * discount.happened[moved.row as usize]);
        }
    }

    /// Adds by how much states and events differ.
    fn difference(&self, difference: &CourseDifference, discount: &Discount, sum: &mut Totals) {
        let until = &discount.time_until;
        for apart in &difference.states {
            let time = until[apart.until as usize] - until[apart.from as usize];
            let (with, without) = (&self.state[apart.with as usize], &self.state[apart.without as usize]);
            add(sum, std::array::from_fn(|total| with[total] - without[total]), time);
        }
        self.events(&difference.gained, discount, 1.0, sum);
        self.events(&difference.lost, discount, -1.0, sum);
    }
}

/// Adds up what a course is worth as it is read.
struct CourseValue<'a> {
    worth: &'a UnitValue,
    discount: &'a Discount,
    sum: Totals,
}

impl Reader for CourseValue<'_> {
    #[inline(always)]
    fn stay(&mut self, joint: u32, from: u32, until: u32) {
        let before = &self.discount.time_until;
        add(&mut self.sum, self.worth.state[joint as usize], before[until as usize] - before[from as usize]);
    }

    #[inline(always)]
    fn event(&mut self, row: u32, transition: u16) {
        add(&mut self.sum, self.worth.event[usize::from(transition)], self.discount.happened[row as usize]);
    }
}

/// Adds up what a course is worth in the headline total as it is read.
pub struct HeadlineSum<'a> {
    state: &'a [f64],
    event: &'a [f64],
    time_until: &'a [f64],
    happened: &'a [f64],
    /// Sum of discount factors of all rows before the stay.
    before: f64,
    factor: f64,
    /// What else counts, states, transitions: neither has to wait for the other.
    sums: [f64; 3],
}

impl HeadlineSum<'_> {
    /// Present value in euro.
    pub fn sum(&self) -> f64 {
        self.sums.iter().sum::<f64>() * self.factor
    }
}

impl Reader for HeadlineSum<'_> {
    #[inline(always)]
    fn stay(&mut self, joint: u32, _: u32, until: u32) {
        let after = self.time_until[until as usize];
        self.sums[1] += self.state[joint as usize] * (after - self.before);
        self.before = after;
    }

    #[inline(always)]
    fn event(&mut self, row: u32, transition: u16) {
        self.sums[2] += self.event[usize::from(transition)] * self.happened[row as usize];
    }
}

/// Items that are discounted alike and multiplied by the same characteristics of the household.
#[derive(Clone, Debug)]
struct MoneyPart {
    /// Index of the way of counting in [`Timing::counting`].
    counting: usize,
    /// Class of characteristics.
    class: usize,
    /// Tables by a clock by which its items are multiplied.
    tables: Vec<(Option<usize>, usize)>,
    /// Factors of its own, where there are such tables and one of its items counts.
    own_discount: Option<Discount>,
    /// All items.
    all: UnitValue,
    /// The alternative's own items alone.
    own: UnitValue,
    /// Whether own items are counted by what was done for a household alone.
    own_by_episode: bool,
    /// States and events are worth the same as in the null alternative.
    as_null: bool,
}

/// What money is worked out from that does not depend on draws.
#[derive(Clone, Copy)]
pub struct Plans<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its joint states.
    pub space: &'a Space,
    /// By item.
    pub items: &'a [ItemPlan],
    /// Discount factors.
    pub timing: &'a Timing,
}

/// What states, events and interventions are worth in one alternative and draw.
#[derive(Clone, Debug)]
pub struct Money {
    parts: Vec<MoneyPart>,
}

impl Money {
    /// Adds up items; of `amounts` lane `lane` is taken. `null` is the null alternative, unless this is it.
    pub fn new<const L: usize>(
        plans: Plans,
        alternative: usize,
        amounts: &[Amount<L>],
        lane: usize,
        null: Option<&Self>,
    ) -> Self {
        let Plans { scenario, space, items, timing } = plans;
        let none = UnitValue::new(scenario, space, alternative);
        // The first part, of items counted and discounted as the scenario says and no characteristic, is always there.
        let mut parts: Vec<MoneyPart> = vec![MoneyPart::new(0, 0, Vec::new(), &none)];
        for (index, ((item, plan), amount)) in scenario.items.iter().zip(items).zip(amounts).enumerate() {
            let (counting, class) = (timing.of_item(index), plan.class);
            // Parts of all alternatives are the same items, so that they can be compared one by one.
            let fits =
                |part: &MoneyPart| part.counting == counting && part.class == class && part.tables == plan.tables;
            let at = parts.iter().position(fits).unwrap_or_else(|| {
                parts.push(MoneyPart::new(counting, class, plan.tables.clone(), &none));
                parts.len() - 1
            });
            if let (Some(factors), None) = (&amount.by_cycle, &parts[at].own_discount) {
                let factors: Vec<f64> = factors.iter().map(|factor| factor[lane]).collect();
                parts[at].own_discount = Some(timing.counting(counting).discount_by_cycle(&factors));
            }
            let worth = plan.weights.map(|weight| weight * amount.euro[lane]);
            let pieces: Vec<f64> = amount.pieces.iter().map(|factor| factor[lane]).collect();
            parts[at].add_item(scenario, alternative, PlannedItem { item, plan, pieces: &pieces }, worth);
        }
        let headline = |worth: &Vec<Totals>| worth.iter().map(|worth| worth[HEADLINE]).collect();
        for part in &mut parts {
            part.all.headline = [headline(&part.all.state), headline(&part.all.event)];
        }
        if let Some(null) = null {
            let pairs = parts.iter_mut().zip(&null.parts);
            pairs.for_each(|(part, null)| part.as_null = part.is_worth_as(null));
        }
        Self { parts }
    }

    /// Whether states and events are worth what they are in the null alternative, and own items go by what was done
    /// alone.
    pub fn is_as_null(&self) -> bool {
        self.parts.iter().all(|part| part.as_null && part.own_by_episode)
    }

    /// A bound on the sizes of all that can be paid and received for one household, characteristics apart: by these the
    /// rounding of a balance is measured. Looser than the sizes themselves by the number of items and domains.
    pub fn most(&self, timing: &Timing, domains: usize) -> f64 {
        let size = |worth: &Totals| worth.iter().map(|euro| euro.abs()).fold(0.0, f64::max);
        let largest = |all: &[Totals]| all.iter().map(size).fold(0.0, f64::max);
        let of_part = |part: &MoneyPart| {
            let (all, discount) = (&part.all, part.discount(timing));
            let sum = |factors: &[f64]| factors.iter().map(|factor| factor.abs()).sum::<f64>();
            let (time, events) = (sum(&discount.time), sum(&discount.happened) * domains as f64);
            let episode = |worth: &InterventionValue| {
                let at_start = (size(&worth.start) + size(&worth.respond)) * sum(&discount.boundary);
                at_start + size(&worth.active) * sum(&discount.active)
            };
            size(&all.once)
                + largest(&all.state) * time
                + largest(&all.held) * time * all.held.len() as f64
                + largest(&all.event) * events
                + largest(&all.entry) * events * all.entry.len() as f64
                + all.episodes.iter().map(episode).sum::<f64>()
        };
        self.parts.iter().map(of_part).sum()
    }

    /// Number of parts that are added up one by one; at least 1.
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// What one part adds to the headline total over a whole course with these marks; `factors` are those of the household, by
    /// class.
    pub fn headline<'a>(&'a self, part: usize, marks: &Marks, timing: &'a Timing, factors: &[f64]) -> HeadlineSum<'a> {
        let part = &self.parts[part];
        let discount = part.discount(timing);
        let [state, event] = &part.all.headline;
        let (time_until, happened) = (discount.time_until.as_slice(), discount.happened.as_slice());
        let sums = [part.all.apart(marks, discount)[HEADLINE], 0.0, 0.0];
        HeadlineSum { state, event, time_until, happened, before: time_until[0], factor: factors[part.class], sums }
    }

    /// Present value of the alternative's own items.
    pub fn own(&self, null: &impl Lived, difference: &CourseDifference, timing: &Timing, factors: &[f64]) -> Totals {
        let of_part = |part: &MoneyPart| {
            let discount = part.discount(timing);
            let mut sum = [0.0; TOTALS];
            if part.own_by_episode {
                part.own.episodes(&difference.marks, discount, &mut sum);
            } else {
                sum = part.own.apart(&difference.marks, discount);
                part.own.course(null, discount, &mut sum);
                part.own.difference(difference, discount, &mut sum);
            }
            sum
        };
        sum(self.parts.iter().map(|part| (of_part(part), factors[part.class])))
    }

    /// Present value of each total in this alternative less that in the null alternative.
    pub fn difference(
        &self,
        null: &Self,
        course: &impl Lived,
        difference: &CourseDifference,
        timing: &Timing,
        factors: &[f64],
    ) -> Totals {
        let of_part = |(part, null): (&MoneyPart, &MoneyPart)| {
            let (discount, other) = (part.discount(timing), null.discount(timing));
            let mut sum = part.all.apart(&difference.marks, discount);
            if null.all.once != [0.0; TOTALS] || !course.marks().is_empty() {
                add(&mut sum, null.all.apart(course.marks(), other), -1.0);
            }
            if !part.as_null {
                let (mut own, mut without) = ([0.0; TOTALS], [0.0; TOTALS]);
                part.all.course(course, discount, &mut own);
                null.all.course(course, other, &mut without);
                add(&mut sum, std::array::from_fn(|total| own[total] - without[total]), 1.0);
            }
            part.all.difference(difference, discount, &mut sum);
            (sum, factors[part.class])
        };
        sum(self.parts.iter().zip(&null.parts).map(of_part))
    }
}

impl MoneyPart {
    fn new(counting: usize, class: usize, tables: Vec<(Option<usize>, usize)>, none: &UnitValue) -> Self {
        let (all, own) = (none.clone(), none.clone());
        Self { counting, class, tables, own_discount: None, all, own, own_by_episode: true, as_null: false }
    }

    fn add_item(&mut self, scenario: &Scenario, alternative: usize, planned: PlannedItem, worth: Totals) {
        self.all.add_item(scenario, alternative, planned, worth);
        if planned.item.own == Some(alternative) {
            self.own.add_item(scenario, alternative, planned, worth);
            self.own_by_episode &= planned.item.quantity.is_of_episode();
        }
    }

    fn is_worth_as(&self, null: &Self) -> bool {
        let alike = self.all.state == null.all.state && self.all.event == null.all.event;
        alike && self.own_discount == null.own_discount
    }

    fn discount<'a>(&'a self, timing: &'a Timing) -> &'a Discount {
        self.own_discount.as_ref().unwrap_or_else(|| timing.discount(self.counting))
    }
}

fn sum(parts: impl Iterator<Item = (Totals, f64)>) -> Totals {
    let mut sum = [0.0; TOTALS];
    parts.for_each(|(part, factor)| add(&mut sum, part, factor));
    sum
}
