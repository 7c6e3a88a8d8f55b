//! The arguments of `mkba run`.
//!
//! In: arguments as given. Out: [`RunArguments`] and the [`RunOptions`] that they come to.

use crate::analyse::uncertainty::precision::Aim;
use crate::cli::arguments::precision;
use crate::cli::arguments::shared::{flag, option, prices_option};
use crate::cli::failure::Failure;
use crate::diagnostics::Message;
use crate::report::words::Language;
use crate::session::options::CEILING;
use crate::session::{DrawCount, HouseholdCount, MethodChoice, RunOptions};
use clap::builder::RangedU64ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// Most draws, households per draw and threads that can be asked for.
pub(super) const MOST_DRAWS: u64 = 10_000_000;
pub(super) const MOST_HOUSEHOLDS: u64 = 10_000_000;
pub(super) const MOST_THREADS: u64 = 1024;

/// Most households whose course is written.
const MOST_RECORDS: u64 = 100_000;

/// Settings of `run`.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// Tables with semicolons and decimal commas, as a Dutch spreadsheet reads them.
    pub dutch_csv: bool,
    /// Tables as Parquet.
    pub columns: bool,
    /// Also reckon and show what system problems cost.
    pub problems: bool,
    /// Also show the levels of measures.
    pub measures: bool,
    /// Every parameter at its mean, in one draw.
    pub at_means: bool,
    /// Also write who is where, month by month.
    pub trace: bool,
    /// Also write the course of so many single households.
    pub records: Option<usize>,
    /// Show everything, not only what fits on a first screen.
    pub full: bool,
    /// Amounts in whole euros.
    pub euros: bool,
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

impl RunArguments {
    /// What they ask of a session.
    pub fn options(&self) -> RunOptions {
        let draws = match (self.precision.is_empty(), self.draws) {
            (true, None) => DrawCount::OfScenario,
            (true, Some(draws)) => DrawCount::Exactly(draws),
            (false, _) => {
                DrawCount::UntilPrecise { aims: self.precision.clone(), ceiling: self.ceiling.unwrap_or(CEILING) }
            }
        };
        RunOptions {
            draws,
            households: self.households.map_or(HouseholdCount::OfScenario, HouseholdCount::Exactly),
            seed: self.seed,
            method: self.method,
            alternatives: self.alternatives.clone(),
            problems: self.problems,
            at_means: self.at_means,
            by_start: true,
        }
    }
}

/// The options of the verb, for the reader of arguments.
pub(super) fn options(verb: Command, language: Language) -> Command {
    let text = |key| language.text(key);
    let value = |name, value, help| option(name, text(value), text(help));
    let switch = |name, help| flag(name, text(help)).action(ArgAction::SetTrue);
    let csv = value("csv", "value_csv", "help_csv").value_parser(["en", "nl"]);
    let records = value("records", "value_number", "help_records");
    // What is shown, where it goes; what is asked and how it is reckoned.
    let verb = verb
        .arg(switch("full", "help_full"))
        .arg(switch("euros", "help_euros"))
        .arg(switch("problems", "help_problems"))
        .arg(switch("measures", "help_measures"))
        .arg(value("out", "value_folder", "help_out").value_parser(value_parser!(PathBuf)))
        .arg(csv.default_value("en").hide_default_value(true).hide_possible_values(true))
        .arg(tables_option(language))
        .arg(switch("trace", "help_trace").requires("out"))
        .arg(records.value_parser(RangedU64ValueParser::<u64>::new().range(1..=MOST_RECORDS)).requires("out"))
        .arg(switch("json", "help_json"));
    reckoning(verb, language)
}

