//! The chart of a study: a heat map where two numbers vary, else a mark for each variant.
//!
//! In: answers by variant. Out: SVG, 900 wide.

mod heat_map;
mod marks;

use crate::analyse::study::StudyAnswer;
use crate::model::Text;
use crate::report::chart::frame::Outcome;
use crate::report::chart::study::heat_map::HeatMap;
use crate::report::words::Language;

/// The chart. `labels` are names and texts of the alternatives.
///
/// # Errors
/// None in practice: it draws to memory.
pub fn chart(answer: &StudyAnswer, title: &Text, labels: &[(String, Text)], language: Language) -> Outcome<String> {
    match HeatMap::of(answer) {
        Some(map) => map.chart(answer, title, labels, language),
        None => marks::chart(answer, title, labels, language),
    }
}
