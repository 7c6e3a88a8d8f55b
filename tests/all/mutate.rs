//! Changes to a text: bytes, words, lines, numbers, keys; always the same for the same number.

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// Numbers and what looks like numbers.
const NUMBERS: [&str; 30] = [
    "0",
    "-0",
    "1",
    "-1",
    "0.5",
    "1e308",
    "-1e308",
    "1e309",
    "1e-320",
    "4.9e-324",
    "nan",
    "-nan",
    "inf",
    "-inf",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "1e400",
    "0,35",
    "1.234,56",
    "1_000",
    "0x7F",
    "0.1e-1000",
    "00",
    "1.",
    ".5",
    "1e15",
    "12000",
    "0.9999999999999999",
    "١٢",
];

/// Words of the language, out of place.
const WORDS: [&str; 44] = [
    "\"",
    "'",
    "\"\"\"",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ";",
    "\n",
    "\r\n",
    "\t",
    "#",
    "->",
    ":",
    "is",
    "not",
    "or",
    "all",
    "any",
    "\"18 months\"",
    "\"0 years\"",
    "\"99999999999 years\"",
    "\"3 days\"",
    "month",
    "hour",
    "true",
    "{ pert = { low = 1, mode = 2, high = 3 } }",
    "{ beta = { mean = 0.5, sd = 0.5 } }",
    "{ fixed = 1 }",
    "{ rate = \"x\" }",
    "{ lognormal = { low = 0, high = 0, coverage = 1 } }",
    "{ gamma = { mean = 1e-300, sd = 1e300 } }",
    "[]",
    "{}",
    "é",
    "\u{0}",
    "\u{feff}",
    "2026-01-01",
    "gemeente:0.8 rijk:0.2",
    "\u{202e}",
];

/// Makes changes.
pub struct Mutator(ChaCha8Rng);

impl Mutator {
    /// Changes by this number.
    pub fn new(number: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(number))
    }

    /// A number below `end`; 0 where that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.0.next_u64() % end as u64) as usize }
    }

    /// A few changes; `other` is a text from which parts are taken over.
    pub fn change(&mut self, text: String, other: &str) -> String {
        let times = 1 + self.below(3) * self.below(3);
        (0..times).fold(text, |text, _| self.one(text, other))
    }

    fn one(&mut self, text: String, other: &str) -> String {
        match self.below(10) {
            0 => self.byte(text),
            1 | 2 => self.replace(text, |one| one.is_ascii_digit() || one == '.', &NUMBERS),
            3 => self.replace(text, |one| one.is_alphanumeric() || one == '_', &WORDS),
            4 => self.word_for_word(text),
            5 => self.lines(text, other),
            6 => self.insert(text),
            7 => self.cut(text),
            8 => self.swap_case(text),
            _ => self.nest(text),
        }
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn byte(&mut self, text: String) -> String {
        let mut bytes = text.into_bytes();
        if !bytes.is_empty() {
            let at = self.below(bytes.len());
            bytes[at] = self.below(256) as u8;
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// A run of such characters, from a random place on.
    fn run_of(&mut self, text: &str, kind: impl Fn(char) -> bool) -> Option<std::ops::Range<usize>> {
        let from = self.place(text);
        let start = from + text[from..].find(&kind)?;
        let length = text[start..].find(|one| !kind(one)).unwrap_or(text.len() - start);
        Some(start..start + length)
    }

    fn replace(&mut self, mut text: String, kind: impl Fn(char) -> bool, by: &[&str]) -> String {
        if let Some(found) = self.run_of(&text, kind) {
            text.replace_range(found, by[self.below(by.len())]);
        }
        text
    }

    /// A word takes the place of another.
    fn word_for_word(&mut self, mut text: String) -> String {
        let kind = |one: char| one.is_alphanumeric() || one == '_';
        if let (Some(from), Some(to)) = (self.run_of(&text, kind), self.run_of(&text, kind)) {
            let word = text[from].to_string();
            text.replace_range(to, &word);
        }
        text
    }

    /// A line is taken away, doubled, moved, or taken over from elsewhere.
    fn lines(&mut self, text: String, other: &str) -> String {
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        let at = self.below(lines.len());
        if lines.is_empty() {
            return text;
        }
        match self.below(4) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(self.below(lines.len()), lines[at]),
            2 => {
                let line = lines.remove(at);
                lines.insert(self.below(lines.len() + 1), line);
            }
            _ => {
                let others: Vec<&str> = other.split_inclusive('\n').collect();
                let first = self.below(others.len());
                let taken = others.iter().skip(first).take(1 + self.below(12)).copied();
                lines.splice(at..at, taken.collect::<Vec<_>>());
            }
        }
        lines.concat()
    }

    fn insert(&mut self, mut text: String) -> String {
        let at = self.place(&text);
        let list = if self.below(2) == 0 { &NUMBERS[..] } else { &WORDS[..] };
        text.insert_str(at, list[self.below(list.len())]);
        text
    }

    fn cut(&mut self, mut text: String) -> String {
        let (a, b) = (self.place(&text), self.place(&text));
        let (from, to) = (a.min(b), a.max(b));
        let most = [4, 40, 400][self.below(3)];
        let mut end = to.min(from + most);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.replace_range(from..end, "");
        text
    }

    fn swap_case(&mut self, mut text: String) -> String {
        if let Some(found) = self.run_of(&text, char::is_alphabetic) {
            let word = text[found.clone()].to_uppercase();
            text.replace_range(found, &word);
        }
        text
    }

    /// Brackets or dots, very many of them.
    fn nest(&mut self, mut text: String) -> String {
        let at = self.place(&text);
        let part = ["[", "{ not = ", "a.", "{a=", "\"", ",", "-", "[["][self.below(8)];
        let times = [2, 20, 200, 2000][self.below(4)];
        text.insert_str(at, &part.repeat(times));
        text
    }
}
