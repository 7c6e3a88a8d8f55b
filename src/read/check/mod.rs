//! Checks on a scenario as a whole.
//!
//! In: everything in the builder. Out: faults and warnings about what does not go together: shares of risks above 1 at
//! central values, a total beside its parts, numbers that are not used or have no source.

pub(crate) mod central;
pub(crate) mod central_ratio;
pub(crate) mod lint;
pub mod lint_list;
pub(crate) mod lint_measure;
pub(crate) mod lint_text;
pub(crate) mod moments;
pub(crate) mod period_table;
pub mod standalone;

use std::collections::BTreeMap;

use crate::diagnostics::Message;
use crate::model::{Alternative, Quantity};
use crate::read::builder::{ReadItem, ScenarioBuilder};
use crate::read::number::bounds;
use crate::read::scenario::derived;
use crate::read::source::suggest;

/// Runs all checks. `alternatives` are complete but for their other distributions; where the scenario has system
/// problems and they are not read as alternatives, nobody can tell which parameters are not used.
pub(crate) fn run(alternatives: &[Alternative], problems_are_read: bool, builder: &mut ScenarioBuilder) {
    check_overrides(builder);
    crate::read::check::central::run(alternatives, builder);
    check_overlap(alternatives, builder);
    check_set(builder);
    if !builder.faults.has_faults() && problems_are_read {
        warn_unused(builder);
    }
    warn_sources(builder);
}

/// Distributions and formulas of alternatives must keep the bounds wherever the parameter is used.
fn check_overrides(builder: &mut ScenarioBuilder) {
    derived::settle(builder);
    for other in &builder.overrides {
        let Some(&at) = builder.numbers.index.get(&other.name) else { continue };
        for &kind in &builder.numbers.used[at].kinds {
            bounds::check_ends(&other.name, &other.definition.ends, kind, &mut builder.faults);
        }
    }
}

/// Whether an item counts in an alternative.
fn counts(at: usize, item: &ReadItem, index: usize, alternative: &Alternative) -> bool {
    let here = |name: &str| alternative.interventions.iter().any(|intervention| intervention.name == name);
    let started = match &item.item.quantity {
        Quantity::Starts(name) | Quantity::Responders(name) | Quantity::ActiveTime(name) => here(name),
        _ => true,
    };
    started && item.item.own.or(item.item.only).is_none_or(|only| only == at) && !alternative.off_items.contains(&index)
}

/// No ledger may hold a total and one of its parts.
fn check_overlap(alternatives: &[Alternative], builder: &mut ScenarioBuilder) {
    for (at, alternative) in alternatives.iter().enumerate() {
        let mut totals: BTreeMap<&str, &str> = BTreeMap::new();
        let here = || builder.items.iter().enumerate().filter(|(index, item)| counts(at, item, *index, alternative));
        for (_, item) in here() {
            if let Some((group, true)) = &item.overlap {
                totals.insert(group, &item.item.id);
            }
        }
        for (_, item) in here() {
            if let Some((group, false)) = &item.overlap
                && let Some(total) = totals.get(group.as_str())
            {
                let message = Message::new("counted_twice").with("part", &item.item.id).with("total", total);
                builder.faults.fault(Some(item.place.clone()), message.with("group", group));
            }
        }
    }
}

/// Every name of the command line must exist.
fn check_set(builder: &mut ScenarioBuilder) {
    let numbers = &builder.numbers;
    for name in numbers.set.keys() {
        let (characteristics, named) = (&numbers.characteristics, &numbers.named);
        if !characteristics.contains_key(name) && !named.contains_key(name) && !numbers.index.contains_key(name) {
            let place = numbers.set_place(name);
            let key = if place.is_some() { "case_no_number" } else { "set_unknown" };
            let known = characteristics.keys().chain(named.keys()).chain(numbers.index.keys());
            let hints = suggest::hints(&mut builder.faults, name, known.map(String::as_str));
            let fault = builder.faults.fault(place, Message::new(key).with("found", name));
            hints.into_iter().for_each(|hint| {
                fault.hint(hint);
            });
        }
    }
}

fn warn_unused(builder: &mut ScenarioBuilder) {
    for (name, node) in builder.named_tables.iter().filter(|(name, _)| !builder.used_tables.contains(*name)) {
        builder.faults.warning(Some(node.place.clone()), Message::new("table_unused").with("name", name));
    }
    for (name, definition) in &builder.numbers.named {
        if let Some(definition) = definition
            && !definition.joint
            && !builder.numbers.index.contains_key(name)
        {
            builder.faults.warning(Some(definition.place.clone()), Message::new("parameter_unused").with("name", name));
        }
    }
}

fn warn_sources(builder: &mut ScenarioBuilder) {
    for used in &builder.numbers.used {
        let parameter = &used.definition.parameter;
        if parameter.evidence.source.is_empty() && !builder.numbers.set.contains_key(&parameter.name) {
            let message = Message::new("parameter_without_source").with("name", &parameter.name);
            builder.faults.warning(Some(used.definition.place.clone()), message);
        }
    }
}
