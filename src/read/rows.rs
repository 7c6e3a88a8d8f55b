//! Lists in CSV: records whose every field knows its place.
//!
//! In: the text of a list and the columns it must have. Out: [`Row`]s, with a fault for each line that is not as it should
//! be. What the columns mean is decided elsewhere.

use std::collections::BTreeMap;
use std::ops::Range;

use super::entry::{self, At};
use super::names;
use crate::diagnostics::{Diagnostics, Message, Place, number as shown};

/// Most rows in a list.
const MAX_ROWS: usize = 100_000;

/// A field: its text without spaces around it, and its place.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) place: Place,
}

/// A record: cells by column.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The first cell.
    pub(super) place: Place,
    /// It has too few or too many fields; that was reported. Only its name can be trusted.
    pub(super) broken: bool,
    cells: BTreeMap<String, Cell>,
}

impl Row {
    /// The cell in this column.
    pub(super) fn cell(&self, column: &str) -> Cell {
        self.cells.get(column).cloned().unwrap_or(Cell { text: String::new(), place: self.place.clone() })
    }

    /// The text in this column.
    pub(super) fn text(&self, column: &str) -> String {
        self.cell(column).text
    }

    /// All cells by column.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&str, &Cell)> {
        self.cells.iter().map(|(name, cell)| (name.as_str(), cell))
    }
}

impl Cell {
    /// Whether nothing is filled in.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The number in the cell, if any; `None` where the fault was reported.
    pub(super) fn number(&self, faults: &mut Diagnostics) -> Option<Option<f64>> {
        if self.is_empty() {
            return Some(None);
        }
        match number(&self.text) {
            Ok(value) => Some(Some(value)),
            Err(Some(proposed)) => {
                let fault = faults.at(&self.place, Message::new("decimal_comma").with("found", &self.text));
                fault.hint(Message::new("use_point").with("proposed", proposed));
                None
            }
            Err(None) => {
                faults.at(&self.place, Message::new("cell_no_number").with("found", &self.text));
                None
            }
        }
    }

    /// The number in a cell that must be filled in.
    pub(super) fn some_number(&self, column: &str, faults: &mut Diagnostics) -> Option<f64> {
        let found = self.number(faults)?;
        if found.is_none() {
            faults.at(&self.place, Message::new("cell_empty").with("column", column));
        }
        found
    }

    /// The number in the cell within bounds, or `default`.
    pub(super) fn within(
        &self,
        bounds: (f64, f64),
        kind: &'static str,
        default: f64,
        faults: &mut Diagnostics,
    ) -> Option<f64> {
        let value = self.number(faults)?.unwrap_or(default);
        if value < bounds.0 || value > bounds.1 {
            let fault = faults.at(&self.place, entry::outside(shown(value), shown(bounds.0), shown(bounds.1), kind));
            if bounds == (0.0, 1.0) {
                entry::hint_percent(value, fault);
            }
            return None;
        }
        Some(value)
    }

    /// The year in the cell.
    pub(super) fn year(&self, faults: &mut Diagnostics) -> Option<i32> {
        let found = self.text.parse::<i32>().ok().filter(|year| (1900..=2100).contains(year));
        if found.is_none() {
            faults.at(&self.place, Message::new("year_wrong").with("found", &self.text));
        }
        found
    }

    /// The meaning of the word in the cell.
    pub(super) fn one_of<T: Copy>(&self, meanings: &[(&str, T)], faults: &mut Diagnostics) -> Option<T> {
        let found = meanings.iter().find(|(word, _)| *word == self.text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let words = meanings.iter().map(|(word, _)| *word);
            names::unknown(faults, &self.place, Message::new("unknown_word"), &self.text, words);
        }
        found
    }
}

/// A finite number with a point, or how it might have been meant.
pub(super) fn number(text: &str) -> Result<f64, Option<String>> {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => {
            let proposed = text.replace('.', "").replace(',', ".");
            let meant = text.matches(',').count() == 1 && proposed.parse::<f64>().is_ok_and(f64::is_finite);
            Err(meant.then_some(proposed))
        }
    }
}

