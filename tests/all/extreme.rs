//! What is far too much: a fault with a place within a second, or an answer.

use crate::fuzz::{Case, family, verdict};
use mkba::read::{Disk, Memory, load};
use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;

/// Numbers that no scenario needs.
const EXTREME: [&str; 12] =
    ["1e308", "-1e308", "1e-320", "-1e-320", "nan", "inf", "-inf", "0", "-1", "1e15", "9223372036854775807", "1e999"];

/// The family with another text for its scenario.
fn with(text: String) -> Case {
    let mut case = family();
    case.files.insert(case.scenario.clone(), text);
    case
}

fn text(case: &Case) -> String {
    case.files[&case.scenario].clone()
}

/// Keys of the faults.
fn keys(case: &Case) -> Vec<&'static str> {
    let refused = load(&Memory(case.files.clone()), &case.scenario, &[]).expect_err("it has faults");
    refused.diagnostics.sorted().into_iter().map(|one| one.message.key).collect()
}

/// The family with one text in place of another, once.
fn changed(old: &str, new: &str) -> Case {
    let text = text(&family());
    assert_eq!(text.matches(old).count(), 1, "{old}");
    with(text.replace(old, new))
}

#[test]
fn very_many_domains_and_cycles() {
    for (count, key) in [(10_000, "too_many"), (100_000, "scenario_too_large")] {
        let mut many = text(&family());
        for n in 0..count {
            writeln!(many, "[domains.d{n}]\nlabel.nl = \"d\"\nlabel.en = \"d\"\nstart = \"a\"\nstates.a = {{ nl = \"a\", en = \"a\" }}")
                .expect("written");
        }
        let case = with(many);
        assert_eq!(verdict(&case, false), Ok(()));
        assert!(keys(&case).contains(&key), "{:?}", keys(&case));
    }
    let long = changed("horizon = \"10 years\"", "horizon = \"10000000 months\"");
    assert_eq!(verdict(&long, true), Ok(()));
    assert_eq!(keys(&long), ["period_too_long"]);
    let many = changed("horizon = \"10 years\"", "cycle = \"day\"\nhorizon = \"1000 years\"");
    assert_eq!(verdict(&many, true), Ok(()));
}

/// Files that include one another: in a circle, in a very long row, very many, and each twice by the one before it.
#[test]
fn includes_without_end() {
    let block = |names: &[String]| {
        let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        format!("include = [{}]\n", quoted.join(", "))
    };
    let name = |n: usize| format!("b{n}.toml");
    let with = |first: &[String], blocks: &[(String, String)]| {
        let mut case = with(format!("{}{}", block(first), text(&family())));
        for (name, text) in blocks {
            case.files.insert(case.scenario.with_file_name(name), text.clone());
        }
        case
    };
    let circle = [(name(0), block(&[name(1)])), (name(1), block(&["family.toml".into(), name(0)]))];
    let row: Vec<_> = (0..100).map(|n| (name(n), block(&[name(n + 1)]))).collect();
    let many: Vec<_> = (0..1_000).map(|n| (name(n), String::new())).collect();
    let twice: Vec<_> = (0..14).map(|n| (name(n), block(&[name(n + 1), format!("./{}", name(n + 1))]))).collect();
    let last = [(name(14), String::new())];
    let names: Vec<String> = (0..1_000).map(name).collect();
    for (case, wanted) in [
        (with(&names[..1], &circle), Some("include_loop")),
        (with(&["family.toml".into()], &[]), Some("include_loop")),
        (with(&names[..1], &row), Some("include_too_deep")),
        (with(&names, &many), Some("include_too_many")),
        (with(&names[..1], &[twice.as_slice(), &last].concat()), None),
    ] {
        assert_eq!(verdict(&case, false), Ok(()), "{wanted:?}");
        let refused = load(&Memory(case.files.clone()), &case.scenario, &[]).err();
        let keys = refused.map(|refused| refused.diagnostics.sorted().iter().map(|one| one.message.key).collect());
        let keys: Vec<&str> = keys.unwrap_or_default();
        assert!(wanted.map_or(keys.is_empty(), |wanted| keys.contains(&wanted)), "{wanted:?}: {keys:?}");
    }
}

