//! `mkba bundle` and `mkba compare`: a bundle gives the same bits again, alone; a bridge adds up.

use crate::program::{SMALL, program, said};
use std::fs;
use std::path::Path;

fn mkba(folder: &Path, arguments: &[&str]) -> crate::program::Said {
    said(program(folder).args(arguments).args(["--lang", "en"]))
}

#[test]
fn a_bundle_is_verified_from_itself_alone_and_a_changed_one_is_seen() {
    let place = tempfile::tempdir().expect("a folder");
    let here = place.path();
    assert_eq!(mkba(here, &["new", "own"]).code, Some(0));
    let small = ["--draws", "16", "--households", "4", "--seed", "7", "--set", "works=0.6", "--quiet"];
    let bundled = [&["bundle", "own/own.toml", "--out", "own.zip"][..], &small].concat();
    let done = mkba(here, &bundled);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let first = fs::read(here.join("own.zip")).expect("a bundle");
    assert_eq!(mkba(here, &bundled).code, Some(0));
    assert_eq!(fs::read(here.join("own.zip")).expect("a bundle"), first, "the same bytes");
    // Nothing else is needed.
    fs::remove_dir_all(here.join("own")).expect("removed");
    let done = mkba(here, &["compare", "own.zip", "--verify"]);
    assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
    assert!(done.out.contains("same to the byte") && done.out.contains("same version"), "{}", done.out);
    // One byte of an input: the archive itself sees it, by its checksum or by the hash.
    let mut broken = first.clone();
    let at = broken.len() / 3;
    broken[at] ^= 0x20;
    fs::write(here.join("broken.zip"), &broken).expect("written");
    let done = mkba(here, &["compare", "broken.zip", "--verify"]);
    assert_ne!(done.code, Some(0), "{}", done.out);
    fs::write(here.join("none.zip"), "no zip at all").expect("written");
    let done = mkba(here, &["compare", "none.zip", "--verify"]);
    assert_eq!(done.code, Some(2), "{}", done.err);
    assert!(done.err.contains("none.zip"), "{}", done.err);
}

/// Amounts of the first column behind names, in the lines of a CSV that start with this part.
fn amounts(text: &str, part: &str) -> Vec<f64> {
    let rows = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes()).into_records();
    let rows = rows.filter_map(Result::ok).filter(|row| row.get(0) == Some(part)).collect::<Vec<_>>();
    rows.iter().filter_map(|row| row.get(2)?.parse().ok()).collect()
}

#[test]
fn a_bridge_adds_up_to_the_cent_and_names_what_differs() {
    let place = tempfile::tempdir().expect("a folder");
    let here = place.path();
    assert_eq!(mkba(here, &["new", "own"]).code, Some(0));
    let path = here.join("own/own.toml");
    let text = fs::read_to_string(&path).expect("a scenario");
    let changed = text.replace("horizon = \"5 years\"", "horizon = \"4 years\"");
    assert_ne!(text, changed);
    fs::write(here.join("own/new.toml"), changed).expect("written");
    let all = [&["compare", "own/own.toml", "own/new.toml", "--quiet"][..], &SMALL, &["--format", "csv"]].concat();
    let done = mkba(here, &all);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let results = amounts(&done.out, "result");
    let changes: f64 = amounts(&done.out, "change").iter().sum();
    assert_eq!(results.len(), 2, "{}", done.out);
    assert!((results[0] + changes - results[1]).abs() < 0.0051, "{}", done.out);
    assert!(done.out.contains("horizon"), "{}", done.out);
    let done = mkba(here, &[&["compare", "own/own.toml", "own/own.toml", "--quiet"][..], &SMALL].concat());
    assert!(done.out.contains("Nothing changes"), "{}", done.out);
    let done = mkba(here, &["compare", "own/own.toml"]);
    assert_eq!(done.code, Some(2));
    let done = mkba(here, &["compare", "own/own.toml", "own/new.toml", "--alternative", "nothing"]);
    assert_eq!(done.code, Some(2), "{}", done.err);
}

/// Every file of two folders is the same but for the manifest, which tells the command.
fn same_files(one: &Path, other: &Path) {
    let names = crate::program::names(one);
    assert_eq!(names, crate::program::names(other));
    for name in names.iter().filter(|name| *name != "manifest.json") {
        let bytes = |folder: &Path| fs::read(folder.join(name)).expect("a file");
        assert!(bytes(one) == bytes(other), "{name} differs");
    }
}

#[test]
fn a_result_is_all_that_a_report_a_comparison_and_a_check_need() {
    let place = tempfile::tempdir().expect("a folder");
    let here = place.path();
    let fine = |arguments: &[&str]| {
        let done = mkba(here, arguments);
        assert_eq!(done.code, Some(0), "{arguments:?}: {}", done.err);
        done.out
    };
    fine(&["new", "own"]);
    let small = ["--draws", "16", "--households", "4", "--seed", "7", "--set", "works=0.6", "--quiet"];
    fine(&[&["run", "own/own.toml", "--out", "first"][..], &small].concat());
    let formats = ["--format", "html,md,csv", "--quiet"];
    let whole = ["--bundle", "whole.zip", "--out", "of-scenario"];
    fine(&[&["report", "own/own.toml"][..], &small, &formats[..2], &whole].concat());
    fine(&[&["bundle", "own/own.toml", "--out", "own.zip"][..], &small].concat());
    fs::remove_dir_all(here.join("own")).expect("removed");
    fs::create_dir(here.join("elsewhere")).expect("made");
    fs::rename(here.join("first"), here.join("elsewhere/first")).expect("moved");
    let bundled = ["--bundle", "again.zip", "--out", "of-result"];
    fine(&[&["report", "elsewhere/first"][..], &formats, &bundled].concat());
    same_files(&here.join("of-scenario"), &here.join("of-result"));
    fine(&[&["report", "elsewhere/first/result.json", "--out", "of-file"][..], &formats].concat());
    same_files(&here.join("of-scenario"), &here.join("of-file"));
    let bytes = |name: &str| fs::read(here.join(name)).expect("a file");
    assert!(bytes("whole.zip") == bytes("again.zip") && bytes("whole.zip") == bytes("own.zip"));
    for named in ["whole.zip", "elsewhere/first", "elsewhere/first/inputs.zip"] {
        assert!(fine(&["compare", named, "--verify"]).contains("same to the byte"), "{named}");
    }
    assert!(fine(&["compare", "elsewhere/first", "own.zip"]).contains("Nothing changes"));
    let explained = fine(&["explain", "elsewhere/first"]);
    assert!(explained.lines().count() > 5 && explained == fine(&["explain", "own.zip"]), "{explained}");
    // Changed by hand: a table is told, a result refused with its name.
    fs::write(here.join("elsewhere/first/draws.csv"), "x").expect("written");
    let done = mkba(here, &["compare", "elsewhere/first", "--verify"]);
    assert!(done.code == Some(3) && done.out.contains("draws.csv"), "{}{}", done.out, done.err);
    fs::write(here.join("elsewhere/first/result.json"), "{}").expect("written");
    let done = mkba(here, &["report", "elsewhere/first"]);
    assert!(done.code == Some(2) && done.err.contains("result.json"), "{}", done.err);
    let done = mkba(here, &["report", "of-scenario"]);
    assert!(done.code == Some(2) && done.err.contains("inputs.zip"), "{}", done.err);
    let done = mkba(here, &["report", "own.zip", "--prices", "x.csv"]);
    assert!(done.code == Some(2) && done.err.contains("--set"), "{}", done.err);
}
