//! How strong a transition is, and what makes it stronger or weaker.
//!
//! In: tables with `chance`, `rate` or `mean_duration`; with `hazard_ratio`, `relative_risk` or `odds_ratio`. Out:
//! [`Strength`] and [`Ratio`]. Hazards are worked out elsewhere.

use super::desk::Desk;
use super::entry::{self, At, Entry};
use crate::diagnostics::{Message, Place};
use crate::model::{Ratio, Strength};
use crate::units::Kind;

/// Keys of a strength.
pub(super) const STRENGTH: [&str; 5] = ["chance", "within", "rate", "per", "mean_duration"];
/// Keys of a ratio.
pub(super) const RATIO: [&str; 4] = ["hazard_ratio", "relative_risk", "odds_ratio", "over"];

/// Reads the strength in a table.
pub(super) fn strength(entry: &Entry<'_>, path: &str, desk: &mut Desk) -> Option<Strength> {
    let ways = ["chance", "rate", "mean_duration"];
    let (key, node) = entry.one_of(&ways, Message::new("one_key_of"), &mut desk.faults)?;
    let (kind, period) = match key {
        "chance" => (Kind::Probability, Some("within")),
        "rate" => (Kind::Rate, Some("per")),
        _ => (Kind::Duration(desk.cycle.unwrap_or_default()), None),
    };
    refuse(entry, &["within", "per"], period, key, desk);
    let number = desk.number(node, kind, &format!("{path}.{key}"));
    let cycles = match period {
        Some(period) => cycles(entry, period, desk),
        None => Some(1.0),
    };
    let (number, cycles) = (number?, cycles?);
    Some(match key {
        "chance" => Strength::Chance { chance: number, within: cycles },
        "rate" => Strength::Rate { rate: number, per: cycles },
        _ => Strength::MeanDuration(number),
    })
}

/// Reads the ratio in a table; its place is that of the number.
pub(super) fn ratio(entry: &Entry<'_>, path: &str, desk: &mut Desk) -> Option<(Ratio, Place)> {
    let ways = ["hazard_ratio", "relative_risk", "odds_ratio"];
    let (key, node) = entry.one_of(&ways, Message::new("one_key_of"), &mut desk.faults)?;
    let period = (key != "hazard_ratio").then_some("over");
    refuse(entry, &["over"], period, key, desk);
    let number = desk.number(node, Kind::Ratio, &format!("{path}.{key}"));
    let cycles = match period {
        Some(period) => cycles(entry, period, desk),
        None => Some(1.0),
    };
    let (ratio, over) = (number?, cycles?);
    let ratio = match key {
        "hazard_ratio" => Ratio::Hazard(ratio),
        "relative_risk" => Ratio::RelativeRisk { ratio, over },
        _ => Ratio::Odds { ratio, over },
    };
    Some((ratio, node.place.clone()))
}

fn cycles(entry: &Entry<'_>, key: &str, desk: &mut Desk) -> Option<f64> {
    entry::cycles(entry.required(key, &mut desk.faults)?, desk.cycle, &mut desk.faults)
}

/// Reports those of `keys` that do not belong beside `with`.
fn refuse(entry: &Entry<'_>, keys: &[&str], wanted: Option<&str>, with: &str, desk: &mut Desk) {
    for key in keys.iter().filter(|key| Some(**key) != wanted) {
        if let Some(field) = entry.table.fields.get(*key) {
            desk.faults.at(&field.key, Message::new("key_out_of_place").with("key", key).with("with", with));
        }
    }
}
