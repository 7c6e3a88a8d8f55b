//! The arguments of `mkba shard plan`, `run` and `merge`.
//!
//! In: arguments as given. Out: [`ShardArguments`].

use crate::cli::arguments::help;
use crate::cli::arguments::portfolio;
use crate::cli::arguments::run::{self, MOST_THREADS, RunArguments};
use crate::cli::arguments::shared::{flag, option};
use crate::cli::failure::Failure;
use crate::diagnostics::Message;
use crate::report::words::Language;
use crate::session::portfolio::PortfolioOptions;
use crate::session::shard::MOST_SHARDS;
use clap::builder::RangedU64ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// Settings of `shard`.
#[derive(Clone, Debug, PartialEq)]
pub enum ShardArguments {
    /// Plan a job.
    Plan {
        /// What is reckoned, as for `run`; with the folder for the plan.
        run: Box<RunArguments>,
        /// Number of shards.
        shards: usize,
    },
    /// Work out shards.
    Run {
        /// The plan, or the folder in which it is.
        plan: PathBuf,
        /// Numbers of shards.
        indices: Vec<usize>,
        /// Folder for the shards; that of the plan where there is none.
        out: Option<PathBuf>,
        /// Threads, else as many as there are cores.
        threads: Option<usize>,
        /// No progress.
        quiet: bool,
    },
    /// Put shards together.
    Merge {
        /// Folder with the shards.
        shards: PathBuf,
        /// The plan, or the folder in which it is; that of the shards where there is none.
        plan: Option<PathBuf>,
        /// What is shown and written, as for `run`.
        run: Box<RunArguments>,
        /// What is asked of a caseload, as for `portfolio`.
        asked: Box<PortfolioOptions>,
        /// Whether any of that was given.
        asked_given: bool,
    },
}

/// The verb with its own verbs, for the reader of arguments.
pub(super) fn command(language: Language) -> Command {
    let text = |key| language.text(key);
    let whole = help::common(Command::new("shard").about(text("help_shard")), None, language);
    whole
        .subcommand_help_heading(text("help_verbs"))
        .subcommand_value_name(text("value_verb"))
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([plan(language), run(language), merge(language)])
}

fn verb(name: &'static str, path: &'static str, about: &'static str, language: Language) -> Command {
    let verb = Command::new(name).about(language.text(about));
    help::named(path, verb, Some("help_shard_exit_codes"), language)
}

fn place(name: &'static str, value: &'static str, about: &'static str, language: Language) -> Arg {
    let place = Arg::new(name).value_name(language.text(value)).help(language.text(about)).required(true);
    place.help_heading(language.text("help_arguments")).value_parser(value_parser!(PathBuf))
}

fn folder(name: &'static str, about: &'static str, language: Language) -> Arg {
    option(name, language.text("value_folder"), language.text(about)).value_parser(value_parser!(PathBuf))
}

fn plan(language: Language) -> Command {
    let text = |key| language.text(key);
    let shards = option("shards", text("value_number"), text("help_shards")).required(true);
    let shards = shards.value_parser(RangedU64ValueParser::<u64>::new().range(1..=MOST_SHARDS as u64));
    let verb = verb("plan", "shard plan", "help_shard_plan", language)
        .arg(place("file", "value_file", "help_shard_job", language))
        .arg(shards)
        .arg(folder("out", "help_shard_plan_out", language).required(true))
        .arg(flag("problems", text("help_problems")).action(ArgAction::SetTrue));
    run::reckoning(verb, language)
}

fn run(language: Language) -> Command {
    let text = |key| language.text(key);
    let threads = option("threads", text("value_number"), text("help_threads"));
    verb("run", "shard run", "help_shard_run", language)
        .arg(place("plan", "value_file", "help_shard_of_plan", language))
        .arg(option("index", text("value_numbers"), text("help_shard_index")).required(true))
        .arg(folder("out", "help_shard_out", language))
        .arg(threads.value_parser(RangedU64ValueParser::<u64>::new().range(1..=MOST_THREADS)))
        .arg(flag("quiet", text("help_quiet")).action(ArgAction::SetTrue))
}

fn merge(language: Language) -> Command {
    let text = |key| language.text(key);
    let switch = |name, about| flag(name, text(about)).action(ArgAction::SetTrue);
    let csv = option("csv", text("value_csv"), text("help_csv")).value_parser(["en", "nl"]);
    let merge = verb("merge", "shard merge", "help_shard_merge", language)
        .arg(place("shards", "value_folder", "help_shard_shards", language))
        .arg(folder("plan", "help_shard_plan_of", language))
        .arg(folder("out", "help_out", language))
        .arg(csv.default_value("en").hide_default_value(true).hide_possible_values(true))
        .arg(run::tables_option(language))
        .arg(switch("json", "help_json"))
        .arg(switch("full", "help_full"))
        .arg(switch("euros", "help_euros"))
        .arg(switch("quiet", "help_quiet"));
    portfolio::choice_options(merge, language)
}

/// The settings in arguments that were read; `command` are the arguments as given.
pub(super) fn arguments(matches: &ArgMatches, command: Vec<String>) -> Result<ShardArguments, Failure> {
    let (verb, matches) = matches.subcommand().ok_or_else(|| Failure::Usage(Message::new("no_verb")))?;
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    let size = |name: &str| matches.get_one::<u64>(name).and_then(|value| usize::try_from(*value).ok());
    Ok(match verb {
        "plan" => ShardArguments::Plan {
            run: Box::new(run::arguments(matches, command)?),
            shards: size("shards").unwrap_or_default(),
        },
        "run" => ShardArguments::Run {
            plan: path("plan").unwrap_or_default(),
            indices: indices(matches.get_one::<String>("index").map_or("", String::as_str))?,
            out: path("out"),
            threads: size("threads"),
            quiet: matches.get_flag("quiet"),
        },
        _ => ShardArguments::Merge {
            shards: path("shards").unwrap_or_default(),
            plan: path("plan"),
            asked: Box::new(portfolio::choice(matches)?),
            asked_given: portfolio::choice_given(matches),
            run: Box::new(run::arguments(matches, command)?),
        },
    })
}

/// Numbers as Slurm writes them: `3,7-9`.
fn indices(text: &str) -> Result<Vec<usize>, Failure> {
    let wrong = || Failure::Usage(Message::new("shard_index_form").with("found", text));
    let mut found = Vec::new();
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.trim().parse::<usize>().ok().filter(|number| *number < MOST_SHARDS);
        let (first, last) = number(first).zip(number(last)).filter(|(first, last)| first <= last).ok_or_else(wrong)?;
        found.extend(first..=last);
        if found.len() > MOST_SHARDS {
            return Err(wrong());
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Numbers as Slurm reads them: `3,7-9`.
pub fn listed(indices: &[usize]) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for index in indices {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == *index => *last = *index,
            _ => parts.push((*index, *index)),
        }
    }
    let part = |(first, last): &(usize, usize)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    parts.iter().map(part).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_and_written_as_slurm_does() {
        let read = |text: &str| indices(text).ok();
        assert_eq!(read("3,7-9"), Some(vec![3, 7, 8, 9]));
        assert_eq!(read("9, 0-1,1"), Some(vec![0, 1, 9]));
        assert_eq!((listed(&[3, 7, 8, 9]), listed(&[0]), listed(&[])), ("3,7-9".into(), "0".into(), String::new()));
        for wrong in ["", "x", "3-1", "-1", "1-", "1,,2", "0-99999999999", "18446744073709551615"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
