//! Settings of the calculation.
//!
//! In: `[settings]`. Out: [`Settings`]; the price year and the horizon are put on the desk, for prices and starts.

use super::desk::Desk;
use super::entry::{self, At, Entry};
use super::tree::Node;
use crate::model::Settings;
use crate::units::{DiscountRate, PriceYear};

/// Longest horizon, in cycles.
const MAX_HORIZON: usize = 1_200;
/// Most draws, and most households in a draw.
const MAX_SIZE: i64 = 100_000_000;
/// Draws, households and seed where the scenario names none.
const DEFAULTS: (usize, usize, u64) = (1_000, 1_000, 1);
/// Keys of the settings.
const KEYS: [&str; 7] = ["horizon", "calendar_start", "price_year", "discount_rate", "draws", "households", "seed"];

/// Reads `[settings]`.
pub(super) fn read(node: &Node, desk: &mut Desk) -> Option<Settings> {
    let table = entry::table(node, &mut desk.faults)?;
    let faults = &mut desk.faults;
    let entry = Entry::open(table, &KEYS, faults);
    let horizon = entry.required("horizon", faults).and_then(|node| entry::period(node, (1, MAX_HORIZON), faults));
    let (first, last) = PriceYear::BOUNDS;
    let years = (i64::from(first), i64::from(last));
    let start = entry.required("calendar_start", faults).and_then(|node| entry::integer(node, years, faults));
    let year = entry.required("price_year", faults).and_then(|node| entry::integer(node, years, faults));
    let rate = entry.required("discount_rate", faults).and_then(|node| {
        let value = entry::any_number(node, faults)?;
        let rate = DiscountRate::per_year(value);
        if rate.is_none() {
            let fault = faults.at(&node.place, entry::outside(value, -1, 1, "kind_discount_rate"));
            entry::hint_percent(value, fault);
        }
        rate
    });
    let mut size = |key: &str, low: i64, high: i64| match entry.get(key) {
        None => Some(None),
        Some(node) => entry::integer(node, (low, high), faults).map(Some),
    };
    let (draws, households) = (size("draws", 1, MAX_SIZE), size("households", 1, MAX_SIZE));
    let seed = size("seed", 0, i64::MAX);
    let price_year = year.and_then(PriceYear::new);
    desk.price_year = price_year.map(PriceYear::year);
    desk.horizon = horizon;
    let count = |value: Option<i64>, default| value.and_then(|value| usize::try_from(value).ok()).unwrap_or(default);
    Some(Settings {
        horizon: horizon?,
        calendar_start: i32::try_from(start?).ok()?,
        price_year: price_year?,
        discount_rate: rate?,
        draws: count(draws?, DEFAULTS.0),
        households: count(households?, DEFAULTS.1),
        seed: seed?.and_then(|seed| u64::try_from(seed).ok()).unwrap_or(DEFAULTS.2),
    })
}
