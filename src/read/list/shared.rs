//! Short lists that several scenarios share: accounts, price index, evidence.
//!
//! In: rows. Out: accounts, the yearly change of prices, and the range that belongs to a grade. Prices and rates have
//! files of their own.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::{Account, Grade, Role, Text};
use crate::read::list::records::{Cell, Row};
use crate::read::number;
use crate::read::source::entry::At;
use crate::read::source::suggest;

/// Columns of the list of accounts.
pub(crate) const ACCOUNTS: [&str; 5] = ["id", "name_nl", "name_en", "public", "role"];
/// Columns that the price index must have; every other column is an index.
pub(crate) const INDEX: [&str; 4] = ["year", "cpi", "source", "note"];
/// Columns of the list of ranges by grade.
pub(crate) const EVIDENCE: [&str; 3] = ["grade", "half_width", "reason"];

/// A list that may not be there.
#[derive(Clone, Debug, Default)]
pub(crate) enum List<T> {
    /// The scenario names none.
    #[default]
    Absent,
    /// It was named, but could not be read; that was reported.
    Unreadable,
    /// What is in it.
    Read(T),
}

impl<T> List<T> {
    /// What is in it. Where there is no list, that is reported at the place that needs it.
    pub(crate) fn needed(&self, key: &'static str, place: &Place, faults: &mut Diagnostics) -> Option<&T> {
        match self {
            List::Read(list) => Some(list),
            List::Unreadable => None,
            List::Absent => {
                faults
                    .at(place, Message::new("no_list").with("list", key))
                    .hint(Message::new("add_list").with("list", key));
                None
            }
        }
    }
}

/// Names for people in a row; the name in files where none is given.
pub(crate) fn names_of(row: &Row, id: &str) -> Text {
    let name = |column: &str| Some(row.text(column)).filter(|text| !text.is_empty()).unwrap_or_else(|| id.to_string());
    Text { nl: name("name_nl"), en: name("name_en") }
}

/// The name of a row, new in its list.
pub(crate) fn id_of<T>(row: &Row, known: &BTreeMap<String, T>, faults: &mut Diagnostics) -> Option<String> {
    let id = row.cell("id");
    if id.is_empty() {
        faults.at(&id.place, Message::new("cell_empty").with("column", "id"));
        return None;
    }
    if known.contains_key(&id.text) {
        faults.at(&id.place, Message::new("id_twice").with("id", &id.text));
        return None;
    }
    Some(id.text)
}

/// Reads the accounts, in the order of the list.
pub(crate) fn accounts(rows: &[Row], faults: &mut Diagnostics) -> Vec<Account> {
    let mut known = BTreeMap::new();
    let mut accounts: Vec<Account> = Vec::new();
    for row in rows {
        let Some(id) = id_of(row, &known, faults) else { continue };
        known.insert(id.clone(), ());
        if row.broken {
            accounts.push(Account { label: Text::default(), id, public: false, role: Role::Party });
            continue;
        }
        let public = row.cell("public").boolean(faults).unwrap_or_default();
        let roles = [("party", Role::Party), ("resources", Role::Resources), ("welfare", Role::Welfare)];
        let role = row.cell("role").one_of(&roles, faults).unwrap_or(Role::Party);
        if role != Role::Party && accounts.iter().any(|account| account.role == role) {
            faults.at(&row.cell("role").place, Message::new("role_twice").with("role", row.text("role")));
        }
        accounts.push(Account { label: names_of(row, &id), id, public, role });
    }
    for (word, role) in [("resources", Role::Resources), ("welfare", Role::Welfare)] {
        if let (Some(row), false) = (rows.last(), accounts.iter().any(|account| account.role == role)) {
            faults.at(&row.place, Message::new("role_missing").with("role", word));
        }
    }
    accounts
}

/// Yearly change of prices in per cent, by column and year.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    columns: BTreeMap<String, BTreeMap<i32, f64>>,
}

/// Reads the price index.
pub(crate) fn index(rows: &[Row], faults: &mut Diagnostics) -> Index {
    let mut index = Index::default();
    for row in rows.iter().filter(|row| !row.broken) {
        let Some(year) = row.cell("year").year(faults) else { continue };
        for (column, cell) in row.cells().filter(|(column, _)| !["year", "source", "note"].contains(column)) {
            let years = index.columns.entry(column.to_string()).or_default();
            let Some(change) = cell.number(faults).unwrap_or(Some(0.0)) else { continue };
            if change <= -100.0 || change > 1000.0 {
                faults.at(&cell.place, crate::read::source::entry::outside(change, -100, 1000, "kind_change"));
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

/// Relative half-width of an interval of 95 % for a figure without one, by grade.
pub(crate) type Widths = BTreeMap<Grade, f64>;

/// Reads the ranges by grade.
pub(crate) fn widths(rows: &[Row], faults: &mut Diagnostics) -> Widths {
    let mut widths = Widths::new();
    for row in rows.iter().filter(|row| !row.broken) {
        let cell = row.cell("grade");
        let grade = number::grade(&cell.text, &cell.place, faults);
        let width = row.cell("half_width");
        let Some(half) = width.some_number("half_width", faults) else { continue };
        if !(0.0..=1.0).contains(&half) {
            faults.at(&width.place, crate::read::source::entry::outside(half, 0, 1, "kind_share"));
        }
        if let Some(grade) = grade
            && widths.insert(grade, half).is_some()
        {
            faults.at(&cell.place, Message::new("id_twice").with("id", &cell.text));
        }
    }
    widths
}
