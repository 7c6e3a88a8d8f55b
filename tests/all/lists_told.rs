//! `mkba check` tells what it finds in lists, and marks figures that nobody verified or that come from a rule; the ledger
//! marks them as well.

use crate::program::{SCENARIO, SMALL, copy, program, said, shipped};
use std::fs;

#[test]
fn warnings_on_lists_come_with_their_place_and_count() {
    let folder =
        copy(
            |name, text| {
                if name == "prices/nl.csv" { text.replacen(",83.70,65,110,", ",3732,65,4000,", 1) } else { text }
            },
        );
    for file in ["prices/nl.csv", SCENARIO] {
        let told = said(program(folder.path()).args(["check", "--strict", "--lang", "en", file]));
        assert_eq!(told.code, Some(3), "{}", told.out);
        assert!(told.out.contains("`wijkcoach_uur`: 3732 euro per hour is outside 3 to 400"), "{file}: {}", told.out);
        assert!(told.out.contains("prices/nl.csv:2:"), "{file}: {}", told.out);
    }
    let clean = said(program(&shipped()).args(["check", "--strict", "prices/nl.csv", "rates/nl.csv"]));
    assert_eq!(clean.code, Some(0), "{}", clean.out);
}

#[test]
fn splits_that_do_not_add_up_are_a_fault_with_and_without_accounts() {
    let folder = copy(|name, text| {
        let (old, new) = ("gemeente:0.5 huishouden:0.5", "gemeente:0.5 huishouden:0.4");
        assert!(name != "prices/nl.csv" || text.contains(old));
        if name == "prices/nl.csv" { text.replacen(old, new, 1) } else { text }
    });
    for files in [&["prices/nl.csv"][..], &["prices/nl.csv", "accounts.csv"]] {
        let told = said(program(folder.path()).arg("check").args(files).args(["--lang", "en"]));
        assert_eq!(told.code, Some(1), "{}", told.out);
        assert_eq!(told.out.matches("these shares add up to 0.9").count(), 1, "{}", told.out);
    }
}

#[test]
fn unverified_figures_and_figures_by_rule_are_marked() {
    let told = said(program(&shipped()).args(["check", SCENARIO, "--lang", "en"])).out;
    let line = |start: &str| told.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{told}"));
    assert!(
        line("unverified (").contains("price:ontruiming_schade") && !line("unverified (").contains("opvang_gezin_dag")
    );
    assert!(line("range by fixed rule (").contains("price:opvang_gezin_dag"));
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    said(program(&shipped()).args(["run", SCENARIO, "--quiet", "--out"]).arg(&out).args(SMALL));
    let ledger = fs::read(out.join("ledger.csv")).expect("a ledger");
    let mut reader = csv::Reader::from_reader(ledger.as_slice());
    let rows: Vec<std::collections::BTreeMap<String, String>> =
        reader.deserialize().map(|row| row.expect("a row")).collect();
    let mark = |item: &str| {
        let row = rows.iter().find(|row| row["item"] == item).unwrap_or_else(|| panic!("{item}"));
        (row["unverified"].clone(), row["by_rule"].clone())
    };
    assert_eq!(mark("opvang_gezin"), ("false".to_string(), "range".to_string()));
    assert!(rows.iter().any(|row| row["unverified"] == "true"));
}
