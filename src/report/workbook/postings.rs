//! The sheet of what falls in each year: a row for each item and account, in units of its price.
//!
//! In: postings of the alternative. Out: rows that the budget multiplies by the price.

use crate::report::budget::{PostingRow, years};
use crate::report::workbook::Book;
use crate::report::workbook::sheet::{HEAD, NAME, formula, printed, start};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// First row, counted from 0.
pub(super) const FIRST: u32 = HEAD + 1;
/// Columns before those of years.
pub(super) const BEFORE: u16 = 8;

impl Book<'_> {
    pub(super) fn postings(&self, sheet: &mut Worksheet, rows: &[PostingRow]) -> Result<(), XlsxError> {
        let scenario = self.run.scenario();
        let years = years(self.told);
        let keys = [
            "book_item",
            "book_item_id",
            "book_account",
            "book_account_id",
            "book_law",
            "book_task_field",
            "book_public_party",
            "book_price",
        ];
        let mut heads: Vec<String> = keys.map(|key| self.text(key).to_owned()).to_vec();
        for key in ["book_year_difference", "book_year_bookable"] {
            heads.extend(years.iter().map(|year| self.filled(key, &[("year", &year.to_string())])));
        }
        start(
            sheet,
            &self.styles,
            [self.text("book_years"), self.text("book_years_title"), self.text("book_years_note")],
            &heads,
        )?;
        sheet.set_column_width(2, NAME / 2.0)?;
        for (row, posting) in (FIRST..).zip(rows) {
            let (item, account) = (&scenario.items[posting.item], &scenario.accounts[posting.account]);
            let texts = [
                self.own(&item.label, &item.id),
                item.id.clone(),
                self.own(&account.label, &account.id),
                account.id.clone(),
                posting.law.clone(),
                posting.task_field.clone(),
            ];
            for (column, text) in (0..).zip(&texts) {
                sheet.write_string_with_format(row, column, text, &self.styles.text)?;
            }
            sheet.write_number_with_format(row, 6, f64::from(u8::from(account.public)), &self.styles.whole)?;
            let price = self.prices.of_item(posting.item).1;
            let cell = formula(format!("={}", self.prices.term(posting.item)), price);
            sheet.write_formula_with_format(row, 7, cell, &self.styles.euro)?;
            let figures = posting.difference.iter().chain(&posting.bookable);
            for (column, euro) in (BEFORE..).zip(figures) {
                sheet.write_number_with_format(row, column, euro / price, &self.styles.figure)?;
            }
        }
        printed(sheet, FIRST + rows.len() as u32, BEFORE + 2 * years.len() as u16)
    }
}
