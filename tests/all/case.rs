//! Cases and values on the command line: they change what they name, as if it had been written in the scenario.

use crate::program::{Said, program, said, shipped};
use mkba::read::library::{Kind, WithLibrary, shipped as in_library};
use mkba::read::{Disk, Refused, case, load};
use mkba::session::Session;
use mkba::{Answer, Scenario};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Draws of each run, by the exact method alone.
const DRAWS: usize = 16;

fn answer(scenario: Scenario) -> Answer {
    Session::new(scenario).draws(DRAWS).households(0).run().expect("it runs").answer()
}

/// Mean net benefits of all alternatives.
fn means(answer: &Answer) -> Vec<f64> {
    answer.alternatives.iter().map(|alternative| alternative.net_benefit.average.mean).collect()
}

fn set(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn with(pairs: &[(&str, &str)]) -> Vec<f64> {
    let path = shipped().join("huisuitzetting.toml");
    means(&answer(load(&Disk, &path, &set(pairs)).expect("sound").scenario))
}

/// A case in a folder of its own.
fn case_of(text: &str) -> (TempDir, Result<Vec<f64>, Refused>) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("case.toml");
    fs::write(&path, text).expect("written");
    let found = case::load(&WithLibrary, &path, &[]);
    (folder, found.map(|(loaded, _)| means(&answer(loaded.scenario))))
}

#[test]
fn a_case_is_the_scenario_with_its_answers() {
    let text = "case = 1\nscenario = 'huisuitzetting'\n[answers]\ntraits.children = 3\nstart.housing = 'court_order'\n\
        start.debt = { none = 0.25, problematic = 0.75 }\n[set]\nsettings.horizon = '5 years'\nstart.work = 'works'\n";
    let wanted = with(&[
        ("children", "3"),
        ("domains.housing.start", "court_order"),
        ("start.debt", "{ none = 0.25, problematic = 0.75 }"),
        ("settings.horizon", "5 years"),
        ("start.work", "works"),
    ]);
    assert_eq!(case_of(text).1.expect("sound"), wanted);
    assert_ne!(wanted, with(&[]));
    assert_eq!(case_of("case = 1\nscenario = 'huisuitzetting'\n").1.expect("sound"), with(&[]));
}

#[test]
fn the_command_line_wins_from_a_case() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("case.toml");
    let text = "case = 1\nscenario = 'huisuitzetting'\n[answers]\ntraits.children = 3\nstart.housing = 'court_order'\n";
    fs::write(&path, text).expect("written");
    let pairs = [("children", "1"), ("start.housing", "arrears")];
    let (loaded, _) = case::load(&WithLibrary, &path, &set(&pairs)).expect("sound");
    assert_eq!(means(&answer(loaded.scenario)), with(&pairs));
}

#[test]
fn every_fault_of_a_case_has_its_place() {
    for (line, key) in [
        ("start.housing = 'court_ordr'", "unknown_state"),
        ("start.huising = 'arrears'", "path_unknown"),
        ("start.housing = 'stable'", "case_no_choice"),
        ("traits.children = 13", "value_no_answer"),
        ("traits.children = 'drie'", "wrong_type"),
        ("traits.child = 3", "case_no_number"),
        ("parameters.works = 0.5", "case_no_question"),
        ("note = 'tekst'", "case_no_question"),
    ] {
        let text = format!("case = 1\nscenario = 'huisuitzetting'\n[answers]\n{line}\n");
        let refused = case_of(&text).1.expect_err(line);
        let faults = refused.diagnostics.only(mkba::diagnostics::Severity::Fault);
        let sorted = faults.sorted();
        let place = sorted[0].place.as_ref().unwrap_or_else(|| panic!("{line}: no place"));
        assert_eq!((sorted.len(), sorted[0].message.key), (1, key), "{line}");
        assert_eq!(refused.sources.file(place.file).line_column(place.span.start).0, 4, "{line}");
    }
    for (text, key) in [
        ("case = 1\n", "missing_key"),
        ("case = 2\nscenario = 'huisuitzetting'\n", "number_outside"),
        ("case = 1\nscenario = 'huisuitzeting'\n", "file_missing"),
        ("case = 1\nscenario = 'huisuitzetting'\nalternative = 'maatwerkk'\n", "unknown_alternative"),
        ("case = 1\nscenario = 'huisuitzetting'\nanswer = 1\n", "unknown_key"),
    ] {
        let refused = case_of(text).1.expect_err(text);
        assert_eq!(refused.diagnostics.sorted()[0].message.key, key, "{text}");
    }
}

