//! The arguments of `mkba analyse`.
//!
//! In: arguments as given. Out: [`AnalyseArguments`]: what to reckon, as for `run`, and what is asked.

use crate::analyse::decision::DecisionQuestion;
use crate::cli::arguments::run::{self, RunArguments};
use crate::cli::arguments::shared::{flag, option};
use crate::cli::failure::Failure;
use crate::diagnostics::Message;
use crate::read::draws::DrawsOptions;
use crate::report::words::Language;
use crate::session::AnalysisOptions;
use clap::builder::RangedU64ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// Most cases that can be asked for.
const MOST_CASES: u64 = 1_000_000;

/// All of it, in percent.
const MOST_PERCENT: f64 = 100.0;

/// Settings of `analyse`.
#[derive(Clone, Debug, PartialEq)]
pub struct AnalyseArguments {
    /// What is reckoned, as for `run`.
    pub run: RunArguments,
    /// Questions, and numbers of cases.
    pub asked: AnalysisOptions,
    /// How draws of another model are read.
    pub draws: DrawsOptions,
}

/// The options of the verb, for the reader of arguments.
pub(super) fn options(verb: Command, language: Language) -> Command {
    let text = |key| language.text(key);
    let value = |name, value, help| option(name, text(value), text(help));
    let questions = Arg::new("question").value_name(text("value_question")).help(text("help_question"));
    let questions = questions.value_parser(DecisionQuestion::ALL.map(DecisionQuestion::key)).num_args(0..);
    let csv = value("csv", "value_csv", "help_csv").value_parser(["en", "nl"]);
    let caseload = value("caseload", "value_numbers", "help_caseload").value_delimiter(',');
    let verb = verb
        .arg(questions.help_heading(text("help_arguments")).hide_possible_values(true))
        .arg(caseload.value_parser(RangedU64ValueParser::<u64>::new().range(1..=MOST_CASES)))
        .arg(value("discount-effects", "value_percent", "help_discount_effects").value_parser(percent))
        .arg(flag("total", text("help_total")).action(ArgAction::SetTrue))
        .arg(value("reference", "value_name", "help_reference"))
        .arg(value("value", "value_amount", "help_draws_value").value_parser(value_parser!(f64)))
        .arg(value("out", "value_folder", "help_analyse_out").value_parser(value_parser!(PathBuf)))
        .arg(csv.default_value("en").hide_default_value(true).hide_possible_values(true))
        .arg(flag("json", text("help_json")).action(ArgAction::SetTrue));
    run::reckoning(verb, language)
}

/// The settings in arguments that were read; `command` are the arguments as given.
///
/// # Errors
/// What is wrong for `run`.
pub(super) fn arguments(matches: &ArgMatches, command: Vec<String>) -> Result<AnalyseArguments, Failure> {
    let asked: Vec<String> = matches.get_many::<String>("question").into_iter().flatten().cloned().collect();
    let questions = DecisionQuestion::ALL.into_iter().filter(|one| asked.iter().any(|asked| asked == one.key()));
    let questions: Vec<DecisionQuestion> = questions.collect();
    // It would say nothing, and look as if it did.
    if matches.contains_id("caseload") && !questions.is_empty() && !questions.contains(&DecisionQuestion::Risk) {
        return Err(Failure::Usage(Message::new("caseload_without_risk")));
    }
    let cases = matches.get_many::<u64>("caseload").into_iter().flatten();
    Ok(AnalyseArguments {
        run: run::arguments(matches, command)?,
        asked: AnalysisOptions {
            questions,
            caseload: cases.filter_map(|count| usize::try_from(*count).ok()).collect(),
            total_indices: matches.get_flag("total"),
            discount_effects: matches.get_one::<f64>("discount-effects").copied(),
        },
        draws: DrawsOptions {
            reference: matches.get_one::<String>("reference").cloned(),
            value: matches.get_one::<f64>("value").copied(),
        },
    })
}

/// A percentage from 0 to 100.
fn percent(text: &str) -> Result<f64, String> {
    let found = text.parse::<f64>().ok().filter(|found| (0.0..=MOST_PERCENT).contains(found));
    found.ok_or_else(|| format!("0 - {MOST_PERCENT}"))
}
