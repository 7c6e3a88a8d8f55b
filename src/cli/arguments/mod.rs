//! The arguments of the command line.
//!
//! In: arguments as given. Out: [`Verb`] with its settings. Help is in the language of the user.

pub mod analyse;
pub mod check;
pub mod compare;
pub mod evaluate;
mod help;
pub mod list;
pub mod portfolio;
mod precision;
pub mod report;
pub mod run;
pub mod serve;
pub mod shard;
mod shared;

use crate::cli::arguments::analyse::AnalyseArguments;
use crate::cli::arguments::check::CheckArguments;
use crate::cli::arguments::compare::CompareArguments;
use crate::cli::arguments::evaluate::EvaluateArguments;
use crate::cli::arguments::list::ListArguments;
use crate::cli::arguments::portfolio::PortfolioArguments;
use crate::cli::arguments::report::ReportArguments;
use crate::cli::arguments::run::RunArguments;
use crate::cli::arguments::shard::ShardArguments;
use crate::cli::arguments::shared::{flag, option, prices, prices_option};
use crate::cli::failure::Failure;
use crate::diagnostics::Message;
use crate::report::words::Language;
use crate::serve::ServeSettings;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::ffi::OsString;
use std::path::PathBuf;

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Verb {
    /// Reckon a scenario.
    Run(RunArguments),
    /// Reckon a scenario and write a report of it.
    Report(ReportArguments),
    /// Open up a total, an account or an item.
    Explain(ExplainArguments),
    /// Pack a result with all that it was made of.
    Bundle(RunArguments),
    /// Compare two results, or reckon a bundle again.
    Compare(CompareArguments),
    /// Answer questions about a decision.
    Analyse(AnalyseArguments),
    /// Divide a calculation into parts.
    Shard(ShardArguments),
    /// Reckon a caseload, and choose within a budget.
    Portfolio(PortfolioArguments),
    /// Serve the coach's page on this computer.
    Serve(ServeSettings),
    /// Look back at finished cases.
    Evaluate(EvaluateArguments),
    /// Show a scenario in full.
    Show(ShowArguments),
    /// Write a scenario to start from.
    New(NewArguments),
    /// Look at scenarios and lists.
    Check(CheckArguments),
    /// List what the library has.
    List(ListArguments),
    /// Help on a verb, or on the whole.
    Help(Option<String>),
    /// Completions for this shell.
    Completions(String),
    /// A page of the manual about a verb, or about the whole.
    Man(Option<String>),
}

/// Settings of `explain`.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainArguments {
    /// What is reckoned, as for `run`.
    pub run: RunArguments,
    /// The item, the account, the figure, the law or the year; the whole where there is none.
    pub name: Option<String>,
    /// Single futures, month by month.
    pub future: bool,
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
    /// The scenarios of which to write an empty caseload; then `name` is that file.
    pub caseload: Vec<PathBuf>,
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
            Ok(Verb::New(NewArguments {
                name: path("name"),
                from: path("from"),
                case: path("case"),
                caseload: paths(matches, "caseload"),
            }))
        }
        Some(("analyse", matches)) => Ok(Verb::Analyse(analyse::arguments(matches, given)?)),
        Some(("portfolio", matches)) => portfolio::arguments(matches, given).map(Verb::Portfolio),
        Some(("serve", matches)) => Ok(Verb::Serve(serve::arguments(matches, language))),
        Some(("evaluate", matches)) => Ok(Verb::Evaluate(evaluate::arguments(matches, given))),
        Some(("list", matches)) => Ok(Verb::List(list::arguments(matches))),
        Some(("shard", matches)) => shard::arguments(matches, given).map(Verb::Shard),
        Some(("report", matches)) => report::arguments(matches, given).map(Verb::Report),
        Some(("explain", matches)) => {
            let name = matches.get_one::<String>("name").cloned();
            let future = matches.get_flag("future");
            run::arguments(matches, given).map(|run| Verb::Explain(ExplainArguments { run, name, future }))
        }
        Some(("compare", matches)) => compare::arguments(matches, given).map(Verb::Compare),
        Some(("bundle", matches)) => run::arguments(matches, given).map(Verb::Bundle),
        Some(("check", matches)) => Ok(Verb::Check(check::arguments(matches))),
        Some(("help", matches)) => Ok(Verb::Help(matches.get_one("verb").cloned())),
        Some(("man", matches)) => Ok(Verb::Man(matches.get_one("verb").cloned())),
        Some(("completions", matches)) => {
            Ok(Verb::Completions(matches.get_one::<String>("shell").cloned().unwrap_or_default()))
        }
        Some((_, matches)) => run::arguments(matches, given).map(Verb::Run),
        None => Err(Failure::Usage(Message::new("no_verb"))),
    }
}