/// Reads a list. Every column of `columns` must be there; others only where `open`. `None` where the header is at fault:
/// then nothing can be said of what is in the list.
pub(super) fn read(
    text: &str,
    file: usize,
    columns: &[&str],
    open: bool,
    faults: &mut Diagnostics,
) -> Option<Vec<Row>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut header: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let Ok(record) = record else {
            faults.at(&Place { file, span: 0..0 }, Message::new("list_unreadable"));
            return None;
        };
        let start = record.position().map_or(0, csv::Position::byte);
        let cells = cells(&record, text, usize::try_from(start).unwrap_or(usize::MAX), file);
        match &header {
            None => header = Some(read_header(&cells, columns, open, faults)?),
            Some(header) if rows.len() < MAX_ROWS => rows.extend(row(header, cells, faults)),
            Some(_) => {
                let place = cells.first().map_or(Place { file, span: 0..0 }, |cell| cell.place.clone());
                faults.at(&place, super::number::too_many("what_rows", MAX_ROWS));
                return None;
            }
        }
    }
    if header.is_none() {
        faults.at(&Place { file, span: 0..0 }, Message::new("list_empty"));
    }
    header.map(|_| rows)
}

fn cells(record: &csv::StringRecord, text: &str, start: usize, file: usize) -> Vec<Cell> {
    let spans = spans(text.as_bytes(), start, record.len());
    let cell =
        |(found, span): (&str, Range<usize>)| Cell { text: found.trim().to_string(), place: Place { file, span } };
    record.iter().zip(spans).map(cell).collect()
}

/// Byte ranges of the fields of the record at `start`, without spaces around them.
fn spans(bytes: &[u8], start: usize, count: usize) -> Vec<Range<usize>> {
    let mut at = start.min(bytes.len());
    while bytes.get(at).is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
        at += 1;
    }
    let mut spans = Vec::with_capacity(count);
    for _ in 0..count {
        let end = field_end(bytes, at);
        spans.push(trimmed(bytes, at..end));
        at = (end + 1).min(bytes.len());
    }
    spans
}

/// Where the field that starts at `start` ends: before a comma or a line end outside quotes.
fn field_end(bytes: &[u8], start: usize) -> usize {
    let quoted = bytes.get(start) == Some(&b'"');
    let mut inside = false;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'"' if quoted => inside = !inside,
            b',' | b'\n' | b'\r' if !inside => return at,
            _ => {}
        }
    }
    bytes.len()
}

fn trimmed(bytes: &[u8], span: Range<usize>) -> Range<usize> {
    let field = &bytes[span.clone()];
    let start = span.start + field.iter().take_while(|byte| **byte == b' ').count().min(field.len());
    let end = span.end - field.iter().rev().take_while(|byte| **byte == b' ').count();
    if start < end { start..end } else { span.start..span.start }
}

fn read_header(cells: &[Cell], columns: &[&str], open: bool, faults: &mut Diagnostics) -> Option<Vec<String>> {
    if let [only] = cells
        && only.text.contains(';')
    {
        faults.at(&only.place, Message::new("list_semicolons")).hint(Message::new("save_with_commas"));
        return None;
    }
    let header: Vec<String> = cells.iter().map(|cell| cell.text.clone()).collect();
    let mut sound = true;
    for (at, cell) in cells.iter().enumerate() {
        if header[..at].contains(&cell.text) {
            faults.at(&cell.place, Message::new("column_twice").with("column", &cell.text));
            sound = false;
        } else if !open && !columns.contains(&cell.text.as_str()) {
            names::unknown(faults, &cell.place, Message::new("unknown_column"), &cell.text, columns.iter().copied());
            sound = false;
        }
    }
    let misspelt = |column| {
        let unknown = header.iter().filter(|one| !columns.contains(&one.as_str()));
        !open && unknown.into_iter().any(|one| names::nearest(one, columns.iter().copied()) == Some(column))
    };
    let (first, last) = (&cells.first()?.place, &cells.last()?.place);
    let place = Place { file: first.file, span: first.span.start..last.span.end };
    for column in columns.iter().filter(|column| !header.iter().any(|one| one == *column)) {
        sound = false;
        if !misspelt(column) {
            faults.at(&place, Message::new("missing_column").with("column", column));
        }
    }
    sound.then_some(header)
}

fn row(header: &[String], cells: Vec<Cell>, faults: &mut Diagnostics) -> Option<Row> {
    let place = cells.first()?.place.clone();
    if cells.len() != header.len() {
        let message = Message::new("wrong_number_of_fields").with("found", cells.len()).with("expected", header.len());
        faults.at(&place, message);
    }
    Some(Row { place, broken: cells.len() != header.len(), cells: header.iter().cloned().zip(cells).collect() })
}
