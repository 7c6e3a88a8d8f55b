//! Evidence of prices and rates: grades, and the range that belongs to a grade.
//!
//! In: rows of the list of ranges by grade; the columns of a price or rate that say what it rests on. Out: relative
//! half-widths by grade, and [`Evidence`].

use jiff::civil::Date;

use crate::diagnostics::{Diagnostics, Message};
use crate::model::{Evidence, Grade, HalfWidths};
use crate::read::list::List;
use crate::read::list::checked;
use crate::read::list::records::{Cell, Row};
use crate::read::number::evidence;
use crate::read::source::entry;

/// Columns of the list of ranges by grade.
pub(crate) const COLUMNS: [&str; 3] = ["grade", "half_width", "reason"];

/// Reads the ranges by grade.
pub(crate) fn read(rows: &[Row], faults: &mut Diagnostics) -> HalfWidths {
    let mut widths = HalfWidths::new();
    for row in rows.iter().filter(|row| !row.broken) {
        let cell = row.cell("grade");
        let grade = evidence::grade(&cell.text, &cell.place, faults);
        let width = row.cell("half_width");
        let Some(half) = width.some_number("half_width", faults) else { continue };
        if !(0.0..=1.0).contains(&half) {
            faults.at(&width.place, entry::outside(half, 0, 1, "kind_share"));
        }
        if let Some(grade) = grade
            && widths.insert(grade, half).is_some()
        {
            faults.at(&cell.place, Message::new("id_twice").with("id", &cell.text));
        }
    }
    widths
}

/// Grade and source of a row. No source means an assumption, whatever the grade.
pub(crate) fn of_row(row: &Row, today: Option<Date>, faults: &mut Diagnostics) -> Option<Evidence> {
    let (source, cell) = (row.text("source"), row.cell("grade"));
    let grade =
        if cell.is_empty() { Some(Grade::Assumption) } else { evidence::grade(&cell.text, &cell.place, faults) };
    let checked = checked::is_checked(row, today, faults);
    let grade = if source.is_empty() { Grade::Assumption } else { grade? };
    let unverified = !checked?;
    let (url, note) = (row.text("url"), row.text("note"));
    Some(Evidence { grade, source, url, year: None, index: None, note, range_by_rule: false, unverified })
}

/// Half-width for a grade, where the figure came without a range.
pub(crate) fn half_width(
    widths: &List<HalfWidths>,
    grade: Grade,
    cell: &Cell,
    faults: &mut Diagnostics,
) -> Option<f64> {
    let widths = widths.needed("evidence", &cell.place, faults)?;
    let found = widths.get(&grade).copied();
    if found.is_none() {
        faults.at(&cell.place, Message::new("grade_without_width").with("grade", grade.key()));
    }
    found
}
