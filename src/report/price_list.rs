//! The price list as a file to edit: an Excel workbook, or CSV as a spreadsheet of the language writes it.
//!
//! In: rows of text by column, and a language. Out: the bytes of a workbook, or a text, with titles in that language.
//! Read as a list of one's own it changes nothing. No text becomes a formula.

#[cfg(feature = "excel")]
use std::io;

#[cfg(feature = "excel")]
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::words::{Language, columns};

/// Columns that hold numbers.
const NUMBERS: [&str; 7] = ["central", "low", "high", "range", "price_year", "cashable", "cashable_lag"];

/// The number in a cell.
fn number(column: &str, text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| NUMBERS.contains(&column) && value.is_finite())
}

/// The list as a workbook: numbers as numbers, days as days, the titles in sight however far one scrolls.
///
/// # Errors
/// What a workbook cannot hold, such as more rows than a sheet has.
#[cfg(feature = "excel")]
pub fn workbook(names: &[&str], rows: &[Vec<String>], language: Language) -> io::Result<Vec<u8>> {
    book(names, rows, language).map_err(io::Error::other)
}

#[cfg(feature = "excel")]
fn book(names: &[&str], rows: &[Vec<String>], language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same list gives the same bytes, whatever the day.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let (bold, day) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd"));
    let sheet = book.add_worksheet();
    sheet.set_name(language.text("page_prices"))?.set_freeze_panes(1, 0)?;
    for (column, name) in (0..).zip(names) {
        sheet.write_string_with_format(0, column, columns::title(name, language), &bold)?;
        let width = if ["id", "name_nl", "name_en", "source", "note"].contains(name) { 30 } else { 14 };
        sheet.set_column_width(column, width)?;
    }
    for (at, row) in (1..).zip(rows) {
        for ((column, name), text) in (0..).zip(names).zip(row).filter(|(_, text)| !text.is_empty()) {
            let date =
                Some(text).filter(|_| *name == "checked").and_then(|text| ExcelDateTime::parse_from_str(text).ok());
            match (number(name, text), date) {
                (Some(value), _) => sheet.write_number(at, column, value)?,
                (None, Some(date)) => sheet.write_datetime_with_format(at, column, &date, &day)?,
                // Never a formula or a link, whatever it starts with.
                (None, None) => sheet.write_string(at, column, text)?,
            };
        }
    }
    book.save_to_buffer()
}

/// The list as CSV: in Dutch with semicolons and decimal commas, as a Dutch spreadsheet has it.
pub fn text(names: &[&str], rows: &[Vec<String>], language: Language) -> String {
    let dutch = language == Language::Nl;
    let mut writer = csv::WriterBuilder::new();
    let mut writer = writer.delimiter(if dutch { b';' } else { b',' }).from_writer(Vec::new());
    let titles = names.iter().map(|name| columns::title(name, language).to_string()).collect();
    let cell = |(name, text): (&&str, &String)| match number(name, text) {
        Some(_) if dutch => text.replace('.', ","),
        Some(_) => text.clone(),
        None if text.starts_with(['=', '+', '-', '@']) => format!("'{text}"),
        None => text.clone(),
    };
    let rows = rows.iter().map(|row| names.iter().zip(row).map(cell).collect::<Vec<_>>());
    for row in [titles].into_iter().chain(rows) {
        // It is written to memory.
        let _ = writer.write_record(row);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    // The mark tells a spreadsheet that it is UTF-8.
    format!("\u{feff}{}", String::from_utf8_lossy(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_formula_and_numbers_are_those_of_the_language() {
        let rows = [["a", "-1.5", "=HYPERLINK(1)"].map(str::to_string).to_vec()];
        let names = ["id", "central", "note"];
        assert_eq!(text(&names, &rows, Language::Nl), "\u{feff}Code;Bedrag;Opmerking\na;-1,5;'=HYPERLINK(1)\n");
        assert_eq!(text(&names, &rows, Language::En), "\u{feff}Code,Amount,Note\na,-1.5,'=HYPERLINK(1)\n");
    }
}
