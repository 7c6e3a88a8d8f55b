//! Price lists as a Dutch municipality keeps them: titles in Dutch, a sheet with an explanation, amounts as text, faults by
//! cell.

use crate::hostile::{sheet, workbook};
use crate::program::{SCENARIO, SMALL, program, said, shipped};
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A cell: text, or a number.
enum Put<'t> {
    T(&'t str),
    N(f64),
}
use Put::{N, T};

/// A workbook with a sheet of text, and a sheet `Prijzen` with these rows, in a folder.
fn book(rows: &[Vec<Put<'_>>]) -> (TempDir, PathBuf) {
    let mut book = Workbook::new();
    let first = book.add_worksheet();
    first.set_name("Uitleg").expect("a name");
    first.write_string(0, 0, "Onze prijzen, met de code van elke prijs").expect("written");
    let prices = book.add_worksheet();
    prices.set_name("Prijzen").expect("a name");
    for (at, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            match cell {
                T(text) => prices.write_string(at, column, *text).expect("written"),
                N(number) => prices.write_number(at, column, *number).expect("written"),
            };
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("eigen.xlsx");
    book.save(&path).expect("saved");
    (folder, path)
}

fn text(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("eigen.csv");
    fs::write(&path, text).expect("written");
    (folder, path)
}

fn run(list: &Path) -> Value {
    let said = said(program(&shipped()).args(["run", SCENARIO, "--json", "--quiet", "--prices"]).arg(list).args(SMALL));
    assert_eq!(said.code, Some(0), "{}", said.err);
    serde_json::from_str(&said.out).expect("JSON")
}

fn check(list: &Path, language: &str) -> String {
    said(program(&shipped()).args(["check", SCENARIO, "--lang", language, "--prices"]).arg(list)).out
}

const PLAIN: &str =
    "id,central,price_year,grade,source,checked\nwijkcoach_uur,1391.5,2025,measured,Begroting 2025,2025-12-09\n";

#[test]
fn dutch_titles_count_as_the_names_in_files() {
    let wanted = run(&text(PLAIN).1)["alternatives"].clone();
    let csv = [
        "Code;Bedrag;Prijsjaar;Zekerheid;Bron;Gecontroleerd\nwijkcoach_uur;1391,50;2025;measured;Begroting 2025;09-12-2025\n",
        "Onze prijzen 2025\n\nCODE;BEDRAG (€);prijs jaar;Zekerheid;Bron;Afdeling;Gecontroleerd op\nwijkcoach_uur;€ 1.391,50;2025;measured;Begroting 2025;Wmo;2025-12-09\n",
        "\u{feff}sep=;\nOnze prijzen;;;;;\nCode;Tarief;Prijspeil;Zekerheid;Bron;Nagekeken\nwijkcoach_uur;EUR 1391,50;2025;measured;Begroting 2025;2025-12-09\n",
    ];
    for csv in csv {
        let (_folder, list) = text(csv);
        assert_eq!(run(&list)["alternatives"], wanted, "{csv}");
    }
    for amount in [N(1391.5), T("1391,50"), T("1.391,50"), T("EUR 1391,50"), T("€ 1.391,50")] {
        let (_folder, list) = book(&[
            vec![T("Prijslijst 2025")],
            vec![],
            vec![
                T(""),
                T("Code"),
                T("Omschrijving"),
                T("Bedrag"),
                T("Prijsjaar"),
                T("Zekerheid"),
                T("Bron"),
                T("Nagekeken op"),
            ],
            vec![],
            vec![
                T(""),
                T("wijkcoach_uur"),
                T("Uur van een wijkcoach"),
                amount,
                N(2025.0),
                T("measured"),
                T("Begroting 2025"),
                T("2025-12-09"),
            ],
        ]);
        assert_eq!(run(&list)["alternatives"], wanted);
    }
}

#[test]
fn a_column_of_no_use_is_told_and_a_misspelt_one_refused() {
    let (_folder, list) = text("Code;Bedrag;Afdeling\nwijkcoach_uur;91,5;Wmo\n");
    let told = check(&list, "nl");
    assert!(told.contains("kolom `Afdeling` is hier niet bekend"), "{told}");
    assert_eq!(run(&list)["replaced_prices"][0]["column"], "central");
    let (_folder, list) = text("Code;Bedragg\nwijkcoach_uur;91,5\n");
    let told = check(&list, "nl");
    assert!(told.contains("fout: de kolom `Bedragg` bestaat niet") && told.contains("bedoelt u `Bedrag`?"), "{told}");
    let (_folder, list) = text("Code;Bedrag;Tarief\nwijkcoach_uur;91,5;3\n");
    assert!(check(&list, "nl").contains("fout: "), "two amounts");
}

#[test]
fn faults_name_sheet_and_cell_and_show_what_it_says() {
    let title = || vec![T("Code"), T("Bedrag")];
    for (amount, told) in [
        (T("veel"), "`veel` is geen getal"),
        (T("1.350"), "`1.350` kan op twee manieren worden gelezen"),
        (T("ca. € 20,-"), "`ca. € 20,-` is geen getal"),
    ] {
        let (_folder, list) = book(&[vec![], title(), vec![T("wijkcoach_uur"), amount]]);
        let (dutch, english) = (check(&list, "nl"), check(&list, "en"));
        assert!(dutch.contains(told), "{dutch}");
        assert!(dutch.contains("eigen.xlsx, blad Prijzen, cel B3\n"), "{dutch}");
        assert!(english.contains("eigen.xlsx, sheet Prijzen, cell B3\n"), "{english}");
        let line = dutch.lines().find(|line| line.starts_with("3 |")).expect("the cell");
        assert!(told.contains(line.trim_start_matches("3 | ").trim()) && !line.contains("wijkcoach"), "{dutch}");
    }
    let (_folder, list) =
        book(&[title(), vec![T("wijkcoach_uur"), T("1.350")], vec![T("opvang_gezin_dag"), T("91,50")]]);
    let told = check(&list, "nl");
    assert!(!told.contains("twee manieren"), "the other amount tells: {told}");
    assert!(told.contains("wijkcoach_uur (67,86 -> 1.350)"), "{told}");
}

#[test]
fn a_formula_without_a_saved_value_is_a_fault() {
    let cell = |name: &str, inside: &str| format!(r#"<c r="{name}"{inside}</c>"#);
    let word = |name: &str, text: &str| cell(name, &format!(r#" t="inlineStr"><is><t>{text}</t></is>"#));
    let rows = |amount: &str, year: &str| {
        let head = word("A1", "Code") + &word("B1", "Bedrag") + &word("C1", "Prijsjaar");
        let row = word("A2", "wijkcoach_uur") + &cell("B2", amount) + &cell("C2", year);
        sheet(&format!(r#"<row r="1">{head}</row><row r="2">{row}</row>"#))
    };
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("eigen.xlsx");
    for unsaved in ["><f>ROUND(45.75*2,1)</f>", "><f>ROUND(45.75*2,1)</f><v></v>"] {
        fs::write(&list, workbook(&rows(unsaved, "><v>2025</v>"))).expect("written");
        let told = check(&list, "nl");
        assert!(told.contains("blad a, cel B2\n") && told.contains("heeft geen bewaarde uitkomst"), "{told}");
        assert!(told.contains("=ROUND(45.75*2;1)") && told.contains("open het bestand"), "{told}");
    }
    fs::write(&list, workbook(&rows("><f>ROUND(45.75*2,1)</f><v>91.5</v>", "><v>2025</v>"))).expect("written");
    assert_eq!(run(&list)["replaced_prices"][0]["new"], "91.5");
    // A formula that was worked out and says nothing is an empty cell.
    fs::write(&list, workbook(&rows("><v>91.5</v>", r#" t="str"><f>""</f><v></v>"#))).expect("written");
    assert_eq!(run(&list)["replaced_prices"][0]["new"], "91.5");
}
