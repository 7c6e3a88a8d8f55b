//! Runs in parts: whatever their number and order, the result is that of one run, byte for byte; what is missing, broken
//! or of another plan is told.

use crate::program::{Said, names, program, said, shipped};
use crate::thorough::thorough;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A scenario that is quick.
const QUICK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/example/example.toml");
/// One with a mix of starts, each of which is a run of its own.
const MIXED: &str = "schulden.toml";

fn mkba(arguments: &[&str]) -> Said {
    said(program(&shipped()).args(arguments))
}

fn fine(arguments: &[&str]) -> String {
    let said = mkba(arguments);
    assert_eq!(said.code, Some(0), "{arguments:?}: {}", said.err);
    said.out
}

/// Text of a path.
fn text(path: &Path) -> &str {
    path.to_str().expect("a text")
}

/// A plan in a folder.
fn plan(job: &[&str], shards: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let shards = shards.to_string();
    fine(&[&["shard", "plan"], job, &["--shards", &shards, "--out", text(folder.path()), "--quiet"]].concat());
    folder
}

fn work(folder: &Path, index: &str) -> Said {
    mkba(&["shard", "run", text(folder), "--index", index, "--quiet"])
}

fn merge(folder: &Path, out: &Path) -> Said {
    mkba(&["shard", "merge", text(folder), "--out", text(out), "--quiet", "--lang", "nl"])
}

/// Every file of two folders is the same but for the manifest, which tells the command.
fn same(one: &Path, other: &Path, what: &str) {
    assert_eq!(names(one), names(other), "{what}");
    for name in names(one).iter().filter(|name| *name != "manifest.json") {
        let bytes = |folder: &Path| fs::read(folder.join(name)).expect("a file");
        assert!(bytes(one) == bytes(other), "{what}: {name} differs");
    }
}

/// The job in one run and in these numbers of shards, in an order of its own.
fn agrees(job: &[&str], numbers: &[usize]) {
    let place = tempfile::tempdir().expect("a folder");
    let whole = place.path().join("whole");
    fine(&[&["run"], job, &["--out", text(&whole), "--quiet", "--lang", "nl"]].concat());
    for shards in numbers {
        let (folder, out) = (plan(job, *shards), place.path().join(format!("out-{shards}")));
        // An order that is not that of the plan: steps of 3, which has no part in common with 1, 2 and 7.
        for step in 0..*shards {
            let index = if shards % 3 == 0 { shards - 1 - step } else { step * 3 % shards };
            let said = work(folder.path(), &index.to_string());
            assert_eq!(said.code, Some(0), "{}", said.err);
        }
        let said = merge(folder.path(), &out);
        assert_eq!(said.code, Some(0), "{}", said.err);
        same(&whole, &out, &format!("{job:?} in {shards}"));
    }
}

#[test]
fn any_number_of_shards_gives_the_result_of_one_run() {
    agrees(&[QUICK, "--draws", "60", "--households", "5"], &[1, 2, 3, 7]);
}

#[test]
fn every_method_and_setting_agrees() {
    for method in ["micro", "months"] {
        agrees(&[QUICK, "--draws", "20", "--households", "9", "--method", method], &[3]);
    }
    agrees(&[QUICK, "--draws", "20", "--households", "0", "--seed", "7"], &[2]);
    agrees(&[MIXED, "--draws", "12", "--households", "1"], &[3]);
    if thorough() {
        let set = ["--set", "children=3", "--problems"];
        agrees(&[&["huisuitzetting", "--draws", "9", "--households", "1"], &set[..]].concat(), &[2]);
    }
    agrees(&[QUICK, "--at-means"], &[1]);
}

#[test]
fn a_study_agrees() {
    agrees(&["studies/wachten", "--draws", "9"], &[3]);
}

