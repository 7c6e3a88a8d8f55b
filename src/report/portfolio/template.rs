//! An empty caseload: a workbook with the columns of some scenarios, what they mean, and lists to choose from.
//!
//! In: scenarios, a language. Out: the bytes of an `.xlsx` with a sheet to fill in, a data dictionary and the lists.

use crate::model::{AnswerKind, Question, Scenario};
use crate::report::words::Language;
use crate::report::workbook::sheet::{HEAD, Styles, height, letters, start};
use crate::words::columns::title;
use rust_xlsxwriter::{DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Formula, Workbook, XlsxError};
use std::io;

/// Rows that are made ready to fill in.
const ROWS: u32 = 2_000;
const MOST_HOUSEHOLDS: i32 = 1_000_000;

/// A column that every caseload may have: its name in files, and the key of the text that says what it is.
pub type FixedColumn = (&'static str, &'static str);

/// A column of answers.
struct Asked<'s> {
    name: String,
    question: &'s Question,
    scenarios: Vec<&'s str>,
    values: Vec<String>,
}

/// The workbook.
///
/// # Errors
/// What a workbook cannot hold.
pub fn workbook(columns: &[FixedColumn], scenarios: &[(String, &Scenario)], language: Language) -> io::Result<Vec<u8>> {
    bytes(columns, scenarios, language).map_err(io::Error::other)
}

fn bytes(columns: &[FixedColumn], scenarios: &[(String, &Scenario)], language: Language) -> Result<Vec<u8>, XlsxError> {
    let asked = asked(scenarios, language);
    let mut lists: Vec<(&str, Vec<String>)> =
        vec![("scenario", scenarios.iter().map(|(name, _)| name.clone()).collect())];
    let plans =
        scenarios.iter().flat_map(|(_, scenario)| scenario.alternatives.iter().skip(1)).map(|plan| plan.id.clone());
    let mut plans: Vec<String> = plans.collect();
    plans.sort();
    plans.dedup();
    lists.push(("alternative", plans));
    lists.extend(asked.iter().filter(|own| !own.values.is_empty()).map(|own| (own.name.as_str(), own.values.clone())));
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let styles = Styles::of(language);
    let names: Vec<String> = columns
        .iter()
        .map(|column| title(column.0, language).to_owned())
        .chain(asked.iter().map(|own| own.name.clone()))
        .collect();
    let list_sheet = language.text("caseload_sheet_lists");
    let sheet = book.add_worksheet();
    sheet.set_name(language.text("caseload_sheet"))?.set_freeze_panes(1, 0)?;
    for (column, name) in (0u16..).zip(&names) {
        sheet.write_string_with_format(0, column, name, &styles.head)?;
        sheet.set_column_width(column, 18)?;
        let own = columns.get(usize::from(column)).map_or(name.as_str(), |column| column.0);
        let rule = match lists.iter().position(|(list, _)| *list == own) {
            Some(list) => {
                let letters = letters(u16::try_from(list).unwrap_or_default());
                let range = format!("='{list_sheet}'!${letters}$2:${letters}${}", lists[list].1.len() + 1);
                Some(DataValidation::new().allow_list_formula(Formula::new(range)))
            }
            None if own == "count" => {
                Some(DataValidation::new().allow_whole_number(DataValidationRule::Between(1, MOST_HOUSEHOLDS)))
            }
            None => None,
        };
        if let Some(rule) = rule {
            sheet.add_data_validation(1, column, ROWS, column, &rule)?;
        }
    }
    dictionary(&mut book, columns, &asked, &styles, language)?;
    let sheet = book.add_worksheet();
    sheet.set_name(list_sheet)?;
    for (column, (name, values)) in (0u16..).zip(&lists) {
        sheet.write_string_with_format(0, column, *name, &styles.head)?;
        sheet.set_column_width(column, 24)?;
        for (row, value) in (1u32..).zip(values) {
            sheet.write_string(row, column, value)?;
        }
    }
    book.save_to_buffer()
}

/// What each column means.
fn dictionary(
    book: &mut Workbook,
    columns: &[FixedColumn],
    asked: &[Asked<'_>],
    styles: &Styles,
    language: Language,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    let name = language.text("caseload_sheet_dictionary");
    let heads = ["caseload_head_column", "caseload_head_meaning", "caseload_head_values", "caseload_head_scenarios"];
    let heads = heads.map(|head| language.text(head).to_owned());
    start(sheet, styles, [name, name, language.text("caseload_privacy")], &heads)?;
    sheet.set_column_width(1, 70)?.set_column_width(2, 40)?.set_column_width(3, 30)?;
    let fixed = columns.iter().map(|column| {
        let told = language.text(column.1).to_owned();
        [title(column.0, language).to_owned(), told, String::new(), String::new()]
    });
    let questions = asked.iter().map(|own| {
        let texts = [language.of(&own.question.text), language.of(&own.question.help)];
        let told = texts.iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>().join(" ");
        [own.name.clone(), told, values(own, language), own.scenarios.join(", ")]
    });
    for (row, cells) in (HEAD + 1..).zip(fixed.chain(questions)) {
        for (column, text) in (0u16..).zip(&cells) {
            sheet.write_string_with_format(row, column, text, &styles.wrapped)?;
        }
        sheet.set_row_height(row, height(&[(70.0, &cells[1]), (40.0, &cells[2]), (30.0, &cells[3])]))?;
    }
    Ok(())
}

fn values(own: &Asked<'_>, language: Language) -> String {
    if !own.values.is_empty() {
        return own.values.join(", ");
    }
    let bound = |bound: Option<f64>| bound.map_or_else(|| "...".to_owned(), crate::diagnostics::number);
    let unit = language.of(&own.question.unit);
    match (own.question.min, own.question.max) {
        (None, None) => unit.to_owned(),
        (min, max) => format!("{} - {} {unit}", bound(min), bound(max)).trim_end().to_owned(),
    }
}

/// The questions of all scenarios, each name once.
fn asked<'s>(scenarios: &'s [(String, &'s Scenario)], language: Language) -> Vec<Asked<'s>> {
    let mut found: Vec<Asked<'s>> = Vec::new();
    for (file, scenario) in scenarios {
        for question in scenario.questions.iter().filter(|question| question.kind != AnswerKind::Text) {
            let name = question.name(scenario);
            if name.is_empty() {
                continue;
            }
            let own: Vec<String> = match question.kind {
                AnswerKind::YesNo => {
                    [language.text("caseload_yes"), language.text("caseload_no")].map(str::to_owned).to_vec()
                }
                _ => question.choices.iter().map(|choice| choice.value.clone()).collect(),
            };
            match found.iter_mut().find(|known| known.name == name) {
                Some(known) => {
                    known.scenarios.push(file);
                    let more: Vec<String> = own.into_iter().filter(|value| !known.values.contains(value)).collect();
                    known.values.extend(more);
                }
                None => found.push(Asked { name, question, scenarios: vec![file], values: own }),
            }
        }
    }
    found
}
