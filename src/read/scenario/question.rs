//! Questions for a form.
//!
//! In: `[[question]]`, when characteristics, parameters and domains are known. Out: [`Question`]s, in the order of the
//! file. What they look like is decided by the form.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostics, Message, Place, number};
use crate::model::{AnswerKind, Choice, Distribution, Question, Sets, Text};
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::source::entry::{self, Entry, too_many};
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Table, Value};

/// Most questions in a scenario, and most choices in a question.
const MOST: usize = 1_000;
/// Words for the kinds of answers.
const KINDS: [(&str, AnswerKind); 4] = [
    ("number", AnswerKind::Number),
    ("yes_no", AnswerKind::YesNo),
    ("choice", AnswerKind::Choice),
    ("text", AnswerKind::Text),
];

/// Reads all questions.
pub(crate) fn read(node: &Node, builder: &mut ScenarioBuilder) -> Vec<Question> {
    let mut seen = BTreeSet::new();
    let list = entry::list(node, &mut builder.faults).unwrap_or_default();
    if let Some(node) = list.get(MOST) {
        builder.faults.at(&node.place, too_many("what_questions", MOST));
    }
    let tables: Vec<&Table> =
        list.iter().take(MOST).filter_map(|node| entry::table(node, &mut builder.faults)).collect();
    tables.into_iter().filter_map(|table| question(table, &mut seen, builder)).collect()
}

fn question(table: &Table, seen: &mut BTreeSet<String>, builder: &mut ScenarioBuilder) -> Option<Question> {
    let entry = Entry::open(table, keys::of("question"), &mut builder.faults);
    let text = entry.required("text", &mut builder.faults).and_then(|node| entry::label(node, &mut builder.faults));
    let id = match entry.get("id") {
        Some(node) => question_id(node, seen, builder),
        None => Some(String::new()),
    };
    let words = |key, faults: &mut Diagnostics| match entry.get(key) {
        Some(node) => entry::label(node, faults),
        None => Some(Text::default()),
    };
    let (help, unit) = (words("help", &mut builder.faults), words("unit", &mut builder.faults));
    let sets = match entry.get("sets") {
        Some(node) => sets(node, seen, builder),
        None => Some(Sets::Nothing),
    };
    let limit = |key, faults: &mut Diagnostics| match entry.get(key) {
        Some(node) => entry::any_number(node, faults).map(Some),
        None => Some(None),
    };
    let (min, max) = (limit("min", &mut builder.faults), limit("max", &mut builder.faults));
    if let (Some(Some(low)), Some(Some(high)), Some(node)) = (min, max, entry.get("max"))
        && low > high
    {
        builder
            .faults
            .at(&node.place, Message::new("question_bounds").with("low", number(low)).with("high", number(high)));
    }
    let kind = kind(&entry, sets.as_ref(), &mut builder.faults);
    refuse_bounds(&entry, kind, &mut builder.faults);
    let choices = choices(&entry, sets.as_ref(), kind, builder);
    if let (Some(sets), Some(AnswerKind::Number), Some(node)) = (&sets, kind, entry.get("sets")) {
        refuse_value(sets, min.flatten(), max.flatten(), &node.place, builder);
    }
    Some(Question {
        id: id?,
        text: text?,
        help: help?,
        sets: sets?,
        kind: kind?,
        choices: choices?,
        min: min?,
        max: max?,
        unit: unit?,
    })
}

/// The name of a question, which no other has.
fn question_id(node: &Node, seen: &mut BTreeSet<String>, builder: &mut ScenarioBuilder) -> Option<String> {
    let id = entry::text(node, &mut builder.faults)?;
    let sound = entry::check_name(id, &node.place, &mut builder.faults);
    let free = seen.insert(id.to_owned());
    if !free {
        builder.faults.at(&node.place, Message::new("id_twice").with("id", id));
    }
    (sound && free).then(|| id.to_owned())
}

