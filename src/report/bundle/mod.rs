//! A folder of files, written as a whole or not at all.
//!
//! In: a path and texts. Out: a folder. The files are written into a folder beside it, which then takes its name; a
//! folder that we wrote earlier is replaced, any other is left alone. Files of ours that somebody changed are kept.

mod taken;
mod workshop;

use crate::diagnostics::{Message, hexadecimal};
use crate::report::bundle::workshop::Workshop;
use crate::report::json;
use crate::report::run_faults::of_writing;
use sha2::{Digest, Sha256};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Name of the manifest, by which a folder of ours is known.
pub const MANIFEST: &str = "manifest.json";
/// Files of a study.
pub const STUDY_FILES: [&str; 4] = ["result.json", "study.csv", "study.svg", MANIFEST];
/// A table of a study whose variants have weights.
pub const STRUCTURE: &str = "structure.csv";
/// Files of a run.
pub const FILES: [&str; 6] = ["result.json", "ledger.csv", "draws.csv", "measures.csv", "distribution.svg", MANIFEST];
/// Files of a report.
pub const REPORT_FILES: [&str; 8] =
    ["report.html", "report.xlsx", "case.html", "partner.html", CHARTS, "report.md", "budget.csv", MANIFEST];
/// The answers of an analysis.
pub const ANALYSIS: &str = "analysis.json";
/// Tables of an analysis: of each question that was asked and has an answer.
pub const ANALYSIS_TABLES: [&str; 14] = [
    "drivers.csv",
    "choices.csv",
    "break_even.csv",
    "waiting.csv",
    "alternatives.csv",
    "acceptability.csv",
    "plane.csv",
    "information.csv",
    "groups.csv",
    "evidence.csv",
    "less_trust.csv",
    "risk.csv",
    "payers.csv",
    "caseload.csv",
];
/// Charts of an analysis: of each question that has one, of the first effect where there are more.
pub const ANALYSIS_CHARTS: [&str; 6] =
    ["drivers.svg", "break_even.svg", "waiting.svg", "acceptability.svg", "plane.svg", "information.svg"];
/// The numbers of all charts.
pub const CHARTS: &str = "charts.csv";
/// A file of a run that is written where it is asked for.
pub const TRACE: &str = "trace.csv";
/// Likewise.
pub const RECORDS: &str = "records.csv";

/// Everything that a run was made of: from it a report is written, two results are compared, a result is verified.
pub const INPUTS: &str = "inputs.zip";

/// Tables as Parquet, where that was asked for.
pub const COLUMN_FILES: [&str; 5] =
    ["ledger.parquet", "draws.parquet", "measures.parquet", "trace.parquet", "study.parquet"];

/// A folder that is about to be written.
#[derive(Debug)]
pub struct Bundle {
    target: PathBuf,
    workshop: Workshop,
}

/// A folder whose files are written, and that has to take its place.
#[derive(Debug)]
pub struct FilledBundle {
    target: PathBuf,
    workshop: Workshop,
    notes: Vec<Message>,
}

impl Bundle {
    /// Makes sure, before any work, that the folder can be written and that nothing of somebody else is in its place.
    ///
    /// # Errors
    /// A path that is taken by something that is not ours, or a place that cannot be written to.
    pub fn prepare(path: &Path) -> Result<Self, Message> {
        let target = resolve(path).map_err(|error| of_writing(path, &error))?;
        let parent = target.parent().unwrap_or(Path::new("."));
        // First: what a program left that was ended may have to go back to where it was.
        let workshop = Workshop::open(parent).map_err(|error| of_writing(parent, &error));
        taken::look(&target)?;
        Ok(Self { workshop: workshop?, target })
    }

    /// The hidden folder in which the files are made.
    pub fn workshop(&self) -> &Path {
        self.workshop.path()
    }