#[test]
fn what_is_missing_or_broken_is_told_and_made_again() {
    let job = [QUICK, "--draws", "60", "--households", "2"];
    let (folder, place) = (plan(&job, 5), tempfile::tempdir().expect("a folder"));
    let (whole, out) = (place.path().join("whole"), place.path().join("out"));
    fine(&[&["run"], &job[..], &["--out", text(&whole), "--quiet", "--lang", "nl"]].concat());
    assert_eq!(work(folder.path(), "0,2-3").code, Some(0));
    let said = merge(folder.path(), &out);
    assert_eq!((said.code, said.out.as_str()), (Some(3), "1,4\n"), "{}", said.err);
    assert!(!out.exists());
    assert_eq!(work(folder.path(), "0-4").code, Some(0));
    // One byte of one, half of another, nothing of a third.
    let path = |index: usize| folder.path().join(format!("shard-{index:06}.bin"));
    let mut bytes = fs::read(path(1)).expect("a shard");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path(1), bytes).expect("written");
    let bytes = fs::read(path(3)).expect("a shard");
    fs::write(path(3), &bytes[..bytes.len() / 2]).expect("written");
    fs::write(path(4), []).expect("written");
    assert_eq!(merge(folder.path(), &out).out, "1,3-4\n");
    let kept = fs::metadata(path(0)).and_then(|found| found.modified()).expect("a time");
    let said = mkba(&["shard", "run", text(folder.path()), "--index", "0-4", "--lang", "en"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("skipped: 2") && said.err.contains("part 1,3-4"), "{}", said.err);
    assert_eq!(fs::metadata(path(0)).and_then(|found| found.modified()).expect("a time"), kept);
    assert_eq!(merge(folder.path(), &out).code, Some(0));
    same(&whole, &out, "mended");
    assert!(names(folder.path()).iter().all(|name| name == "plan.json" || name.starts_with("shard-")));
}

#[test]
fn a_caseload_in_shards_gives_what_one_run_gives() {
    let place = tempfile::tempdir().expect("a folder");
    let cases = place.path().join("cases.csv");
    let rows = "code,scenario,alternative,count,start.work\na,schulden,maatwerk,2,works\nb,schulden,,1,social_assistance\n\
                c,baanverlies,,3,\n";
    fs::write(&cases, rows).expect("written");
    let (whole, out) = (place.path().join("whole"), place.path().join("out"));
    let size = ["--draws", "24", "--seed", "5"];
    let asked = ["--households", "4", "--budget", "20000", "--aim", "money", "--quiet", "--lang", "nl", "--out"];
    fine(&[&["portfolio", text(&cases)], &size[..], &asked[..], &[text(&whole)]].concat());
    let folder = plan(&[&[text(&cases)], &size[..]].concat(), 4);
    fs::remove_file(&cases).expect("gone");
    assert_eq!(work(folder.path(), "1,3").code, Some(0));
    assert_eq!(work(folder.path(), "0,2").code, Some(0));
    fine(&[&["shard", "merge", text(folder.path())], &asked[..], &[text(&out)]].concat());
    assert_eq!(names(&whole), names(&out));
    // The page and the workbook tell the command as well, and the manifest all of it.
    let names = names(&whole).into_iter().filter(|name| name.ends_with(".csv") || name == "portfolio.json");
    for name in names.inspect(|name| assert_ne!(name, "manifest.json")) {
        let bytes = |folder: &Path| fs::read(folder.join(&name)).expect("a file");
        assert!(bytes(&whole) == bytes(&out), "{name} differs");
    }
    // What belongs to one household is no option of many, and the other way round.
    fs::write(&cases, rows).expect("written");
    let (job, shown) = (text(&cases), text(folder.path()));
    let said = mkba(&["shard", "plan", job, "--set", "children=2", "--shards", "1", "--out", shown]);
    assert!(said.code == Some(2) && said.err.contains("`--set`"), "{}", said.err);
    let one = plan(&[QUICK, "--draws", "16"], 1);
    let said = mkba(&["shard", "merge", text(one.path()), "--budget", "100"]);
    assert!(said.code == Some(2) && said.err.contains("`--budget`"), "{}", said.err);
}

