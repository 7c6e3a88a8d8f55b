//! File access: from disk, or from memory.
//!
//! In: paths. Out: texts, from disk or from memory, without a byte-order mark. A file that is no UTF-8 is refused, with
//! its text as it was probably meant, so that its place can be shown. It knows nothing of what is in files.

pub(crate) mod encoding;
pub(crate) mod recorded;
pub(crate) mod remembered;
#[cfg(feature = "excel")]
pub(crate) mod workbook;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use crate::diagnostics::{Diagnostics, Message, Place, Sheet, Sources, hexadecimal, system_reason};
use crate::read::source::files::encoding::{NotUtf8, decode};

/// Largest file that is read, in bytes (64 MB).
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Something that holds files.
pub trait Files: Sync {
    /// The whole text of a file.
    ///
    /// # Errors
    /// When there is no such file, it cannot be read, is larger than [`MAX_BYTES`] (`FileTooLarge`) or is not UTF-8
    /// (`InvalidData`, with a [`NotUtf8`] where what it says can be guessed).
    fn read(&self, path: &Path) -> io::Result<String>;

    /// SHA-256 in hexadecimal of the bytes of a file of which the text is something else: a workbook. `None` for all
    /// others.
    fn digest(&self, _path: &Path) -> Option<String> {
        None
    }

    /// The sheet of which the text of a file is made, where it is a workbook.
    fn sheet(&self, _path: &Path) -> Option<Sheet> {
        None
    }

    /// The day it is, where that is known: by it a day that is still to come is refused. No figure depends on it.
    fn today(&self) -> Option<Date> {
        None
    }

    /// The price list that is laid over that of every scenario.
    fn own_prices(&self) -> Option<&Path> {
        None
    }

    /// The path of a scenario that travels with these files, by its name.
    fn shipped(&self, _name: &str) -> Option<PathBuf> {
        None
    }

    /// The names of scenarios that travel with these files.
    fn shipped_names(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Files, with a price list that is laid over that of every scenario.
pub struct Over<'f> {
    /// Where all files are.
    pub files: &'f dyn Files,
    /// The list, of which only `id` and the columns that differ need be there.
    pub prices: Option<&'f Path>,
}

impl Files for Over<'_> {
    fn read(&self, path: &Path) -> io::Result<String> {
        self.files.read(path)
    }

    fn digest(&self, path: &Path) -> Option<String> {
        self.files.digest(path)
    }

    fn sheet(&self, path: &Path) -> Option<Sheet> {
        self.files.sheet(path)
    }

    fn today(&self) -> Option<Date> {
        self.files.today()
    }

    fn own_prices(&self) -> Option<&Path> {
        self.prices
    }

    fn shipped(&self, name: &str) -> Option<PathBuf> {
        self.files.shipped(name)
    }

    fn shipped_names(&self) -> Vec<String> {
        self.files.shipped_names()
    }
}

/// The files of this machine. The text of a workbook of Excel is its first sheet with a header, as CSV, with the
/// feature `excel`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

/// The bytes of a plain file, if they are not more than [`MAX_BYTES`].
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let found = std::fs::metadata(path)?;
    if !found.is_file() {
        // Others may have no end, or never begin.
        let kind = if found.is_dir() { io::ErrorKind::IsADirectory } else { io::ErrorKind::InvalidInput };
        return Err(kind.into());
    }
    let file = File::open(path)?;
    if file.metadata()?.len() > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::new();
    // It may have grown meanwhile.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<String> {
        if is_workbook(path) {
            return sheet(bytes(path)?).map(|(_, text)| text);
        }
        decode(bytes(path)?).map_err(|found| io::Error::new(io::ErrorKind::InvalidData, found))
    }

    fn digest(&self, path: &Path) -> Option<String> {
        let bytes = is_workbook(path).then(|| bytes(path).ok()).flatten()?;
        Some(hexadecimal(&Sha256::digest(bytes)))
    }

    fn sheet(&self, path: &Path) -> Option<Sheet> {
        let bytes = is_workbook(path).then(|| bytes(path).ok()).flatten()?;
        sheet(bytes).ok().map(|(sheet, _)| sheet)
    }

    fn today(&self) -> Option<Date> {
        // There is no clock in WebAssembly without the page around it.
        let clock = !cfg!(target_family = "wasm");
        clock.then(|| Timestamp::now().to_zoned_datetime(TimeZone::UTC).date())
    }
}

