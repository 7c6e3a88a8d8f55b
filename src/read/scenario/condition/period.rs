//! Periods and moments as numbers of cycles.
//!
//! In: `"6 months"`, or a plain number of cycles as written. Out: cycles. `None` without a fault where the cycle is not
//! known: that was reported.

use crate::diagnostics::Message;
use crate::read::builder::ScenarioBuilder;
use crate::read::source::entry;
use crate::read::source::tree::{Node, Value};
use crate::units::{Period, TimeUnit};

/// A period longer than nothing, in cycles, whole or not.
pub(crate) fn cycles(node: &Node, builder: &mut ScenarioBuilder) -> Option<f64> {
    entry::cycles(node, builder.cycle, &mut builder.faults)
}

/// A period as a whole number of cycles; 0 is allowed.
pub(crate) fn whole_cycles(node: &Node, builder: &mut ScenarioBuilder) -> Option<usize> {
    entry::whole_cycles(node, (0, usize::MAX), builder.cycle, &mut builder.faults)
}

/// A whole number of cycles, written as such or as a period.
pub(crate) fn count_of_cycles(node: &Node, builder: &mut ScenarioBuilder) -> Option<usize> {
    if matches!(node.value, Value::Text(_)) {
        return whole_cycles(node, builder);
    }
    let count = entry::integer(node, (0, i64::from(u32::MAX)), &mut builder.faults)?;
    Some(usize::try_from(count).ok()? * builder.parts())
}

/// A period in years.
pub(crate) fn years(node: &Node, builder: &mut ScenarioBuilder) -> Option<f64> {
    entry::period(node, &mut builder.faults).map(|period| period.months() / 12.0)
}

/// A month as the border of a cycle within the horizon.
pub(crate) fn month(node: &Node, builder: &mut ScenarioBuilder) -> Option<usize> {
    let last = builder.horizon.zip(builder.cycle).map(|(horizon, cycle)| (horizon - 1) as f64 * cycle.months());
    let month = before_horizon(node, last.map(|last| last as i64), builder)?;
    let cycles = Period::new(u64::try_from(month).ok()?, TimeUnit::Month)?.whole_cycles(builder.cycle?);
    if cycles.is_none() {
        builder.faults.at(&node.place, Message::new("month_not_whole"));
    }
    cycles
}

/// The number of a border of a cycle within the horizon.
pub(crate) fn cycle(node: &Node, builder: &mut ScenarioBuilder) -> Option<usize> {
    let written = builder.horizon.map(|horizon| (horizon / builder.parts()).saturating_sub(1));
    let last = written.map(|last| i64::try_from(last).unwrap_or(i64::MAX));
    let cycle = before_horizon(node, last, builder)?;
    Some(usize::try_from(cycle).ok()? * builder.parts())
}

/// A whole number up to the last that is before the horizon.
fn before_horizon(node: &Node, last: Option<i64>, builder: &mut ScenarioBuilder) -> Option<i64> {
    if let (Value::Integer(value), Some(last), Some(horizon), Some(cycle)) =
        (&node.value, last, builder.horizon, builder.cycle)
        && *value > last
    {
        let horizon = Message::new("moment_beyond_horizon").with("horizon", horizon / builder.parts());
        let message = horizon.with("cycle", cycle.name()).with("value", value).with("last", last);
        builder.faults.at(&node.place, message);
        return None;
    }
    entry::integer(node, (0, last.unwrap_or(i64::MAX)), &mut builder.faults)
}
