//! What the program says and how it ends: exit codes, faults in two languages, the summary, settings, Ctrl-C.

use crate::program::{ALTERNATIVES, SCENARIO, SMALL, copy_with, names, program, result, run, run_in, said, shipped};
use serde_json::Value;
use std::fs;
use unicode_width::UnicodeWidthStr;

fn has(text: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(text.contains(word), "no {word:?} in: {text}"));
}

fn mean(result: &Value, total: &str) -> f64 {
    result["alternatives"][0][total]["average"]["mean"].as_f64().expect("a number")
}

#[test]
fn a_typo_is_shown_with_its_place_and_the_way_out() {
    let (good, bad) = ("hazard_ratio = \"hr_homeless_debt\"", "hazard_rate = \"hr_homeless_debt\"");
    let text = fs::read_to_string(shipped().join(SCENARIO)).expect("shipped");
    let line = text[..text.find(good).expect("there")].lines().count() + 1;
    let (folder, place) = (copy_with(good, bad), format!("{SCENARIO}:{line}:1\n"));
    let dutch = run_in(folder.path(), &[]);
    assert_eq!((dutch.code, dutch.out.as_str()), (Some(1), ""));
    has(
        &dutch.err,
        &[&place, bad, "fout: `hazard_rate` bestaat hier niet", "bedoelt u `hazard_ratio`?", "toegestaan: id, if, "],
    );
    let english = run_in(folder.path(), &["--lang", "en"]);
    assert_eq!((english.code, english.out.as_str()), (Some(1), ""));
    has(
        &english.err,
        &[&place, bad, "error: `hazard_rate` does not exist", "did you mean `hazard_ratio`?", "allowed: id, if, "],
    );
    let by_variable = said(program(folder.path()).args(["run", SCENARIO]).env("MKBA_LANG", "en"));
    assert_eq!((by_variable.code, by_variable.err), (Some(1), english.err));
    let asked = said(program(folder.path()).args(["run", SCENARIO, "--lang=nl"]).env("MKBA_LANG", "en"));
    assert_eq!((asked.code, asked.err), (Some(1), dutch.err));
}

