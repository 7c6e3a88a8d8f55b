//! A folder of files, written as a whole or not at all.
//!
//! In: a path and texts. Out: a folder. The files are written into a folder beside it, which then takes its name; a
//! folder that we wrote earlier is replaced, any other is left alone.

use crate::diagnostics::Message;
use crate::report::identity::PROGRAM;
use crate::report::run_faults::of_writing;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Name of the manifest, by which a folder of ours is known.
pub const MANIFEST: &str = "manifest.json";
/// Files of a study.
pub const STUDY_FILES: [&str; 4] = ["result.json", "study.csv", "study.svg", MANIFEST];
/// Files of a run.
pub const FILES: [&str; 6] = ["result.json", "ledger.csv", "draws.csv", "measures.csv", "distribution.svg", MANIFEST];
/// A file of a run that is written where it is asked for.
pub const TRACE: &str = "trace.csv";

/// A folder that is about to be written.
#[derive(Debug)]
pub struct Bundle {
    target: PathBuf,
    workshop: TempDir,
}

impl Bundle {
    /// Makes sure, before any work, that the folder can be written and that nothing of somebody else is in its place.
    ///
    /// # Errors
    /// A path that is taken by something that is not ours, or a place that cannot be written to.
    pub fn prepare(path: &Path) -> Result<Self, Message> {
        let target = resolve(path).map_err(|error| of_writing(path, &error))?;
        check_ours(&target)?;
        let parent = target.parent().unwrap_or(Path::new("."));
        let workshop = tempfile::Builder::new().prefix(".mkba-").tempdir_in(parent);
        Ok(Self { workshop: workshop.map_err(|error| of_writing(parent, &error))?, target })
    }

    /// Writes all files; their names must be among [`FILES`] with [`TRACE`], or [`STUDY_FILES`].
    ///
    /// # Errors
    /// When a file cannot be written or the folder cannot take its place: then everything is as before.
    pub fn write(self, files: &[(&str, String)]) -> Result<(), Message> {
        self.try_write(files).map_err(|error| of_writing(&self.target, &error))
    }

    fn try_write(&self, files: &[(&str, String)]) -> io::Result<()> {
        let fresh = self.workshop.path().join("new");
        fs::create_dir(&fresh)?;
        for (name, text) in files {
            fs::write(fresh.join(name), text)?;
        }
        // Again, since the work may have taken long.
        check_ours(&self.target).map_err(|_| io::Error::from(io::ErrorKind::AlreadyExists))?;
        let old = self.workshop.path().join("old");
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

/// The path without links, so that what a link points at is replaced and not the link.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = path.file_name().ok_or(error)?;
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Ok(fs::canonicalize(parent)?.join(name))
        }
        found => found,
    }
}

/// Nothing there, or a folder with a manifest of ours and no files of anybody else.
fn check_ours(target: &Path) -> Result<(), Message> {
    if fs::symlink_metadata(target).is_err() {
        return Ok(());
    }
    let text = fs::read_to_string(target.join(MANIFEST)).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    if manifest.get("program").and_then(|name| name.as_str()) != Some(PROGRAM) {
        return Err(Message::new("output_not_ours").with("path", target.display()));
    }
    let entries = fs::read_dir(target).map_err(|error| of_writing(target, &error))?;
    let ours = |name: &OsStr| FILES.iter().chain(&STUDY_FILES).chain(&[TRACE]).any(|own| OsStr::new(own) == name);
    let foreign = entries.flatten().map(|entry| entry.file_name()).find(|name| !ours(name));
    match foreign {
        Some(name) => Err(Message::new("output_foreign_file")
            .with("path", target.display())
            .with("name", Path::new(&name).display())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
