//! The catalogue of texts: every text for users, in Dutch and English.
//!
//! In: a key and values. Out: a text. It knows nothing of what the texts are about.

use std::collections::BTreeMap;

/// A language of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Dutch.
    Dutch,
    /// English.
    English,
}

/// All texts of one language.
pub struct Words {
    language: Language,
    texts: BTreeMap<String, String>,
}

impl Words {
    /// The catalogue in a language.
    pub fn new(language: Language) -> Self {
        let mut texts = BTreeMap::new();
        for row in csv::Reader::from_reader(include_str!("words.csv").as_bytes()).records().flatten() {
            let column = if language == Language::Dutch { 1 } else { 2 };
            texts.insert(row[0].to_owned(), row[column].to_owned());
        }
        Self { language, texts }
    }

    /// Its language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A text with values filled in; the key itself where there is no such text.
    pub fn text(&self, key: &str, values: &[(&'static str, String)]) -> String {
        let mut text = self.texts.get(key).cloned().unwrap_or_else(|| key.to_owned());
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}
