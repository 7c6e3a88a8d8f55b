//! File access: from disk, or from memory.
//!
//! In: paths. Out: texts, from disk or from memory, without a byte-order mark. A file that is no UTF-8 is refused, with
//! its text as it was probably meant, so that its place can be shown. It knows nothing of what is in files.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::diagnostics::hexadecimal;
use crate::read::source::include::tidy;

/// Largest file that is read, in bytes (64 MB).
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Something that holds files.
pub trait Files {
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

    /// The price list that is laid over that of every scenario.
    fn own_prices(&self) -> Option<&Path> {
        None
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

    fn own_prices(&self) -> Option<&Path> {
        self.prices
    }
}

/// The files of this machine. The text of a workbook of Excel is its first sheet as CSV, with the feature `excel`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

/// The bytes of a file, if they are not more than [`MAX_BYTES`].
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    if file.metadata()?.len() > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::new();
    // What is no plain file tells no size.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<String> {
        if is_workbook(path) {
            return sheet(bytes(path)?);
        }
        decode(bytes(path)?).map_err(|found| io::Error::new(io::ErrorKind::InvalidData, found))
    }

    fn digest(&self, path: &Path) -> Option<String> {
        let bytes = is_workbook(path).then(|| bytes(path).ok()).flatten()?;
        Some(hexadecimal(&Sha256::digest(bytes)))
    }
}

/// Whether a file is a workbook of Excel, by its name.
pub(crate) fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

/// The first sheet of a workbook.
#[cfg(feature = "excel")]
fn sheet(bytes: Vec<u8>) -> io::Result<String> {
    crate::read::source::workbook::csv(bytes)
}

/// The first sheet of a workbook, which this build cannot read.
#[cfg(not(feature = "excel"))]
fn sheet(_bytes: Vec<u8>) -> io::Result<String> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A file that is no UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUtf8 {
    /// What it probably says.
    pub text: String,
    /// Place in that text of the first character that shows it.
    pub at: usize,
    /// It is UTF-16; else it is taken for Windows-1252, which most programs of Windows write.
    pub utf16: bool,
}

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not UTF-8")
    }
}

impl std::error::Error for NotUtf8 {}

/// The letters of Windows-1252 from 0x80 to 0x9F; the others are those of Unicode.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The text of a file.
fn decode(bytes: Vec<u8>) -> Result<String, NotUtf8> {
    let little = bytes.starts_with(&[0xFF, 0xFE]);
    // In UTF-16 without a mark every other byte of western text is 0.
    let zeros = |first: usize| bytes.len() > 3 && bytes.iter().skip(first).step_by(2).take(50).all(|byte| *byte == 0);
    let big = !little && (bytes.starts_with(&[0xFE, 0xFF]) || zeros(0) && !zeros(1));
    if little || big || (zeros(1) && !zeros(0)) {
        let unit = |pair: &[u8]| {
            if big { u16::from_be_bytes([pair[0], pair[1]]) } else { u16::from_le_bytes([pair[0], pair[1]]) }
        };
        let units = bytes.chunks_exact(2).map(unit);
        let text = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        return Err(NotUtf8 { text: text.filter(|letter| *letter != '\u{feff}').collect(), at: 0, utf16: true });
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let windows: Vec<char> = WINDOWS.chars().collect();
        let letter = |byte: &u8| match byte {
            0x80..=0x9F => windows[usize::from(byte - 0x80)],
            _ => char::from(*byte),
        };
        let bytes = error.as_bytes();
        let mut text: String = String::from_utf8_lossy(&bytes[..valid]).into_owned();
        text.extend(bytes[valid..].iter().map(letter));
        NotUtf8 { text, at: valid, utf16: false }
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_windows_writes_is_recognised() {
        let refused = |bytes: &[u8]| decode(bytes.to_vec()).expect_err("no UTF-8");
        let found = refused(b"id;naam\r\na;caf\xE9 \x80 5\r\n");
        assert_eq!((found.text.as_str(), found.at, found.utf16), ("id;naam\r\na;café € 5\r\n", 14, false));
        let little: Vec<u8> = "\u{feff}id;é".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}id;é".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [&little[..], &big[..], &little[2..], &big[2..]] {
            let found = refused(bytes);
            assert_eq!((found.text.as_str(), found.at, found.utf16), ("id;é", 0, true));
        }
        assert_eq!(decode("é\0".into()), Ok("é\0".to_string()));
        assert_eq!(decode(Vec::new()), Ok(String::new()));
        assert_eq!(decode(vec![0; 8]), Ok("\0".repeat(8)));
    }

    #[test]
    fn a_file_of_gigabytes_is_refused_unread() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        file.as_file().set_len(2 << 30).expect("a sparse file");
        let found = Disk.read(file.path()).expect_err("too large");
        assert_eq!(found.kind(), io::ErrorKind::FileTooLarge);
    }
}
