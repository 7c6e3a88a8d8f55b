//! A cell of a list: its text, and what it can be read as.
//!
//! In: the text of a field, its place, and how numbers are written in its list. Out: numbers, years, words; `None`
//! always means that the fault was reported.

use crate::diagnostics::{Diagnostics, Message, Place, number as shown};
use crate::read::number::decimal::{self, Mark, Unread};
use crate::read::source::entry;
use crate::read::source::suggest;

/// A field: its text without spaces around it, and its place.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) place: Place,
    /// How numbers are written in this list.
    pub(crate) mark: Mark,
}

impl Cell {
    /// Whether nothing is filled in.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The number in the cell, if any; `None` where the fault was reported.
    pub(crate) fn number(&self, faults: &mut Diagnostics) -> Option<Option<f64>> {
        if self.is_empty() {
            return Some(None);
        }
        match self.value_of(&self.text) {
            Ok(value) => return Some(Some(value)),
            Err(Unread::Comma(proposed)) => faults
                .at(&self.place, Message::new("decimal_comma").with("found", &self.text))
                .hint(Message::new("use_point").with("proposed", proposed)),
            Err(Unread::Either(whole, decimal)) => faults
                .at(&self.place, Message::new("number_in_two_ways").with("found", &self.text))
                .hint(Message::new("write_one_way").with("whole", whole).with("decimal", decimal)),
            Err(Unread::NoNumber) => faults.at(&self.place, Message::new("cell_no_number").with("found", &self.text)),
        };
        None
    }

    /// The value of a number that is written in this cell.
    pub(crate) fn value_of(&self, text: &str) -> Result<f64, Unread> {
        decimal::number(text, self.mark)
    }

    /// Yes or no, also in the words that Excel makes of it.
    pub(crate) fn boolean(&self, faults: &mut Diagnostics) -> Option<bool> {
        match self.text.to_ascii_lowercase().as_str() {
            "true" | "waar" => Some(true),
            "false" | "onwaar" => Some(false),
            _ => self.one_of(&[("true", true), ("false", false)], faults),
        }
    }

    /// The number in a cell that must be filled in.
    pub(crate) fn some_number(&self, column: &str, faults: &mut Diagnostics) -> Option<f64> {
        let found = self.number(faults)?;
        if found.is_none() {
            faults.at(&self.place, Message::new("cell_empty").with("column", column));
        }
        found
    }

    /// The number in the cell within bounds, or `default`.
    pub(crate) fn within(
        &self,
        bounds: (f64, f64),
        kind: &'static str,
        default: f64,
        faults: &mut Diagnostics,
    ) -> Option<f64> {
        let value = self.number(faults)?.unwrap_or(default);
        if value < bounds.0 || value > bounds.1 {
            let fault = faults.at(&self.place, entry::outside(shown(value), shown(bounds.0), shown(bounds.1), kind));
            if bounds == (0.0, 1.0) {
                entry::hint_percent(value, fault);
            }
            return None;
        }
        Some(value)
    }

    /// The year in the cell.
    pub(crate) fn year(&self, faults: &mut Diagnostics) -> Option<i32> {
        let found = self.text.parse::<i32>().ok().filter(|year| (1900..=2100).contains(year));
        if found.is_none() {
            faults.at(&self.place, Message::new("year_wrong").with("found", &self.text));
        }
        found
    }

    /// The meaning of the word in the cell.
    pub(crate) fn one_of<T: Copy>(&self, meanings: &[(&str, T)], faults: &mut Diagnostics) -> Option<T> {
        let found = meanings.iter().find(|(word, _)| *word == self.text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let words = meanings.iter().map(|(word, _)| *word);
            let key = if self.is_empty() { "word_missing" } else { "unknown_word" };
            suggest::unknown(faults, &self.place, Message::new(key), &self.text, words);
        }
        found
    }
}
