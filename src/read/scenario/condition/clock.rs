//! Clocks, and numbers that depend on them.
//!
//! In: `{ by = "age", steps = { 35 = 0.001, 45 = 0.004 } }`, or a formula instead of steps. Out: numbers whose origin
//! is a [`ClockTable`]. It keeps the lists of clocks and tables in the builder; their indices are provisional until
//! `finish` sorts them.

use std::collections::BTreeMap;

use crate::diagnostics::{Message, Place};
use crate::model::limits;
use crate::model::{CharacteristicValue, Clock, ClockFormula, ClockTable, ClockValues, Number, Origin};
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::number::{Numbers, bounds, formula};
use crate::read::scenario::condition::{self, period};
use crate::read::source::entry::{self, Entry};
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Table, Value};
use crate::units::Kind;

/// The characteristic that grows as time passes, and the word for its clock.
pub(crate) const AGE: &str = "age";
/// Word for the clock that counts from the start.
pub(crate) const CYCLE: &str = "cycle";
/// First word of a clock that counts since a condition became true.
pub(crate) const SINCE: &str = "since ";
/// Most steps of a table.
const MAX_STEPS: usize = limits::MOST_STEPS;

/// Which clocks a number may depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// All of them.
    All,
    /// Those by which an item can be multiplied: no age that differs between households.
    Items,
}

/// Reads `[tables]`: numbers that depend on a clock, by name. What is in them is read where they are used.
pub(crate) fn named_tables(node: &Node, builder: &mut ScenarioBuilder) {
    let Some(table) = entry::table(node, &mut builder.faults) else { return };
    for (name, field) in &table.fields {
        if !entry::check_name(name, &field.key, &mut builder.faults) {
            continue;
        }
        if builder.numbers.known.contains(name) || builder.numbers.characteristics.contains_key(name) {
            builder.faults.at(&field.key, Message::new("table_name_taken").with("name", name));
            continue;
        }
        if entry::table(&field.node, &mut builder.faults).is_some() {
            builder.named_tables.insert(name.clone(), field.node.clone());
        }
    }
}

/// The index of a clock, which is put into the builder unless it is there.
pub(crate) fn enter(clock: Clock, builder: &mut ScenarioBuilder) -> usize {
    place_in(&mut builder.clocks, clock)
}

/// The number that a table gives, which is put into the builder unless it is there.
pub(crate) fn enter_table(table: ClockTable, kind: Kind, builder: &mut ScenarioBuilder) -> Number {
    Number { origin: Origin::Table(place_in(&mut builder.tables, table)), kind }
}

fn place_in<T: PartialEq>(list: &mut Vec<T>, element: T) -> usize {
    list.iter().position(|known| *known == element).unwrap_or_else(|| {
        list.push(element);
        list.len() - 1
    })
}

/// The number at `node`, which may depend on a clock.
pub(crate) fn number(
    node: &Node,
    kind: Kind,
    path: &str,
    reach: Reach,
    builder: &mut ScenarioBuilder,
) -> Option<Number> {
    match &node.value {
        Value::Table(table) if table.has("by") || table.has("steps") => {
            let table = read(table, kind, path, reach, builder)?;
            Some(enter_table(table, kind, builder))
        }
        Value::Text(name) if builder.named_tables.contains_key(name) => {
            builder.used_tables.insert(name.clone());
            let own = builder.named_tables.get(name).cloned()?;
            let table = entry::table(&own, &mut builder.faults)?;
            let table = read(table, kind, &format!("tables.{name}"), reach, builder)?;
            Some(enter_table(table, kind, builder))
        }
        _ => builder.number(node, kind, path),
    }
}

fn read(table: &Table, kind: Kind, path: &str, reach: Reach, builder: &mut ScenarioBuilder) -> Option<ClockTable> {
    let entry = Entry::open(table, keys::of("by_clock"), &mut builder.faults);
    let by = entry.required("by", &mut builder.faults);
    let clock = by.and_then(|node| clock(node, &entry, builder));
    if let (Some(Clock::Age { index }), Some(node), Reach::Items) = (&clock, by, reach)
        && let Some((name, found)) = builder.numbers.characteristics.iter().nth(*index)
        && matches!(found.value, CharacteristicValue::Random(_))
    {
        builder.faults.at(&node.place, Message::new("random_age_not_here").with("name", name));
        return None;
    }
    let (key, node) = entry.one_of(&["steps", "formula"], Message::new("one_key_of"), &mut builder.faults)?;
    let values = if key == "formula" {
        ClockValues::Formula(formula_of(node, clock.as_ref()?, kind, builder)?)
    } else {
        let aged = matches!(clock, Some(Clock::Age { .. }));
        ClockValues::Steps(steps(node, aged, kind, path, builder)?)
    };
    Some(ClockTable { clock: enter(clock?, builder), values })
}

