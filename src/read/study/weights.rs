//! Weights of the variants of a study.
//!
//! In: entries of a list of variants. Out: weights as they were written, or faults with their place: all variants have a
//! weight or none has, and one at least is above 0. They are divided by their sum when the study is answered.

use crate::diagnostics::{Diagnostics, Message};
use crate::read::source::entry::{self, Entry};
use crate::read::source::tree::Node;
use crate::read::study::Variant;

/// Largest weight.
const MOST: f64 = 1e6;

/// The weight of a variant, where it has one.
pub(super) fn read(entry: &Entry<'_>, faults: &mut Diagnostics) -> Option<f64> {
    entry::plain(entry.get("weight")?, (0.0, MOST), "kind_variant_weight", faults)
}

/// Looks at the weights of all variants together; `list` has their entries.
pub(super) fn check(node: &Node, list: &[Node], variants: &[Variant], faults: &mut Diagnostics) {
    let weights: Vec<f64> = variants.iter().filter_map(|variant| variant.weight).collect();
    if weights.is_empty() {
        return;
    }
    for (node, variant) in list.iter().zip(variants).filter(|(_, variant)| variant.weight.is_none()) {
        let message = Message::new("study_no_weight").with("name", &variant.name);
        faults.at(&node.place, message).hint(Message::new("write_weights"));
    }
    if weights.iter().sum::<f64>() <= 0.0 {
        faults.at(&node.place, Message::new("study_weights_zero")).hint(Message::new("write_weights"));
    }
}
