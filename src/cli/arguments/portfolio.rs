//! The arguments of `mkba portfolio`.
//!
//! In: arguments as given. Out: [`PortfolioArguments`], and what they ask of a session.

use crate::analyse::portfolio::decide::Limits;
use crate::analyse::portfolio::{AIMS, Asked};
use crate::cli::arguments::run::{MOST_DRAWS, MOST_HOUSEHOLDS, MOST_THREADS};
use crate::cli::arguments::shared::{flag, option, prices, prices_option};
use crate::cli::failure::Failure;
use crate::diagnostics::Message;
use crate::read::number::decimal::{self, Tells};
use crate::report::words::Language;
use crate::session::portfolio::PortfolioOptions;
use clap::builder::RangedU64ValueParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// Households by which luck is told, where nothing else is asked.
const LUCK_HOUSEHOLDS: usize = 100;
/// Certainty with which payers are to end level, where nothing else is asked.
const CERTAINTY: f64 = 0.8;

/// Settings of `portfolio`.
#[derive(Clone, Debug, PartialEq)]
pub struct PortfolioArguments {
    /// The list, or a folder of case files.
    pub file: PathBuf,
    /// What is asked of the session.
    pub options: PortfolioOptions,
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

/// What is asked of figures by household that are known already: aim, limits, certainty, luck.
pub(super) fn choice_options(verb: Command, language: Language) -> Command {
    let text = |key| language.text(key);
    let value = |name, value, help| option(name, text(value), text(help));
    let aim = value("aim", "value_name", "help_aim").value_parser(AIMS);
    let households = value("households", "value_number", "help_luck_households");
    verb.arg(value("budget", "value_amount", "help_budget").action(ArgAction::Append))
        .arg(value("hours", "value_amount", "help_hours").action(ArgAction::Append))
        .arg(value("min-chance", "value_share", "help_min_chance"))
        .arg(value("fair", "value_share", "help_fair"))
        .arg(aim.default_value(AIMS[0]).hide_default_value(true).hide_possible_values(true))
        .arg(value("payer", "value_name", "help_payer"))
        .arg(value("certainty", "value_share", "help_certainty"))
        .arg(households.value_parser(RangedU64ValueParser::<u64>::new().range(0..=MOST_HOUSEHOLDS)))
}

/// The options of the verb, for the reader of arguments.
pub(super) fn options(verb: Command, language: Language) -> Command {
    let text = |key| language.text(key);
    let number = |name, most, least, help| {
        let option = option(name, text("value_number"), text(help));
        option.value_parser(RangedU64ValueParser::<u64>::new().range(least..=most))
    };
    let value = |name, value, help| option(name, text(value), text(help));
    let switch = |name, help| flag(name, text(help)).action(ArgAction::SetTrue);
    let file = Arg::new("file").value_name(text("value_cases")).help(text("help_portfolio_file")).required(true);
    let file = file.help_heading(text("help_arguments")).value_parser(value_parser!(PathBuf));
    let csv = value("csv", "value_csv", "help_csv").value_parser(["en", "nl"]);
    choice_options(verb.arg(file), language)
        .arg(prices_option(language))
        .arg(value("out", "value_folder", "help_portfolio_out").value_parser(value_parser!(PathBuf)))
        .arg(csv.default_value("en").hide_default_value(true).hide_possible_values(true))
        .arg(switch("json", "help_json"))
        .arg(switch("quiet", "help_quiet"))
        .arg(number("draws", MOST_DRAWS, 1, "help_draws"))
        .arg(value("seed", "value_number", "help_seed").value_parser(value_parser!(u64)))
        .arg(number("threads", MOST_THREADS, 1, "help_threads"))
}

/// What [`choice_options`] ask.
pub(super) fn choice(matches: &ArgMatches) -> Result<PortfolioOptions, Failure> {
    let text = |name| matches.get_one::<String>(name).cloned();
    let households = matches.get_one::<u64>("households").and_then(|value| usize::try_from(*value).ok());
    let amounts = |name: &str| {
        let all = matches.get_many::<String>(name).into_iter().flatten();
        all.map(|text| amount(name, text)).collect::<Result<Vec<_>, _>>()
    };
    let share = |name: &'static str| text(name).map(|found| share(name, &found)).transpose();
    let aim = text("aim").and_then(|aim| AIMS.iter().position(|known| *known == aim)).unwrap_or(0);
    let limits = Limits {
        budgets: amounts("budget")?,
        hours: amounts("hours")?,
        least_chance: share("min-chance")?,
        fair_share: share("fair")?,
    };
    Ok(PortfolioOptions {
        luck_households: households.unwrap_or(LUCK_HOUSEHOLDS),
        payer: text("payer"),
        asked: Asked { aim, limits, certainty: share("certainty")?.unwrap_or(CERTAINTY) },
        ..PortfolioOptions::default()
    })
}

/// Whether any of [`choice_options`] was given.
pub(super) fn choice_given(matches: &ArgMatches) -> bool {
    let names = ["budget", "hours", "min-chance", "fair", "aim", "payer", "certainty", "households"];
    names.iter().any(|name| matches.value_source(name) == Some(ValueSource::CommandLine))
}

/// The settings in arguments that were read; `command` are the arguments as given.
pub(super) fn arguments(matches: &ArgMatches, command: Vec<String>) -> Result<PortfolioArguments, Failure> {
    let size = |name| matches.get_one::<u64>(name).and_then(|value| usize::try_from(*value).ok());
    let text = |name| matches.get_one::<String>(name).cloned();
    Ok(PortfolioArguments {
        file: matches.get_one::<PathBuf>("file").cloned().unwrap_or_default(),
        options: PortfolioOptions {
            draws: size("draws"),
            seed: matches.get_one::<u64>("seed").copied(),
            ..choice(matches)?
        },
        threads: size("threads"),
        prices: prices(matches),
        dutch_csv: text("csv").is_some_and(|form| form == "nl"),
        quiet: matches.get_flag("quiet"),
        json: matches.get_flag("json"),
        out: matches.get_one::<PathBuf>("out").cloned(),
        command,
    })
}

/// An amount, or one of a calendar year: `100000` or `2026=100000`.
fn amount(name: &str, text: &str) -> Result<(Option<i32>, f64), Failure> {
    let wrong = || Failure::Usage(Message::new("portfolio_amount").with("name", name).with("found", text));
    let (year, amount) = match text.split_once('=') {
        Some((year, amount)) => {
            let year = year.trim().parse::<i32>().ok().filter(|year| (1900..=2100).contains(year));
            (Some(year.ok_or_else(wrong)?), amount)
        }
        None => (None, text),
    };
    // `100.000` is a hundred thousand for some and a hundred for others: asking is better than guessing.
    if matches!(decimal::tells(amount.trim()), Tells::Either | Tells::Comma) {
        return Err(Failure::Usage(Message::new("portfolio_amount_marks").with("name", name).with("found", text)));
    }
    let amount = decimal::plain(amount.trim()).ok().filter(|amount| *amount >= 0.0);
    Ok((year, amount.ok_or_else(wrong)?))
}

/// A share between 0 and 1, or so many percent.
fn share(name: &str, text: &str) -> Result<f64, Failure> {
    let found = match text.trim().strip_suffix('%') {
        Some(percents) => percents.trim().parse::<f64>().ok().map(|percents| percents / 100.0),
        None => text.trim().parse::<f64>().ok(),
    };
    let sound = found.filter(|share| (0.0..=1.0).contains(share));
    sound.ok_or_else(|| Failure::Usage(Message::new("portfolio_share").with("name", name).with("found", text)))
}
