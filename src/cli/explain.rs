//! Why a command failed, for the user.
//!
//! In: a [`Failure`]. Out: a text on standard error and an exit code. The one place where errors are printed.

use crate::cli::failure::{Failure, exit};
use crate::cli::interrupt;
use crate::cli::output::tell;
use crate::cli::usage;
use crate::diagnostics::{Message, Severity};
use crate::report::faults;
use crate::report::words::Language;
use crate::report::words::wrap::plain;
use std::io::{self, IsTerminal};

/// Prints why a command failed and gives its exit code.
pub(super) fn explain(failure: &Failure, language: Language) -> u8 {
    let (text, code) = match failure {
        Failure::Arguments(error) => {
            match usage::text(error, language) {
                Some(text) => tell(&text),
                // Nobody is left to tell when even this cannot be written.
                None => drop(error.print()),
            }
            return u8::try_from(error.exit_code()).unwrap_or(exit::USAGE);
        }
        Failure::Refused(refused) => {
            let colour = io::stderr().is_terminal();
            let code = if refused.sources.files().is_empty() { exit::USAGE } else { exit::FAULTS };
            (faults::render(&refused.sources, &refused.diagnostics.only(Severity::Fault), language, colour), code)
        }
        Failure::Told(code) => return *code,
        Failure::Fault(message) => (fault_line(message, language), exit::FAULTS),
        Failure::Usage(message) => (fault_line(message, language), exit::USAGE),
        Failure::Stopped => {
            interrupt::tell_once(language);
            return exit::STOPPED;
        }
    };
    tell(&text);
    code
}

fn fault_line(message: &Message, language: Language) -> String {
    format!("{}: {}\n", language.text("level_fault"), plain(&language.fill(message)))
}
