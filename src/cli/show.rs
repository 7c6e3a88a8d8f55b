//! `mkba show`: a scenario in full, with the origin of every value, and a picture of it.
//!
//! In: [`ShowArguments`]. Out: text on standard output, or a picture in files.

use super::arguments::ShowArguments;
use super::{Failure, print};
use crate::read::{self, Disk};
use crate::report::show;
use crate::report::words::Language;

/// Shows a scenario.
///
/// # Errors
/// A scenario with faults, or a place that cannot be written to.
pub fn show(arguments: &ShowArguments, language: Language) -> Result<(), Failure> {
    let (_, entries) = read::outline(&Disk, &arguments.file)?;
    print(&show::text(&entries, language))
}
