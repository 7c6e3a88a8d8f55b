//! The version of the scenario language that a file asks for.
//!
//! In: a scenario or a study. Out: `nl` or `en`, known before the file is read in earnest, as its faults are told in
//! it.

use std::path::Path;

use crate::diagnostics::{Diagnostics, Message};
use crate::read::source::entry::{self, Entry};
use crate::read::source::files;
use crate::read::source::files::Files;
use crate::read::source::suggest;
use crate::read::source::toml_text;
use crate::read::source::tree::{Table, Value};

/// Languages that a file can ask for.
const LANGUAGES: [&str; 2] = ["nl", "en"];

/// The language that a file asks for, if it can be read and says so. A study without a language speaks that of its
/// base.
pub fn language(files: &dyn Files, path: &Path) -> Option<String> {
    let table = table(files, path)?;
    if !table.has("language") && table.has("study") {
        let base = path.parent().unwrap_or(Path::new("")).join(word(&table, "base")?);
        return known(&crate::read::source::language::table(files, &base)?);
    }
    known(&table)
}

/// The file, where it may name a language or be a study.
fn table(files: &dyn Files, path: &Path) -> Option<Table> {
    let text = files::read_text(files, path).ok()?;
    let worth = text.contains("language") || text.contains("study");
    worth.then(|| toml_text::parse(&text, 0, &mut Diagnostics::default()).table)
}

fn known(table: &Table) -> Option<String> {
    word(table, "language").filter(|found| LANGUAGES.contains(&found.as_str()))
}

fn word(table: &Table, key: &str) -> Option<String> {
    match &table.get(key)?.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// Checks the language that a file asks for.
pub(crate) fn check(entry: &Entry<'_>, faults: &mut Diagnostics) {
    let Some(node) = entry.get("language") else { return };
    if let Some(word) = entry::text(node, faults)
        && !LANGUAGES.contains(&word)
    {
        suggest::unknown(faults, &node.place, Message::new("unknown_word"), word, LANGUAGES);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::source::files::Memory;

    #[test]
    fn a_file_or_its_base_names_the_language() {
        let files = Memory::default()
            .with("a.toml", "language = \"en\"\nx = 1,5")
            .with("b.toml", "language = \"fr\"")
            .with("s/c.toml", "study = 1\nbase = \"../a.toml\"")
            .with("s/d.toml", "study = 1\nbase = \"../a.toml\"\nlanguage = \"nl\"");
        let found = |path: &str| language(&files, Path::new(path));
        assert_eq!(found("a.toml").as_deref(), Some("en"));
        assert_eq!((found("b.toml"), found("no.toml")), (None, None));
        assert_eq!((found("s/c.toml").as_deref(), found("s/d.toml").as_deref()), (Some("en"), Some("nl")));
    }
}
