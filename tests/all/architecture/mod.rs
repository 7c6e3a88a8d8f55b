//! The order of modules: who may use whom, no circles, one name for one type, folders of a size.

mod graph;
mod made_up;
mod rules;
mod source;

use rules::{Rules, faults};
use source::Tree;
use std::path::Path;

/// `units, diagnostics <- words <- error <- model <- read | simulate <- analyse <- session <- report <- page <- serve <- cli`: each
/// knows only what stands before it; `read` and `simulate` stand side by side, and what comes after `simulate` gets
/// scenarios as data. Texts for readers stand in `words`, below all that is refused with one.
const ROOMS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("diagnostics", &[]),
    ("words", &["diagnostics"]),
    ("error", &["units", "diagnostics", "words"]),
    ("model", &["units", "diagnostics", "words", "error"]),
    ("read", &["units", "diagnostics", "words", "error", "model"]),
    ("simulate", &["units", "diagnostics", "words", "error", "model"]),
    ("analyse", &["units", "error", "model", "simulate"]),
    ("session", &["units", "diagnostics", "words", "error", "model", "read", "simulate", "analyse"]),
    ("report", &["units", "diagnostics", "words", "error", "model", "simulate", "analyse", "session"]),
    ("page", &["units", "diagnostics", "words", "error", "model", "read", "simulate", "analyse", "session", "report"]),
    ("serve", &["diagnostics", "words", "model", "read", "simulate", "analyse", "session", "report", "page"]),
    (
        "cli",
        &[
            "units",
            "diagnostics",
            "words",
            "error",
            "model",
            "read",
            "simulate",
            "analyse",
            "session",
            "report",
            "page",
            "serve",
        ],
    ),
    ("prelude", &["words", "error", "model", "read", "simulate", "analyse", "session"]),
    ("main", &["cli", "report", "words"]),
];

/// The parts of modules in their order; the module itself is last, or where an empty name stands.
const ORDERED: &[(&str, &[&str])] = &[("read", READ), ("simulate", SIMULATE)];

const READ: &[&str] = &[
    "keys",
    "personal",
    "source",
    "number",
    "list",
    "builder",
    "scenario",
    "finish",
    "check",
    "load",
    "draws",
    "case",
    "caseload",
    "outcomes",
    "outline",
    "library",
    "study",
    "",
    "entry_points",
];

const SIMULATE: &[&str] = &[
    "error",
    "limits",
    "plan",
    "monitor",
    "numeric",
    "random",
    "compile",
    "rules",
    "ledger",
    "cohort",
    "micro",
    "results",
    "engine",
    "error_message",
];

/// The language of scenarios is recursive here: a number may be a formula, which is made of numbers; a clock may go by a
/// condition, which may look at a clock.
const PAIRS: &[(&str, &str)] =
    &[("read::number", "read::number::formula"), ("read::scenario::condition", "read::scenario::condition::clock")];

const RULES: Rules =
    Rules { rooms: ROOMS, ordered: ORDERED, one_name: &["read", "simulate"], pairs: PAIRS, printing: &["cli", "main"] };

#[test]
fn the_source_keeps_to_the_rules() {
    let tree = Tree::of_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(tree.words.len() > 200, "only {} modules", tree.words.len());
    let found = faults(&tree, &RULES);
    assert!(found.is_empty(), "{}", found.join("\n"));
}
