//! Options that several verbs have, and how an option is built.
//!
//! In: a language; arguments that were read. Out: an option for the reader of arguments; the path that was given.

use crate::report::words::Language;
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use std::path::PathBuf;

/// A price list that is laid over that of a scenario.
pub(super) fn prices_option(language: Language) -> Arg {
    option("prices", language.text("value_list"), language.text("help_prices")).value_parser(value_parser!(PathBuf))
}

/// That list in arguments that were read.
pub(super) fn prices(matches: &ArgMatches) -> Option<PathBuf> {
    matches.get_one("prices").cloned()
}

/// An option without a value.
pub(super) fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help)
}

/// An option with a value, which has this name in help.
pub(super) fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    flag(name, help).value_name(value).action(ArgAction::Set)
}
