//! The pages for people who do not write programs are followed to the letter: commands are run, numbers are changed, and what the
//! pages show is what the program says.
//!
//! `console`: lines `$ mkba ...`, each with what it says (faults and warnings first). A line `...` stands for any number of lines,
//! ` ...` at the end of a line for the rest of it; `console thorough` takes long, and is followed where all cases are asked for. `toml was` is a line of the scenario, `toml becomes` the one in its place.
//! `csv file=NAME` and `toml file=NAME` are files that the reader makes.

use crate::pages::blocks;
use crate::program::{program, said};
use crate::thorough::thorough;
use mkba::Language;
use mkba::report::words::numbers::Numbers;
use std::collections::{BTreeMap, BTreeSet};
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

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)).expect("a page")
}

/// Does what a page says, which has at least so many commands and changes; the folder in which it was done.
fn walk(name: &str, least: (usize, usize)) -> TempDir {
    let page = page(name);
    let folder = TempDir::new().expect("a folder");
    let (mut before, mut commands, mut changes) = (String::new(), 0, 0);
    for block in blocks(&page) {
        let place = format!("{name}:{}", block.line);
        match block.kind.as_str() {
            "console thorough" if !thorough() => {}
            "console" | "console thorough" => commands += follow(folder.path(), &block.text, &place),
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
    folder
}

/// Amounts of 1,000 and more, as Dutch pages write them.
fn amounts(text: &str) -> BTreeSet<&str> {
    let parts = text.split(|one: char| !one.is_ascii_digit() && one != '.');
    parts.map(|part| part.trim_matches('.')).filter(|part| part.contains('.')).collect()
}

/// Rows of the memo about the years of a payer: cost of the plans, what is enough with 80 % certainty, net, bookable.
fn years_of(folder: &Path, account: &str) -> Vec<String> {
    let rows = |name: &str| {
        let text = fs::read_to_string(folder.join(name)).expect("a table");
        let rows = csv::Reader::from_reader(text.as_bytes()).into_records();
        rows.map(|row| row.expect("a row")).collect::<Vec<_>>()
    };
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let mut sums: BTreeMap<String, [f64; 4]> = BTreeMap::new();
    for row in rows("years.csv").iter().filter(|row| &row[0] == account) {
        let sum = sums.entry(row[2].to_owned()).or_default();
        sum[2] += number(&row[4]);
        sum[3] += number(&row[8]);
    }
    for row in rows("budget.csv").iter().filter(|row| &row[0] == account) {
        if let Some(sum) = sums.get_mut(&row[1]) {
            (sum[0], sum[1]) = (number(&row[2]), number(&row[4]));
        }
    }
    let numbers = Numbers::new(Language::Nl);
    let row =
        |(year, sums): (String, [f64; 4])| format!("> | {year} | {} |", sums.map(|sum| numbers.whole(sum)).join(" | "));
    sums.into_iter().map(row).collect()
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
fn the_page_for_controllers_is_true_and_its_memo_copies_what_was_shown() {
    let folder = walk("voor-controllers.md", (8, 0));
    let page = page("voor-controllers.md");
    let (before, memo) = page.split_once("\n## 8. ").expect("the memo");
    let (memo, _) = memo.split_once("\n## ").expect("its end");
    let (years, rest): (Vec<&str>, Vec<&str>) = memo.lines().partition(|line| line.starts_with("> | 20"));
    let (shown, rest) = (blocks(before).into_iter().map(|block| block.text).collect::<String>(), rest.join("\n"));
    let (copied, told) = (amounts(&shown), amounts(&rest));
    let made_up: Vec<&&str> = told.difference(&copied).collect();
    assert!(made_up.is_empty(), "nothing above the memo says {made_up:?}");
    assert!(told.len() > 30 && years.len() > 10, "{} amounts, {} years", told.len(), years.len());
    if thorough() {
        assert_eq!(years, years_of(&folder.path().join("stad"), "gemeente"));
    }
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
