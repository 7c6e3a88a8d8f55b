//! The arguments of `mkba compare` and `mkba bundle`.
//!
//! In: arguments as given. Out: [`CompareArguments`]; of `bundle` those of a run.

use crate::cli::arguments::run::{self, RunArguments};
use crate::cli::arguments::shared::{flag, option};
use crate::cli::failure::Failure;
use crate::report::words::Language;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// What a text on standard output is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextFormat {
    /// Lines for people.
    #[default]
    Text,
    /// Comma, point as decimal sign, header.
    Csv,
    /// Tables of Markdown.
    Markdown,
}

/// Settings of `compare`.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareArguments {
    /// The first file, and how both are reckoned that are no bundle.
    pub run: RunArguments,
    /// The second file.
    pub second: Option<PathBuf>,
    /// Whether the first file is a bundle to be reckoned again.
    pub verify: bool,
    /// What is written.
    pub format: TextFormat,
}

/// The option for the form of a text.
pub(super) fn format_option(language: Language) -> Arg {
    let form = option("format", language.text("value_text_format"), language.text("help_text_format"));
    form.value_parser(["text", "csv", "md"]).default_value("text").hide_default_value(true).hide_possible_values(true)
}

/// The form of a text in arguments that were read.
pub(super) fn format(matches: &ArgMatches) -> TextFormat {
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("csv") => TextFormat::Csv,
        Some("md") => TextFormat::Markdown,
        _ => TextFormat::Text,
    }
}

/// The options of `compare`, for the reader of arguments.
pub(super) fn options(verb: Command, language: Language) -> Command {
    let text = |key| language.text(key);
    let second = Arg::new("second").value_name(text("value_file")).help(text("help_second"));
    let second = second.help_heading(text("help_arguments")).value_parser(value_parser!(PathBuf));
    let verify = flag("verify", text("help_verify")).action(ArgAction::SetTrue).conflicts_with("second");
    run::reckoning(verb.arg(second).arg(verify).arg(format_option(language)), language)
}

/// The options of `bundle`.
pub(super) fn bundle_options(verb: Command, language: Language) -> Command {
    let out = option("out", language.text("value_file"), language.text("help_bundle_out"));
    run::reckoning(verb.arg(out.value_parser(value_parser!(PathBuf))), language)
}

/// The settings in arguments that were read; `command` are the arguments as given.
///
/// # Errors
/// What is wrong for `run`.
pub(super) fn arguments(matches: &ArgMatches, command: Vec<String>) -> Result<CompareArguments, Failure> {
    Ok(CompareArguments {
        run: run::arguments(matches, command)?,
        second: matches.get_one::<PathBuf>("second").cloned(),
        verify: matches.get_flag("verify"),
        format: format(matches),
    })
}
