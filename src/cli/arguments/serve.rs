//! The arguments of `mkba serve`.
//!
//! In: arguments as given. Out: [`ServeSettings`].

use crate::cli::arguments::shared::option;
use crate::report::words::Language;
use crate::serve::ServeSettings;
use clap::builder::RangedU64ValueParser;
use clap::{ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// The lowest port that everybody may use.
const FIRST_PORT: u64 = 1024;

/// The options of the verb, for the reader of arguments.
pub(super) fn options(verb: Command, language: Language) -> Command {
    let text = |key| language.text(key);
    let port = option("port", text("value_number"), text("help_port"));
    let ports = RangedU64ValueParser::<u16>::new().range(FIRST_PORT..=u64::from(u16::MAX));
    let data = option("data", text("value_folder"), text("help_data"));
    verb.arg(port.value_parser(ports)).arg(data.value_parser(value_parser!(PathBuf)))
}

/// The settings in arguments that were read.
pub(super) fn arguments(matches: &ArgMatches, language: Language) -> ServeSettings {
    ServeSettings { port: matches.get_one("port").copied(), data: matches.get_one("data").cloned(), language }
}
