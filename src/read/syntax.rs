//! From text to tree, past faults of syntax.
//!
//! In: the text of a scenario file. Out: its [`Table`], as far as it can be read, and all faults of syntax. A decimal
//! comma is reported and then read as a point, so that it hides nothing that follows.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, Error};

use super::entry::At;
use super::tree::{self, Table};
use crate::diagnostics::{Diagnostics, Message, Place};

/// How often a text with decimal commas is read again.
const MAX_PASSES: usize = 20;

/// What the parser says, and the key of our text for it.
const KNOWN: &[(&str, &str)] = &[
    ("duplicate key", "syntax_duplicate_key"),
    ("unexpected leading zero", "syntax_leading_zero"),
    ("string values must be quoted", "syntax_unquoted"),
    ("invalid basic string", "syntax_unclosed_text"),
    ("invalid literal string", "syntax_unclosed_text"),
    ("key with no value", "syntax_no_value"),
    ("missing value", "syntax_no_value"),
    ("missing assignment", "syntax_no_value"),
    ("unclosed array", "syntax_unclosed_list"),
    ("unclosed inline table", "syntax_unclosed_table"),
    ("unclosed table", "syntax_unclosed_header"),
    ("missing comma", "syntax_missing_comma"),
    ("extra comma", "syntax_extra_comma"),
    ("cannot recurse further", "syntax_too_deep"),
    ("recursion limit", "syntax_too_deep"),
];

/// What was read of a file.
pub(super) struct Parsed {
    pub(super) table: Table,
    /// Starts of the lines on which the syntax is at fault; what else is found there is a consequence.
    pub(super) faulty_lines: BTreeSet<usize>,
}

/// Parses the text of file number `file`.
pub(super) fn parse(text: &str, file: usize, faults: &mut Diagnostics) -> Parsed {
    let mut faulty_lines = BTreeSet::new();
    let mut mended = text.to_string();
    for _ in 0..MAX_PASSES {
        let commas = decimal_commas(&mended, &DeTable::parse_recoverable(&mended).1);
        if commas.is_empty() {
            break;
        }
        for comma in commas {
            report_comma(text, comma, file, faults);
            mended.replace_range(comma..=comma, ".");
        }
    }
    let (root, errors) = DeTable::parse_recoverable(&mended);
    let mut errors: Vec<(Range<usize>, &Error)> = errors.iter().map(|one| (span_of(text, one), one)).collect();
    errors.sort_by_key(|(span, _)| span.start);
    for (span, error) in errors {
        if faulty_lines.insert(line_start(text, span.start)) {
            report(error, Place { file, span }, faults);
        }
    }
    let mut found = Diagnostics::default();
    let table = tree::plant(root.get_ref(), file, &mut found);
    for one in found.sorted() {
        let start = one.place.as_ref().map_or(0, |place| line_start(text, place.span.start));
        if !faulty_lines.contains(&start) {
            faults.fault(one.place.clone(), one.message.clone());
        }
    }
    Parsed { table, faulty_lines }
}

/// Where the line of this offset starts.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1)
}

fn report(error: &Error, place: Place, faults: &mut Diagnostics) {
    match KNOWN.iter().find(|(start, _)| error.message().starts_with(start)) {
        Some((_, key)) => faults.at(&place, Message::new(key)),
        None => faults.at(&place, Message::new("syntax_other").with("message", error.message())),
    };
}

/// The place of an error, at least one character wide where the line allows it.
fn span_of(text: &str, error: &Error) -> Range<usize> {
    let span = error.span().unwrap_or(0..0);
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    if span.end > start && text.is_char_boundary(span.end) {
        return start..span.end;
    }
    let width = text[start..].chars().next().filter(|&next| next != '\n' && next != '\r').map_or(0, char::len_utf8);
    start..start + width
}

/// Commas between two digits, on the line of an error and not behind it.
fn decimal_commas(text: &str, errors: &[Error]) -> BTreeSet<usize> {
    errors.iter().filter_map(|error| comma_before(text.as_bytes(), error.span()?.start)).collect()
}

fn comma_before(bytes: &[u8], offset: usize) -> Option<usize> {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = offset.min(bytes.len().checked_sub(1)?);
    while bytes[at] != b'\n' || at == offset {
        if bytes[at] == b',' && at > 0 && digit(at - 1) && digit(at + 1) {
            return Some(at);
        }
        at = at.checked_sub(1)?;
    }
    None
}

fn report_comma(text: &str, comma: usize, file: usize, faults: &mut Diagnostics) {
    let bytes = text.as_bytes();
    let of_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.');
    let start = bytes[..comma].iter().rposition(|byte| !of_number(byte)).map_or(0, |at| at + 1);
    let end = comma
        + 1
        + bytes[comma + 1..].iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len() - comma - 1);
    let found = &text[start..end];
    let proposed = found.replace(',', ".");
    let place = Place { file, span: start..end };
    faults
        .at(&place, Message::new("decimal_comma").with("found", found))
        .hint(Message::new("use_point").with("proposed", proposed));
}
