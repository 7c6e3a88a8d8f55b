//! The price list.
//!
//! In: rows. Out: [`Price`]s: what an item takes from the list, and on demand the price as a parameter in euro of the
//! scenario's price year. A row that is not used is checked for what it says, not for whether the index reaches it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::{Account, Evidence, HalfWidths, ItemKind, Parameter, Text};
use crate::read::list::List;
use crate::read::list::category;
use crate::read::list::evidence;
use crate::read::list::index::Index;
use crate::read::list::records::name::{id_of, names_of};
use crate::read::list::records::{Cell, Row};
use crate::read::list::shares::{self, KINDS, needs};
use crate::read::list::uncertainty::{self, End, Estimate};
use crate::read::list::unit::Unit;
use crate::read::number::Definition;
use crate::read::number::bounds;
use crate::read::source::suggest;

/// How the name of what is drawn for a price starts.
pub(crate) const PRICE: &str = "price:";
/// Columns of the price list.
pub(crate) const COLUMNS: [&str; 24] = [
    "id",
    "name_nl",
    "name_en",
    "category",
    "central",
    "low",
    "high",
    "range",
    "unit",
    "price_year",
    "index",
    "kind",
    "payers",
    "receivers",
    "law",
    "cashable",
    "cashable_lag",
    "overlap_group",
    "overlap_role",
    "grade",
    "source",
    "url",
    "checked",
    "note",
];

/// What an item takes from a row of the price list, or says itself.
#[derive(Clone, Debug)]
pub(crate) struct PriceTerms {
    pub(crate) label: Text,
    pub(crate) unit: Unit,
    pub(crate) kind: ItemKind,
    pub(crate) payers: Vec<(usize, f64)>,
    pub(crate) receivers: Vec<(usize, f64)>,
    pub(crate) law: String,
    pub(crate) category: String,
    pub(crate) cashable: f64,
    pub(crate) cashable_lag: f64,
    /// Which of these the category of the price gave.
    pub(crate) by_rule: Vec<&'static str>,
    /// Group within which a total and its parts must not stand in one ledger, and whether this is the total.
    pub(crate) overlap: Option<(String, bool)>,
}

impl PriceTerms {
    /// Terms of which nothing else is known.
    pub(crate) fn new(label: Text, unit: Unit, kind: ItemKind) -> Self {
        Self {
            label,
            unit,
            kind,
            payers: Vec::new(),
            receivers: Vec::new(),
            law: String::new(),
            category: String::new(),
            cashable: 0.0,
            cashable_lag: 0.0,
            by_rule: Vec::new(),
            overlap: None,
        }
    }

    /// The same for another kind, which may have no use for the payers or receivers of the row.
    pub(crate) fn of_kind(mut self, kind: ItemKind) -> Self {
        let (pays, receives) = needs(kind);
        for (key, used, side) in [("payers", pays, &mut self.payers), ("receivers", receives, &mut self.receivers)] {
            if !used {
                side.clear();
                self.by_rule.retain(|other| *other != key);
            }
        }
        Self { kind, ..self }
    }
}

/// A row of the price list.
#[derive(Clone, Debug)]
pub(crate) struct Price {
    pub(crate) id: String,
    pub(crate) terms: PriceTerms,
    place: Place,
    central: Cell,
    figure: Option<Given>,
    interval: bool,
    year: i32,
    year_cell: Cell,
    index: Cell,
    grade_cell: Cell,
    evidence: Evidence,
}

/// Reads the price list: rows by name, `None` for those that were reported as faulty. No row can have been checked after
/// `today`, where that is known.
pub(crate) fn read(
    rows: &[Row],
    accounts: &List<Vec<Account>>,
    today: Option<Date>,
    faults: &mut Diagnostics,
) -> BTreeMap<String, Option<Price>> {
    let mut prices = BTreeMap::new();
    for row in rows {
        if let Some(id) = id_of(row, &prices, faults) {
            let price = if row.broken { None } else { price(row, &id, accounts, today, faults) };
            prices.insert(id, price);
        }
    }
    prices
}

fn price(
    row: &Row,
    id: &str,
    accounts: &List<Vec<Account>>,
    today: Option<Date>,
    faults: &mut Diagnostics,
) -> Option<Price> {
    let cell = row.cell("unit");
    let unit = Unit::read(&cell.text, &cell.place, faults);
    let kind = row.cell("kind").one_of(&KINDS, faults);
    let payers = shares::of_cell(&row.cell("payers"), accounts, faults);
    let receivers = shares::of_cell(&row.cell("receivers"), accounts, faults);
    sides_fit(row, kind, faults);
    let cashable = category::cashable(&row.cell("cashable"), faults);
    let cashable_lag = category::cashable_lag(&row.cell("cashable_lag"), faults);
    let overlap = overlap(row, faults);
    let evidence = evidence::of_row(row, today, faults);
    let figure = figure(row, kind, faults);
    let interval = interval(row, faults);
    let priced = kind != Some(ItemKind::Unpriced);
    let year = if priced { row.cell("price_year").year(faults) } else { Some(0) };
    Some(Price {
        id: id.to_string(),
        terms: PriceTerms {
            label: names_of(row, id),
            unit: unit?,
            kind: kind?,
            payers: payers?,
            receivers: receivers?,
            law: row.text("law"),
            category: row.text("category"),
            cashable: cashable?,
            cashable_lag: cashable_lag?,
            by_rule: row.by_rule.clone(),
            overlap: overlap?,
        },
        place: row.place.clone(),
        central: row.cell("central"),
        figure: figure?,
        interval: interval?,
        year: year?,
        year_cell: row.cell("price_year"),
        index: row.cell("index"),
        grade_cell: row.cell("grade"),
        evidence: Evidence { year: year.filter(|_| priced), ..evidence? },
    })
}

