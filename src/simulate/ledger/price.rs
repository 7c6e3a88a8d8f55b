//! Prices of quantities: the ledger of one alternative in a group of draws.
//!
//! In: items, drawn amounts, a [`Trajectory`]. Out: [`Priced`]: quantities, amounts and present values, by item and
//! row.

use crate::model::Item;
use crate::simulate::compile::discounting::{RowCounting, Timing};
use crate::simulate::compile::lanes::Lanes;
use crate::simulate::compile::values::Inputs;
use crate::simulate::error::SimulationError;
use crate::simulate::ledger::item_plan::{Amount, ItemPlan, applies};
use crate::simulate::ledger::item_totals::{ItemDraw, ItemTotals, ItemYear};
use crate::simulate::ledger::series::{Series, TimeSeries, series};
use crate::simulate::ledger::totals::{TOTALS, possible};
use crate::simulate::ledger::trajectory::Trajectory;
use crate::simulate::numeric::wide::{Work, widest};

/// The ledger of one alternative for a group of draws.
pub struct Priced<const L: usize> {
    /// Items, added over the lanes that are real draws.
    pub items: Vec<ItemTotals>,
    /// Items by lane, real draws or not.
    pub item_draws: Vec<[ItemDraw; L]>,
    /// By item and year, by lane; empty unless it was asked for.
    pub item_years: Vec<[ItemYear; L]>,
    /// Present value of each total, by draw.
    pub totals: Vec<Lanes<L>>,
    /// Present value of each total of the alternative's own items, by draw.
    pub own: Vec<Lanes<L>>,
    /// Sizes of all present values together, whoever pays or receives, by draw.
    pub gross: Lanes<L>,
    /// Discounted flow of each total, by row.
    pub flows: Vec<[Lanes<L>; TOTALS]>,
}

/// An item in one alternative and group of draws, ready to be priced row by row.
struct ItemLine<'a, const L: usize> {
    item: &'a Item,
    series: Series<L>,
    /// Units of the price in one unit of quantity.
    units: Lanes<L>,
    /// Euro in one unit of quantity.
    amount: Lanes<L>,
    /// What 1 euro adds to each total.
    weights: [f64; TOTALS],
}

/// What befalls the average household, for each class of characteristics by which items are multiplied.
pub enum Courses<'a, const L: usize> {
    /// The same for all classes, which multiply it by these means.
    Expected(&'a Trajectory<L>, &'a [f64]),
    /// Counts of households, each multiplied by the household's own factor.
    Counted(&'a [Trajectory<L>]),
}

impl<'a, const L: usize> Courses<'a, L> {
    /// The trajectory of items of a class, and what it is to be multiplied by.
    fn of_class(&self, class: usize) -> (&'a Trajectory<L>, f64) {
        match self {
            Courses::Expected(trajectory, means) => (*trajectory, means[class]),
            Courses::Counted(trajectories) => (&trajectories[class], 1.0),
        }
    }

    /// The trajectory of households as such.
    pub fn plain(&self) -> &'a Trajectory<L> {
        self.of_class(0).0
    }
}

/// All that is priced of one alternative.
pub struct Pricing<'a, const L: usize> {
    /// Drawn values.
    pub inputs: &'a Inputs<'a, L>,
    /// Index of the alternative.
    pub alternative: usize,
    /// By item what does not depend on draws.
    pub plans: &'a [ItemPlan],
    /// Weights and discount factors.
    pub timing: &'a Timing,
    /// By item what one unit of its quantity comes to.
    pub amounts: &'a [Amount<L>],
    /// What befalls the average household.
    pub courses: &'a Courses<'a, L>,
    /// Time in joint states along these courses.
    pub times: &'a TimeSeries<L>,
    /// Number of lanes that are real draws.
    pub lanes: usize,
    /// Whether each year of each item is told by draw.
    pub by_year: bool,
}

/// Prices one alternative.
///
/// # Errors
/// An item that comes to more than [`MOST`](crate::simulate::ledger::totals::MOST).
pub fn price<const L: usize>(pricing: Pricing<L>) -> Result<Priced<L>, SimulationError> {
    widest(pricing)
}

impl<const L: usize> Work for Pricing<'_, L> {
    type Done = Result<Priced<L>, SimulationError>;

    #[inline(always)]
    fn run(self) -> Self::Done {
        all_items(self)
    }
}

#[inline(always)]
fn all_items<const L: usize>(pricing: Pricing<L>) -> Result<Priced<L>, SimulationError> {
    let Pricing { inputs, alternative, plans, timing, amounts, courses, times, lanes, by_year } = pricing;
    let scenario = inputs.scenario;
    let cycles = scenario.settings.horizon;
    let years = timing.cycle.years(cycles);
    let mut priced = Priced {
        items: vec![ItemTotals::empty(years); scenario.items.len()],
        item_draws: vec![[ItemDraw::default(); L]; scenario.items.len()],
        item_years: vec![[ItemYear::default(); L]; if by_year { scenario.items.len() * years } else { 0 }],
        totals: vec![[0.0; L]; TOTALS],
        own: vec![[0.0; L]; TOTALS],
        gross: [0.0; L],
        flows: vec![[[0.0; L]; TOTALS]; cycles + 1],
    };
    let counts = |(index, _): &(usize, &Item)| applies(scenario, alternative, *index);
    for (index, item) in scenario.items.iter().enumerate().filter(counts) {
        let (trajectory, factor) = courses.of_class(plans[index].class);
        let counting = timing.counting(timing.of_item(index));
        let add_up =
            || series(scenario, alternative, item, &plans[index], counting, &amounts[index].pieces, trajectory);
        let mut series = times.of_plan(&plans[index], add_up);
        series.multiply(factor, amounts[index].by_cycle.as_deref());
        let line = ItemLine {
            item,
            series,
            units: amounts[index].units,
            amount: amounts[index].euro,
            weights: plans[index].weights,
        };
        let of_item = if by_year { index * years..(index + 1) * years } else { 0..0 };
        let by_lane = &mut priced.item_years[of_item];
        let totals = &mut priced.items[index];
        let (present, units) = line.add_rows(timing, counting, lanes, totals, by_lane, &mut priced.flows);
        if let Some(lane) = (0..L).find(|lane| !possible(present[*lane], line.units[*lane])) {
            return Err(SimulationError::TooMuch { item: item.id.clone(), draw: inputs.draws[lane] });
        }
        let has_price = item.price.is_some();
        for (lane, draw) in priced.item_draws[index].iter_mut().enumerate() {
            let present_value = if has_price { present[lane] } else { 0.0 };
            priced.gross[lane] += present_value.abs();
            *draw = ItemDraw { discounted_quantity: units[lane], present_value };
        }
        for total in 0..TOTALS {
            let own = item.own == Some(alternative);
            for (lane, present) in present.iter().enumerate() {
                priced.totals[total][lane] += present * line.weights[total];
                priced.own[total][lane] += if own { present * line.weights[total] } else { 0.0 };
            }
        }
    }
    Ok(priced)
}

