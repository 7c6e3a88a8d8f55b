//! A caseload as a workbook: a summary, cases, payers by year, the budget, the curve, with sums that are formulas.
//!
//! In: a [`PortfolioAnswer`], a language, the command. Out: the bytes of an `.xlsx`; the same inputs give the same bytes.
//! Every formula carries its value; no text becomes a formula.

use crate::analyse::portfolio::answer::PortfolioAnswer;
use crate::report::portfolio::sections::Teller;
use crate::report::words::Language;
use crate::report::workbook::sheet::{HEAD, Styles, formula, height, letters, start};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use std::io;

/// A cell of a sheet.
enum Cell {
    Text(String),
    Euro(f64),
    Whole(f64),
    Share(f64),
    Nothing,
}

struct Sheet {
    name: &'static str,
    heads: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
    /// Columns of which the sum stands below.
    sums: Vec<usize>,
}

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
    for sheet in [cases(answer), years(answer), budget(answer), groups(answer), curve(answer)] {
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
        let sum = own.rows.iter().map(value).sum();
        let column = u16::try_from(*column).unwrap_or_default();
        let text = format!("=SUM({0}{1}:{0}{2})", letters(column), first + 1, row);
        sheet.write_formula_with_format(row, column, formula(text, sum), &styles.euro_sum)?;
    }
    Ok(())
}

fn cases(answer: &PortfolioAnswer) -> Sheet {
    let rows = answer.cases.iter().map(|case| {
        let given = f64::from(case.given);
        let text = |text: &String| Cell::Text(text.clone());
        let mut row = vec![text(&case.code), text(&case.scenario), text(&case.neighbourhood), text(&case.alternative)];
        row.extend([f64::from(case.households), given].map(Cell::Whole));
        row.extend([case.plan_cost, case.net_benefit, case.p10, case.p90].map(Cell::Euro));
        row.push(Cell::Share(case.positive));
        row.extend([given * case.plan_cost, given * case.net_benefit].map(Cell::Euro));
        row.push(case.how_often.map_or(Cell::Nothing, Cell::Share));
        row.push(if case.tie { Cell::Text("=".into()) } else { Cell::Nothing });
        row
    });
    Sheet {
        name: "portfolio_sheet_cases",
        heads: vec![
            "portfolio_code",
            "portfolio_by_scenario",
            "portfolio_by_neighbourhood",
            "portfolio_by_alternative",
            "portfolio_households",
            "portfolio_get_help",
            "portfolio_pays_each",
            "portfolio_balance_each",
            "portfolio_p10",
            "portfolio_p90",
            "portfolio_chance",
            "portfolio_pays",
            "portfolio_balance",
            "portfolio_often",
            "portfolio_tie",
        ],
        rows: rows.collect(),
        sums: vec![5, 11, 12],
    }
}

fn years(answer: &PortfolioAnswer) -> Sheet {
    let rows = answer.years.iter().map(|year| {
        let mut row = vec![Cell::Text(year.account.clone()), Cell::Text(year.law.clone())];
        row.push(Cell::Whole(f64::from(year.calendar_year)));
        row.extend([year.plan_cost, year.net, year.p10, year.p50, year.p90, year.cashable].map(Cell::Euro));
        row
    });
    Sheet {
        name: "portfolio_sheet_years",
        heads: vec![
            "portfolio_payer",
            "portfolio_law",
            "portfolio_year",
            "portfolio_pays",
            "portfolio_net",
            "portfolio_p10",
            "portfolio_p50",
            "portfolio_p90",
            "portfolio_bookable",
        ],
        rows: rows.collect(),
        // Percentiles are never added.
        sums: vec![3, 4, 8],
    }
}

fn budget(answer: &PortfolioAnswer) -> Sheet {
    let rows = answer.budget.years.iter().map(|year| {
        let mut row = vec![Cell::Text(year.calendar_year.to_string())];
        row.extend([year.mean, year.p50, year.p80, year.p95].map(Cell::Euro));
        row.push(Cell::Whole(year.hours));
        row
    });
    let heads =
        ["portfolio_year", "portfolio_mean", "portfolio_p50", "portfolio_p80", "portfolio_p95", "portfolio_hours"];
    Sheet { name: "portfolio_sheet_budget", heads: heads.to_vec(), rows: rows.collect(), sums: vec![1, 5] }
}

fn groups(answer: &PortfolioAnswer) -> Sheet {
    let rows = answer.groups.iter().map(|group| {
        let mut row = vec![Cell::Text(group.name.clone()), Cell::Text(group.by.to_owned())];
        row.extend([group.households as f64, group.helped as f64].map(Cell::Whole));
        let band = &group.net_benefit;
        row.extend([group.plan_cost, band.mean, band.p10, band.p90].map(Cell::Euro));
        row
    });
    Sheet {
        name: "portfolio_groups",
        heads: vec![
            "portfolio_part",
            "portfolio_kind",
            "portfolio_households",
            "portfolio_get_help",
            "portfolio_pays",
            "portfolio_balance",
            "portfolio_p10",
            "portfolio_p90",
        ],
        rows: rows.collect(),
        sums: Vec::new(),
    }
}

fn curve(answer: &PortfolioAnswer) -> Sheet {
    let points = answer.choice.iter().flat_map(|choice| &choice.curve);
    let rows = points.map(|point| {
        let mut row = vec![Cell::Euro(point.budget), Cell::Euro(point.value), Cell::Euro(point.bound)];
        row.extend([Cell::Whole(point.households as f64), Cell::Euro(point.price)]);
        row
    });
    let heads =
        ["portfolio_budget_column", "portfolio_balance", "portfolio_bound", "portfolio_households", "portfolio_price"];
    Sheet { name: "portfolio_sheet_curve", heads: heads.to_vec(), rows: rows.collect(), sums: Vec::new() }
}
