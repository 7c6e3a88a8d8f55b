//! Purpose of a scenario, and what it leaves out.
//!
//! In: `purpose`, `left_out`, `outside_band`, `noun` at the top. Out: [`About`].

use crate::model::{About, Noun};
use crate::read::builder::ScenarioBuilder;
use crate::read::source::choice;
use crate::read::source::entry::{self, Entry};

/// Reads what a scenario says of itself.
pub(crate) fn read(entry: &Entry<'_>, builder: &mut ScenarioBuilder) -> About {
    let faults = &mut builder.faults;
    let list = entry.get("left_out").and_then(|node| entry::list(node, faults)).unwrap_or_default();
    let left_out = list.iter().filter_map(|node| entry::label(node, faults)).collect();
    let mut text = |key: &str| entry.get(key).and_then(|node| entry::label(node, faults));
    let (purpose, outside_band) = (text("purpose"), text("outside_band"));
    let noun = entry.get("noun").and_then(|node| choice::word(node, &Noun::WORDS, faults)).unwrap_or_default();
    About { purpose, outside_band, left_out, noun }
}
