//! The report as a workbook: summary, budget, items with live formulas, what falls in each year, assumptions, draws.
//!
//! In: a run, the alternative that is told, a language. Out: the bytes of an `.xlsx`; the same inputs give the same
//! bytes. Every formula carries its value, so that it shows where nothing is recalculated; no text becomes a formula.
//!
//! An item comes to `Q* x price x index`: the price in euro of its own year, times the index to the price year is `P`, and
//! `Q* = mean(Q P) / mean(P)` over draws. Quantity and price hang together, so that the mean quantity would give another
//! amount. Another price in its cell gives what scaling all its draws would give.

mod assumptions;
mod budget;
mod draws;
mod items;
mod postings;
mod prices;
pub(in crate::report) mod sheet;
mod summary;

use crate::report::budget::postings;
use crate::report::priced::priced_items;
use crate::report::terminal::told::told;
use crate::report::words::Language;
use crate::report::workbook::prices::Prices;
use crate::report::workbook::sheet::Styles;
use crate::session::Run;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::io;

/// How a workbook is made.
#[derive(Clone, Copy, Debug)]
pub struct BookOptions<'o> {
    /// The alternative that it is about; the best where it is `None` or unknown.
    pub focus: Option<&'o str>,
    /// The command that gives the same figures again.
    pub command: &'o str,
    /// Language of all texts.
    pub language: Language,
}

/// What all sheets need.
struct Book<'b> {
    run: &'b Run,
    told: &'b crate::analyse::AlternativeAnswer,
    /// Index of the alternative that it is about.
    alternative: usize,
    language: Language,
    styles: Styles,
    prices: Prices,
}

/// The workbook.
///
/// # Errors
/// A scenario without an alternative, or what a workbook cannot hold, such as a text of more than 32,767 letters.
pub fn workbook(run: &Run, options: BookOptions<'_>) -> io::Result<Vec<u8>> {
    let language = options.language;
    let nothing = || io::Error::other(language.text("summary_no_alternatives"));
    let told = told(&run.answer, options.focus).ok_or_else(nothing)?;
    let named = |alternative: &crate::model::Alternative| alternative.id == told.id;
    let alternative = run.scenario().alternatives.iter().position(named).ok_or_else(nothing)?;
    let prices = Prices::of(run, alternative);
    let book = Book { run, told, alternative, language, styles: Styles::of(language), prices };
    book.bytes(options.command).map_err(io::Error::other)
}

impl Book<'_> {
    fn bytes(&self, command: &str) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        // The same run gives the same bytes, whatever the day.
        book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
        let items = priced_items(self.run, self.alternative);
        let postings = postings(self.run, self.told, self.language);
        let draws = self.last_draw();
        self.summary(book.add_worksheet(), &items, draws, command)?;
        self.budget(book.add_worksheet(), &postings)?;
        self.items(book.add_worksheet(), &items)?;
        self.postings(book.add_worksheet(), &postings)?;
        self.assumptions(book.add_worksheet())?;
        self.draws(book.add_worksheet())?;
        let sheet = self.text("book_assumptions");
        for price in &self.prices.cells {
            book.define_name(price.name(), &format!("='{sheet}'!$C${}", price.row + 1))?;
            let index = format!("='{sheet}'!${}${}", sheet::letters(assumptions::INDEX), price.row + 1);
            book.define_name(price.index_name(), &index)?;
        }
        let sheet = self.text("book_items");
        for (name, column) in [("net_benefit", 'V'), ("net_benefit_money", 'W'), ("net_benefit_public", 'X')] {
            book.define_name(name, &format!("='{sheet}'!${column}${}", items::FIRST + items.len() as u32 + 1))?;
        }
        book.save_to_buffer()
    }

    fn text(&self, key: &'static str) -> &'static str {
        self.language.text(key)
    }

    /// A text with the words for the one whose life is followed.
    fn filled(&self, key: &'static str, values: &[(&str, &str)]) -> String {
        crate::report::words::subject::text(self.run.scenario(), self.language, key, values)
    }

    fn own(&self, text: &crate::model::Text, otherwise: &str) -> String {
        let text = self.language.of(text);
        crate::report::words::wrap::plain(if text.is_empty() { otherwise } else { text })
    }
}
