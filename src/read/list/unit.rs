//! Units of prices: a closed list, with a free label.
//!
//! In: `"hour"`, `"year of QALY"`. Out: [`Unit`]. Quantities are converted in `item::quantity`.

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::read::source::suggest;
use crate::units::TimeUnit;

/// Parts a unit from its label.
const OF: &str = " of ";

/// What a price is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Per unit of time; `None` per event.
    pub(crate) time: Option<TimeUnit>,
    /// Of what, empty where nothing is said.
    label: String,
}

impl Unit {
    /// A unit without a label.
    pub(crate) fn plain(time: Option<TimeUnit>) -> Self {
        Self { time, label: String::new() }
    }

    /// The unit that a text stands for.
    pub(crate) fn read(text: &str, place: &Place, faults: &mut Diagnostics) -> Option<Self> {
        let (word, label) = text.split_once(OF).unwrap_or((text, ""));
        let time = TimeUnit::WORDS.into_iter().find(|(key, _)| *key == word).map(|(_, unit)| unit);
        if time.is_none() && word != "event" {
            let words = TimeUnit::WORDS.into_iter().map(|(key, _)| key).chain(["event"]);
            let empty = || Message::new("cell_empty").with("column", "unit");
            let message = if text.is_empty() { empty() } else { Message::new("unknown_unit") };
            suggest::unknown(faults, place, message, word, words);
            return None;
        }
        Some(Self { time, label: label.trim().to_string() })
    }

    /// The word used in files.
    pub(crate) fn key(&self) -> &'static str {
        self.time.map_or("event", TimeUnit::key)
    }

    /// The whole text: the word, and of what.
    pub(crate) fn text(&self) -> String {
        let of = if self.label.is_empty() { "" } else { OF };
        format!("{}{of}{}", self.key(), self.label)
    }
}