/// Payers and receivers must not be given where the kind has none.
fn sides_fit(row: &Row, kind: Option<ItemKind>, faults: &mut Diagnostics) {
    let Some(kind) = kind else { return };
    let (pays, receives) = needs(kind);
    for (key, used) in [("payers", pays), ("receivers", receives)] {
        let cell = row.cell(key);
        if !used && !cell.is_empty() {
            let kind = row.text("kind");
            faults.at(&cell.place, Message::new("side_not_used").with("key", key).with("kind", kind));
        }
    }
}

/// Low, central, high as far as they are given.
type Given = (f64, Option<f64>, Option<f64>);

/// Low, central, high; checked for their order. The inner `None` is a row without a price.
fn figure(row: &Row, kind: Option<ItemKind>, faults: &mut Diagnostics) -> Option<Option<Given>> {
    let (low, high) = (row.cell("low").number(faults), row.cell("high").number(faults));
    let cell = row.cell("central");
    if kind == Some(ItemKind::Unpriced) && cell.is_empty() {
        return Some(None);
    }
    let value = cell.some_number("central", faults)?;
    let figure = Estimate { value, low: low?, high: high?, half_width: 0.0 };
    if !figure.in_order() {
        faults.at(&cell.place, Message::new("figure_not_in_order").with("found", value));
        return None;
    }
    Some(Some((value, figure.low, figure.high)))
}

/// Whether low and high are an interval of 95 %.
fn interval(row: &Row, faults: &mut Diagnostics) -> Option<bool> {
    let cell = row.cell("range");
    if cell.is_empty() && row.cell("low").is_empty() && row.cell("high").is_empty() {
        return Some(false);
    }
    if cell.is_empty() {
        let message = Message::new("cell_empty").with("column", "range");
        suggest::unknown(faults, &cell.place, message, "", ["minmax", "95"]);
        return None;
    }
    cell.one_of(&[("minmax", false), ("95", true)], faults)
}

/// Group and whether this is its total. The inner `None` is a row outside any group.
fn overlap(row: &Row, faults: &mut Diagnostics) -> Option<Option<(String, bool)>> {
    let (group, role) = (row.cell("overlap_group"), row.cell("overlap_role"));
    if group.is_empty() && role.is_empty() {
        return Some(None);
    }
    if group.is_empty() {
        faults.at(&group.place, Message::new("cell_empty").with("column", "overlap_group"));
        return None;
    }
    let total = role.one_of(&[("total", true), ("part", false)], faults)?;
    Some(Some((group.text, total)))
}

impl Price {
    /// Whether there is an amount.
    pub(crate) fn has_figure(&self) -> bool {
        self.figure.is_some()
    }

    /// The price as a parameter, in euro of `price_year`: drawn, or fixed at an end. `None` where the fault was
    /// reported.
    pub(crate) fn definition(
        &self,
        price_year: i32,
        index: &List<Index>,
        widths: &List<HalfWidths>,
        end: Option<End>,
        faults: &mut Diagnostics,
    ) -> Option<Definition> {
        let (value, low, high) = self.figure?;
        let mut evidence = self.evidence.clone();
        let mut figure = Estimate { value, low, high, half_width: 0.0 };
        if figure.is_bare() {
            figure.half_width = evidence::half_width(widths, evidence.grade, &self.grade_cell, faults)?;
            evidence.range_by_rule = true;
        }
        let drawn = uncertainty::price(figure, self.interval);
        let Some(distribution) = drawn.map(|drawn| end.map_or(drawn, |end| figure.at(end))) else {
            faults.at(&self.central.place, Message::new("distribution_impossible"));
            return None;
        };
        let factor = self.factor(price_year, index, faults)?;
        if let List::Read(index) = index {
            evidence.unverified |= !index.is_verified(&self.index.text, self.year, price_year);
        }
        let distribution = distribution.scaled(factor)?;
        evidence.index = Some(factor);
        let parameter = Parameter {
            name: format!("{PRICE}{}", self.id),
            label: self.terms.label.clone(),
            unit: format!("EUR/{}", self.terms.unit.key()),
            distribution,
            evidence,
        };
        Some(Definition {
            ends: bounds::ends_at(&parameter.distribution, &self.central.place),
            parameter,
            place: self.place.clone(),
            worked: None,
            joint: false,
        })
    }

    /// Prices in the scenario's price year over prices in the year of this row.
    pub(crate) fn factor(&self, price_year: i32, index: &List<Index>, faults: &mut Diagnostics) -> Option<f64> {
        if self.year == price_year {
            return Some(1.0);
        }
        if self.index.is_empty() {
            faults.at(&self.index.place, Message::new("cell_empty").with("column", "index"));
            return None;
        }
        index.needed("index", &self.index.place, faults)?.factor(&self.index, self.year, price_year, faults)
    }

    /// Year of the price and its place.
    pub(crate) fn year(&self) -> (i32, &Place) {
        (self.year, &self.year_cell.place)
    }
}
