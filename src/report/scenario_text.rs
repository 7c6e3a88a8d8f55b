//! A scenario in full, as text.
//!
//! In: the entries of a scenario. Out: text much like TOML, in one language, in which every value is followed by the place
//! that it came from. It is for reading; a scenario is not written with it.

use crate::analyse::ratios::ConvertedRatio;
use crate::diagnostics::Message;
use crate::model::outline::{Entry, Shown, Source};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::wrap::plain;

/// Column at which places start, where the value leaves room.
const PLACE_COLUMN: usize = 72;
/// Widest value that is written on one line.
const WIDEST: usize = 240;
/// The order of what stands at the top; the rest follows by name.
const ORDER: [&str; 23] = [
    "format",
    "id",
    "title",
    "purpose",
    "left_out",
    "outside_band",
    "noun",
    "language",
    "lists",
    "settings",
    "traits",
    "parameters",
    "correlations",
    "domains",
    "displacement",
    "items",
    "null_alternative",
    "alternatives",
    "system_problems",
    "question",
    "prices",
    "rates",
    "accounts",
];

/// What comes first in a table: what it is and what it is about.
const FIRST: [&str; 11] = ["off", "id", "label", "text", "move", "on", "if", "like", "quantity", "price", "amount"];

/// The scenario as text.
pub fn text(entries: &[Entry], language: Language) -> String {
    let mut writing = Writing { text: String::new(), language };
    writing.table(&sorted(entries, &ORDER), "");
    writing.text
}

/// Relative risks and odds ratios with the hazard ratios that are used for them, a line each; empty where there are none.
pub fn ratios(ratios: &[ConvertedRatio], language: Language) -> String {
    if ratios.is_empty() {
        return String::new();
    }
    let numbers = Numbers::new(language);
    let line = |ratio: &ConvertedRatio| {
        let whose = match ratio.intervention.as_str() {
            "" => ratio.alternative.clone(),
            intervention => format!("{}.{intervention}", ratio.alternative),
        };
        let message = Message::new("show_ratio")
            .with("on", plain(&ratio.transition))
            .with("whose", plain(&whose))
            .with("form", ratio.form)
            .with("given", numbers.decimal(ratio.given, 3))
            .with("over", numbers.exact(ratio.over))
            .with("used", numbers.decimal(ratio.hazard_ratio, 3));
        format!("{}\n", language.fill(&message))
    };
    format!("\n[ratios]  # {}\n{}", language.text("show_ratios"), ratios.iter().map(line).collect::<String>())
}

/// Entries in this order; the others behind, as they come.
fn sorted<'e>(entries: &'e [Entry], order: &[&str]) -> Vec<&'e Entry> {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by_key(|entry| order.iter().position(|name| *name == entry.name).unwrap_or(order.len()));
    sorted
}

struct Writing {
    text: String,
    language: Language,
}

impl Writing {
    /// First what fits on a line, then what needs a heading of its own.
    fn table(&mut self, entries: &[&Entry], path: &str) {
        let (short, long): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| self.fits(entry));
        for entry in short {
            let written = format!("{} = {}", key(&entry.name), self.inline(&entry.value));
            self.line(&written, entry.value.source());
        }
        for entry in long {
            let path = if path.is_empty() { key(&entry.name) } else { format!("{path}.{}", key(&entry.name)) };
            self.section(&entry.value, &path);
        }
    }

    fn section(&mut self, value: &Shown, path: &str) {
        match value {
            Shown::Table(entries, _) => {
                let entries = sorted(entries, &FIRST);
                if entries.iter().any(|entry| self.fits(entry)) {
                    self.text.push_str(&format!("\n[{path}]\n"));
                }
                self.table(&entries, path);
            }
            Shown::List(list, _) if list.iter().all(|part| matches!(part, Shown::Table(..))) => {
                for part in list {
                    let Shown::Table(entries, _) = part else { continue };
                    self.text.push_str(&format!("\n[[{path}]]\n"));
                    self.table(&sorted(entries, &FIRST), path);
                }
            }
            _ => {}
        }
    }

    /// Whether an entry is written without a heading of its own.
    fn fits(&self, entry: &Entry) -> bool {
        match &entry.value {
            Shown::Table(entries, _) => {
                !entries.is_empty() && entry.value.is_of_one_line() && self.inline(&entry.value).len() <= WIDEST
            }
            Shown::List(list, _) => list.is_empty() || list.iter().any(|part| !matches!(part, Shown::Table(..))),
            _ => true,
        }
    }

    fn line(&mut self, written: &str, source: &Source) {
        let width = written.chars().count();
        let gap = if width + 2 > PLACE_COLUMN { 2 } else { PLACE_COLUMN - width };
        let place = match source {
            Source::File { name, line } => format!("{}:{line}", plain(name)),
            Source::Default => self.language.text("show_default").to_string(),
            Source::Reckoned => self.language.text("show_reckoned").to_string(),
        };
        self.text.push_str(&format!("{written}{}# {place}\n", " ".repeat(gap)));
    }

    fn inline(&self, value: &Shown) -> String {
        match value {
            Shown::Plain(written, _) => plain(written),
            Shown::Text(text, _) => quoted(text),
            Shown::Words(words, _) => quoted(self.language.of(words)),
            Shown::List(list, _) => {
                format!("[{}]", list.iter().map(|part| self.inline(part)).collect::<Vec<_>>().join(", "))
            }
            Shown::Table(entries, _) => {
                let entry = |entry: &Entry| format!("{} = {}", key(&entry.name), self.inline(&entry.value));
                format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// A key as it is written in TOML.
fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if bare { name.to_string() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", plain(text).replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text;

    fn at(line: usize) -> Source {
        Source::File { name: "a.toml".into(), line }
    }

    fn entry(name: &str, value: Shown) -> Entry {
        Entry { name: name.into(), value }
    }

    #[test]
    fn every_value_is_followed_by_its_place() {
        let plain = |text: &str, line| Shown::Plain(text.into(), at(line));
        let number = |line| Shown::Table(vec![entry("low", plain("1", line)), entry("high", plain("2.50", 4))], at(4));
        let words = Shown::Words(Text { nl: "één \"keer\"".into(), en: "once".into() }, at(2));
        let entries = [
            entry("traits", Shown::Table(vec![entry("a b", plain("3", 9))], at(8))),
            entry("parameters", Shown::Table(vec![entry("x", number(4)), entry("y", number(5))], at(3))),
            entry("title", words),
            entry(
                "items",
                Shown::List(
                    vec![Shown::Table(vec![entry("n", Shown::Plain("1".into(), Source::Default))], at(7))],
                    at(7),
                ),
            ),
        ];
        let text = text(&entries, Language::Nl);
        let squeezed: Vec<String> =
            text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let wanted = [
            "title = \"één \\\"keer\\\"\" # a.toml:2",
            "",
            "[traits]",
            "\"a b\" = 3 # a.toml:9",
            "",
            "[parameters]",
            "x = { low = 1, high = 2.50 } # a.toml:4",
            "",
            "[parameters.y]",
            "low = 1 # a.toml:5",
            "high = 2.50 # a.toml:4",
            "",
            "[[items]]",
            "n = 1 # standaard",
        ];
        assert_eq!(squeezed, wanted);
    }
}