/// What falls in one year, by lane.
struct OfYear<const L: usize> {
    units: Lanes<L>,
    amount: Lanes<L>,
    present: Lanes<L>,
    late: Lanes<L>,
    present_late: Lanes<L>,
}

impl<const L: usize> Default for OfYear<L> {
    #[inline(always)]
    fn default() -> Self {
        let none = [0.0; L];
        Self { units: none, amount: none, present: none, late: none, present_late: none }
    }
}

impl<const L: usize> OfYear<L> {
    /// Adds what fell in this year to the totals, and starts anew.
    #[inline(always)]
    fn close(&mut self, totals: &mut ItemTotals, by_lane: &mut [[ItemYear; L]], year: usize, lanes: usize) {
        let Self { units, amount, present, late, present_late } = std::mem::take(self);
        let over_lanes = |values: Lanes<L>| values[..lanes].iter().sum::<f64>();
        totals.quantity_by_year[year] += over_lanes(units);
        totals.amount_by_year[year] += over_lanes(amount);
        totals.present_by_year[year] += over_lanes(present);
        totals.late_by_year[year] += over_lanes(late);
        totals.present_late_by_year[year] += over_lanes(present_late);
        if let Some(by_lane) = by_lane.get_mut(year) {
            for (lane, own) in by_lane.iter_mut().enumerate() {
                own.amount += amount[lane];
                own.late += late[lane];
            }
        }
    }
}

impl<const L: usize> ItemLine<'_, L> {
    /// Adds all rows to the totals of the item and to the flows. Out: the present value (of units where there is no
    /// price), and the discounted units, by lane.
    #[inline(always)]
    fn add_rows(
        &self,
        timing: &Timing,
        counting: &RowCounting,
        lanes: usize,
        totals: &mut ItemTotals,
        by_lane: &mut [[ItemYear; L]],
        flows: &mut [[Lanes<L>; TOTALS]],
    ) -> (Lanes<L>, Lanes<L>) {
        let discount = &counting.discount;
        let factors = if self.series.at_boundary { &discount.boundary } else { &discount.flow };
        let over_lanes = |values: &Lanes<L>| values[..lanes].iter().sum::<f64>();
        let none = [0.0; L];
        let (mut present, mut present_units, mut late) = (none, none, none);
        let (mut of_year, mut year) = (OfYear::<L>::default(), 0);
        let years = totals.quantity_by_year.len();
        for (row, (quantity, factor)) in self.series.quantity.iter().zip(factors).enumerate() {
            let this_year = self.year_of(row, timing, years);
            if this_year != year {
                of_year.close(totals, by_lane, year, lanes);
                year = this_year;
            }
            let is_late = if self.is_late(row, timing) { 1.0 } else { 0.0 };
            for lane in 0..L {
                let amount = quantity[lane] * self.amount[lane];
                let units = quantity[lane] * self.units[lane];
                let value = amount * factor;
                present[lane] += value;
                present_units[lane] += units * factor;
                of_year.units[lane] += units;
                of_year.amount[lane] += amount;
                of_year.present[lane] += value;
                of_year.late[lane] += amount * is_late;
                of_year.present_late[lane] += value * is_late;
                late[lane] += value * is_late;
                for (flow, weight) in flows[row].iter_mut().zip(&self.weights) {
                    flow[lane] += value * weight;
                }
            }
        }
        of_year.close(totals, by_lane, year, lanes);
        totals.discounted_quantity += over_lanes(&present_units);
        if self.item.price.is_some() {
            totals.present_value += over_lanes(&present);
            totals.present_value_after_lag += over_lanes(&late);
        } else {
            totals.euro_by_year().into_iter().for_each(|by_year| by_year.fill(0.0));
            by_lane.fill([ItemYear::default(); L]);
        }
        (present, present_units)
    }

    /// Year since the start in which a row falls.
    fn year_of(&self, row: usize, timing: &Timing, years: usize) -> usize {
        let boundary = if self.series.at_boundary { row } else { row.saturating_sub(1) };
        timing.cycle.year_of(boundary).min(years - 1)
    }

    /// Whether what falls in a row can be booked: at or after the lag, for a cycle at its end.
    fn is_late(&self, row: usize, timing: &Timing) -> bool {
        let months = row as f64 * timing.cycle.months();
        if self.series.at_boundary { months >= self.item.cashable_lag } else { months > self.item.cashable_lag }
    }
}
