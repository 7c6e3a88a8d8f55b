//! Displacement: work that somebody finds and another therefore does not get.
//!
//! In: `[displacement]`. Out: [`Displacement`] in the builder: the numbers by which the production of an item that is
//! `displaced` is multiplied, and who loses it.
//!
//! Formula: production lost by others = production x `share` x `min(1, max(0, (gone - t) / (gone - full)))`, `t` the
//! completed cycles since the start.

use crate::diagnostics::Message;
use crate::model::{Clock, ClockFormula, ClockTable, ClockValues, Formula, Number, Origin};
use crate::read::builder::{Displacement, ScenarioBuilder};
use crate::read::keys;
use crate::read::list::shares;
use crate::read::scenario::condition::{clock, period};
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::Node;
use crate::units::Kind;

/// Reads `[displacement]` into the builder.
pub(crate) fn read(node: &Node, builder: &mut ScenarioBuilder) {
    builder.displacement = Some(displacement(node, builder));
}

fn displacement(node: &Node, builder: &mut ScenarioBuilder) -> Option<Displacement> {
    let table = entry::table(node, &mut builder.faults)?;
    let entry = Entry::open(table, keys::of("displacement"), &mut builder.faults);
    let share = entry.required("share", &mut builder.faults);
    let share = share.and_then(|node| builder.number_of_all(node, Kind::Share, "displacement.share"));
    let others = entry.required("others", &mut builder.faults).and_then(|node| {
        entry::text(node, &mut builder.faults)?;
        shares::of_node(node, &builder.accounts, &mut builder.faults)?.first().map(|(account, _)| *account)
    });
    let mut moment = |key| entry.get(key).map(|node| period::cycles(node, builder));
    let (full, gone) = (moment("full"), moment("gone"));
    let fade = match (full, gone) {
        (Some(full), Some(gone)) => fade(full?, gone?, entry.get("gone")?, builder)?,
        // It stays as it is.
        (None, None) => Number { origin: Origin::Fixed(1.0), kind: Kind::Factor },
        (None, Some(gone)) => fade(0.0, gone?, entry.get("gone")?, builder)?,
        (Some(_), None) => {
            builder.faults.at(&table.place, Message::new("missing_key").with("key", "gone"));
            return None;
        }
    };
    Some(Displacement { factors: [share?, fade], others: others? })
}

/// 1 until `full`, 0 from `gone` on, in cycles, and a straight line in between.
fn fade(full: f64, gone: f64, node: &Node, builder: &mut ScenarioBuilder) -> Option<Number> {
    if full >= gone {
        builder.faults.at(&node.place, Message::new("displacement_order"));
        return None;
    }
    let clock = clock::enter(Clock::Cycle, builder);
    let text = format!("min(1, max(0, ({gone} - cycle) / ({gone} - {full})))");
    let formula = Formula::new(&text, |name| name == clock::CYCLE).ok()?;
    // What is written here is in cycles as they are, halved or not.
    let reading = ClockFormula { formula, reading: clock::CYCLE.to_string(), inputs: vec![None], parts: 1.0 };
    let table = ClockTable { clock, values: ClockValues::Formula(reading) };
    Some(clock::enter_table(table, Kind::Factor, builder))
}