    /// Writes all files; their names must be among [`FILES`] with [`TRACE`], [`RECORDS`] and [`INPUTS`], [`STUDY_FILES`], [`STRUCTURE`],
    /// [`COLUMN_FILES`], [`REPORT_FILES`],
    /// [`ANALYSIS`], [`ANALYSIS_TABLES`] and [`ANALYSIS_CHARTS`], or those of a caseload. The manifest gets the hashes of the others.
    ///
    /// # Errors
    /// When a file cannot be written, or something of somebody else came in its place: then everything is as before.
    pub fn fill<T: AsRef<[u8]>>(self, files: &[(&str, T)]) -> Result<FilledBundle, Message> {
        let failed = |error: io::Error| of_writing(&self.target, &error);
        let fresh = self.workshop.fresh();
        fs::create_dir(&fresh).map_err(failed)?;
        for (name, text) in files {
            let bytes = text.as_ref();
            let hashed = (*name == MANIFEST).then(|| with_hashes(&String::from_utf8_lossy(bytes), files));
            fs::write(fresh.join(name), hashed.as_ref().map_or(bytes, String::as_bytes)).map_err(failed)?;
        }
        // Again, since the work may have taken long.
        let taken = taken::look(&self.target)?;
        let mut notes = Vec::new();
        // Copied and not moved: whoever ends the program now loses nothing.
        for name in taken.kept {
            fs::copy(self.target.join(&name), fresh.join(&name)).map_err(failed)?;
        }
        for name in taken.changed {
            let kept = taken::name_to_keep(name, &fresh);
            fs::copy(self.target.join(name), fresh.join(&kept)).map_err(failed)?;
            notes.push(Message::new("output_kept").with("name", name).with("kept", kept));
        }
        for name in taken.harmless {
            // A lock that is held cannot be copied, and is of no use elsewhere.
            let _ = fs::copy(self.target.join(&name), fresh.join(&name));
            notes.push(Message::new("output_harmless").with("name", Path::new(&name).display()));
        }
        Ok(FilledBundle { target: self.target, workshop: self.workshop, notes })
    }

    /// Writes all files and puts the folder in its place.
    ///
    /// # Errors
    /// As of [`Bundle::fill`] and [`FilledBundle::place`].
    pub fn write<T: AsRef<[u8]>>(self, files: &[(&str, T)]) -> Result<Vec<Message>, Message> {
        self.fill(files)?.place()
    }
}

impl FilledBundle {
    /// Puts the folder in its place; gives what has to be told.
    ///
    /// # Errors
    /// When the folder cannot take its place: then everything is as before.
    pub fn place(self) -> Result<Vec<Message>, Message> {
        self.try_place().map_err(|error| of_writing(&self.target, &error))?;
        Ok(self.notes)
    }

    fn try_place(&self) -> io::Result<()> {
        let (fresh, old) = (self.workshop.fresh(), self.workshop.replaced(&self.target)?);
        let replaced = self.target.exists();
        if replaced {
            fs::rename(&self.target, &old)?;
        }
        fs::rename(&fresh, &self.target).or_else(|error| {
            if replaced {
                fs::rename(&old, &self.target)?;
            }
            Err(error)
        })
    }
}

/// Files in a folder of results that are not as they were written, by their hashes in its manifest.
///
/// # Errors
/// A folder that is none of ours.
pub fn changed_by_hand(folder: &Path) -> Result<Vec<&'static str>, Message> {
    taken::look(folder).map(|taken| taken.changed)
}

/// A manifest with the hashes of all other files.
fn with_hashes<T: AsRef<[u8]>>(manifest: &str, files: &[(&str, T)]) -> String {
    let Ok(serde_json::Value::Object(mut all)) = serde_json::from_str(manifest) else { return manifest.to_string() };
    let others = files.iter().filter(|(name, _)| *name != MANIFEST);
    let hash = |bytes: &T| serde_json::Value::from(hexadecimal(&Sha256::digest(bytes.as_ref())));
    let hashes: serde_json::Map<_, _> = others.map(|(name, text)| ((*name).to_string(), hash(text))).collect();
    all.insert("outputs".to_string(), hashes.into());
    json::text(&all).unwrap_or_else(|_| manifest.to_string())
}

