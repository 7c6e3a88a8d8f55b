//! What a command works on: files of this machine and of the library, or those that a result keeps.
//!
//! In: arguments. Out: [`Source`]: files, the path of a scenario or case among them, and what is asked of it. A result is
//! named by its folder, by the `result.json` in it, or by a bundle; it then brings what was asked of it.

use crate::cli::archive::{Inputs, archive_of, open};
use crate::cli::arguments::run::RunArguments;
use crate::cli::commands::one_scenario;
use crate::cli::failure::Failure;
use crate::diagnostics::Message;
use crate::read::{Files, Recorded};
use crate::report::bundle::{FILES, MANIFEST};
use crate::session::library;
use std::path::{Path, PathBuf};

/// The file of a result that holds the answer.
const RESULT: &str = FILES[0];

/// What a command works on.
pub(super) struct Source<'a> {
    /// The files.
    pub(super) files: Box<dyn Files + 'a>,
    /// The scenario or case.
    pub(super) path: PathBuf,
    /// What is asked of it.
    pub(super) run: RunArguments,
}

impl Source<'_> {
    /// Everything that its run is made of, once it was read.
    pub(super) fn inputs(&self, recorded: Recorded) -> Inputs {
        inputs(&self.run, &self.path, recorded)
    }
}

/// Everything that a run is made of.
pub(super) fn inputs(run: &RunArguments, path: &Path, recorded: Recorded) -> Inputs {
    let (file, path, set, options) = (run.file.clone(), path.to_path_buf(), run.set.clone(), run.options());
    Inputs { file, path, set, options, recorded }
}

/// What these arguments are about.
///
/// # Errors
/// A file that cannot be read, a study, a folder that keeps no inputs, or a price list for a result, which has its own.
pub(super) fn source(arguments: &RunArguments) -> Result<Source<'_>, Failure> {
    let file = &arguments.file;
    if let Some(archive) = archive_of(file) {
        if arguments.prices.is_some() {
            return Err(Failure::Usage(Message::new("kept_prices").with("path", file.display())));
        }
        let opened = open(&archive)?;
        let run = opened.contents.arguments(arguments);
        return Ok(Source { files: Box::new(opened.recorded), path: opened.contents.path, run });
    }
    if file.join(MANIFEST).is_file() {
        return Err(Failure::Usage(Message::new("result_without_inputs").with("path", file.display())));
    }
    let files = library::files(arguments.prices.as_deref()).map_err(Failure::Usage)?;
    let path = library::find(file).map_err(Failure::Usage)?;
    one_scenario(&files, &path)?;
    Ok(Source { files: Box::new(files), path, run: arguments.clone() })
}

/// What files made of a scenario, case or result are called, where nobody says so; of a result it is the name of its folder.
pub(super) fn stem(file: &Path) -> String {
    let of_folder = file.file_name().is_some_and(|name| name == RESULT).then(|| file.parent()).flatten();
    let named = of_folder.filter(|folder| folder.file_name().is_some()).unwrap_or(file);
    named.file_stem().map_or("mkba".into(), |name| name.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_called_by_its_folder() {
        for (file, wanted) in [
            ("map/zaak.toml", "zaak"),
            ("uit", "uit"),
            ("uit/result.json", "uit"),
            ("result.json", "result"),
            (".", "mkba"),
        ] {
            assert_eq!(stem(Path::new(file)), wanted, "{file}");
        }
    }
}
