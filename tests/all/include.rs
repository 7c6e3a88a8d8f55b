//! Scenarios that are put together from blocks: the same numbers as in one file, faults in the right file, names of all
//! files in the manifest.

use crate::program::{SCENARIO, SMALL, copy, program, said, shipped};
use mkba::read::{Disk, load};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The shipped scenario, with all between its settings and its alternatives moved to one more block, in a folder of its own.
fn split() -> TempDir {
    let folder = copy(|_, text| text);
    let path = folder.path().join(SCENARIO);
    let text = fs::read_to_string(&path).expect("a scenario");
    let start = text.find("[domains.housing]").expect("the domain");
    let end = text.find("[null_alternative]").expect("the alternatives");
    let block = text[start..end].to_string();
    let rest =
        format!("{}{}", &text[..start], &text[end..]).replacen("include = [", "include = [\"blocks/rest.toml\", ", 1);
    fs::create_dir(folder.path().join("blocks")).expect("made");
    fs::write(folder.path().join("blocks/rest.toml"), block).expect("written");
    fs::write(path, rest).expect("written");
    folder
}

fn scenario(folder: &Path) -> mkba::model::Scenario {
    load(&Disk, &folder.join(SCENARIO), &[]).expect("sound").scenario
}

#[test]
fn a_block_is_as_good_as_the_text_itself() {
    assert_eq!(scenario(split().path()), scenario(&shipped()));
}

#[test]
fn lists_stand_beside_the_file_that_names_them() {
    let folder = split();
    let block = folder.path().join("blocks/rest.toml");
    let path = folder.path().join(SCENARIO);
    let text = fs::read_to_string(&path).expect("a scenario").replace("prices = \"prices/nl.csv\"\n", "");
    fs::write(&path, text).expect("written");
    let text = fs::read_to_string(&block).expect("a block") + "[lists]\nprices = \"../prices/nl.csv\"\n";
    fs::write(&block, text).expect("written");
    assert_eq!(scenario(folder.path()), scenario(&shipped()));
}

#[test]
fn the_manifest_names_the_blocks_and_they_decide_the_id() {
    let folder = split();
    let run = || {
        let mut command = program(folder.path());
        command.args(["run", SCENARIO, "--quiet", "--out", "out"]).args(SMALL);
        assert_eq!(said(&mut command).code, Some(0));
        let text = fs::read_to_string(folder.path().join("out/manifest.json")).expect("a manifest");
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON")
    };
    let first = run();
    let inputs = first["inputs"].as_array().expect("inputs");
    assert!(inputs.iter().any(|input| input["name"] == "blocks/rest.toml"), "{inputs:?}");
    let block = folder.path().join("blocks/rest.toml");
    let text = fs::read_to_string(&block).expect("a block");
    // A remark decides nothing, a number does.
    fs::write(&block, format!("{text}# a word\n")).expect("written");
    assert_eq!(run()["id"], first["id"]);
    let other = text.replace("arrears = 0.6, court_order = 0.4", "arrears = 0.5, court_order = 0.5");
    assert_ne!(other, text, "a number");
    fs::write(&block, other).expect("written");
    assert_ne!(run()["id"], first["id"]);
}

#[test]
fn a_fault_in_a_block_names_its_file_and_line() {
    let folder = split();
    let block = folder.path().join("blocks/rest.toml");
    let text = fs::read_to_string(&block).expect("a block").replacen("\nstart = ", "\nstrat = ", 1);
    let line = text.lines().position(|line| line.starts_with("strat")).expect("a line") + 1;
    fs::write(&block, text).expect("written");
    let said = said(program(folder.path()).args(["run", SCENARIO]));
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains(&format!("blocks/rest.toml:{line}:1")), "{}", said.err);
}
