//! Faults and warnings about what users wrote: many at once, each with a place and a way out.
//!
//! In: the texts of files and places in them. Out: [`Diagnostics`]. Messages are keys of the catalogue of texts with
//! values to fill in; `report` turns them into Dutch or English. Nothing is printed here.

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

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

/// Why the system refused something: the key of a text where its reason is a usual one, else what the system itself says. To be
/// filled in by `{=name}`.
pub fn system_reason(error: &io::Error) -> String {
    let key = match error.kind() {
        io::ErrorKind::NotFound => "system_not_found",
        io::ErrorKind::PermissionDenied => "system_denied",
        io::ErrorKind::ReadOnlyFilesystem => "system_read_only",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "system_full",
        io::ErrorKind::AlreadyExists => "system_exists",
        io::ErrorKind::NotADirectory => "system_no_folder",
        io::ErrorKind::IsADirectory => "system_folder",
        io::ErrorKind::InvalidFilename => "system_name",
        io::ErrorKind::AddrInUse => "system_port_used",
        io::ErrorKind::AddrNotAvailable => "system_no_address",
        io::ErrorKind::BrokenPipe => "system_closed",
        io::ErrorKind::OutOfMemory => "system_memory",
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => "system_busy",
        io::ErrorKind::UnexpectedEof => "system_half",
        io::ErrorKind::ResourceBusy => "system_in_use",
        _ => return error.to_string(),
    };
    key.to_owned()
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
    /// The sheet from which its text was made, where it is a workbook.
    pub sheet: Option<Sheet>,
    lines: LineIndex,
}

/// A sheet of a workbook of which the text has a row on each line, from the first row on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The column, from 0, of what stands first on each line.
    pub first_column: usize,
}

/// Where the lines of a text start, and how many characters stand before each of its blocks: found once, when it is first
/// asked for, as a text with very many faults would else be counted through for each of them.
#[derive(Clone, Debug, Default)]
struct LineIndex(OnceLock<(Vec<usize>, Vec<usize>)>);

/// Bytes in a block of a [`LineIndex`].
const BLOCK: usize = 1024;

/// Whether it was asked for makes no difference between files.
impl PartialEq for LineIndex {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for LineIndex {}

impl LineIndex {
    fn of(&self, text: &str) -> &(Vec<usize>, Vec<usize>) {
        self.0.get_or_init(|| {
            let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
            let starts = std::iter::once(0).chain(ends).collect();
            let mut before = 0;
            let mut count = |block: &[u8]| {
                before += block.iter().filter(|byte| starts_character(**byte)).count();
                before
            };
            (starts, std::iter::once(0).chain(text.as_bytes().chunks(BLOCK).map(&mut count)).collect())
        })
    }
}

/// Whether a character of UTF-8 starts with this byte.
fn starts_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

impl SourceFile {
    /// A file with this name and text; `digest` where it is a workbook.
    pub fn new(name: impl Into<String>, text: impl Into<String>, digest: Option<String>) -> Self {
        Self { name: name.into(), text: text.into(), digest, sheet: None, lines: LineIndex::default() }
    }

    /// The same file, made of this sheet of a workbook.
    pub fn of_sheet(self, sheet: Option<Sheet>) -> Self {
        Self { sheet, ..self }
    }

    /// The name of the cell at a byte offset, as a spreadsheet shows it (`B2`), where the file is a workbook.
    pub fn cell(&self, offset: usize) -> Option<String> {
        let sheet = self.sheet.as_ref()?;
        let (line, start) = (self.line_column(offset).0, self.line_start(offset));
        let (mut quoted, mut column) = (false, sheet.first_column);
        for byte in &self.text.as_bytes()[start..offset.clamp(start, self.text.len())] {
            quoted ^= *byte == b'"';
            column += usize::from(*byte == b',' && !quoted);
        }
        let mut letters = Vec::new();
        let mut left = column + 1;
        while left > 0 {
            letters.push(char::from(b'A' + u8::try_from((left - 1) % 26).unwrap_or_default()));
            left = (left - 1) / 26;
        }
        Some(letters.iter().rev().chain(line.to_string().chars().collect::<Vec<_>>().iter()).collect())
    }

