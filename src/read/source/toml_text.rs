//! TOML parser with recovery: from text to tree, past syntax errors.
//!
//! In: the text of a scenario file. Out: its [`Table`], as far as it can be read, and all faults of syntax. A decimal
//! comma is reported and then read as a point, so that it hides nothing that follows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::de::{DeTable, Error};

use crate::diagnostics::{Diagnostics, Message, Place, SourceFile};
use crate::read::source::tree::{self, Table};

/// How often a text with decimal commas is read again.
const MAX_PASSES: usize = 20;

/// What the parser says, and the key of our text for it.
const KNOWN: &[(&str, &str)] = &[
    ("duplicate key", "syntax_duplicate_key"),
    ("invalid multi-line", "syntax_unclosed_long_text"),
    ("missing escaped value", "syntax_escape"),
    ("too few unicode", "syntax_escape"),
    ("invalid value, expected unicode", "syntax_escape"),
    ("unquoted keys cannot be empty", "syntax_no_name"),
    ("missing key for inline", "syntax_no_name"),
    ("invalid unquoted key", "syntax_name"),
    ("keys cannot be multi-line", "syntax_name"),
    ("invalid fraction", "syntax_number"),
    ("invalid mantissa", "syntax_number"),
    ("invalid exponent", "syntax_number"),
    ("invalid digit", "syntax_number"),
    ("invalid integer", "syntax_number"),
    ("`_` may only", "syntax_number"),
    ("redundant", "syntax_number"),
    ("integers with a radix", "syntax_number"),
    ("radix must", "syntax_number"),
    ("unexpected sign", "syntax_number"),
    ("invalid date", "syntax_date"),
    ("invalid time", "syntax_date"),
    ("invalid second", "syntax_date"),
    ("invalid offset", "syntax_date"),
    ("unexpected key or value", "syntax_rest"),
    ("unexpected content", "syntax_rest"),
    ("extra `=`", "syntax_extra_equals"),
    ("extra assignment", "syntax_extra_equals"),
    ("unexpected `=`", "syntax_extra_equals"),
    ("missing opening quote", "syntax_unquoted"),
    ("unclosed array table", "syntax_unclosed_header"),
    ("unexpected leading zero", "syntax_leading_zero"),
    ("string values must be quoted", "syntax_unquoted"),
    ("invalid boolean", "syntax_unquoted"),
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

/// What the parser says of a decimal comma, on a line of its own and within `{ }`. Within `[ ]` it separates two
/// numbers.
const COMMA_ERRORS: [&str; 4] =
    ["unexpected key or value", "extra comma in inline table", "missing assignment", "invalid literal string"];

/// What was read of a file.
pub(crate) struct Parsed {
    pub(crate) table: Table,
    /// Starts of the lines on which the syntax is at fault; what else is found there is a consequence.
    pub(crate) faulty_lines: BTreeSet<usize>,
}

/// Largest scenario, in bytes (4 MB): nobody writes one, and a larger one would keep the parser busy.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Parses the text of file number `file`.
pub(crate) fn parse(text: &str, file: usize, faults: &mut Diagnostics) -> Parsed {
    if text.len() > MAX_BYTES {
        let place = Place { file, span: MAX_BYTES..MAX_BYTES };
        faults.at(&place, Message::new("scenario_too_large").with("most", MAX_BYTES / (1024 * 1024)));
        let table = Table { place: Place { file, span: 0..0 }, fields: BTreeMap::new() };
        return Parsed { table, faulty_lines: BTreeSet::from([0, line_start(text, MAX_BYTES)]) };
    }
    if let Some(place) = odd_character(text, file, faults) {
        let table = Table { place: Place { file, span: 0..0 }, fields: BTreeMap::new() };
        return Parsed { table, faulty_lines: BTreeSet::from([0, line_start(text, place.span.start)]) };
    }
    if let Ok(root) = DeTable::parse(text) {
        let table = tree::plant(root.get_ref(), file, faults);
        return Parsed { table, faulty_lines: BTreeSet::new() };
    }
    recover(text, file, faults)
}

/// Reports the first character that no text has, or the line ends of a text whose lines end with a CR alone: whatever else
/// is wrong there follows from it.
fn odd_character(text: &str, file: usize, faults: &mut Diagnostics) -> Option<Place> {
    let place = |at: usize| Place { file, span: at..at + 1 };
    if let Some(at) = text.find(|letter: char| letter.is_ascii_control() && !matches!(letter, '\t' | '\n' | '\r')) {
        let code = text.as_bytes()[at];
        faults.at(&place(at), Message::new("syntax_control").with("code", code)).hint(Message::new("remove_it"));
        return Some(place(at));
    }
    let at = text.find('\r').filter(|_| !text.contains('\n'))?;
    faults.at(&place(at), Message::new("syntax_old_lines")).hint(Message::new("save_with_lines"));
    Some(place(at))
}

/// Parses a text with faults of syntax as far as it goes.
fn recover(text: &str, file: usize, faults: &mut Diagnostics) -> Parsed {
    let mut faulty_lines = BTreeSet::new();
    let mut repaired = text.to_string();
    for _ in 0..MAX_PASSES {
        let commas = decimal_commas(&repaired, &DeTable::parse_recoverable(&repaired).1);
        if commas.is_empty() {
            break;
        }
        for comma in commas {
            report_comma(text, comma, file, faults);
            repaired.replace_range(comma..=comma, ".");
        }
    }
    let (root, errors) = DeTable::parse_recoverable(&repaired);
    let mut errors: Vec<(Range<usize>, &Error)> = errors.iter().map(|error| (span_of(text, error), error)).collect();
    errors.sort_by_key(|(span, _)| span.start);
    let lines = SourceFile::new("", text, None);
    for (span, error) in errors {
        if faulty_lines.insert(lines.line_start(span.start)) {
            report(error, text, Place { file, span }, faults);
        }
    }
    let mut found = Diagnostics::default();
    let table = tree::plant(root.get_ref(), file, &mut found);
    for diagnostic in found.sorted() {
        let start = diagnostic.place.as_ref().map_or(0, |place| lines.line_start(place.span.start));
        if !faulty_lines.contains(&start) {
            faults.fault(diagnostic.place.clone(), diagnostic.message.clone());
        }
    }
    Parsed { table, faulty_lines }
}

/// Where the line of this offset starts.
fn line_start(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1)
}

