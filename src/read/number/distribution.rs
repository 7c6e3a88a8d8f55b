//! Distributions as tables of a scenario.
//!
//! In: a table such as `{ pert = { low = 1.5, mode = 2.5, high = 4 } }`. Out: a [`Distribution`] that can be drawn
//! from, and the numbers whose bounds have to be checked. It does not draw, and does not know what the number is for.

use crate::diagnostics::{Diagnostics, Message};
use crate::model::Distribution;
use crate::read::number::bounds::Ends;
use crate::read::number::family;
use crate::read::number::moment_fit::check;
use crate::read::number::values;
use crate::read::source::entry;
use crate::read::source::tree::{Node, Table};

/// A truncation has to leave at least this much of the distribution.
const LEAST_MASS: f64 = 1e-6;

/// Reads the distribution of a table of this family.
pub(crate) fn read(family: &str, node: &Node, faults: &mut Diagnostics) -> Option<(Distribution, Ends)> {
    if family == "fixed" {
        let value = entry::any_number(node, faults)?;
        return Some((Distribution::Fixed(value), vec![(value, Some(node.place.clone()))]));
    }
    if family == "empirical" {
        return values::empirical(node, faults);
    }
    let table = entry::table(node, faults)?;
    if family == "discrete" {
        return values::discrete(table, faults);
    }
    let whole = family::read(family, table, faults)?;
    let Some(whole) = check(whole) else {
        faults.at(&node.place, Message::new("distribution_impossible"));
        return None;
    };
    let distribution = truncated(whole, table, faults)?;
    let ends = ends(&distribution, table);
    Some((distribution, ends))
}

/// The distribution between `min` and `max`, where the table has them and they take something away.
fn truncated(whole: Distribution, table: &Table, faults: &mut Diagnostics) -> Option<Distribution> {
    let mut bound = |key: &str, none: f64| match table.get(key) {
        Some(node) => entry::any_number(node, faults),
        None => Some(none),
    };
    let (min, max) = (bound("min", f64::NEG_INFINITY), bound("max", f64::INFINITY));
    let (min, max) = (min?, max?);
    let (low, high) = whole.support();
    if min <= low && max >= high {
        return Some(whole);
    }
    let place = table.get("min").or_else(|| table.get("max")).map_or(&table.place, |node| &node.place);
    if min >= max {
        let order = Message::new("not_in_order").with("first", "min").with("second", "max");
        faults.at(place, order.with("low", min).with("high", max));
        return None;
    }
    if !whole.has_exact_quantiles() {
        faults.at(place, Message::new("too_narrow")).hint(Message::new("write_fixed"));
        return None;
    }
    let mass = whole.mass(min, max);
    let truncated = Distribution::Truncated { of: Box::new(whole), min, max };
    if mass.is_nan() || mass < LEAST_MASS || !truncated.mean().is_finite() {
        faults.at(place, Message::new("truncation_leaves_nothing").with("least", LEAST_MASS));
        return None;
    }
    Some(truncated)
}

/// What has to be within bounds: the ends where there are any that were written, else the mean.
fn ends(distribution: &Distribution, table: &Table) -> Ends {
    let (low, high) = distribution.support();
    let place = |key: &str| table.get(key).map_or(&table.place, |node| &node.place).clone();
    let written = |value: f64, keys: [&str; 2]| {
        let key = keys.into_iter().find(|key| table.has(key));
        (value, Some(place(key.unwrap_or(keys[0]))))
    };
    match distribution {
        Distribution::Uniform { .. } | Distribution::Triangular { .. } | Distribution::Pert { .. } => {
            vec![written(low, ["low", "low"]), written(high, ["high", "high"])]
        }
        Distribution::Fixed(value) => vec![(*value, Some(table.place.clone()))],
        Distribution::Truncated { min, max, .. } => {
            let mean = (distribution.mean(), Some(table.place.clone()));
            let low = (*min >= low && min.is_finite()).then(|| written(*min, ["min", "low"]));
            let high = (*max <= high && max.is_finite()).then(|| written(*max, ["max", "high"]));
            [mean].into_iter().chain(low).chain(high).collect()
        }
        _ => vec![(distribution.mean(), Some(table.place.clone()))],
    }
}
