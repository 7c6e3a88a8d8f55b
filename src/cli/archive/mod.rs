//! A bundle: one zip file with everything that a result was made of, and the result.
//!
//! In: what was read, what was asked, the files of the result. Out: bytes, the same for the same inputs, whatever the day, the
//! machine or the number of parts. Beside the files of a run lies the same archive without the result: `inputs.zip`.

mod open;

pub(super) use crate::cli::archive::open::{Opened, archive_of, open};

use crate::cli::arguments::run::RunArguments;
use crate::cli::failure::Failure;
use crate::diagnostics::{Message, hexadecimal};
use crate::read::{Recorded, Told};
use crate::report::identity::PROGRAM;
use crate::report::json;
use crate::report::run_faults::of_writing;
use crate::session::{DrawCount, HouseholdCount, MethodChoice, RunOptions};
use crate::simulate::RESULTS_VERSION;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The entry that says what the others are.
const CONTENTS: &str = "bundle.json";

/// Everything that a run is made of.
#[derive(Clone, Debug)]
pub(super) struct Inputs {
    /// The scenario or case as it was named.
    pub(super) file: PathBuf,
    /// Its path among the files that were read.
    pub(super) path: PathBuf,
    /// Other values for parameters and characteristics.
    pub(super) set: Vec<(String, String)>,
    /// What was asked of the run.
    pub(super) options: RunOptions,
    /// The files that were read.
    pub(super) recorded: Recorded,
}

/// What is in a bundle.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Contents {
    /// Name of the program.
    program: String,
    /// Its version.
    pub(super) version: String,
    /// Version of results.
    pub(super) results_version: u32,
    /// Id of the result.
    pub(super) id: String,
    /// The scenario or case as it was named.
    file: PathBuf,
    /// Its path among the inputs.
    pub(super) path: PathBuf,
    /// Other values for parameters and characteristics.
    set: Vec<(String, String)>,
    /// What was asked of the run.
    options: RunOptions,
    /// What the reader was told beside texts.
    told: Told,
    /// The inputs.
    inputs: Vec<Kept>,
    /// Files of the result, with the SHA-256 of each.
    pub(super) results: BTreeMap<String, String>,
    /// Whether these files are entries too; else they lie beside the archive.
    holds_results: bool,
}

/// An input.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    path: PathBuf,
    entry: String,
    sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sheet: Option<(String, usize)>,
}

impl Contents {
    /// The arguments of a run that gives this result again, with what is asked now in their place where something is.
    pub(super) fn arguments(&self, now: &RunArguments) -> RunArguments {
        let options = &self.options;
        let (mut draws, mut precision, mut ceiling) = match &options.draws {
            DrawCount::OfScenario | DrawCount::AtMost(_) => (None, Vec::new(), None),
            DrawCount::Exactly(draws) => (Some(*draws), Vec::new(), None),
            DrawCount::UntilPrecise { aims, ceiling } => (None, aims.clone(), Some(*ceiling)),
        };
        if now.draws.is_some() || !now.precision.is_empty() {
            (draws, precision, ceiling) = (now.draws, now.precision.clone(), now.ceiling);
        }
        let households = match options.households {
            HouseholdCount::Exactly(households) => Some(households),
            HouseholdCount::OfScenario | HouseholdCount::WhereNeeded => None,
        };
        let alternatives = if now.alternatives.is_empty() { &options.alternatives } else { &now.alternatives };
        RunArguments {
            file: self.file.clone(),
            draws,
            precision,
            ceiling,
            households: now.households.or(households),
            seed: now.seed.or(options.seed),
            method: if now.method == MethodChoice::Auto { options.method } else { now.method },
            alternatives: alternatives.clone(),
            prices: self.told.own_prices.clone(),
            set: self.set.iter().chain(&now.set).cloned().collect(),
            at_means: options.at_means || now.at_means,
            ..now.clone()
        }
    }
}

/// The bytes of a bundle of the result with this id.
///
/// # Errors
/// None in practice: it writes to memory.
pub(super) fn pack(id: &str, inputs: &Inputs, results: &[(&str, String)]) -> io::Result<Vec<u8>> {
    packed(id, inputs, results, true)
}

/// The bytes of the inputs of a result alone, with the hashes of its files.
///
/// # Errors
/// None in practice: it writes to memory.
pub(super) fn pack_inputs(id: &str, inputs: &Inputs, results: &[(&str, String)]) -> io::Result<Vec<u8>> {
    packed(id, inputs, results, false)
}

