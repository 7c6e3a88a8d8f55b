//! The library travels with the program: its names work in any folder, what is on disk wins, and copies are the same bytes.

use crate::program::{BLOCKS, LISTS, SCENARIO, SMALL, program, said, shipped};
use serde_json::Value;
use std::fs;
use std::path::Path;

const ID: &str = "huisuitzetting";

fn result(folder: &Path, name: &str) -> Value {
    let said = said(program(folder).args(["run", name, "--json", "--quiet"]).args(SMALL));
    assert_eq!(said.code, Some(0), "{name}: {}", said.err);
    serde_json::from_str(&said.out).expect("JSON")
}

#[test]
fn a_name_runs_from_any_folder_as_the_file_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let wanted = result(&shipped(), SCENARIO);
    for name in [ID, SCENARIO, "./huisuitzetting"] {
        assert_eq!(result(folder.path(), name), wanted, "{name}");
    }
    let told = said(program(folder.path()).args(["run", ID]).args(SMALL));
    assert!(told.err.contains("library:/huisuitzetting.toml"), "{}", told.err);
    let checked = said(program(folder.path()).args(["check", ID, "prices/nl.csv"]));
    assert_eq!(checked.code, Some(0), "{}", checked.out);
    assert!(checked.out.contains("library:/huisuitzetting.toml: "), "{}", checked.out);
    let shown = said(program(folder.path()).args(["show", ID]));
    assert!(shown.out.contains("library:/prices/nl.csv:"), "{}", shown.out);
    let study = said(program(folder.path()).args(["run", "wachten", "--quiet"]).args(SMALL));
    assert_eq!(study.code, Some(0), "{}", study.err);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn a_file_on_disk_wins_and_a_folder_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(ID), "format = 2").expect("written");
    assert_eq!(said(program(folder.path()).args(["run", ID])).code, Some(1));
    fs::remove_file(folder.path().join(ID)).expect("removed");
    fs::create_dir(folder.path().join(ID)).expect("made");
    result(folder.path(), ID);
}

#[test]
fn a_misspelt_name_proposes_the_nearest() {
    let folder = tempfile::tempdir().expect("a folder");
    for verb in ["run", "show", "check"] {
        let told = said(program(folder.path()).args([verb, "huisuitzeting", "--lang", "en"]));
        assert_eq!(told.code, Some(2), "{verb}");
        let text = told.out + &told.err;
        assert!(text.contains("did you mean `huisuitzetting`?"), "{verb}: {text}");
    }
}

#[test]
fn the_manifest_tells_the_library_from_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let origins = |at: &Path, name: &str, out: &str| {
        let out = folder.path().join(out);
        let said = said(program(at).args(["run", name, "--quiet", "--out"]).arg(&out).args(SMALL));
        assert_eq!(said.code, Some(0), "{}", said.err);
        let text = fs::read_to_string(out.join("manifest.json")).expect("a manifest");
        let manifest: Value = serde_json::from_str(&text).expect("JSON");
        let inputs = manifest["inputs"].as_array().expect("a list").clone();
        let field = |key: &str| inputs.iter().map(|one| one[key].as_str().expect("text").to_string()).collect();
        (field("origin"), field("sha256"))
    };
    let (library, shipped_hashes): (Vec<String>, Vec<String>) = origins(folder.path(), ID, "one");
    let (disk, hashes) = origins(&shipped(), SCENARIO, "two");
    let files = LISTS.len() + BLOCKS.len() + 1;
    assert_eq!(library, vec!["library"; files]);
    assert_eq!(disk, vec!["disk"; files]);
    assert_eq!(shipped_hashes, hashes);
}

#[test]
fn a_copy_has_the_same_bytes_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let new = |arguments: &[&str]| said(program(folder.path()).args(["new", "--from"]).args(arguments));
    let made = new(&[ID, "mine"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    assert!(made.out.contains("mine/huisuitzetting.toml"), "{}", made.out);
    for name in LISTS.into_iter().chain([SCENARIO]) {
        let read = |at: &Path| fs::read(at.join(name)).expect("a file");
        assert!(read(&folder.path().join("mine")) == read(&shipped()), "{name}");
    }
    assert_eq!(result(folder.path(), "mine/huisuitzetting.toml"), result(&shipped(), SCENARIO));
    fs::write(folder.path().join("mine/accounts.csv"), "mine").expect("written");
    assert_eq!(new(&[ID, "mine"]).code, Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("mine/accounts.csv")).expect("a list"), "mine");
    // Without a name the folder has that of the scenario; a study comes with its base.
    assert_eq!((new(&[ID]).code, new(&[ID]).code), (Some(0), Some(2)));
    assert_eq!(new(&["wachten"]).code, Some(0));
    let again = said(program(folder.path()).args(["check", "wachten/studies/wachten.toml"]));
    assert_eq!(again.code, Some(0), "{}", again.out);
    assert_eq!(new(&["huisuitzeting"]).code, Some(2));
    assert_eq!(said(program(folder.path()).arg("new")).code, Some(2));
}
