//! Plain Dutch: no word of `src/words/avoid.csv` in texts that people read, and sentences that are short on average.

use std::fs;
use std::path::{Path, PathBuf};

/// Words of a sentence on average, in the catalogue and in the scenarios.
const MOST_WORDS: f64 = 15.0;
/// Catalogues with texts for readers; faults and help for who writes models stand in the others.
const CATALOGUES: [&str; 9] =
    ["words", "screen", "decision", "help", "report", "forms", "compare", "evaluation", "serve"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Words to avoid, each with what to write instead.
fn avoided() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("src/words/avoid.csv")).expect("a list");
    let rows = csv::Reader::from_reader(text.as_bytes()).into_records();
    rows.map(|row| row.expect("a row")).map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

/// All Dutch texts of the catalogue, with their keys.
fn catalogue() -> Vec<(String, String)> {
    let of = |name: &str| {
        let text = fs::read_to_string(root().join(format!("src/words/{name}.csv"))).expect("a catalogue");
        let rows = csv::Reader::from_reader(text.as_bytes()).into_records();
        rows.map(|row| row.expect("a row")).map(|row| (row[0].to_owned(), row[1].to_owned())).collect::<Vec<_>>()
    };
    CATALOGUES.into_iter().flat_map(of).collect()
}

/// All Dutch texts of the shipped scenarios and blocks, with their file.
fn scenarios() -> Vec<(String, String)> {
    fn texts(value: &toml::Value, found: &mut Vec<String>) {
        match value {
            toml::Value::Table(table) => {
                if let (Some(toml::Value::String(dutch)), true) = (table.get("nl"), table.contains_key("en")) {
                    found.push(dutch.clone());
                }
                table.values().for_each(|value| texts(value, found));
            }
            toml::Value::Array(list) => list.iter().for_each(|value| texts(value, found)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    for folder in ["scenarios", "scenarios/cases", "scenarios/domains"] {
        let entries = fs::read_dir(root().join(folder)).expect("a folder");
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
        paths.sort();
        for path in paths {
            let table: toml::Value =
                fs::read_to_string(&path).expect("a file").parse::<toml::Table>().expect("TOML").into();
            let mut found = Vec::new();
            texts(&table, &mut found);
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            all.extend(found.into_iter().map(|text| (name.clone(), text)));
        }
    }
    all
}

/// Whether a text has a word or words, whatever the case, as whole words.
fn has(text: &str, avoided: &str) -> bool {
    // What stands between backticks is written in files.
    let text: String = text.to_lowercase().split('`').step_by(2).collect::<Vec<_>>().join(" ");
    text.match_indices(avoided).any(|(at, _)| {
        let inside = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '-');
        !inside(text[..at].chars().next_back()) && !inside(text[at + avoided.len()..].chars().next())
    })
}

/// Numbers of words of the sentences of a text: of what ends with a full stop, a question mark or an exclamation mark.
fn sentences(text: &str) -> Vec<usize> {
    let ends = text.split_inclusive(['.', '?', '!', ':', ';']);
    let counts =
        ends.map(|sentence| sentence.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count());
    counts.filter(|count| *count >= 3).collect()
}

#[test]
fn no_word_stands_where_a_plainer_one_would_do() {
    let avoided = avoided();
    assert!(avoided.len() >= 30 && avoided.iter().all(|(word, instead)| !word.is_empty() && !instead.is_empty()));
    let all = [catalogue(), scenarios()].concat();
    assert!(all.len() > 1_500, "{}", all.len());
    let mut faults = Vec::new();
    for (place, text) in &all {
        for (word, instead) in avoided.iter().filter(|(word, _)| has(text, word)) {
            faults.push(format!("{place}: `{word}`, write `{instead}`: {text}"));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn sentences_are_short_on_average() {
    for (name, all) in [("catalogue", catalogue()), ("scenarios", scenarios())] {
        let counts: Vec<usize> = all.iter().flat_map(|(_, text)| sentences(text)).collect();
        let mean = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
        assert!(counts.len() > 500 && mean <= MOST_WORDS, "{name}: {mean:.1} words in {} sentences", counts.len());
    }
}

#[test]
fn a_word_is_found_as_a_word_alone() {
    assert!(has("Dit is, Indien nodig, zo.", "indien") && has("ten aanzien van alles", "ten aanzien van"));
    assert!(!has("bovenindien", "indien") && !has("echterlijk", "echter"));
    assert_eq!(sentences("Een twee drie vier. Ja. Vijf zes zeven?"), [4, 3]);
}
