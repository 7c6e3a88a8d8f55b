//! Words of fixed lists: names of kinds in plain data, such as `payers` or `cohort`.
//!
//! In: a word that is read back and the list of those that exist. Out: the same word of the list. Other words are refused.

use serde::de::{Deserialize, Deserializer, Error};

/// A word of a fixed list.
pub type Word = &'static str;

/// Fields of an item that can come from the rule for its category.
const FIELDS_BY_RULE: [Word; 5] = ["payers", "receivers", "law", "cashable", "cashable_lag"];

/// Reads the fields that come from a rule.
pub(crate) fn fields_by_rule<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Word>, D::Error> {
    let found = Vec::<String>::deserialize(deserializer)?;
    let word = |found: &String| find(&FIELDS_BY_RULE, found).ok_or_else(|| unknown(&FIELDS_BY_RULE, found));
    found.iter().map(word).collect()
}

fn find(known: &[Word], found: &str) -> Option<Word> {
    known.iter().copied().find(|word| *word == found)
}

fn unknown<E: Error>(known: &[Word], found: &str) -> E {
    E::custom(format_args!("`{found}` is not one of {}", known.join(", ")))
}
