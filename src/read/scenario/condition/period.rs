//! Periods and moments as numbers of cycles.
//!
//! In: `"6 months"`, or a plain number of cycles as written. Out: cycles. `None` without a fault where the cycle is not
//! known: that was reported.

use crate::diagnostics::Message;
use crate::read::builder::Desk;
use crate::read::source::entry::{self, At};
use crate::read::source::tree::{Node, Value};
use crate::units::{Period, TimeUnit};

/// A period longer than nothing, in cycles, whole or not.
pub(crate) fn cycles(node: &Node, desk: &mut Desk) -> Option<f64> {
    entry::cycles(node, desk.cycle, &mut desk.faults)
}

/// A period as a whole number of cycles; 0 is allowed.
pub(crate) fn whole_cycles(node: &Node, desk: &mut Desk) -> Option<usize> {
    entry::whole_cycles(node, (0, usize::MAX), desk.cycle, &mut desk.faults)
}

/// A whole number of cycles, written as such or as a period.
pub(crate) fn count_of_cycles(node: &Node, desk: &mut Desk) -> Option<usize> {
    if matches!(node.value, Value::Text(_)) {
        return whole_cycles(node, desk);
    }
    let count = entry::integer(node, (0, i64::from(u32::MAX)), &mut desk.faults)?;
    Some(usize::try_from(count).ok()? * desk.parts())
}

/// A period in years.
pub(crate) fn years(node: &Node, desk: &mut Desk) -> Option<f64> {
    entry::period(node, &mut desk.faults).map(|period| period.months() / 12.0)
}

/// A month as the border of a cycle within the horizon.
pub(crate) fn month(node: &Node, desk: &mut Desk) -> Option<usize> {
    let last = desk.horizon.zip(desk.cycle).map(|(horizon, cycle)| (horizon - 1) as f64 * cycle.months());
    let month = entry::integer(node, (0, last.map_or(i64::MAX, |last| last as i64)), &mut desk.faults)?;
    let cycles = Period::new(u64::try_from(month).ok()?, TimeUnit::Month)?.whole_cycles(desk.cycle?);
    if cycles.is_none() {
        desk.faults.at(&node.place, Message::new("month_not_whole"));
    }
    cycles
}

/// The number of a border of a cycle within the horizon.
pub(crate) fn cycle(node: &Node, desk: &mut Desk) -> Option<usize> {
    let written = desk.horizon.map(|horizon| (horizon / desk.parts()).saturating_sub(1));
    let last = written.map_or(i64::MAX, |last| i64::try_from(last).unwrap_or(i64::MAX));
    let cycle = entry::integer(node, (0, last), &mut desk.faults)?;
    Some(usize::try_from(cycle).ok()? * desk.parts())
}
