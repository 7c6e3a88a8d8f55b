//! The reference page of the scenario language, made from the table of keys.
//!
//! In: the table of keys. Out: `docs/reference.md`: a section for each form of a value, with all its keys.

use std::fmt::Write;

use crate::read::keys::kind::{Range, ValueKind};
use crate::read::keys::{Form, Key, forms};

/// What stands above the sections.
const HEAD: &str = "# All keys of the scenario language

[The pages of the language](language.md) explain it with examples. Here every key stands once, by the form of the table
that holds it. This page and [the schema](scenario.schema.json) for editors are made from one table,
`src/read/keys/keys.tsv`.

A key that is **needed** has to be there; one that is needed *together* may come from a block that is
[included](language/composition.md). *Merged* says what happens where a file and a block both have the key; where
nothing stands, the value of the file holds as a whole.
";

/// The page.
pub(crate) fn page() -> String {
    let mut page = HEAD.to_string();
    for form in forms().iter().filter(|form| !matches!(form.kind, ValueKind::Keys) && form.name != "scenario") {
        section(form, &mut page);
    }
    page
}

fn section(form: &Form, page: &mut String) {
    let title = if form.name == "file" { "scenario" } else { form.name };
    let mut line = |text: &str| writeln!(page, "{text}").expect("a text takes lines");
    line(&format!("\n## {title}\n\n{}", form.meaning));
    if let ValueKind::Table(range) = form.kind {
        line(&format!("\nA table{}.\n", count(range, " with", "key", "keys")));
        line("| key | value | needed | default | merged | meaning |\n|---|---|---|---|---|---|");
        form.keys.iter().for_each(|key| line(&row(key)));
    } else {
        line(&format!("\nValue: {}.", told(&form.kind)));
    }
}

fn row(key: &Key) -> String {
    let name = if key.name == "*" { "any other name".to_string() } else { format!("`{}`", key.name) };
    let default = if key.default.is_empty() { String::new() } else { format!("`{}`", key.default) };
    format!("| {name} | {} | {} | {default} | {} | {} |", told(&key.kind), key.needed, merged(key.merge), key.meaning)
}

/// How a key is merged, in words.
fn merged(merge: &str) -> String {
    match merge {
        "keys" => "key by key".to_string(),
        "entries" => "by name, each key by key".to_string(),
        "together" => "both".to_string(),
        _ => match merge.strip_prefix("named ").map(|named| (named, named.strip_suffix(", keys"))) {
            Some((_, Some(key))) => format!("by `{key}`, each key by key"),
            Some((key, None)) => format!("by `{key}`"),
            None => String::new(),
        },
    }
}

/// A kind in words.
fn told(kind: &ValueKind) -> String {
    let range = |range: Range| match (range.least, range.most) {
        (None, None) => String::new(),
        (Some(least), Some(most)) if least == most => format!(" {least}"),
        (Some(least), Some(most)) => format!(" from {least} to {most}"),
        (Some(least), None) => format!(" from {least}"),
        (None, Some(most)) => format!(" to {most}"),
    };
    match kind {
        ValueKind::Text => "text".to_string(),
        ValueKind::YesNo => "`true` or `false`".to_string(),
        ValueKind::Plain(bounds) => format!("plain number{}", range(*bounds)),
        ValueKind::Whole(bounds) => format!("whole number{}", range(*bounds)),
        ValueKind::Period => "period such as `\"18 months\"`".to_string(),
        ValueKind::Unit => "unit such as `\"hour of police\"`".to_string(),
        ValueKind::Words(words) => words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", "),
        ValueKind::List(bounds, of) => format!("list of {}{}", told(of), count(*bounds, ",", "element", "elements")),
        ValueKind::Names(bounds, of) => format!("by name: {}{}", told(of), count(*bounds, ",", "name", "names")),
        ValueKind::Any(all) => all.iter().map(told).collect::<Vec<_>>().join(" or "),
        ValueKind::Form(name) => format!("[{name}](#{name})"),
        ValueKind::Table(_) | ValueKind::Keys => "table".to_string(),
    }
}

/// How many of something there must be, in words.
fn count(range: Range, before: &str, singular: &str, plural: &str) -> String {
    let word = |number: f64| if number == 1.0 { singular } else { plural };
    match (range.least, range.most) {
        (Some(least), Some(most)) if least == most => format!("{before} {least} {}", word(least)),
        (Some(least), Some(most)) => format!("{before} {least} to {most} {plural}"),
        (Some(least), None) => format!("{before} at least {least} {}", word(least)),
        (None, Some(most)) => format!("{before} at most {most} {}", word(most)),
        (None, None) => String::new(),
    }
}
