//! Conditions on states, characteristics, durations and interventions.
//!
//! In: texts such as `"housing is arrears or homeless"`, `"age >= 18"`, `"coach is active"`; windows of time; `all`,
//! `any` and `not` of conditions. Out: a [`Condition`] in one fixed form however it was written. It does not know what
//! it is used for.

pub(crate) mod clock;
pub(crate) mod move_text;
pub(crate) mod period;

use crate::diagnostics::{Message, Place};
use crate::model::{Clock, Condition, Edge};
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::scenario::condition::move_text::Word;
use crate::read::source::entry::{self, Entry};
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Table, Value};

/// Keys that put conditions together.
const COMBINING: [&str; 3] = ["all", "any", "not"];
/// Keys of a window of time.
const WINDOW: [&str; 3] = ["since", "from", "until"];

/// Reads a condition.
pub(crate) fn read(node: &Node, builder: &mut ScenarioBuilder) -> Option<Condition> {
    match &node.value {
        Value::Text(text) => sentence(text, node, builder),
        Value::Table(table) => combined(table, builder),
        Value::Faulty => None,
        _ => wrong(node, builder),
    }
}

/// Reads a condition that looks at states alone.
pub(crate) fn read_about_states(node: &Node, builder: &mut ScenarioBuilder) -> Option<Condition> {
    let condition = read(node, builder)?;
    if !condition.is_about_states() {
        builder.faults.at(&node.place, Message::new("condition_not_on_states")).hint(Message::new("write_on_states"));
        return None;
    }
    Some(condition)
}

fn wrong<T>(node: &Node, builder: &mut ScenarioBuilder) -> Option<T> {
    builder.faults.at(&node.place, Message::new("condition_wrong")).hint(Message::new("write_condition"));
    None
}

fn sentence(text: &str, node: &Node, builder: &mut ScenarioBuilder) -> Option<Condition> {
    let words = crate::read::scenario::condition::move_text::split(text, node);
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    let known = |name: &str| builder.domains.iter().any(|domain| domain.id == name);
    match texts.as_slice() {
        [name, "is", "active"] if !known(name) => Some(Condition::Active(intervention(&words[0], builder)?)),
        [name, "is", "not", "active"] if !known(name) => {
            Some(Condition::Not(Box::new(Condition::Active(intervention(&words[0], builder)?))))
        }
        ["responds", "to", _] => Some(Condition::Responding(intervention(&words[2], builder)?)),
        [_, "is", ..] => in_states(&words, node, builder),
        [_, "<" | "<=" | ">" | ">=" | "=", ..] => comparison(&words, node, builder),
        _ => wrong(node, builder),
    }
}

/// The intervention in `coach is active` and `responds to coach`.
fn intervention(name: &Word, builder: &mut ScenarioBuilder) -> Option<String> {
    if builder.interventions.contains(name.text) {
        return Some(name.text.to_string());
    }
    let domains = builder.domains.iter().map(|domain| domain.id.as_str());
    let known: Vec<&str> = builder.interventions.iter().map(String::as_str).chain(domains).collect();
    suggest::unknown(&mut builder.faults, &name.place, Message::new("unknown_intervention"), name.text, known);
    None
}

/// `housing is arrears or homeless`, `housing is not stable`.
fn in_states(words: &[Word], node: &Node, builder: &mut ScenarioBuilder) -> Option<Condition> {
    let negated = words.get(2).is_some_and(|word| word.text == "not");
    let states = words.get(if negated { 3 } else { 2 }..).unwrap_or_default();
    if states.len() % 2 == 0 || states.iter().skip(1).step_by(2).any(|word| word.text != "or") {
        return wrong(node, builder);
    }
    let (domains, faults) = (&builder.domains, &mut builder.faults);
    let domain =
        crate::read::scenario::condition::move_text::find_domain(words[0].text, &words[0].place, domains, faults)?;
    let find = |word: &Word| {
        crate::read::scenario::condition::move_text::find_state(word.text, &word.place, &domains[domain], faults)
    };
    let states: Vec<Option<usize>> = states.iter().step_by(2).map(find).collect();
    let mut states = states.into_iter().collect::<Option<Vec<usize>>>()?;
    states.sort_unstable();
    states.dedup();
    let holds = Condition::State { domain, states };
    Some(if negated { Condition::Not(Box::new(holds)) } else { holds })
}

/// `age >= 18`, `18 <= age < 65`, `children = 2`. The range includes its lower end and not its upper one, so `<= 2`
/// ends just above 2.
fn comparison(words: &[Word], node: &Node, builder: &mut ScenarioBuilder) -> Option<Condition> {
    let number = |word: &Word| word.text.parse::<f64>().ok().filter(|value| value.is_finite());
    let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
    let (name, from, to) = match words {
        [low, first, name, second, high] => {
            let (Some(least), Some(most)) = (number(low), number(high)) else { return wrong(node, builder) };
            match (first.text, second.text) {
                ("<" | "<=", "<" | "<=") => (name, above(first, least), below(second, most)),
                _ => return wrong(node, builder),
            }
        }
        [name, sign, value] => {
            let Some(value) = number(value) else { return wrong(node, builder) };
            match sign.text {
                "=" => (name, value, value.next_up()),
                ">" => (name, value.next_up(), high),
                ">=" => (name, value, high),
                _ => (name, low, below(sign, value)),
            }
        }
        _ => return wrong(node, builder),
    };
    // -0 and 0 are one number.
    range(name, (from + 0.0, to + 0.0), &node.place, builder)
}

fn above(sign: &Word, value: f64) -> f64 {
    if sign.text == "<" { value.next_up() } else { value }
}

fn below(sign: &Word, value: f64) -> f64 {
    if sign.text == "<=" { value.next_up() } else { value }
}

