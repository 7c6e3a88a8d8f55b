//! The catalogue of texts: every text that the program shows, in Dutch and in English.
//!
//! In: `words.csv`, `screen.csv`, `decision.csv`, `help.csv`, `report.csv`, `page.csv`, `forms.csv`, `compare.csv`, `shard.csv`, `portfolio.csv`, `evaluation.csv` and `serve.csv` (key, nl, en), built into the program. Out:
//! texts by key, with the names between braces filled in. A name
//! written `{=name}` is filled in with the text whose key is its value. It knows nothing of where texts are used.

pub(crate) mod columns;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::diagnostics::Message;

/// The catalogue as it is in the source: what a first screen says, what an analysis of a decision says, what help says,
/// what a report, the coach's page, a form, a comparison, runs in parts, a caseload, an evaluation and the server say, and all else.
const CATALOGUE: [&str; 12] = [
    include_str!("words.csv"),
    include_str!("screen.csv"),
    include_str!("decision.csv"),
    include_str!("help.csv"),
    include_str!("report.csv"),
    include_str!("forms.csv"),
    include_str!("compare.csv"),
    include_str!("page.csv"),
    include_str!("shard.csv"),
    include_str!("portfolio.csv"),
    include_str!("serve.csv"),
    include_str!("evaluation.csv"),
];

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text {
    /// Dutch.
    pub nl: String,
    /// English.
    pub en: String,
}

/// A language in which texts are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Dutch.
    #[default]
    Nl,
    /// English.
    En,
}

impl Language {
    /// The text in this language.
    pub fn of(self, text: &Text) -> &str {
        match self {
            Language::Nl => &text.nl,
            Language::En => &text.en,
        }
    }

    /// The text with this key, as it is in the catalogue; the key itself where there is none (a test guards that).
    pub fn text(self, key: &'static str) -> &'static str {
        catalogue().get(key).map_or(key, |text| self.of(text))
    }

    /// The text of a message, with its values filled in.
    ///
    /// A number has a decimal comma in Dutch, unless it is quoted from a file or is to be written in one.
    pub fn fill(self, message: &Message) -> String {
        let text = self.text(message.key);
        let own = |name: &str, value: &str| {
            let quoted = [format!("`{{{name}}}`"), format!("= {{{name}}}")].iter().any(|code| text.contains(code));
            let written = quoted || TO_WRITE.contains(&name) || self == Language::En || !is_decimal(value);
            if written { value.to_string() } else { value.replace('.', ",") }
        };
        let values: Vec<(&str, String)> =
            message.values.iter().map(|(name, value)| (*name, own(name, value))).collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.fill_in(text, &values)
    }

    /// The text with these values for the names between braces. A name without a value stays as it is.
    pub fn fill_in(self, text: &str, values: &[(&str, &str)]) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((written, behind)) = after.split_once('}') else { break };
            filled.push_str(before);
            let (is_key, name) = written.strip_prefix('=').map_or((false, written), |name| (true, name));
            match values.iter().find(|(known, _)| *known == name) {
                Some((_, key)) if is_key => filled.push_str(catalogue().get(*key).map_or(key, |text| self.of(text))),
                Some((_, value)) => filled.push_str(value),
                None => filled.extend(["{", written, "}"]),
            }
            rest = behind;
        }
        filled.push_str(rest);
        filled
    }
}

/// Values of messages that users are to write into a file, where decimals follow a point.
const TO_WRITE: [&str; 4] = ["decimal", "proposed", "share", "whole"];

/// Whether a text is a number with decimals, and nothing else.
fn is_decimal(text: &str) -> bool {
    let (number, power) = text.split_once('e').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let minus = |text: &str| text.strip_prefix('-').is_some_and(digits) || digits(text);
    number.split_once('.').is_some_and(|(whole, decimals)| minus(whole) && digits(decimals)) && minus(power)
}

/// All texts by key.
fn catalogue() -> &'static BTreeMap<String, Text> {
    static TEXTS: OnceLock<BTreeMap<String, Text>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let row = |row: csv::StringRecord| {
            let field = |at| row.get(at).unwrap_or_default().to_string();
            (field(0), Text { nl: field(1), en: field(2) })
        };
        let rows = |text: &'static str| {
            csv::Reader::from_reader(text.as_bytes()).into_records().filter_map(Result::ok).map(row)
        };
        CATALOGUE.into_iter().flat_map(rows).collect()
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The texts of all source files.
    fn sources(folder: &Path) -> String {
        let entries = std::fs::read_dir(folder).expect("a folder");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        let text = |path: &std::path::PathBuf| {
            if path.is_dir() {
                return sources(path);
            }
            let is_source = path.extension().is_some_and(|end| end == "rs");
            if is_source { std::fs::read_to_string(path).expect("a source") } else { String::new() }
        };
        paths.iter().map(text).collect()
    }

    /// The part of a source before its tests, roughly: single letters are keys of tests.
    fn keys_of_messages(source: &str) -> BTreeSet<&str> {
        let keys = source.split("Message::new(\"").skip(1).filter_map(|after| after.split('"').next());
        keys.filter(|key| key.len() > 1 && !key.contains('.')).collect()
    }

    fn placeholders(text: &str) -> BTreeSet<&str> {
        let names = text.split('{').skip(1).filter_map(|after| after.split_once('}').map(|(name, _)| name));
        names.filter(|name| !name.contains(' ')).collect()
    }

    #[test]
    fn every_key_exists_and_is_used() {
        let source = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
        let missing: Vec<_> =
            keys_of_messages(&source).into_iter().filter(|key| !catalogue().contains_key(*key)).collect();
        assert!(missing.is_empty(), "not in the catalogue: {missing:?}");
        let unused: Vec<_> = catalogue().keys().filter(|key| !source.contains(&format!("\"{key}\""))).collect();
        assert!(unused.is_empty(), "not used: {unused:?}");
    }

    #[test]
    fn both_languages_are_there_and_have_the_same_placeholders() {
        let lines: usize = CATALOGUE.iter().map(|text| text.lines().count() - 1).sum();
        assert_eq!(catalogue().len(), lines, "a key occurs twice, or a line cannot be read");
        for (key, text) in catalogue() {
            assert!(!text.nl.is_empty() && !text.en.is_empty(), "{key}");
            assert_eq!(placeholders(&text.nl), placeholders(&text.en), "{key}");
        }
    }

    #[test]
    fn fills_in_values_and_keys() {
        let message = Message::new("number_outside").with("value", 30).with("low", 0).with("high", 1);
        let message = message.with("kind", "kind_share");
        assert_eq!(Language::Nl.fill(&message), "30 ligt buiten 0 t/m 1 (een aandeel)");
        let message = Message::new("number_outside").with("value", -1.5).with("low", "2.5e-7").with("high", "1.2.3");
        let message = message.with("kind", "kind_share");
        assert_eq!(Language::Nl.fill(&message), "-1,5 ligt buiten 2,5e-7 t/m 1.2.3 (een aandeel)");
        assert_eq!(Language::En.fill(&message), "-1.5 is outside 2.5e-7 to 1.2.3 (a share)");
        let message = Message::new("write_percent").with("value", 2.5).with("share", 0.025);
        assert_eq!(Language::Nl.fill(&message), "schrijf 2,5 % als 0.025");
        assert_eq!(Language::En.fill_in("{a} {b} {", &[("a", "{b}")]), "{b} {b} {");
    }
}
