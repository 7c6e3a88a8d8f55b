//! A caseload as a workbook: a summary, cases, payers by year, the budget, the curve, with sums that are formulas.
//!
//! In: a [`PortfolioAnswer`], a language, the command. Out: the bytes of an `.xlsx`; the same inputs give the same bytes.
//! Every formula carries its value; no text becomes a formula.

use crate::analyse::portfolio::answer::PortfolioAnswer;
use crate::report::portfolio::sections::Teller;
use crate::report::portfolio::sheets::{Cell, Sheet, all};
use crate::report::words::Language;
use crate::report::workbook::sheet::{HEAD, Styles, formula, height, letters, start};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use std::io;

/// Rows of a table that the summary tells; all are in the sheets.
const SHOWN_ROWS: usize = 12;

/// The workbook.
///
/// # Errors
/// What a workbook cannot hold, such as a text of more than 32,767 letters.
pub fn workbook(answer: &PortfolioAnswer, command: &str, language: Language) -> io::Result<Vec<u8>> {
    bytes(answer, command, language).map_err(io::Error::other)
}

fn bytes(answer: &PortfolioAnswer, command: &str, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let styles = Styles::of(language);
    summary(book.add_worksheet(), answer, command, &styles, language)?;
    let teller = Teller::new(answer, language);
    for sheet in all(&teller) {
        if !sheet.rows.is_empty() {
            fill(book.add_worksheet(), &sheet, &styles, language)?;
        }
    }
    book.save_to_buffer()
}

fn summary(
    sheet: &mut Worksheet,
    answer: &PortfolioAnswer,
    command: &str,
    styles: &Styles,
    language: Language,
) -> Result<(), XlsxError> {
    let teller = Teller::new(answer, language);
    let texts = [language.text("portfolio_sheet_summary"), language.text("portfolio_title"), &answer.id];
    start(sheet, styles, texts, &[])?;
    sheet.set_column_width(0, 100)?;
    let mut row = HEAD;
    let mut lines: Vec<String> = teller.opening();
    for section in teller.sections() {
        lines.push(String::new());
        lines.push(language.text(section.head).to_owned());
        lines.extend(section.before);
        // Names and figures; the sheets that follow have them as numbers.
        let heads: Vec<&str> = section.heads.iter().skip(1).map(|head| language.text(head)).collect();
        for cells in section.rows.iter().take(SHOWN_ROWS) {
            let Some((name, figures)) = cells.split_first() else { continue };
            let told: Vec<String> =
                heads.iter().zip(figures).map(|(head, figure)| format!("{head} {figure}")).collect();
            lines.push(format!("{name}: {}", told.join("; ")));
        }
        lines.extend(section.after);
    }
    lines.extend([String::new(), language.text("portfolio_warning").to_owned(), command.to_owned()]);
    for line in lines {
        sheet.write_string_with_format(row, 0, &line, &styles.wrapped)?;
        sheet.set_row_height(row, height(&[(100.0, &line)]))?;
        row += 1;
    }
    Ok(())
}

fn fill(sheet: &mut Worksheet, own: &Sheet, styles: &Styles, language: Language) -> Result<(), XlsxError> {
    let heads: Vec<String> = own.heads.iter().map(|head| language.text(head).to_owned()).collect();
    start(sheet, styles, [language.text(own.name), language.text(own.name), ""], &heads)?;
    let first = HEAD + 1;
    let mut row = first;
    for cells in &own.rows {
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Text(text) => sheet.write_string_with_format(row, column, text, &styles.text)?,
                Cell::Euro(value) => sheet.write_number_with_format(row, column, *value, &styles.euro)?,
                Cell::Whole(value) => sheet.write_number_with_format(row, column, *value, &styles.whole)?,
                Cell::Share(value) => sheet.write_number_with_format(row, column, *value, &styles.percent)?,
                Cell::Nothing => sheet,
            };
        }
        row += 1;
    }
    for column in &own.sums {
        let value = |cells: &Vec<Cell>| match cells.get(*column) {
            Some(Cell::Euro(value) | Cell::Whole(value)) => *value,
            _ => 0.0,
        };
        let whole = own.rows.iter().any(|cells| matches!(cells.get(*column), Some(Cell::Whole(_))));
        let sum = own.rows.iter().map(value).sum();
        let column = u16::try_from(*column).unwrap_or_default();
        let text = format!("=SUM({0}{1}:{0}{2})", letters(column), first + 1, row);
        sheet.write_formula_with_format(
            row,
            column,
            formula(text, sum),
            if whole { &styles.whole } else { &styles.euro_sum },
        )?;
    }
    Ok(())
}
