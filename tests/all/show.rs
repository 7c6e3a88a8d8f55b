//! `mkba show`: every value of the shipped scenario, with the line on which it stands.

use crate::program::{SCENARIO, copy, program, said, shipped};
use std::fs;
use std::path::Path;

fn shown(folder: &Path, arguments: &[&str]) -> String {
    let said = said(program(folder).args(["show", SCENARIO]).args(arguments));
    assert_eq!(said.code, Some(0), "{}", said.err);
    said.out
}

/// The line that starts with a text, behind a heading, with single spaces.
fn line(text: &str, heading: &str, start: &str) -> String {
    let (_, behind) = text.split_once(&format!("\n[{heading}]\n")).unwrap_or_else(|| panic!("no {heading}"));
    let found = behind.lines().take_while(|line| !line.starts_with('[')).find(|line| line.starts_with(start));
    found.unwrap_or_else(|| panic!("no {start}")).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_value_names_a_line_on_which_it_stands() {
    let text = shown(&shipped(), &["--lang", "en"]);
    let mut seen = 0;
    for line in text.lines().filter(|line| line.contains(" = ")) {
        let (written, place) = line.rsplit_once("# ").expect("a place");
        let Some((file, number)) = place.rsplit_once(':') else { continue };
        let source = fs::read_to_string(shipped().join(file)).expect("a file");
        let source = source.lines().nth(number.parse::<usize>().expect("a line") - 1).expect("a line");
        let (key, value) = written.trim().split_once(" = ").expect("a value");
        let plain = !value.starts_with(['[', '{']);
        let bare = value.trim_matches('"').replace("\\\"", "\"");
        assert!(!plain || source.contains(&bare) || source.contains(&bare.replace('"', "\"\"")), "{key}: {line}");
        seen += 1;
    }
    assert!(seen > 800, "{seen}");
}

#[test]
fn what_is_inherited_included_listed_or_left_out_says_so() {
    let folder = copy(|name, text| {
        if name == SCENARIO {
            text.replacen("include = [", "include = [\"extra.toml\", ", 1).replace("children = 2\n", "")
        } else {
            text
        }
    });
    fs::write(folder.path().join("extra.toml"), "[traits]\nchildren = 3\nadults = 5\n").expect("written");
    let text = shown(folder.path(), &[]);
    assert_eq!(line(&text, "traits", "children"), "children = 3 # extra.toml:2");
    assert!(line(&text, "traits", "adults").starts_with("adults = 1 # huisuitzetting.toml:"));
    assert_eq!(line(&text, "settings", "seed"), "seed = 1 # standaard");
    assert!(line(&text, "parameters.order_carried_out", "value").ends_with("# rates/nl.csv:2"));
    assert!(line(&text, "prices.wijkcoach_uur", "central").ends_with("# prices/nl.csv:2"));
    assert!(line(&text, "prices.wijkcoach_uur", "mean_2025").ends_with("# berekend"));
    let own = line(&text, "alternatives.maatwerk.interventions.huurschuld", "success");
    assert_eq!(line(&text, "alternatives.maatwerk_later.interventions.huurschuld", "success"), own);
    assert!(line(&text, "domains.housing", "label").starts_with("label = \"Wonen\""));
    assert!(shown(folder.path(), &["--lang", "en"]).contains("label = \"Housing\""));
}

/// A small scenario that says as little as it may.
fn terse() -> String {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/example/example.toml");
    let text = fs::read_to_string(example).expect("the example");
    let success = |line: &&str| line.starts_with("success = ");
    assert!(text.lines().any(|line| success(&line)), "it says what it need not say");
    text.lines().filter(|line| !success(line)).map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_default_that_is_shown_is_what_holds_where_nothing_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let accounts = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/example/accounts.csv");
    fs::copy(accounts, folder.path().join("accounts.csv")).expect("copied");
    let path = folder.path().join("terse.toml");
    let read = |text: &str| {
        fs::write(&path, text).expect("written");
        crate::shipped::load(path.to_str().expect("a path"))
    };
    let plain = read(&terse());
    let said = said(program(folder.path()).args(["show", "terse.toml", "--lang", "en"]));
    let (mut heading, mut found) = ("", Vec::new());
    for line in said.out.lines() {
        heading = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).unwrap_or(heading);
        let Some((entry, "default")) = line.split_once("# ") else { continue };
        let entry = entry.trim();
        let written = match heading {
            "settings" => terse().replacen("settings = { ", &format!("settings = {{ {entry}, "), 1),
            other => terse().replacen(&format!("[{other}]\n"), &format!("[{other}]\n{entry}\n"), 1),
        };
        assert_ne!(written, terse(), "[{heading}] {entry}");
        assert_eq!(read(&written), plain, "[{heading}] {entry}");
        found.push(entry.split_once(" = ").expect("a value").0.trim().to_owned());
    }
    found.sort();
    let all = ["active", "count", "cycle", "discount_at", "draws", "households", "reached", "seed", "success"];
    assert_eq!(found, all);
}

#[test]
fn what_an_alternative_takes_over_and_switches_off_says_so() {
    let folder = copy(|name, text| match name {
        SCENARIO => {
            text + "\n[alternatives.without]\nlabel = { nl = \"x\", en = \"x\" }\nlike = \"maatwerk\"\noff = [\"interventions: huurschuld\"]\n"
        }
        _ => text,
    });
    let text = shown(folder.path(), &[]);
    let off = line(&text, "alternatives.without.interventions.huurschuld", "off");
    assert!(off.starts_with("off = true # huisuitzetting.toml:"), "{off}");
    assert_eq!(text.matches("\noff = true").count(), 1);
}

#[test]
fn a_scenario_with_faults_is_not_shown() {
    let folder = copy(|name, text| if name == SCENARIO { text.replace("adults = 1", "adults = 1,5") } else { text });
    let said = said(program(folder.path()).args(["show", SCENARIO]));
    assert!(said.code == Some(1) && said.out.is_empty() && said.err.contains("1.5"), "{}", said.err);
}

#[test]
fn the_graph_goes_where_its_name_says() {
    let place = tempfile::tempdir().expect("a folder");
    let draw = |name: &str| {
        let path = place.path().join(name);
        let said = said(program(&shipped()).args(["show", SCENARIO, "--graph"]).arg(&path));
        (said.code, path)
    };
    for (name, start) in [("a.svg", "<svg "), ("a.mmd", "---\ntitle: ")] {
        let (code, path) = draw(name);
        assert_eq!(code, Some(0), "{name}");
        let text = fs::read_to_string(path).expect("a picture");
        assert!(text.starts_with(start) && text.contains("heeft een ontruimingsvonnis"), "{name}");
    }
    let (code, folder) = draw("both");
    assert_eq!(code, Some(0));
    assert_eq!(crate::program::names(&folder), ["graph.mmd", "graph.svg"]);
    assert_eq!(draw("a.png").0, Some(2));
    assert_eq!(draw("no/such/a.svg").0, Some(2));
}