/// The path without links, so that what a link points at is replaced and not the link.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = path.file_name().filter(|name| *name != OsStr::new("..")).ok_or(error)?;
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Ok(fs::canonicalize(parent)?.join(name))
        }
        found => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::identity::PROGRAM;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn files(id: &str) -> Vec<(&'static str, String)> {
        let manifest = format!("{{\"program\": \"{PROGRAM}\", \"id\": \"{id}\"}}");
        vec![("result.json", id.to_owned()), (MANIFEST, manifest)]
    }

    #[test]
    fn a_folder_of_ours_is_replaced() {
        let place = tempfile::tempdir().expect("a folder");
        let out = place.path().join("out");
        for id in ["one", "two"] {
            Bundle::prepare(&out).expect("free").write(&files(id)).expect("written");
            assert_eq!(fs::read_to_string(out.join("result.json")).expect("a file"), id);
        }
        assert_eq!(names(place.path()), ["out"]);
        assert_eq!(names(&out), [MANIFEST, "result.json"]);
    }

    #[test]
    fn what_is_not_ours_is_left_alone() {
        let place = tempfile::tempdir().expect("a folder");
        let out = place.path().join("out");
        fs::create_dir(&out).expect("made");
        fs::write(out.join("notes.txt"), "mine").expect("written");
        assert_eq!(Bundle::prepare(&out).expect_err("taken").key, "output_not_ours");
        fs::write(out.join(MANIFEST), "{\"program\": \"other\"}").expect("written");
        assert_eq!(Bundle::prepare(&out).expect_err("taken").key, "output_not_ours");
        fs::write(out.join(MANIFEST), "{\"program\": \"mkba\"}").expect("written");
        fs::write(out.join("notes.txt"), "mine").expect("written");
        assert_eq!(Bundle::prepare(&out).expect_err("taken").key, "output_foreign_file");
        let file = place.path().join("file");
        fs::write(&file, "").expect("written");
        assert_eq!(Bundle::prepare(&file).expect_err("taken").key, "output_not_ours");
        assert_eq!(names(place.path()), ["file", "out"]);
    }

    #[test]
    fn a_failing_write_leaves_nothing_or_what_was_there() {
        let place = tempfile::tempdir().expect("a folder");
        let out = place.path().join("out");
        let broken = || vec![("result.json", "half".to_owned()), ("no/such/folder.csv", String::new())];
        assert!(Bundle::prepare(&out).expect("free").write(&broken()).is_err());
        assert!(names(place.path()).is_empty());
        Bundle::prepare(&out).expect("free").write(&files("one")).expect("written");
        assert!(Bundle::prepare(&out).expect("ours").write(&broken()).is_err());
        assert_eq!(names(place.path()), ["out"]);
        assert_eq!(fs::read_to_string(out.join("result.json")).expect("a file"), "one");
    }

    #[test]
    fn a_bundle_that_is_not_written_leaves_nothing() {
        let place = tempfile::tempdir().expect("a folder");
        drop(Bundle::prepare(&place.path().join("out")).expect("free"));
        assert!(names(place.path()).is_empty());
        let missing = place.path().join("no/out");
        assert_eq!(Bundle::prepare(&missing).expect_err("no parent").key, "output_no_folder");
    }

    #[test]
    fn an_empty_folder_is_taken_and_what_the_system_left_stays() {
        let place = tempfile::tempdir().expect("a folder");
        let out = place.path().join("out");
        fs::create_dir(&out).expect("made");
        assert_eq!(Bundle::prepare(&out).expect("empty").write(&files("one")).expect("written"), []);
        for name in ["Thumbs.db", ".DS_Store", "desktop.ini", "~$ledger.csv"] {
            fs::write(out.join(name), "left").expect("written");
        }
        let told = Bundle::prepare(&out).expect("ours").write(&files("two")).expect("written");
        assert!(told.len() == 4 && told.iter().all(|note| note.key == "output_harmless"), "{told:?}");
        assert_eq!(names(&out), [".DS_Store", "Thumbs.db", "desktop.ini", MANIFEST, "result.json", "~$ledger.csv"]);
        assert_eq!(names(place.path()), ["out"]);
    }

    #[test]
    fn what_was_changed_by_hand_is_kept_under_another_name() {
        let place = tempfile::tempdir().expect("a folder");
        let out = place.path().join("out");
        let write = |id| Bundle::prepare(&out).expect("ours").write(&files(id)).expect("written");
        write("one");
        for (edit, kept) in [("mine", "result.edited.json"), ("mine again", "result.edited-2.json")] {
            fs::write(out.join("result.json"), edit).expect("written");
            let told = write("two");
            assert_eq!(told, [Message::new("output_kept").with("name", "result.json").with("kept", kept)]);
            assert_eq!(fs::read_to_string(out.join(kept)).expect("kept"), edit);
            assert_eq!(fs::read_to_string(out.join("result.json")).expect("a file"), "two");
        }
        assert_eq!(write("three"), []);
        assert_eq!(names(&out), [MANIFEST, "result.edited-2.json", "result.edited.json", "result.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_manifest_that_is_no_plain_file_is_not_read() {
        let place = tempfile::tempdir().expect("a folder");
        let out = place.path().join("out");
        fs::create_dir(&out).expect("made");
        std::os::unix::fs::symlink("/dev/zero", out.join(MANIFEST)).expect("a link");
        assert_eq!(Bundle::prepare(&out).expect_err("taken").key, "output_not_ours");
    }
}
