//! The arguments of `mkba analyse`.
//!
//! In: arguments as given. Out: [`AnalyseArguments`], and what they ask of a session.

use crate::analyse::decision::DecisionQuestion;
use crate::cli::arguments::run::{MOST_DRAWS, MOST_HOUSEHOLDS, MOST_THREADS, name_and_value};
use crate::cli::arguments::shared::{flag, option, prices, prices_option};
use crate::cli::failure::Failure;
use crate::report::words::Language;
use crate::session::{AnalysisOptions, DrawCount, HouseholdCount, RunOptions};
use clap::builder::RangedU64ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// Most cases that can be asked for.
const MOST_CASES: u64 = 1_000_000;

/// Settings of `analyse`.
#[derive(Clone, Debug, PartialEq)]
pub struct AnalyseArguments {
    /// The scenario.
    pub file: PathBuf,
    /// Questions, and numbers of cases.
    pub asked: AnalysisOptions,
    /// Parameter draws, else those of the scenario.
    pub draws: Option<usize>,
    /// Simulated households per draw, else those of the scenario.
    pub households: Option<usize>,
    /// Seed, else that of the scenario.
    pub seed: Option<u64>,
    /// Threads, else as many as there are cores.
    pub threads: Option<usize>,
    /// Alternatives to reckon; all where empty.
    pub alternatives: Vec<String>,
    /// A price list that is laid over that of the scenario.
    pub prices: Option<PathBuf>,
    /// Other values for parameters and characteristics.
    pub set: Vec<(String, String)>,
    /// Tables with semicolons and decimal commas, as a Dutch spreadsheet reads them.
    pub dutch_csv: bool,
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

impl AnalyseArguments {
    /// What they ask of a session.
    pub fn options(&self) -> RunOptions {
        RunOptions {
            draws: self.draws.map_or(DrawCount::OfScenario, DrawCount::Exactly),
            households: self.households.map_or(HouseholdCount::OfScenario, HouseholdCount::Exactly),
            seed: self.seed,
            alternatives: self.alternatives.clone(),
            ..RunOptions::default()
        }
    }
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
    let questions = Arg::new("question").value_name(text("value_question")).help(text("help_question"));
    let questions = questions.value_parser(DecisionQuestion::ALL.map(DecisionQuestion::key)).num_args(0..);
    let csv = value("csv", "value_csv", "help_csv").value_parser(["en", "nl"]);
    let caseload = value("caseload", "value_numbers", "help_caseload").value_delimiter(',');
    verb.arg(questions.help_heading(text("help_arguments")).hide_possible_values(true))
        .arg(value("alternative", "value_name", "help_alternative").action(ArgAction::Append))
        .arg(value("set", "value_name_value", "help_set").action(ArgAction::Append))
        .arg(prices_option(language))
        .arg(caseload.value_parser(RangedU64ValueParser::<u64>::new().range(1..=MOST_CASES)))
        .arg(value("out", "value_folder", "help_analyse_out").value_parser(value_parser!(PathBuf)))
        .arg(csv.default_value("en").hide_default_value(true).hide_possible_values(true))
        .arg(switch("json", "help_json"))
        .arg(switch("quiet", "help_quiet"))
        .arg(switch("warnings", "help_warnings"))
        .arg(number("draws", MOST_DRAWS, 1, "help_draws"))
        .arg(number("households", MOST_HOUSEHOLDS, 0, "help_households"))
        .arg(value("seed", "value_number", "help_seed").value_parser(value_parser!(u64)))
        .arg(number("threads", MOST_THREADS, 1, "help_threads"))
}

/// The settings in arguments that were read; `command` are the arguments as given.
pub(super) fn arguments(matches: &ArgMatches, command: Vec<String>) -> Result<AnalyseArguments, Failure> {
    let number = |name| matches.get_one::<u64>(name).copied();
    let size = |name| number(name).and_then(|value| usize::try_from(value).ok());
    let texts = |name| matches.get_many::<String>(name).into_iter().flatten().cloned();
    let asked: Vec<String> = texts("question").collect();
    let questions = DecisionQuestion::ALL.into_iter().filter(|one| asked.iter().any(|asked| asked == one.key()));
    let cases = matches.get_many::<u64>("caseload").into_iter().flatten();
    Ok(AnalyseArguments {
        file: matches.get_one::<PathBuf>("file").cloned().unwrap_or_default(),
        asked: AnalysisOptions {
            questions: questions.collect(),
            caseload: cases.filter_map(|count| usize::try_from(*count).ok()).collect(),
        },
        draws: size("draws"),
        households: size("households"),
        seed: number("seed"),
        threads: size("threads"),
        alternatives: texts("alternative").collect(),
        prices: prices(matches),
        set: texts("set").map(|text| name_and_value(&text)).collect::<Result<_, _>>()?,
        dutch_csv: matches.get_one::<String>("csv").is_some_and(|form| form == "nl"),
        quiet: matches.get_flag("quiet"),
        warnings: matches.get_flag("warnings"),
        json: matches.get_flag("json"),
        out: matches.get_one::<PathBuf>("out").cloned(),
        command,
    })
}
