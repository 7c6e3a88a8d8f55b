//! A bundle that is opened.
//!
//! In: the path of an archive, or of a folder or result beside which its inputs lie. Out: [`Opened`], or a message that names
//! the entry that is wrong. Nothing is unpacked to a folder, and no entry may be larger than a file that is read.

use crate::cli::archive::{CONTENTS, Contents, hash, is_bundle, of_result};
use crate::cli::failure::Failure;
use crate::diagnostics::Message;
use crate::read::{KeptFile, MAX_BYTES, Recorded, unreadable};
use crate::report::bundle::{FILES, INPUTS};
use crate::report::identity::PROGRAM;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// Most entries.
const MOST: usize = 10_000;
/// Largest bundle that is read, in bytes (1 GB), and largest file of a result within it.
const LARGEST: u64 = 1 << 30;
/// The file of a result that holds the answer.
const RESULT: &str = FILES[0];

/// A bundle that was opened.
#[derive(Debug)]
pub(in crate::cli) struct Opened {
    /// What it says of itself.
    pub(in crate::cli) contents: Contents,
    /// The inputs.
    pub(in crate::cli) recorded: Recorded,
    /// The files of the result that are there, by name.
    pub(in crate::cli) results: BTreeMap<String, Vec<u8>>,
}

/// The archive that a path stands for: a bundle, or the inputs in the folder of a result, or beside its `result.json`.
/// `None` where it stands for none.
pub(in crate::cli) fn archive_of(path: &Path) -> Option<PathBuf> {
    let within = match path {
        path if path.is_dir() => path.join(INPUTS),
        path if path.file_name().is_some_and(|name| name == RESULT) => path.with_file_name(INPUTS),
        path if is_bundle(path) => path.to_path_buf(),
        _ => return None,
    };
    within.is_file().then_some(within)
}

/// Opens a bundle.
///
/// # Errors
/// A file that cannot be read, that is no bundle, or of which a text is not the one that was put in it.
pub(in crate::cli) fn open(path: &Path) -> Result<Opened, Failure> {
    let shown = path.display().to_string();
    let no_bundle =
        |reason: &'static str| Failure::Usage(Message::new("bundle_wrong").with("path", &shown).with("reason", reason));
    let wrong = |entry: &str, reason: &'static str| {
        let message = Message::new("bundle_entry_wrong").with("path", &shown).with("entry", entry);
        Failure::Usage(message.with("reason", reason))
    };
    let unreadable = |error: io::Error| Failure::Usage(unreadable(&shown, &error));
    let found = fs::metadata(path).map_err(unreadable)?;
    if !found.is_file() || found.len() > LARGEST {
        return Err(no_bundle("bundle_no_zip"));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| no_bundle("bundle_no_zip"))?;
    if zip.len() > MOST {
        return Err(no_bundle("bundle_no_zip"));
    }
    let contents = entry(&mut zip, CONTENTS, MAX_BYTES).ok_or_else(|| no_bundle("bundle_no_contents"))?;
    let contents: Contents = serde_json::from_slice(&contents).map_err(|_| no_bundle("bundle_no_contents"))?;
    if contents.program != PROGRAM {
        return Err(no_bundle("bundle_no_contents"));
    }
    let mut recorded = Recorded { files: BTreeMap::new(), told: contents.told.clone() };
    for input in &contents.inputs {
        let changed = || wrong(&input.entry, "bundle_changed");
        let text = entry(&mut zip, &input.entry, MAX_BYTES).ok_or_else(|| wrong(&input.entry, "bundle_missing"))?;
        if hash(&text) != input.sha256 {
            return Err(changed());
        }
        let text = String::from_utf8(text).map_err(|_| changed())?;
        let file = KeptFile { text, digest: input.digest.clone(), sheet: input.sheet.clone() };
        recorded.files.insert(input.path.clone(), file);
    }
    let mut results = BTreeMap::new();
    for (name, wanted) in &contents.results {
        let found = match contents.holds_results {
            true => {
                let name = of_result(name);
                Some(entry(&mut zip, &name, LARGEST).ok_or_else(|| wrong(&name, "bundle_missing"))?)
            }
            false => beside(path, name),
        };
        match found {
            Some(bytes) if hash(&bytes) == *wanted => drop(results.insert(name.clone(), bytes)),
            Some(_) if contents.holds_results => return Err(wrong(&of_result(name), "bundle_changed")),
            Some(_) if name == RESULT => return Err(wrong(name, "bundle_changed")),
            // Tables beside the inputs may have been written for a Dutch spreadsheet.
            Some(_) | None => {}
        }
    }
    Ok(Opened { contents, recorded, results })
}

/// The bytes of a file of the result beside its inputs.
fn beside(archive: &Path, name: &str) -> Option<Vec<u8>> {
    let plain = Path::new(name).file_name().is_some_and(|own| own == name);
    let path = archive.with_file_name(name);
    let fits = plain && fs::metadata(&path).is_ok_and(|found| found.is_file() && found.len() <= LARGEST);
    fits.then(|| fs::read(&path).ok())?
}

/// The bytes of an entry, at most so many; `None` where it is not there, cannot be read or is larger.
fn entry(zip: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str, most: u64) -> Option<Vec<u8>> {
    let found = zip.by_name(name).ok()?;
    let mut bytes = Vec::new();
    found.take(most + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= most).then_some(bytes)
}
