//! Discount factors, and the counting of time and events by row.
//!
//! In: the settings and the items. Out: [`Timing`]: for each way in which items are counted and discounted its [`RowCounting`],
//! weights and discount factors by row, worked out once and used by both methods. No quantities, no prices.
//!
//! Rows 0..=N are the boundaries of the cycles. Time is counted in one of two ways. By *cycle*: each cycle counts once,
//! in the state at its start, at its end, or half in both, and is discounted at a moment within it. By *row*: each row
//! has a weight and is discounted at its own moment. What happens in a cycle belongs to the row at which it ends.

use crate::model::{Count, DiscountAt, Scenario, Settings};
use crate::simulate::compile::lanes::Lanes;
use crate::units::{Cycle, Discounting};

/// Factors by row at one discount rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Discount {
    /// For what is done at boundary `t`.
    pub boundary: Vec<f64>,
    /// For what belongs to row `t`: within the cycle that ends there, or at the row itself where rows have weights.
    /// 1 for row 0.
    pub flow: Vec<f64>,
    /// What an event in row `t` counts for, as a multiple of `flow`.
    pub event: Vec<f64>,
    /// Present value of a state at row `t`.
    pub time: Vec<f64>,
    /// Present value of one cycle of activity that begins at boundary `t`.
    pub active: Vec<f64>,
    /// Present value of an event in row `t`.
    pub happened: Vec<f64>,
    /// Present value of a state in all rows before `t`; one longer than `time`.
    pub time_until: Vec<f64>,
    /// Present value of activity in all cycles that begin before boundary `t`; one longer than `active`.
    pub active_until: Vec<f64>,
    /// `time_until` and `happened` side by side: what is asked where somebody moves. After the last row nothing
    /// happens.
    pub moves: Vec<[f64; 2]>,
}

/// Sums of all values before each place, and of all of them.
fn sums_before(values: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let after = values.iter().map(|value| {
        sum += value;
        sum
    });
    std::iter::once(0.0).chain(after).collect()
}

/// Weights and factors of a scenario.
#[derive(Clone, Debug)]
pub struct Timing {
    /// The step in which time moves.
    pub cycle: Cycle,
    /// That of the scenario, then those of items that are counted or discounted otherwise.
    countings: Vec<RowCounting>,
    /// By item the index of its own.
    of_items: Vec<usize>,
}

impl Timing {
    /// Works out weights and factors for rows 0..=horizon.
    pub fn new(scenario: &Scenario) -> Self {
        let settings = &scenario.settings;
        let mut kinds: Vec<(&Count, Option<usize>)> = vec![(&settings.count, None)];
        let mut of_items = Vec::with_capacity(scenario.items.len());
        for item in &scenario.items {
            let own = (item.count.as_ref().unwrap_or(&settings.count), item.discount);
            let at = kinds.iter().position(|kind| *kind == own).unwrap_or(kinds.len());
            if at == kinds.len() {
                kinds.push(own);
            }
            of_items.push(at);
        }
        let countings = kinds.into_iter().map(|(count, rate)| RowCounting::new(settings, count, rate)).collect();
        Self { cycle: settings.cycle, countings, of_items }
    }

    /// Index of the counting of an item.
    pub fn of_item(&self, item: usize) -> usize {
        self.of_items[item]
    }

    /// The counting with this index: 0 is that of the scenario, those of items follow.
    pub fn counting(&self, index: usize) -> &RowCounting {
        &self.countings[index]
    }

    /// The factors of the counting with this index.
    pub fn discount(&self, index: usize) -> &Discount {
        &self.countings[index].discount
    }

    /// How much of a cycle a state at this row counts for by the rule of the scenario, not discounted.
    pub fn state_weight(&self, row: usize) -> f64 {
        self.countings[0].state_weight(row)
    }
}

/// How states and events become amounts of time and number, and what each row counts for.
#[derive(Clone, Debug)]
pub struct RowCounting {
    cycles: usize,
    count: Count,
    /// Weights of rows, where rows have weights.
    weights: Option<Vec<f64>>,
    /// Factors by row.
    pub discount: Discount,
}

impl RowCounting {
    /// `rate` is the index of an own rate; `None` for that of the scenario.
    fn new(settings: &Settings, count: &Count, rate: Option<usize>) -> Self {
        let weights = count.row_weights(settings.horizon);
        let rate = rate.map_or(&settings.discounting, |own| &settings.discount_rates[own].1);
        let discount = Discount::new(settings, count, rate, weights.as_deref());
        Self { cycles: settings.horizon, count: count.clone(), weights, discount }
    }

    /// The factors, multiplied by one for each cycle.
    pub fn discount_by_cycle(&self, factors: &[f64]) -> Discount {
        let own = &self.discount;
        let times = |values: &[f64], shift: usize| -> Vec<f64> {
            values.iter().enumerate().map(|(row, value)| value * factors[row.saturating_sub(shift)]).collect()
        };
        // What belongs to the cycle that ends at a row takes the factor of that cycle.
        let shift = usize::from(!self.by_row());
        let flow = times(&own.flow, shift);
        let time = match (&self.weights, &self.count) {
            (None, Count::Start) => flow[1..].iter().copied().chain([0.0]).collect(),
            (None, Count::LifeTable) => {
                let before = std::iter::once(0.0).chain(flow[1..].iter().copied());
                let after = flow[1..].iter().copied().chain([0.0]);
                before.zip(after).map(|(before, after)| (before + after) / 2.0).collect()
            }
            _ => times(&own.time, shift),
        };
        let (boundary, active) = (times(&own.boundary, 0), times(&own.active, 0));
        Discount::from_factors(boundary, flow, own.event.clone(), time, active)
    }

