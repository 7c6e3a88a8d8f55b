//! Days on which figures were compared with their sources.
//!
//! In: the cells `checked` and `source` of a row, and the day it is today where that is known. Out: whether somebody
//! verified the row. A day without a source verifies nothing.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::diagnostics::{Diagnostics, Message};
use crate::read::list::records::{Cell, Row};

/// A day as `2026-01-31` or `31-01-2026`.
fn day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split('-').collect();
    let [first, second, third] = parts[..] else { return None };
    let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let (year, month, day) = match (first.len(), second.len(), third.len()) {
        (4, 2, 2) if digits => (first, second, third),
        (2, 2, 4) if digits => (third, second, first),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Whether somebody compared the row with its source on a day that is over. `None` where the fault was reported.
pub(crate) fn is_checked(row: &Row, today: Option<Date>, faults: &mut Diagnostics) -> Option<bool> {
    let cell = row.cell("checked");
    if cell.is_empty() {
        return Some(false);
    }
    let Some(found) = day(&cell.text) else {
        return wrong(&cell, "checked_no_day", faults);
    };
    // Somewhere it may be tomorrow already.
    let last = today.and_then(|today| today.checked_add(1.day()).ok());
    if last.is_some_and(|last| found > last) {
        return wrong(&cell, "checked_to_come", faults);
    }
    Some(!row.text("source").is_empty())
}

fn wrong(cell: &Cell, key: &'static str, faults: &mut Diagnostics) -> Option<bool> {
    faults.at(&cell.place, Message::new(key).with("found", &cell.text)).hint(Message::new("write_day"));
    None
}

/// Whether nobody verified the row, of which the faults are told elsewhere.
pub(crate) fn is_unverified(row: &Row) -> bool {
    is_checked(row, None, &mut Diagnostics::default()) != Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_two_forms() {
        let wanted = Date::new(2025, 12, 9).ok();
        for text in ["2025-12-09", "09-12-2025"] {
            assert_eq!(day(text), wanted);
        }
        for text in [
            "",
            "ja hoor",
            "9-12-2025",
            "2025-13-09",
            "2025-02-29",
            "12-2025",
            "2025",
            "09/12/2025",
            "-025-12-09",
            "2025-12-09-1",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
