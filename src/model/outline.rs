//! A scenario as it was written, fully put together: every value with the place that it came from.
//!
//! In: nothing. Out: [`Entry`]s, which `read` makes and `report` shows. No number is reckoned with it.

use crate::words::Text;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Written in a file, on this line (from 1).
    File {
        /// Name as the user knows it.
        name: String,
        /// Line.
        line: usize,
    },
    /// Written nowhere: what holds where nothing is said.
    Default,
    /// Worked out from the price list: the mean in euro of the scenario's price year.
    Reckoned,
}

/// A value under a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// The value.
    pub value: Shown,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// A number, yes or no, as it was written.
    Plain(String, Source),
    /// A text.
    Text(String, Source),
    /// A text in two languages.
    Words(Text, Source),
    /// A list.
    List(Vec<Shown>, Source),
    /// Values by name.
    Table(Vec<Entry>, Source),
}

impl Shown {
    /// Where it starts.
    pub fn source(&self) -> &Source {
        match self {
            Shown::Plain(_, source)
            | Shown::Text(_, source)
            | Shown::Words(_, source)
            | Shown::List(_, source)
            | Shown::Table(_, source) => source,
        }
    }

    /// Whether all of it comes from one line.
    pub fn is_of_one_line(&self) -> bool {
        let same = |other: &Shown| other.source() == self.source() && other.is_of_one_line();
        match self {
            Shown::List(list, _) => list.iter().all(same),
            Shown::Table(entries, _) => entries.iter().all(|entry| same(&entry.value)),
            _ => true,
        }
    }
}
