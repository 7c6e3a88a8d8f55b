//! A caseload as a workbook: a summary, cases, payers by year, the budget, the curve, with sums that are formulas.
//!
//! In: a [`PortfolioAnswer`], a language, the command. Out: the bytes of an `.xlsx`; the same inputs give the same bytes.
//! Every formula carries its value; no text becomes a formula.

use crate::analyse::portfolio::answer::PortfolioAnswer;
use crate::analyse::portfolio::bands::CaseloadBand;
use crate::report::portfolio::sections::{Teller, by_key};
use crate::report::words::Language;
use crate::report::workbook::sheet::{HEAD, Styles, formula, height, letters, start};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use std::io;

/// Rows of a table that the summary tells; all are in the sheets.
const SHOWN_ROWS: usize = 12;

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
    let teller = Teller::new(answer, language);
    let sheets = [
        totals(&teller),
        payers(&teller),
        years(&teller),
        budget(&teller),
        settlement(&teller),
        groups(&teller),
        cases(answer),
        limits(&teller),
        curve(answer),
    ];
    for sheet in sheets {
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

fn totals(teller: &Teller<'_>) -> Sheet {
    let row = |key: &'static str, band: &CaseloadBand| {
        let mut row = vec![Cell::Text(teller.say(key, &[]))];
        row.extend([band.mean, band.p10, band.p90, band.unknown_sd].map(Cell::Euro));
        row.push(band.luck_sd.map_or(Cell::Nothing, Cell::Euro));
        row.push(Cell::Share(band.positive));
        row
    };
    let answer = teller.answer;
    Sheet {
        name: "portfolio_totals",
        heads: vec![
            "portfolio_balance",
            "portfolio_mean",
            "portfolio_p10",
            "portfolio_p90",
            "portfolio_unknown",
            "portfolio_luck",
            "portfolio_chance",
        ],
        rows: vec![
            row("portfolio_society", &answer.net_benefit),
            row("portfolio_money", &answer.net_benefit_money),
            row("portfolio_public", &answer.net_benefit_public),
        ],
        sums: Vec::new(),
    }
}

fn payers(teller: &Teller<'_>) -> Sheet {
    let rows = teller.answer.payers.iter().map(|payer| {
        let mut row = vec![Cell::Text(teller.account(&payer.account))];
        row.extend([payer.plan_cost, payer.net.mean, payer.net.p10, payer.net.p90].map(Cell::Euro));
        row.push(if payer.public { Cell::Euro(payer.cashable) } else { Cell::Nothing });
        row
    });
    Sheet {
        name: "portfolio_payers",
        heads: vec![
            "portfolio_payer",
            "portfolio_pays",
            "portfolio_net",
            "portfolio_p10",
            "portfolio_p90",
            "portfolio_bookable",
        ],
        rows: rows.collect(),
        sums: vec![1, 2, 5],
    }
}

fn settlement(teller: &Teller<'_>) -> Sheet {
    let rows = teller.answer.settlement.parties.iter().map(|party| {
        let mut row = vec![Cell::Text(teller.account(&party.account))];
        row.extend([party.net, party.sure].map(Cell::Euro));
        row.extend([Cell::Share(party.loses), Cell::Euro(party.payment)]);
        row
    });
    Sheet {
        name: "portfolio_sheet_settlement",
        heads: vec!["portfolio_payer", "portfolio_net", "portfolio_surely", "portfolio_loses", "portfolio_payment"],
        rows: rows.collect(),
        sums: vec![4],
    }
}

fn limits(teller: &Teller<'_>) -> Sheet {
    let limits = teller.answer.choice.iter().flat_map(|choice| &choice.limits);
    let rows = limits.map(|limit| {
        let hours = limit.kind == "hours";
        let mut row = vec![Cell::Text(teller.limit(limit))];
        row.extend([limit.limit, limit.used].map(|value| if hours { Cell::Whole(value) } else { Cell::Euro(value) }));
        row.push(Cell::Euro(limit.price));
        row
    });
    Sheet {
        name: "portfolio_sheet_limits",
        heads: vec!["portfolio_limit", "portfolio_there_is", "portfolio_used", "portfolio_price"],
        rows: rows.collect(),
        sums: Vec::new(),
    }
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

fn years(teller: &Teller<'_>) -> Sheet {
    let answer = teller.answer;
    let public = |account: &str| answer.payers.iter().any(|payer| payer.account == account && payer.public);
    let rows = answer.years.iter().map(|year| {
        let mut row = vec![Cell::Text(teller.account(&year.account)), Cell::Text(year.law.clone())];
        row.push(Cell::Text(year.calendar_year.to_string()));
        row.extend([year.plan_cost, year.net, year.p10, year.p50, year.p90].map(Cell::Euro));
        row.push(if public(&year.account) { Cell::Euro(year.cashable) } else { Cell::Nothing });
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

fn budget(teller: &Teller<'_>) -> Sheet {
    let need = &teller.answer.budget;
    // All years together have a row of their own: percentiles are never added.
    let rows = need.years.iter().chain([&need.total]).map(|year| {
        let mut row = vec![Cell::Text(match year.calendar_year {
            0 => teller.say("portfolio_all_years", &[]),
            year => year.to_string(),
        })];
        row.extend([year.mean, year.p50, year.p80, year.p95].map(Cell::Euro));
        row.push(Cell::Whole(year.hours));
        row
    });
    let heads =
        ["portfolio_year", "portfolio_mean", "portfolio_p50", "portfolio_p80", "portfolio_p95", "portfolio_hours"];
    Sheet { name: "portfolio_sheet_budget", heads: heads.to_vec(), rows: rows.collect(), sums: Vec::new() }
}

fn groups(teller: &Teller<'_>) -> Sheet {
    let rows = teller.answer.groups.iter().map(|group| {
        let mut row = vec![Cell::Text(group.name.clone()), Cell::Text(teller.say(by_key(group.by), &[]))];
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
