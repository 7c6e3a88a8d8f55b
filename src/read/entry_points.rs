//! Reading a scenario in one call: `Scenario::read`.
//!
//! In: a path, or files of whatever kind. Out: a [`Scenario`], or an [`Error`] with every fault at its place. Warnings,
//! remarks and the files themselves are in what [`load()`] gives.

use std::path::Path;

use crate::error::{Error, ErrorKind};
use crate::model::Scenario;
use crate::read::load;
use crate::read::{Disk, Files, Refused};

impl Scenario {
    /// Reads a scenario and its lists from disk.
    ///
    /// ```no_run
    /// let scenario = mkba::Scenario::read("scenarios/huisuitzetting.toml")?;
    /// # Ok::<(), mkba::Error>(())
    /// ```
    ///
    /// # Errors
    /// Every fault of the scenario and its lists, with its place.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::read_with(&Disk, path, &[])
    }

    /// Reads a scenario and its lists from where `files` are: [`Disk`], [`crate::read::Memory`], or the library that travels
    /// with the program. `set` gives other values to attributes of the household and to parameters, by name.
    ///
    /// # Errors
    /// Every fault of the scenario, its lists and `set`, with its place.
    pub fn read_with(files: &dyn Files, path: impl AsRef<Path>, set: &[(String, String)]) -> Result<Self, Error> {
        Ok(load(files, path.as_ref(), set)?.scenario)
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::new(ErrorKind::Files, refused.sources, refused.diagnostics)
    }
}
