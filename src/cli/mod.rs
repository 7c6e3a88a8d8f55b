//! The command line: reads arguments, calls the engine, writes what comes out.
//!
//! In: arguments, files, the terminal. Out: texts and an exit code. Figures are worked out elsewhere.

pub mod arguments;
pub mod check;
mod estimate;
mod halve;
pub mod list;
pub mod new;
mod page;
pub mod precision;
pub mod progress;
pub mod run;
pub mod show;
pub mod study;
pub mod usage;

use crate::diagnostics::{Message, Severity};
use crate::read::library::{self, WithLibrary};
use crate::read::{self, Files, Over, Refused};
use crate::report::faults;
use crate::report::words::Language;
use crate::report::words::wrap::plain;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Exit codes; scripts may rely on them.
pub mod exit {
    /// All went well.
    pub const FINE: u8 = 0;
    /// The input has faults.
    pub const FAULTS: u8 = 1;
    /// Wrong usage, or a file or folder that cannot be read or written.
    pub const USAGE: u8 = 2;
    /// A check was answered with no.
    pub const NO: u8 = 3;
    /// Stopped by Ctrl-C.
    pub const STOPPED: u8 = 130;
}

/// Environment variable that names the language.
const LANGUAGE_VARIABLE: &str = "MKBA_LANG";

/// Why a command did not do what was asked.
pub enum Failure {
    /// The arguments cannot be read, or ask for help.
    Arguments(Box<clap::Error>),
    /// The scenario cannot be used.
    Refused(Box<Refused>),
    /// The input has a fault that only shows while running.
    Fault(Message),
    /// Wrong usage, or a file or folder that cannot be read or written.
    Usage(Message),
    /// Stopped by Ctrl-C.
    Stopped(Message),
    /// What is wrong was told; this is the exit code.
    Told(u8),
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Failure::Refused(Box::new(refused))
    }
}

/// The language: `--lang`, else the environment, else that of the file, else Dutch. It is wanted before arguments are read,
/// as help and faults need it: the file is the first argument behind the verb that can be read and names a language. A wrong
/// `--lang` is left to the reader of arguments.
///
/// # Errors
/// An unknown language in the environment.
pub fn language(arguments: &[OsString]) -> Result<Language, Failure> {
    let texts = || arguments.iter().filter_map(|one| one.to_str());
    let apart = texts().zip(texts().skip(1)).find(|(name, _)| *name == "--lang").map(|(_, value)| value);
    let asked = apart.or_else(|| texts().find_map(|one| one.strip_prefix("--lang=")));
    if let Some(language) = asked {
        return Ok(named(language).unwrap_or_default());
    }
    match std::env::var(LANGUAGE_VARIABLE) {
        Ok(text) if !text.is_empty() => named(&text).ok_or_else(|| {
            Failure::Usage(Message::new("unknown_language").with("found", text).with("name", LANGUAGE_VARIABLE))
        }),
        _ => Ok(of_file(arguments).unwrap_or_default()),
    }
}

fn named(text: &str) -> Option<Language> {
    match text {
        "nl" => Some(Language::Nl),
        "en" => Some(Language::En),
        _ => None,
    }
}

/// The language that a file among the arguments asks for.
fn of_file(arguments: &[OsString]) -> Option<Language> {
    let names = arguments.iter().skip(2).filter(|one| !one.to_string_lossy().starts_with('-'));
    let files = names.filter_map(|name| library::find(Path::new(name)).ok());
    let files = files.filter(|path| path.extension().is_some_and(|end| end == "toml"));
    files.filter_map(|path| read::language(&WithLibrary, &path)).find_map(|text| named(&text))
}

/// Prints why a command failed and gives its exit code. The one place where errors are printed.
pub fn explain(failure: &Failure, language: Language) -> u8 {
    let (text, code) = match failure {
        Failure::Arguments(error) => {
            match crate::cli::usage::text(error, language) {
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
        Failure::Stopped(message) => (format!("{}\n", language.fill(message)), exit::STOPPED),
    };
    tell(&text);
    code
}

fn fault_line(message: &Message, language: Language) -> String {
    format!("{}: {}\n", language.text("level_fault"), plain(&language.fill(message)))
}

/// The path of what a user names: a file on disk, else one of the library.
fn found(name: &Path) -> Result<PathBuf, Failure> {
    library::find(name).map_err(Failure::Usage)
}

/// All files, with a price list of the user laid over that of each scenario.
fn files(prices: Option<&Path>) -> Result<Over<'_>, Failure> {
    // What is wrong within the list is told with that of the scenario.
    match prices.map(|path| (path, WithLibrary.read(path))) {
        Some((path, Err(error))) if error.kind() != io::ErrorKind::InvalidData => {
            Err(Failure::Usage(read::unreadable(&path.display().to_string(), &error)))
        }
        _ => Ok(Over { files: &WithLibrary, prices }),
    }
}

/// Writes to standard error; there is nobody to tell when that fails.
fn tell(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Writes to standard output. A reader that stops reading is no fault.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Usage(Message::new("stdout_failed").with("reason", error)))
        }
        _ => Ok(()),
    }
}
