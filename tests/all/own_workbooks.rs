//! Price lists as a Dutch municipality keeps them: titles in Dutch, a sheet with an explanation, amounts as text, faults by
//! cell.

use crate::hostile::{sheet, workbook};
use crate::program::{SCENARIO, SMALL, copy, program, said, shipped};
use crate::thorough::cases;
use mkba::read::{Disk, Files};
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
    for csv in csv.into_iter().take(cases(1, 3)) {
        let (_folder, list) = text(csv);
        assert_eq!(run(&list)["alternatives"], wanted, "{csv}");
    }
    let amounts = [N(1391.5), T("€ 1.391,50"), T("1391,50"), T("1.391,50"), T("EUR 1391,50")];
    for amount in amounts.into_iter().take(cases(2, 5)) {
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
    assert!(told.contains("wijkcoach_uur (83,70 -> 1.350)"), "{told}");
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

#[test]
fn checked_is_a_day_that_is_over_and_needs_a_source() {
    let list =
        |day: &str, source: &str| text(&format!("id;central;source;checked\nwijkcoach_uur;91,5;{source};{day}\n"));
    for day in ["ja hoor", "2025", "2025-02-30", "1-2-2025", "2099-01-01", "31-12-2098"] {
        let (_folder, list) = list(day, "Begroting");
        let told = check(&list, "nl");
        assert!(told.contains(day) && told.contains("jjjj-mm-dd of dd-mm-jjjj"), "{day}: {told}");
        assert!(said(program(&shipped()).arg("check").arg(SCENARIO).arg("--prices").arg(&list)).code == Some(1));
    }
    let unverified = |list: &Path| run(list)["unverified"].to_string().contains("price:wijkcoach_uur");
    for (day, source, marked) in [
        ("09-12-2025", "Begroting", false),
        ("2025-12-09", "Begroting", false),
        ("2025-12-09", "", true),
        ("", "Begroting", true),
    ] {
        assert_eq!(unverified(&list(day, source).1), marked, "{day} {source}");
    }
    let (_folder, list) = text("id;checked\nwijkcoach_uur;ja hoor\n");
    assert!(check(&list, "en").contains("`ja hoor` is not a day"));
}

#[test]
fn a_price_by_an_index_year_that_nobody_verified_is_unverified() {
    let marks = |day: &str| {
        let folder = copy(|name, text| {
            if name != "prices/cpi.csv" {
                return text;
            }
            let row =
                |line: &str| if line.starts_with("2023,") { line.replace("2026-11-29", day) } else { line.to_string() };
            text.lines().map(row).collect::<Vec<_>>().join("\n")
        });
        let said = said(program(folder.path()).args(["run", SCENARIO, "--json", "--quiet"]).args(SMALL));
        assert_eq!(said.code, Some(0), "{}", said.err);
        let shown = crate::program::said(program(folder.path()).args(["show", SCENARIO])).out;
        (serde_json::from_str::<Value>(&said.out).expect("JSON"), shown.matches("unverified = true").count())
    };
    let ((sound, shown), (doubtful, more)) = (marks("2026-11-29"), marks(""));
    assert_eq!(sound["alternatives"].to_string().len(), doubtful["alternatives"].to_string().len());
    assert_eq!(sound["alternatives"][0]["net_benefit"], doubtful["alternatives"][0]["net_benefit"]);
    let has =
        |result: &Value, name: &str| result["unverified"].as_array().expect("a list").iter().any(|one| one == name);
    // Its price is of 2022, that of the coach of 2024.
    assert!(!has(&sound, "price:maatschappelijk_werk_consult") && has(&doubtful, "price:maatschappelijk_werk_consult"));
    assert!(more > shown, "{more} {shown}");
}

#[test]
fn the_price_list_can_be_written_and_read_back_without_a_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = said(program(&shipped()).args(["run", SCENARIO, "--json", "--quiet"]).args(SMALL));
    let plain: Value = serde_json::from_str(&plain.out).expect("JSON");
    let lists = [("nl", "nl.xlsx"), ("en", "en.csv"), ("en", "en.xlsx"), ("nl", "nl.csv")];
    for (language, name) in lists.into_iter().take(cases(2, 4)) {
        let path = folder.path().join(name);
        let write = || said(program(&shipped()).args(["list", "prices", "--lang", language, "--out"]).arg(&path));
        let written = write();
        assert_eq!(written.code, Some(0), "{}", written.err);
        let bytes = fs::read(&path).expect("a list");
        assert_eq!(write().code, Some(2), "one that exists stays");
        assert_eq!(fs::read(&path).expect("a list"), bytes);
        let back = run(&path);
        assert_eq!(back["alternatives"], plain["alternatives"], "{name}");
        assert!(back["replaced_prices"].as_array().is_none_or(Vec::is_empty), "{name}: {}", back["replaced_prices"]);
        assert_eq!(back["unverified"], plain["unverified"], "{name}");
    }
    // Titles in the language, numbers as numbers, days as days, and every row of the list.
    let text = Disk.read(&folder.path().join("nl.xlsx")).expect("a sheet");
    assert!(text.starts_with("Code,Omschrijving,Engelse naam,Categorie,Bedrag,Laag,Hoog,"), "{text}");
    assert!(text.contains(",127,,,,event,2022,") && text.contains(",2026-11-23,"), "{text}");
    let shipped_list = fs::read_to_string(shipped().join("prices/nl.csv")).expect("a list");
    assert_eq!(text.lines().count(), shipped_list.lines().count());
    let wrong = |arguments: &[&str]| said(program(folder.path()).args(arguments)).code;
    assert_eq!(wrong(&["list", "prices", "--out", "x.ods"]), Some(2));
    assert_eq!(wrong(&["list", "rates", "--out", "x.csv"]), Some(2));
}