/// The clock behind `by`.
fn clock(node: &Node, entry: &Entry<'_>, builder: &mut ScenarioBuilder) -> Option<Clock> {
    if let Value::Table(table) = &node.value {
        let entry = Entry::open(table, keys::of("since"), &mut builder.faults);
        let node = entry.required("since", &mut builder.faults)?;
        return condition::read_about_states(node, builder).map(Clock::Since);
    }
    let text = entry::text(node, &mut builder.faults)?;
    if let (Some(field), false) = (entry.table.fields.get("trait"), text == AGE) {
        builder.faults.at(&field.key, Message::new("key_out_of_place").with("key", "trait").with("with", text));
    }
    if let Some(condition) = text.strip_prefix(SINCE) {
        return condition::read_about_states(&tail(node, text, condition), builder).map(Clock::Since);
    }
    match text {
        CYCLE => Some(Clock::Cycle),
        AGE => {
            let named = entry.get("trait");
            let name = named.map_or(Some(AGE), |node| entry::text(node, &mut builder.faults))?;
            find_characteristic(name, &named.unwrap_or(node).place, builder).map(|index| Clock::Age { index })
        }
        _ => {
            let fault = builder.faults.at(&node.place, Message::new("unknown_clock").with("found", text));
            if let Some(name) = suggest::nearest(text, [CYCLE, AGE]) {
                fault.hint(Message::new("did_you_mean").with("name", name));
            }
            fault.hint(Message::new("write_clock"));
            None
        }
    }
}

/// The last part of a text, at its own place where the text stands in the file as it is.
fn tail(node: &Node, text: &str, part: &str) -> Node {
    let mut place = node.place.clone();
    if place.span.len() == text.len() + 2 {
        place.span.start += text.len() - part.len();
    }
    Node { place, value: Value::Text(part.to_string()) }
}

/// The characteristic with this name.
pub(crate) fn find_characteristic(name: &str, place: &Place, builder: &mut ScenarioBuilder) -> Option<usize> {
    let found = builder.numbers.characteristics.keys().position(|known| known == name);
    if found.is_none() {
        let known = builder.numbers.characteristics.keys().map(String::as_str);
        suggest::unknown(&mut builder.faults, place, Message::new("unknown_trait"), name, known);
    }
    found
}

/// The name of a characteristic.
pub(crate) fn characteristic_name(index: usize, builder: &ScenarioBuilder) -> &str {
    builder.numbers.characteristics.keys().nth(index).map_or("", String::as_str)
}

/// A clock in words.
pub(crate) fn describe(clock: &Clock, builder: &ScenarioBuilder) -> String {
    match clock {
        Clock::Cycle => CYCLE.to_string(),
        Clock::Age { index } => characteristic_name(*index, builder).to_string(),
        Clock::Since(condition) => format!("{SINCE}{}", condition::describe(condition, builder)),
    }
}

/// The steps of a table: `{ 0 = 0.1, "1 year" = 0.2 }`, or a list of `[from, number]`; by the value of the clock,
/// sorted.
fn steps(node: &Node, aged: bool, kind: Kind, path: &str, builder: &mut ScenarioBuilder) -> Option<Vec<(f64, Number)>> {
    let written = written(node, builder)?;
    if written.is_empty() || written.len() > MAX_STEPS {
        builder.faults.at(&node.place, entry::outside(written.len(), 1, MAX_STEPS, "kind_steps"));
        return None;
    }
    let mut steps: Vec<(f64, Number)> = Vec::new();
    let mut sound = true;
    for (from, value) in &written {
        let Some(at) = step_start(from, aged, builder) else {
            sound = false;
            continue;
        };
        if steps.iter().any(|(other, _)| *other == at) {
            builder.faults.at(&from.place, Message::new("step_twice").with("found", at));
            sound = false;
        }
        if matches!(&value.value, Value::Table(table) if table.has("by")) {
            builder.faults.at(&value.place, Message::new("clock_in_clock"));
            sound = false;
            continue;
        }
        // In cycles as they are written: a name does not go with halving.
        let named = if aged { at } else { at / builder.parts() as f64 };
        match builder.number_of_all(value, kind, &format!("{path}.from({named})")) {
            Some(number) => steps.push((at, number)),
            None => sound = false,
        }
    }
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    sound.then_some(steps)
}

