//! `mkba new`: what it writes runs, in both languages; what exists is left alone.

use crate::program::{SMALL, names, program, said};
use std::fs;

#[test]
fn what_is_made_runs() {
    for (language, verdict) in [("nl", "samenleving"), ("en", "society")] {
        let folder = tempfile::tempdir().expect("a folder");
        let made = said(program(folder.path()).args(["new", "mijn-gezin", "--lang", language]));
        assert_eq!(made.code, Some(0), "{}", made.err);
        assert!(made.out.contains("mijn-gezin/mijn-gezin.toml"), "{}", made.out);
        assert_eq!(names(&folder.path().join("mijn-gezin")), ["lists", "mijn-gezin.toml"]);
        // The file names its own language.
        let run = said(program(folder.path()).args(["run", "mijn-gezin/mijn-gezin.toml"]).args(SMALL));
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(run.out.contains(verdict), "{}", run.out);
        let shown = said(program(folder.path()).args(["show", "mijn-gezin/mijn-gezin.toml"]));
        assert!(shown.code == Some(0) && shown.out.contains("mijn-gezin/lists/rates.csv:2"), "{}", shown.err);
    }
}

#[test]
fn what_exists_and_what_is_no_name_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("mine")).expect("made");
    for name in ["mine", "a b", "..", "no/such/folder", "not"] {
        let said = said(program(folder.path()).args(["new", name]));
        assert_eq!(said.code, Some(2), "{name}");
        assert!(!said.err.is_empty(), "{name}");
    }
    assert_eq!(names(folder.path()), ["mine"]);
    assert!(names(&folder.path().join("mine")).is_empty());
}

#[test]
fn the_language_comes_from_the_option_the_environment_the_file_or_is_dutch() {
    let folder = tempfile::tempdir().expect("a folder");
    said(program(folder.path()).args(["new", "s", "--lang", "en"]));
    let path = folder.path().join("s/s.toml");
    let text = fs::read_to_string(&path).expect("a scenario").replace("children = 2", "children = 2,5");
    fs::write(&path, &text).expect("written");
    let told = |arguments: &[&str], variable: Option<&str>| {
        let mut command = program(folder.path());
        command.args(["run", "s/s.toml"]).args(arguments);
        variable.map(|language| command.env("MKBA_LANG", language));
        said(&mut command).err
    };
    assert!(told(&[], None).contains("decimal comma"));
    assert!(told(&[], Some("nl")).contains("decimale komma"));
    assert!(told(&["--lang", "en"], Some("nl")).contains("decimal comma"));
    fs::write(&path, text.replace("language = \"en\"", "")).expect("written");
    assert!(told(&[], None).contains("decimale komma"));
    fs::write(&path, text.replace("language = \"en\"", "language = \"fr\"")).expect("written");
    assert!(told(&[], None).contains("`fr`"));
}
