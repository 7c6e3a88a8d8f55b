//! Lists in CSV: records whose every field knows its place.
//!
//! In: the text of a list and the columns it must have. Out: [`Row`]s, with a fault for each line that is not as it
//! should be. How numbers are written is decided in `number::decimal`, what the columns mean elsewhere.

pub(crate) mod cell;
pub(crate) mod name;
pub(crate) mod separator;

use std::ops::Range;
use std::rc::Rc;

use crate::diagnostics::{Diagnostics, Message, Place, SourceFile};
pub(crate) use crate::read::list::records::cell::Cell;
use crate::read::list::records::separator::Separator;
use crate::read::number::decimal::{self, Mark, Tells};
use crate::read::source::entry::too_many;
use crate::read::source::suggest;
use crate::words::columns;

/// Most rows in a list.
const MAX_ROWS: usize = 100_000;
/// Most columns in a list.
const MAX_COLUMNS: usize = 1_000;
/// Columns of any list that hold words, in which a number tells nothing of how numbers are written. Excel takes
/// `gemeente:0.8 rijk:0.2` for words as well and leaves it as it is, in whatever way it writes numbers.
const WORDS: [&str; 14] = [
    "id",
    "name_nl",
    "name_en",
    "category",
    "unit",
    "law",
    "source",
    "url",
    "note",
    "payers",
    "receivers",
    "price",
    "code",
    "accounts",
];

/// A record: cells by column.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The first cell.
    pub(crate) place: Place,
    /// It has too few or too many fields; that was reported. Only its name can be trusted.
    pub(crate) broken: bool,
    /// The columns that a rule filled in.
    pub(crate) by_rule: Vec<&'static str>,
    header: Rc<Vec<String>>,
    cells: Vec<Cell>,
}

impl Row {
    /// The cell in this column.
    pub(crate) fn cell(&self, column: &str) -> Cell {
        let found = self.cells().find(|(name, _)| *name == column).map(|(_, cell)| cell.clone());
        found.unwrap_or(Cell { text: String::new(), place: self.place.clone(), mark: Mark::Point })
    }

    /// The text in this column.
    pub(crate) fn text(&self, column: &str) -> String {
        self.cell(column).text
    }

    /// Puts another cell in this column, with its own place.
    pub(crate) fn put(&mut self, column: &str, cell: Cell) {
        if let Some(at) = self.header.iter().position(|name| name == column)
            && let Some(own) = self.cells.get_mut(at)
        {
            *own = cell;
        }
    }

    /// The same row with these columns; those that it lacks are empty.
    pub(crate) fn with_columns(&self, columns: &[&str]) -> Self {
        let header = Rc::new(columns.iter().map(|column| (*column).to_string()).collect());
        let cells = columns.iter().map(|column| self.cell(column)).collect();
        Self { header, cells, ..self.clone() }
    }

    /// A quotation mark too many made it take in the lines that follow.
    fn has_swallowed(&self) -> bool {
        self.broken && self.cells.iter().any(|cell| cell.text.contains('\n'))
    }

    /// All cells by column.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (&str, &Cell)> {
        self.header.iter().map(String::as_str).zip(&self.cells)
    }
}

/// Reads a list. Every column of `columns` must be there; others only where `open`. `None` where the header is at
/// fault: then nothing can be said of what is in the list.
pub(crate) fn read(
    text: &str,
    file: usize,
    columns: &[&str],
    open: bool,
    faults: &mut Diagnostics,
) -> Option<Vec<Row>> {
    read_with(text, file, &Header { columns, required: columns, open, own: Own::No }, faults)
}

/// Reads a list of a user, that has some of these columns, `id` at least. There may be something above its header, and
/// columns that mean nothing to us.
pub(crate) fn read_some(
    source: &SourceFile,
    file: usize,
    columns: &[&str],
    faults: &mut Diagnostics,
) -> Option<Vec<Row>> {
    let own = if source.sheet.is_some() { Own::Sheet } else { Own::Text };
    read_with(&source.text, file, &Header { columns, required: &["id"], open: false, own }, faults)
}

/// Reads a list of a user with these columns and any others, which keep their titles; `required` must be there. There may
/// be something above its header.
pub(crate) fn read_open(
    source: &SourceFile,
    file: usize,
    columns: &[&str],
    required: &[&str],
    faults: &mut Diagnostics,
) -> Option<Vec<Row>> {
    let own = if source.sheet.is_some() { Own::Sheet } else { Own::Text };
    read_with(&source.text, file, &Header { columns, required, open: true, own }, faults)
}

