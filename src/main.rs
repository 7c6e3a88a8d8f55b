//! The program: reads arguments, does what was asked, explains what went wrong. Everything else is in the library.

use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    ExitCode::from(mkba::cli::program(&arguments))
}
