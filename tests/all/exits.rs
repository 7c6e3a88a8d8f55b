//! How every verb ends: 0 fine, 1 the input has faults, 2 wrong usage or files that cannot be read or written, 3 a check
//! answered no.

use crate::program::{SCENARIO, SMALL, copy_with, program, said};
use std::fs;

/// A study of the scenario in its folder.
fn study(path: &str) -> String {
    format!(
        "study = 1\nid = \"s\"\ntitle = {{ nl = \"s\", en = \"s\" }}\nbase = \"{SCENARIO}\"\n[grid]\n\"{path}\" = [0.5, 0.9]\n"
    )
}

#[test]
fn every_verb_ends_as_promised() {
    let folder = copy_with("", "");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let text = fs::read_to_string(folder.path().join(SCENARIO)).expect("a scenario");
    write("faulty.toml", &text.replacen("success = ", "succes = ", 1));
    write("study.toml", &study("parameters.works"));
    write("faulty_study.toml", &study("parameters.wroks"));
    write("faulty.csv", "year,cpi,source,note\n2024,drie,,\n");
    let small = SMALL.join(" ");
    for (line, code) in [
        (format!("run {SCENARIO} {small} --quiet"), 0),
        (format!("run faulty.toml {small}"), 1),
        (format!("run {SCENARIO} {small} --set works=0,5"), 1),
        (format!("run {SCENARIO} {small} --set wroks=0.5"), 1),
        ("run none.toml".into(), 2),
        ("run".into(), 2),
        (format!("run {SCENARIO} --draws 0"), 2),
        (format!("run {SCENARIO} {small} --out none/none/none"), 2),
        (format!("run study.toml {small} --quiet"), 0),
        (format!("run faulty_study.toml {small}"), 1),
        (format!("show {SCENARIO}"), 0),
        ("show faulty.toml".into(), 1),
        ("show none.toml".into(), 2),
        ("show".into(), 2),
        (format!("show {SCENARIO} --graph none/none.svg"), 2),
        (format!("check {SCENARIO}"), 0),
        ("check study.toml accounts.csv".into(), 0),
        (format!("check {SCENARIO} faulty.toml"), 1),
        ("check faulty.csv".into(), 1),
        ("check faulty_study.toml".into(), 1),
        ("check none.csv faulty.toml".into(), 2),
        ("check".into(), 2),
        (format!("check --strict {SCENARIO}"), 3),
        ("check --strict accounts.csv".into(), 0),
        ("check --strict faulty.csv".into(), 1),
        ("list scenarios".into(), 0),
        ("list prices nothing_has_this_name".into(), 0),
        ("list nonsense".into(), 2),
        ("new fresh".into(), 0),
        ("new fresh".into(), 2),
        ("new".into(), 2),
        ("new --from none fresh_too".into(), 2),
        ("--version".into(), 0),
        ("run --help".into(), 0),
        ("fly".into(), 2),
        (String::new(), 2),
    ] {
        let said = said(program(folder.path()).args(line.split_whitespace()));
        assert_eq!(said.code, Some(code), "mkba {line}\n{}{}", said.out, said.err);
        assert!(
            code == 0 || !said.out.is_empty() || !said.err.is_empty(),
            "mkba {line} ends with {code} without a word"
        );
    }
}

/// What is wrong with the arguments is told in the language of the user.
#[test]
fn wrong_arguments_are_told_in_both_languages() {
    let folder = copy_with("", "");
    let run = |rest: &str| format!("run {SCENARIO} {rest}");
    for (line, dutch, english) in [
        (
            run("--dras 3"),
            "het argument `--dras` bestaat hier niet\n  bedoelt u `--draws`?",
            "there is no argument `--dras` here\n  did you mean `--draws`?",
        ),
        (
            run("--draws 0"),
            "de waarde `0` kan niet bij `--draws <GETAL>`\n  een geheel getal van 1 tot en met 10000000",
            "the value `0` does not go with `--draws <NUMBER>`\n  a whole number from 1 to 10000000",
        ),
        (
            run("--draws tien"),
            "de waarde `tien` kan niet bij `--draws <GETAL>`\n  een geheel getal",
            "the value `tien` does not go with `--draws <NUMBER>`\n  a whole number",
        ),
        (run("--draws"), "bij `--draws <GETAL>` hoort een waarde", "`--draws <NUMBER>` needs a value"),
        (
            run("--method exact"),
            "de waarde `exact` kan niet bij `--method <METHODE>`\n  toegestaan: auto, cohort, micro",
            "the value `exact` does not go with `--method <METHOD>`\n  allowed: auto, cohort, micro",
        ),
        (run("again.toml"), "`again.toml` is hier te veel", "`again.toml` is one argument too many"),
        ("run".into(), "er ontbreekt: <BESTAND>", "missing: <FILE>"),
        (
            "rnu x".into(),
            "de opdracht `rnu` bestaat niet\n  toegestaan: list, show, run",
            "there is no command `rnu`\n  allowed: list, show, run",
        ),
    ] {
        for (language, wanted, help) in
            [("nl", dutch, ["Gebruik: mkba", "Meer uitleg: mkba"]), ("en", english, ["Usage: mkba", "More help: mkba"])]
        {
            let said = said(program(folder.path()).env("MKBA_LANG", language).args(line.split_whitespace()));
            assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{line}");
            assert!(said.err.contains(wanted), "{line}: {wanted}\n{}", said.err);
            let of_value = wanted.contains("waarde") || wanted.contains("value");
            assert!(of_value || help.iter().all(|help| said.err.contains(help)), "{line}\n{}", said.err);
        }
    }
}