/// What a header must be.
struct Header<'h> {
    columns: &'h [&'h str],
    required: &'h [&'h str],
    /// There may be others.
    open: bool,
    own: Own,
}

/// Whether a list is one of the user, who may write it as a spreadsheet does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Own {
    /// A list that a scenario names.
    No,
    /// A list of the user in CSV.
    Text,
    /// A sheet of a workbook, in which text stands between quotation marks where it looks like a number.
    Sheet,
}

fn read_with(text: &str, file: usize, wanted: &Header<'_>, faults: &mut Diagnostics) -> Option<Vec<Row>> {
    let first = first_line(text);
    let (separator, above) = above_header(&text[first..], wanted);
    if let Some(at) = too_wide(text, separator) {
        faults.at(&Place { file, span: at..at }, too_many("what_columns", MAX_COLUMNS));
        return None;
    }
    let mut reader = csv::ReaderBuilder::new();
    let mut reader =
        reader.has_headers(false).flexible(true).delimiter(separator.byte()).from_reader(&text.as_bytes()[first..]);
    let mut header: Option<Rc<Vec<String>>> = None;
    // Excel fills every line up to the last column in which anything stands.
    let (mut filled_up, mut swallowed) = (false, false);
    let mut rows = Vec::new();
    for record in reader.records().skip(above) {
        let Ok(record) = record else {
            faults.at(&Place { file, span: 0..0 }, Message::new("list_unreadable"));
            return None;
        };
        let start = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
        let mut cells = cells(&record, text, first + start, file, separator);
        if wanted.own == Own::Text {
            cells.iter_mut().for_each(unguard);
        }
        match &header {
            None => {
                filled_up = wanted.own != Own::Sheet && drop_empty_end(&mut cells, 1);
                header = Some(Rc::new(read_header(&cells, wanted, faults)?));
            }
            Some(_) if cells.iter().all(Cell::is_empty) => {}
            Some(header) if rows.len() < MAX_ROWS => {
                if filled_up {
                    drop_empty_end(&mut cells, header.len());
                }
                let row = row(header, cells, separator, faults);
                swallowed |= row.as_ref().is_some_and(Row::has_swallowed);
                rows.extend(row);
            }
            Some(_) => {
                let place = cells.first().map_or(Place { file, span: 0..0 }, |cell| cell.place.clone());
                faults.at(&place, too_many("what_rows", MAX_ROWS));
                return None;
            }
        }
    }
    if header.is_none() {
        faults.at(&Place { file, span: 0..0 }, Message::new("list_empty"));
    }
    if separator != Separator::Comma {
        settle_mark(&mut rows, text, wanted, faults);
    } else if wanted.own == Own::Sheet {
        settle_mark(&mut rows, text, wanted, faults);
        unsaved_formulas(&mut rows, text, wanted, faults);
    }
    header.filter(|_| !swallowed).map(|_| rows)
}

/// Where the list starts: behind a line such as `sep=;`, which tells Excel how to read it.
fn first_line(text: &str) -> usize {
    let line = text.split_inclusive('\n').next().unwrap_or_default();
    let told = line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep=")) && line.trim_end().len() <= 5;
    if told { line.len() } else { 0 }
}

/// Takes away the apostrophe that keeps a text from becoming a formula.
fn unguard(cell: &mut Cell) {
    if let Some(text) = cell.text.strip_prefix('\'').filter(|text| text.starts_with(['=', '+', '-', '@'])) {
        cell.text = text.to_string();
    }
}

/// Lines among which the header of a user's list is looked for.
const MOST_ABOVE: usize = 100;

