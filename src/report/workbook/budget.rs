//! The budget: calendar years by party, law and task field, and of that what can be booked.
//!
//! In: postings by year. Out: a sheet with two tables of formulas, that follow the prices.

use crate::report::budget::{PostingRow, years};
use crate::report::workbook::Book;
use crate::report::workbook::postings::{BEFORE, FIRST};
use crate::report::workbook::sheet::{HEAD, HEAD_HEIGHT, formula, head_cell, letters, printed, start};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Columns before those of years: party, its name in files, law, task field, public or not.
const TEXTS: u16 = 5;

/// Width of the column with laws, in letters.
const LAW: f64 = 30.0;

/// A party, a law and a task field.
type Key<'p> = (usize, &'p str, &'p str);

impl Book<'_> {
    pub(super) fn budget(&self, sheet: &mut Worksheet, rows: &[PostingRow]) -> Result<(), XlsxError> {
        let years = years(self.told);
        let keys = ["book_account", "book_account_id", "book_law", "book_task_field", "book_public_party"];
        let mut heads: Vec<String> = keys.map(|key| self.text(key).to_owned()).to_vec();
        heads.extend(years.iter().map(ToString::to_string));
        heads.push(self.text("report_total").to_owned());
        let year = self.run.answer.price_year.to_string();
        let title = self.filled("book_budget_title", &[]);
        let note = self.filled("book_budget_note", &[("year", &year)]);
        start(sheet, &self.styles, [self.text("book_budget"), &title, &note], &heads)?;
        sheet.set_column_width(1, LAW / 2.0)?.set_column_width(2, LAW)?.set_column_width(3, LAW)?;
        let mut lines: Vec<Key> =
            rows.iter().map(|row| (row.account, row.law.as_str(), row.task_field.as_str())).collect();
        lines.sort_unstable();
        lines.dedup();
        let next = self.block(sheet, HEAD + 1, &lines, rows, false)?;
        sheet.write_string_with_format(next + 1, 0, self.text("book_bookable_title"), &self.styles.title)?;
        sheet.write_string_with_format(next + 2, 0, self.text("book_bookable_note"), &self.styles.note)?;
        sheet.set_row_height(next + 3, HEAD_HEIGHT)?;
        for (column, head) in (0..).zip(&heads) {
            head_cell(sheet, next + 3, column, head, &self.styles)?;
        }
        let end = self.block(sheet, next + 4, &lines, rows, true)?;
        printed(sheet, end, TEXTS + years.len() as u16)
    }

    /// A row for each party and law from `first` on, and their sums; gives the row of the sums.
    fn block(
        &self,
        sheet: &mut Worksheet,
        first: u32,
        lines: &[Key<'_>],
        rows: &[PostingRow],
        bookable: bool,
    ) -> Result<u32, XlsxError> {
        let (scenario, styles) = (self.run.scenario(), &self.styles);
        let years = years(self.told).len();
        let (from, to) = (FIRST + 1, FIRST + rows.len() as u32);
        let source = format!("'{}'!", self.text("book_years"));
        let range = |column: &str| format!("{source}${column}${from}:${column}${to}");
        let of = |key: &Key, year: usize| -> f64 {
            let own = rows.iter().filter(|row| (row.account, row.law.as_str(), row.task_field.as_str()) == *key);
            own.map(|row| if bookable { row.bookable[year] } else { row.difference[year] }).sum()
        };
        let total_column = TEXTS + years as u16;
        for (row, key) in (first..).zip(lines) {
            let account = &scenario.accounts[key.0];
            let name = self.own(&account.label, &account.id);
            let texts = [name, account.id.clone(), key.1.to_owned(), key.2.to_owned()];
            for (column, text) in (0..).zip(&texts) {
                sheet.write_string_with_format(row, column, text, &styles.text)?;
            }
            sheet.write_number_with_format(row, 4, f64::from(u8::from(account.public)), &styles.whole)?;
            for year in 0..years {
                let column = TEXTS + year as u16;
                let amounts = letters(BEFORE + (year + if bookable { years } else { 0 }) as u16);
                let text = format!(
                    "=SUMPRODUCT(({}=$B{row})*({}=$C{row})*({}=$D{row})*{}*{})",
                    range("D"),
                    range("E"),
                    range("F"),
                    range("H"),
                    range(&amounts),
                    row = row + 1,
                );
                sheet.write_formula_with_format(row, column, formula(text, of(key, year)), &styles.euro)?;
            }
            let text = format!("=SUM({}{row}:{}{row})", letters(TEXTS), letters(total_column - 1), row = row + 1);
            let value = (0..years).map(|year| of(key, year)).sum();
            sheet.write_formula_with_format(row, total_column, formula(text, value), &styles.euro)?;
        }
        let last = first + lines.len() as u32;
        sheet.write_string_with_format(last, 0, self.text("report_total"), &styles.bold)?;
        for column in TEXTS..=total_column {
            let letters = letters(column);
            let text = match lines.is_empty() {
                true => "=0".to_owned(),
                false => format!("=SUM({letters}{}:{letters}{last})", first + 1),
            };
            let years = if column == total_column {
                0..years
            } else {
                usize::from(column - TEXTS)..usize::from(column - TEXTS) + 1
            };
            let value =
                years.flat_map(|year| lines.iter().map(move |key| (key, year))).map(|(key, year)| of(key, year)).sum();
            sheet.write_formula_with_format(last, column, formula(text, value), &styles.euro_sum)?;
        }
        Ok(last)
    }
}
