//! The alternative that a screen tells in full.
//!
//! In: an answer, and the name that was asked for. Out: that alternative, else the best.

use crate::analyse::{AlternativeAnswer, Answer};

/// The alternative that is told: the one that is named, else the best.
pub(crate) fn told<'a>(answer: &'a Answer, focus: Option<&str>) -> Option<&'a AlternativeAnswer> {
    let named = answer.alternatives.iter().find(|alternative| Some(alternative.id.as_str()) == focus);
    named.or_else(|| answer.best_first().into_iter().next())
}