#[test]
fn other_plans_and_versions_are_refused() {
    let (one, other) = (plan(&[QUICK, "--draws", "32"], 2), plan(&[QUICK, "--draws", "32", "--seed", "2"], 2));
    assert_eq!(work(one.path(), "0-1").code, Some(0));
    assert_eq!(work(other.path(), "0-1").code, Some(0));
    fs::copy(one.path().join("shard-000001.bin"), other.path().join("shard-000001.bin")).expect("copied");
    let out = other.path().join("out");
    for said in [merge(other.path(), &out), work(other.path(), "1")] {
        assert_eq!(said.code, Some(2), "{}", said.err);
        assert!(said.err.contains("shard-000001.bin") && said.err.contains("ander plan"), "{}", said.err);
    }
    // The same shard under another number.
    fs::copy(one.path().join("shard-000000.bin"), one.path().join("shard-000001.bin")).expect("copied");
    assert_eq!(merge(one.path(), &out).out, "1\n");
    let path = one.path().join("plan.json");
    let text = fs::read_to_string(&path).expect("a plan");
    let version = format!("\"engine\": \"{}\"", env!("CARGO_PKG_VERSION"));
    for (old, new, told) in [
        (version.as_str(), "\"engine\": \"0.0.9\"", "0.0.9"),
        ("\"seed\": 1", "\"seed\": 3", "niet het plan zoals"),
        ("\"program\": \"mkba\"", "\"program\": \"x\"", "geen plan"),
    ] {
        assert!(text.contains(old), "{old} is gone");
        fs::write(&path, text.replace(old, new)).expect("written");
        let said = merge(one.path(), &out);
        assert_eq!(said.code, Some(2), "{old}: {}", said.err);
        assert!(said.err.contains(told), "{told}: {}", said.err);
    }
}

#[test]
fn wrong_wishes_are_told() {
    let folder = plan(&[QUICK, "--draws", "32"], 2);
    let place = text(folder.path());
    for (arguments, told) in [
        (vec!["shard", "plan", QUICK, "--draws", "8", "--shards", "2000", "--out", place], "ten hoogste"),
        (vec!["shard", "plan", QUICK, "--draws", "16", "--shards", "1", "--out", place], "ander plan"),
        (vec!["shard", "plan", QUICK, "--precision", "chance 1%", "--shards", "1", "--out", place], "--precision"),
        (vec!["shard", "run", place, "--index", "2"], "deel 2 bestaat niet"),
        (vec!["shard", "run", place, "--index", "1-0"], "`1-0`"),
        (vec!["shard", "run", QUICK, "--index", "0"], "geen plan"),
        (vec!["shard", "merge", "no-such-folder"], "no-such-folder"),
    ] {
        let said = mkba(&arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}: {}", said.err);
        assert!(said.err.contains(told), "{arguments:?}: {}", said.err);
    }
}

#[test]
fn a_plan_needs_no_other_file() {
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("own");
    fine(&["new", text(&file)]);
    let scenario = file.join("own.toml");
    let folder = plan(&[text(&scenario), "--draws", "16"], 2);
    let whole = place.path().join("whole");
    fine(&["run", text(&scenario), "--draws", "16", "--out", text(&whole), "--quiet", "--lang", "nl"]);
    fs::remove_dir_all(&file).expect("gone");
    assert_eq!(work(folder.path(), "0-1").code, Some(0));
    let out = place.path().join("out");
    let said = merge(folder.path(), &out);
    assert_eq!(said.code, Some(0), "{}", said.err);
    same(&whole, &out, "without its files");
}

#[test]
fn faults_are_told_to_programs_with_their_place() {
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("wrong.toml");
    fs::write(&file, "format = 1\nid = \"x\"\nnonsense = 3\n").expect("written");
    let said = mkba(&["run", text(&file), "--faults", "json", "--lang", "en"]);
    assert_eq!(said.code, Some(1));
    let told: serde_json::Value = serde_json::from_str(said.err.trim()).expect("JSON");
    assert_eq!(told["exit_code"], 1);
    let faults = told["faults"].as_array().expect("a list");
    let found = faults.iter().find(|fault| fault["message"].as_str().is_some_and(|text| text.contains("nonsense")));
    let found = found.expect("the fault");
    assert_eq!((&found["line"], &found["column"]), (&3.into(), &1.into()));
    assert!(found["file"].as_str().is_some_and(|name| name.ends_with("wrong.toml")), "{found}");
    let said = mkba(&["run", QUICK, "--draws=x", "--faults=json"]);
    let told: serde_json::Value = serde_json::from_str(said.err.trim()).expect("JSON");
    assert_eq!((said.code, &told["exit_code"]), (Some(2), &2.into()));
}
