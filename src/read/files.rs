//! Where texts come from.
//!
//! In: paths. Out: texts, from disk or from memory, without a byte-order mark. It knows nothing of what is in them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::include::tidy;

/// Largest file that is read, in bytes (64 MB).
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Something that holds files.
pub trait Files {
    /// The whole text of a file.
    ///
    /// # Errors
    /// When there is no such file, it cannot be read, is larger than [`MAX_BYTES`] (`FileTooLarge`) or is not UTF-8
    /// (`InvalidData`).
    fn read(&self, path: &Path) -> io::Result<String>;
}

/// The files of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<String> {
        let mut text = String::new();
        let read = File::open(path)?.take(MAX_BYTES + 1).read_to_string(&mut text)?;
        if read as u64 > MAX_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(text)
    }
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
pub(super) fn read_text(files: &dyn Files, path: &Path) -> io::Result<String> {
    let mut text = files.read(path)?;
    if text.len() as u64 > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}
