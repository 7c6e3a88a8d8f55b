//! Files that remember what was read of them, so that the same can be read elsewhere.
//!
//! In: [`Files`]. Out: a [`Record`], which is [`Files`] itself: the same texts by the same paths, and nothing else.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::diagnostics::{Sheet, hexadecimal};
use crate::read::source::files::Files;

/// Files that remember what was read of them.
pub struct Recorder<'f> {
    files: &'f dyn Files,
    known: Mutex<Record>,
}

/// All that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// By path.
    files: BTreeMap<PathBuf, KeptFile>,
    /// Paths of scenarios that travel with the program, by name.
    shipped: BTreeMap<String, PathBuf>,
    /// The price list that is laid over that of every scenario.
    own_prices: Option<PathBuf>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptFile {
    /// SHA-256 of its text, in hexadecimal.
    sha256: String,
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    workbook: Option<KeptSheet>,
}

/// The sheet of a workbook that is such a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptSheet {
    /// SHA-256 of the workbook, in hexadecimal.
    sha256: String,
    name: String,
    first_column: usize,
}

impl<'f> Recorder<'f> {
    /// These files, of which none was read yet.
    pub fn new(files: &'f dyn Files) -> Self {
        let own_prices = files.own_prices().map(Path::to_path_buf);
        Self { files, known: Mutex::new(Record { own_prices, ..Record::default() }) }
    }

    /// All that was read.
    pub fn record(self) -> Record {
        self.known.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for Recorder<'_> {
    fn read(&self, path: &Path) -> io::Result<String> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = known.files.get(path) {
            return Ok(kept.text.clone());
        }
        let text = self.files.read(path)?;
        let sheet = self.files.digest(path).zip(self.files.sheet(path));
        let workbook = sheet.map(|(sha256, Sheet { name, first_column })| KeptSheet { sha256, name, first_column });
        let kept = KeptFile { sha256: hash(&text), text: text.clone(), workbook };
        known.files.insert(path.to_path_buf(), kept);
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
        let found = self.files.shipped(name)?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.shipped.insert(name.to_owned(), found.clone());
        Some(found)
    }
}

impl Record {
    /// Whether all texts are those whose hashes stand beside them.
    pub fn is_whole(&self) -> bool {
        self.files.values().all(|kept| hash(&kept.text) == kept.sha256)
    }
}

impl Files for Record {
    fn read(&self, path: &Path) -> io::Result<String> {
        self.files.get(path).map(|kept| kept.text.clone()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn digest(&self, path: &Path) -> Option<String> {
        self.files.get(path)?.workbook.as_ref().map(|sheet| sheet.sha256.clone())
    }

    fn sheet(&self, path: &Path) -> Option<Sheet> {
        let sheet = self.files.get(path)?.workbook.as_ref()?;
        Some(Sheet { name: sheet.name.clone(), first_column: sheet.first_column })
    }

    fn own_prices(&self) -> Option<&Path> {
        self.own_prices.as_deref()
    }

    fn shipped(&self, name: &str) -> Option<PathBuf> {
        self.shipped.get(name).cloned()
    }
}

fn hash(text: &str) -> String {
    hexadecimal(&Sha256::digest(text.as_bytes()))
}
