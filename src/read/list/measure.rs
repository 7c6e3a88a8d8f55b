//! The list of measures.
//!
//! In: rows. Out: [`Measure`]s without levels; domains add those of their states.

use crate::diagnostics::{Diagnostics, number};
use crate::model::{Measure, Scale};
use crate::read::list::records::Row;
use crate::read::list::records::name::{id_of, names_of};
use crate::read::source::entry;

use std::collections::BTreeMap;

/// Columns of the list of measures.
pub(crate) const COLUMNS: [&str; 11] =
    ["id", "name_nl", "name_en", "scale", "editions", "low", "high", "source", "url", "checked", "note"];
/// Highest level that a measure can have.
const MOST_LEVELS: f64 = 20.0;
/// Reads the list of measures, in its order. A row at fault stays, without levels, so that its name is known.
pub(crate) fn read(rows: &[Row], faults: &mut Diagnostics) -> Vec<Measure> {
    let mut known = BTreeMap::new();
    let mut measures = Vec::new();
    for row in rows {
        let Some(id) = id_of(row, &known, faults) else { continue };
        known.insert(id.clone(), ());
        measures.push(measure(row, id, faults));
    }
    measures
}

fn measure(row: &Row, id: String, faults: &mut Diagnostics) -> Measure {
    let words = Scale::ALL.map(|scale| (scale.key(), scale));
    let label = names_of(row, &id);
    let (mut scale, mut ends) = (Scale::SelfSufficiency, [0, 0]);
    if !row.broken {
        scale = row.cell("scale").one_of(&words, faults).unwrap_or(scale);
        ends = ["low", "high"].map(|column| level(row, column, faults).unwrap_or_default());
        if ends[0] > ends[1] && ends[1] > 0 {
            let place = row.cell("low").place;
            faults.at(&place, entry::outside(ends[0], 1, ends[1], "kind_integer"));
        }
    }
    let editions = row.text("editions").split_whitespace().map(str::to_string).collect();
    Measure { id, label, scale, editions, low: ends[0], high: ends[1], levels: Vec::new() }
}

fn level(row: &Row, column: &str, faults: &mut Diagnostics) -> Option<u8> {
    let cell = row.cell(column);
    let value = cell.some_number(column, faults)?;
    if value.fract() != 0.0 || !(1.0..=MOST_LEVELS).contains(&value) {
        faults.at(&cell.place, entry::outside(number(value), 1, number(MOST_LEVELS), "kind_integer"));
        return None;
    }
    Some(value as u8)
}
