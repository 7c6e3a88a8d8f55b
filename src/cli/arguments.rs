//! The arguments of the command line.
//!
//! In: arguments as given. Out: [`Verb`] with its settings. Help is in the language of the user.

use crate::analyse::uncertainty::precision::Aim;
use crate::cli::Failure;
use crate::cli::check::{self, CheckArguments};
use crate::cli::list::{self, ListArguments};
use crate::cli::precision;
use crate::diagnostics::Message;
use crate::report::words::Language;
use clap::builder::RangedU64ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::ffi::OsString;
use std::path::PathBuf;

/// Most draws, households per draw and threads that can be asked for.
const MOST_DRAWS: u64 = 10_000_000;
const MOST_HOUSEHOLDS: u64 = 10_000_000;
const MOST_THREADS: u64 = 1024;

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Verb {
    /// Reckon a scenario.
    Run(RunArguments),
    /// Show a scenario in full.
    Show(ShowArguments),
    /// Write a scenario to start from.
    New(NewArguments),
    /// Look at scenarios and lists.
    Check(CheckArguments),
    /// List what the library has.
    List(ListArguments),
}

/// Where figures over draws come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodChoice {
    /// The exact method.
    Auto,
    /// The exact method.
    Cohort,
    /// Simulated households.
    Micro,
    /// Simulated households, month by month.
    Months,
}

/// Settings of `run`.
#[derive(Clone, Debug, PartialEq)]
pub struct RunArguments {
    /// The scenario.
    pub file: PathBuf,
    /// Parameter draws, else those of the scenario.
    pub draws: Option<usize>,
    /// Errors at which the run stops, instead of a number of draws; none where empty.
    pub precision: Vec<Aim>,
    /// Most draws with `precision`.
    pub ceiling: Option<usize>,
    /// Simulated households per draw, else those of the scenario.
    pub households: Option<usize>,
    /// Seed, else that of the scenario.
    pub seed: Option<u64>,
    /// Threads, else as many as there are cores.
    pub threads: Option<usize>,
    /// Method.
    pub method: MethodChoice,
    /// Alternatives to reckon; all where empty.
    pub alternatives: Vec<String>,
    /// A price list that is laid over that of the scenario.
    pub prices: Option<PathBuf>,
    /// Other values for parameters and characteristics.
    pub set: Vec<(String, String)>,
    /// Also reckon and show what system problems cost.
    pub problems: bool,
    /// Also show the levels of measures.
    pub measures: bool,
    /// No summary, warnings or progress.
    pub quiet: bool,
    /// All warnings in full.
    pub warnings: bool,
    /// JSON on standard output.
    pub json: bool,
    /// Folder for files.
    pub out: Option<PathBuf>,
    /// The arguments as given.
    pub command: Vec<String>,
}

/// Settings of `show`.
#[derive(Clone, Debug, PartialEq)]
pub struct ShowArguments {
    /// The scenario.
    pub file: PathBuf,
    /// A price list that is laid over that of the scenario.
    pub prices: Option<PathBuf>,
    /// Where to draw it.
    pub graph: Option<PathBuf>,
    /// Where to write its page, with the picture beside it.
    pub page: Option<PathBuf>,
}

/// Settings of `new`.
#[derive(Clone, Debug, PartialEq)]
pub struct NewArguments {
    /// The folder to make. Without `from` its last part is the name of the scenario, and it is never `None`.
    pub name: Option<PathBuf>,
    /// What to copy from the library.
    pub from: Option<PathBuf>,
}

/// Reads arguments; the first is the name of the program.
///
/// # Errors
/// Wrong arguments, or a wish for help.
pub fn parse(arguments: &[OsString], language: Language) -> Result<Verb, Failure> {
    let found = command(language).try_get_matches_from(arguments);
    let found = found.map_err(|error| Failure::Arguments(Box::new(error)))?;
    let given = arguments.iter().skip(1).map(|one| one.to_string_lossy().into_owned()).collect();
    match found.subcommand() {
        Some(("show", matches)) => Ok(Verb::Show(ShowArguments {
            file: path(matches, "file"),
            prices: prices(matches),
            graph: matches.get_one("graph").cloned(),
            page: matches.get_one("page").cloned(),
        })),
        Some(("new", matches)) => {
            let path = |name| matches.get_one::<PathBuf>(name).cloned();
            Ok(Verb::New(NewArguments { name: path("name"), from: path("from") }))
        }
        Some(("list", matches)) => Ok(Verb::List(list::arguments(matches))),
        Some(("check", matches)) => Ok(Verb::Check(check::arguments(matches))),
        Some((_, matches)) => run_arguments(matches, given).map(Verb::Run),
        None => Err(Failure::Usage(Message::new("no_verb"))),
    }
}

