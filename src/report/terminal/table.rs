//! Plain tables for a terminal, as wide as what is in them.
//!
//! In: heads and rows of cells. Out: lines. What stands in the cells is decided elsewhere.

use crate::report::words::wrap::{left, plain, right};
use unicode_width::UnicodeWidthStr;

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// What stands above it.
    pub head: &'static str,
    /// Most columns of the terminal that it takes; what is longer is cut.
    pub most: usize,
    /// Its cells stand at the right, as numbers do.
    pub number: bool,
}

/// The lines of a table: the heads, then the rows; each column as wide as its widest cell, but for `most`.
pub fn lines(columns: &[Column], rows: &[Vec<String>]) -> Vec<String> {
    let widest = |at: usize, column: &Column| {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| plain(cell).width());
        cells.chain([column.head.width()]).max().unwrap_or_default().min(column.most)
    };
    let widths: Vec<usize> = columns.iter().enumerate().map(|(at, column)| widest(at, column)).collect();
    let line = |cells: &[String]| {
        let cell = |((text, column), width): ((&String, &Column), &usize)| {
            if column.number { right(text, *width) } else { left(text, *width) }
        };
        let cells: Vec<String> = cells.iter().zip(columns).zip(&widths).map(cell).collect();
        cells.join("  ").trim_end().to_string()
    };
    let heads: Vec<String> = columns.iter().map(|column| column.head.to_string()).collect();
    std::iter::once(&heads).chain(rows).map(|cells| line(cells)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_cells() {
        let column = |head, most, number| Column { head, most, number };
        let columns = [column("id", 6, false), column("euro", 9, true), column("x", 9, false)];
        let rows =
            [["één", "1,50", "a\u{1b}b"], ["zeven lang", "12.345,00", ""]].map(|row| row.map(String::from).to_vec());
        assert_eq!(lines(&columns, &rows), ["id           euro  x", "één          1,50  a b", "zeven…  12.345,00"]);
    }
}
