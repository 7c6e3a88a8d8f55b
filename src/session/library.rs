//! Files for a session: those of this machine and of the library that travels with the program.
//!
//! In: what a user names, and a price list of the user. Out: paths, and [`Files`] to read them
//! from.

use crate::diagnostics::Message;
use crate::read::library::{self, WithLibrary};
use crate::read::{self, Files, Over};
use std::io;
use std::path::{Path, PathBuf};

/// The path of what a user names: a file on disk, else one of the library.
///
/// # Errors
/// Where there is none, with the name that is nearest.
pub fn find(name: &Path) -> Result<PathBuf, Message> {
    library::find(name)
}

/// All files, with a price list of the user, if there is one, laid over that of each scenario.
///
/// # Errors
/// A list that cannot be read. What is wrong within it is told with what is wrong in the scenario.
pub fn files(prices: Option<&Path>) -> Result<Over<'_>, Message> {
    match prices.map(|path| (path, WithLibrary.read(path))) {
        Some((path, Err(error))) if error.kind() != io::ErrorKind::InvalidData => {
            Err(read::unreadable(&path.display().to_string(), &error))
        }
        _ => Ok(Over { files: &WithLibrary, prices }),
    }
}
