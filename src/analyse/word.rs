//! Words of an answer: methods, kinds, units and the like, when an answer is read back.
//!
//! In: a word as it was serialised. Out: the same word. Words that no answer has are refused.

use crate::model::word;
pub(super) use crate::model::word::Word;
use serde::{Deserialize, Deserializer};

/// Every word that stands in an answer where only some are possible.
#[rustfmt::skip]
const WORDS: [Word; 47] = [
    "cohort", "micro", "months", "events", "sobol", "random",
    "yearly", "continuous",
    "unchanged", "averted", "better", "worse",
    "resource", "output", "transfer", "welfare", "unpriced", "unvalued",
    "times",
    "zrm", "participation_ladder",
    "official", "measured", "study", "estimate", "expert", "assumption",
    "exclusion", "cooperation", "health_insurers", "contradictory_law", "housing", "lawyer",
    "dominant", "costs_more_gains_more", "costs_less_gains_less", "no_effect",
    "on_frontier", "dominated", "extended_dominated",
    "grade", "place", "source",
    "net_benefit", "chance", "net_benefit_public", "",
];

/// Reads a word.
pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Word, D::Error> {
    word::of(&WORDS, &String::deserialize(deserializer)?)
}

/// Reads a word that may not be there.
pub(crate) fn read_some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Word>, D::Error> {
    Option::<String>::deserialize(deserializer)?.map(|found| word::of(&WORDS, &found)).transpose()
}
