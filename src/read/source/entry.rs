//! Typed reading of the keys of a table, with an error for each that is not as it should be.
//!
//! In: [`Table`]s and [`Node`]s. Out: texts, numbers, periods and shares; `None` always means that the fault was
//! reported. Every key is read on its own, so that one faulty value hides no other (a derived `Deserialize` stops at
//! the first). What the values mean is decided by the callers.

use crate::diagnostics::{Diagnostic, Diagnostics, Message, Place, number};
use crate::model::Text;
use crate::read::keys;
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Table, Value};
use crate::units::{Cycle, Period, TimeUnit};

/// Key of the warning about a text in one language.
pub(crate) const ONE_LANGUAGE: &str = "text_in_one_language";

fn wrong_type(node: &Node, expected: &'static str, faults: &mut Diagnostics) {
    if !matches!(node.value, Value::Faulty) {
        let found = node.value.type_key();
        faults.at(&node.place, Message::new("wrong_type").with("expected", expected).with("found", found));
    }
}

/// The value as a table.
pub(crate) fn table<'t>(node: &'t Node, faults: &mut Diagnostics) -> Option<&'t Table> {
    match &node.value {
        Value::Table(table) => Some(table),
        _ => {
            wrong_type(node, "type_table", faults);
            None
        }
    }
}

/// The value as a text that is not empty.
pub(crate) fn text<'t>(node: &'t Node, faults: &mut Diagnostics) -> Option<&'t str> {
    match &node.value {
        Value::Text(text) if !text.trim().is_empty() => Some(text),
        Value::Text(_) => {
            faults.at(&node.place, Message::new("empty_text"));
            None
        }
        _ => {
            wrong_type(node, "type_text", faults);
            None
        }
    }
}

/// The value as a list.
pub(crate) fn list<'t>(node: &'t Node, faults: &mut Diagnostics) -> Option<&'t [Node]> {
    match &node.value {
        Value::List(list) => Some(list),
        _ => {
            wrong_type(node, "type_list", faults);
            None
        }
    }
}

/// The value as a whole number within bounds, both included.
pub(crate) fn integer(node: &Node, bounds: (i64, i64), faults: &mut Diagnostics) -> Option<i64> {
    let Value::Integer(value) = node.value else {
        wrong_type(node, "type_integer", faults);
        return None;
    };
    if value < bounds.0 || value > bounds.1 {
        faults.at(&node.place, outside(value, bounds.0, bounds.1, "kind_integer"));
        return None;
    }
    Some(value)
}

/// The value as a plain number within bounds, both included.
pub(crate) fn plain(node: &Node, bounds: (f64, f64), kind: &'static str, faults: &mut Diagnostics) -> Option<f64> {
    let value = any_number(node, faults)?;
    if value < bounds.0 || value > bounds.1 {
        let fault = faults.at(&node.place, outside(number(value), number(bounds.0), number(bounds.1), kind));
        if bounds == (0.0, 1.0) {
            hint_percent(value, fault);
        }
        return None;
    }
    Some(value)
}

/// The value as any plain number.
pub(crate) fn any_number(node: &Node, faults: &mut Diagnostics) -> Option<f64> {
    match node.value {
        Value::Integer(value) => Some(value as f64),
        Value::Float(value) => Some(value),
        _ => {
            wrong_type(node, "type_number", faults);
            None
        }
    }
}

/// The message for a number out of bounds. `kind` is a key of the catalogue of texts.
pub(crate) fn outside(value: impl ToString, low: impl ToString, high: impl ToString, kind: &'static str) -> Message {
    Message::new("number_outside").with("value", value).with("low", low).with("high", high).with("kind", kind)
}

/// The same where the low bound itself is not allowed.
pub(crate) fn outside_above(value: f64, low: f64, high: f64, kind: &'static str) -> Message {
    let key = if value <= low { "number_not_above" } else { "number_outside" };
    let message = Message::new(key).with("value", number(value)).with("low", number(low)).with("kind", kind);
    if value <= low { message } else { message.with("high", number(high)) }
}

