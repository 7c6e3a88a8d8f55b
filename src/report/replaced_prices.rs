//! The prices that a list laid over that of a scenario replaced, in a line.
//!
//! In: cells that were replaced. Out: a sentence with each row: its amount before and after, or what else changed.

use crate::diagnostics::Message;
use crate::model::ReplacedPrice;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;

/// The line; `None` where nothing was replaced.
pub fn replaced(cells: &[ReplacedPrice], language: Language) -> Option<String> {
    let rows = rows(cells, &Numbers::new(language));
    let message = Message::new("prices_replaced").with("count", rows.len()).with("rows", rows.join(", "));
    (!rows.is_empty()).then(|| language.fill(&message))
}

/// Each row once: with its amount where that is another, else with its columns. Cells of a row stand together.
pub fn rows(cells: &[ReplacedPrice], numbers: &Numbers) -> Vec<String> {
    let number = |text: &str| amount(text, numbers);
    let row = |row: &[ReplacedPrice]| match row.iter().find(|cell| cell.column == "central") {
        Some(amount) => format!("{} ({} -> {})", amount.id, number(&amount.old), number(&amount.new)),
        None => {
            let columns: Vec<&str> = row.iter().map(|cell| cell.column.as_str()).collect();
            format!("{} ({})", row[0].id, columns.join(", "))
        }
    };
    cells.chunk_by(|one, other| one.id == other.id).map(row).collect()
}

/// An amount of a list, with a point or a comma, as the language writes it: with the decimals that it has there.
fn amount(text: &str, numbers: &Numbers) -> String {
    let plain = if text.contains(',') { text.replace('.', "").replace(',', ".") } else { text.to_string() };
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match (plain.parse(), u8::try_from(decimals)) {
        (Ok(value), Ok(decimals @ 0..=6)) => numbers.decimal(value, decimals),
        _ => text.to_string(),
    }
}
