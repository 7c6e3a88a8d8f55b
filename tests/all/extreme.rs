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