/// What stands between the columns, and how many records stand above the header: a title, empty lines.
fn above_header(text: &str, wanted: &Header<'_>) -> (Separator, usize) {
    let usual = Separator::of(text);
    if wanted.own == Own::No {
        return (usual, 0);
    }
    let header = |separator: Separator, is_one: &dyn Fn(&csv::StringRecord) -> bool| {
        let mut reader = csv::ReaderBuilder::new();
        let mut reader =
            reader.has_headers(false).flexible(true).delimiter(separator.byte()).from_reader(text.as_bytes());
        reader.records().take(MOST_ABOVE).position(|record| record.as_ref().is_ok_and(is_one))
    };
    let sure = |record: &csv::StringRecord| columns::is_header(record.iter(), wanted.columns);
    let separators = [usual].into_iter().chain(Separator::ALL.into_iter().filter(|_| wanted.own == Own::Text));
    let found = separators.filter_map(|separator| Some((separator, header(separator, &sure)?))).next();
    let named = |record: &csv::StringRecord| {
        record.iter().any(|title| columns::named(title.trim(), wanted.columns) == Some("id"))
    };
    let filled = |record: &csv::StringRecord| record.iter().any(|cell| !cell.trim().is_empty());
    let else_first = || header(usual, &named).or_else(|| header(usual, &filled)).unwrap_or_default();
    found.unwrap_or_else(|| (usual, else_first()))
}

/// Reports formulas of which the workbook holds no value: nobody can tell what they say.
fn unsaved_formulas(rows: &mut [Row], text: &str, wanted: &Header<'_>, faults: &mut Diagnostics) {
    for row in rows {
        let mut unsaved = false;
        for (_, cell) in row.cells().filter(|(column, _)| wanted.columns.contains(column)) {
            if cell.text.starts_with('=') && text[cell.place.span.clone()].starts_with('=') {
                let message = Message::new("formula_unsaved").with("found", &cell.text);
                faults.at(&cell.place, message).hint(Message::new("save_formulas"));
                unsaved = true;
            }
        }
        row.broken |= unsaved;
    }
}

/// Where a line has far too many columns.
fn too_wide(text: &str, separator: Separator) -> Option<usize> {
    let (mut quoted, mut count, mut start) = (false, 0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => (count, start) = (0, at + 1),
            _ if !quoted && byte == separator.byte() => count += 1,
            _ => {}
        }
        if count >= MAX_COLUMNS {
            return Some(start);
        }
    }
    None
}

/// Finds out what stands before the decimals in a list with semicolons. Where both a comma and a point do, those that
/// are fewer are reported.
/// In a sheet that is asked of text alone.
fn settle_mark(rows: &mut [Row], text: &str, wanted: &Header<'_>, faults: &mut Diagnostics) {
    let may_tell = |cell: &Cell| wanted.own != Own::Sheet || !decimal::is_plain(&text[cell.place.span.clone()]);
    let known = |column: &&str| wanted.open || wanted.columns.contains(column);
    let mut commas: Vec<(String, Place)> = Vec::new();
    let mut points: Vec<(String, Place)> = Vec::new();
    let numbers = rows.iter().flat_map(Row::cells).filter(|(column, _)| known(column) && !WORDS.contains(column));
    for (_, cell) in numbers.filter(|(_, cell)| may_tell(cell)) {
        match decimal::tells(&cell.text) {
            Tells::Comma => commas.push((cell.text.clone(), cell.place.clone())),
            Tells::Point => points.push((cell.text.clone(), cell.place.clone())),
            Tells::Either | Tells::Nothing => {}
        }
    }
    let mark = match (commas.len(), points.len()) {
        (0, 0) => Mark::Unknown,
        (commas, points) if commas >= points => Mark::Comma,
        _ => Mark::PointAmongSemicolons,
    };
    rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| may_tell(cell)).for_each(|cell| cell.mark = mark);
    let (odd, usual, key) = match mark {
        Mark::Comma => (points, commas, "point_among_commas"),
        _ => (commas, points, "comma_among_points"),
    };
    let Some((other, place)) = usual.first() else { return };
    let line = text[..place.span.start].matches('\n').count() + 1;
    for (found, place) in odd {
        let message = Message::new(key).with("found", found).with("other", other).with("line", line);
        faults.at(&place, message).hint(Message::new("write_numbers_alike"));
    }
}

fn cells(record: &csv::StringRecord, text: &str, start: usize, file: usize, separator: Separator) -> Vec<Cell> {
    let spans = spans(text.as_bytes(), start, record.len().min(MAX_COLUMNS), separator.byte());
    let cell = |(found, span): (&str, Range<usize>)| Cell {
        text: found.trim().to_string(),
        place: Place { file, span },
        mark: Mark::Point,
    };
    record.iter().zip(spans).map(cell).collect()
}

