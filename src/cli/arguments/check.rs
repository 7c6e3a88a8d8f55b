//! The arguments of `mkba check`.
//!
//! In: arguments as given. Out: [`CheckArguments`].

use crate::cli::arguments::help;
use crate::cli::arguments::shared::{prices, prices_option};
use crate::report::words::Language;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// Settings of `check`.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckArguments {
    /// Scenarios and lists.
    pub files: Vec<PathBuf>,
    /// A price list that is laid over that of each scenario.
    pub prices: Option<PathBuf>,
    /// Warnings count.
    pub strict: bool,
    /// Scenarios are also reckoned with a cycle half as long.
    pub halve: bool,
}

/// The arguments of `check` for the reader of arguments.
pub fn command(language: Language) -> Command {
    let text = |key| language.text(key);
    let files =
        Arg::new("file").value_name(text("value_file")).help(text("help_check_files")).required(true).num_args(1..);
    let strict = Arg::new("strict").long("strict").help(text("help_strict")).action(ArgAction::SetTrue);
    let halve = Arg::new("halve").long("halve").help(text("help_halve")).action(ArgAction::SetTrue);
    let check = Command::new("check").about(text("help_check"));
    help::common(check, Some("help_check_exit_codes"), language)
        .arg(files.help_heading(text("help_arguments")).value_parser(value_parser!(PathBuf)))
        .arg(strict)
        .arg(halve)
        .arg(prices_option(language))
}

/// The settings in arguments that were read.
pub fn arguments(matches: &ArgMatches) -> CheckArguments {
    let files = matches.get_many::<PathBuf>("file").into_iter().flatten().cloned().collect();
    CheckArguments {
        files,
        prices: prices(matches),
        strict: matches.get_flag("strict"),
        halve: matches.get_flag("halve"),
    }
}
