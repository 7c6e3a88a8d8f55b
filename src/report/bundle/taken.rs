//! What stands where a folder of results is to come.
//!
//! In: the place. Out: [`Taken`]: which files go along into the new folder, because somebody changed them by hand or
//! because the system left them there; or a message where something of somebody else would be lost.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::diagnostics::{Message, hexadecimal};
use crate::report::bundle::{
    ANALYSIS, ANALYSIS_CHARTS, ANALYSIS_TABLES, COLUMN_FILES, FILES, INPUTS, MANIFEST, RECORDS, REPORT_FILES,
    STRUCTURE, STUDY_FILES, TRACE,
};
use crate::report::evaluation::EVALUATION_FILES;
use crate::report::evaluation::tables::EVALUATION_TABLES;
use crate::report::identity::PROGRAM;
use crate::report::portfolio::PORTFOLIO_FILES;
use crate::report::portfolio::tables::PORTFOLIO_TABLES;
use crate::report::run_faults::of_writing;

/// What stands between the name and the ending of a file that was kept.
const KEPT: &str = ".edited";
/// What systems and office programs leave in any folder that is looked at.
const HARMLESS: [&str; 4] = ["Thumbs.db", "desktop.ini", ".DS_Store", ".directory"];
/// What the names of their locks start with: Excel, LibreOffice, macOS.
const HARMLESS_STARTS: [&str; 3] = ["~$", ".~lock.", "._"];
/// Largest manifest that is read, in bytes (16 MB).
const MAX_MANIFEST: u64 = 16 << 20;

/// What stands there.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// Files of ours that are not as we wrote them.
    pub(super) changed: Vec<&'static str>,
    /// Those that were kept before.
    pub(super) kept: Vec<OsString>,
    /// What the system left.
    pub(super) harmless: Vec<OsString>,
}

/// Looks at a place: nothing there, an empty folder, or a folder with a manifest of ours and no files of anybody else.
///
/// # Errors
/// Anything else.
pub(super) fn look(target: &Path) -> Result<Taken, Message> {
    let Ok(found) = fs::symlink_metadata(target) else { return Ok(Taken::default()) };
    let not_ours = || Message::new("output_not_ours").with("path", target.display());
    if !found.is_dir() {
        return Err(not_ours());
    }
    let entries = fs::read_dir(target).map_err(|error| of_writing(target, &error))?;
    let (mut own, mut kept, mut harmless, mut foreign) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for entry in entries.flatten() {
        let name = entry.file_name();
        let kind = match entry.file_type().is_ok_and(|kind| kind.is_file()) {
            true if is_own(&name) => &mut own,
            true if is_kept(&name) => &mut kept,
            true if is_harmless(&name) => &mut harmless,
            _ => &mut foreign,
        };
        kind.push(name);
    }
    if own.is_empty() && kept.is_empty() && foreign.is_empty() {
        return Ok(Taken { harmless, ..Taken::default() });
    }
    let manifest = manifest(&target.join(MANIFEST)).ok_or_else(not_ours)?;
    if let Some(name) = foreign.first() {
        let message = Message::new("output_foreign_file").with("path", target.display());
        return Err(message.with("name", Path::new(name).display()));
    }
    let there = own_names().filter(|name| own.iter().any(|own| own == name));
    let changed = there.filter(|name| is_changed(&target.join(name), &manifest["outputs"][*name])).collect();
    Ok(Taken { changed, kept, harmless })
}

/// The manifest of a folder of ours.
fn manifest(path: &Path) -> Option<serde_json::Value> {
    if !fs::symlink_metadata(path).ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    File::open(path).ok()?.take(MAX_MANIFEST).read_to_string(&mut text).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
    (manifest.get("program").and_then(|name| name.as_str()) == Some(PROGRAM)).then_some(manifest)
}

/// Whether a file is another than the one whose hash was written down.
fn is_changed(path: &Path, hash: &serde_json::Value) -> bool {
    hash.as_str().is_some_and(|hash| hash_of(path).is_none_or(|found| found != hash))
}

/// SHA-256 of a plain file in hexadecimal.
fn hash_of(path: &Path) -> Option<String> {
    if !fs::symlink_metadata(path).ok()?.is_file() {
        return None;
    }
    let mut hash = Sha256::new();
    let mut file = File::open(path).ok()?;
    let mut block = vec![0; 1 << 16];
    loop {
        match file.read(&mut block) {
            Ok(0) => return Some(hexadecimal(&hash.finalize())),
            Ok(count) => hash.update(&block[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

fn is_own(name: &OsStr) -> bool {
    own_names().any(|own| OsStr::new(own) == name)
}

/// Names of all files that we write, each once.
fn own_names() -> impl Iterator<Item = &'static str> {
    let of_caseload = PORTFOLIO_FILES.into_iter().chain(PORTFOLIO_TABLES);
    let of_others = STUDY_FILES.into_iter().chain(REPORT_FILES).filter(|name| !FILES.contains(name));
    FILES
        .into_iter()
        .chain([TRACE, RECORDS, STRUCTURE, INPUTS])
        .chain(of_others)
        .chain([ANALYSIS])
        .chain(ANALYSIS_TABLES)
        .chain(ANALYSIS_CHARTS)
        .chain(COLUMN_FILES)
        .chain(of_caseload)
        .chain(EVALUATION_FILES)
        .chain(EVALUATION_TABLES)
}

/// Whether we gave a file this name to keep it: `ledger.edited.csv`, `ledger.edited-2.csv`.
fn is_kept(name: &OsStr) -> bool {
    let Some((start, end)) = name.to_str().and_then(|name| name.rsplit_once('.')) else { return false };
    let Some((stem, number)) = start.rsplit_once(KEPT) else { return false };
    let counted = number.is_empty()
        || number.strip_prefix('-').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    counted && is_own(OsStr::new(&format!("{stem}.{end}")))
}

/// A name under which a file of ours is kept that is not taken in this folder.
pub(super) fn name_to_keep(name: &str, folder: &Path) -> String {
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
    let numbers = std::iter::once(String::new()).chain((2_u64..).map(|number| format!("-{number}")));
    let mut names = numbers.map(|number| format!("{stem}{KEPT}{number}.{end}"));
    names.find(|name| fs::symlink_metadata(folder.join(name)).is_err()).unwrap_or_default()
}

fn is_harmless(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    HARMLESS.iter().any(|known| known.eq_ignore_ascii_case(&name))
        || HARMLESS_STARTS.iter().any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_and_harmless_files_are_known_by_their_names() {
        for (name, kept, harmless) in [
            ("ledger.edited.csv", true, false),
            ("draws.edited-12.csv", true, false),
            ("notes.edited.csv", false, false),
            ("ledger.edited-x.csv", false, false),
            ("ledger.csv", false, false),
            ("thumbs.db", false, true),
            ("~$ledger.csv", false, true),
            (".~lock.ledger.csv#", false, true),
        ] {
            assert_eq!((is_kept(OsStr::new(name)), is_harmless(OsStr::new(name))), (kept, harmless), "{name}");
        }
    }
}