/// Byte ranges of the fields of the record at `start`, without spaces around them.
fn spans(bytes: &[u8], start: usize, count: usize, separator: u8) -> Vec<Range<usize>> {
    let mut at = start.min(bytes.len());
    while bytes.get(at).is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
        at += 1;
    }
    let mut spans = Vec::with_capacity(count);
    for _ in 0..count {
        let end = field_end(bytes, at, separator);
        spans.push(trimmed(bytes, at..end));
        at = (end + 1).min(bytes.len());
    }
    spans
}

/// Where the field that starts at `start` ends: before a separator or a line end outside quotes.
fn field_end(bytes: &[u8], start: usize, separator: u8) -> usize {
    let quoted = bytes.get(start) == Some(&b'"');
    let mut inside = false;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'"' if quoted => inside = !inside,
            b'\n' | b'\r' if !inside => return at,
            _ if *byte == separator && !inside => return at,
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

fn read_header(cells: &[Cell], wanted: &Header<'_>, faults: &mut Diagnostics) -> Option<Vec<String>> {
    let (columns, open) = (wanted.columns, wanted.open);
    if let [only] = cells
        && [',', ';'].iter().any(|separator| only.text.matches(*separator).count() >= 2)
    {
        faults.at(&only.place, Message::new("list_in_one_column")).hint(Message::new("import_in_excel"));
        return None;
    }
    let name = |cell: &Cell| match columns::named(&cell.text, columns) {
        Some(column) if !open || wanted.own != Own::No => column.to_string(),
        _ => cell.text.clone(),
    };
    let header: Vec<String> = cells.iter().map(name).collect();
    let own = wanted.own != Own::No;
    let mut sound = true;
    for (at, cell) in cells.iter().enumerate() {
        let known = columns.contains(&header[at].as_str());
        if own && open && cell.is_empty() {
            // A column without a title means nothing.
        } else if own && !open && !known && suggest::nearest(&cell.text, columns::titles(columns)).is_none() {
            // Others have a use for it.
            if !cell.is_empty() {
                let message = Message::new("column_of_no_use").with("found", &cell.text);
                faults.warning(Some(cell.place.clone()), message);
            }
        } else if header[..at].contains(&header[at]) {
            faults.at(&cell.place, Message::new("column_twice").with("column", &cell.text));
            sound = false;
        } else if !open && !known {
            let near = suggest::nearest(&cell.text, columns::titles(columns)).filter(|_| own);
            let names = columns.iter().copied().chain(near);
            suggest::unknown(faults, &cell.place, Message::new("unknown_column"), &cell.text, names);
            sound = false;
        }
    }
    let misspelt = |column| {
        let unknown = header.iter().filter(|title| !columns.contains(&title.as_str()));
        !open && unknown.into_iter().any(|title| suggest::nearest(title, columns.iter().copied()) == Some(column))
    };
    let (first, last) = (&cells.first()?.place, &cells.last()?.place);
    let place = Place { file: first.file, span: first.span.start..last.span.end };
    for column in wanted.required.iter().filter(|column| !header.iter().any(|title| title == *column)) {
        sound = false;
        if !misspelt(column) {
            faults.at(&place, Message::new("missing_column").with("column", column));
        }
    }
    sound.then_some(header)
}

/// Takes away empty cells at the end, down to so many cells; tells whether there were any.
fn drop_empty_end(cells: &mut Vec<Cell>, least: usize) -> bool {
    let before = cells.len();
    while cells.len() > least && cells.last().is_some_and(Cell::is_empty) {
        cells.pop();
    }
    cells.len() < before
}

fn row(header: &Rc<Vec<String>>, cells: Vec<Cell>, separator: Separator, faults: &mut Diagnostics) -> Option<Row> {
    let place = cells.first()?.place.clone();
    let row = Row {
        place: place.clone(),
        broken: cells.len() != header.len(),
        by_rule: Vec::new(),
        header: header.clone(),
        cells,
    };
    let cells = &row.cells;
    if row.broken {
        let message = Message::new("wrong_number_of_fields").with("found", cells.len()).with("expected", header.len());
        let fault = faults.at(&place, message);
        let other = if separator == Separator::Semicolon { ',' } else { ';' };
        if row.has_swallowed() {
            fault.hint(Message::new("quote_left_open"));
        } else if cells.len() == 1 && cells[0].text.contains(other) {
            fault.hint(Message::new("separator_is").with("separator", char::from(separator.byte()).escape_default()));
        }
    }
    Some(row)
}
