//! The pages of `docs/scenarios` are what the program makes of the scenarios. After a change of a scenario, a list or the engine:
//! `MKBA_UPDATE=1 cargo test --test all scenario_pages`, then read what changed.

use crate::program::{program, said, shipped};
use std::fs;
use std::path::{Path, PathBuf};

/// Scenarios and cases of the library.
fn scenarios() -> Vec<PathBuf> {
    let folders = [shipped(), shipped().join("cases")];
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    found.sort();
    assert!(found.len() >= 16, "{found:?}");
    found
}

#[test]
fn every_scenario_has_a_page_that_is_what_the_program_makes() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenarios");
    let update = std::env::var_os("MKBA_UPDATE").is_some();
    let place = tempfile::tempdir().expect("a folder");
    let target = if update { pages.clone() } else { place.path().to_path_buf() };
    fs::create_dir_all(&target).expect("made");
    let mut faults = Vec::new();
    let mut names = Vec::new();
    for path in scenarios() {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let page = target.join(format!("{name}.md"));
        let told = said(program(place.path()).arg("show").arg(&path).arg("--page").arg(&page).args(["--lang", "nl"]));
        if told.code != Some(0) {
            faults.push(format!("{name}: {}", told.err));
        }
        for ending in ["md", "svg"] {
            let file = format!("{name}.{ending}");
            let read = |folder: &Path| fs::read_to_string(folder.join(&file)).unwrap_or_default();
            if read(&target) != read(&pages) {
                faults.push(format!("{file} is not what the program makes"));
            }
            names.push(file);
        }
    }
    for entry in fs::read_dir(&pages).expect("a folder") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        if !names.contains(&name) {
            faults.push(format!("{name} is the page of no scenario"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