fn packed(id: &str, inputs: &Inputs, results: &[(&str, String)], holds_results: bool) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The same inputs give the same bytes, whatever the day.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut kept = Vec::new();
    let mut texts = Vec::new();
    for (at, (path, file)) in inputs.recorded.files.iter().enumerate() {
        let name = path.file_name().map_or("input".into(), |name| name.to_string_lossy());
        let entry = format!("inputs/{:03}-{}", at + 1, plain_name(&name));
        kept.push(Kept {
            path: path.clone(),
            entry: entry.clone(),
            sha256: hash(file.text.as_bytes()),
            digest: file.digest.clone(),
            sheet: file.sheet.clone(),
        });
        texts.push((entry, file.text.as_str()));
    }
    let contents = Contents {
        program: PROGRAM.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        results_version: RESULTS_VERSION,
        id: id.to_owned(),
        file: inputs.file.clone(),
        path: inputs.path.clone(),
        set: inputs.set.clone(),
        options: inputs.options.clone(),
        told: inputs.recorded.told.clone(),
        inputs: kept,
        results: results.iter().map(|(name, text)| ((*name).to_owned(), hash(text.as_bytes()))).collect(),
        holds_results,
    };
    let contents = json::text(&contents).map_err(io::Error::other)?;
    let all = [(CONTENTS.to_owned(), contents.as_str())].into_iter().chain(texts);
    let within = results.iter().filter(|_| holds_results);
    let all = all.chain(within.map(|(name, text)| (of_result(name), text.as_str())));
    for (name, text) in all {
        zip.start_file(name, options).map_err(io::Error::other)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

/// The entry of a file of the result.
fn of_result(name: &str) -> String {
    format!("results/{name}")
}

/// SHA-256 in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
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
    file.permissions(std::fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn in_the_open<'a, 'b>(file: &'a mut tempfile::Builder<'b, 'b>) -> &'a mut tempfile::Builder<'b, 'b> {
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::KeptFile;
    use std::fs;

    /// Inputs of one file.
    pub(super) fn inputs() -> Inputs {
        let mut recorded = Recorded::default();
        let file = KeptFile { text: "id;name\n".into(), digest: None, sheet: Some(("Blad1".into(), 2)) };
        recorded.files.insert(PathBuf::from("map/prijzen é.csv"), file);
        let options = RunOptions { draws: DrawCount::Exactly(8), seed: Some(7), ..RunOptions::default() };
        let set = vec![("x".to_owned(), "1".to_owned())];
        Inputs { file: PathBuf::from("x"), path: PathBuf::from("map/x.toml"), set, options, recorded }
    }

    #[test]
    fn what_is_packed_can_be_opened_and_a_changed_byte_is_seen() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("a.zip");
        let inputs = inputs();
        let results = [("result.json", "{}".to_owned())];
        let bytes = pack("abc", &inputs, &results).expect("bytes");
        assert_eq!(bytes, pack("abc", &inputs, &results).expect("bytes"));
        fs::write(&path, "mine").expect("a file");
        assert!(write(&path, &bytes).is_err(), "what is no bundle stays");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "mine");
        fs::remove_file(&path).expect("gone");
        write(&path, &bytes).unwrap_or_else(|_| panic!("not written"));
        write(&path, &bytes).unwrap_or_else(|_| panic!("not written again"));
        let opened = open(&path).unwrap_or_else(|_| panic!("not opened"));
        assert_eq!(opened.recorded, inputs.recorded);
        assert_eq!((opened.contents.id.as_str(), opened.results["result.json"].as_slice()), ("abc", &b"{}"[..]));
        let mut broken = bytes.clone();
        let middle = broken.len() / 2;
        broken.truncate(middle);
        write(&path, &broken).unwrap_or_else(|_| panic!("not written"));
        assert!(open(&path).is_err());
    }

    #[test]
    fn what_was_asked_comes_back_and_what_is_asked_now_goes_first() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("a.zip");
        fs::write(&path, pack_inputs("abc", &inputs(), &[]).expect("bytes")).expect("written");
        let contents = open(&path).unwrap_or_else(|_| panic!("not opened")).contents;
        let own = contents.arguments(&RunArguments::default());
        assert_eq!((own.file, own.draws, own.seed, own.set.len()), (PathBuf::from("x"), Some(8), Some(7), 1));
        let now = RunArguments { seed: Some(9), set: vec![("y".into(), "2".into())], ..RunArguments::default() };
        let both = contents.arguments(&now);
        assert_eq!((both.draws, both.seed, both.set.len()), (Some(8), Some(9), 2));
    }

    #[test]
    fn a_file_of_the_result_that_was_changed_beside_the_inputs_is_named() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("inputs.zip");
        let results = [("result.json", "{}".to_owned())];
        fs::write(&path, pack_inputs("abc", &inputs(), &results).expect("bytes")).expect("written");
        assert!(open(&path).is_ok_and(|opened| opened.results.is_empty()));
        fs::write(place.path().join("result.json"), "{}").expect("written");
        assert_eq!(archive_of(place.path()).as_deref(), Some(path.as_path()));
        assert_eq!(archive_of(&place.path().join("result.json")).as_deref(), Some(path.as_path()));
        assert!(open(&path).is_ok_and(|opened| opened.results.len() == 1));
        fs::write(place.path().join("result.json"), "[]").expect("written");
        let Err(Failure::Usage(message)) = open(&path) else { panic!("opened") };
        assert!(message.values.iter().any(|(_, value)| value == "result.json"), "{message:?}");
    }
}