/// Names of all verbs.
pub(super) fn verbs() -> Vec<String> {
    command(Language::default()).get_subcommands().map(|verb| verb.get_name().to_owned()).collect()
}

/// The whole command line.
fn command(language: Language) -> Command {
    let text = |key| language.text(key);
    Command::new("mkba")
        .version(env!("CARGO_PKG_VERSION"))
        .about(text("help_about"))
        .help_template(help_template(language))
        .subcommand_help_heading(text("help_verbs"))
        .next_help_heading(text("help_options"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(help(language).global(true))
        .arg(flag("version", text("help_version")).short('V').action(ArgAction::Version))
        .arg(language_option(language))
        .subcommand(run_command(language))
        .subcommand(show_command(language))
        .subcommand(new_command(language))
        .subcommand(check::command(language).help_template(help_template(language)).disable_help_flag(true))
        .subcommand(list::command(language).help_template(help_template(language)).disable_help_flag(true))
}

fn run_command(language: Language) -> Command {
    let text = |key| language.text(key);
    let number = |name, most, least, help| {
        option(name, "N", help).value_parser(RangedU64ValueParser::<u64>::new().range(least..=most))
    };
    verb("run", "help_run", language)
        .arg(file_argument(language))
        .arg(number("draws", MOST_DRAWS, 1, text("help_draws")))
        .arg(option("precision", "ERRORS", text("help_precision")).conflicts_with("draws"))
        .arg(number("ceiling", MOST_DRAWS, 1, text("help_ceiling")).requires("precision"))
        .arg(number("households", MOST_HOUSEHOLDS, 0, text("help_households")))
        .arg(option("seed", "N", text("help_seed")).value_parser(value_parser!(u64)))
        .arg(number("threads", MOST_THREADS, 1, text("help_threads")))
        .arg(
            option("method", "METHOD", text("help_method"))
                .value_parser(["auto", "cohort", "micro", "months"])
                .default_value("auto"),
        )
        .arg(option("alternative", "ID", text("help_alternative")).action(ArgAction::Append))
        .arg(option("set", "NAME=VALUE", text("help_set")).action(ArgAction::Append))
        .arg(prices_option(language))
        .arg(flag("problems", text("help_problems")).action(ArgAction::SetTrue))
        .arg(flag("measures", text("help_measures")).action(ArgAction::SetTrue))
        .arg(flag("quiet", text("help_quiet")).action(ArgAction::SetTrue))
        .arg(flag("warnings", text("help_warnings")).action(ArgAction::SetTrue))
        .arg(flag("json", text("help_json")).action(ArgAction::SetTrue))
        .arg(option("out", "DIR", text("help_out")).value_parser(value_parser!(PathBuf)))
}

fn show_command(language: Language) -> Command {
    verb("show", "help_show", language)
        .arg(file_argument(language))
        .arg(prices_option(language))
        .arg(option("graph", "OUT", language.text("help_graph")).value_parser(value_parser!(PathBuf)))
        .arg(option("page", "OUT.md", language.text("help_page")).value_parser(value_parser!(PathBuf)))
}

fn new_command(language: Language) -> Command {
    let name = Arg::new("name").value_name("NAME").help(language.text("help_new_name"));
    let name = name.help_heading(language.text("help_arguments")).value_parser(value_parser!(PathBuf));
    let from = option("from", "ID", language.text("help_new_from")).value_parser(value_parser!(PathBuf));
    verb("new", "help_new", language).arg(name.required_unless_present("from")).arg(from)
}

/// What all verbs have in common.
fn verb(name: &'static str, about: &'static str, language: Language) -> Command {
    Command::new(name)
        .about(language.text(about))
        .help_template(help_template(language))
        .next_help_heading(language.text("help_options"))
        .after_help(language.text("help_exit_codes"))
        .disable_help_flag(true)
}

fn file_argument(language: Language) -> Arg {
    let file = Arg::new("file").value_name("FILE").help(language.text("help_file")).required(true);
    file.help_heading(language.text("help_arguments")).value_parser(value_parser!(PathBuf))
}

fn path(matches: &ArgMatches, name: &str) -> PathBuf {
    matches.get_one::<PathBuf>(name).cloned().unwrap_or_default()
}

/// A price list that is laid over that of a scenario.
pub(super) fn prices_option(language: Language) -> Arg {
    option("prices", "LIST", language.text("help_prices")).value_parser(value_parser!(PathBuf))
}

/// That list in arguments that were read.
pub(super) fn prices(matches: &ArgMatches) -> Option<PathBuf> {
    matches.get_one("prices").cloned()
}

fn help_template(language: Language) -> String {
    format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}{{after-help}}", language.text("help_usage"))
}

fn help(language: Language) -> Arg {
    flag("help", language.text("help_help")).short('h').action(ArgAction::Help)
}

fn language_option(language: Language) -> Arg {
    option("lang", "LANG", language.text("help_lang")).value_parser(["nl", "en"]).global(true)
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help)
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    flag(name, help).value_name(value).action(ArgAction::Set)
}

