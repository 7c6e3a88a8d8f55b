//! The arguments of the command line.
//!
//! In: arguments as given. Out: [`Verb`] with its settings. Help is in the language of the user.

pub mod check;
pub mod list;
mod precision;
pub mod run;
mod shared;

use crate::cli::arguments::check::CheckArguments;
use crate::cli::arguments::list::ListArguments;
use crate::cli::arguments::run::RunArguments;
use crate::cli::arguments::shared::{flag, option, prices, prices_option};
use crate::cli::failure::Failure;
use crate::diagnostics::Message;
use crate::report::words::Language;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::ffi::OsString;
use std::path::PathBuf;

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
    /// The scenario of which to write an empty case file; then `name` is that file.
    pub case: Option<PathBuf>,
}

/// Reads arguments; the first is the name of the program.
///
/// # Errors
/// Wrong arguments, or a wish for help.
pub fn parse(arguments: &[OsString], language: Language) -> Result<Verb, Failure> {
    let found = command(language).try_get_matches_from(arguments);
    let found = found.map_err(|error| Failure::Arguments(Box::new(error)))?;
    let given = arguments.iter().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    match found.subcommand() {
        Some(("show", matches)) => Ok(Verb::Show(ShowArguments {
            file: path(matches, "file"),
            prices: prices(matches),
            graph: matches.get_one("graph").cloned(),
            page: matches.get_one("page").cloned(),
        })),
        Some(("new", matches)) => {
            let path = |name| matches.get_one::<PathBuf>(name).cloned();
            Ok(Verb::New(NewArguments { name: path("name"), from: path("from"), case: path("case") }))
        }
        Some(("list", matches)) => Ok(Verb::List(list::arguments(matches))),
        Some(("check", matches)) => Ok(Verb::Check(check::arguments(matches))),
        Some((_, matches)) => run::arguments(matches, given).map(Verb::Run),
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
        .subcommand(run::options(verb("run", "help_run", language).arg(file_argument(language)), language))
        .subcommand(show_command(language))
        .subcommand(new_command(language))
        .subcommand(check::command(language).help_template(help_template(language)).disable_help_flag(true))
        .subcommand(list::command(language).help_template(help_template(language)).disable_help_flag(true))
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
    let case = option("case", "SCENARIO", language.text("help_new_case")).value_parser(value_parser!(PathBuf));
    verb("new", "help_new", language)
        .arg(name.required_unless_present_any(["from", "case"]))
        .arg(from.conflicts_with("case"))
        .arg(case)
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

fn help_template(language: Language) -> String {
    format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}{{after-help}}", language.text("help_usage"))
}

fn help(language: Language) -> Arg {
    flag("help", language.text("help_help")).short('h').action(ArgAction::Help)
}

fn language_option(language: Language) -> Arg {
    option("lang", "LANG", language.text("help_lang")).value_parser(["nl", "en"]).global(true)
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
