//! Lists in Excel workbooks.
//!
//! In: the bytes of an `.xlsx` file. Out: its first sheet with the header of a list, else its first sheet, as CSV, with
//! commas and decimal points, each row on the line of its number in the sheet. Text that looks like a number stands
//! between quotation marks, as how it is written must still be found out. Formulas count with the value that was saved;
//! one without stands there itself, behind `=` and without quotation marks. Colours and the like are left out.

use std::io::{self, Cursor};

use calamine::{Data, Reader, Xlsx, XlsxFormulaMetadata};

use crate::diagnostics::Sheet;
use crate::words::columns;

/// Most cells of a sheet from its first to its last row and column, filled or not: a cell far from the others would else
/// make a table that no memory holds.
const MOST_CELLS: u64 = 20_000_000;

/// Rows that a sheet of Excel has.
const MOST_ROWS: u32 = 1 << 20;

/// A cell that is filled, with its row and column, as it is written in CSV.
struct Filled {
    row: u32,
    column: u32,
    text: String,
    written: String,
}

/// The sheet with the list and its text, of which the cells hold so many bytes at most.
///
/// # Errors
/// `InvalidData` where it is no such workbook or has no sheet, `FileTooLarge` for too much of a sheet.
pub(crate) fn csv(bytes: Vec<u8>, most_bytes: u64) -> io::Result<(Sheet, String)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(wrong)?;
    let mut first = None;
    for name in book.sheet_names() {
        // A sheet of another kind, such as a chart, has no cells.
        let found = cells(&mut book, &name, most_bytes);
        if found.as_ref().is_ok_and(|cells| has_header(cells)) {
            return text_of(name, &found?);
        }
        first.get_or_insert((name, found));
    }
    let (name, cells) = first.ok_or_else(|| wrong("no sheet"))?;
    text_of(name, &cells?)
}

fn has_header(cells: &[Filled]) -> bool {
    cells.chunk_by(|a, b| a.row == b.row).any(|row| columns::is_any_header(row.iter().map(|cell| cell.text.as_str())))
}

/// The text of a sheet with these cells.
fn text_of(name: String, cells: &[Filled]) -> io::Result<(Sheet, String)> {
    let ends = |of: fn(&Filled) -> u32| {
        let (first, last) = (cells.iter().map(of).min(), cells.iter().map(of).max());
        first.zip(last).unwrap_or_default()
    };
    let (first_row, last_row) = ends(|cell| cell.row);
    let (first, last) = ends(|cell| cell.column);
    let width = (last - first).saturating_add(1);
    if last_row >= MOST_ROWS || u64::from(last_row - first_row + 1) * u64::from(width) > MOST_CELLS {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut text = "\n".repeat(first_row as usize);
    let mut waiting = cells.iter().peekable();
    let rows = if cells.is_empty() { 0..0 } else { first_row..last_row + 1 };
    for row in rows {
        for column in first..=last {
            if column > first {
                text.push(',');
            }
            let mut cell = None;
            while let Some(next) = waiting.next_if(|cell| (cell.row, cell.column) == (row, column)) {
                cell = Some(next);
            }
            match cell {
                Some(cell) => text.push_str(&cell.written),
                // A line without anything would be no row.
                None if width == 1 => text.push_str("\"\""),
                None => {}
            }
        }
        text.push('\n');
    }
    Ok((Sheet { name, first_column: first as usize }, text))
}

fn wrong(reason: impl ToString) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason.to_string())
}

/// The cells of a sheet that are filled, by row and column.
fn cells(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str, most_bytes: u64) -> io::Result<Vec<Filled>> {
    let mut reader = book.worksheet_cells_reader(name).map_err(wrong)?;
    let (mut cells, mut size) = (Vec::new(), 0);
    // Formulas that cells share are not written out for each: what takes room for that is a number in the file.
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(wrong)? {
        let (row, column) = cell.pos;
        let (text, written) = match (Data::from(cell.value), cell.formula) {
            (Data::Empty, Some(formula)) => {
                let formula = format!("={}", one_line(own_text(&formula)));
                // As a Dutch Excel shows it; a quotation mark would start text.
                (formula.clone(), formula.replace('"', "'").replace(',', ";"))
            }
            (data, _) => text(&data),
        };
        size += written.len() as u64 + 1;
        if size > most_bytes {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if !text.is_empty() {
            cells.push(Filled { row, column, text, written });
        }
    }
    cells.sort_by_key(|cell| (cell.row, cell.column));
    Ok(cells)
}

/// The text of a formula, as far as it stands in the cell itself.
fn own_text(formula: &XlsxFormulaMetadata) -> &str {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => formula,
        _ => "...",
    }
}

/// What stands in a cell, and how it is written in CSV.
fn text(data: &Data) -> (String, String) {
    let plain = |text: String| (text.clone(), text);
    match data {
        Data::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            plain(format!("{year:04}-{month:02}-{day:02}"))
        }
        Data::Empty => plain(String::new()),
        Data::Int(_) | Data::Float(_) | Data::Bool(_) | Data::Error(_) => plain(data.to_string()),
        other => {
            let text = one_line(&other.to_string());
            let special =
                text.contains(['"', ',']) || text.starts_with(['=', '#']) || text.trim().parse::<f64>().is_ok();
            let written = if special { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.clone() };
            (text, written)
        }
    }
}

/// A text with a space for each line break, so that a row is a line.
fn one_line(text: &str) -> String {
    let broken = text.contains(['\n', '\r']);
    if broken { text.replace("\r\n", " ").replace(['\n', '\r'], " ") } else { text.to_string() }
}
