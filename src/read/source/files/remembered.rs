//! Files that are read once, however often they are asked for.
//!
//! In: other [`Files`]. Out: their texts, kept in memory.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::diagnostics::Sheet;
use crate::read::source::files::Files;

/// Files that are read once, so that all who read them see the same text.
pub struct Remembered<'f> {
    files: &'f dyn Files,
    known: Mutex<BTreeMap<PathBuf, String>>,
}

impl<'f> Remembered<'f> {
    /// These files, of which none was read yet.
    pub fn new(files: &'f dyn Files) -> Self {
        Self { files, known: Mutex::default() }
    }
}

impl Files for Remembered<'_> {
    fn read(&self, path: &Path) -> io::Result<String> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = known.get(path) {
            return Ok(text.clone());
        }
        let text = self.files.read(path)?;
        known.insert(path.to_path_buf(), text.clone());
        Ok(text)
    }

    fn digest(&self, path: &Path) -> Option<String> {
        self.files.digest(path)
    }

    fn sheet(&self, path: &Path) -> Option<Sheet> {
        self.files.sheet(path)
    }

    fn today(&self) -> Option<jiff::civil::Date> {
        self.files.today()
    }

    fn own_prices(&self) -> Option<&Path> {
        self.files.own_prices()
    }

    fn shipped(&self, name: &str) -> Option<PathBuf> {
        self.files.shipped(name)
    }
}
