//! A price list of one's own, laid over that of a scenario: what it changes counts, the rest stays, and all of it is told.

use crate::program::{SCENARIO, SMALL, copy, program, said, shipped};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with this list.
fn own(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.csv");
    fs::write(&path, text).expect("written");
    (folder, path)
}

fn run(folder: &Path, list: Option<&Path>) -> Value {
    let mut command = program(folder);
    command.args(["run", SCENARIO, "--json", "--quiet"]).args(SMALL);
    list.map(|list| command.arg("--prices").arg(list));
    let said = said(&mut command);
    assert_eq!(said.code, Some(0), "{}", said.err);
    serde_json::from_str(&said.out).expect("JSON")
}

fn workbook() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/own_prices.xlsx")
}

const ROW: &str =
    "id,central,price_year,grade,source,checked\nwijkcoach_uur,91.5,2025,measured,Begroting 2025,2025-12-09\n";

#[test]
fn it_counts_as_if_it_stood_in_the_list() {
    let (_folder, list) = own(ROW);
    let laid = run(&shipped(), Some(&list));
    // The same row written into the list itself.
    let edited = copy(|name, text| {
        let row = |line: &str| {
            if !line.starts_with("wijkcoach_uur,") {
                return line.to_string();
            }
            "wijkcoach_uur,Uur van een wijkcoach,Hour of a neighbourhood coach,intervention,91.5,,,,hour,2025,cpi,resource,gemeente,,Wmo,0,0,,,measured,Begroting 2025,,2025-12-09,".to_string()
        };
        if name == "prices/nl.csv" { text.lines().map(row).collect::<Vec<_>>().join("\n") } else { text }
    });
    let written = run(edited.path(), None);
    assert_eq!(laid["alternatives"], written["alternatives"]);
    assert_ne!(laid["alternatives"], run(&shipped(), None)["alternatives"]);
    assert!(!laid["unverified"].to_string().contains("wijkcoach_uur"), "somebody checked the new row");
    // A workbook counts as the list that it holds.
    let from_sheet = run(&shipped(), Some(&workbook()));
    assert_eq!(from_sheet["alternatives"], laid["alternatives"]);
    assert_eq!(from_sheet["replaced_prices"], laid["replaced_prices"]);
}

#[test]
fn what_is_replaced_is_reported() {
    let (folder, list) =
        own("id;central;payers\nwijkcoach_uur;91,5;\nopvang_gezin_dag;;gemeente:0,8 rijk:0,2\nverhuizen_gezin;;\n");
    let result = run(&shipped(), Some(&list));
    let cells = result["replaced_prices"].as_array().expect("a list");
    let cell = |id: &str, column: &str| {
        let found = cells.iter().find(|one| one["id"] == id && one["column"] == column);
        found.map(|one| (one["old"].as_str().expect("text"), one["new"].as_str().expect("text")))
    };
    assert_eq!(cell("wijkcoach_uur", "central"), Some(("83.70", "91,5")));
    // Range and source told of the old amount.
    assert_eq!(cell("wijkcoach_uur", "low"), Some(("65", "")));
    assert!(cell("wijkcoach_uur", "source").is_some_and(|(_, new)| new.is_empty()));
    assert_eq!(cell("opvang_gezin_dag", "payers"), Some(("centrumgemeente", "gemeente:0,8 rijk:0,2")));
    assert!(cells.iter().all(|one| one["id"] != "verhuizen_gezin"), "an empty cell changes nothing");
    let list = list.to_str().expect("text");
    let told = |verb: &str| said(program(&shipped()).args([verb, SCENARIO, "--prices", list, "--lang", "en"]));
    let line = "Own prices (2): wijkcoach_uur (83.70 -> 91.50), opvang_gezin_dag (payers)";
    let checked = told("check").out;
    assert!(checked.contains(line), "{checked}");
    let dutch = said(program(&shipped()).args(["check", SCENARIO, "--prices", list, "--lang", "nl"])).out;
    assert!(dutch.contains("wijkcoach_uur (83,70 -> 91,50)"), "{dutch}");
    let shown = told("show").out;
    assert!(shown.contains(&format!("{list}:2")) && shown.contains(&format!("{list}:3")), "{shown}");
    let summary = said(program(&shipped()).args(["run", SCENARIO, "--prices", list, "--lang", "en"]).args(SMALL)).out;
    let squeezed = summary.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(squeezed.contains(line), "{summary}");
    drop(folder);
}

#[test]
fn the_manifest_has_it_with_the_hash_of_the_file() {
    let (folder, list) = own(ROW);
    for list in [list, workbook()] {
        let out = folder.path().join("out");
        let said = said(
            program(&shipped())
                .args(["run", SCENARIO, "--quiet", "--out"])
                .arg(&out)
                .arg("--prices")
                .arg(&list)
                .args(SMALL),
        );
        assert_eq!(said.code, Some(0), "{}", said.err);
        let text = fs::read_to_string(out.join("manifest.json")).expect("a manifest");
        let manifest: Value = serde_json::from_str(&text).expect("JSON");
        let name = list.to_str().expect("text");
        let input = manifest["inputs"].as_array().expect("a list").iter().find(|one| one["name"] == name);
        let hash = Sha256::digest(fs::read(&list).expect("a file"));
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(input.expect("the list")["sha256"], hash);
    }
}

#[test]
fn what_is_wrong_in_it_is_told_in_it() {
    for (text, code, told) in [
        ("id,centraal\nwijkcoach_uur,3\n", 1, "did you mean `central`?"),
        ("central\n3\n", 1, "column `id`"),
        ("id,central\nwijkcoach_uur,x\n", 1, "own.csv:2:15"),
        ("id,central\nwijkcoach_uur,1\nwijkcoach_uur,2\n", 1, "own.csv:3:1"),
        ("id,central\n,1\n", 1, "own.csv:2:1"),
        ("id,central\nwijkcoach_uren,1\n", 1, "did you mean `wijkcoach_uur`?"),
        ("id,payers\nopvang_gezin_dag,gemeente:0.8 rijk:0.1\n", 1, "add up to 0.9"),
    ] {
        let (_folder, list) = own(text);
        let said = said(program(&shipped()).args(["check", SCENARIO, "--lang", "en", "--prices"]).arg(&list));
        assert!(said.code == Some(code) && said.out.contains(told), "{text}: {}", said.out);
    }
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("own.xlsx"), "no workbook").expect("written");
    for (name, code) in [("own.xlsx", 1), ("none.csv", 2)] {
        let said =
            said(program(&shipped()).args(["run", SCENARIO, "--prices"]).arg(folder.path().join(name)).args(SMALL));
        assert!(said.code == Some(code) && said.err.contains(name), "{name}: {}", said.err);
    }
}

#[test]
fn it_is_laid_over_the_base_of_a_study() {
    let (_folder, list) = own(ROW);
    let run = |more: &[&str]| {
        let said = said(program(&shipped()).args(["run", "wachten", "--json", "--quiet"]).args(SMALL).args(more));
        assert_eq!(said.code, Some(0), "{}", said.err);
        serde_json::from_str::<Value>(&said.out).expect("JSON")
    };
    let laid = run(&["--prices", list.to_str().expect("text")]);
    assert_ne!(laid["variants"], run(&[])["variants"]);
    assert_ne!(laid["id"], run(&[])["id"]);
    assert!(laid["replaced_prices"].to_string().contains("wijkcoach_uur"));
}
