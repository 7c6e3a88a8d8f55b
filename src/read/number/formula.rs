//! Formulas: numbers that are worked out from others.
//!
//! In: `{ formula = "a * b / (1 + c)" }`. Out: a parameter whose value at the means of its inputs is known. Formulas
//! themselves are read by `model::formula`; those of clocks in `condition::clock`; what is worked out in each
//! alternative stands in `derived`.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::number::formula::{FUNCTIONS, FormulaFault, LONGEST_FORMULA, Problem};
use crate::model::{CharacteristicValue, Distribution, Formula};
use crate::read::keys;
use crate::read::number::evidence::parameter;
use crate::read::number::{Definition, Numbers, Worked};
use crate::read::source::entry::{self, Entry};
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Table};

/// Reads a formula with what stands beside it. Its value at the means is not known yet: see [`settle`] and [`finish`].
pub(crate) fn define(table: &Table, name: &str, numbers: &Numbers, faults: &mut Diagnostics) -> Option<Definition> {
    let entry = Entry::open(table, keys::of("formula"), faults);
    let node = entry.get("formula")?;
    let text = entry::text(node, faults)?;
    let formula = formula(text, node, None, numbers, faults)?;
    let parameter = parameter(table, name, Distribution::Fixed(f64::NAN), faults);
    let worked = Some(Worked { formula, rank: usize::MAX, place: node.place.clone() });
    Some(Definition { parameter, place: table.place.clone(), ends: Vec::new(), worked, joint: false })
}

/// A name that stands for another: the formula of that name alone.
pub(crate) fn alias(
    other: &str,
    node: &Node,
    name: &str,
    numbers: &Numbers,
    faults: &mut Diagnostics,
) -> Option<Definition> {
    if !numbers.known.contains(other) && !numbers.characteristics.contains_key(other) {
        let known = numbers.known.iter().chain(numbers.characteristics.keys()).map(String::as_str);
        crate::read::number::unknown(other, &node.place, known, faults);
        return None;
    }
    let formula = formula(&format!("{{{other}}}"), node, None, numbers, faults)?;
    let parameter = parameter(&Table::empty(), name, Distribution::Fixed(f64::NAN), faults);
    let worked = Some(Worked { formula, rank: usize::MAX, place: node.place.clone() });
    Some(Definition { parameter, place: node.place.clone(), ends: Vec::new(), worked, joint: false })
}

/// Reads a formula over parameters, characteristics that are the same for all households, and `reading`, what a clock
/// tells.
pub(crate) fn formula(
    text: &str,
    node: &Node,
    reading: Option<&str>,
    numbers: &Numbers,
    faults: &mut Diagnostics,
) -> Option<Formula> {
    let known = |name: &str| {
        reading == Some(name) || numbers.known.contains(name) || numbers.characteristics.contains_key(name)
    };
    let formula = match Formula::new(text, known) {
        Ok(formula) => formula,
        Err(fault) => {
            report(fault, text, node, reading, numbers, faults);
            return None;
        }
    };
    for variable in formula.variables() {
        if let Some(CharacteristicValue::Random(_)) =
            numbers.characteristics.get(variable).map(|characteristic| &characteristic.value)
        {
            let fault = faults.at(&node.place, Message::new("formula_of_random_trait").with("name", variable));
            fault.hint(Message::new("use_times"));
            return None;
        }
    }
    Some(formula)
}

/// The part of the text at fault, where the text stands in the file as it is.
fn place_of((from, to): (usize, usize), text: &str, node: &Node) -> Place {
    let span = node.place.span.clone();
    if span.len() != text.len() + 2 {
        return node.place.clone();
    }
    Place { file: node.place.file, span: span.start + 1 + from..(span.start + 1 + to).max(span.start + 2 + from) }
}

fn report(
    fault: FormulaFault,
    text: &str,
    node: &Node,
    reading: Option<&str>,
    numbers: &Numbers,
    faults: &mut Diagnostics,
) {
    let place = place_of(fault.at, text, node);
    match fault.problem {
        Problem::UnknownName(name) => {
            let known = numbers.known.iter().chain(numbers.characteristics.keys()).map(String::as_str).chain(reading);
            suggest::unknown(faults, &place, Message::new("unknown_number"), &name, known);
        }
        Problem::UnknownFunction(name) => {
            suggest::unknown(faults, &place, Message::new("unknown_function"), &name, FUNCTIONS);
        }
        Problem::WrongCount(name) => {
            faults.at(&place, Message::new("function_count").with("name", name));
        }
        Problem::TooLong => {
            faults.at(&place, Message::new("formula_too_long").with("most", LONGEST_FORMULA));
        }
        Problem::Unexpected => {
            let rest = text.get(fault.at.0..fault.at.1).unwrap_or_default();
            let message = if rest.is_empty() {
                Message::new("formula_ends")
            } else {
                Message::new("formula_wrong").with("found", rest)
            };
            faults.at(&place, message).hint(Message::new("write_formula"));
        }
    }
}

