//! The arguments of `mkba report`.
//!
//! In: arguments as given. Out: [`ReportArguments`]: what to reckon, as for `run`, and what to write.

use crate::cli::arguments::run::{self, RunArguments};
use crate::cli::arguments::shared::option;
use crate::cli::failure::Failure;
use crate::diagnostics::Message;
use crate::report::words::Language;
use clap::{ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One HTML file.
    Html,
    /// The same as Markdown.
    Markdown,
    /// A workbook.
    Xlsx,
    /// The case form as one HTML file.
    Case,
    /// The page for one payer as one HTML file.
    Partner,
    /// The numbers of all charts as a table.
    Csv,
}

impl Format {
    /// Whether it tells what the choice rests on.
    pub fn is_analysed(self) -> bool {
        matches!(self, Self::Html | Self::Markdown | Self::Csv)
    }
}

/// Settings of `report`.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportArguments {
    /// What is reckoned, as for `run`.
    pub run: RunArguments,
    /// What is written, each once.
    pub formats: Vec<Format>,
    /// The party that a page is for.
    pub partner: Option<String>,
    /// The bundle that is written as well.
    pub bundle: Option<PathBuf>,
}

/// The options of the verb, for the reader of arguments.
pub(super) fn options(verb: Command, language: Language) -> Command {
    let text = |key| language.text(key);
    let verb = verb
        .arg(option("format", text("value_formats"), text("help_format")))
        .arg(option("for", text("value_account"), text("help_for")))
        .arg(option("bundle", text("value_file"), text("help_report_bundle")).value_parser(value_parser!(PathBuf)))
        .arg(option("out", text("value_folder"), text("help_report_out")).value_parser(value_parser!(PathBuf)));
    run::reckoning(verb, language)
}

/// The settings in arguments that were read; `command` are the arguments as given.
///
/// # Errors
/// An unknown format, or what is wrong for `run`.
pub(super) fn arguments(matches: &ArgMatches, command: Vec<String>) -> Result<ReportArguments, Failure> {
    let partner = matches.get_one::<String>("for").cloned();
    let mut formats = Vec::new();
    let otherwise = if partner.is_some() { "" } else { "html,xlsx" };
    let asked = matches.get_one::<String>("format").map_or(otherwise, String::as_str);
    for name in asked.split(',').map(str::trim) {
        let format = match name {
            "html" => Format::Html,
            "md" => Format::Markdown,
            "xlsx" => Format::Xlsx,
            "case" => Format::Case,
            "csv" => Format::Csv,
            "" if partner.is_some() => continue,
            _ => return Err(Failure::Usage(Message::new("report_format_unknown").with("found", name))),
        };
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    if partner.is_some() {
        formats.push(Format::Partner);
    }
    let bundle = matches.get_one::<PathBuf>("bundle").cloned();
    Ok(ReportArguments { run: run::arguments(matches, command)?, formats, partner, bundle })
}
