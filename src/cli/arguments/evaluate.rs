//! The arguments of `mkba evaluate`.
//!
//! In: arguments as given. Out: [`EvaluateArguments`], and what they ask of a session.

use crate::cli::arguments::run::{MOST_DRAWS, MOST_THREADS};
use crate::cli::arguments::shared::{flag, option, prices, prices_option};
use crate::report::words::Language;
use crate::session::evaluation::EvaluationOptions;
use clap::builder::RangedU64ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// Settings of `evaluate`.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluateArguments {
    /// The list of finished cases.
    pub file: PathBuf,
    /// What is asked of the session.
    pub options: EvaluationOptions,
    /// Threads, else as many as there are cores.
    pub threads: Option<usize>,
    /// A price list that is laid over that of the scenarios.
    pub prices: Option<PathBuf>,
    /// Tables with semicolons and decimal commas, as a Dutch spreadsheet reads them.
    pub dutch_csv: bool,
    /// No summary or progress.
    pub quiet: bool,
    /// JSON on standard output.
    pub json: bool,
    /// Folder for files.
    pub out: Option<PathBuf>,
    /// The arguments as given.
    pub command: Vec<String>,
}

/// The options of the verb, for the reader of arguments.
pub(super) fn options(verb: Command, language: Language) -> Command {
    let text = |key| language.text(key);
    let number = |name, most, help| {
        let option = option(name, text("value_number"), text(help));
        option.value_parser(RangedU64ValueParser::<u64>::new().range(1..=most))
    };
    let value = |name, value, help| option(name, text(value), text(help));
    let switch = |name, help| flag(name, text(help)).action(ArgAction::SetTrue);
    let file = Arg::new("file").value_name(text("value_cases")).help(text("help_evaluate_file")).required(true);
    let file = file.help_heading(text("help_arguments")).value_parser(value_parser!(PathBuf));
    let csv = value("csv", "value_csv", "help_csv").value_parser(["en", "nl"]);
    verb.arg(file)
        .arg(prices_option(language))
        .arg(value("out", "value_folder", "help_evaluate_out").value_parser(value_parser!(PathBuf)))
        .arg(csv.default_value("en").hide_default_value(true).hide_possible_values(true))
        .arg(switch("json", "help_json"))
        .arg(switch("quiet", "help_quiet"))
        .arg(number("draws", MOST_DRAWS, "help_evaluate_draws"))
        .arg(value("seed", "value_number", "help_seed").value_parser(value_parser!(u64)))
        .arg(number("threads", MOST_THREADS, "help_threads"))
}

/// The settings in arguments that were read; `command` are the arguments as given.
pub(super) fn arguments(matches: &ArgMatches, command: Vec<String>) -> EvaluateArguments {
    let size = |name| matches.get_one::<u64>(name).and_then(|value| usize::try_from(*value).ok());
    EvaluateArguments {
        file: matches.get_one::<PathBuf>("file").cloned().unwrap_or_default(),
        options: EvaluationOptions { draws: size("draws"), seed: matches.get_one::<u64>("seed").copied() },
        threads: size("threads"),
        prices: prices(matches),
        dutch_csv: matches.get_one::<String>("csv").is_some_and(|form| form == "nl"),
        quiet: matches.get_flag("quiet"),
        json: matches.get_flag("json"),
        out: matches.get_one::<PathBuf>("out").cloned(),
        command,
    }
}
