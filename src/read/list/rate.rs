//! The rate list.
//!
//! In: rows. Out: [`Rate`]s, which an entry of `[parameters]` can take over as a whole.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diagnostics::{Diagnostics, Message};
use crate::model::{Evidence, HalfWidths, Parameter, Text};
use crate::read::list::List;
use crate::read::list::evidence;
use crate::read::list::records::name::{id_of, names_of};
use crate::read::list::records::{Cell, Row};
use crate::read::list::uncertainty::{self, Estimate, Family};
use crate::read::number::Definition;
use crate::read::number::bounds;

/// Columns of the rate list.
pub(crate) const COLUMNS: [&str; 15] = [
    "id",
    "name_nl",
    "name_en",
    "value",
    "low",
    "high",
    "range",
    "unit",
    "distribution",
    "year",
    "grade",
    "source",
    "url",
    "checked",
    "note",
];

/// First words of the units of a rate that lies between 0 and 1 ("share", "share within a year").
const SHARES: [&str; 2] = ["share", "probability"];

/// A row of the rate list.
#[derive(Clone, Debug)]
pub(crate) struct Rate {
    names: Text,
    unit: String,
    figure: Estimate,
    family: Family,
    value: Cell,
    grade: Cell,
    evidence: Evidence,
}

/// Reads the rate list: rows by name, `None` for those that were reported as faulty. No row can have been checked after
/// `today`, where that is known.
pub(crate) fn read(rows: &[Row], today: Option<Date>, faults: &mut Diagnostics) -> BTreeMap<String, Option<Rate>> {
    let mut rates = BTreeMap::new();
    for row in rows {
        if let Some(id) = id_of(row, &rates, faults) {
            let rate = if row.broken { None } else { rate(row, &id, today, faults) };
            rates.insert(id, rate);
        }
    }
    rates
}

fn rate(row: &Row, id: &str, today: Option<Date>, faults: &mut Diagnostics) -> Option<Rate> {
    let families = [
        ("fixed", Family::Fixed),
        ("uniform", Family::Uniform),
        ("triangular", Family::Triangular),
        ("pert", Family::Pert),
        ("normal", Family::Normal),
        ("beta", Family::Beta),
        ("gamma", Family::Gamma),
        ("lognormal", Family::Lognormal),
    ];
    let family = row.cell("distribution").one_of(&families, faults);
    let evidence = evidence::of_row(row, today, faults);
    let year = row.cell("year");
    let year = if year.is_empty() { Some(None) } else { year.year(faults).map(Some) };
    let (low, high) = (row.cell("low").number(faults), row.cell("high").number(faults));
    let cell = row.cell("value");
    let value = cell.some_number("value", faults);
    range_fits(row, family, faults)?;
    let figure = Estimate { value: value?, low: low?, high: high?, half_width: 0.0 };
    let unit = row.text("unit");
    if !figure.in_order() {
        faults.at(&cell.place, Message::new("figure_not_in_order").with("found", figure.value));
        return None;
    }
    if family == Some(Family::Uniform) && !figure.in_the_middle() {
        faults.at(&cell.place, Message::new("uniform_off_middle").with("found", figure.value));
        return None;
    }
    let bounds = if is_share(&unit) { (0.0, 1.0) } else { (f64::MIN, f64::MAX) };
    cell.within(bounds, "kind_share", 0.0, faults)?;
    Some(Rate {
        names: names_of(row, id),
        unit,
        figure,
        family: family?,
        value: cell,
        grade: row.cell("grade"),
        evidence: Evidence { year: year?, ..evidence? },
    })
}

/// The word in `range` must be what the distribution takes low and high for.
fn range_fits(row: &Row, family: Option<Family>, faults: &mut Diagnostics) -> Option<()> {
    let cell = row.cell("range");
    if cell.is_empty() {
        return Some(());
    }
    let ends = cell.one_of(&[("minmax", true), ("95", false)], faults)?;
    let bare = row.cell("low").is_empty() && row.cell("high").is_empty();
    if bare || family.is_none_or(|family| family == Family::Fixed || ends == family.has_ends()) {
        return Some(());
    }
    faults.at(&cell.place, Message::new("range_does_not_fit").with("found", &cell.text));
    None
}

fn is_share(unit: &str) -> bool {
    unit.split_whitespace().next().is_some_and(|word| SHARES.contains(&word))
}

impl Rate {
    /// The rate as the parameter `name`, defined at `place`. `None` where the fault was reported.
    pub(crate) fn definition(
        &self,
        name: &str,
        place: &crate::diagnostics::Place,
        widths: &List<HalfWidths>,
        faults: &mut Diagnostics,
    ) -> Option<Definition> {
        let mut figure = self.figure;
        let mut evidence = self.evidence.clone();
        if figure.is_bare() && self.family != Family::Fixed {
            figure.half_width = evidence::half_width(widths, evidence.grade, &self.grade, faults)?;
            evidence.range_by_rule = true;
        }
        let Some(distribution) = uncertainty::rate(figure, self.family, is_share(&self.unit)) else {
            faults.at(&self.value.place, Message::new("distribution_impossible"));
            return None;
        };
        let (label, unit) = (self.names.clone(), self.unit.clone());
        let ends = bounds::ends_at(&distribution, &self.value.place);
        let parameter = Parameter { name: name.to_string(), label, unit, distribution, evidence };
        Some(Definition { parameter, place: place.clone(), ends, worked: None, joint: false })
    }
}