/// Puts the formulas of `[parameters]` in the order in which they are worked out, and works out their values at the
/// means. Loops are reported; what is in a loop, or follows from it, is not known any more.
pub(crate) fn settle(numbers: &mut Numbers, faults: &mut Diagnostics) {
    let mut inputs: Inputs = BTreeMap::new();
    for (name, definition) in &numbers.named {
        let worked = definition.as_ref().and_then(|read| read.worked.as_ref());
        if let Some(worked) = worked.filter(|_| !numbers.set.contains_key(name)) {
            inputs.insert(name.clone(), worked.formula.variables().to_vec());
        }
    }
    let (order, left) = in_order(inputs);
    for (rank, name) in order.into_iter().enumerate() {
        let definition = numbers.named.get_mut(&name).and_then(Option::take);
        let finished = definition.and_then(|read| finish(read, rank, numbers, faults));
        numbers.named.insert(name, finished);
    }
    let place = |name: &str| Some(numbers.named.get(name)?.as_ref()?.worked.as_ref()?.place.clone());
    report_loops(&left, place, faults);
    for name in left.into_keys() {
        numbers.named.insert(name, None);
    }
}

/// What each formula is worked out from, by name.
pub(crate) type Inputs = BTreeMap<String, Vec<String>>;

/// The names of formulas, each behind those from which it is worked out; and those that are in a loop or follow from
/// one.
pub(crate) fn in_order(mut waiting: Inputs) -> (Vec<String>, Inputs) {
    // How many formulas each one waits for, and which wait for it.
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    let mut followers: Inputs = BTreeMap::new();
    for (name, inputs) in &waiting {
        let open: Vec<&String> = inputs.iter().filter(|input| waiting.contains_key(*input)).collect();
        left.insert(name.clone(), open.len());
        open.into_iter().for_each(|input| followers.entry(input.clone()).or_default().push(name.clone()));
    }
    let mut ready: Vec<String> = left.iter().filter(|(_, open)| **open == 0).map(|(name, _)| name.clone()).collect();
    let mut order = Vec::with_capacity(waiting.len());
    while let Some(name) = ready.pop() {
        waiting.remove(&name);
        for follower in followers.remove(&name).unwrap_or_default() {
            let open = left.entry(follower.clone()).or_default();
            *open = open.saturating_sub(1);
            if *open == 0 {
                ready.push(follower);
            }
        }
        order.push(name);
    }
    (order, waiting)
}

/// Reports each loop once, at the first of its names; `place` tells where a formula is written.
pub(crate) fn report_loops(waiting: &Inputs, place: impl Fn(&str) -> Option<Place>, faults: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (walk, start) in waiting.keys().enumerate() {
        let (mut path, mut name) = (Vec::new(), start.as_str());
        while !seen.contains_key(name) {
            seen.insert(name, walk);
            path.push(name);
            let Some(next) = waiting[name].iter().find(|input| waiting.contains_key(*input)) else { break };
            name = next;
        }
        let Some(from) = path.iter().position(|step| *step == name).filter(|_| seen[name] == walk) else { continue };
        let names: Vec<&str> = path[from..].iter().copied().chain([name]).collect();
        if let Some(place) = place(name) {
            faults.at(&place, Message::new("formula_loop").with("names", names.join(" -> ")));
        }
    }
}

/// Works out the value of a formula at the means of its inputs. `None` where an input was reported as faulty, or where
/// there is no such value.
pub(crate) fn finish(
    mut definition: Definition,
    rank: usize,
    numbers: &Numbers,
    faults: &mut Diagnostics,
) -> Option<Definition> {
    let worked = definition.worked.as_mut()?;
    worked.rank = rank;
    let inputs = worked.formula.variables().iter().map(|name| numbers.central(name));
    let value = worked.formula.evaluate(&inputs.collect::<Option<Vec<f64>>>()?);
    if !value.is_finite() {
        faults.at(&worked.place, Message::new("formula_no_number"));
        return None;
    }
    definition.parameter.distribution = Distribution::Fixed(value);
    definition.ends = vec![(value, Some(worked.place.clone()))];
    Some(definition)
}
