//! Discrete and empirical distributions: a list of values.
//!
//! In: `{ 0 = 0.3, 1 = 0.5, "2.5" = 0.2 }`, values with their shares, or `[3, 4, 7]`, values that are equally likely.
//! Out: a [`Distribution`] with its values in rising order, and the values to be checked.

use crate::diagnostics::{Diagnostics, Message};
use crate::model::Distribution;
use crate::model::limits;
use crate::read::number::bounds::Ends;
use crate::read::number::decimal;
use crate::read::source::entry::{self, too_many};
use crate::read::source::tree::{Node, Table, Value};

/// Most values of a distribution.
const MOST_VALUES: usize = limits::MOST_VALUES;
/// How far a sum of shares may be from 1.
const MARGIN: f64 = 1e-9;

/// Values with their shares.
pub(crate) fn discrete(table: &Table, faults: &mut Diagnostics) -> Option<(Distribution, Ends)> {
    let (mut values, mut ends, mut sound) = (Vec::new(), Ends::new(), true);
    for (key, field) in table.fields.iter().take(MOST_VALUES) {
        let value = decimal::plain(key).ok().filter(|_| !matches!(field.node.value, Value::Table(_)));
        let Some(value) = value else {
            faults.at(&field.key, Message::new("value_wrong").with("found", key)).hint(Message::new("write_discrete"));
            sound = false;
            continue;
        };
        match entry::plain(&field.node, (0.0, 1.0), "kind_share", faults) {
            Some(share) if share > 0.0 => {
                values.push((value, share));
                ends.push((value, Some(field.key.clone())));
            }
            Some(_) => {}
            None => sound = false,
        }
    }
    if table.fields.len() > MOST_VALUES {
        faults.at(&table.place, too_many("what_values", MOST_VALUES));
        return None;
    }
    if !sound {
        return None;
    }
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = values.iter().map(|(_, share)| share).sum();
    if (total - 1.0).abs() > MARGIN {
        let shown = (total * 1e6).round() / 1e6;
        faults.at(&table.place, Message::new("shares_do_not_add_up").with("total", shown));
        return None;
    }
    values.iter_mut().for_each(|(_, share)| *share /= total);
    Some((Distribution::Discrete(values), ends))
}

/// Values that are equally likely.
pub(crate) fn empirical(node: &Node, faults: &mut Diagnostics) -> Option<(Distribution, Ends)> {
    let list = entry::list(node, faults)?;
    if list.is_empty() {
        faults.at(&node.place, Message::new("no_values"));
        return None;
    }
    if list.len() > MOST_VALUES {
        faults.at(&node.place, too_many("what_values", MOST_VALUES));
        return None;
    }
    let values: Vec<_> = list.iter().map(|node| entry::any_number(node, faults)).collect();
    let mut values = values.into_iter().collect::<Option<Vec<f64>>>()?;
    let ends = values.iter().zip(list).map(|(value, node)| (*value, Some(node.place.clone()))).collect();
    values.sort_by(f64::total_cmp);
    Some((Distribution::Empirical(values), ends))
}