/// From where on, and what.
fn written(node: &Node, builder: &mut ScenarioBuilder) -> Option<Vec<(Node, Node)>> {
    if let Value::Table(table) = &node.value {
        let key = |(key, place): (&String, &Place)| Node { place: place.clone(), value: Value::Text(key.clone()) };
        return Some(table.fields.iter().map(|(name, field)| (key((name, &field.key)), field.node.clone())).collect());
    }
    let list = entry::list(node, &mut builder.faults)?;
    let pairs: Vec<Option<(Node, Node)>> = list
        .iter()
        .map(|pair| match &pair.value {
            Value::List(two) if two.len() == 2 => Some((two[0].clone(), two[1].clone())),
            _ => {
                builder.faults.at(&pair.place, Message::new("step_wrong")).hint(Message::new("write_steps"));
                None
            }
        })
        .collect();
    pairs.into_iter().collect()
}

/// From where on a step holds, in the unit of the clock: years of age, else cycles.
fn step_start(node: &Node, aged: bool, builder: &mut ScenarioBuilder) -> Option<f64> {
    let plain = match &node.value {
        Value::Integer(value) => Some(*value as f64),
        Value::Float(value) => Some(*value),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    };
    match plain.filter(|value| (0.0..=f64::from(u32::MAX)).contains(value)) {
        Some(value) if aged => Some(value + 0.0),
        Some(value) => Some(value * builder.parts() as f64 + 0.0),
        None if plain.is_none() && matches!(&node.value, Value::Text(text) if text.contains(' ')) => {
            if aged {
                period::years(node, builder)
            } else {
                period::whole_cycles(node, builder).map(|cycles| cycles as f64)
            }
        }
        None => {
            builder.faults.at(&node.place, Message::new("step_wrong")).hint(Message::new("write_steps"));
            None
        }
    }
}

/// Reads a formula in which the reading of a clock may stand: `cycle`, `since`, or the name of the characteristic
/// behind an age. At the means it has to give a number of this kind at every reading within the horizon.
fn formula_of(node: &Node, clock: &Clock, kind: Kind, builder: &mut ScenarioBuilder) -> Option<ClockFormula> {
    let text = entry::text(node, &mut builder.faults)?;
    let reading = match clock {
        Clock::Cycle => CYCLE.to_string(),
        Clock::Since(_) => SINCE.trim_end().to_string(),
        Clock::Age { index } => characteristic_name(*index, builder).to_string(),
    };
    let formula = formula::formula(text, node, Some(&reading), &builder.numbers, &mut builder.faults)?;
    let aged = matches!(clock, Clock::Age { .. });
    let taken = builder.numbers.known.contains(&reading) || builder.numbers.characteristics.contains_key(&reading);
    if taken && !aged && formula.variables().contains(&reading) {
        builder.faults.at(&node.place, Message::new("clock_name_taken").with("name", reading));
        return None;
    }
    builder.numbers.enter_inputs(formula.variables().to_vec(), &mut builder.faults);
    let input = |name: &String| if *name == reading { Some(None) } else { origin(name, &builder.numbers).map(Some) };
    let inputs = formula.variables().iter().map(input).collect::<Option<Vec<_>>>()?;
    let parts = if aged { 1.0 } else { builder.parts() as f64 };
    let found = ClockFormula { formula, reading, inputs, parts };
    let clock = enter(clock.clone(), builder);
    for reading in builder.readings(clock) {
        let value = found.at(reading, |origin| builder.numbers.mean(Number { origin, kind }, &BTreeMap::new()));
        if !kind.allows(value) {
            let message = if value.is_nan() { Message::new("formula_no_number") } else { bounds::outside(value, kind) };
            let at = Message::new("formula_at").with("name", &found.reading).with("value", found.shown(reading));
            builder.faults.at(&node.place, message).hint(at);
            return None;
        }
    }
    Some(found)
}

/// Where a variable comes from; `None` where it was reported as faulty.
fn origin(name: &str, numbers: &Numbers) -> Option<Origin> {
    let of_characteristic =
        || numbers.characteristics.keys().position(|known| known == name).map(Origin::Characteristic);
    numbers.index.get(name).map(|at| Origin::Parameter(*at)).or_else(of_characteristic)
}
