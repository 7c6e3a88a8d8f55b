//! The folder in which cases are kept: on this computer, and on no disk that others share or copy.
//!
//! In: what the user asked, the environment, the mounts of the system. Out: a path, or why it will not do. SQLite's locks are
//! not to be trusted on network disks, and a program that copies a database while it is written can spoil it.

use crate::diagnostics::Message;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Name of the folder within the user's local data.
const NAME: &str = "mkba";
/// Where Linux tells of its mounts.
const MOUNTS: &str = "/proc/self/mountinfo";
/// Kinds of file systems that are reached over a network, or are the disk of another system.
const NETWORK: [&str; 19] = [
    "9p",
    "afs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "drvfs",
    "fuse.davfs2",
    "fuse.glusterfs",
    "fuse.gvfsd-fuse",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "gfs2",
    "lustre",
    "nfs",
    "nfs4",
    "smb3",
    "smbfs",
];
/// Beginnings of the names of folders that a program copies elsewhere, in small letters.
const SYNCED: [&str; 12] = [
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "surfdrive",
    "box sync",
    "stack",
    "seafile",
];

/// The folder that the system has for data of this user on this computer.
///
/// # Errors
/// An environment that names none.
pub fn usual(variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf, Message> {
    let of = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let found = if cfg!(windows) {
        of("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        of("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        of("XDG_DATA_HOME").or_else(|| of("HOME").map(|home| home.join(".local/share")))
    };
    found.map(|folder| folder.join(NAME)).ok_or_else(|| Message::new("serve_no_folder"))
}

/// Makes sure that cases can be kept in a folder.
///
/// # Errors
/// A folder on a network disk, or one that a program copies elsewhere.
pub fn fit(folder: &Path) -> Result<(), Message> {
    let whole = whole(folder);
    let refused = |key: &'static str| Err(Message::new(key).with("path", folder.display()));
    let text = folder.display().to_string();
    if text.starts_with(r"\\") || text.starts_with("//") {
        return refused("serve_network_folder");
    }
    let synced = whole.components().any(|part| is_synced(&part.as_os_str().to_string_lossy()));
    if synced {
        return refused("serve_synced_folder");
    }
    let mounts = std::fs::read_to_string(MOUNTS).unwrap_or_default();
    if kind(&mounts, &whole).is_some_and(|kind| NETWORK.contains(&kind)) {
        return refused("serve_network_folder");
    }
    Ok(())
}

fn is_synced(name: &str) -> bool {
    let name = name.to_lowercase();
    // "OneDrive - Gemeente" is one too; "stackable" is none.
    SYNCED.iter().any(|known| {
        name.strip_prefix(known).is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_alphanumeric()))
    })
}

/// The path without links, as far as it is there.
fn whole(folder: &Path) -> PathBuf {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let found = absolute.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    found.map_or(absolute.clone(), |(part, real)| real.join(absolute.strip_prefix(part).unwrap_or(Path::new(""))))
}

/// The kind of file system at a path, from the system's list of mounts: that of the longest place that holds the path.
fn kind<'m>(mounts: &'m str, path: &Path) -> Option<&'m str> {
    let mount = |line: &'m str| {
        let (before, after) = line.split_once(" - ")?;
        let place = before.split(' ').nth(4)?.replace("\\040", " ");
        path.starts_with(&place).then_some((place.len(), after.split(' ').next()?))
    };
    // Of two at one place the later one is seen.
    mounts.lines().filter_map(mount).max_by_key(|(length, _)| *length).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_disks_and_copied_folders_are_refused() {
        for bad in [r"\\server\share\mkba", "//server/share", "/home/a/OneDrive - Gemeente/mkba", "/home/a/Dropbox/x"] {
            assert!(fit(Path::new(bad)).is_err(), "{bad}");
        }
        let here = tempfile::tempdir().expect("a folder");
        for sound in ["mkba", "stackable", "onedrives"] {
            assert_eq!(fit(&here.path().join(sound)), Ok(()), "{sound}");
        }
        #[cfg(unix)]
        {
            std::fs::create_dir(here.path().join("Nextcloud")).expect("a folder");
            std::os::unix::fs::symlink(here.path().join("Nextcloud"), here.path().join("link")).expect("a link");
            assert!(fit(&here.path().join("link/mkba")).is_err());
        }
    }

    #[test]
    fn the_kind_of_a_disk_is_that_of_the_nearest_mount() {
        let mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
                      30 22 0:44 / /home/a/H\\040schijf rw shared:1 - cifs //server/h rw\n";
        assert_eq!(kind(mounts, Path::new("/home/a/mkba")), Some("ext4"));
        assert_eq!(kind(mounts, Path::new("/home/a/H schijf/mkba")), Some("cifs"));
        assert_eq!(kind("", Path::new("/")), None);
    }

    #[test]
    fn the_usual_folder_is_that_of_the_user() {
        if cfg!(target_os = "linux") {
            let of = |name: &str, value: &str| {
                let (name, value) = (name.to_owned(), OsString::from(value));
                usual(move |asked| (asked == name).then(|| value.clone()))
            };
            assert_eq!(of("HOME", "/home/a"), Ok(PathBuf::from("/home/a/.local/share/mkba")));
            assert_eq!(of("XDG_DATA_HOME", "/data"), Ok(PathBuf::from("/data/mkba")));
            assert!(of("XDG_DATA_HOME", "data").is_err() && of("X", "").is_err());
        }
    }
}
