//! The folder of a plan and its shards.
//!
//! In: paths. Out: the plan that was read; a shard, found or written. A shard is written under another name and then takes
//! its own, so that what has the name of a shard was finished.

use crate::cli::commands::shard::failure;
use crate::cli::failure::Failure;
use crate::report::run_faults::of_writing;
use crate::session::shard::{Look, ShardPlan, look};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Name of a plan.
pub(super) const PLAN: &str = "plan.json";
/// What the name of an unfinished shard ends with.
const UNFINISHED: &str = ".unfinished";

/// Reads the plan at a path, or in the folder there.
pub(super) fn plan(path: &Path) -> Result<ShardPlan, Failure> {
    let path = if path.is_dir() { path.join(PLAN) } else { path.to_path_buf() };
    let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
    ShardPlan::read(&text).map_err(|error| failure(error, &path))
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::Usage(crate::read::unreadable(&path.display().to_string(), error))
}

/// The place of a shard.
pub(super) fn place(folder: &Path, shard: usize) -> PathBuf {
    folder.join(format!("shard-{shard:06}.bin"))
}

/// What stands in the place of a shard; `None` where nothing does.
pub(super) fn found(plan: &ShardPlan, folder: &Path, shard: usize) -> Result<Option<Look>, Failure> {
    let path = place(folder, shard);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(&path, &error)),
    };
    look(plan, shard, file).map(Some).map_err(|error| unreadable(&path, &error))
}

/// A file beside that of a shard, which goes again unless it is [`finish`]ed.
pub(super) fn unfinished(folder: &Path, shard: usize) -> Result<NamedTempFile, Failure> {
    let prefix = format!(".shard-{shard:06}-");
    sweep(folder, &prefix);
    let file = tempfile::Builder::new().prefix(&prefix).suffix(UNFINISHED).tempfile_in(folder);
    let file = file.map_err(|error| Failure::Usage(of_writing(folder, &error)))?;
    // Where files cannot be locked, nobody takes away anything.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// Takes away what programs left that were ended in the middle of a shard.
fn sweep(folder: &Path, prefix: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = name.starts_with(prefix) && name.ends_with(UNFINISHED);
        if ours && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Gives a file its name, once it is on the disk.
pub(super) fn finish(file: NamedTempFile, path: &Path) -> Result<(), Failure> {
    let failed = |error: &io::Error| Failure::Usage(of_writing(path, error));
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    readable_by_others(file.as_file());
    file.persist(path).map(drop).map_err(|error| failed(&error.error))
}

/// Colleagues read what a cluster wrote, as they do any other file of ours.
#[cfg(unix)]
fn readable_by_others(file: &File) {
    use std::os::unix::fs::PermissionsExt;
    let _ = file.set_permissions(fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn readable_by_others(_: &File) {}
