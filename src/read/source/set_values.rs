//! Values set from outside a scenario: on the command line or in a case file.
//!
//! In: pairs of a name and a value as text. Out: [`SetValues`]: what names a number goes by name; what names a place of
//! the scenario (`domains.housing.start`, `start.housing`, `settings.horizon`) becomes a [`Change`], with the same
//! checks as if it had been written there. The pairs become a text of their own among the sources, so that a fault can
//! show its place.

use crate::diagnostics::{Diagnostics, Sources};
use crate::read::source::overrides::{self, Change};
use crate::read::source::toml_text;

/// Name of the text that holds values set on the command line.
pub(crate) const NAME: &str = "--set";
/// Sections of a scenario of which a part can be set by its path; `start` is short for the start of a domain.
const SECTIONS: [&str; 13] = [
    "settings",
    "lists",
    "traits",
    "parameters",
    "domains",
    "joint_start",
    "displacement",
    "items",
    "influences",
    "alternatives",
    "null_alternative",
    "system_problems",
    "start",
];

/// Values set from outside.
#[derive(Default)]
pub(crate) struct SetValues<'s> {
    /// Other values for named numbers: name and value as they were given.
    pub(crate) numbers: Vec<&'s (String, String)>,
    /// What is changed in the scenario.
    pub(crate) changes: Vec<Change>,
}

impl<'s> SetValues<'s> {
    /// Tells numbers from paths.
    pub(crate) fn read(pairs: &'s [(String, String)], sources: &mut Sources, faults: &mut Diagnostics) -> Self {
        let (paths, numbers): (Vec<_>, Vec<_>) = pairs.iter().partition(|(name, _)| is_path(name));
        if paths.is_empty() {
            return Self { numbers, changes: Vec::new() };
        }
        let text: String = paths.iter().map(|(path, value)| line(path, value)).collect();
        let file = sources.add(NAME, text);
        let parsed = toml_text::parse(&sources.file(file).text, file, faults);
        let mut changes = overrides::changes_in(&parsed.table);
        changes.sort_by_key(|change| change.key.span.start);
        Self { numbers, changes }
    }
}

/// Whether a name is a path into a scenario. The name of a number may be one too (`items.ambulance.times`): the path
/// leads to that number. With a colon it is the name of a move.
fn is_path(name: &str) -> bool {
    !name.contains(':') && name.split_once('.').is_some_and(|(section, _)| SECTIONS.contains(&section.trim()))
}

/// A line of TOML. What is a value of TOML stays one; anything else is a text, so that nobody needs to quote a state
/// twice.
fn line(path: &str, value: &str) -> String {
    let one_value = format!("value = {value}").parse::<toml::Table>().is_ok_and(|table| table.len() == 1);
    let value = if one_value && !value.contains(['\n', '\r']) { value.to_owned() } else { quoted(value) };
    format!("{} = {value}\n", quoted(path))
}

/// A text between quotes, as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::source::tree::Value;

    #[test]
    fn what_is_no_value_of_toml_is_a_text() {
        let pairs = [
            ("rides", "3"),
            ("start.housing", "court_order"),
            ("settings.horizon", "10 years"),
            ("settings.draws", "100"),
            ("domains.debt.start", "{ none = 0.5, problematic = 0.5 }"),
            ("items.a.times", "1\nb = 2"),
            ("domains.home: rented -> lost.chance", "0.1"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let (mut sources, mut faults) = (Sources::default(), Diagnostics::default());
        let found = SetValues::read(&pairs, &mut sources, &mut faults);
        assert!(!faults.has_faults());
        assert_eq!(
            found.numbers.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            [pairs[0].0.as_str(), pairs[6].0.as_str()]
        );
        let paths: Vec<String> = found.changes.iter().map(|change| change.path.join("/")).collect();
        assert_eq!(
            paths,
            ["domains/housing/start", "settings/horizon", "settings/draws", "domains/debt/start", "items/a/times"]
        );
        let values: Vec<&Value> = found.changes.iter().map(|change| &change.node.value).collect();
        assert!(matches!(values[0], Value::Text(text) if text == "court_order"));
        assert!(matches!(values[1], Value::Text(text) if text == "10 years"));
        assert!(matches!(values[2], Value::Integer(100)));
        assert!(matches!(values[3], Value::Table(_)));
        assert!(matches!(values[4], Value::Text(text) if text.contains('\n')));
    }
}