/// Hints how a percentage is written as a share.
pub(crate) fn hint_percent(value: f64, fault: &mut Diagnostic) {
    if value > 1.0 && value <= 100.0 {
        let share = value / 100.0;
        let share = if value.fract() == 0.0 { format!("{share:.2}") } else { share.to_string() };
        fault.hint(Message::new("write_percent").with("value", value).with("share", share));
    }
}

/// The value as yes or no.
pub(crate) fn boolean(node: &Node, faults: &mut Diagnostics) -> Option<bool> {
    match node.value {
        Value::Bool(yes) => Some(yes),
        _ => {
            wrong_type(node, "type_bool", faults);
            None
        }
    }
}

#[cfg(test)]
thread_local! {
    /// Every table that was opened and the keys that it may have; the test of the schema looks at it.
    pub(crate) static OPENED: std::cell::RefCell<Vec<(Place, std::collections::BTreeSet<String>)>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// A table whose keys were checked.
pub(crate) struct Entry<'t> {
    pub(crate) table: &'t Table,
    /// Keys that were meant by keys that do not exist; they are not reported as missing as well.
    meant: Vec<&'static str>,
    /// Whether every key was known.
    pub(crate) sound: bool,
}

impl<'t> Entry<'t> {
    /// Reports keys that are not allowed.
    pub(crate) fn open(table: &'t Table, allowed: &[&'static str], faults: &mut Diagnostics) -> Self {
        #[cfg(test)]
        OPENED
            .with_borrow_mut(|all| all.push((table.place.clone(), allowed.iter().map(ToString::to_string).collect())));
        let mut entry = Entry { table, meant: Vec::new(), sound: true };
        for (key, field) in &table.fields {
            if !allowed.contains(&key.as_str()) {
                suggest::unknown(faults, &field.key, Message::new("unknown_key"), key, allowed.iter().copied());
                entry.meant.extend(suggest::nearest(key, allowed.iter().copied()));
                entry.sound = false;
            }
        }
        entry
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&'t Node> {
        self.table.get(key)
    }

    /// The value of a key that must be there.
    pub(crate) fn required(&self, key: &str, faults: &mut Diagnostics) -> Option<&'t Node> {
        let node = self.table.get(key);
        if node.is_none() && !self.meant.contains(&key) {
            faults.at(&self.table.place, Message::new("missing_key").with("key", key));
        }
        node
    }

    /// The one of these keys that is there, with its value; none or several are reported with `message`.
    pub(crate) fn one_of(
        &self,
        keys: &[&'static str],
        message: Message,
        faults: &mut Diagnostics,
    ) -> Option<(&'static str, &'t Node)> {
        let mut given = keys.iter().filter_map(|key| Some((*key, self.table.get(key)?)));
        let first = given.next();
        match (first, given.next()) {
            (Some(single), None) => return Some(single),
            (None, _) if !self.sound => {}
            _ => {
                faults.at(&self.table.place, message.with("keys", keys.join(", ")));
            }
        }
        None
    }
}

/// A text for people: `{ nl = "...", en = "..." }`, or a text in one language that stands for both.
pub(crate) fn label(node: &Node, faults: &mut Diagnostics) -> Option<Text> {
    if let Value::Text(_) = node.value {
        let only = text(node, faults)?;
        return Some(in_one_language(only, &node.place, faults));
    }
    names_of(&Entry::open(table(node, faults)?, keys::of("texts"), faults), faults)
}

/// The two names in a table that may hold more. One that is missing is that of the other language.
pub(crate) fn names_of(entry: &Entry<'_>, faults: &mut Diagnostics) -> Option<Text> {
    match (entry.get("nl"), entry.get("en")) {
        (Some(nl), Some(en)) => {
            let (nl, en) = (text(nl, faults), text(en, faults));
            Some(Text { nl: nl?.to_string(), en: en?.to_string() })
        }
        (Some(only), None) | (None, Some(only)) if entry.sound => {
            let only = text(only, faults)?;
            Some(in_one_language(only, &entry.table.place, faults))
        }
        _ => entry.required("nl", faults).and(entry.required("en", faults)).and(None),
    }
}

