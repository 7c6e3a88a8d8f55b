//! The prices that a list laid over that of a scenario replaced, in a line.
//!
//! In: cells that were replaced. Out: a sentence with each row: its amount before and after, or what else changed.

use super::words::Language;
use crate::diagnostics::Message;
use crate::model::ReplacedPrice;

/// The line; `None` where nothing was replaced.
pub fn replaced(cells: &[ReplacedPrice], language: Language) -> Option<String> {
    let rows = rows(cells);
    let message = Message::new("prices_replaced").with("count", rows.len()).with("rows", rows.join(", "));
    (!rows.is_empty()).then(|| language.fill(&message))
}

/// Each row once: with its amount where that is another, else with its columns. Cells of a row stand together.
pub fn rows(cells: &[ReplacedPrice]) -> Vec<String> {
    let row = |row: &[ReplacedPrice]| match row.iter().find(|cell| cell.column == "central") {
        Some(amount) => format!("{} ({} -> {})", amount.id, amount.old, amount.new),
        None => {
            let columns: Vec<&str> = row.iter().map(|cell| cell.column.as_str()).collect();
            format!("{} ({})", row[0].id, columns.join(", "))
        }
    };
    cells.chunk_by(|one, other| one.id == other.id).map(row).collect()
}
