//! Tables for a Dutch spreadsheet: semicolons between cells, commas before decimals.
//!
//! In: a table in CSV with commas and decimal points. Out: the same table, with a byte-order mark by which Excel knows
//! that it is UTF-8.

use std::io;

/// The table as a Dutch spreadsheet reads it.
///
/// # Errors
/// A text that is no table.
pub fn dutch_csv(text: &str) -> io::Result<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
    for record in reader.records() {
        writer.write_record(record?.iter().map(cell))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// A number with a decimal comma; any other text as it is.
fn cell(text: &str) -> String {
    let number = text.parse::<f64>().is_ok_and(f64::is_finite);
    if number { text.replace('.', ",") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_get_commas_and_texts_stay() {
        let table = "id,amount,note\na.b,-1234.5,\"x, y\"\nc;d,1e-7,\"say \"\"no\"\"\"\n";
        let dutch = dutch_csv(table).expect("a table");
        assert_eq!(dutch, "\u{feff}id;amount;note\na.b;-1234,5;x, y\n\"c;d\";1e-7;\"say \"\"no\"\"\"\n");
        // Every number comes back.
        let mut read = csv::ReaderBuilder::new().delimiter(b';').from_reader(dutch.as_bytes());
        let rows: Vec<csv::StringRecord> = read.records().map(|row| row.expect("a row")).collect();
        assert_eq!(rows[0][1].replace(',', ".").parse::<f64>(), Ok(-1234.5));
    }
}
