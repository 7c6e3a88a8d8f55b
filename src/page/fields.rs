//! Fields of a form as a browser sends them.
//!
//! In: `name=value&name=value`, with what is no letter written as `%XX`. Out: [`Fields`]. Whatever the text is, there are
//! fields; what cannot be read is left out.

use crate::words::Language;
use std::collections::BTreeMap;

/// Longest text that is read; what is longer counts as empty.
pub const MOST_BYTES: usize = 1 << 18;

/// Values by name; of a name that comes twice the last one holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// The fields of a text.
    pub fn read(text: &str) -> Self {
        if text.len() > MOST_BYTES {
            return Self::default();
        }
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(a, b)| (decoded(a), decoded(b)))
                .collect(),
        )
    }

    /// The same fields with one more.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// The language that is asked for.
    pub fn language(&self) -> Language {
        if self.get("lang") == "en" { Language::En } else { Language::Nl }
    }

    /// The value of a field; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The value of a field, where it was sent.
    pub fn sent(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// A text in which `+` stands for a space and `%XX` for a byte.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let value = hex.filter(|two| two.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match (first, value.and_then(|two| u8::from_str_radix(two, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
                continue;
            }
            (b'+', _) => bytes.push(b' '),
            (other, _) => bytes.push(*other),
        }
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_browsers_send_them() {
        let fields = Fields::read("a=1&b=caf%C3%A9+%26+bar&c&a=2&%zz=%4");
        assert_eq!(["a", "b", "c", "%zz", "none"].map(|name| fields.get(name)), ["2", "café & bar", "", "%4", ""]);
        assert_eq!(fields.sent("none"), None);
        assert_eq!(Fields::read(&"a".repeat(MOST_BYTES + 1)), Fields::default());
        assert_eq!(Fields::read("a=%ff%00").get("a"), "\u{fffd}\0");
    }
}
