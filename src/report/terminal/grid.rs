//! Tables of names and figures of which no name is cut.
//!
//! In: heads, rows, a width in columns. Out: lines. Names take more lines where they are long; figures stand in the
//! first of them. Figures are cut only where all of them together leave no room for a name.

use crate::report::words::wrap::{left, plain, right, wrap};
use unicode_width::UnicodeWidthStr;

/// Fewest columns of a name.
const NAME: usize = 18;
/// Columns between two figures.
const GAP: usize = 2;

/// A row: a name and its figures.
pub(super) struct Row {
    pub name: String,
    pub figures: Vec<String>,
}

/// The lines of a table; the first row is the head.
pub(super) fn lines(rows: &[Row], width: usize) -> Vec<String> {
    let columns = rows.iter().map(|row| row.figures.len()).max().unwrap_or_default();
    let widest = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.figures.get(at));
        cells.map(|cell| plain(cell).width() + GAP).max().unwrap_or_default()
    };
    let mut widths: Vec<usize> = (0..columns).map(widest).collect();
    let room = width.saturating_sub(NAME);
    if widths.iter().sum::<usize>() > room {
        widths.iter_mut().for_each(|cell| *cell = (*cell).min(room / columns.max(1)));
    }
    let name = width.saturating_sub(widths.iter().sum());
    let write = |row: &Row| {
        let mut names = wrap(&row.name, name, 2).into_iter();
        let figures: String = row.figures.iter().zip(&widths).map(|(cell, width)| right(cell, *width)).collect();
        let first = left(&names.next().unwrap_or_default(), name) + &figures;
        std::iter::once(first.trim_end().to_owned()).chain(names).collect::<Vec<_>>()
    };
    rows.iter().flat_map(write).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_wrap_and_figures_stay_whole() {
        let row = |name: &str, figures: [&str; 2]| Row {
            name: name.to_owned(),
            figures: figures.map(str::to_owned).to_vec(),
        };
        let rows = [row("", ["euro", "kans"]), row("een naam die niet past", ["−1.250", "58 %"])];
        let wanted = ["                    euro  kans", "een naam die      −1.250  58 %", "  niet past"];
        assert_eq!(lines(&rows, 32), wanted.map(|line| line.replacen("    euro", "      euro", 1).replacen("      −", "        −", 1)));
    }
}
