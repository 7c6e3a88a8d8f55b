//! Discount rates.
//!
//! In: `discount_rate`, or an own rate. Out: [`Discounting`]. Factors are worked out elsewhere.

use crate::diagnostics::{Diagnostics, Message};
use crate::read::keys;
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::{Node, Value};
use crate::units::{Compounding, DiscountRate, Discounting};

/// Latest year since the start in which another rate can begin.
const LAST_YEAR: f64 = 1_000.0;

/// Reads a rate, a list of forward rates, or either of them under `continuous`.
pub(crate) fn read(node: &Node, faults: &mut Diagnostics) -> Option<Discounting> {
    if let Value::Table(table) = &node.value {
        let entry = Entry::open(table, keys::of("continuous_rates"), faults);
        let node = entry.required("continuous", faults)?;
        return of_rates(node, Compounding::Continuous, faults);
    }
    of_rates(node, Compounding::Yearly, faults)
}

fn of_rates(node: &Node, compounding: Compounding, faults: &mut Diagnostics) -> Option<Discounting> {
    let Value::List(list) = &node.value else {
        return Discounting::schedule(&[(0.0, rate(node, faults)?)], compounding);
    };
    let steps: Vec<Option<(f64, DiscountRate)>> = list.iter().map(|node| step(node, faults)).collect();
    let steps: Vec<(f64, DiscountRate)> = steps.into_iter().collect::<Option<_>>()?;
    let found = Discounting::schedule(&steps, compounding);
    if found.is_none() {
        faults.at(&node.place, Message::new("schedule_wrong")).hint(Message::new("write_schedule"));
    }
    found
}

fn step(node: &Node, faults: &mut Diagnostics) -> Option<(f64, DiscountRate)> {
    let entry = Entry::open(entry::table(node, faults)?, keys::of("forward_rate"), faults);
    let year =
        entry.required("from_year", faults).and_then(|node| entry::plain(node, (0.0, LAST_YEAR), "kind_year", faults));
    let rate = entry.required("rate", faults).and_then(|node| rate(node, faults));
    Some((year?, rate?))
}

fn rate(node: &Node, faults: &mut Diagnostics) -> Option<DiscountRate> {
    let value = entry::any_number(node, faults)?;
    let rate = DiscountRate::per_year(value);
    if rate.is_none() {
        let fault = faults.at(&node.place, entry::outside_above(value, -1.0, 1.0, "kind_discount_rate"));
        entry::hint_percent(value, fault);
    }
    rate
}
