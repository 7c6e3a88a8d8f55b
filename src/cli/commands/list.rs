//! `mkba list`: what the library has: prices, rates, scenarios.
//!
//! In: [`ListArguments`]. Out: a table or JSON on standard output, or a price list as a file to edit. Amounts are as they stand in the lists.

use crate::cli::arguments::list::{ListArguments, What};
use crate::cli::failure::Failure;
use crate::cli::output::{cannot_write, print};
use crate::diagnostics::{LIBRARY, Message};
use crate::model::Grade;
use crate::model::Text;
use crate::read::library::browse::{self, Figure};
use crate::read::library::{self, Kind, Shipped, WithLibrary};
use crate::read::study;
use crate::read::{self};
use crate::report::json;
use crate::report::price_list;
use crate::report::run_faults::of_writing;
use crate::report::terminal::table::{Column, lines};
use crate::report::words::numbers::Numbers;
use crate::report::words::units::unit;
use crate::report::words::{Language, grade_key};
use serde::Serialize;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

/// Most columns of a name, and of a source.
const NAME: usize = 44;
const SOURCE: usize = 60;

/// Where payers stand in the table of prices; rates have none.
const PAYERS: usize = 4;

/// Lists.
///
/// # Errors
/// Standard output that cannot be written to.
pub(super) fn run(arguments: &ListArguments, language: Language) -> Result<(), Failure> {
    let word = arguments.word.as_deref().unwrap_or_default().to_lowercase();
    let has = |texts: &[&str]| texts.iter().any(|text| text.to_lowercase().contains(&word));
    let wanted = |figure: &Figure| has(&[&figure.id, &figure.name.nl, &figure.name.en, &figure.category]);
    if let Some(path) = &arguments.out {
        if arguments.what != What::Prices {
            return Err(Failure::Usage(Message::new("list_out_prices")));
        }
        return write_prices(path, &browse::written_prices(wanted), language);
    }
    match arguments.what {
        What::Scenarios => {
            let all = library::shipped().iter().map(scenario).collect::<Vec<_>>().into_iter();
            let found = all.filter(|listed| has(&[&listed.id, &listed.title.nl, &listed.title.en, listed.kind]));
            show(&found.collect::<Vec<_>>(), arguments.json, language, scenarios)
        }
        What::Prices => {
            let found: Vec<Figure> = browse::prices().into_iter().filter(wanted).collect();
            show(&found, arguments.json, language, |found, language| figures(found, language, true))
        }
        What::Rates => {
            let found: Vec<Figure> = browse::rates().into_iter().filter(wanted).collect();
            show(&found, arguments.json, language, |found, language| figures(found, language, false))
        }
    }
}

/// Writes prices to a file to edit, by its ending. One that exists stays: somebody may have edited it.
fn write_prices(path: &Path, rows: &[Vec<String>], language: Language) -> Result<(), Failure> {
    let names = &browse::PRICE_COLUMNS;
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Usage(Message::new("new_exists").with("path", path.display())),
        _ => Failure::Usage(of_writing(path, &error)),
    };
    let ending = path.extension().and_then(|end| end.to_str()).map(str::to_lowercase);
    let bytes = match ending.as_deref() {
        Some("xlsx") => price_list::workbook(names, rows, language).map_err(failed)?,
        Some("csv") => price_list::text(names, rows, language).into_bytes(),
        _ => return Err(Failure::Usage(Message::new("list_out_ending").with("path", path.display()))),
    };
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(&bytes)).map_err(failed)?;
    let message = Message::new("list_written").with("path", path.display()).with("count", rows.len());
    print(&format!("{}\n", language.fill(&message)))
}

fn show<T: Serialize>(
    found: &[T],
    json: bool,
    language: Language,
    table: impl Fn(&[T], Language) -> Vec<String>,
) -> Result<(), Failure> {
    if json {
        return print(&json::text(&found).map_err(cannot_write)?);
    }
    if found.is_empty() {
        return print(&format!("{}\n", language.text("list_nothing")));
    }
    print(&(table(found, language).join("\n") + "\n"))
}