/// A text that stands for both languages. The warning is told once for all of them.
fn in_one_language(only: &str, place: &Place, faults: &mut Diagnostics) -> Text {
    let warning = faults.warning(Some(place.clone()), Message::new(ONE_LANGUAGE));
    warning.hint(Message::new("write_both_languages"));
    Text { nl: only.to_string(), en: only.to_string() }
}

/// A period such as `"18 months"`, `"26 weeks"` or `"10 years"`.
pub(crate) fn period(node: &Node, faults: &mut Diagnostics) -> Option<Period> {
    let written = match &node.value {
        Value::Faulty => return None,
        Value::Text(written) => period_of(written),
        _ => None,
    };
    let Some(written) = written else {
        faults.at(&node.place, Message::new("period_wrong")).hint(Message::new("write_period"));
        return None;
    };
    let found = Period::new(written.0, written.1);
    if found.is_none() {
        faults.at(&node.place, Message::new("period_too_long").with("years", Period::LONGEST.months() / 12.0));
    }
    found
}

/// A period as a whole number of cycles, within bounds that include both ends. `None` without a fault where the cycle
/// is not known: that was reported.
pub(crate) fn whole_cycles(
    node: &Node,
    bounds: (usize, usize),
    cycle: Option<Cycle>,
    faults: &mut Diagnostics,
) -> Option<usize> {
    let (period, cycle) = (period(node, faults)?, cycle?);
    let Some(cycles) = period.whole_cycles(cycle) else {
        let found = number((period.cycles(cycle) * 100.0).round() / 100.0);
        let message = Message::new("period_not_whole").with("found", found).with("cycle", cycle.name());
        faults.at(&node.place, message).hint(Message::new("use_whole_cycles").with("cycle", cycle.key()));
        return None;
    };
    if cycles < bounds.0 || cycles > bounds.1 {
        let message = Message::new("cycles_outside").with("value", cycles).with("cycle", cycle.name());
        faults.at(&node.place, message.with("low", bounds.0).with("high", bounds.1));
        return None;
    }
    Some(cycles)
}

/// A period longer than nothing, in cycles, whole or not.
pub(crate) fn cycles(node: &Node, cycle: Option<Cycle>, faults: &mut Diagnostics) -> Option<f64> {
    let period = period(node, faults)?;
    if period.months() == 0.0 {
        faults.at(&node.place, Message::new("period_empty"));
        return None;
    }
    cycle.map(|cycle| period.cycles(cycle))
}

/// A number and the unit of time behind it: `"6 weeks"`.
pub(crate) fn period_of(written: &str) -> Option<(u64, TimeUnit)> {
    let mut words = written.split_whitespace();
    let (number, unit) = (words.next()?, words.next()?);
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse().unwrap_or(u64::MAX);
    let unit = TimeUnit::from_word(unit)?;
    (digits && words.next().is_none()).then_some((number, unit))
}

/// Whether a name can be used in conditions and moves: letters, digits, `_` and `-`, and no word of the language.
pub(crate) fn check_name(name: &str, place: &Place, faults: &mut Diagnostics) -> bool {
    let sound =
        !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '-');
    let free = !["is", "not", "or"].contains(&name);
    if !sound || !free {
        faults.at(place, Message::new("name_invalid").with("found", name));
    }
    sound && free
}

/// The message for a list that is too long. `what` is a key of the catalogue of texts.
pub(crate) fn too_many(what: &'static str, most: usize) -> Message {
    Message::new("too_many").with("what", what).with("most", most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_whole_numbers_of_a_unit() {
        assert_eq!(period_of("18 months"), Some((18, TimeUnit::Month)));
        assert_eq!(period_of("1 year"), Some((1, TimeUnit::Year)));
        assert_eq!(period_of("30 days"), Some((30, TimeUnit::Day)));
        assert_eq!(period_of("99999999999999999999 years"), Some((u64::MAX, TimeUnit::Year)));
        for wrong in ["", "18", "1.5 years", "-1 year", "+1 year", "3 dagen", "1 year 2", "years 1"] {
            assert_eq!(period_of(wrong), None, "{wrong}");
        }
    }
}