/// Whether a file is a workbook of Excel, by its name.
pub(crate) fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

/// The first sheet of a workbook that has a header, and its text.
#[cfg(feature = "excel")]
fn sheet(bytes: Vec<u8>) -> io::Result<(Sheet, String)> {
    crate::read::source::files::workbook::csv(bytes, MAX_BYTES)
}

/// A sheet of a workbook, which this build cannot read.
#[cfg(not(feature = "excel"))]
fn sheet(_bytes: Vec<u8>) -> io::Result<(Sheet, String)> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Files in memory: path and text.
#[derive(Clone, Debug, Default)]
pub struct Memory(pub BTreeMap<PathBuf, String>);

impl Memory {
    /// The same files and one more.
    pub fn with(mut self, path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        self.0.insert(path.into(), text.into());
        self
    }
}

impl Files for Memory {
    fn read(&self, path: &Path) -> io::Result<String> {
        let text = self.0.get(path).or_else(|| self.0.get(&tidy(path))).ok_or(io::ErrorKind::NotFound)?;
        if text.len() as u64 > MAX_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(text.clone())
    }
}

/// Reads a file and drops a byte-order mark.
///
/// # Errors
/// Those of [`Files::read`], and `FileTooLarge` for a text above [`MAX_BYTES`] whatever the source of files says.
pub(crate) fn read_text(files: &dyn Files, path: &Path) -> io::Result<String> {
    let mut text = files.read(path)?;
    if text.len() as u64 > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// A path without `.` and, as far as it goes, without `..`, so that a file has one name however it was reached.
pub(crate) fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            _ => tidy.push(part),
        }
    }
    tidy
}

/// Reports a file that is no UTF-8 at the place that shows it; `false` where that is not what is wrong.
pub(crate) fn undecoded(name: &str, error: &io::Error, sources: &mut Sources, faults: &mut Diagnostics) -> bool {
    let Some(found) = error.get_ref().and_then(|inner| inner.downcast_ref::<NotUtf8>()) else { return false };
    let file = sources.add(name, found.text.clone());
    let width = found.text[found.at..].chars().next().map_or(0, char::len_utf8);
    let place = Place { file, span: found.at..found.at + width };
    let key = if found.utf16 { "file_in_utf16" } else { "file_not_utf8" };
    let list = name.to_lowercase().ends_with(".csv");
    let hint = if list { "save_as_csv_utf8" } else { "save_as_utf8" };
    faults.at(&place, Message::new(key)).hint(Message::new(hint));
    true
}

/// Why a file cannot be read.
pub fn unreadable(name: &str, error: &io::Error) -> Message {
    let message = match error.kind() {
        io::ErrorKind::NotFound => Message::new("file_missing"),
        io::ErrorKind::IsADirectory => Message::new("file_is_folder"),
        io::ErrorKind::InvalidInput => Message::new("file_not_plain"),
        io::ErrorKind::FileTooLarge => Message::new("file_too_large").with("most", MAX_BYTES / (1024 * 1024)),
        io::ErrorKind::Unsupported if is_workbook(Path::new(name)) => Message::new("file_workbook"),
        _ => Message::new("file_unreadable").with("error", system_reason(error)),
    };
    // The folder in which the program was started has an empty name.
    message.with("file", if name.is_empty() { "." } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_gigabytes_is_refused_unread() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        file.as_file().set_len(2 << 30).expect("a sparse file");
        let found = Disk.read(file.path()).expect_err("too large");
        assert_eq!(found.kind(), io::ErrorKind::FileTooLarge);
    }
}