/// What is set: `traits.NAME`, `parameters.NAME` or `start.DOMAIN`.
fn sets(node: &Node, seen: &mut BTreeSet<String>, builder: &mut ScenarioBuilder) -> Option<Sets> {
    let path = entry::text(node, &mut builder.faults)?;
    let Some((table, name)) = path.split_once('.').map(|(table, name)| (table.trim(), name.trim())) else {
        builder
            .faults
            .at(&node.place, Message::new("question_sets_wrong").with("found", path))
            .hint(Message::new("write_sets"));
        return None;
    };
    let (known, message): (Vec<&str>, _) = match table {
        "traits" => (builder.numbers.characteristics.keys().map(String::as_str).collect(), "unknown_trait"),
        "parameters" => (builder.numbers.named.keys().map(String::as_str).collect(), "unknown_parameter"),
        "start" => (builder.domains.iter().map(|domain| domain.id.as_str()).collect(), "unknown_domain"),
        _ => {
            let words = ["traits", "parameters", "start"];
            suggest::unknown(&mut builder.faults, &node.place, Message::new("unknown_word"), table, words);
            return None;
        }
    };
    if !known.contains(&name) {
        suggest::unknown(&mut builder.faults, &node.place, Message::new(message), name, known);
        return None;
    }
    if !seen.insert(format!("{table}.{name}")) {
        builder.faults.at(&node.place, Message::new("question_twice").with("name", format!("{table}.{name}")));
        return None;
    }
    Some(match table {
        "traits" => Sets::Characteristic(name.to_string()),
        "parameters" => Sets::Parameter(name.to_string()),
        _ => Sets::Start(builder.domains.iter().position(|domain| domain.id == name)?),
    })
}

/// The kind that is written, or the one that fits what is set.
fn kind(entry: &Entry<'_>, sets: Option<&Sets>, faults: &mut Diagnostics) -> Option<AnswerKind> {
    let Some(node) = entry.get("kind") else {
        return Some(match sets? {
            _ if entry.get("choices").is_some() => AnswerKind::Choice,
            Sets::Start(_) => AnswerKind::Choice,
            Sets::Characteristic(_) | Sets::Parameter(_) => AnswerKind::Number,
            Sets::Nothing => AnswerKind::Text,
        });
    };
    let word = entry::text(node, faults)?;
    let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == word) else {
        suggest::unknown(faults, &node.place, Message::new("unknown_word"), word, KINDS.map(|(word, _)| word));
        return None;
    };
    let fits = match sets? {
        Sets::Nothing => true,
        Sets::Start(_) => *kind == AnswerKind::Choice,
        Sets::Characteristic(_) | Sets::Parameter(_) => *kind != AnswerKind::Text,
    };
    if !fits {
        faults.at(&node.place, Message::new("question_kind_unfit").with("kind", word));
    }
    fits.then_some(*kind)
}

/// A value that is no answer to its own question, whether it is of the file, of a case or of a command.
fn refuse_value(sets: &Sets, min: Option<f64>, max: Option<f64>, at: &Place, builder: &mut ScenarioBuilder) {
    let numbers = &builder.numbers;
    let (table, name, value, ends) = match sets {
        Sets::Characteristic(name) => {
            let Some(read) = numbers.characteristics.get(name) else { return };
            ("traits", name, read.value.fixed(), &read.ends)
        }
        Sets::Parameter(name) => {
            let Some(Some(read)) = numbers.named.get(name) else { return };
            let Distribution::Fixed(value) = read.parameter.distribution else { return };
            ("parameters", name, Some(value), &read.ends)
        }
        Sets::Start(_) | Sets::Nothing => return,
    };
    // Of a distribution a part may lie beyond what somebody would answer.
    let Some(message) = value.and_then(|value| no_answer(value, min, max)) else { return };
    let place = ends.first().and_then(|(_, place)| place.clone()).unwrap_or_else(|| at.clone());
    let message = Message { key: "value_no_answer", ..message }.with("name", format!("{table}.{name}"));
    builder.faults.at(&place, message).hint(Message::new("widen_question"));
}

