//! `mkba serve`: the coach's page on this computer.
//!
//! In: [`ServeSettings`]. Out: the address on standard output, and pages until Ctrl-C.

use crate::cli::failure::Failure;
use crate::cli::output::print;
use crate::report::words::Language;
use crate::serve::ServeSettings;

/// Serves until somebody ends it.
///
/// # Errors
/// A folder or port that cannot be used.
pub(super) fn serve(settings: &ServeSettings, language: Language) -> Result<(), Failure> {
    // Where nobody reads what is told, the page works all the same.
    let tell = |message: &_| drop(print(&format!("{}\n", language.fill(message))));
    crate::serve::serve(settings, &tell).map_err(Failure::Usage)
}
