//! The rules on small trees that were made up: what is at fault is seen, and nothing else.

use super::rules::{Rules, faults};
use super::source::{Tree, words};

const RULES: Rules = Rules {
    rooms: &[("low", &[]), ("high", &["low"])],
    ordered: &[("high", &["first", "second"])],
    one_name: &["high"],
    pairs: &[],
    printing: &["main"],
};

/// What is at fault with a tree of a root, `low`, `high` and two parts of it, with other texts for some of them.
fn of(rules: &Rules, other: &[(&str, &str)]) -> Vec<String> {
    let mut files = vec![
        ("lib.rs", "pub mod high; pub mod low;"),
        ("low.rs", "pub struct Coin;"),
        ("high/mod.rs", "pub mod first; pub mod second; pub use second::Two;"),
        ("high/first.rs", "use crate::low::Coin; pub struct One(Coin);"),
        ("high/second.rs", "use super::first; pub struct Two(first::One);"),
    ];
    for (path, text) in other {
        files.retain(|(old, _)| old != path);
        files.push((path, text));
    }
    faults(&Tree::of_files(files), rules)
}

#[test]
fn a_sound_tree_has_no_faults() {
    assert_eq!(of(&RULES, &[]), [""; 0]);
}

#[test]
fn what_points_the_wrong_way_is_seen_however_it_is_written() {
    for text in [
        "use crate::high::second::Two;",
        "use crate::{high::{first::One, second::Two}};",
        "pub(crate) use crate::high::{second::{self, Two as Other}};",
        "fn f() -> crate::high::second::Two { todo!() }",
        "use crate::high::second; fn f(a: second::Two) {}",
        "/* no text */ const S: &str = r#\"// \"#; use super::high::second::*;",
        "fn f(c: char) -> bool { c == '\"' || c == '\\'' } use crate::high::second::Two;",
    ] {
        let found = of(&RULES, &[("low.rs", text)]);
        assert!(found.iter().any(|fault| fault == "wrong way: low -> high::second"), "{text}: {found:?}");
    }
    let of_root = of(&RULES, &[("lib.rs", "pub use high::Two;"), ("low.rs", "use crate::Two;")]);
    assert_eq!(of_root, ["wrong way: low -> "]);
    let parts = of(&RULES, &[("high/first.rs", "use super::second::Two;"), ("high/second.rs", "")]);
    assert_eq!(parts, ["wrong way: high::first -> high::second"]);
}

#[test]
fn comments_texts_and_tests_point_nowhere() {
    for text in [
        "// use crate::high::second::Two;",
        "//! [`crate::high::second::Two`]",
        "/* crate::high::second::Two */",
        "const S: &str = \"\\\"crate::high::second::Two\";",
        "#[cfg(test)] mod tests { use crate::high::second::Two; fn f() { {} } }",
        "#[cfg(test)] use crate::high::second::Two;",
    ] {
        assert_eq!(of(&RULES, &[("low.rs", text)]), [""; 0], "{text}");
    }
    let apart = [("low.rs", "#[cfg(test)]\nmod proofs;"), ("low/proofs.rs", "use crate::high::second::Two;")];
    assert_eq!(of(&RULES, &apart), [""; 0]);
    assert_eq!(
        words("let a: &'static str = f::<'_>('x'); // b"),
        ["let", "a", ":", "&", "static", "str", "=", "f", "::", "<", "_", ">", "(", ")", ";"]
    );
}

#[test]
fn a_circle_is_seen_and_a_parent_and_its_child_are_none() {
    let circle = [
        ("low.rs", "mod a; mod b; mod c; pub struct Coin;"),
        ("low/a.rs", "use super::b;"),
        ("low/b.rs", "fn f() { crate::low::c::g() }"),
        ("low/c.rs", "use crate::low::{a::{self}}; use super::Coin;"),
    ];
    let arrows = ["circle: low::a -> low::b", "circle: low::b -> low::c", "circle: low::c -> low::a"];
    assert_eq!(of(&RULES, &circle), arrows);
    let pair = [("low.rs", "mod a; mod b;"), ("low/a.rs", "use super::b;"), ("low/b.rs", "use super::a;")];
    assert_eq!(of(&RULES, &pair).len(), 2);
    assert_eq!(of(&Rules { pairs: &[("low::b", "low::a")], ..RULES }, &pair), [""; 0]);
    assert_eq!(of(&Rules { pairs: &[("low::b", "low::a")], ..RULES }, &[]).len(), 1);
}

#[test]
fn double_names_full_folders_and_printing_are_seen() {
    let double = [("high/second.rs", "enum One {} trait T { type One; }")];
    assert_eq!(of(&RULES, &double), ["types of one name: high One (high::first, high::second)"]);
    assert_eq!(of(&RULES, &[("low.rs", "fn f() { println!(\"\") }")]), ["low prints: println!"]);
    let names: Vec<String> = (0..15).map(|number| format!("low/part_{number}.rs")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert_eq!(of(&RULES, &many), ["folders with too many files: low (15)"]);
}
