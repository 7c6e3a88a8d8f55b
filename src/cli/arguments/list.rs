//! The arguments of `mkba list`.
//!
//! In: arguments as given. Out: [`ListArguments`].

use crate::cli::arguments::help;
use crate::report::words::Language;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Prices.
    Prices,
    /// Rates.
    Rates,
    /// Scenarios, cases, studies and blocks.
    Scenarios,
}

/// Settings of `list`.
#[derive(Clone, Debug, PartialEq)]
pub struct ListArguments {
    /// What is listed.
    pub what: What,
    /// Only what has this in its id, names or category.
    pub word: Option<String>,
    /// JSON.
    pub json: bool,
    /// The file to which the prices go.
    pub out: Option<PathBuf>,
}

/// The arguments of `list` for the reader of arguments.
pub fn command(language: Language) -> Command {
    let text = |key| language.text(key);
    let what = Arg::new("what").value_name(text("value_what")).help(text("help_list_what")).required(true);
    let word = Arg::new("word").value_name(text("value_word")).help(text("help_list_word"));
    let what = what.value_parser(["prices", "rates", "scenarios"]).hide_possible_values(true);
    help::common(Command::new("list").about(text("help_list")), Some("help_exit_codes"), language)
        .arg(what.help_heading(text("help_arguments")))
        .arg(word.help_heading(text("help_arguments")))
        .arg(Arg::new("json").long("json").help(text("help_list_json")).action(ArgAction::SetTrue))
        .arg(
            Arg::new("out")
                .long("out")
                .value_name(text("value_file"))
                .help(text("help_list_out"))
                .conflicts_with("json")
                .value_parser(value_parser!(PathBuf)),
        )
}

/// The settings in arguments that were read.
pub fn arguments(matches: &ArgMatches) -> ListArguments {
    let what = match matches.get_one::<String>("what").map(String::as_str) {
        Some("prices") => What::Prices,
        Some("rates") => What::Rates,
        _ => What::Scenarios,
    };
    ListArguments {
        what,
        word: matches.get_one::<String>("word").cloned(),
        json: matches.get_flag("json"),
        out: matches.get_one("out").cloned(),
    }
}
