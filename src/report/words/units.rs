//! Units of figures in words.
//!
//! In: a unit as files write it, in English ("share within a year", "EUR/hour"). Out: the same in the language of the
//! user. What is not in the table of words stays as it is.

use crate::report::words::Language;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Words of units in both languages.
const TABLE: &str = include_str!("../../words/units.csv");
/// What stands between the parts of a unit, with its Dutch.
const BETWEEN: [(&str, &str); 7] = [
    (" within a ", " binnen een "),
    (" within ", " binnen "),
    ("/", " per "),
    (" per ", " per "),
    (" a ", " per "),
    (" an ", " per "),
    (" of a ", " van een "),
];

/// The unit in words.
pub fn unit(text: &str, language: Language) -> String {
    match language {
        Language::Nl => dutch(text).unwrap_or_else(|| text.to_owned()),
        Language::En => text.replace("EUR/", "euro per ").replace("EUR", "euro"),
    }
}

/// The unit in Dutch; `None` where a word of it is not known.
pub fn dutch(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    if let Some(known) = words().get(text) {
        return Some((*known).to_owned());
    }
    if let Some((count, of)) = text.split_once(' ')
        && count.parse::<f64>().is_ok()
    {
        return Some(format!("{count} {}", dutch(of)?));
    }
    let found = BETWEEN.iter().filter_map(|between| Some((text.find(between.0)?, between)));
    let (at, (english, ours)) = found.min_by_key(|(at, (english, _))| (*at, usize::MAX - english.len()))?;
    let (before, after) = (&text[..at], &text[at + english.len()..]);
    // A share within a time is a chance.
    let before = if before == "share" && ours.contains("binnen") { "kans".to_owned() } else { dutch(before)? };
    Some(format!("{before}{ours}{}", dutch(after)?))
}

fn words() -> &'static BTreeMap<&'static str, &'static str> {
    static WORDS: OnceLock<BTreeMap<&'static str, &'static str>> = OnceLock::new();
    WORDS.get_or_init(|| TABLE.lines().skip(1).filter_map(|line| line.split_once(',')).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_words() {
        let cases = [
            ("share within a year", "kans binnen een jaar"),
            ("share within 18 months", "kans binnen 18 maanden"),
            ("share of a QALY", "deel van een QALY"),
            ("hazard ratio", "keer zo vaak"),
            ("relative risk within 66 months", "keer de kans binnen 66 maanden"),
            ("hours a month", "uren per maand"),
            ("EUR/event", "euro per keer"),
            ("ratio of days within 24 months", "verhouding van dagen binnen 24 maanden"),
            ("", ""),
        ];
        for (text, wanted) in cases {
            assert_eq!(dutch(text).as_deref(), Some(wanted), "{text}");
        }
        assert_eq!((dutch("furlongs a month"), unit("furlongs", Language::Nl)), (None, "furlongs".to_owned()));
        assert_eq!(unit("EUR/hour", Language::En), "euro per hour");
    }
}
