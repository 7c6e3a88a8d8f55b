//! A bundle: one zip file with everything that a result was made of, and the result.
//!
//! In: what was read, the command, the files of the result. Out: bytes, the same for the same inputs; and back. Nothing
//! is unpacked to a folder, and no entry may be larger than a file that is read.

use crate::cli::failure::Failure;
use crate::diagnostics::{Message, hexadecimal};
use crate::read::{KeptFile, MAX_BYTES, Recorded, Told};
use crate::report::identity::PROGRAM;
use crate::report::json;
use crate::report::run_faults::of_writing;
use crate::simulate::RESULTS_VERSION;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The entry that says what the others are.
const CONTENTS: &str = "bundle.json";
/// Most entries.
const MOST: usize = 10_000;
/// Largest bundle that is read, in bytes (1 GB), and largest file of a result within it.
const LARGEST: u64 = 1 << 30;

/// What is in a bundle.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Contents {
    /// Name of the program.
    pub(super) program: String,
    /// Its version.
    pub(super) version: String,
    /// Version of results.
    pub(super) results_version: u32,
    /// Id of the result.
    pub(super) id: String,
    /// Arguments as given.
    pub(super) command: Vec<String>,
    /// Path of the scenario or case among the inputs.
    pub(super) path: PathBuf,
    /// What the reader was told beside texts.
    pub(super) told: Told,
    /// The inputs.
    pub(super) inputs: Vec<Kept>,
    /// Files of the result, with the SHA-256 of each.
    pub(super) results: BTreeMap<String, String>,
}

/// An input.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    path: PathBuf,
    entry: String,
    sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sheet: Option<(String, usize)>,
}

/// A bundle that was opened.
pub(super) struct Opened {
    /// What it says of itself.
    pub(super) contents: Contents,
    /// The inputs.
    pub(super) recorded: Recorded,
    /// The files of the result, by name.
    pub(super) results: BTreeMap<String, Vec<u8>>,
}

/// How a result was made.
pub(super) struct Made<'m> {
    /// Id of the result.
    pub(super) id: &'m str,
    /// Arguments as given.
    pub(super) command: &'m [String],
    /// Path of the scenario or case.
    pub(super) path: &'m Path,
}

