//! A user's own price list, laid over that of a scenario.
//!
//! In: the rows of the scenario's list, and rows of which only `id` and the columns that differ need be there. Out: the
//! rows as they count, and what changed. An empty cell changes nothing. Who replaces the amount replaces the figure:
//! range, grade, source and what else tells of the old one go, unless the row gives its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostics, Message};
use crate::model::ReplacedPrice;
use crate::read::list::price::COLUMNS;
use crate::read::list::records::{Cell, Row};
use crate::read::source::suggest;

/// What tells of an amount, and goes with it.
const OF_AMOUNT: [&str; 8] = ["low", "high", "range", "grade", "source", "url", "checked", "note"];

/// Lays own rows over those of a list.
pub(crate) fn lay(rows: &mut Vec<Row>, own: Vec<Row>, faults: &mut Diagnostics) -> Vec<ReplacedPrice> {
    let mut replaced = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut rows_by_id: BTreeMap<String, usize> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        rows_by_id.entry(row.text("id")).or_insert(at);
    }
    for row in own {
        let id = row.cell("id");
        if id.is_empty() {
            faults.at(&id.place, Message::new("cell_empty").with("column", "id"));
        } else if seen.contains(&id.text) {
            faults.at(&id.place, Message::new("id_twice").with("id", &id.text));
        } else if let Some(base) = rows_by_id.get(&id.text).map(|at| &mut rows[*at]) {
            base.broken |= row.broken;
            replaced.extend(change(base, &row));
        } else {
            warn_new(&row, &rows_by_id, faults);
            rows_by_id.insert(id.text.clone(), rows.len());
            rows.push(row.with_columns(&COLUMNS));
        }
        seen.insert(id.text);
    }
    replaced
}

/// Changes a row; tells each cell that is no longer the same.
fn change(base: &mut Row, own: &Row) -> Vec<ReplacedPrice> {
    let new_amount = !own.cell("central").is_empty() && differs(&base.cell("central"), &own.cell("central"));
    let mut replaced = Vec::new();
    for column in COLUMNS.into_iter().filter(|column| *column != "id") {
        let (old, new) = (base.cell(column), own.cell(column));
        let goes = new_amount && OF_AMOUNT.contains(&column);
        if differs(&old, &new) && (goes || !new.is_empty()) {
            replaced.push(ReplacedPrice {
                id: base.text("id"),
                column: column.to_string(),
                old_value: old.value_of(&old.text).ok(),
                new_value: new.value_of(&new.text).ok(),
                old: old.text,
                new: new.text.clone(),
            });
        }
        if goes || !new.is_empty() {
            base.put(column, new);
        }
    }
    replaced
}

/// Whether two cells say something else: `67.80` and `67,8` are the same number.
fn differs(old: &Cell, new: &Cell) -> bool {
    let value = |cell: &Cell| cell.value_of(&cell.text).ok();
    old.text != new.text && value(old).is_none_or(|value_of_old| value(new) != Some(value_of_old))
}

/// A row that replaces nothing may have its name misspelt.
fn warn_new(row: &Row, known: &BTreeMap<String, usize>, faults: &mut Diagnostics) {
    let id = row.cell("id");
    let near = suggest::near(faults, &id.text, known.keys().map(String::as_str));
    let warning = faults.warning(Some(id.place), Message::new("own_price_new").with("id", &id.text));
    if let Some(near) = near {
        warning.hint(Message::new("did_you_mean").with("name", near));
    }
}
