//! Strength of a transition (rate, chance, duration), and ratios that change it.
//!
//! In: tables with `chance`, `rate`, `mean_duration`, `observed` or `duration`; with `hazard_ratio`, `relative_risk`,
//! `odds_ratio` or `probability_ratio`. Out: [`Strength`] and [`Ratio`], each with its place. Hazards are worked out
//! elsewhere.

use crate::diagnostics::{Message, Place};
use crate::model::{Clock, Condition, Ratio, Strength};
use crate::read::builder::ScenarioBuilder;
use crate::read::scenario::condition::clock::{self, Reach};
use crate::read::scenario::condition::period;
use crate::read::scenario::domain::duration;
use crate::read::source::entry::Entry;
use crate::units::{Cycle, Kind};

/// Reads the strength in a table, and where it stands. `from` is the domain and the state that is left, where they are
/// known.
pub(crate) fn strength(
    entry: &Entry<'_>,
    from: Option<(usize, usize)>,
    path: &str,
    builder: &mut ScenarioBuilder,
) -> Option<(Strength, Place)> {
    let ways = ["chance", "rate", "mean_duration", "observed", "duration"];
    let (key, node) = entry.one_of(&ways, Message::new("one_key_of"), &mut builder.faults)?;
    let (kind, period) = match key {
        "chance" => (Kind::Probability, Some("within")),
        "observed" => (Kind::Probability, Some("over")),
        "rate" => (Kind::Rate, Some("per")),
        _ => (Kind::Duration(builder.cycle.unwrap_or(Cycle::MONTH)), None),
    };
    refuse(entry, &["within", "per", "over"], period, key, builder);
    let path = format!("{path}.{key}");
    if key == "duration" {
        let law = duration::read(node, &path, builder)?;
        let (domain, state) = from?;
        let here = Condition::State { domain, states: vec![state] };
        let clock = clock::enter(Clock::Since(here), builder);
        return Some((Strength::Duration { clock, law }, node.place.clone()));
    }
    let number = clock::number(node, kind, &path, Reach::All, builder);
    let cycles = match period {
        Some(period) => cycles(entry, period, builder),
        None => Some(1.0),
    };
    let (number, cycles) = (number?, cycles?);
    let strength = match key {
        "chance" => Strength::Chance { chance: number, within: cycles },
        "observed" => Strength::Observed { chance: number, within: cycles },
        "rate" => Strength::Rate { rate: number, per: cycles },
        _ => Strength::MeanDuration(number),
    };
    Some((strength, node.place.clone()))
}

/// Reads the ratio in a table; its place is that of the number.
pub(crate) fn ratio(entry: &Entry<'_>, path: &str, builder: &mut ScenarioBuilder) -> Option<(Ratio, Place)> {
    let ways = ["hazard_ratio", "relative_risk", "odds_ratio", "probability_ratio"];
    let (key, node) = entry.one_of(&ways, Message::new("one_key_of"), &mut builder.faults)?;
    let period = matches!(key, "relative_risk" | "odds_ratio").then_some("over");
    refuse(entry, &["over"], period, key, builder);
    let number = clock::number(node, Kind::Ratio, &format!("{path}.{key}"), Reach::All, builder);
    let cycles = match period {
        Some(period) => cycles(entry, period, builder),
        None => Some(1.0),
    };
    let (ratio, over) = (number?, cycles?);
    let ratio = match key {
        "hazard_ratio" => Ratio::Hazard(ratio),
        "probability_ratio" => Ratio::Probability(ratio),
        "relative_risk" => Ratio::RelativeRisk { ratio, over },
        _ => Ratio::Odds { ratio, over },
    };
    Some((ratio, node.place.clone()))
}

fn cycles(entry: &Entry<'_>, key: &str, builder: &mut ScenarioBuilder) -> Option<f64> {
    period::cycles(entry.required(key, &mut builder.faults)?, builder)
}

/// Reports those of `keys` that do not belong beside `with`.
fn refuse(entry: &Entry<'_>, keys: &[&str], wanted: Option<&str>, with: &str, builder: &mut ScenarioBuilder) {
    for key in keys.iter().filter(|key| Some(**key) != wanted) {
        if let Some(field) = entry.table.fields.get(*key) {
            builder.faults.at(&field.key, Message::new("key_out_of_place").with("key", key).with("with", with));
        }
    }
}
