//! Files that are kept as they are read, and read again from what was kept.
//!
//! In: files, and what a reader asks of them. Out: [`Recorded`]: all that was read, so that the same reader gets the same
//! answers from it alone, on another machine and in a later year.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostics::Sheet;
use crate::read::source::files::{Files, MAX_BYTES, tidy};

/// One file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptFile {
    /// Its text; of a workbook that of its sheet.
    pub text: String,
    /// SHA-256 in hexadecimal of the bytes of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Name and first column of the sheet of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<(String, usize)>,
}

/// Everything that a reader was told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// The files, by path.
    pub files: BTreeMap<PathBuf, KeptFile>,
    /// The rest.
    pub told: Told,
}

/// What a reader was told beside texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Paths of scenarios that travel with the program, by the names that were asked for.
    #[serde(default)]
    pub shipped: BTreeMap<String, PathBuf>,
    /// The price list that was laid over that of every scenario.
    #[serde(default)]
    pub own_prices: Option<PathBuf>,
}

impl Files for Recorded {
    fn read(&self, path: &Path) -> io::Result<String> {
        let found = self.files.get(path).or_else(|| self.files.get(&tidy(path))).ok_or(io::ErrorKind::NotFound)?;
        if found.text.len() as u64 > MAX_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(found.text.clone())
    }

    fn digest(&self, path: &Path) -> Option<String> {
        self.files.get(path)?.digest.clone()
    }

    fn sheet(&self, path: &Path) -> Option<Sheet> {
        let (name, first_column) = self.files.get(path)?.sheet.clone()?;
        Some(Sheet { name, first_column })
    }

    fn own_prices(&self) -> Option<&Path> {
        self.told.own_prices.as_deref()
    }

    fn shipped(&self, name: &str) -> Option<PathBuf> {
        self.told.shipped.get(name).cloned()
    }
}

/// Files of which all that is read is kept.
pub struct Recorder<'f> {
    files: &'f dyn Files,
    kept: Mutex<Recorded>,
}

impl<'f> Recorder<'f> {
    /// Nothing was read yet.
    pub fn new(files: &'f dyn Files) -> Self {
        let own_prices = files.own_prices().map(Path::to_path_buf);
        let told = Told { shipped: BTreeMap::new(), own_prices };
        Self { files, kept: Mutex::new(Recorded { files: BTreeMap::new(), told }) }
    }

    /// All that was read.
    pub fn finish(self) -> Recorded {
        self.kept.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, change: impl FnOnce(&mut Recorded)) {
        change(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Files for Recorder<'_> {
    fn read(&self, path: &Path) -> io::Result<String> {
        let text = self.files.read(path)?;
        let digest = self.files.digest(path);
        let sheet = self.files.sheet(path).map(|sheet| (sheet.name, sheet.first_column));
        let file = KeptFile { text: text.clone(), digest, sheet };
        self.keep(|kept| drop(kept.files.insert(path.to_path_buf(), file)));
        Ok(text)
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
        self.files.own_prices()
    }

    fn shipped(&self, name: &str) -> Option<PathBuf> {
        let found = self.files.shipped(name)?;
        self.keep(|kept| drop(kept.told.shipped.insert(name.to_owned(), found.clone())));
        Some(found)
    }

    fn shipped_names(&self) -> Vec<String> {
        self.files.shipped_names()
    }
}
