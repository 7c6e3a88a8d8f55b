//! Lists in Excel workbooks.
//!
//! In: the bytes of an `.xlsx` file. Out: its first sheet as CSV, with commas and decimal points, each row on the line
//! of its number in the sheet as far as no cell holds a line break. Formulas count with the value that was saved. Other
//! sheets, colours and the like are left out.

use std::io::{self, Cursor};

use calamine::{Data, Reader, Xlsx};

/// The first sheet as CSV.
///
/// # Errors
/// `InvalidData` where it is no such workbook or has no sheet.
pub(crate) fn csv(bytes: Vec<u8>) -> io::Result<String> {
    let wrong = |reason: String| io::Error::new(io::ErrorKind::InvalidData, reason);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| wrong(error.to_string()))?;
    let sheet = book.worksheet_range_at(0).ok_or_else(|| wrong("no sheet".to_string()))?;
    let sheet = sheet.map_err(|error| wrong(error.to_string()))?;
    let above = sheet.start().map_or(0, |(row, _)| row as usize);
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer("\n".repeat(above).into_bytes());
    for row in sheet.rows() {
        writer.write_record(row.iter().map(cell))?;
    }
    let text = writer.into_inner().map_err(|error| wrong(error.to_string()))?;
    String::from_utf8(text).map_err(|error| wrong(error.to_string()))
}

/// What stands in a cell, as it is written in CSV.
fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}