#[test]
fn faults_in_lists_have_their_place_too() {
    let folder = copy_with("", "");
    let path = folder.path().join("prices/nl.csv");
    let text = fs::read_to_string(&path).expect("a list");
    fs::write(&path, text.replacen(",central,", ",centraal,", 1)).expect("written");
    let said = run_in(folder.path(), &[]);
    assert_eq!(said.code, Some(1));
    let column = text.find("central,").expect("a column") + 1;
    has(&said.err, &[&format!("prices/nl.csv:1:{column}\n"), "`centraal`"]);
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_is_right() {
    let unknown = run(&["--dras", "3"]);
    assert_eq!(unknown.code, Some(2));
    has(&unknown.err, &["fout: het argument `--dras` bestaat hier niet", "bedoelt u `--draws`?", "Gebruik: mkba run "]);
    let missing = said(program(&shipped()).args(["run", "no-such.toml"]));
    assert_eq!((missing.code, missing.out.as_str()), (Some(2), ""));
    has(&missing.err, &["fout: bestand `no-such.toml` bestaat niet"]);
    let alternative = run(&["--alternative", "maatwrk"]);
    assert_eq!(alternative.code, Some(2));
    has(&alternative.err, &["`maatwrk`", &ALTERNATIVES.join(", ")]);
    let english = run(&["--alternative", "null_alternative", "--lang", "en"]);
    assert_eq!(english.code, Some(2));
    has(&english.err, &["`null_alternative`", &ALTERNATIVES.join(", ")]);
    let language = said(program(&shipped()).arg("run").env("MKBA_LANG", "fr"));
    assert_eq!(language.code, Some(2));
    has(&language.err, &["MKBA_LANG", "`fr`", "nl", "en"]);
}

#[test]
fn help_is_in_the_language_of_the_user_and_names_exit_codes() {
    let help = |arguments: &[&str]| said(program(&shipped()).args(arguments));
    let dutch = help(&["run", "--help"]);
    assert_eq!((dutch.code, dutch.err.as_str()), (Some(0), ""));
    has(&dutch.out, &["Gebruik: mkba run", "Argumenten:\n  <BESTAND>  Het scenario", "130 gestopt"]);
    let english = help(&["run", "--help", "--lang", "en"]);
    has(&english.out, &["Usage: mkba run", "Arguments:\n  <FILE>  The scenario", "130 stopped"]);
    for (verb, asked) in [("run", ["help", "run"]), ("check", ["help", "check"])] {
        let (page, option) = (help(&asked), help(&[verb, "--help"]));
        assert_eq!((page.code, page.out.trim_end()), (Some(0), option.out.trim_end()), "{verb}");
    }
    has(&help(&["help"]).out, &["Gebruik: mkba <OPDRACHT>", "Voorbeelden:"]);
    let unknown = help(&["help", "rnu"]);
    assert_eq!(unknown.code, Some(2));
    has(&unknown.err, &["`rnu`", "run"]);
    let nothing = help(&[]);
    assert_eq!((nothing.code, nothing.out.as_str()), (Some(2), ""));
    has(&nothing.err, &["Gebruik: mkba", "run          Rekent een scenario door"]);
    assert_eq!(help(&["--version"]).out, format!("mkba {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_summary_fits_a_terminal_in_both_languages() {
    for language in ["nl", "en"] {
        let full = vec!["--lang", language];
        let single = ALTERNATIVES.map(|name| vec!["--lang", language, "--alternative", name]);
        let without_households = vec!["--lang", language, "--households", "0"];
        for arguments in single.into_iter().chain([full, without_households]) {
            let all = ["run", SCENARIO, "--draws", "12"].into_iter().chain(arguments.iter().copied());
            let said = said(program(&shipped()).args(all));
            assert_eq!(said.code, Some(0), "{}", said.err);
            let lines: Vec<&str> = said.out.lines().collect();
            assert!(lines.len() > 25, "{arguments:?}: {} lines", lines.len());
            for line in &lines {
                assert!(line.chars().count() <= 80 && line.width() <= 80, "{line}");
            }
            let odd = |text: &str| text.chars().find(|letter| letter.is_control() && *letter != '\n');
            assert_eq!((odd(&said.out), odd(&said.err)), (None, None), "{arguments:?}");
            assert_eq!(said.err.lines().count(), 1, "{}", said.err);
            let end = if language == "nl" { "Berekening " } else { "Result " };
            has(lines[lines.len() - 1], &[end]);
            let told = match (language, *arguments.last().expect("one")) {
                ("nl", "schuldhulp") => "Gebruikelijk schuldhulptraject",
                ("en", "schuldhulp") => "Usual debt trajectory",
                ("nl", "maatwerk") => "Huurschuld betaald en budgetcoaching",
                ("en", "maatwerk") => "Arrears paid and budget coaching",
                ("nl", _) => "alleen voor wie een vonnis heeft",
                _ => "only for those with an order",
            };
            let other = ["maatwerk_later", "bij_vonnis_samen"].iter().any(|name| arguments.contains(name));
            let heading = lines[1..4].join(" ");
            assert!(other || heading.contains(told), "{heading}");
            let alone = arguments.contains(&"--alternative");
            let rest = if language == "nl" { "Niet doorgerekend" } else { "Not run" };
            assert_eq!(said.out.contains(rest), alone, "{}", said.out);
        }
    }
}

#[test]
fn quiet_says_nothing_and_all_warnings_can_be_seen() {
    let quiet = run(&["--quiet"]);
    assert_eq!((quiet.code, quiet.out, quiet.err), (Some(0), String::new(), String::new()));
    let short = run(&["--lang", "en"]).err;
    let all = run(&["--lang", "en", "--warnings"]).err;
    let count = all.matches("warning: ").count();
    assert!(count > 1 && short.contains(&format!("and {} more", count - 1)), "{count}: {short}");
}

#[test]
fn set_changes_the_result_and_unknown_names_get_a_hint() {
    let (plain, same) = (result(&[]), result(&["--set", "children=2"]));
    assert_eq!(plain["alternatives"], same["alternatives"]);
    // The same number is the same scenario.
    assert_eq!(plain["id"], same["id"]);
    let changed = result(&["--set", "children=5", "--set", "works=0"]);
    assert_ne!(plain["id"], changed["id"]);
    assert_ne!(plain["alternatives"], changed["alternatives"]);
    // Help that never works costs hours of the coach and brings nothing.
    assert!(mean(&changed, "net_benefit") < mean(&plain, "net_benefit"));
    let unknown = run(&["--set", "childre=3"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (Some(1), ""));
    has(&unknown.err, &["`childre`", "bedoelt u `children`?"]);
    let comma = run(&["--set", "reached=0,9"]);
    assert_eq!(comma.code, Some(1));
    has(&comma.err, &["`reached`", "0,9", "0.9"]);
    let nothing = run(&["--set", "reached"]);
    assert_eq!(nothing.code, Some(2));
    has(&nothing.err, &["--set reached", "naam=waarde"]);
}

#[test]
fn the_seed_changes_all_numbers() {
    let (one, two) = (result(&[]), result(&["--seed", "2"]));
    for total in ["net_benefit", "net_benefit_money", "net_benefit_public"] {
        assert_ne!(mean(&one, total), mean(&two, total));
    }
    assert_eq!((&one["seed"], &two["seed"]), (&Value::from(1), &Value::from(2)));
    assert_eq!(one, result(&["--seed", "1"]));
}

#[test]
fn both_methods_agree_but_for_chance() {
    let with = |method: &str| {
        let arguments = ["run", SCENARIO, "--draws", "60", "--households", "200", "--json", "--quiet"];
        let said = said(program(&shipped()).args(arguments).args(["--method", method]));
        serde_json::from_str::<Value>(&said.out).expect("JSON")
    };
    let (cohort, micro) = (with("cohort"), with("micro"));
    assert_eq!((&cohort["method"], &micro["method"]), (&Value::from("cohort"), &Value::from("micro")));
    let alternatives = |result: &Value| result["alternatives"].as_array().expect("a list").clone();
    for (exact, simulated) in alternatives(&cohort).iter().zip(&alternatives(&micro)) {
        for total in ["net_benefit", "net_benefit_money", "net_benefit_public"] {
            let number = |one: &Value, kind: &str, key: &str| one[total][kind][key].as_f64().expect("a number");
            let (wanted, found) = (number(exact, "average", "mean"), number(simulated, "average", "mean"));
            let error = number(simulated, "average", "monte_carlo_error");
            assert!((wanted - found).abs() < 5.0 * error, "{total} {wanted} {found} {error}");
            assert!(error < 400.0 && wanted != found, "{total} {wanted} {found} {error}");
            // The same households, kept in single precision.
            let households = number(exact, "household", "mean");
            assert!((households - found).abs() < 1e-6 * number(exact, "household", "sd"), "{households} {found}");
        }
    }
}

#[test]
fn a_failing_write_names_the_path_and_ends_with_2() {
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("file"), "mine").expect("written");
    fs::create_dir(place.path().join("folder")).expect("made");
    fs::write(place.path().join("folder/notes.txt"), "mine").expect("written");
    for path in ["file/below", "no/such/folder", "file", "folder", "."] {
        let target = place.path().join(path);
        let said = run(&["--out", &target.display().to_string()]);
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{path}");
        has(&said.err, &["fout: ", place.path().to_str().expect("text")]);
        assert!(path == "." || said.err.contains(path), "{}", said.err);
    }
    assert_eq!(names(place.path()), ["file", "folder"]);
    assert_eq!(names(&place.path().join("folder")), ["notes.txt"]);
    assert_eq!(fs::read_to_string(place.path().join("file")).expect("there"), "mine");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_fault_and_a_closed_pipe_is_none() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
    let said = said(program(&shipped()).args(["run", SCENARIO]).args(SMALL).stdout(full));
    assert_eq!(said.code, Some(2));
    has(&said.err, &["fout: "]);
    let mut child = program(&shipped());
    child.args(["run", SCENARIO, "--quiet", "--json"]).args(SMALL).stdout(std::process::Stdio::piped());
    let mut child = child.spawn().expect("starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("ends").code(), Some(0));
}

#[test]
fn euros_full_and_no_colours_outside_a_terminal() {
    let (short, whole, full) =
        (run(&["--lang", "en"]).out, run(&["--euros", "--lang", "en"]).out, run(&["--full", "--lang", "en"]).out);
    let amounts = |text: &str| -> Vec<String> {
        let row = text.lines().find(|line| line.starts_with("Municipality")).expect("a row").to_owned();
        row.split_whitespace().skip(1).take(2).map(|cell| cell.replace(',', "")).collect()
    };
    assert!(amounts(&short).iter().all(|amount| amount.ends_with('0')), "{short}");
    assert_ne!(amounts(&short), amounts(&whole));
    assert!(short.contains("Left out: ") && !full.contains("Left out: ") && full.contains("seed 1"), "{full}");
    let colour = said(program(&shipped()).args(["run", SCENARIO]).args(SMALL).env("CLICOLOR_FORCE", "1"));
    assert!(!colour.out.contains('\u{1b}'));
}

#[test]
fn completions_and_pages_of_the_manual_are_printed() {
    for (arguments, wanted) in [
        (vec!["completions", "bash"], "complete -F _mkba"),
        (vec!["completions", "fish"], "complete -c mkba"),
        (vec!["man"], ".TH mkba 1"),
        (vec!["man", "run"], ".TH mkba-run 1"),
    ] {
        let said = said(program(&shipped()).args(&arguments));
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{arguments:?}");
        has(&said.out, &[wanted]);
    }
}

#[test]
fn tables_for_a_dutch_spreadsheet_hold_the_same_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = |form: &str| {
        let out = folder.path().join(form);
        let out = out.to_str().expect("a path");
        assert_eq!(run(&["--quiet", "--csv", form, "--out", out]).code, Some(0));
        std::fs::read_to_string(folder.path().join(form).join("ledger.csv")).expect("a table")
    };
    let (english, dutch) = (table("en"), table("nl"));
    let first = dutch.lines().next().expect("a head");
    assert!(first.starts_with("\u{feff}alternative;calendar_year;"), "{first}");
    let rows = |text: &str, delimiter: u8| -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
    };
    let (english, dutch) = (rows(&english, b','), rows(dutch.trim_start_matches('\u{feff}'), b';'));
    let written = |row: &Vec<String>| row[6].replace('.', ",");
    assert!(english.len() > 100 && english.len() == dutch.len());
    assert!(english.iter().zip(&dutch).all(|(one, other)| written(one) == other[6] && one[..5] == other[..5]));
}
