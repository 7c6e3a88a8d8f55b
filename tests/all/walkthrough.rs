//! The pages for people who do not write programs are followed to the letter: commands are run, numbers are changed, and what the
//! pages show is what the program says.
//!
//! `console`: lines `$ mkba ...`, each with what it says (faults and warnings first). A line `...` stands for any number of lines,
//! ` ...` at the end of a line for the rest of it. `toml was` is a line of the scenario, `toml becomes` the one in its place.
//! `csv file=NAME` and `toml file=NAME` are files that the reader makes.

use crate::pages::blocks;
use crate::program::{program, said};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Whether `shown`, with its gaps, is what was `said`.
fn shows(shown: &[&str], said: &[&str]) -> bool {
    match (shown, said) {
        ([], said) => said.is_empty(),
        (["..."], _) => true,
        (["...", rest @ ..], said) => (0..=said.len()).any(|from| shows(rest, &said[from..])),
        ([line, rest @ ..], [first, others @ ..]) => {
            let here = line.strip_suffix(" ...").map_or(line == first, |head| first.starts_with(head));
            here && shows(rest, others)
        }
        (_, []) => false,
    }
}

/// Runs the commands of a block; how many there were.
fn follow(folder: &Path, text: &str, place: &str) -> usize {
    let commands = text.split("$ mkba ").skip(1);
    let mut run = 0;
    for command in commands {
        let (command, shown) = command.split_once('\n').expect("a line");
        let said = said(program(folder).args(command.split_whitespace()));
        let all = format!("{}{}", said.err, said.out);
        let lines: Vec<&str> = all.trim_end().lines().collect();
        let shown: Vec<&str> = shown.trim_end().lines().collect();
        assert!(shows(&shown, &lines), "{place}: `mkba {command}` says\n{all}");
        // A page that leaves everything out shows nothing.
        assert!(shown.iter().any(|line| *line != "..."), "{place}: nothing is shown of `mkba {command}`");
        run += 1;
    }
    run
}

/// Does what a page says, which has at least so many commands and changes.
fn walk(name: &str, least: (usize, usize)) {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)).expect("a page");
    let folder = TempDir::new().expect("a folder");
    let (mut before, mut commands, mut changes) = (String::new(), 0, 0);
    for block in blocks(&page) {
        let place = format!("{name}:{}", block.line);
        match block.kind.as_str() {
            "console" => commands += follow(folder.path(), &block.text, &place),
            "toml was" => before = block.text,
            "toml becomes" => {
                let made = fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").path());
                let made = made.into_iter().find(|path| path.is_dir()).expect("the folder of the scenario");
                let path = made.join(made.file_name().expect("a name")).with_extension("toml");
                let text = fs::read_to_string(&path).expect("the scenario");
                assert_eq!(text.matches(&before).count(), 1, "{place}: {before}");
                fs::write(&path, text.replace(&before, &block.text)).expect("written");
                before = block.text;
                changes += 1;
            }
            other => {
                let (_, file) = other.split_once(" file=").unwrap_or_else(|| panic!("{place}: `{other}`"));
                fs::write(folder.path().join(file), &block.text).expect("written");
            }
        }
    }
    assert!(commands >= least.0 && changes >= least.1, "{name}: {commands} commands, {changes} changes");
}

#[test]
fn changing_a_number_goes_as_the_dutch_page_says() {
    walk("change-a-number.md", (4, 2));
}

#[test]
fn changing_a_number_goes_as_the_english_page_says() {
    walk("change-a-number.en.md", (4, 2));
}

#[test]
fn the_page_for_coaches_is_true() {
    walk("voor-coaches.md", (4, 0));
}

#[test]
fn the_page_for_researchers_is_true() {
    walk("for-researchers.md", (5, 0));
}

#[test]
fn gaps_are_gaps_and_nothing_else() {
    let said = ["a", "b c", "d"];
    for shown in [&["a", "b c", "d"][..], &["a", "..."], &["...", "d"], &["a", "b ...", "d"], &["...", "b c", "..."]] {
        assert!(shows(shown, &said), "{shown:?}");
    }
    for shown in [&["a", "b c"][..], &["a", "d"], &["...", "c"], &["a", "x ...", "d"], &[]] {
        assert!(!shows(shown, &said), "{shown:?}");
    }
}