#[test]
fn a_value_that_is_no_answer_to_its_question_is_refused_wherever_it_comes_from() {
    let folder = TempDir::new().expect("a folder");
    for set in ["traits.children=13", "children=13"] {
        let mut command = program(folder.path());
        let found = said(command.args(["run", "huisuitzetting", "--set", set, "--lang", "en"]));
        assert_eq!(found.code, Some(1), "{set}: {}", found.out);
        let told = "`traits.children` is 13: that is no answer to its question, from 0 to 12";
        assert!(found.err.contains(told), "{set}: {}", found.err);
    }
}

#[test]
fn a_price_that_is_set_is_in_the_year_of_its_row_as_in_a_list_of_ones_own() {
    let folder = TempDir::new().expect("a folder");
    let own = folder.path().join("own.csv");
    fs::write(&own, "id,central,low,high,range\npolitie_uur,100,100,100,minmax\n").expect("written");
    let json = |arguments: &[&str]| {
        let mut command = program(folder.path());
        let found = said(
            command.args(["run", "huisuitzetting", "--draws", "16", "--households", "0", "--json"]).args(arguments),
        );
        assert_eq!(found.code, Some(0), "{}", found.err);
        let answer: serde_json::Value = serde_json::from_str(&found.out).expect("JSON");
        let of = |at: usize| answer["alternatives"][at]["net_benefit"]["average"]["mean"].as_f64().expect("a mean");
        [of(0), of(1), of(2)]
    };
    let (set, listed) = (json(&["--set", "price:politie_uur=100"]), json(&["--prices", "own.csv"]));
    for (set, listed) in set.iter().zip(listed) {
        assert!((set - listed).abs() < 1e-6, "{set} {listed}");
    }
    assert!((set[0] - json(&[])[0]).abs() > 1e-3, "the price matters");
}

#[test]
fn an_empty_case_of_every_scenario_is_that_scenario() {
    let folder = TempDir::new().expect("a folder");
    let scenarios = in_library().into_iter().filter(|found| matches!(found.kind, Kind::Scenario | Kind::Case));
    let mut seen = 0;
    for found in scenarios {
        for language in ["nl", "en"] {
            let file = format!("{}-{language}.toml", found.id);
            let mut command = program(folder.path());
            let Said { code, err, .. } = said(command.args(["new", "--case", &found.id, &file, "--lang", language]));
            assert_eq!(code, Some(0), "{err}");
            let path = folder.path().join(&file);
            let (case, read) = case::load(&WithLibrary, &path, &[]).expect("sound");
            assert!(read.is_some());
            let scenario = load(&WithLibrary, &Path::new("library:").join(found.path), &[]).expect("sound").scenario;
            assert_eq!(case.scenario, scenario, "{file}");
            all_answered(&path);
            seen += 1;
        }
    }
    assert!(seen >= 34, "{seen}");
}

/// With the sign taken away before each answer that it shows, the file is still sound.
fn all_answered(path: &Path) {
    let text = fs::read_to_string(path).expect("a case");
    let shown = |line: &&str| {
        ["# traits.", "# start.", "# parameters."].iter().any(|start| line.starts_with(start)) && line.contains(" = ")
    };
    let count = text.lines().filter(shown).count();
    let answered: String =
        text.lines().map(|line| format!("{}\n", if shown(&line) { &line[2..] } else { line })).collect();
    fs::write(path, answered).expect("written");
    let (_, case) = case::load(&WithLibrary, path, &[])
        .unwrap_or_else(|refused| panic!("{}: {:#?}", path.display(), refused.diagnostics.sorted()));
    assert!(case.is_some() && (count > 0 || !text.contains("# traits.")), "{}", path.display());
}

#[test]
fn a_case_that_exists_is_left_alone() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("mine.toml"), "mine").expect("written");
    let found = said(program(folder.path()).args(["new", "--case", "huisuitzetting", "mine"]));
    assert_eq!(found.code, Some(2), "{}", found.err);
    assert_eq!(fs::read_to_string(folder.path().join("mine.toml")).expect("a file"), "mine");
}