fn report(error: &Error, text: &str, place: Place, faults: &mut Diagnostics) {
    let message = error.message();
    let line = text[line_start(text, place.span.start)..].lines().next().unwrap_or_default();
    // The parser takes a value that is not there for a text without quotes, or between single quotes.
    let absent = error.span().is_none_or(|span| span.is_empty())
        && (message.starts_with("string values") || message.starts_with("invalid literal") && !line.contains('\''));
    if absent {
        faults.at(&place, Message::new("syntax_no_value"));
        return;
    }
    match KNOWN.iter().find(|(start, _)| message.starts_with(start)) {
        Some((_, key)) if *key == "syntax_unclosed_text" => {
            faults.at(&place, Message::new(key)).hint(Message::new("close_text"))
        }
        Some((_, key)) if *key == "syntax_escape" => {
            faults.at(&place, Message::new(key)).hint(Message::new("write_backslash"))
        }
        Some((_, key)) => faults.at(&place, Message::new(key)),
        None => faults.at(&place, Message::new("syntax_other").with("message", message)),
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

/// Commas between two digits, on the line of an error that a decimal comma gives and not behind it.
fn decimal_commas(text: &str, errors: &[Error]) -> BTreeSet<usize> {
    let given = |error: &&Error| COMMA_ERRORS.iter().any(|start| error.message().starts_with(start));
    errors.iter().filter(given).filter_map(|error| comma_before(text.as_bytes(), error.span()?.start)).collect()
}

fn comma_before(bytes: &[u8], offset: usize) -> Option<usize> {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let start = offset.min(bytes.len().checked_sub(1)?);
    for at in (1..=start).rev() {
        match bytes[at] {
            b',' if digit(at - 1) && digit(at + 1) => return Some(at),
            b'[' | b']' | b'"' => return None,
            b'\n' if at != start => return None,
            _ => {}
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Text, and key with line and column of every fault.
    #[test]
    fn faults_of_syntax_have_their_place_and_hide_nothing() {
        type Found = (&'static str, usize, usize);
        let cases: [(&str, &[Found]); 32] = [
            ("x = \n", &[("syntax_no_value", 1, 5)]),
            ("x = 0,35\ny = 1,5", &[("decimal_comma", 1, 5), ("decimal_comma", 2, 5)]),
            ("x = { low = 1,5, mode = -2,5, high = 4 }\n", &[("decimal_comma", 1, 13), ("decimal_comma", 1, 25)]),
            ("x = { low = 1,5 }\ny = nan\n", &[("decimal_comma", 1, 13), ("number_unusable", 2, 5)]),
            ("x = [1,2 3]\n", &[("syntax_unquoted", 1, 8)]),
            ("x = [1,2]\n", &[]),
            ("chance 0.05\ny 2\n", &[("syntax_no_value", 1, 8), ("syntax_no_value", 2, 3)]),
            ("x = 0363\n", &[("syntax_leading_zero", 1, 5)]),
            ("x = abc\n", &[("syntax_unquoted", 1, 5)]),
            ("x = 1\nx = 2\n", &[("syntax_duplicate_key", 2, 1)]),
            ("é = 1\n", &[("syntax_name", 1, 1)]),
            ("// x\n", &[("syntax_name", 1, 1)]),
            ("x = [1, 2\n", &[("syntax_unclosed_list", 1, 10)]),
            ("x = { y = 1\n", &[("syntax_unclosed_table", 1, 12)]),
            ("[x\n", &[("syntax_unclosed_header", 1, 3)]),
            ("[[x]\n", &[("syntax_unclosed_header", 1, 5)]),
            ("x = \"\"\"abc\n", &[("syntax_unclosed_long_text", 2, 1)]),
            ("x = 1\ry = 2\r", &[("syntax_old_lines", 1, 6)]),
            ("y = 2\nx = 1\u{0}\n", &[("syntax_control", 2, 6)]),
            ("x = \"\\ud800\"\n", &[("syntax_escape", 1, 8)]),
            ("x = \"\\q\"\n", &[("syntax_escape", 1, 7)]),
            ("= 1\n", &[("syntax_no_name", 1, 1)]),
            ("x = { = 1 }\n", &[("syntax_no_name", 1, 7)]),
            ("x = 1.\n", &[("syntax_number", 1, 7)]),
            ("x = .5\n", &[("syntax_number", 1, 5)]),
            ("x = 1__0\n", &[("syntax_number", 1, 6)]),
            ("x = 2026-13-01\n", &[("syntax_date", 1, 5)]),
            ("x = 1,\n", &[("syntax_rest", 1, 6)]),
            ("x == 1\n", &[("syntax_extra_equals", 1, 4)]),
            ("x\n", &[("syntax_no_value", 1, 2)]),
            ("x = \"abc\n", &[("syntax_unclosed_text", 1, 9)]),
            ("x = 1e999\n", &[("number_unusable", 1, 5)]),
        ];
        for (text, wanted) in cases {
            let mut faults = Diagnostics::default();
            parse(text, 0, &mut faults);
            let file = SourceFile::new("", text, None);
            let seen = faults.sorted().into_iter().map(|diagnostic| {
                let (line, column) =
                    diagnostic.place.as_ref().map_or((0, 0), |place| file.line_column(place.span.start));
                (diagnostic.message.key, line, column)
            });
            assert_eq!(seen.collect::<Vec<_>>(), wanted, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        for text in [
            "a.".repeat(100_000) + "a = 1",
            "a = ".to_string() + &"[".repeat(100_000),
            "[".to_string() + &"a.".repeat(100_000) + "a]",
        ] {
            let mut faults = Diagnostics::default();
            parse(&text, 0, &mut faults);
            assert!(faults.has_faults());
        }
    }
}
