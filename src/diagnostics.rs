//! Faults and warnings about what users wrote: many at once, each with a place and a way out.
//!
//! In: the texts of files and places in them. Out: [`Diagnostics`]. Messages are keys of the catalogue of texts with
//! values to fill in; `report` turns them into Dutch or English. Nothing is printed here.

use std::ops::Range;
use std::path::Path;

/// What paths of the library that travels with the program start with. No file on disk is read by such a path.
pub const LIBRARY: &str = "library:";

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file cannot be used.
    Fault,
    /// The file can be used; somebody should look at it.
    Warning,
}

/// A key of the catalogue of texts and the values for the names between braces in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Key in the catalogue.
    pub key: &'static str,
    /// Name and value.
    pub values: Vec<(&'static str, String)>,
}

impl Message {
    /// A message without values.
    pub fn new(key: &'static str) -> Self {
        Self { key, values: Vec::new() }
    }

    /// The same message with one more value.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}

/// A number in a message: as it was written, or with a power of ten where that would be a long row of digits.
pub fn number(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || (1e-6..1e15).contains(&size) { value.to_string() } else { format!("{value:e}") }
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index into [`Sources`].
    pub file: usize,
    /// Byte range in its text.
    pub span: Range<usize>,
}

/// One fault or warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where; `None` where no place can be named (a file that is missing from the command line).
    pub place: Option<Place>,
    /// What was found and what is allowed.
    pub message: Message,
    /// How to fix it.
    pub hints: Vec<Message>,
}

/// Bytes of a hash in hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Name as the user knows it.
    pub name: String,
    /// Its text.
    pub text: String,
    /// SHA-256 of its bytes in hexadecimal, where its text is made of them and is not what they are: a workbook.
    pub digest: Option<String>,
}

impl SourceFile {
    /// Whether it came from the library that travels with the program.
    pub fn is_of_library(&self) -> bool {
        Path::new(&self.name).starts_with(LIBRARY)
    }

    /// Line and column of a byte offset, both from 1; columns count characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// All files that were read, so that places can be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and returns its index.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> usize {
        self.push(SourceFile { name: name.into(), text: text.into(), digest: None })
    }

    /// The same for a file that was added elsewhere, or that is a workbook.
    pub fn push(&mut self, file: SourceFile) -> usize {
        self.files.push(file);
        self.files.len() - 1
    }

    /// The file with this index.
    pub fn file(&self, index: usize) -> &SourceFile {
        &self.files[index]
    }

    /// All files, in the order in which they were read.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }
}

/// Faults and warnings, collected while reading goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a fault; hints can be added to what is returned.
    pub fn fault(&mut self, place: Option<Place>, message: Message) -> &mut Diagnostic {
        self.add(Severity::Fault, place, message)
    }

    /// Adds a fault at this place; hints can be added to what is returned.
    pub fn at(&mut self, place: &Place, message: Message) -> &mut Diagnostic {
        self.fault(Some(place.clone()), message)
    }

    /// Adds a warning; hints can be added to what is returned.
    pub fn warning(&mut self, place: Option<Place>, message: Message) -> &mut Diagnostic {
        self.add(Severity::Warning, place, message)
    }

    fn add(&mut self, severity: Severity, place: Option<Place>, message: Message) -> &mut Diagnostic {
        let at = self.found.len();
        self.found.push(Diagnostic { severity, place, message, hints: Vec::new() });
        &mut self.found[at]
    }

    /// Whether there is at least one fault.
    pub fn has_faults(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity == Severity::Fault)
    }

    /// Those of this severity alone.
    pub fn only(&self, severity: Severity) -> Self {
        Self { found: self.found.iter().filter(|diagnostic| diagnostic.severity == severity).cloned().collect() }
    }

    /// All of them, by file and place, faults before warnings at the same place.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = self.found.iter().collect();
        all.sort_by_key(|diagnostic| {
            let place = diagnostic.place.as_ref().map(|place| (place.file, place.span.start));
            (place.is_none(), place, diagnostic.severity)
        });
        all
    }
}

impl Diagnostic {
    /// Adds a hint.
    pub fn hint(&mut self, message: Message) -> &mut Self {
        self.hints.push(message);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let file = SourceFile { name: "a".into(), text: "één\ntwée = 1\n".into(), digest: None };
        assert_eq!(file.line_column(0), (1, 1));
        assert_eq!(file.line_column(file.text.find('=').expect("a sign")), (2, 6));
        assert_eq!(file.line_column(10_000), (3, 1));
    }

    #[test]
    fn numbers_in_messages_are_short() {
        let found = [0.0, 0.35, -12.5, 1e12, 1e300, -2e-300, f64::INFINITY].map(number);
        assert_eq!(found, ["0", "0.35", "-12.5", "1000000000000", "1e300", "-2e-300", "inf"]);
    }

    #[test]
    fn diagnostics_come_in_the_order_of_the_file() {
        let mut all = Diagnostics::default();
        all.fault(None, Message::new("c"));
        all.warning(Some(Place { file: 0, span: 9..10 }), Message::new("b"));
        all.fault(Some(Place { file: 0, span: 3..4 }), Message::new("a")).hint(Message::new("h"));
        let keys: Vec<_> = all.sorted().iter().map(|diagnostic| diagnostic.message.key).collect();
        assert_eq!(keys, ["a", "b", "c"]);
        assert!(all.has_faults());
    }
}