/// A file of the library.
#[derive(Serialize)]
struct Listed {
    id: String,
    title: Text,
    kind: &'static str,
    /// Alternatives beside the null alternative.
    alternatives: usize,
    path: String,
}

fn scenario(one: &Shipped) -> Listed {
    let path = std::path::Path::new(LIBRARY).join(one.path);
    let written = one.table.get("alternatives").and_then(toml::Value::as_table).map_or(0, toml::Table::len);
    let read = match one.kind {
        Kind::Scenario | Kind::Case => read::load(&WithLibrary, &path, &[]).ok().map(|loaded| loaded.scenario),
        Kind::Study => {
            let study = study::open(&WithLibrary, &path).ok().flatten();
            let all = study.and_then(|study| study.load(&WithLibrary, &[]).ok());
            all.map(|all| all.first)
        }
        Kind::Block => None,
    };
    let title = |language: &str| {
        let title = one.table.get("title").and_then(|title| title.get(language)).and_then(toml::Value::as_str);
        title.unwrap_or_default().to_string()
    };
    Listed {
        id: one.id.clone(),
        title: Text { nl: title("nl"), en: title("en") },
        kind: match one.kind {
            Kind::Scenario => "scenario",
            Kind::Case => "case",
            Kind::Study => "study",
            Kind::Block => "block",
        },
        alternatives: read.map_or(written, |scenario| scenario.alternatives.len().saturating_sub(1)),
        path: one.path.to_string(),
    }
}

fn scenarios(found: &[Listed], language: Language) -> Vec<String> {
    let column = |key, most, number| Column { head: language.text(key), most, number };
    let columns = [
        column("list_id", NAME, false),
        column("list_kind", NAME, false),
        column("list_alternatives", NAME, true),
        column("list_title", SOURCE, false),
        column("list_path", SOURCE, false),
    ];
    let kind = |kind| match kind {
        "scenario" => language.text("kind_scenario"),
        "case" => language.text("kind_case"),
        "study" => language.text("kind_study"),
        _ => language.text("kind_block"),
    };
    let row = |listed: &Listed| {
        let title = language.of(&listed.title).to_string();
        vec![
            listed.id.clone(),
            kind(listed.kind).to_string(),
            listed.alternatives.to_string(),
            title,
            listed.path.clone(),
        ]
    };
    lines(&columns, &found.iter().map(row).collect::<Vec<_>>())
}

/// How well a figure is known, in words; as it is written where that is no grade.
fn grade(figure: &Figure, language: Language) -> String {
    Grade::from_key(&figure.grade)
        .map_or_else(|| figure.grade.clone(), |grade| language.text(grade_key(grade)).to_owned())
}

fn figures(found: &[Figure], language: Language, prices: bool) -> Vec<String> {
    let numbers = Numbers::new(language);
    let column = |key, most, number| Column { head: language.text(key), most, number };
    let mut columns = vec![
        column("list_id", NAME, false),
        column(if prices { "list_euro" } else { "list_value" }, NAME, true),
        column("list_unit", NAME, false),
        column("list_year", NAME, true),
        column("list_payers", NAME, false),
        column("list_grade", NAME, false),
        column("list_checked", NAME, false),
        column("list_name", NAME, false),
        column("list_source", SOURCE, false),
    ];
    let value = |value: f64| if prices { numbers.decimal(value, 2) } else { numbers.exact(value) };
    let row = |figure: &Figure| {
        let rule = if figure.by_rule.contains(&"payers") { language.text("list_by_rule") } else { "" };
        let payers = format!("{} {rule}", figure.payers).trim().to_string();
        let checked = if figure.unverified { language.text("unverified").to_string() } else { figure.checked.clone() };
        let mut cells = vec![
            figure.id.clone(),
            figure.value.map(value).unwrap_or_default(),
            unit(&figure.unit, language),
            figure.year.clone(),
            payers,
            grade(figure, language),
            checked,
            language.of(&figure.name).to_string(),
            figure.source.clone(),
        ];
        if !prices {
            cells.remove(PAYERS);
        }
        cells
    };
    if !prices {
        columns.remove(PAYERS);
    }
    lines(&columns, &found.iter().map(row).collect::<Vec<_>>())
}
