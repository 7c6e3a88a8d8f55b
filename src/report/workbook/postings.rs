//! The sheet of what falls in each year: a row for each item and account, in units of its price.
//!
//! In: the ledger of the alternative. Out: rows that the budget multiplies by the price.

use crate::analyse::answer::accounts::ledger;
use crate::report::workbook::Book;
use crate::report::workbook::sheet::{HEAD, NAME, formula, printed, start};
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::collections::BTreeMap;

/// First row, counted from 0.
pub(super) const FIRST: u32 = HEAD + 1;
/// Columns before those of years.
pub(super) const BEFORE: u16 = 7;

/// An item and an account, by year in euro, not discounted.
pub(super) struct PostingRow {
    pub item: usize,
    pub account: usize,
    pub law: String,
    /// Difference with the null alternative; above 0 is a gain of the account.
    pub difference: Vec<f64>,
    /// Of that what can be booked.
    pub bookable: Vec<f64>,
}

impl Book<'_> {
    /// Calendar years of the horizon.
    pub(super) fn years(&self) -> Vec<i32> {
        self.told.cash_flow.iter().map(|flow| flow.calendar_year).collect()
    }

    /// Postings of parties that differ from the null alternative, by account and item.
    pub(super) fn posting_rows(&self) -> Vec<PostingRow> {
        let scenario = self.run.scenario();
        let years = self.years();
        let mut found: BTreeMap<(usize, usize), PostingRow> = BTreeMap::new();
        for row in ledger(scenario, &self.run.results.alternatives) {
            let account = scenario.accounts.iter().position(|account| account.id == row.account);
            let item = scenario.items.iter().position(|item| item.id == row.item);
            let year = years.iter().position(|year| *year == row.calendar_year);
            let (Some(account), Some(item), Some(year)) = (account, item, year) else { continue };
            if row.alternative != self.told.id || !scenario.accounts[account].role.is_party() {
                continue;
            }
            let posting = found.entry((account, item)).or_insert_with(|| PostingRow {
                item,
                account,
                law: row.law.clone(),
                difference: vec![0.0; years.len()],
                bookable: vec![0.0; years.len()],
            });
            posting.difference[year] += row.difference;
            posting.bookable[year] += row.cashable_amount;
        }
        let changes = |row: &PostingRow| row.difference.iter().any(|amount| *amount != 0.0);
        found.into_values().filter(changes).collect()
    }

    pub(super) fn postings(&self, sheet: &mut Worksheet, rows: &[PostingRow]) -> Result<(), XlsxError> {
        let scenario = self.run.scenario();
        let years = self.years();
        let keys = [
            "book_item",
            "book_item_id",
            "book_account",
            "book_account_id",
            "book_law",
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
            ];
            for (column, text) in (0..).zip(&texts) {
                sheet.write_string_with_format(row, column, text, &self.styles.text)?;
            }
            sheet.write_number_with_format(row, 5, f64::from(u8::from(account.public)), &self.styles.whole)?;
            let price = self.prices.of_item(posting.item).1;
            let cell = formula(format!("={}", self.prices.term(posting.item)), price);
            sheet.write_formula_with_format(row, 6, cell, &self.styles.euro)?;
            let figures = posting.difference.iter().chain(&posting.bookable);
            for (column, euro) in (BEFORE..).zip(figures) {
                sheet.write_number_with_format(row, column, euro / price, &self.styles.figure)?;
            }
        }
        printed(sheet, FIRST + rows.len() as u32, BEFORE + 2 * years.len() as u16)
    }
}
