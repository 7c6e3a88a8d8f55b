//! A hidden folder beside a folder of results, in which its files are made.
//!
//! In: the place of a folder. Out: a [`Workshop`] beside it, locked for as long as this program lives. Workshops that a
//! program left behind when it was ended in the middle are taken away, and what they hold of an earlier result goes back to
//! its place.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What names of workshops start with.
const PREFIX: &str = ".mkba-";
/// The file that is locked by the program to which the workshop belongs.
const LOCK: &str = "lock";
/// The new folder.
const NEW: &str = "new";
/// Holds the folder that was replaced, under its own name.
const OLD: &str = "old";
/// How often a workshop is made anew that another program took for a leaving.
const MOST_TRIES: usize = 10;

/// A folder that is taken away again, whatever happens.
#[derive(Debug)]
pub(super) struct Workshop {
    // First, so that it is no longer open when the folder goes.
    _lock: File,
    folder: TempDir,
}

impl Workshop {
    /// Takes away what earlier programs left here, and makes a workshop.
    ///
    /// # Errors
    /// A folder in which nothing can be made.
    pub(super) fn open(parent: &Path) -> io::Result<Self> {
        sweep(parent);
        let mut tries = 0;
        loop {
            let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
            tries += 1;
            match lock(&folder.path().join(LOCK)) {
                Ok(lock) => return Ok(Self { _lock: lock, folder }),
                Err(error) if tries == MOST_TRIES => return Err(error),
                Err(_) => {}
            }
        }
    }

    /// The workshop itself.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where the new folder is made.
    pub(super) fn fresh(&self) -> PathBuf {
        self.path().join(NEW)
    }

    /// Where the folder goes that is replaced.
    pub(super) fn replaced(&self, target: &Path) -> io::Result<PathBuf> {
        let old = self.path().join(OLD);
        fs::create_dir_all(&old)?;
        Ok(old.join(target.file_name().unwrap_or_default()))
    }
}

/// Makes and locks the file; an error where it was taken away meanwhile. Where files cannot be locked, nobody takes away
/// anything.
fn lock(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create_new(true).open(path)?;
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        return Err(io::ErrorKind::WouldBlock.into());
    }
    fs::symlink_metadata(path)?;
    Ok(file)
}

/// Takes away workshops of programs that live no more. What cannot be taken away stays.
fn sweep(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let hidden = entry.file_name().as_encoded_bytes().starts_with(PREFIX.as_bytes());
        if hidden && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            let _ = take_away(parent, &entry.path());
        }
    }
}

/// Takes away one workshop, unless its program lives or it holds what no workshop holds.
fn take_away(parent: &Path, folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        if ![LOCK, NEW, OLD].iter().any(|name| entry.as_ref().is_ok_and(|entry| entry.file_name() == *name)) {
            return Ok(());
        }
    }
    let path = folder.join(LOCK);
    if !fs::symlink_metadata(&path).is_ok_and(|found| found.is_file()) {
        // Its program was ended before it could lock it, or is about to: then that makes another.
        return fs::remove_dir(folder);
    }
    let file = OpenOptions::new().write(true).open(path)?;
    if file.try_lock().is_err() {
        return Ok(());
    }
    for entry in fs::read_dir(folder.join(OLD)).into_iter().flatten().flatten() {
        let place = parent.join(entry.file_name());
        if fs::symlink_metadata(&place).is_err() {
            fs::rename(entry.path(), place)?;
        }
    }
    drop(file);
    fs::remove_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workshop as a program leaves it that is ended, with these files.
    fn left(parent: &Path, name: &str, files: &[&str]) -> PathBuf {
        let folder = parent.join(name);
        for file in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, "x").expect("written");
        }
        folder
    }

    #[test]
    fn leavings_go_and_what_they_took_comes_back() {
        let place = tempfile::tempdir().expect("a folder");
        let gone = [
            left(place.path(), ".mkba-1", &["lock", "new/result.json"]),
            left(place.path(), ".mkba-2", &["lock", "old/out/result.json"]),
        ];
        let empty = place.path().join(".mkba-3");
        fs::create_dir(&empty).expect("made");
        let foreign = left(place.path(), ".mkba-mine", &["lock", "notes.txt"]);
        let living = Workshop::open(place.path()).expect("a workshop");
        drop(Workshop::open(place.path()).expect("another"));
        assert!(gone.iter().chain([&empty]).all(|folder| !folder.exists()));
        assert!(place.path().join("out/result.json").exists());
        assert!(foreign.join("notes.txt").exists() && living.path().exists());
    }

    #[test]
    fn a_newer_result_is_not_replaced_by_what_a_leaving_holds() {
        let place = tempfile::tempdir().expect("a folder");
        left(place.path(), "out", &["result.json"]);
        fs::write(place.path().join("out/result.json"), "new").expect("written");
        left(place.path(), ".mkba-1", &["lock", "old/out/result.json"]);
        drop(Workshop::open(place.path()).expect("a workshop"));
        assert_eq!(fs::read_to_string(place.path().join("out/result.json")).expect("a file"), "new");
        assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 1);
    }
}