/// The bytes of a bundle.
///
/// # Errors
/// None in practice: it writes to memory.
pub(super) fn pack(made: &Made<'_>, recorded: &Recorded, results: &[(&str, String)]) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The same inputs give the same bytes, whatever the day.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut inputs = Vec::new();
    let mut texts = Vec::new();
    for (at, (path, file)) in recorded.files.iter().enumerate() {
        let name = path.file_name().map_or("input".into(), |name| name.to_string_lossy());
        let entry = format!("inputs/{:03}-{}", at + 1, plain_name(&name));
        inputs.push(Kept {
            path: path.clone(),
            entry: entry.clone(),
            sha256: hexadecimal(&Sha256::digest(file.text.as_bytes())),
            digest: file.digest.clone(),
            sheet: file.sheet.clone(),
        });
        texts.push((entry, file.text.as_str()));
    }
    let hashes = results.iter().map(|(name, text)| ((*name).to_owned(), hexadecimal(&Sha256::digest(text.as_bytes()))));
    let contents = Contents {
        program: PROGRAM.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        results_version: RESULTS_VERSION,
        id: made.id.to_owned(),
        command: made.command.to_vec(),
        path: made.path.to_path_buf(),
        told: recorded.told.clone(),
        inputs,
        results: hashes.collect(),
    };
    let contents = json::text(&contents).map_err(io::Error::other)?;
    let all = [(CONTENTS.to_owned(), contents.as_str())].into_iter().chain(texts);
    let all = all.chain(results.iter().map(|(name, text)| (format!("results/{name}"), text.as_str())));
    for (name, text) in all {
        zip.start_file(name, options).map_err(io::Error::other)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

/// Letters of a name that every system takes in a file name.
fn plain_name(name: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || "-_.".contains(letter) { letter } else { '_' };
    name.chars().map(plain).take(80).collect()
}

/// Whether a path names a bundle.
pub(super) fn is_bundle(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

/// Opens a bundle.
///
/// # Errors
/// A file that cannot be read, that is no bundle, or of which a text is not the one that was put in it.
pub(super) fn open(path: &Path) -> Result<Opened, Failure> {
    let shown = path.display().to_string();
    let wrong =
        |reason: &'static str| Failure::Usage(Message::new("bundle_wrong").with("path", &shown).with("reason", reason));
    let unreadable = |error: io::Error| Failure::Usage(crate::read::unreadable(&shown, &error));
    let found = fs::metadata(path).map_err(unreadable)?;
    if !found.is_file() || found.len() > LARGEST {
        return Err(wrong("bundle_no_zip"));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| wrong("bundle_no_zip"))?;
    if zip.len() > MOST {
        return Err(wrong("bundle_no_zip"));
    }
    let contents = entry(&mut zip, CONTENTS, MAX_BYTES).ok_or_else(|| wrong("bundle_no_contents"))?;
    let contents: Contents = serde_json::from_slice(&contents).map_err(|_| wrong("bundle_no_contents"))?;
    if contents.program != PROGRAM {
        return Err(wrong("bundle_no_contents"));
    }
    let mut recorded = Recorded { files: BTreeMap::new(), told: contents.told.clone() };
    for input in &contents.inputs {
        let text = entry(&mut zip, &input.entry, MAX_BYTES).ok_or_else(|| wrong("bundle_input_missing"))?;
        if hexadecimal(&Sha256::digest(&text)) != input.sha256 {
            return Err(wrong("bundle_input_changed"));
        }
        let text = String::from_utf8(text).map_err(|_| wrong("bundle_input_changed"))?;
        let file = KeptFile { text, digest: input.digest.clone(), sheet: input.sheet.clone() };
        recorded.files.insert(input.path.clone(), file);
    }
    let mut results = BTreeMap::new();
    for (name, hash) in &contents.results {
        let bytes =
            entry(&mut zip, &format!("results/{name}"), LARGEST).ok_or_else(|| wrong("bundle_result_missing"))?;
        if hexadecimal(&Sha256::digest(&bytes)) != *hash {
            return Err(wrong("bundle_result_changed"));
        }
        results.insert(name.clone(), bytes);
    }
    Ok(Opened { contents, recorded, results })
}

/// The bytes of an entry, at most so many; `None` where it is not there, cannot be read or is larger.
fn entry(zip: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str, most: u64) -> Option<Vec<u8>> {
    let found = zip.by_name(name).ok()?;
    let mut bytes = Vec::new();
    found.take(most + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= most).then_some(bytes)
}

/// Writes a bundle as a whole or not at all: into a file beside it, which then takes its name.
///
/// # Errors
/// A place that cannot be written to.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::Usage(of_writing(path, &error));
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // What is no bundle of ours is not ours to write over.
    if path.exists() && open(path).is_err() {
        return Err(Failure::Usage(Message::new("bundle_is_other").with("path", path.display())));
    }
    let mut file = in_the_open(&mut tempfile::Builder::new()).tempfile_in(parent).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.persist(path).map(|_| ()).map_err(|error| failed(error.error))
}

/// A file that others can read as any other that is made here: a temporary file is for its owner alone.
#[cfg(unix)]
fn in_the_open<'a, 'b>(file: &'a mut tempfile::Builder<'b, 'b>) -> &'a mut tempfile::Builder<'b, 'b> {
    use std::os::unix::fs::PermissionsExt;
    file.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn in_the_open<'a, 'b>(file: &'a mut tempfile::Builder<'b, 'b>) -> &'a mut tempfile::Builder<'b, 'b> {
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_can_be_opened_and_a_changed_byte_is_seen() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("a.zip");
        let mut recorded = Recorded::default();
        let file = KeptFile { text: "id;name\n".into(), digest: None, sheet: Some(("Blad1".into(), 2)) };
        recorded.files.insert(PathBuf::from("map/prijzen é.csv"), file);
        recorded.told.today = Some((2026, 11, 30));
        let made = Made { id: "abc", command: &["bundle".to_owned(), "x".to_owned()], path: Path::new("x.toml") };
        let bytes = pack(&made, &recorded, &[("result.json", "{}".to_owned())]).expect("bytes");
        assert_eq!(bytes, pack(&made, &recorded, &[("result.json", "{}".to_owned())]).expect("bytes"));
        fs::write(&path, "mine").expect("a file");
        assert!(write(&path, &bytes).is_err(), "what is no bundle stays");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "mine");
        fs::remove_file(&path).expect("gone");
        write(&path, &bytes).unwrap_or_else(|_| panic!("not written"));
        write(&path, &bytes).unwrap_or_else(|_| panic!("not written again"));
        let opened = open(&path).unwrap_or_else(|_| panic!("not opened"));
        assert_eq!(opened.recorded, recorded);
        assert_eq!((opened.contents.id.as_str(), opened.results["result.json"].as_slice()), ("abc", &b"{}"[..]));
        let mut broken = bytes.clone();
        let middle = broken.len() / 2;
        broken.truncate(middle);
        write(&path, &broken).unwrap_or_else(|_| panic!("not written"));
        assert!(open(&path).is_err());
    }
}