/// Names of all verbs.
pub(super) fn verbs() -> Vec<String> {
    command(Language::default()).get_subcommands().map(|verb| verb.get_name().to_owned()).collect()
}

/// Help on a verb, or on the whole.
pub(super) fn help_page(verb: Option<&str>, language: Language) -> String {
    help::page(command(language), verb)
}

/// A page of the manual about a verb, or about the whole.
pub(super) fn manual(verb: Option<&str>, language: Language) -> String {
    help::manual(command(language), verb, language)
}

/// Completions for a shell.
pub(super) fn completions(shell: &str, language: Language) -> String {
    help::completions(command(language), shell)
}

/// The whole command line.
fn command(language: Language) -> Command {
    let text = |key| language.text(key);
    let version = flag("version", text("help_version")).short('V').action(ArgAction::Version);
    let verbs = [
        list::command(language),
        show_command(language),
        run::options(verb("run", "help_run", language).arg(file_argument(language)), language),
        report::options(verb("report", "help_report", language).arg(file_argument(language)), language),
        explain_command(language),
        analyse::options(verb("analyse", "help_analyse", language).arg(file_argument(language)), language),
        compare::options(verb("compare", "help_compare", language).arg(file_argument(language)), language),
        compare::bundle_options(verb("bundle", "help_bundle", language).arg(file_argument(language)), language),
        shard::command(language),
        portfolio::options(verb("portfolio", "help_portfolio", language), language),
        serve::options(verb("serve", "help_serve", language), language),
        evaluate::options(verb("evaluate", "help_evaluate", language), language),
        check::command(language),
        new_command(language),
    ];
    let whole = Command::new(help::PROGRAM).version(env!("CARGO_PKG_VERSION")).about(text("help_about"));
    let whole = help::common(whole, None, language)
        .subcommand_help_heading(text("help_verbs"))
        .subcommand_value_name(text("value_verb"))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(version)
        .arg(help::language_option(language))
        .args(help::machine_options(language))
        .arg(help::help_option(language))
        .subcommands(verbs.into_iter().chain(help::verbs(language)));
    negatives_are_values(whole)
}

/// After an option with a value `-5` is a number, in every verb.
fn negatives_are_values(command: Command) -> Command {
    let takes_one = |arg: &Arg| !arg.is_positional() && arg.get_action().takes_values();
    let command = command.mut_args(|arg| if takes_one(&arg) { arg.allow_negative_numbers(true) } else { arg });
    command.mut_subcommands(negatives_are_values)
}

fn explain_command(language: Language) -> Command {
    let name = Arg::new("name").value_name(language.text("value_name")).help(language.text("help_explain_name"));
    let name = name.help_heading(language.text("help_arguments"));
    let future = flag("future", language.text("help_future")).action(ArgAction::SetTrue).conflicts_with("name");
    let verb = verb("explain", "help_explain", language).arg(file_argument(language)).arg(name).arg(future);
    run::reckoning(verb, language)
}