fn run_arguments(matches: &ArgMatches, command: Vec<String>) -> Result<RunArguments, Failure> {
    let number = |name| matches.get_one::<u64>(name).copied();
    let size = |name| number(name).and_then(|value| usize::try_from(value).ok());
    let texts = |name| matches.get_many::<String>(name).into_iter().flatten().cloned();
    let method = match matches.get_one::<String>("method").map(String::as_str) {
        Some("micro") => MethodChoice::Micro,
        Some("months") => MethodChoice::Months,
        Some("cohort") => MethodChoice::Cohort,
        _ => MethodChoice::Auto,
    };
    Ok(RunArguments {
        file: path(matches, "file"),
        draws: size("draws"),
        precision: matches.get_one::<String>("precision").map_or(Ok(Vec::new()), |text| precision::aims(text))?,
        ceiling: size("ceiling"),
        households: size("households"),
        seed: number("seed"),
        threads: size("threads"),
        method,
        alternatives: texts("alternative").collect(),
        prices: prices(matches),
        set: texts("set").map(|text| name_and_value(&text)).collect::<Result<_, _>>()?,
        problems: matches.get_flag("problems"),
        measures: matches.get_flag("measures"),
        quiet: matches.get_flag("quiet"),
        warnings: matches.get_flag("warnings"),
        json: matches.get_flag("json"),
        out: matches.get_one::<PathBuf>("out").cloned(),
        command,
    })
}

fn name_and_value(text: &str) -> Result<(String, String), Failure> {
    let pair = text.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
    match pair {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(Failure::Usage(Message::new("set_without_value").with("found", text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Verb, Failure> {
        let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        parse(&arguments, Language::En)
    }

    #[test]
    fn reads_a_run() {
        let Ok(Verb::Run(run)) =
            read("mkba run a.toml --draws 10 --set x=1 --set y=2 --alternative b --lang en --json")
        else {
            panic!("not read");
        };
        assert_eq!((run.draws, run.households, run.json, run.quiet), (Some(10), None, true, false));
        assert_eq!(run.set, [("x".into(), "1".into()), ("y".into(), "2".into())]);
        assert_eq!(run.alternatives, ["b"]);
        assert_eq!(run.command.len(), 13);
    }

    #[test]
    fn wrong_arguments_are_refused() {
        for line in [
            "mkba run",
            "mkba run a --draws 0",
            "mkba run a --draws x",
            "mkba run a --method fast",
            "mkba fly",
            "mkba run a --lang fr",
        ] {
            let Err(Failure::Arguments(error)) = read(line) else { panic!("{line} was read") };
            assert_eq!(error.exit_code(), 2, "{line}");
        }
        for line in ["mkba run a --set x", "mkba run a --set =1", "mkba run a --set x="] {
            assert!(matches!(read(line), Err(Failure::Usage(_))), "{line}");
        }
    }

    /// Every verb and argument with its help, in a language.
    fn helps(language: Language) -> Vec<(String, String)> {
        let all = command(language);
        all.debug_assert();
        let mut found = Vec::new();
        for verb in command(language).get_subcommands() {
            let about = verb.get_about().map(ToString::to_string);
            found.push((verb.get_name().to_owned(), about.unwrap_or_default()));
            for argument in verb.get_arguments() {
                let help = argument.get_help().map(ToString::to_string);
                found.push((format!("{} {}", verb.get_name(), argument.get_id()), help.unwrap_or_default()));
            }
        }
        found
    }

    #[test]
    fn every_verb_and_argument_has_help_in_both_languages() {
        let (dutch, english) = (helps(Language::Nl), helps(Language::En));
        assert!(dutch.len() > 25 && dutch.len() == english.len(), "{dutch:#?}");
        for ((name, dutch), (other, english)) in dutch.iter().zip(&english) {
            assert_eq!(name, other);
            assert!(!dutch.is_empty() && !english.is_empty() && dutch != english, "{name}: {dutch:?}, {english:?}");
        }
        for (language, wanted) in [(Language::Nl, &dutch), (Language::En, &english)] {
            let whole = command(language).render_long_help().to_string();
            let verbs = wanted.iter().filter(|(name, _)| !name.contains(' '));
            verbs.for_each(|(name, _)| assert!(whole.contains(name.as_str()), "{name}: {whole}"));
        }
    }
}
