//! Label, unit and evidence of a number.
//!
//! In: the keys that stand beside a distribution or a formula. Out: a [`Parameter`] with its label, unit, grade and source.

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::{Distribution, Evidence, Grade, Parameter, Text};
use crate::read::source::entry;
use crate::read::source::suggest;
use crate::read::source::tree::Table;

/// The parameter with what stands beside its distribution: label, unit and evidence.
pub(crate) fn parameter(table: &Table, name: &str, distribution: Distribution, faults: &mut Diagnostics) -> Parameter {
    let label = table.get("label").and_then(|node| entry::label(node, faults));
    let label = label.unwrap_or_else(|| Text { nl: name.to_string(), en: name.to_string() });
    let mut line =
        |key: &str| table.get(key).and_then(|node| entry::text(node, faults)).map(str::to_string).unwrap_or_default();
    let (unit, source, url, note) = (line("unit"), line("source"), line("url"), line("note"));
    let year = table.get("year").and_then(|node| entry::integer(node, (1900, 2100), faults));
    let written = table.get("grade").and_then(|node| Some((node, entry::text(node, faults)?)));
    let grade = written.and_then(|(node, text)| grade(text, &node.place, faults));
    let grade = if source.is_empty() { Grade::Assumption } else { grade.unwrap_or(Grade::Assumption) };
    let year = year.and_then(|year| i32::try_from(year).ok());
    let evidence = Evidence { grade, source, url, year, index: None, note, range_by_rule: false, unverified: false };
    Parameter { name: name.to_string(), label, unit, distribution, evidence }
}

/// The grade for a word.
pub(crate) fn grade(text: &str, place: &Place, faults: &mut Diagnostics) -> Option<Grade> {
    let found = Grade::from_key(text);
    if found.is_none() {
        suggest::unknown(faults, place, Message::new("unknown_grade"), text, Grade::ALL.map(Grade::key));
    }
    found
}