fn show_command(language: Language) -> Command {
    let path = |name, help| {
        option(name, language.text("value_file"), language.text(help)).value_parser(value_parser!(PathBuf))
    };
    verb("show", "help_show", language)
        .arg(file_argument(language))
        .arg(path("graph", "help_graph"))
        .arg(path("page", "help_page"))
        .arg(prices_option(language))
}

fn new_command(language: Language) -> Command {
    let name = Arg::new("name").value_name(language.text("value_folder")).help(language.text("help_new_name"));
    let name = name.help_heading(language.text("help_arguments")).value_parser(value_parser!(PathBuf));
    let from = option("from", language.text("value_name"), language.text("help_new_from"));
    let case = option("case", language.text("value_name"), language.text("help_new_case"));
    let caseload = option("caseload", language.text("value_name"), language.text("help_new_caseload"));
    let caseload = caseload.conflicts_with_all(["from", "case"]);
    verb("new", "help_new", language)
        .arg(name.required_unless_present_any(["from", "case", "caseload"]))
        .arg(from.value_parser(value_parser!(PathBuf)).conflicts_with("case"))
        .arg(case.value_parser(value_parser!(PathBuf)))
        .arg(caseload.value_parser(value_parser!(PathBuf)).num_args(1..).action(ArgAction::Append))
}

/// What all verbs have in common.
fn verb(name: &'static str, about: &'static str, language: Language) -> Command {
    help::common(Command::new(name).about(language.text(about)), Some("help_exit_codes"), language)
}

fn file_argument(language: Language) -> Arg {
    let file = Arg::new("file").value_name(language.text("value_file")).help(language.text("help_file")).required(true);
    file.help_heading(language.text("help_arguments")).value_parser(value_parser!(PathBuf))
}

fn paths(matches: &ArgMatches, name: &str) -> Vec<PathBuf> {
    matches.get_many::<PathBuf>(name).into_iter().flatten().cloned().collect()
}

fn path(matches: &ArgMatches, name: &str) -> PathBuf {
    matches.get_one::<PathBuf>(name).cloned().unwrap_or_default()
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
    fn a_negative_number_is_a_value() {
        let Err(Failure::Arguments(error)) = read("mkba run a --draws -5") else { panic!("minus five draws") };
        assert_eq!(error.kind(), clap::error::ErrorKind::ValueValidation);
        let Err(Failure::Arguments(error)) = read("mkba shard run a --index 1 --threads -5") else { panic!("threads") };
        assert_eq!(error.kind(), clap::error::ErrorKind::ValueValidation);
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
    fn every_verb_has_examples_that_are_read() {
        for name in verbs().iter().map(String::as_str).chain(["mkba"]) {
            let mut found = help::EXAMPLES.iter().filter(|(verb, ..)| *verb == name).peekable();
            assert!(found.peek().is_some(), "{name} has no example");
            for (_, line, _) in found {
                let line = line.split(" > ").next().unwrap_or_default();
                assert!(read(line).is_ok(), "{line}");
            }
        }
    }

    /// Words of the reader of arguments that would stand in English within Dutch.
    #[test]
    fn help_is_in_one_language() {
        for verb in verbs().iter().map(|name| Some(name.as_str())).chain([None]) {
            let dutch = [help_page(verb, Language::Nl), manual(verb, Language::Nl)];
            for word in ["OPTIONS", "COMMAND", "FILE", "default", "possible", "Usage", "Options", "subcommand", "NAME"]
            {
                assert!(dutch.iter().all(|text| !text.contains(word)), "{word} in {verb:?}: {dutch:#?}");
            }
            let english = help_page(verb, Language::En);
            for word in ["OPTIES", "BESTAND", "Gebruik", "Voorbeeld", "NAAM"] {
                assert!(!english.contains(word), "{word} in {english}");
            }
        }
    }

    #[test]
    fn completions_know_every_verb() {
        for shell in ["bash", "zsh", "fish", "powershell"] {
            let text = completions(shell, Language::Nl);
            assert!(verbs().iter().all(|verb| text.contains(verb.as_str())) && text.contains("alternative"), "{shell}");
        }
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
