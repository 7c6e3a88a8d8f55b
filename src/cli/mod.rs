//! The command line: reads arguments, calls the engine, writes what comes out.
//!
//! In: arguments, files, the terminal. Out: texts and an exit code. Figures are worked out elsewhere.

mod archive;
pub mod arguments;
pub mod commands;
mod explain;
pub mod failure;
mod interrupt;
mod language;
mod machine;
mod memory;
mod output;
mod progress;
mod usage;

use crate::cli::failure::exit;
use std::ffi::OsString;

/// Does what the arguments say, of which the first is the name of the program, and gives the exit code.
pub fn program(arguments: &[OsString]) -> u8 {
    machine::listen(arguments);
    let language = language::language(arguments);
    let spoken = language.as_ref().copied().unwrap_or_default();
    let done = language.and_then(|language| {
        let verb = arguments::parse(arguments, language)?;
        commands::dispatch(&verb, language)
    });
    match done {
        Ok(()) => exit::FINE,
        Err(failure) => machine::explain(&failure, spoken).unwrap_or_else(|| explain::explain(&failure, spoken)),
    }
}
