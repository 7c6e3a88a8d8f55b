//! The sheet of items: quantity, price, index, discount and shares as formulas, without and with the alternative.
//!
//! In: means over draws by item. Out: a row for each item, and their sums.

use crate::analyse::answer::accounts::kind_key;
use crate::report::priced::PricedItem;
use crate::report::words::units::unit;
use crate::report::workbook::Book;
use crate::report::workbook::sheet::{HEAD, NAME, formula, printed, start};
use crate::simulate::ledger::{MONEY, PUBLIC, SOCIETY};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// First row of items, counted from 0.
pub(super) const FIRST: u32 = HEAD + 1;
/// Last column: whether it is the plan's own.
const LAST: u16 = 24;
/// Columns of texts before the first figure.
const TEXTS: u16 = 7;

impl Book<'_> {
    pub(super) fn items(&self, sheet: &mut Worksheet, rows: &[PricedItem<'_>]) -> Result<(), XlsxError> {
        let keys = [
            "book_item",
            "book_id",
            "book_kind",
            "book_law",
            "book_payers",
            "book_receivers",
            "book_unit",
            "book_quantity_without",
            "book_quantity_with",
            "book_price",
            "book_index",
            "book_amount_without",
            "book_amount_with",
            "book_discount_without",
            "book_discount_with",
            "book_present_without",
            "book_present_with",
            "book_more",
            "book_share_society",
            "book_share_money",
            "book_share_public",
            "book_society",
            "book_money",
            "book_public",
            "book_own",
        ];
        let heads: Vec<String> = keys.map(|key| self.text(key).to_owned()).to_vec();
        let year = self.run.answer.price_year.to_string();
        let note = self.filled("book_items_note", &[("year", &year)]);
        start(sheet, &self.styles, [self.text("book_items"), self.text("book_items_title"), &note], &heads)?;
        sheet.set_column_width(1, NAME / 2.0)?.set_column_width(4, NAME / 2.0)?.set_column_width(5, NAME / 2.0)?;
        (FIRST..).zip(rows).try_for_each(|(row, item)| self.item(sheet, row, item))?;
        let last = FIRST + rows.len() as u32;
        sheet.write_string_with_format(last, 0, self.text("report_total"), &self.styles.bold)?;
        for (column, total) in [(21_u16, SOCIETY), (22, MONEY), (23, PUBLIC)] {
            let letters = super::sheet::letters(column);
            let value = rows.iter().map(|row| row.weights[total] * row.more()).sum();
            // A sheet without items has nothing to add up.
            let text = match rows.is_empty() {
                true => "=0".to_owned(),
                false => format!("=SUM({letters}{}:{letters}{last})", FIRST + 1),
            };
            sheet.write_formula_with_format(last, column, formula(text, value), &self.styles.euro_sum)?;
        }
        printed(sheet, last, LAST)
    }

    fn item(&self, sheet: &mut Worksheet, row: u32, line: &PricedItem<'_>) -> Result<(), XlsxError> {
        let (styles, item, number) = (&self.styles, line.item, row + 1);
        let texts = [
            self.own(&item.label, &item.id),
            item.id.clone(),
            self.text(kind_name(kind_key(item.kind))).to_owned(),
            item.law.clone(),
            self.sides(&item.payers),
            self.sides(&item.receivers),
            unit(&item.unit, self.language),
        ];
        for (column, text) in (0..).zip(&texts) {
            sheet.write_string_with_format(row, column, text, &styles.text)?;
        }
        let (cell, price) = self.prices.of_item(line.at);
        for (column, side) in (TEXTS..).zip([0, 1]) {
            sheet.write_number_with_format(row, column, line.quantity[side], &styles.figure)?;
        }
        match cell {
            Some(cell) => {
                let price = formula(format!("={}", cell.name()), cell.own_year());
                sheet.write_formula_with_format(row, 9, price, &styles.euro)?;
                let index = formula(format!("={}", cell.index_name()), cell.index);
                sheet.write_formula_with_format(row, 10, index, &styles.factor)?;
            }
            None => {
                sheet.write_number_with_format(row, 9, price, &styles.figure)?;
                sheet.write_number_with_format(row, 10, 1.0, &styles.factor)?;
            }
        }
        let mut write = |column: u16, text: String, value: f64| -> Result<(), XlsxError> {
            sheet.write_formula_with_format(row, column, formula(text, value), &styles.euro).map(|_| ())
        };
        write(11, format!("=H{number}*J{number}*K{number}"), line.amount[0])?;
        write(12, format!("=I{number}*J{number}*K{number}"), line.amount[1])?;
        write(15, format!("=L{number}*N{number}"), line.present[0])?;
        write(16, format!("=M{number}*O{number}"), line.present[1])?;
        write(17, format!("=Q{number}-P{number}"), line.more())?;
        for (column, (share, total)) in (21..).zip([("S", SOCIETY), ("T", MONEY), ("U", PUBLIC)]) {
            write(column, format!("=R{number}*{share}{number}"), line.weights[total] * line.more())?;
        }
        for (column, value) in [(13, line.discount[0]), (14, line.discount[1])] {
            sheet.write_number_with_format(row, column, value, &styles.factor)?;
        }
        for (column, total) in [(18, SOCIETY), (19, MONEY), (20, PUBLIC)] {
            sheet.write_number_with_format(row, column, line.weights[total], &styles.factor)?;
        }
        sheet.write_number_with_format(row, LAST, f64::from(u8::from(line.own)), &styles.whole)?;
        Ok(())
    }

    /// Accounts with their shares, in words.
    fn sides(&self, side: &[(usize, f64)]) -> String {
        let accounts = &self.run.scenario().accounts;
        let numbers = crate::report::words::numbers::Numbers::new(self.language);
        let one = |(at, share): &(usize, f64)| {
            let name = self.own(&accounts[*at].label, &accounts[*at].id);
            if *share == 1.0 { name } else { format!("{name} ({})", numbers.percent(*share)) }
        };
        side.iter().map(one).collect::<Vec<String>>().join(", ")
    }
}

/// The key of the words for a kind of item.
pub(super) fn kind_name(kind: &str) -> &'static str {
    match kind {
        "resource" => "book_kind_resource",
        "output" => "book_kind_output",
        "transfer" => "book_kind_transfer",
        "welfare" => "book_kind_welfare",
        "unvalued" => "book_kind_unvalued",
        _ => "book_kind_unpriced",
    }
}
