//! The sheet of assumptions: prices in cells to change, then every other figure with its source.
//!
//! In: the register, the price cells. Out: a sheet.

use crate::report::priced::PriceOf;
use crate::report::register::{Figure, register};
use crate::report::words::grade_key;
use crate::report::workbook::Book;
use crate::report::workbook::sheet::{FIGURE, HEAD, NAME, height, printed, start};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Column of how much a figure matters.
const MATTERS: u16 = 12;
/// Last column: the index of a price.
pub(super) const INDEX: u16 = 13;
/// Widths of columns, in letters.
const WIDTHS: [f64; 14] = [NAME, 24.0, FIGURE, FIGURE, FIGURE, 18.0, 7.0, 18.0, 14.0, NAME, NAME, NAME, FIGURE, FIGURE];

impl Book<'_> {
    pub(super) fn assumptions(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let keys = [
            "book_figure",
            "book_id",
            "book_mean",
            "book_p5",
            "book_p95",
            "book_unit",
            "report_year",
            "list_grade",
            "book_checked",
            "list_source",
            "book_address",
            "book_used",
            "book_matters",
            "book_index",
        ];
        let heads: Vec<String> = keys.map(|key| self.text(key).to_owned()).to_vec();
        let year = self.run.answer.price_year.to_string();
        let note = self.filled("book_assumptions_note", &[("year", &year)]);
        let names = [self.text("book_assumptions"), self.text("book_assumptions_title"), &note];
        start(sheet, &self.styles, names, &heads)?;
        for (column, width) in (0..).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        let figures = register(self.run.scenario(), self.told, self.language);
        for cell in &self.prices.cells {
            match cell.of {
                PriceOf::Parameter(at) => {
                    if let Some(figure) = figures.iter().find(|figure| figure.parameter == at) {
                        self.figure(sheet, cell.row, figure, cell.index)?;
                    }
                }
                PriceOf::Item(at) => {
                    let item = &self.run.scenario().items[at];
                    sheet.write_string_with_format(cell.row, 0, self.own(&item.label, &item.id), &self.styles.text)?;
                    sheet.write_string_with_format(cell.row, 1, format!("items.{}", item.id), &self.styles.text)?;
                    sheet.write_string_with_format(cell.row, 9, self.text("page_no_source"), &self.styles.text)?;
                }
            }
            sheet.write_number_with_format(cell.row, 2, cell.own_year(), &self.styles.input)?;
            sheet.write_number_with_format(cell.row, INDEX, cell.index, &self.styles.factor)?;
        }
        let is_price =
            |figure: &&Figure| self.prices.cells.iter().any(|cell| cell.of == PriceOf::Parameter(figure.parameter));
        let mut row = HEAD + 1 + self.prices.cells.len() as u32;
        for figure in figures.iter().filter(|figure| !is_price(figure)) {
            self.figure(sheet, row, figure, 1.0)?;
            sheet.write_number_with_format(row, 2, figure.mean, &self.styles.figure)?;
            row += 1;
        }
        printed(sheet, row, INDEX)
    }

    /// A figure; its range is divided by `index`, so that it is of the same year as the value.
    fn figure(&self, sheet: &mut Worksheet, row: u32, figure: &Figure, index: f64) -> Result<(), XlsxError> {
        let styles = &self.styles;
        let by_rule = figure.range_by_rule.then(|| self.text("range_by_rule"));
        let grade = if figure.derived { "report_derived" } else { grade_key(figure.grade) };
        let grade: Vec<&str> = [self.text(grade)].into_iter().chain(by_rule).collect();
        let checked = if figure.unverified { "unverified" } else { "book_no_remark" };
        let none = if figure.derived { "" } else { self.text("page_no_source") };
        let source = if figure.source.is_empty() { none } else { &figure.source };
        let texts = [
            (0, figure.label.as_str()),
            (1, &figure.id),
            (5, &figure.unit),
            (7, &grade.join(", ")),
            (8, self.text(checked)),
            (9, source),
            (10, &figure.url),
            (11, &figure.used.join("; ")),
        ];
        for (column, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            sheet.write_string_with_format(row, column, text, &styles.wrapped)?;
        }
        sheet.set_row_height(row, height(&texts.map(|(column, text)| (WIDTHS[column as usize], text))))?;
        if let Some((low, high)) = figure.range {
            sheet.write_number_with_format(row, 3, low / index, &styles.figure)?;
            sheet.write_number_with_format(row, 4, high / index, &styles.figure)?;
        }
        if let Some(year) = figure.year {
            sheet.write_number_with_format(row, 6, f64::from(year), &styles.whole)?;
        }
        if let Some(share) = figure.share {
            sheet.write_number_with_format(row, MATTERS, share, &styles.percent)?;
        }
        Ok(())
    }
}
