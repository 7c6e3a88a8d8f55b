//! Measures: their list, and the levels that a domain gives to its states.
//!
//! In: rows of the list, and `[domains.NAME.measures]`. Out: [`Measure`]s in the builder; of those only
//! the ones that some domain uses come into the scenario. What the levels add up to is worked out from results; nothing
//! here alters them.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostics, Message, number};
use crate::model::{Domain, Levels, Measure, Scale};
use crate::read::builder::ScenarioBuilder;
use crate::read::list::records::Row;
use crate::read::list::shared::{self, List};
use crate::read::source::entry::{self, At};
use crate::read::source::suggest;
use crate::read::source::tree::Node;

/// Columns of the list of measures.
pub(crate) const COLUMNS: [&str; 11] =
    ["id", "name_nl", "name_en", "scale", "editions", "low", "high", "source", "url", "checked", "note"];
/// Highest level that a measure can have.
const MOST_LEVELS: f64 = 20.0;

/// Reads the list of measures, in its order. A row at fault stays, without levels, so that its name is known.
pub(crate) fn list(rows: &[Row], faults: &mut Diagnostics) -> Vec<Measure> {
    let mut known = BTreeMap::new();
    let mut measures = Vec::new();
    for row in rows {
        let Some(id) = shared::id_of(row, &known, faults) else { continue };
        known.insert(id.clone(), ());
        measures.push(measure(row, id, faults));
    }
    measures
}

fn measure(row: &Row, id: String, faults: &mut Diagnostics) -> Measure {
    let words = Scale::ALL.map(|scale| (scale.key(), scale));
    let label = shared::names_of(row, &id);
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

/// Reads the measures of domain number `at`; its states are in the builder already.
pub(crate) fn of_domain(at: usize, node: &Node, builder: &mut ScenarioBuilder) {
    let Some(table) = entry::table(node, &mut builder.faults) else { return };
    let Some(known) = builder.measures.needed("measures", &node.place, &mut builder.faults).cloned() else { return };
    for (id, field) in &table.fields {
        let Some(place) = known.iter().position(|measure| measure.id == *id) else {
            let known = known.iter().map(|measure| measure.id.as_str());
            suggest::unknown(&mut builder.faults, &field.key, Message::new("unknown_measure"), id, known);
            continue;
        };
        let ends = (known[place].low, known[place].high);
        let states = levels(&field.node, &builder.domains[at], ends, &mut builder.faults);
        if let (List::Read(measures), Some(states)) = (&mut builder.measures, states) {
            measures[place].levels.push(Levels { domain: at, states });
        }
    }
}

/// The level of each state. `None` where nothing can be said of any of them.
fn levels(node: &Node, domain: &Domain, (low, high): (u8, u8), faults: &mut Diagnostics) -> Option<Vec<Option<u8>>> {
    let table = entry::table(node, faults)?;
    let states = &domain.states;
    let mut levels = vec![None; states.len()];
    for (name, field) in &table.fields {
        match states.iter().position(|state| state.id == *name) {
            Some(state) => {
                let level = entry::integer(&field.node, (low.into(), high.into()), faults);
                levels[state] = level.and_then(|level| u8::try_from(level).ok());
            }
            // Where the states are at fault that was reported.
            None if states.is_empty() => {}
            None => {
                let known = states.iter().map(|state| state.id.as_str());
                let message = Message::new("unknown_state").with("domain", &domain.id);
                suggest::unknown(faults, &field.key, message, name, known);
            }
        }
    }
    levels.iter().any(Option::is_some).then_some(levels)
}