/// A range of a characteristic; of the characteristic `age`, which grows as time passes, a range of the age of that
/// moment.
fn range(name: &Word, (from, to): (f64, f64), place: &Place, builder: &mut ScenarioBuilder) -> Option<Condition> {
    let index = crate::read::scenario::condition::clock::find_characteristic(name.text, &name.place, builder)?;
    filled((from, to), place, builder)?;
    let (from, to) = (Edge(from), Edge(to));
    Some(match name.text {
        crate::read::scenario::condition::clock::AGE => Condition::Within {
            clock: crate::read::scenario::condition::clock::enter(Clock::Age { index }, builder),
            from,
            to,
        },
        _ => Condition::Characteristic { index, from, to },
    })
}

/// Reports a range in which nothing lies.
fn filled((from, to): (f64, f64), place: &Place, builder: &mut ScenarioBuilder) -> Option<()> {
    if from >= to {
        builder.faults.at(place, Message::new("range_empty"));
        return None;
    }
    Some(())
}

fn combined(table: &Table, builder: &mut ScenarioBuilder) -> Option<Condition> {
    let entry = Entry::open(table, keys::of("condition_table"), &mut builder.faults);
    let window = WINDOW.iter().find(|key| table.has(key));
    if let Some(window) = window {
        if let Some((key, field)) = table.fields.iter().find(|(key, _)| COMBINING.contains(&key.as_str())) {
            let message = Message::new("key_out_of_place").with("key", key).with("with", window);
            builder.faults.at(&field.key, message).hint(Message::new("combine_with_all"));
        }
        return within(&entry, builder);
    }
    let (key, node) = entry.one_of(&COMBINING, Message::new("one_key_of"), &mut builder.faults)?;
    if key == "not" {
        return Some(Condition::Not(Box::new(read(node, builder)?)));
    }
    let list = entry::list(node, &mut builder.faults)?;
    if list.is_empty() {
        builder.faults.at(&node.place, Message::new("empty_list"));
    }
    let parts: Vec<Option<Condition>> = list.iter().map(|part| read(part, builder)).collect();
    let mut parts = parts.into_iter().collect::<Option<Vec<Condition>>>()?;
    parts.sort_by_cached_key(|part| order_key(part, builder));
    parts.dedup();
    Some(if key == "all" { Condition::All(parts) } else { Condition::Any(parts) })
}

/// `{ from = "6 months", until = "18 months" }`, with `since` counted from when a condition became true.
fn within(entry: &Entry<'_>, builder: &mut ScenarioBuilder) -> Option<Condition> {
    let clock = match entry.get("since") {
        Some(node) => read_about_states(node, builder).map(Clock::Since),
        None => Some(Clock::Cycle),
    };
    if entry.get("from").is_none() && entry.get("until").is_none() {
        let message = Message::new("one_key_of").with("keys", "from, until");
        builder.faults.at(&entry.table.place, message);
        return None;
    }
    let mut edge = |key: &str, open: f64| match entry.get(key) {
        Some(node) => {
            crate::read::scenario::condition::period::count_of_cycles(node, builder).map(|cycles| cycles as f64)
        }
        None => Some(open),
    };
    let (from, to) = (edge("from", f64::NEG_INFINITY), edge("until", f64::INFINITY));
    let (clock, from, to) = (clock?, from?, to?);
    filled((from, to), &entry.table.place, builder)?;
    Some(Condition::Within {
        clock: crate::read::scenario::condition::clock::enter(clock, builder),
        from: Edge(from),
        to: Edge(to),
    })
}

/// What decides the place of a condition in a list. Numbers of clocks are provisional, so they do not count.
fn order_key(condition: &Condition, builder: &ScenarioBuilder) -> (Option<Condition>, String) {
    let timed = condition.parts().iter().any(|part| matches!(part, Condition::Within { .. }));
    if timed { (None, describe(condition, builder)) } else { (Some(condition.clone()), String::new()) }
}

/// A condition in words, in its one fixed form.
pub(crate) fn describe(condition: &Condition, builder: &ScenarioBuilder) -> String {
    let list = |parts: &[Condition]| parts.iter().map(|part| describe(part, builder)).collect::<Vec<_>>().join("; ");
    match condition {
        Condition::Always => "always".to_string(),
        Condition::State { domain, states } => {
            let domain = &builder.domains[*domain];
            let states: Vec<&str> = states.iter().map(|&state| domain.states[state].id.as_str()).collect();
            format!("{} is {}", domain.id, states.join(" or "))
        }
        Condition::Within { clock, from, to } => {
            let clock = &builder.clocks[*clock];
            // In cycles as they are written: names of numbers do not go with halving.
            let unit = if matches!(clock, Clock::Age { .. }) { 1.0 } else { builder.parts() as f64 };
            format!(
                "{}{}",
                crate::read::scenario::condition::clock::describe(clock, builder),
                range_words(from.0 / unit, to.0 / unit)
            )
        }
        Condition::Characteristic { index, from, to } => {
            format!(
                "{}{}",
                crate::read::scenario::condition::clock::characteristic_name(*index, builder),
                range_words(from.0, to.0)
            )
        }
        Condition::Active(name) => format!("{name} is active"),
        Condition::Responding(name) => format!("responds to {name}"),
        Condition::All(parts) => format!("all of {}", list(parts)),
        Condition::Any(parts) => format!("any of {}", list(parts)),
        Condition::Not(part) => format!("not {}", describe(part, builder)),
    }
}

fn range_words(from: f64, to: f64) -> String {
    let word = |word: &str, value: f64| if value.is_finite() { format!(" {word} {value}") } else { String::new() };
    word("from", from) + &word("until", to)
}
