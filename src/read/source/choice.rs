//! Words of which one is to stand at a key.
//!
//! In: a node and the words with their meanings. Out: the meaning, else a fault with the nearest word.

use crate::diagnostics::{Diagnostics, Message};
use crate::read::source::tree::Node;
use crate::read::source::{entry, suggest};

/// The meaning of a word.
pub(crate) fn word<T: Copy>(node: &Node, meanings: &[(&'static str, T)], faults: &mut Diagnostics) -> Option<T> {
    let text = entry::text(node, faults)?;
    let found = meanings.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
    if found.is_none() {
        let words = meanings.iter().map(|(word, _)| *word);
        suggest::unknown(faults, &node.place, Message::new("unknown_word"), text, words);
    }
    found
}
