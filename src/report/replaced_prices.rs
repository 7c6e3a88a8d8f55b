//! Prices that a list laid over that of a scenario replaced, in a line.
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
    let shown = |value: Option<f64>, text: &str| value.map_or_else(|| text.to_owned(), |value| amount(value, numbers));
    let row = |row: &[ReplacedPrice]| match row.iter().find(|cell| cell.column == "central") {
        Some(cell) => {
            let [old, new] = [shown(cell.old_value, &cell.old), shown(cell.new_value, &cell.new)];
            format!("{} ({old} -> {new})", cell.id)
        }
        None => {
            let columns: Vec<&str> = row.iter().map(|cell| cell.column.as_str()).collect();
            format!("{} ({})", row[0].id, columns.join(", "))
        }
    };
    cells.chunk_by(|cell, next| cell.id == next.id).map(row).collect()
}

/// An amount: whole euros as they are, else in cents, or with all its digits where it has more.
fn amount(value: f64, numbers: &Numbers) -> String {
    let cents = 100.0 * value;
    let in_cents = value.fract() != 0.0 && (cents - cents.round()).abs() < 1e-9 * cents.abs();
    if in_cents { numbers.decimal(value, 2) } else { numbers.exact(value) }
}
