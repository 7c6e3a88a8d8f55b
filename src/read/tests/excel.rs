//! Lists as a Dutch Excel writes them: the same scenario, or a fault that says how to save them.

use crate::read::tests::*;

const LISTS: [&str; 5] = ["prices.csv", "rates.csv", "accounts.csv", "index.csv", "evidence.csv"];

/// The list with semicolons, decimal commas in its numbers, lines that end with CRLF, and a byte-order mark.
fn dutch(text: &str) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut writer =
        csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for record in reader.records() {
        let field = |field: &str| {
            let numeric = field.split([':', ' ']).any(|word| word.parse::<f64>().is_ok());
            let words = ["true", "false"].iter().zip(["WAAR", "ONWAAR"]).find(|(word, _)| **word == field);
            let number = if numeric { field.replace('.', ",") } else { field.to_string() };
            words.map_or(number, |(_, excel)| excel.to_string())
        };
        writer.write_record(record.expect("a record").iter().map(field)).expect("written");
    }
    format!("\u{feff}{}", String::from_utf8(writer.into_inner().expect("bytes")).expect("text"))
}

/// The family with every list through Excel, and further changes to one.
fn through_excel(list: &str, changes: &[(&str, &str)]) -> Memory {
    let mut files = family();
    for name in LISTS {
        let text = files.0.get_mut(&PathBuf::from("f").join(name)).expect("a list");
        *text = dutch(text);
        for (old, new) in changes.iter().filter(|_| name == list) {
            assert_eq!(text.matches(old).count(), 1, "{old} is not there once in {text}");
            *text = text.replace(old, new);
        }
    }
    files
}

#[test]
fn lists_from_a_dutch_excel_give_the_same_scenario() {
    let plain = sound(&family(), &[]).scenario;
    let files = through_excel("", &[]);
    let prices = &files.0[&PathBuf::from("f/prices.csv")];
    assert!(prices.contains("municipality:0,5 state:0,5") && prices.contains(";0,5;12;"), "{prices}");
    assert_eq!(sound(&files, &[]).scenario, plain);
    let same: [(&str, &[(&str, &str)]); 8] = [
        ("prices.csv", &[("municipality:0,5 state:0,5", "municipality:0.5 state:0.5")]),
        ("prices.csv", &[(";60;40;90;", ";60,0;40;90;")]),
        ("prices.csv", &[("\u{feff}id;", "\u{feff}sep=;\r\nid;")]),
        ("prices.csv", &[("checked;note\r\n", "checked;note;;\r\n;;;\r\n"), ("A law;;;\r\n", "A law;;;;;\r\n")]),
        ("prices.csv", &[("Bed, per dag", "\"Bed; per dag\"")]),
        ("index.csv", &[("2024;3,3;", "\"2024\";\"3,3\";")]),
        ("evidence.csv", &[(";0,1;", ";,1;")]),
        ("rates.csv", &[("A count;", "\"A \"\"count\"\"\r\nof orders\";")]),
    ];
    for (list, changes) in same {
        let mut found = sound(&through_excel(list, changes), &[]).scenario;
        if list == "rates.csv" {
            let executed = found.parameters.iter_mut().find(|one| one.name == "executed").expect("a parameter");
            assert_eq!(executed.evidence.source, "A \"count\"\r\nof orders");
            executed.evidence.source = "A count".to_string();
        }
        assert_eq!(found, plain, "{list} {changes:?}");
    }
}

#[test]
fn thousands_are_read_and_doubt_is_a_fault() {
    let central = |written: &str| {
        let files = through_excel("prices.csv", &[(";100;", &format!(";{written};"))]);
        let scenario = sound(&files, &[]).scenario;
        let police = scenario.parameters.iter().find(|one| one.name == "price:police_hour").expect("a price");
        police.distribution.mean() / 1.03
    };
    for (written, wanted) in [("1.234,56", 1234.56), ("1.234", 1234.0), ("0,35", 0.35)] {
        assert!((central(written) - wanted).abs() < 1e-9, "{written} {}", central(written));
    }
    type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);
    let cases: [Case; 6] = [
        ("prices.csv", &[(";100;", ";100.25;")], &["point_among_commas prices.csv:4:35"]),
        ("index.csv", &[(";3,3;", ";3.3;")], &["point_among_commas index.csv:2:6"]),
        (
            "evidence.csv",
            &[
                (";0,1;", ";1.100;"),
                (";0,25", ";0"),
                (";0,3;", ";0;"),
                ("expert;0,5", "expert;0"),
                ("assumption;0,5", "assumption;0"),
            ],
            &["number_in_two_ways evidence.csv:3:10"],
        ),
        ("prices.csv", &[(";100;", ";100 stuks;")], &["cell_no_number prices.csv:4:35"]),
        ("prices.csv", &[("Politie;", "\"Politie;")], &["wrong_number_of_fields prices.csv:4:1"]),
        ("evidence.csv", &[("study;0,25", "study,0.25")], &["wrong_number_of_fields evidence.csv:4:1"]),
    ];
    for (list, changes, wanted) in cases {
        let found = faults(&through_excel(list, changes), &[]);
        let found: Vec<&String> = found.iter().filter(|one| !one.starts_with("grade_without")).collect();
        assert_eq!(found, wanted, "{changes:?}");
    }
}

#[test]
fn a_list_that_was_opened_in_the_wrong_way_says_so() {
    let whole: String =
        include_str!("prices.csv").lines().map(|line| format!("\"{}\"\r\n", line.replace('"', "\"\""))).collect();
    assert_eq!(faults(&family().with("f/prices.csv", whole), &[]), ["list_in_one_column prices.csv:1:1"]);
    let wide = "a,".repeat(1_000_000);
    assert_eq!(faults(&family().with("f/prices.csv", wide), &[]), ["too_many prices.csv:1:1"]);
}

#[test]
fn tabs_separate_too() {
    let tabs = |name: &str, text: &str| (format!("f/{name}"), text.replace(',', "\t"));
    let (name, text) = tabs("evidence.csv", include_str!("evidence.csv"));
    assert_eq!(sound(&family().with(name, text), &[]).scenario, sound(&family(), &[]).scenario);
}
