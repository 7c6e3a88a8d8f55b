//! Modules know only what stands before them: `units, diagnostics <- model <- read | simulate <- analyse <- report <- cli`.

use std::fs;
use std::path::Path;

/// Each module and the modules of this crate that it may name.
const MAY_USE: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("diagnostics", &[]),
    ("model", &["units"]),
    ("read", &["units", "diagnostics", "model"]),
    ("simulate", &["units", "model"]),
    ("analyse", &["units", "model", "simulate"]),
    ("report", &["units", "diagnostics", "model", "simulate", "analyse"]),
    ("cli", &["units", "diagnostics", "model", "read", "simulate", "analyse", "report"]),
];

fn files(path: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            files(&entry, found);
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            found.push(entry);
        }
    }
}

#[test]
fn nothing_points_back() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&source, &mut all);
    let mut seen = 0;
    for file in &all {
        let place = file.strip_prefix(&source).expect("inside").components().next().expect("a name");
        let name = place.as_os_str().to_string_lossy().trim_end_matches(".rs").to_string();
        let tests = file.file_name().is_some_and(|name| name == "tests.rs");
        if name == "lib" || name == "main" || tests {
            continue;
        }
        let (_, allowed) =
            MAY_USE.iter().find(|(module, _)| *module == name).unwrap_or_else(|| panic!("{name} has no place"));
        let text = fs::read_to_string(file).expect("a source file");
        for used in text.split("crate::").skip(1) {
            let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let known = MAY_USE.iter().any(|(module, _)| *module == used);
            assert!(!known || used == name || allowed.contains(&used.as_str()), "{} uses {used}", file.display());
            seen += usize::from(known);
        }
        if name != "cli" && name != "report" {
            let printing = text.lines().find(|line| line.contains("println!(") && !line.trim_start().starts_with("//"));
            assert!(printing.is_none(), "{} prints: {printing:?}", file.display());
        }
    }
    assert!(seen > 40, "only {seen} uses were seen");
}
