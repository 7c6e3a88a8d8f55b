//! Levels that a domain gives to its states, by measure.
//!
//! In: `[domains.NAME.measures]`. Out: the levels, with the [`crate::model::Measure`]s in the builder; of those only the ones that
//! some domain uses come into the scenario. What the levels add up to is worked out from results; nothing here alters
//! them.

use crate::diagnostics::{Diagnostics, Message};
use crate::model::{Domain, Levels};
use crate::read::builder::ScenarioBuilder;
use crate::read::list::List;
use crate::read::source::entry;
use crate::read::source::suggest;
use crate::read::source::tree::Node;

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
