//! `mkba list`: every row of the lists is there, with what its list says; a word filters.

use crate::program::{ALTERNATIVES, program, said, shipped};
use serde_json::Value;
use std::collections::BTreeMap;

fn list(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let said = said(program(folder.path()).arg("list").args(arguments));
    assert_eq!(said.code, Some(0), "{}", said.err);
    said.out
}

fn json(arguments: &[&str]) -> Vec<Value> {
    serde_json::from_str(&list(&[arguments, &["--json"]].concat())).expect("JSON")
}

fn rows(path: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(shipped().join(path)).expect("a list");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn prices_and_rates_are_those_of_the_lists() {
    for (what, path, column) in [("prices", "prices/nl.csv", "central"), ("rates", "rates/nl.csv", "value")] {
        let found = json(&[what]);
        let found: Vec<&Value> = found.iter().filter(|one| one["list"] == path).collect();
        let wanted = rows(path);
        assert_eq!(found.len(), wanted.len());
        for (one, row) in found.into_iter().zip(wanted) {
            assert_eq!(one["id"], row["id"]);
            assert_eq!(one["value"].as_f64(), row[column].parse().ok(), "{}", row["id"]);
            assert_eq!(one["unverified"], row["checked"].is_empty(), "{}", row["id"]);
            assert_eq!(one["source"], row["source"], "{}", row["id"]);
            let ruled = one["by_rule"].as_array().is_some_and(|all| all.contains(&"payers".into()));
            let own = row.get("payers").is_some_and(|own| !own.is_empty());
            assert!(!(ruled && own) && (ruled || what == "rates" || one["payers"] == row["payers"]), "{}", row["id"]);
        }
    }
}

#[test]
fn a_word_filters_on_id_names_and_category() {
    let wanted = rows("prices/nl.csv").into_iter().filter(|row| {
        ["id", "name_nl", "name_en", "category"].iter().any(|column| row[*column].to_lowercase().contains("shelter"))
    });
    assert!(json(&["prices", "SHELTER"]).len() == wanted.count() && !json(&["prices", "shelter"]).is_empty());
    assert!(json(&["rates", "no such word"]).is_empty());
    let table = list(&["prices", "wijkcoach_uur"]);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 2, "{table}");
    assert!(lines[0].starts_with("id ") && lines[1].contains("83,70  uur  2024  gemeente"), "{table}");
    assert!(!lines[1].contains("niet nagekeken") && lines[1].contains("Cao Sociaal Werk"), "{table}");
    assert!(list(&["prices", "ontruiming_opslag"]).contains("niet nagekeken"));
    assert!(list(&["prices", "wijkcoach_uur", "--lang", "en"]).contains("83.70  hour"));
    let ruled = list(&["prices", "ordeverstoring"]);
    assert!(ruled.contains("slachtoffers:0.76 politie_justitie:0.24 (vo"), "{ruled}");
}

#[test]
fn scenarios_tell_what_they_are() {
    let found = json(&["scenarios"]);
    let one = |id: &str| found.iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("{id}")).clone();
    assert_eq!(
        (&one("huisuitzetting")["kind"], &one("huisuitzetting")["alternatives"]),
        (&"scenario".into(), &ALTERNATIVES.len().into())
    );
    assert_eq!(
        (&one("wachten")["kind"], &one("wachten")["alternatives"]),
        (&"study".into(), &ALTERNATIVES.len().into())
    );
    let table = list(&["scenarios", "huisuitzetting"]);
    assert!(table.contains("Dreigende huisuitzetting van een gezin"), "{table}");
    assert_eq!(said(program(&shipped()).args(["list", "nonsense"])).code, Some(2));
}