    /// Whether it came from the library that travels with the program.
    pub fn is_of_library(&self) -> bool {
        Path::new(&self.name).starts_with(LIBRARY)
    }

    /// Where the line of a byte offset starts.
    pub fn line_start(&self, offset: usize) -> usize {
        let (starts, _) = self.lines.of(&self.text);
        starts[starts.partition_point(|start| *start <= offset).max(1) - 1]
    }

    /// Line and column of a byte offset, both from 1; columns count characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let (starts, blocks) = self.lines.of(&self.text);
        let line = starts.partition_point(|start| *start <= offset);
        let characters = |end: usize| {
            let block = end / BLOCK;
            let rest = &self.text.as_bytes()[block * BLOCK..end];
            blocks[block] + rest.iter().filter(|byte| starts_character(**byte)).count()
        };
        (line, characters(offset) - characters(starts[line - 1]) + 1)
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
        self.push(SourceFile::new(name, text, None))
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
    /// Names that were compared to find the nearest for a hint.
    compared: usize,
}

/// Most names that are compared to find the nearest ones for hints.
const MOST_COMPARED: usize = 2_000_000;

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

    /// Adds a hint to what was found last.
    pub(crate) fn hint_last(&mut self, message: Message) {
        if let Some(last) = self.found.last_mut() {
            last.hint(message);
        }
    }

    /// Whether there is at least one fault.
    pub fn has_faults(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity == Severity::Fault)
    }

    /// How many names may still be compared to find the nearest ones for hints.
    pub(crate) fn comparisons_left(&self) -> usize {
        MOST_COMPARED - self.compared
    }

    /// So many more names were compared.
    pub(crate) fn count_comparisons(&mut self, count: usize) {
        self.compared = (self.compared + count).min(MOST_COMPARED);
    }

    /// Those of this severity alone.
    pub fn only(&self, severity: Severity) -> Self {
        let found = self.found.iter().filter(|diagnostic| diagnostic.severity == severity).cloned().collect();
        Self { found, compared: 0 }
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
    fn cells_of_a_sheet_have_the_names_that_a_spreadsheet_gives_them() {
        let text = "\n\"a,b\",1\nx,\"say \"\"2,\"\"\",3\n";
        let sheet = |first_column| Some(Sheet { name: "s".into(), first_column });
        let file = SourceFile::new("a.xlsx", text, None).of_sheet(sheet(1));
        let at = |what: &str| text.find(what).expect("it is there");
        let names = [at("a,b"), at("1"), at("x"), at("say"), at("3")].map(|offset| file.cell(offset).expect("a cell"));
        assert_eq!(names, ["B2", "C2", "B3", "C3", "D3"]);
        let far = |first| SourceFile::new("a.xlsx", "x", None).of_sheet(sheet(first)).cell(0);
        assert_eq!(
            [25, 26, 701, 702, 16383].map(far).map(Option::unwrap_or_default),
            ["Z1", "AA1", "ZZ1", "AAA1", "XFD1"]
        );
        assert_eq!(SourceFile::new("a", "x", None).cell(0), None);
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        let file = SourceFile::new("a", "één\ntwée = 1\n", None);
        assert_eq!(file.line_column(0), (1, 1));
        assert_eq!(file.line_column(file.text.find('=').expect("a sign")), (2, 6));
        assert_eq!(file.line_column(10_000), (3, 1));
    }

    #[test]
    fn places_in_a_long_text_are_those_that_counting_gives() {
        let text = "é\n".repeat(700) + &"naïve ".repeat(900) + "\r\n\nend";
        let file = SourceFile::new("a", text.as_str(), None);
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let before = &text[..offset];
            let counted =
                (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap_or("").chars().count() + 1);
            assert_eq!(file.line_column(offset), counted, "{offset}");
            assert_eq!(file.line_start(offset), before.rfind('\n').map_or(0, |at| at + 1), "{offset}");
        }
        assert_eq!(SourceFile::new("a", "", None).line_column(3), (1, 1));
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
