//! The price index: yearly change of prices.
//!
//! In: rows of the list. Out: [`Index`], which takes prices from one year to another.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::diagnostics::{Diagnostics, Message};
use crate::read::list::checked;
use crate::read::list::records::{Cell, Row};
use crate::read::source::entry;
use crate::read::source::suggest;

/// Columns that the price index must have; every other column is an index, but for `checked`.
pub(crate) const COLUMNS: [&str; 4] = ["year", "cpi", "source", "note"];
/// Yearly change of prices in per cent, by column and year.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    columns: BTreeMap<String, BTreeMap<i32, f64>>,
    /// Years that somebody compared with their source.
    verified: BTreeSet<i32>,
}

/// Reads the price index. No year can have been checked after `today`, where that is known.
pub(crate) fn read(rows: &[Row], today: Option<Date>, faults: &mut Diagnostics) -> Index {
    let mut index = Index::default();
    for row in rows.iter().filter(|row| !row.broken) {
        let Some(year) = row.cell("year").year(faults) else { continue };
        if checked::is_checked(row, today, faults) == Some(true) {
            index.verified.insert(year);
        }
        for (column, cell) in row.cells().filter(|(column, _)| !["year", "source", "checked", "note"].contains(column))
        {
            let years = index.columns.entry(column.to_string()).or_default();
            let Some(change) = cell.number(faults).unwrap_or(Some(0.0)) else { continue };
            if change <= -100.0 || change > 1000.0 {
                faults.at(&cell.place, entry::outside_above(change, -100.0, 1000.0, "kind_change"));
            } else if years.insert(year, change).is_some() {
                faults.at(&row.place, Message::new("id_twice").with("id", year));
            }
        }
    }
    index
}

impl Index {
    /// Whether it has this column.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Whether somebody compared with its source each year by which this index takes prices from `from` to `to`.
    pub(crate) fn is_verified(&self, column: &str, from: i32, to: i32) -> bool {
        let years = self.columns.get(column).into_iter().flat_map(BTreeMap::keys);
        let mut used = years.filter(|year| (from.min(to) + 1..=from.max(to)).contains(year));
        used.all(|year| self.verified.contains(year))
    }

    /// Prices in year `to` over prices in year `from`, by the column named in `cell`:
    /// the product of `1 + change / 100` over the years after `from` up to and including `to`.
    pub(crate) fn factor(&self, cell: &Cell, from: i32, to: i32, faults: &mut Diagnostics) -> Option<f64> {
        let Some(years) = self.columns.get(&cell.text) else {
            let known = self.columns.keys().map(String::as_str);
            suggest::unknown(faults, &cell.place, Message::new("unknown_index"), &cell.text, known);
            return None;
        };
        let mut factor = 1.0;
        for year in from.min(to) + 1..=from.max(to) {
            let Some(change) = years.get(&year) else {
                let message = Message::new("index_without_year").with("index", &cell.text).with("year", year);
                faults.at(&cell.place, message).hint(Message::new("add_index_year").with("from", from).with("to", to));
                return None;
            };
            factor *= 1.0 + change / 100.0;
        }
        Some(if from <= to { factor } else { 1.0 / factor })
    }
}
