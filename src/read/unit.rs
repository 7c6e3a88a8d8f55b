//! Units of prices: a closed list, with a free label.
//!
//! In: `"hour"`, `"year of QALY"`. Out: [`Unit`]. Quantities are converted in `quantities`.

use super::names;
use crate::diagnostics::{Diagnostics, Message, Place};
use crate::units::TimeUnit;

/// Parts a unit from its label.
const OF: &str = " of ";

/// What a price is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// Per unit of time; `None` per event.
    pub(super) time: Option<TimeUnit>,
    /// Of what, empty where nothing is said.
    label: String,
}

impl Unit {
    /// A unit without a label.
    pub(super) fn plain(time: Option<TimeUnit>) -> Self {
        Self { time, label: String::new() }
    }

    /// The unit that a text stands for.
    pub(super) fn read(text: &str, place: &Place, faults: &mut Diagnostics) -> Option<Self> {
        let (word, label) = text.split_once(OF).unwrap_or((text, ""));
        let time = TimeUnit::WORDS.into_iter().find(|(key, _)| *key == word).map(|(_, unit)| unit);
        if time.is_none() && word != "event" {
            let words = TimeUnit::WORDS.into_iter().map(|(key, _)| key).chain(["event"]);
            let empty = || Message::new("cell_empty").with("column", "unit");
            let message = if text.is_empty() { empty() } else { Message::new("unknown_unit") };
            names::unknown(faults, place, message, word, words);
            return None;
        }
        Some(Self { time, label: label.trim().to_string() })
    }

    /// The word used in files.
    pub(super) fn key(&self) -> &'static str {
        self.time.map_or("event", TimeUnit::key)
    }

    /// The whole text: the word, and of what.
    pub(super) fn text(&self) -> String {
        let of = if self.label.is_empty() { "" } else { OF };
        format!("{}{of}{}", self.key(), self.label)
    }
}
