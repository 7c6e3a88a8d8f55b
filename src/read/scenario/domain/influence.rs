//! Influences of one domain on another.
//!
//! In: `[[influences]]`, each a modifier with the transitions on which it acts (`on`). Out: modifiers of those
//! transitions in the builder, behind the ones that stand in their own `when`. A block can so say how two domains hang
//! together that are written in other files. Influences of all files count together.

use crate::diagnostics::Message;
use crate::read::builder::{RatioUse, ScenarioBuilder};
use crate::read::scenario::condition::move_text;
use crate::read::scenario::domain::modifier;
use crate::read::source::entry::{self, too_many};
use crate::read::source::tree::{Node, Value};

/// Most influences, each counted once for every transition on which it acts.
const MAX_INFLUENCES: usize = 20_000;

/// Reads influences; all transitions are known.
pub(crate) fn read(node: &Node, builder: &mut ScenarioBuilder) {
    let Some(list) = entry::list(node, &mut builder.faults) else { return };
    let mut left = MAX_INFLUENCES;
    for node in list {
        let on = influence(node, left, builder);
        let Some(less) = left.checked_sub(on) else {
            builder.faults.at(&node.place, too_many("what_influences", MAX_INFLUENCES));
            return;
        };
        left = less;
    }
}

/// Reads one, and tells on how many transitions it acts. It is not put into the builder where those are more than
/// `most`.
fn influence(node: &Node, most: usize, builder: &mut ScenarioBuilder) -> usize {
    let on = match &node.value {
        Value::Table(table) => table.get("on").map(|on| move_text::transitions(on, builder)),
        _ => None,
    };
    let path = match &on {
        Some(Some(on)) => {
            let names: Vec<&str> = on.iter().map(|at| builder.transitions[*at].name.as_str()).collect();
            format!("influences({})", names.join("; "))
        }
        _ => format!("influences at {}", node.place.span.start),
    };
    let read = modifier::modifier(node, "influence", &path, builder);
    if let (None, Value::Table(table)) = (&on, &node.value) {
        builder.faults.at(&table.place, Message::new("missing_key").with("key", "on"));
    }
    let on = on.flatten().unwrap_or_default();
    let count = on.len().max(1);
    let Some((modifier, (ratio, place))) = read.filter(|_| count <= most) else { return count };
    for transition in on {
        let modifiers = &mut builder.transitions[transition].modifiers;
        modifiers.push(modifier.clone());
        builder.ratios.push(RatioUse {
            transition,
            ratio,
            place: place.clone(),
            alternative: None,
            modifier: Some(modifiers.len() - 1),
            together: None,
        });
    }
    count
}
