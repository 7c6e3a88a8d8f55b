//! The language of a command, before its arguments are read.
//!
//! In: arguments as given, the environment, the file that they name. Out: a [`Language`].

use crate::cli::failure::Failure;
use crate::diagnostics::Message;
use crate::read;
use crate::read::library::{self, WithLibrary};
use crate::report::words::Language;
use std::ffi::OsString;
use std::path::Path;

/// Environment variable that names the language.
const LANGUAGE_VARIABLE: &str = "MKBA_LANG";
/// The option that names it, short and in full.
const NAMES: [&str; 2] = ["--lang", "--language"];

/// The language: `--lang`, else the environment, else that of the file, else Dutch. It is wanted before arguments are
/// read, as help and faults need it: the file is the first argument behind the verb that can be read and names a
/// language. A wrong `--lang` is left to the reader of arguments.
///
/// # Errors
/// An unknown language in the environment.
pub(super) fn language(arguments: &[OsString]) -> Result<Language, Failure> {
    let texts = || arguments.iter().filter_map(|argument| argument.to_str());
    let apart = texts().zip(texts().skip(1)).find(|(name, _)| NAMES.contains(name)).map(|(_, value)| value);
    let asked = apart.or_else(|| texts().find_map(of_one_word));
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

/// What stands behind the option and an equals sign.
fn of_one_word(argument: &str) -> Option<&str> {
    argument.split_once('=').filter(|(name, _)| NAMES.contains(name)).map(|(_, value)| value)
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
    let names = arguments.iter().skip(2).filter(|argument| !argument.to_string_lossy().starts_with('-'));
    let files = names.filter_map(|name| library::find(Path::new(name)).ok());
    let files = files.filter(|path| path.extension().is_some_and(|end| end == "toml"));
    files.filter_map(|path| read::language(&WithLibrary, &path)).find_map(|text| named(&text))
}
