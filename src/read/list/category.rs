//! Cost categories: payers, receivers and statute of a price whose row does not name them.
//!
//! In: the rows of the list of categories, and those of the price list. Out: price rows whose empty cells hold what
//! their category says. A cell that was filled in so keeps its place in the list of categories: faults are told there,
//! and `mkba show` points there. What a row says itself is never touched; `0` says something, an empty cell does not.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::diagnostics::{Diagnostics, Message};
use crate::model::Account;
use crate::read::list::List;
use crate::read::list::records::{Cell, Row};
use crate::read::list::shares::{self, KINDS, needs};
use crate::read::number::evidence;
use crate::read::source::suggest;

/// Columns of the list of categories.
pub(crate) const COLUMNS: [&str; 12] = [
    "category",
    "name_nl",
    "name_en",
    "payers",
    "receivers",
    "law",
    "cashable",
    "cashable_lag",
    "grade",
    "source",
    "url",
    "note",
];
/// Columns of a price that its category may fill in.
const RULED: [&str; 5] = ["payers", "receivers", "law", "cashable", "cashable_lag"];

/// Rows by category, `None` for those that were reported as faulty.
pub(crate) type Categories = BTreeMap<String, Option<Row>>;

/// Reads the list of categories.
pub(crate) fn read(rows: &[Row], accounts: &List<Vec<Account>>, faults: &mut Diagnostics) -> Categories {
    let mut categories = Categories::new();
    for row in rows {
        let name = row.cell("category");
        if name.is_empty() {
            faults.at(&name.place, Message::new("cell_empty").with("column", "category"));
            continue;
        }
        match categories.entry(name.text) {
            Entry::Occupied(known) => {
                faults.at(&name.place, Message::new("id_twice").with("id", known.key()));
            }
            Entry::Vacant(new) => {
                let sound = !row.broken && check(row, accounts, faults).is_some();
                new.insert(sound.then(|| row.clone()));
            }
        }
    }
    categories
}

/// `None` where a cell is at fault.
fn check(row: &Row, accounts: &List<Vec<Account>>, faults: &mut Diagnostics) -> Option<()> {
    let payers = shares::of_cell(&row.cell("payers"), accounts, faults).map(drop);
    let receivers = shares::of_cell(&row.cell("receivers"), accounts, faults).map(drop);
    let cashable = cashable(&row.cell("cashable"), faults).map(drop);
    let lag = cashable_lag(&row.cell("cashable_lag"), faults).map(drop);
    let grade = row.cell("grade");
    let known = grade.is_empty() || evidence::grade(&grade.text, &grade.place, faults).is_some();
    payers.and(receivers).and(cashable).and(lag).and(known.then_some(()))
}

/// Share of a saving that can be booked, 0 to 1; 0 where nothing is said.
pub(crate) fn cashable(cell: &Cell, faults: &mut Diagnostics) -> Option<f64> {
    cell.within((0.0, 1.0), "kind_share", 0.0, faults)
}

/// Months before a saving can be booked; 0 where nothing is said.
pub(crate) fn cashable_lag(cell: &Cell, faults: &mut Diagnostics) -> Option<f64> {
    cell.within((0.0, 12_000.0), "kind_months", 0.0, faults)
}

/// Fills in the empty cells of price rows. A row that needs a faulty rule becomes one of which only the name is used.
pub(crate) fn fill(prices: &mut [Row], categories: &List<Categories>, faults: &mut Diagnostics) {
    let List::Read(categories) = categories else { return };
    for price in prices.iter_mut().filter(|row| !row.broken) {
        let category = price.cell("category");
        if category.is_empty() {
            continue;
        }
        let Some(rule) = categories.get(&category.text) else {
            let known = categories.keys().map(String::as_str);
            suggest::unknown(faults, &category.place, Message::new("unknown_category"), &category.text, known);
            continue;
        };
        let empty: Vec<&'static str> = wanted(price).filter(|column| price.cell(column).is_empty()).collect();
        match rule {
            Some(rule) => empty.iter().for_each(|column| {
                let cell = rule.cell(column);
                price.by_rule.extend((!cell.is_empty()).then_some(*column));
                price.put(column, cell);
            }),
            None => price.broken |= !empty.is_empty(),
        }
    }
}

/// The columns that mean something for a row of this kind.
fn wanted(price: &Row) -> impl Iterator<Item = &'static str> {
    let kind = price.text("kind");
    let (pays, receives) =
        KINDS.iter().find(|(word, _)| *word == kind).map_or((false, false), |(_, kind)| needs(*kind));
    RULED.into_iter().filter(move |column| match *column {
        "payers" => pays,
        "receivers" => receives,
        _ => pays || receives,
    })
}
