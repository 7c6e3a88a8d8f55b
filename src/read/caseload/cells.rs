//! Cells of a caseload: months, numbers of households, amounts, answers to a question.
//!
//! In: a cell. Out: its value; `None` always means that the fault was reported, or that nothing is filled in.

use crate::diagnostics::{Diagnostics, Message};
use crate::model::{AnswerKind, Question};
use crate::read::caseload::columns::plain;
use crate::read::list::records::Cell;
use crate::read::number::decimal::{self, Tells};
use crate::read::source::tree::{Node, Value};

/// Most households in a row, and most that a plan may cost.
const MOST_HOUSEHOLDS: f64 = 1e6;
const MOST_EURO: f64 = 1e9;

/// Words for yes and no.
const YES: [&str; 6] = ["ja", "yes", "true", "waar", "j", "y"];
const NO: [&str; 6] = ["nee", "no", "false", "onwaar", "n", "neen"];

/// How many households; 1 where nothing is filled in.
pub(super) fn count(cell: &Cell, faults: &mut Diagnostics) -> Option<u32> {
    let value = cell.number(faults)?.unwrap_or(1.0);
    if !(1.0..=MOST_HOUSEHOLDS).contains(&value) || value.fract() != 0.0 {
        let message = Message::new("caseload_count_wrong").with("found", &cell.text).with("most", MOST_HOUSEHOLDS);
        faults.at(&cell.place, message);
        return None;
    }
    Some(value as u32)
}

/// Yes or no; within `Some` nothing where nothing is filled in.
pub(crate) fn yes_no(cell: &Cell, faults: &mut Diagnostics) -> Option<Option<bool>> {
    let text = cell.text.to_lowercase();
    let found = match text.as_str() {
        "" => return Some(None),
        "1" => true,
        "0" => false,
        text if YES.contains(&text) => true,
        text if NO.contains(&text) => false,
        _ => {
            faults.at(&cell.place, Message::new("outcomes_yes_no").with("found", &cell.text));
            return None;
        }
    };
    Some(Some(found))
}

/// What a plan costs; within `Some` nothing where nothing is filled in.
pub(super) fn cost(cell: &Cell, faults: &mut Diagnostics) -> Option<Option<f64>> {
    let value = cell.number(faults)?;
    if let Some(value) = value.filter(|value| !(0.0..=MOST_EURO).contains(value)) {
        let message = Message::new("caseload_cost").with("found", crate::diagnostics::number(value));
        faults.at(&cell.place, message.with("most", MOST_EURO));
        return None;
    }
    Some(value)
}

/// A calendar year and month: `2026-07`, `2026-07-01`, `07-2026` or `1-7-2026`.
pub(super) fn month(cell: &Cell, faults: &mut Diagnostics) -> Option<Option<(i32, u32)>> {
    if cell.is_empty() {
        return Some(None);
    }
    let parts: Vec<Option<i32>> = cell.text.split(['-', '/']).map(|part| part.trim().parse().ok()).collect();
    let found = match parts.as_slice() {
        [Some(year), Some(month)] | [Some(year), Some(month), Some(1..=31)] if *year > 31 => Some((*year, *month)),
        [Some(month), Some(year)] | [Some(1..=31), Some(month), Some(year)] => Some((*year, *month)),
        _ => None,
    };
    let sound = found.filter(|(year, month)| (1900..=2100).contains(year) && (1..=12).contains(month));
    if sound.is_none() {
        faults.at(&cell.place, Message::new("caseload_month").with("found", &cell.text));
    }
    Some(Some(sound.map(|(year, month)| (year, month.unsigned_abs()))?))
}

/// The answer in a cell, as a case file would have it: a number, yes or no as 1 or 0, or the value of a choice, which may
/// be written as people read it.
pub(super) fn answer(cell: &Cell, question: &Question, faults: &mut Diagnostics) -> Option<Node> {
    let node = |value| Node { place: cell.place.clone(), value };
    match question.kind {
        AnswerKind::Number => number(cell, faults),
        AnswerKind::YesNo => match cell.text.to_lowercase() {
            text if YES.contains(&text.as_str()) => Some(node(Value::Integer(1))),
            text if NO.contains(&text.as_str()) => Some(node(Value::Integer(0))),
            _ => number(cell, faults),
        },
        AnswerKind::Choice => {
            let wanted = plain(&cell.text);
            let is = |text: &str| plain(text) == wanted;
            let exact = question.choices.iter().find(|choice| choice.value == cell.text);
            let worded = || question.choices.iter().find(|choice| is(&choice.label.nl) || is(&choice.label.en));
            let value = exact.or_else(worded).map_or(cell.text.as_str(), |choice| choice.value.as_str());
            // A choice among numbers is a number.
            Some(node(value.parse::<f64>().map_or_else(|_| Value::Text(value.to_owned()), Value::Float)))
        }
        AnswerKind::Text => Some(node(Value::Text(cell.text.clone()))),
    }
}

/// A number in a cell.
pub(super) fn number(cell: &Cell, faults: &mut Diagnostics) -> Option<Node> {
    let value = cell.number(faults)??;
    Some(Node { place: cell.place.clone(), value: Value::Float(value) })
}

/// The value in a cell that stands for something by its path: a number where it is one, else a text.
pub(super) fn value(cell: &Cell, faults: &mut Diagnostics) -> Option<Node> {
    let is_number = !matches!(decimal::tells(&cell.text), Tells::Nothing) || decimal::is_plain(&cell.text);
    if is_number && cell.text.starts_with(|sign: char| sign.is_ascii_digit() || sign == '-') {
        return number(cell, faults);
    }
    Some(Node { place: cell.place.clone(), value: Value::Text(cell.text.clone()) })
}
