//! Characteristics and named numbers.
//!
//! In: `[traits]` and `[parameters]`, and values from the command line. Out: the names that numbers elsewhere may use.

use std::collections::BTreeSet;

use crate::diagnostics::{Message, Place};
use crate::model::{CharacteristicValue, Distribution, Evidence, Parameter, Text};
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::number::{self, Definition, ReadCharacteristic, decimal, formula};
use crate::read::source::entry::{self, Entry};
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Table, Value};

/// Reads `name = value` pairs of the command line.
pub(crate) fn set(pairs: &[&(String, String)], builder: &mut ScenarioBuilder) {
    let mut seen = BTreeSet::new();
    for (name, value) in pairs.iter().copied() {
        if !seen.insert(name) {
            builder.faults.fault(None, Message::new("set_twice").with("name", name));
            continue;
        }
        let message = || Message::new("set_no_number").with("name", name).with("found", value);
        match decimal::plain(value.trim()) {
            Ok(value) => {
                builder.numbers.set.insert(name.clone(), value);
            }
            Err(None) => {
                builder.faults.fault(None, message()).hint(Message::new("set_one_value"));
            }
            Err(Some(proposed)) => {
                let fault = builder.faults.fault(None, message());
                fault.hint(Message::new("use_point").with("proposed", proposed));
            }
        }
    }
}

/// Reads `[traits]`.
pub(crate) fn characteristics(node: &Node, builder: &mut ScenarioBuilder) {
    let Some(table) = entry::table(node, &mut builder.faults) else { return };
    for (name, field) in &table.fields {
        let sound = entry::check_name(name, &field.key, &mut builder.faults);
        if sound {
            let found = one_characteristic(&field.node, name, builder);
            let found =
                found.unwrap_or(ReadCharacteristic { value: CharacteristicValue::Fixed(1.0), ends: Vec::new() });
            let found = match builder.numbers.set.get(name) {
                Some(&set) => ReadCharacteristic {
                    value: CharacteristicValue::Fixed(set),
                    ends: vec![(set, builder.numbers.set_place(name))],
                },
                None => found,
            };
            builder.numbers.characteristics.insert(name.clone(), found);
        }
    }
}

/// A number, or a distribution over households.
fn one_characteristic(node: &Node, name: &str, builder: &mut ScenarioBuilder) -> Option<ReadCharacteristic> {
    let table = match &node.value {
        Value::Table(table) => table,
        Value::Integer(_) | Value::Float(_) | Value::Faulty => {
            let value = entry::any_number(node, &mut builder.faults)?;
            return Some(ReadCharacteristic { value: CharacteristicValue::Fixed(value), ends: Vec::new() });
        }
        value => {
            let message = Message::new("wrong_type").with("expected", "type_number").with("found", value.type_key());
            builder.faults.at(&node.place, message).hint(Message::new("write_trait"));
            return None;
        }
    };
    let Definition { parameter, ends, .. } = number::definition(table, name, &mut builder.faults)?;
    let value = match parameter.distribution {
        Distribution::Fixed(value) => CharacteristicValue::Fixed(value),
        distribution => CharacteristicValue::Random(distribution),
    };
    Some(ReadCharacteristic { value, ends })
}

/// Reads `[parameters]`.
pub(crate) fn parameters(node: &Node, builder: &mut ScenarioBuilder) {
    let Some(table) = entry::table(node, &mut builder.faults) else { return };
    builder.numbers.known.extend(table.fields.keys().cloned());
    for (name, field) in &table.fields {
        let sound = entry::check_name(name, &field.key, &mut builder.faults);
        if builder.numbers.named.contains_key(name) {
            // Those of [joint] were read before.
            let message = Message::new("name_in_joint").with("name", name);
            builder.faults.at(&field.key, message).hint(Message::new("rename_either"));
            continue;
        }
        if builder.numbers.characteristics.contains_key(name) {
            builder.faults.at(&field.key, Message::new("name_of_trait").with("name", name));
        }
        let definition = define(&field.node, name, &field.key, builder).filter(|_| sound);
        builder.numbers.named.insert(name.clone(), definition);
    }
    formula::settle(&mut builder.numbers, &mut builder.faults);
}

/// What stands behind a name: a plain number, another name, a distribution, a formula, or a row of the rate list.
pub(crate) fn define(node: &Node, name: &str, key: &Place, builder: &mut ScenarioBuilder) -> Option<Definition> {
    let definition = match &node.value {
        Value::Integer(_) | Value::Float(_) => plain(node, name, builder)?,
        Value::Table(table) if table.has("rate") => from_list(table, name, builder)?,
        Value::Table(table) if table.has("formula") => {
            formula::define(table, name, &builder.numbers, &mut builder.faults)?
        }
        Value::Table(table) => number::definition(table, name, &mut builder.faults)?,
        Value::Text(other) => formula::alias(other, node, name, &builder.numbers, &mut builder.faults)?,
        Value::Faulty => return None,
        value => {
            let found = value.type_key();
            let fault = builder.faults.at(&node.place, Message::new("not_a_number").with("found", found));
            fault.hint(Message::new("write_parameter"));
            return None;
        }
    };
    Some(Definition { place: key.clone(), ..definition })
}

fn plain(node: &Node, name: &str, builder: &mut ScenarioBuilder) -> Option<Definition> {
    let value = entry::any_number(node, &mut builder.faults)?;
    let parameter = Parameter {
        name: name.to_string(),
        label: Text { nl: name.to_string(), en: name.to_string() },
        unit: String::new(),
        distribution: Distribution::Fixed(value),
        evidence: Evidence::none(),
    };
    let ends = vec![(value, Some(node.place.clone()))];
    Some(Definition { parameter, place: node.place.clone(), ends, worked: None, joint: false })
}

/// A row of the rate list, with another label or a further note.
fn from_list(table: &Table, name: &str, builder: &mut ScenarioBuilder) -> Option<Definition> {
    let entry = Entry::open(table, keys::of("rate_of_list"), &mut builder.faults);
    let label = entry.get("label").map(|node| entry::label(node, &mut builder.faults));
    let note = entry.get("note").map(|node| entry::text(node, &mut builder.faults));
    let node = entry.get("rate")?;
    let row = entry::text(node, &mut builder.faults)?;
    let rates = builder.rates.needed("rates", &node.place, &mut builder.faults)?;
    let Some(rate) = rates.get(row) else {
        let message = Message::new("unknown_rate");
        suggest::unknown(&mut builder.faults, &node.place, message, row, rates.keys().map(String::as_str));
        return None;
    };
    let mut definition = rate.as_ref()?.definition(name, &node.place, &builder.widths, &mut builder.faults)?;
    if let Some(label) = label {
        definition.parameter.label = label?;
    }
    if let Some(more) = note {
        let note = &mut definition.parameter.evidence.note;
        *note = [note.as_str(), more?].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    }
    Some(definition)
}
