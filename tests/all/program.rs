//! The built program, run as a user would, on the shipped scenario and on changed copies of it.

pub use crate::shipped::ALTERNATIVES;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// File name of the shipped scenario.
pub const SCENARIO: &str = "huisuitzetting.toml";
/// Its lists.
pub const LISTS: [&str; 7] = [
    "accounts.csv",
    "evidence.csv",
    "measures.csv",
    "prices/cpi.csv",
    "prices/nl.csv",
    "rates/nl.csv",
    "task_fields.csv",
];
/// The blocks that it includes.
pub const BLOCKS: [&str; 7] = [
    "domains/adult.toml",
    "domains/children.toml",
    "domains/debt.toml",
    "domains/housing.toml",
    "domains/mental_health.toml",
    "domains/parent.toml",
    "domains/work.toml",
];
/// A size that takes a tenth of a second.
pub const SMALL: [&str; 4] = ["--draws", "12", "--households", "8"];

/// Folder of the shipped scenarios.
pub fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// The program in a folder, in the language that it has by itself.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mkba"));
    command.current_dir(folder).env_remove("MKBA_LANG");
    command
}

/// What a run said.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs `command` to its end.
pub fn said(command: &mut Command) -> Said {
    let Output { status, stdout, stderr } = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Said { code: status.code(), out: text(stdout), err: text(stderr) }
}

/// `mkba run` on the scenario in a folder, small, with further arguments.
pub fn run_in(folder: &Path, arguments: &[&str]) -> Said {
    said(program(folder).args(["run", SCENARIO]).args(SMALL).args(arguments))
}

/// The same on the shipped scenario.
pub fn run(arguments: &[&str]) -> Said {
    run_in(&shipped(), arguments)
}

/// The same, which must go well: standard output.
pub fn fine(arguments: &[&str]) -> String {
    let said = run(arguments);
    assert_eq!(said.code, Some(0), "{arguments:?}: {}", said.err);
    said.out
}

/// The result as JSON.
pub fn result(arguments: &[&str]) -> serde_json::Value {
    serde_json::from_str(&fine(&[arguments, &["--json", "--quiet"]].concat())).expect("JSON")
}

/// A copy of the shipped scenario with its blocks and lists, in which `change` gets the name and text of each file.
pub fn copy(change: impl Fn(&str, String) -> String) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in LISTS.into_iter().chain(BLOCKS).chain([SCENARIO]) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        let text = fs::read_to_string(shipped().join(name)).expect("shipped");
        fs::write(path, change(name, text)).expect("written");
    }
    folder
}

/// The same with one text of the scenario replaced, which must be there.
pub fn copy_with(old: &str, new: &str) -> TempDir {
    copy(|name, text| {
        assert!(name != SCENARIO || text.contains(old), "{old} is gone");
        if name == SCENARIO { text.replacen(old, new, 1) } else { text }
    })
}

/// Names in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