/// Units that are none, in items and in the price list.
#[test]
fn a_soup_of_units() {
    let soup = [
        "hours",
        "HOUR",
        "hour of",
        "hour of ",
        "of hour",
        "hour day",
        "hour of day of year",
        "month/year",
        "euro",
        "€",
        "",
        " ",
        "event event",
        "uur",
        "\u{202e}hour",
        "hour of \u{0}",
        "year of year",
        "12 months",
        "e\u{301}vent",
    ];
    let family = family();
    let (prices, list) = family.files.iter().find(|(path, _)| path.ends_with("prices.csv")).expect("a price list");
    let item = "[[items]]\nid = \"soup\"\nquantity = { time = \"debt is none\" }\namount = 1\nkind = \"resource\"\npayers = \"state\"\n";
    for unit in soup {
        for (row, cell) in [("shelter_day", ",minmax,day,"), ("police_hour", ",,,,hour,")] {
            let of_row = |line: &str| match line.starts_with(row) {
                true => line.replacen(cell, &cell.replace("day", unit).replace("hour", unit), 1),
                false => line.to_string(),
            };
            let mut case = family.clone();
            case.files.insert(prices.clone(), list.lines().map(|line| of_row(line) + "\n").collect());
            assert_eq!(verdict(&case, true), Ok(()), "{unit:?}");
        }
        for (key, factor) in
            [("unit", ""), ("unit", "per_month = 2\n"), ("each = 3\nunit", "per_day = 1\nper_year = 1\n")]
        {
            let written = unit.replace('\u{0}', "\\u0000");
            let case = with(format!("{}\n{item}{factor}{key} = \"{written}\"\n", text(&family)));
            assert_eq!(verdict(&case, true), Ok(()), "{unit:?} {factor}");
        }
        assert!(
            !keys(&changed(
                "quantity = { time = \"housing is homeless\" }\n",
                &format!(
                    "quantity = {{ time = \"housing is homeless\" }}\nunit = \"{}\"\n",
                    unit.replace('\u{0}', "x")
                )
            ))
            .is_empty()
        );
    }
}

#[test]
fn very_deep_brackets() {
    for part in ["[", "{ a = ", "[[", "{ not = ", "a.", "{", "(", "\"", "'", "\"\"\"", "[1,", "0,"] {
        for (before, after) in [("x = ", ""), ("", ""), ("x = ", "\n"), ("[", "]\n")] {
            let case = with(format!("{}\n{before}{}{after}", text(&family()), part.repeat(100_000)));
            assert_eq!(verdict(&case, false), Ok(()), "{before}{part}");
        }
    }
    let deep = format!("eligible = {}\"housing is stable\"{}", "{ not = ".repeat(70), " }".repeat(70));
    assert_eq!(verdict(&changed("eligible = \"housing is not stable\"", &deep), true), Ok(()));
}

#[test]
fn very_wide_and_very_long_lists() {
    let list = |name: &str, text: String| {
        let mut case = family();
        case.files.insert(case.scenario.with_file_name(name), text);
        case
    };
    let header = "year,cpi,source,note\n";
    for (name, text, key) in [
        ("prices.csv", "a,".repeat(1_000_000), "too_many"),
        ("prices.csv", "id;".repeat(1_000_000), "too_many"),
        ("index.csv", format!("{header}2024{}", ",1".repeat(1_000_000)), "too_many"),
        ("index.csv", format!("{header}{}", "2024,1,,\n".repeat(200_000)), "too_many"),
        ("index.csv", format!("{header}{}", "\"".repeat(1_000_001)), "wrong_number_of_fields"),
        ("index.csv", "\n".repeat(10_000_000), "list_empty"),
    ] {
        let case = list(name, text);
        assert_eq!(verdict(&case, false), Ok(()), "{name} {key}");
        assert!(keys(&case).contains(&key), "{name} {key} {:?}", &keys(&case)[..1]);
    }
}

#[test]
fn extreme_numbers_in_every_place() {
    let family = family();
    for (path, text) in &family.files {
        let start = if path == &family.scenario { 0 } else { text.find('\n').unwrap_or(0) };
        for (at, length) in numbers(text, start) {
            for extreme in EXTREME {
                let mut case = family.clone();
                let changed = format!("{}{extreme}{}", &text[..at], &text[at + length..]);
                case.files.insert(path.clone(), changed);
                assert_eq!(verdict(&case, true), Ok(()), "{extreme} at {at} of {}", path.display());
            }
        }
    }
}

/// Place and length of everything in a text that looks like a number.
fn numbers(text: &str, from: usize) -> Vec<(usize, usize)> {
    let digit = |one: char| one.is_ascii_digit();
    let mut found = Vec::new();
    let mut at = from;
    while let Some(next) = text[at..].find(digit) {
        let start = at + next;
        let length = text[start..].find(|one| !digit(one) && one != '.').unwrap_or(text.len() - start);
        found.push((start, length));
        at = start + length;
    }
    found
}

#[test]
fn files_of_gigabytes_are_refused_by_their_size() {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in family().files {
        fs::write(folder.path().join(path.file_name().expect("a name")), text).expect("written");
    }
    let large =
        |name: &str| File::create(folder.path().join(name)).and_then(|file| file.set_len(2 << 30)).expect("sparse");
    large("prices.csv");
    let scenario = folder.path().join("family.toml");
    let refused = |path: &Path| {
        let started = std::time::Instant::now();
        let refused = load(&Disk, path, &[]).expect_err("too large");
        assert!(started.elapsed().as_secs_f64() < 1.0);
        refused.diagnostics.sorted().into_iter().map(|one| (one.message.key, one.place.is_some())).collect::<Vec<_>>()
    };
    assert_eq!(refused(&scenario), [("file_too_large", true)]);
    large("family.toml");
    assert_eq!(refused(&scenario), [("file_too_large", false)]);
}
