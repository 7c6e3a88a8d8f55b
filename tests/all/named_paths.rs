//! Files and folders of the project that its pages name are there.

use crate::pages::markdown;
use std::fs;
use std::path::Path;

/// Folders by which a path of the project starts.
const FOLDERS: [&str; 8] = ["src/", "tests/", "docs/", "benches/", "examples/", "scenarios/", "xtask/", ".ci/"];

/// Paths of the project in a text.
fn paths(text: &str) -> Vec<&str> {
    let of_path = |sign: char| sign.is_ascii_alphanumeric() || "/._-".contains(sign);
    let words = text.split(|sign| !of_path(sign)).map(|word| word.trim_end_matches('.'));
    words.filter(|word| FOLDERS.iter().any(|folder| word.starts_with(folder))).collect()
}

#[test]
fn what_the_pages_name_is_there() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = markdown(&project.join("docs"));
    pages.extend(["README.md", "CONTRIBUTING.md"].map(|name| project.join(name)));
    let (mut seen, mut missing) = (0, Vec::new());
    for page in pages {
        let text = fs::read_to_string(&page).expect("a page");
        for path in paths(&text) {
            seen += 1;
            if !project.join(path).exists() {
                missing.push(format!("{}: {path}", page.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(seen > 40, "only {seen} paths");
}

#[test]
fn paths_are_found_in_a_text() {
    let text = "See `src/read/`, [x](../docs/a.md), docs/b.md. A `cargo run -- scenarios/a-b.toml`; and/or my/src/c.rs";
    assert_eq!(paths(text), ["src/read/", "docs/b.md", "scenarios/a-b.toml"]);
}
