//! The program: reads arguments, does what was asked, explains what went wrong. Everything else is in the library.

use mkba::cli::arguments::{Verb, parse};
use mkba::cli::{Failure, check, exit, explain, language, list, new, run, show};
use mkba::report::words::Language;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let language = language(&arguments);
    let spoken = language.as_ref().copied().unwrap_or_default();
    match language.and_then(|language| dispatch(&arguments, language)) {
        Ok(()) => ExitCode::from(exit::FINE),
        Err(failure) => ExitCode::from(explain(&failure, spoken)),
    }
}

fn dispatch(arguments: &[OsString], language: Language) -> Result<(), Failure> {
    match parse(arguments, language)? {
        Verb::Run(arguments) => run::run(&arguments, language),
        Verb::New(arguments) => new::new(&arguments, language),
        Verb::Show(arguments) => show::show(&arguments, language),
        Verb::List(arguments) => list::run(&arguments, language),
        Verb::Check(arguments) => check::run(&arguments, language),
    }
}
