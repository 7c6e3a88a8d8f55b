//! The pages of `docs/scenarios` are what the program makes of the scenarios. After a change of a scenario, a list or the engine:
//! `MKBA_UPDATE=1 cargo test --test all scenario_pages`, then read what changed.

use crate::program::{program, said};
use crate::screens::{Shown, all, every, named};
use mkba::Language;
use mkba::report::chart::scenario_graph::{Graph, svg};
use mkba::report::scenario_page;
use std::fs;
use std::path::{Path, PathBuf};

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenarios")
}

/// The page and the picture of a scenario, from the run that its first screen tells.
fn made(shown: &Shown) -> [(String, String); 2] {
    let (name, scenario) = (&shown.name, shown.run.scenario());
    let mut answer = shown.run.answer.clone();
    answer.system_problems.clone_from(&shown.problems);
    let picture = format!("{name}.svg");
    let text = scenario_page::text(scenario, &answer, &picture, Language::Nl)
        .unwrap_or_else(|message| panic!("{name}: {}", Language::Nl.fill(&message)));
    let drawn = svg::draw(&Graph::of(scenario, Language::Nl), Language::Nl);
    [(format!("{name}.md"), text), (picture, drawn)]
}

#[test]
fn every_scenario_has_a_page_that_is_what_its_run_makes() {
    let mut faults = Vec::new();
    let mut names = Vec::new();
    for (file, text) in all().iter().flat_map(made) {
        if std::env::var_os("MKBA_UPDATE").is_some() {
            fs::write(pages().join(&file), &text).expect("written");
        }
        if fs::read_to_string(pages().join(&file)).unwrap_or_default() != text {
            faults.push(format!("{file} is not what the program makes"));
        }
        names.push(file);
    }
    for entry in fs::read_dir(pages()).expect("a folder") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        if every() && !names.contains(&name) {
            faults.push(format!("{name} is the page of no scenario"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The command makes the same page as the run behind the first screen.
#[test]
fn the_program_makes_the_same_page() {
    let place = tempfile::tempdir().expect("a folder");
    let shown = named("gebit");
    let page = place.path().join("gebit.md");
    let told = said(program(place.path()).arg("show").arg(&shown.path).arg("--page").arg(&page).args(["--lang", "nl"]));
    assert_eq!(told.code, Some(0), "{}", told.err);
    for (file, text) in made(shown) {
        assert_eq!(fs::read_to_string(place.path().join(&file)).expect("a file"), text, "{file}");
    }
}