/// What is said of a number outside the bounds of a question; `None` where it is within them.
pub(crate) fn no_answer(value: f64, min: Option<f64>, max: Option<f64>) -> Option<Message> {
    let (low, high) = (min.unwrap_or(f64::NEG_INFINITY), max.unwrap_or(f64::INFINITY));
    let bound = |bound: Option<f64>| bound.map_or_else(|| "...".to_owned(), number);
    let message = || Message::new("case_number_outside").with("found", number(value));
    (value < low || value > high).then(|| message().with("low", bound(min)).with("high", bound(max)))
}

/// Only a number has bounds.
fn refuse_bounds(entry: &Entry<'_>, kind: Option<AnswerKind>, faults: &mut Diagnostics) {
    if kind.is_none_or(|kind| kind == AnswerKind::Number) {
        return;
    }
    for field in ["min", "max"].into_iter().filter_map(|key| entry.table.fields.get(key)) {
        faults.at(&field.key, Message::new("question_key_unfit"));
    }
}

/// The choices that are written; for a start without any, all states of the domain.
fn choices(
    entry: &Entry<'_>,
    sets: Option<&Sets>,
    kind: Option<AnswerKind>,
    builder: &mut ScenarioBuilder,
) -> Option<Vec<Choice>> {
    let Some(node) = entry.get("choices") else {
        return match (sets?, kind?) {
            (Sets::Start(domain), _) => {
                let states = builder.domains.get(*domain)?.states.iter();
                Some(states.map(|state| Choice { value: state.id.clone(), label: state.label.clone() }).collect())
            }
            (_, AnswerKind::Choice) => {
                builder.faults.at(&entry.table.place, Message::new("missing_key").with("key", "choices"));
                None
            }
            _ => Some(Vec::new()),
        };
    };
    if kind? != AnswerKind::Choice {
        builder.faults.at(&node.place, Message::new("question_key_unfit"));
        return None;
    }
    let list = entry::list(node, &mut builder.faults)?;
    if list.is_empty() || list.len() > MOST {
        builder.faults.at(&node.place, entry::outside(list.len(), 1, MOST, "kind_integer"));
        return None;
    }
    let mut seen = BTreeSet::new();
    let read: Vec<Option<Choice>> = list.iter().map(|node| choice(node, sets?, &mut seen, builder)).collect();
    read.into_iter().collect()
}

fn choice(node: &Node, sets: &Sets, seen: &mut BTreeSet<String>, builder: &mut ScenarioBuilder) -> Option<Choice> {
    let table = entry::table(node, &mut builder.faults)?;
    let entry = Entry::open(table, keys::of("choice"), &mut builder.faults);
    let node = entry.required("value", &mut builder.faults)?;
    let (value, known) = match (sets, &node.value) {
        (Sets::Start(domain), _) => {
            let name = entry::text(node, &mut builder.faults)?;
            let domain = builder.domains.get(*domain).filter(|domain| !domain.states.is_empty())?;
            let states = &domain.states;
            let Some(state) = states.iter().find(|state| state.id == name) else {
                let message = Message::new("unknown_state").with("domain", &domain.id);
                let known: Vec<&str> = states.iter().map(|state| state.id.as_str()).collect();
                suggest::unknown(&mut builder.faults, &node.place, message, name, known);
                return None;
            };
            (name.to_string(), Some(state.label.clone()))
        }
        (Sets::Nothing, Value::Text(_)) => (entry::text(node, &mut builder.faults)?.to_string(), None),
        _ => (number(entry::any_number(node, &mut builder.faults)?), None),
    };
    if !seen.insert(value.clone()) {
        builder.faults.at(&node.place, Message::new("choice_twice").with("value", &value));
        return None;
    }
    let label = match (entry.get("label"), known) {
        (None, Some(label)) => Some(label),
        (None, None) => entry.required("label", &mut builder.faults).and(None),
        (Some(node), _) => entry::label(node, &mut builder.faults),
    };
    Some(Choice { value, label: label? })
}
