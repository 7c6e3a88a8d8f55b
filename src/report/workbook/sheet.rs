//! What all sheets have in common: formats of numbers, a title, a row of headings that stays in sight, and print.
//!
//! In: a language, texts. Out: formats; a sheet that is set up; formulas with their value.

use crate::report::words::Language;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError};

/// Row of the headings of a table, counted from 0; above it are a title and a note.
pub(in crate::report) const HEAD: u32 = 2;
/// Height of a row of headings of three lines, in points.
pub(in crate::report) const HEAD_HEIGHT: f64 = 46.0;
/// Height of a line in points, part of a line that words fill, and most lines that are shown of a text.
const LINE: f64 = 15.0;
const FILLED: f64 = 0.85;
const MOST_LINES: f64 = 12.0;
/// A4.
const PAPER: u8 = 9;
/// Widths of columns, in letters.
pub(in crate::report) const NAME: f64 = 44.0;
pub(in crate::report) const FIGURE: f64 = 13.0;

/// Formats of cells.
pub(in crate::report) struct Styles {
    pub(in crate::report) title: Format,
    pub(in crate::report) note: Format,
    pub(in crate::report) head: Format,
    pub(in crate::report) head_year: Format,
    pub(in crate::report) text: Format,
    /// A text that may take several lines.
    pub(in crate::report) wrapped: Format,
    pub(in crate::report) bold: Format,
    /// Euro and cents.
    pub(in crate::report) euro: Format,
    pub(in crate::report) euro_sum: Format,
    /// A figure with decimals.
    pub(in crate::report) figure: Format,
    /// A factor between about 0 and 1.
    pub(in crate::report) factor: Format,
    pub(in crate::report) percent: Format,
    pub(in crate::report) whole: Format,
    /// A cell that is meant to be changed.
    pub(in crate::report) input: Format,
}

impl Styles {
    /// Formats of a language: amounts have the separators of Dutch or British English wherever they are opened.
    pub(in crate::report) fn of(language: Language) -> Self {
        let euro = match language {
            Language::Nl => "[$€-413] #,##0.00;[$€-413] -#,##0.00",
            Language::En => "[$€-809]#,##0.00;-[$€-809]#,##0.00",
        };
        let plain = || Format::new().set_align(FormatAlign::Top);
        let bold = || plain().set_bold();
        Self {
            title: Format::new().set_bold().set_font_size(14),
            note: Format::new().set_italic(),
            head: bold().set_text_wrap().set_border_bottom(FormatBorder::Medium),
            head_year: bold().set_border_bottom(FormatBorder::Medium).set_num_format("0"),
            text: plain(),
            wrapped: plain().set_text_wrap(),
            bold: bold(),
            euro: plain().set_num_format(euro),
            euro_sum: bold().set_num_format(euro).set_border_top(FormatBorder::Thin),
            figure: plain().set_num_format("#,##0.0000"),
            factor: plain().set_num_format("0.0000"),
            percent: plain().set_num_format("0%"),
            whole: plain().set_num_format("0"),
            input: plain()
                .set_num_format("#,##0.00##")
                .set_font_color(Color::RGB(0x0000_00C0))
                .set_background_color(Color::RGB(0x00FF_F8DC)),
        }
    }
}

/// A formula with its value.
pub(in crate::report) fn formula(text: String, value: f64) -> Formula {
    Formula::new(text).set_result(value.to_string())
}

/// The letters of a column, counted from 0.
pub(in crate::report) fn letters(column: u16) -> String {
    rust_xlsxwriter::column_number_to_name(column)
}

/// Height in points of a row with these texts in columns of these widths in letters: programs do not work it out for a
/// row that they did not write.
pub(in crate::report) fn height(cells: &[(f64, &str)]) -> f64 {
    let lines = |(width, text): &(f64, &str)| (text.chars().count() as f64 / (width * FILLED)).ceil();
    LINE * cells.iter().map(lines).fold(1.0, f64::max).min(MOST_LINES)
}

/// Names a sheet, writes its title, note and headings, and sets it up for the screen and for A4.
///
/// # Errors
/// A name that a sheet cannot have.
pub(in crate::report) fn start(
    sheet: &mut Worksheet,
    styles: &Styles,
    [name, title, note]: [&str; 3],
    heads: &[String],
) -> Result<(), XlsxError> {
    sheet.set_name(name)?.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&A&R&P / &N").set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.write_string_with_format(0, 0, title, &styles.title)?;
    sheet.write_string_with_format(1, 0, note, &styles.note)?;
    for (column, head) in (0..).zip(heads) {
        head_cell(sheet, HEAD, column, head, styles)?;
        sheet.set_column_width(column, if column == 0 { NAME } else { FIGURE })?;
    }
    if !heads.is_empty() {
        sheet.set_row_height(HEAD, HEAD_HEIGHT)?.set_freeze_panes(HEAD + 1, 1)?.set_repeat_rows(HEAD, HEAD)?;
    }
    Ok(())
}

/// A heading; a year is a number, as programs mark numbers that are texts.
///
/// # Errors
/// A text that a cell cannot hold.
pub(in crate::report) fn head_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    head: &str,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match head.parse::<f64>() {
        Ok(year) => sheet.write_number_with_format(row, column, year, &styles.head_year)?,
        Err(_) => sheet.write_string_with_format(row, column, head, &styles.head)?,
    };
    Ok(())
}

/// What is printed: from the title to this row and column.
///
/// # Errors
/// None for cells that were written.
pub(in crate::report) fn printed(sheet: &mut Worksheet, row: u32, column: u16) -> Result<(), XlsxError> {
    sheet.set_print_area(0, 0, row, column).map(|_| ())
}
