//! Tables of names and figures of which no name is cut.
//!
//! In: heads, rows, a width in columns. Out: lines. Names take more lines where they are long; figures stand in the
//! first of them. Heads take two lines where that makes a column narrower. Figures are cut only where all of them
//! together leave no room for a name.

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

/// The lines of a table.
pub(super) fn lines(head: &Row, rows: &[Row], width: usize) -> Vec<String> {
    let columns = head.figures.len();
    let widest = |(at, head): (usize, &String)| {
        let cells = rows.iter().filter_map(|row| row.figures.get(at)).map(|cell| plain(cell).width());
        cells.chain([narrowest(head)]).max().unwrap_or_default() + GAP
    };
    let mut widths: Vec<usize> = head.figures.iter().enumerate().map(widest).collect();
    let room = width.saturating_sub(NAME);
    if widths.iter().sum::<usize>() > room {
        widths.iter_mut().for_each(|cell| *cell = (*cell).min(room / columns.max(1)));
    }
    let name = width.saturating_sub(widths.iter().sum());
    let figures =
        |cells: &[String]| -> String { cells.iter().zip(&widths).map(|(cell, width)| right(cell, *width)).collect() };
    let write = |row: &Row| {
        let mut names = wrap(&row.name, name - 1, 2).into_iter();
        let first = left(&names.next().unwrap_or_default(), name) + &figures(&row.figures);
        std::iter::once(first.trim_end().to_owned()).chain(names).collect::<Vec<_>>()
    };
    let heads: Vec<Vec<String>> =
        head.figures.iter().zip(&widths).map(|(text, width)| wrap(text, width.saturating_sub(GAP), 0)).collect();
    let names = wrap(&head.name, name - 1, 0);
    let height = heads.iter().chain([&names]).map(Vec::len).max().unwrap_or_default();
    // They stand at the bottom, next to the figures.
    let at = |cell: &Vec<String>, line: usize| {
        (line + cell.len()).checked_sub(height).and_then(|at| cell.get(at)).cloned().unwrap_or_default()
    };
    let head_line = |line: usize| {
        let cells: Vec<String> = heads.iter().map(|cell| at(cell, line)).collect();
        (left(&at(&names, line), name) + &figures(&cells)).trim_end().to_owned()
    };
    (0..height).map(head_line).chain(rows.iter().flat_map(write)).collect()
}

/// Columns of a head in at most two lines.
fn narrowest(head: &str) -> usize {
    let fits = |width: &usize| {
        wrap(head, *width, 0).len() <= 2 && wrap(head, *width, 0).iter().all(|line| !line.contains('…'))
    };
    (1..head.width().max(1)).find(fits).unwrap_or(head.width())
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
        let found =
            lines(&row("plan", ["publieke kas", "kans"]), &[row("een naam die niet past", ["−1.250", "58 %"])], 36);
        let wanted = [
            "                    publieke",
            "plan                     kas  kans",
            "een naam die niet     −1.250  58 %",
            "  past",
        ];
        assert_eq!(
            found.iter().map(|line| line.split_whitespace().collect::<Vec<_>>()).collect::<Vec<_>>(),
            wanted.map(|line| line.split_whitespace().collect::<Vec<_>>())
        );
        assert!(found.iter().all(|line| line.width() <= 36));
        let at = |line: &str, text: &str| line.split(text).next().unwrap_or_default().width() + text.width();
        assert_eq!(at(&found[1], "kas"), at(&found[2], "−1.250"));
    }

    #[test]
    fn figures_without_room_are_cut_and_never_stand_beside_the_screen() {
        let wide = Row { name: "naam".to_owned(), figures: vec!["9".repeat(30); 5] };
        let head = Row { name: "kop".to_owned(), figures: vec!["hoofd".to_owned(); 5] };
        assert!(lines(&head, &[wide], 80).iter().all(|line| line.width() <= 80));
    }
}