    /// Whether amounts belong to rows instead of cycles.
    pub fn by_row(&self) -> bool {
        self.weights.is_some()
    }

    /// How much of a cycle a state at this row counts for, not discounted.
    fn state_weight(&self, row: usize) -> f64 {
        let (first, last) = (f64::from(u8::from(row > 0)), f64::from(u8::from(row < self.cycles)));
        match (&self.weights, &self.count) {
            (Some(weights), _) => weights[row],
            (None, Count::Start) => last,
            (None, Count::LifeTable) => (first + last) / 2.0,
            (None, _) => first,
        }
    }

    /// Time by row, in cycles, from the share of households in a state at each row.
    pub fn time<const L: usize>(&self, shares: &mut [Lanes<L>]) {
        match (&self.weights, &self.count) {
            (Some(weights), _) => weigh(shares, weights),
            (None, Count::Start) => move_on(shares),
            (None, Count::LifeTable) => {
                for row in (1..shares.len()).rev() {
                    let before = shares[row - 1];
                    (0..L).for_each(|lane| shares[row][lane] = (before[lane] + shares[row][lane]) / 2.0);
                }
                shares[0] = [0.0; L];
            }
            (None, _) => shares[0] = [0.0; L],
        }
    }

    /// Events by row, from their number in each row.
    pub fn events<const L: usize>(&self, numbers: &mut [Lanes<L>]) {
        if let Some(weights) = &self.weights {
            weigh(numbers, weights);
        }
    }

    /// Activity by row, in cycles, from the share for whom something goes on in the cycle that begins at a boundary.
    /// Where rows have weights it is seen at that boundary, as states are.
    pub fn activity<const L: usize>(&self, active: &mut [Lanes<L>]) {
        match &self.weights {
            Some(weights) => weigh(active, weights),
            None => move_on(active),
        }
    }
}

/// Multiplies each row by its weight.
fn weigh<const L: usize>(rows: &mut [Lanes<L>], weights: &[f64]) {
    rows.iter_mut().zip(weights).for_each(|(row, weight)| *row = row.map(|value| value * weight));
}

/// What is seen at a boundary belongs to the row after it.
fn move_on<const L: usize>(rows: &mut [Lanes<L>]) {
    rows.rotate_right(1);
    rows[0] = [0.0; L];
}

impl Discount {
    fn new(settings: &Settings, count: &Count, rate: &Discounting, weights: Option<&[f64]>) -> Self {
        let (cycle, last) = (settings.cycle.months(), settings.horizon);
        let boundary: Vec<f64> = (0..=last).map(|row| rate.factor(row as f64 * cycle)).collect();
        if let Some(weights) = weights {
            let active: Vec<f64> = boundary.iter().zip(weights).map(|(factor, weight)| factor * weight).collect();
            return Self::from_factors(boundary.clone(), boundary, weights.to_vec(), active.clone(), active);
        }
        let within = |row: usize| match settings.discount_at {
            _ if row == 0 => 1.0,
            DiscountAt::Start => boundary[row - 1],
            DiscountAt::Middle => rate.factor((row as f64 - 0.5) * cycle),
            DiscountAt::End => boundary[row],
            DiscountAt::Spread => rate.mean_factor((row - 1) as f64 * cycle, row as f64 * cycle),
        };
        let flow: Vec<f64> = (0..=last).map(within).collect();
        // A state at a row belongs to the cycle before it, the cycle after it, or half to both.
        let before = |row: usize| if row == 0 { 0.0 } else { 1.0 };
        let after = |row: usize| if row < last && flow[row] > 0.0 { flow[row + 1] / flow[row] } else { 0.0 };
        let state = |row: usize| match count {
            Count::Start => after(row),
            Count::LifeTable => (before(row) + after(row)) / 2.0,
            _ => before(row),
        };
        let state: Vec<f64> = (0..=last).map(state).collect();
        let time = flow.iter().zip(&state).map(|(factor, weight)| factor * weight).collect();
        let active = flow[1..].iter().copied().chain([0.0]).collect();
        Self::from_factors(boundary, flow, vec![1.0; last + 1], time, active)
    }

    fn from_factors(boundary: Vec<f64>, flow: Vec<f64>, event: Vec<f64>, time: Vec<f64>, active: Vec<f64>) -> Self {
        let happened: Vec<f64> = event.iter().zip(&flow).map(|(event, flow)| event * flow).collect();
        let time_until = sums_before(&time);
        let and_none = happened.iter().copied().chain([0.0]);
        Self {
            moves: time_until.iter().zip(and_none).map(|(until, happened)| [*until, happened]).collect(),
            happened,
            time_until,
            active_until: sums_before(&active),
            boundary,
            flow,
            event,
            time,
            active,
        }
    }
}
