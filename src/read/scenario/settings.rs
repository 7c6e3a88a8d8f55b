//! Settings of the calculation.
//!
//! In: `[settings]`. Out: [`Settings`]; the price year, the cycle, the horizon and the names of own discount rates are
//! put into the builder, for what is read later.

use crate::diagnostics::{Diagnostics, Message};
use crate::model::limits;
use crate::model::{Count, DiscountAt, Sampling, Settings};
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::list::price_range;
use crate::read::scenario::{count, discount};
use crate::read::source::choice;
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::{Node, Value};
use crate::units::{Cycle, Discounting, PriceYear};

/// Longest horizon, in cycles: more than a century of days.
const MAX_HORIZON: usize = limits::MOST_CYCLES;
/// Most draws, and most households in a draw.
const MAX_SIZE: i64 = limits::MOST_SIZE as i64;
/// Largest weight of a row.
/// Draws, households and seed where the scenario names none.
const DEFAULTS: (usize, usize, u64) = (1_024, 1_000, 1);
/// Moments of discounting with their words in files.
const MOMENTS: [(&str, DiscountAt); 4] = [
    ("start", DiscountAt::Start),
    ("middle", DiscountAt::Middle),
    ("end", DiscountAt::End),
    ("spread", DiscountAt::Spread),
];

/// Reads `[settings]`.
pub(crate) fn read(node: &Node, builder: &mut ScenarioBuilder) -> Option<Settings> {
    let table = entry::table(node, &mut builder.faults)?;
    let faults = &mut builder.faults;
    let entry = Entry::open(table, keys::of("settings"), faults);
    let cycle = entry.get("cycle").map_or(Some(Cycle::MONTH), |node| read_cycle(node, faults));
    let cycle = cycle.map(|cycle| cycle.halved(builder.halvings));
    let longest = MAX_HORIZON << builder.halvings;
    let horizon =
        entry.required("horizon", faults).and_then(|node| entry::whole_cycles(node, (1, longest), cycle, faults));
    let (first, last) = PriceYear::BOUNDS;
    let years = (i64::from(first), i64::from(last));
    let start = entry.required("calendar_start", faults).and_then(|node| entry::integer(node, years, faults));
    let year = entry.required("price_year", faults).and_then(|node| entry::integer(node, years, faults));
    let count =
        entry.get("count").map_or(Some(Count::End), |node| count::read(node, horizon, builder.halvings, faults));
    let discount_at = read_moment(&entry, count.as_ref(), horizon, faults);
    let discounting = entry.required("discount_rate", faults).and_then(|node| discount::read(node, faults));
    let own_rates = entry.get("discount_rates").map_or(Some(Vec::new()), |node| read_own_rates(node, faults));
    let mut size = |key: &str, low: i64, high: i64| match entry.get(key) {
        None => Some(None),
        Some(node) => entry::integer(node, (low, high), faults).map(Some),
    };
    let (draws, households) = (size("draws", 1, MAX_SIZE), size("households", 0, MAX_SIZE));
    let seed = size("seed", 0, i64::MAX);
    let ways = Sampling::ALL.map(|way| (way.key(), way));
    let sampling = entry.get("sampling").map_or(Some(Sampling::default()), |node| choice::word(node, &ways, faults));
    builder.price_ends = entry.get("prices").map(|node| price_range::read(node, faults)).unwrap_or_default();
    let price_year = year.and_then(PriceYear::new);
    builder.price_year = price_year.map(PriceYear::year);
    (builder.cycle, builder.horizon) = (cycle, horizon);
    builder.discount_rates = own_rate_names(&entry);
    let number = |value: Option<i64>, default| value.and_then(|value| usize::try_from(value).ok()).unwrap_or(default);
    Some(Settings {
        cycle: cycle?,
        horizon: horizon?,
        calendar_start: i32::try_from(start?).ok()?,
        price_year: price_year?,
        count: count?,
        discount_at: discount_at?,
        discounting: discounting?,
        discount_rates: own_rates?,
        draws: number(draws?, DEFAULTS.0),
        households: number(households?, DEFAULTS.1),
        seed: seed?.and_then(|seed| u64::try_from(seed).ok()).unwrap_or(DEFAULTS.2),
        sampling: sampling?,
    })
}

/// The length of a cycle: `"month"`, `"6 weeks"`.
fn read_cycle(node: &Node, faults: &mut Diagnostics) -> Option<Cycle> {
    let written = if let Value::Text(text) = &node.value { entry::period_of(text) } else { None };
    if let Some((count, unit)) = written {
        let cycle = Cycle::several(count, unit);
        if cycle.is_none() {
            let message = Message::new("cycle_wrong").with("most", Cycle::MOST_UNITS);
            faults.at(&node.place, message).hint(Message::new("write_cycle"));
        }
        return cycle;
    }
    choice::word(node, &Cycle::ALL.map(|cycle| (cycle.key(), cycle)), faults)
}

/// The moment of discounting; rows that have weights are discounted at the row.
fn read_moment(
    entry: &Entry<'_>,
    count: Option<&Count>,
    horizon: Option<usize>,
    faults: &mut Diagnostics,
) -> Option<DiscountAt> {
    let Some(field) = entry.table.fields.get("discount_at") else { return Some(DiscountAt::Middle) };
    if count.zip(horizon).is_some_and(|(count, horizon)| count.row_weights(horizon).is_some()) {
        faults.at(&field.key, Message::new("moment_with_weights"));
        return None;
    }
    choice::word(&field.node, &MOMENTS, faults)
}

fn read_own_rates(node: &Node, faults: &mut Diagnostics) -> Option<Vec<(String, Discounting)>> {
    let table = entry::table(node, faults)?;
    let mut rates = Vec::new();
    for (name, field) in &table.fields {
        let sound = entry::check_name(name, &field.key, faults);
        let rate = discount::read(&field.node, faults);
        rates.push(rate.filter(|_| sound).map(|rate| (name.clone(), rate)));
    }
    rates.into_iter().collect()
}

/// Names of own discount rates, of those at fault as well. Tables are sorted by name.
fn own_rate_names(entry: &Entry<'_>) -> Vec<String> {
    let Some(Value::Table(table)) = entry.get("discount_rates").map(|node| &node.value) else { return Vec::new() };
    table.fields.keys().cloned().collect()
}
