//! An evaluation on a terminal.
//!
//! In: an [`Evaluation`], a language. Out: lines of at most [`COLUMNS`] columns, tables apart, which are as wide as their
//! figures.

use crate::analyse::evaluation::Evaluation;
use crate::report::evaluation::sections::EvaluationTeller;
use crate::report::terminal::COLUMNS;
use crate::report::terminal::table::{Column, lines};
use crate::report::words::Language;
use crate::report::words::wrap::wrap;

/// Most columns of a name.
const NAME: usize = 44;

/// The lines.
pub fn summary(answer: &Evaluation, language: Language) -> Vec<String> {
    let teller = EvaluationTeller::new(answer, language);
    let mut found: Vec<String> = teller.opening().iter().flat_map(|text| wrap(text, COLUMNS, 0)).collect();
    for section in teller.sections() {
        found.push(String::new());
        found.push(language.text(section.head).to_uppercase());
        let column =
            |(at, head): (usize, &&'static str)| Column { head: language.text(head), most: NAME, number: at > 0 };
        let columns: Vec<Column> = section.heads.iter().enumerate().map(column).collect();
        found.extend(lines(&columns, &section.rows));
        found.extend(section.after.iter().flat_map(|text| wrap(text, COLUMNS, 0)));
    }
    found
}
