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
    found.iter().map(|found| of(&FIELDS_BY_RULE, found)).collect()
}

/// The word of a list.
pub(crate) fn of<E: Error>(known: &[Word], found: &str) -> Result<Word, E> {
    let word = known.iter().copied().find(|word| *word == found);
    word.ok_or_else(|| E::custom(format_args!("`{found}` is not one of {}", known.join(", "))))
}
