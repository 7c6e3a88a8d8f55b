//! The same numbers for everybody: for any number of threads, order of lines, and choice of alternatives.

use crate::outputs::{FILES, text, written};
use crate::program::{ALTERNATIVES, copy, shipped};
use std::collections::BTreeSet;
use std::fs;
use tempfile::TempDir;

/// Texts in another order, each once; it depends on the texts alone.
fn shuffled(parts: &[String]) -> Vec<String> {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| (at + 1) * 7919 % 1009);
    order.iter().map(|at| parts[*at].clone()).collect()
}

/// A scenario with its tables, its parameters and characteristics, and the entries of its longer lists in another
/// order.
fn shuffled_scenario(text: &str) -> String {
    let mut tables: Vec<Vec<&str>> = vec![vec![]];
    for line in text.lines() {
        if line.starts_with('[') {
            tables.push(vec![]);
        }
        tables.last_mut().expect("one").push(line);
    }
    let tables: Vec<String> = tables.iter().map(|lines| shuffled_table(lines)).collect();
    let rest = shuffled(&tables[1..]);
    format!("{}{}", tables[0], rest.concat())
}

fn shuffled_table(lines: &[&str]) -> String {
    // Each entry of a list stands on a line of its own and starts with two spaces.
    let mut swapped: Vec<&str> = Vec::new();
    let mut run = Vec::new();
    for line in lines {
        if line.starts_with("  {") {
            run.push(*line);
        } else {
            swapped.extend(run.drain(..).rev());
            swapped.push(line);
        }
    }
    let simple = ["[parameters]", "[traits]", "[settings]", "[lists]"];
    if simple.contains(lines.first().unwrap_or(&"")) || lines.first().is_some_and(|line| line.ends_with(".states]")) {
        swapped[1..].reverse();
    }
    swapped.join("\n") + "\n"
}

/// A list with its rows in another order.
fn shuffled_list(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("{line}\n")).collect();
    format!("{}{}", lines[0], shuffled(&lines[1..]).concat())
}

/// The part of a result about one alternative.
fn about(result: &str, alternative: &str) -> String {
    let start = result.find(&format!("      \"id\": \"{alternative}\"")).expect("an alternative");
    let end = result[start..].find("\n    }").expect("an end");
    result[start..start + end].to_owned()
}

/// Rows of a table about one alternative, with its header.
fn rows_about(table: &str, alternative: &str, column: usize) -> Vec<String> {
    let keep = |(at, line): &(usize, &str)| *at == 0 || line.split(',').nth(column) == Some(alternative);
    table.lines().enumerate().filter(keep).map(|(_, line)| line.to_owned()).collect()
}

#[test]
fn threads_change_no_byte() {
    let one = written(&shipped(), &["--threads", "1"]);
    for threads in ["2", "3", "8"] {
        let more = written(&shipped(), &["--threads", threads]);
        for name in FILES.into_iter().filter(|name| *name != "manifest.json") {
            let bytes = |place: &TempDir| fs::read(place.path().join("out").join(name)).expect("a file");
            assert!(bytes(&one) == bytes(&more), "{name} differs with {threads} threads");
        }
    }
    let again = written(&shipped(), &["--threads", "1", "--method", "micro"]);
    let more = written(&shipped(), &["--threads", "8", "--method", "micro"]);
    assert!(text(&again, "result.json") == text(&more, "result.json"), "micro differs with 8 threads");
    assert!(text(&again, "result.json") != text(&one, "result.json"));
}

#[test]
fn the_order_of_lines_changes_no_number() {
    let plain = written(&shipped(), &[]);
    let folder = copy(|name, text| {
        let other = match name {
            name if name.ends_with(".toml") => shuffled_scenario(&text),
            // The order of accounts is that of the report.
            "accounts.csv" => text.clone(),
            _ => shuffled_list(&text),
        };
        assert!(name == "accounts.csv" || other != text, "{name} is as it was");
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
        assert_eq!(lines(&other), lines(&text), "{name} lost lines");
        other
    });
    let other = written(folder.path(), &[]);
    for name in ["ledger.csv", "draws.csv", "distribution.svg"] {
        assert!(text(&plain, name) == text(&other, name), "{name} differs");
    }
    assert_eq!(text(&plain, "result.json"), text(&other, "result.json"));
}

#[test]
fn an_alternative_alone_has_the_same_figures() {
    let all = written(&shipped(), &[]);
    for name in ALTERNATIVES {
        let alone = written(&shipped(), &["--alternative", name]);
        assert_eq!(about(&text(&all, "result.json"), name), about(&text(&alone, "result.json"), name));
        for other in ALTERNATIVES {
            let mentioned = text(&alone, "result.json").contains(&format!("      \"id\": \"{other}\""));
            assert_eq!(mentioned, other == name, "{other} beside {name}");
        }
        for world in [name, "null_alternative"] {
            let rows = |place| rows_about(&text(place, "ledger.csv"), world, 0);
            assert!(rows(&all).len() > 100 && rows(&all) == rows(&alone), "the ledger of {world} differs");
        }
        let rows = |place| rows_about(&text(place, "draws.csv"), name, 1);
        assert!(rows(&all).len() == 13 && rows(&all) == rows(&alone), "the draws of {name} differ");
    }
}
