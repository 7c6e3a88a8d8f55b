//! Lists in Excel workbooks.
//!
//! In: the bytes of an `.xlsx` file. Out: its first sheet as CSV, with commas and decimal points, each row on the line
//! of its number in the sheet as far as no cell holds a line break. Formulas count with the value that was saved. Other
//! sheets, colours and the like are left out.

use std::io::{self, Cursor};

use calamine::{Data, Reader, Xlsx};

/// Most cells of a sheet from its first to its last row and column, filled or not: a cell far from the others would else
/// make a table that no memory holds.
const MOST_CELLS: u64 = 20_000_000;

/// Rows that a sheet of Excel has.
const MOST_ROWS: u32 = 1 << 20;

/// A cell that is filled, with its row and column.
struct Filled {
    row: u32,
    column: u32,
    text: String,
}

/// The first sheet as CSV, of which the cells hold so many bytes at most.
///
/// # Errors
/// `InvalidData` where it is no such workbook or has no sheet, `FileTooLarge` for too much of a sheet.
pub(crate) fn csv(bytes: Vec<u8>, most_bytes: u64) -> io::Result<String> {
    let cells = cells(bytes, most_bytes)?;
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
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer("\n".repeat(first_row as usize).into_bytes());
    let mut waiting = cells.iter().peekable();
    let rows = if cells.is_empty() { 0..0 } else { first_row..last_row + 1 };
    for row in rows {
        let mut fields = vec![""; width as usize];
        while let Some(cell) = waiting.next_if(|cell| cell.row == row) {
            fields[(cell.column - first) as usize] = &cell.text;
        }
        writer.write_record(fields)?;
    }
    let text = writer.into_inner().map_err(wrong)?;
    String::from_utf8(text).map_err(wrong)
}

fn wrong(reason: impl ToString) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason.to_string())
}

/// The cells of the first sheet that are filled, by row and column.
fn cells(bytes: Vec<u8>, most_bytes: u64) -> io::Result<Vec<Filled>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(wrong)?;
    let name = book.sheet_names().into_iter().next().ok_or_else(|| wrong("no sheet"))?;
    let mut reader = book.worksheet_cells_reader(&name).map_err(wrong)?;
    let (mut cells, mut size) = (Vec::new(), 0);
    while let Some(cell) = reader.next_cell().map_err(wrong)? {
        let (row, column) = cell.get_position();
        let text = text(&cell.get_value().clone().into());
        size += text.len() as u64 + 1;
        if size > most_bytes {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if !text.is_empty() {
            cells.push(Filled { row, column, text });
        }
    }
    cells.sort_by_key(|cell| (cell.row, cell.column));
    Ok(cells)
}

/// What stands in a cell, as it is written in CSV.
fn text(data: &Data) -> String {
    match data {
        Data::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}
