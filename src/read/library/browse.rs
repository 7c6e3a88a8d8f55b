//! Rows of the lists of the library, as they are written, for somebody who looks for a figure.
//!
//! In: the lists of the library. Out: rows with what a reader wants to know of each. Amounts are in euro of the row's
//! own year: nothing is indexed, and no distribution is made.

use serde::Serialize;

use crate::diagnostics::Diagnostics;
use crate::model::Text;
use crate::read::check::standalone;
use crate::read::library;
use crate::read::list::List;
use crate::read::list::accounts;
use crate::read::list::category;
use crate::read::list::checked;
use crate::read::list::price;
use crate::read::list::rate;
use crate::read::list::records::name::names_of;
use crate::read::list::records::{self, Row};

/// Columns of the price list.
pub const PRICE_COLUMNS: [&str; 24] = price::COLUMNS;

/// A row of a list of prices or rates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Name in files.
    pub id: String,
    /// Names for people.
    pub name: Text,
    /// Category; empty for rates.
    pub category: String,
    /// Euro per unit, or the rate; `None` where the row has none.
    pub value: Option<f64>,
    /// Low end of the range, as far as the row gives one.
    pub low: Option<f64>,
    /// High end of the range.
    pub high: Option<f64>,
    /// What it is per, or of.
    pub unit: String,
    /// Year of the price or of the measurement.
    pub year: String,
    /// Accounts with their shares; empty for rates.
    pub payers: String,
    /// As `payers`.
    pub receivers: String,
    /// What the row does not say and the rule for its category does.
    pub by_rule: Vec<&'static str>,
    /// What the figure rests on.
    pub grade: String,
    /// Day on which somebody compared it with its source; empty where nobody did.
    pub checked: String,
    /// Nobody compared it with its source.
    pub unverified: bool,
    /// Source.
    pub source: String,
    /// Where the source is.
    pub url: String,
    /// The list that holds it, as a path in the library.
    pub list: String,
}

/// All prices of the library, by list and in the order of each.
pub fn prices() -> Vec<Figure> {
    let mut faults = Diagnostics::default();
    let rows = |path, columns: &[&str], faults: &mut Diagnostics| {
        library::text(path).and_then(|text| records::read(text, 0, columns, false, faults))
    };
    let accounts = rows("accounts.csv", &accounts::COLUMNS, &mut faults);
    let accounts = accounts.map_or(List::Unreadable, |rows| List::Read(accounts::read(&rows, &mut faults)));
    let rules = rows("categories.csv", &category::COLUMNS, &mut faults);
    let rules = rules.map(|rows| category::read(&rows, &accounts, &mut faults));
    let rules = rules.map_or(List::Absent, List::Read);
    figures("prices", &price::COLUMNS, |mut rows| {
        category::fill(&mut rows, &rules, &mut Diagnostics::default());
        rows
    })
}

/// The rows of the price lists of the library as they are written there, by column of [`PRICE_COLUMNS`], of which the id,
/// names and category are `wanted`.
pub fn written_prices(wanted: impl Fn(&Figure) -> bool) -> Vec<Vec<String>> {
    let lists = library::paths().into_iter().filter_map(|path| Some((path, library::text(path)?)));
    let lists = lists.filter(|(path, text)| path.ends_with(".csv") && standalone::kind(text) == Some("prices"));
    let rows = lists.flat_map(|(path, text)| {
        let rows = records::read(text, 0, &PRICE_COLUMNS, false, &mut Diagnostics::default()).unwrap_or_default();
        rows.into_iter().map(move |row| (figure(&row, path), row))
    });
    let cells = |row: &Row| PRICE_COLUMNS.iter().map(|column| row.text(column)).collect();
    rows.filter(|(figure, _)| wanted(figure)).map(|(_, row)| cells(&row)).collect()
}

/// All rates of the library, by list and in the order of each.
pub fn rates() -> Vec<Figure> {
    figures("rates", &rate::COLUMNS, |rows| rows)
}

fn figures(kind: &str, columns: &[&str], prepare: impl Fn(Vec<Row>) -> Vec<Row>) -> Vec<Figure> {
    let lists = library::paths().into_iter().filter_map(|path| Some((path, library::text(path)?)));
    let lists = lists.filter(|(path, text)| path.ends_with(".csv") && standalone::kind(text) == Some(kind));
    let read = |(path, text): (&str, &str)| {
        let rows = records::read(text, 0, columns, false, &mut Diagnostics::default()).unwrap_or_default();
        prepare(rows).iter().map(|row| figure(row, path)).collect::<Vec<_>>()
    };
    lists.flat_map(read).collect()
}

fn figure(row: &Row, list: &str) -> Figure {
    let number = |column: &str| row.cell(column).number(&mut Diagnostics::default()).flatten();
    let either =
        |column: &str, other: &str| Some(row.text(column)).filter(|text| !text.is_empty()).unwrap_or(row.text(other));
    let id = row.text("id");
    Figure {
        name: names_of(row, &id),
        category: row.text("category"),
        value: number("central").or_else(|| number("value")),
        low: number("low"),
        high: number("high"),
        unit: row.text("unit"),
        year: either("price_year", "year"),
        payers: row.text("payers"),
        receivers: row.text("receivers"),
        by_rule: row.by_rule.clone(),
        grade: if row.text("source").is_empty() { "assumption".to_string() } else { row.text("grade") },
        unverified: checked::is_unverified(row),
        checked: row.text("checked"),
        source: row.text("source"),
        url: row.text("url"),
        list: list.to_string(),
        id,
    }
}