/// The options that decide what is reckoned and how, for every verb that runs a scenario.
pub(super) fn reckoning(verb: Command, language: Language) -> Command {
    let text = |key| language.text(key);
    let number = |name, most, least, help| {
        let option = option(name, text("value_number"), text(help));
        option.value_parser(RangedU64ValueParser::<u64>::new().range(least..=most))
    };
    let value = |name, value, help| option(name, text(value), text(help));
    let switch = |name, help| flag(name, text(help)).action(ArgAction::SetTrue);
    let method = value("method", "value_method", "help_method").value_parser(["auto", "cohort", "micro", "months"]);
    verb.arg(value("alternative", "value_name", "help_alternative").action(ArgAction::Append))
        .arg(value("set", "value_name_value", "help_set").action(ArgAction::Append))
        .arg(prices_option(language))
        .arg(switch("quiet", "help_quiet"))
        .arg(switch("warnings", "help_warnings"))
        .arg(number("draws", MOST_DRAWS, 1, "help_draws"))
        .arg(switch("at-means", "help_at_means").conflicts_with_all(["draws", "precision"]))
        .arg(value("precision", "value_errors", "help_precision").conflicts_with("draws"))
        .arg(number("ceiling", MOST_DRAWS, 1, "help_ceiling").requires("precision"))
        .arg(number("households", MOST_HOUSEHOLDS, 0, "help_households"))
        .arg(value("seed", "value_number", "help_seed").value_parser(value_parser!(u64)))
        .arg(method.default_value("auto").hide_default_value(true).hide_possible_values(true))
        .arg(number("threads", MOST_THREADS, 1, "help_threads"))
}

/// The settings in arguments that were read; `command` are the arguments as given. What a verb does not know is not asked
/// for.
pub(super) fn arguments(matches: &ArgMatches, command: Vec<String>) -> Result<RunArguments, Failure> {
    let number = |name: &str| matches.try_get_one::<u64>(name).ok().flatten().copied();
    let text = |name: &str| matches.try_get_one::<String>(name).ok().flatten();
    let path = |name: &str| matches.try_get_one::<PathBuf>(name).ok().flatten().cloned();
    let size = |name: &str| number(name).and_then(|value| usize::try_from(value).ok());
    let known = |name: &str| matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or_default();
    let texts = |name: &str| matches.try_get_many::<String>(name).ok().flatten().into_iter().flatten().cloned();
    let method = match text("method").map(String::as_str) {
        Some("micro") => MethodChoice::Micro,
        Some("months") => MethodChoice::Months,
        Some("cohort") => MethodChoice::Cohort,
        _ => MethodChoice::Auto,
    };
    Ok(RunArguments {
        file: path("file").unwrap_or_default(),
        draws: size("draws"),
        precision: text("precision").map_or(Ok(Vec::new()), |text| precision::aims(text))?,
        ceiling: size("ceiling"),
        households: size("households"),
        seed: number("seed"),
        threads: size("threads"),
        method,
        alternatives: texts("alternative").collect(),
        prices: path("prices"),
        set: texts("set").map(|text| name_and_value(&text)).collect::<Result<_, _>>()?,
        dutch_csv: text("csv").is_some_and(|form| form == "nl"),
        columns: asked_for_columns(matches)?,
        problems: known("problems"),
        measures: known("measures"),
        at_means: known("at-means"),
        trace: known("trace"),
        records: size("records"),
        full: known("full"),
        euros: known("euros"),
        quiet: known("quiet"),
        warnings: known("warnings"),
        json: known("json"),
        out: path("out"),
        command,
    })
}

/// The form of tables for machines.
pub(super) fn tables_option(language: Language) -> Arg {
    let tables = option("format", language.text("value_csv"), language.text("help_tables"));
    tables.value_parser(["csv", "parquet"]).hide_possible_values(true)
}

/// Whether tables are to be Parquet.
///
/// # Errors
/// A program that was built without it.
fn asked_for_columns(matches: &ArgMatches) -> Result<bool, Failure> {
    let asked = matches.try_get_one::<String>("format").ok().flatten().is_some_and(|form| form == "parquet");
    if asked && !cfg!(feature = "parquet") {
        return Err(Failure::Usage(Message::new("no_parquet")));
    }
    Ok(asked)
}

/// A name and a value with `=` between them.
pub(super) fn name_and_value(text: &str) -> Result<(String, String), Failure> {
    let pair = text.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
    match pair {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(Failure::Usage(Message::new("set_without_value").with("found", text))),
    }
}
