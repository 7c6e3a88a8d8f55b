//! Output of a command: texts on standard output and standard error, and in files.
//!
//! In: texts. Out: nothing but what was written.

use crate::cli::failure::Failure;
use crate::diagnostics::{Diagnostics, Message, Sources, system_reason};
use crate::report::faults;
use crate::report::run_faults::of_writing;
use crate::report::words::Language;
use crate::report::words::wrap::plain;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// Writes to standard error; there is nobody to tell when that fails.
pub(super) fn tell(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Writes to standard output. A reader that stops reading is no fault.
///
/// # Errors
/// Standard output that cannot be written to.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Usage(Message::new("stdout_failed").with("reason", system_reason(&error))))
        }
        _ => Ok(()),
    }
}

/// Columns of the terminal to which standard output goes; 0 where it goes elsewhere.
pub(super) fn columns() -> usize {
    terminal_size::terminal_size_of(io::stdout()).map_or(0, |(width, _)| usize::from(width.0))
}

/// Whether standard output shows colours: a terminal that can, of somebody who did not forbid them
/// (<https://no-color.org>).
pub(super) fn wants_colours() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
    io::stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb
}

/// Writes a file; one that exists is replaced.
///
/// # Errors
/// A place that cannot be written to.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure::Usage(of_writing(path, &error)))
}

/// Shows warnings: all in full, or the first in one line.
pub(super) fn warn(sources: &Sources, warnings: &Diagnostics, all: bool, language: Language) {
    if all {
        return tell(&faults::render(sources, warnings, language, io::stderr().is_terminal()));
    }
    let sorted = warnings.sorted();
    let Some(first) = sorted.first() else { return };
    let key = if sorted.len() == 1 { "run_one_warning" } else { "run_warnings" };
    let values = [("first", language.fill(&first.message)), ("count", (sorted.len() - 1).to_string())];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let text = format!("{}: {}", language.text("level_warning"), language.fill_in(language.text(key), &values));
    tell(&format!("{}\n", plain(&text)));
}

/// An answer that could not be turned into a text.
pub(super) fn cannot_write(reason: impl ToString) -> Failure {
    Failure::Usage(Message::new("report_failed").with("reason", reason.to_string()))
}
