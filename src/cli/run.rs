//! `mkba run`: reckons one scenario and hands over the answers.
//!
//! In: [`RunArguments`]. Out: a summary or JSON on standard output, and files in a folder.

use crate::analyse::answer::accounts;
use crate::analyse::uncertainty::precision::{Aim, Precision};
use crate::analyse::{self, Answer, ProblemAnswer};
use crate::cli::arguments::{MethodChoice, RunArguments};
use crate::cli::precision;
use crate::cli::progress::{self, Progress};
use crate::cli::study;
use crate::cli::{Failure, files, found, print, tell};
use crate::diagnostics::{Diagnostics, LIBRARY, Message, Sources};
use crate::model::Scenario;
use crate::read::{self, Loaded};
use crate::report::bundle::{Bundle, FILES};
use crate::report::chart::distribution;
use crate::report::faults;
use crate::report::identity::{self, Manifest};
use crate::report::json;
use crate::report::run_faults;
use crate::report::tables;
use crate::report::terminal;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::simulate::rules::history::history;
use crate::simulate::{self, AlternativeResults, Enough, Method, Results, RunPlan, SimulationError};
use rayon::ThreadPool;
use std::io::{self, IsTerminal};

/// Most simulated households in one run, over all draws: beyond it their sums are no longer exact to the cent.
const MOST_SIMULATED: usize = 10_000_000_000;

/// Runs a scenario.
///
/// # Errors
/// A scenario with faults, wrong settings, a place that cannot be written to, or Ctrl-C.
pub fn run(arguments: &RunArguments, language: Language) -> Result<(), Failure> {
    progress::listen_to_interrupts();
    let path = found(&arguments.file)?;
    if path.starts_with(LIBRARY) && !arguments.quiet {
        let message = Message::new("run_from_library").with("path", path.display());
        tell(&format!("{}\n", language.fill(&message)));
    }
    let files = files(arguments.prices.as_deref())?;
    if let Some(study) = read::study::open(&files, &path)? {
        if !arguments.precision.is_empty() {
            return Err(Failure::Usage(Message::new("precision_study")));
        }
        return study::run(&study, &files, arguments, language);
    }
    let bundle = arguments.out.as_deref().map(Bundle::prepare).transpose().map_err(Failure::Usage)?;
    let Loaded { scenario, with_system_problems, sources, replaced, warnings, .. } =
        read::load(&files, &path, &arguments.set)?;
    if !arguments.quiet {
        warn(&sources, &warnings, arguments.warnings, language);
    }
    let scenario = choose(scenario, &arguments.alternatives)?;
    let plan = plan(&scenario, arguments)?;
    if arguments.method == MethodChoice::Auto && plan.method == Method::Micro && !arguments.quiet {
        tell(&format!("{}\n", language.text("run_auto_micro")));
    }
    if let Some(history) = history(&scenario).filter(|_| plan.households > 0 && !arguments.quiet) {
        let message = Message::new("run_by_months").with("why", language.text(history.key()));
        tell(&format!("{}\n", language.fill(&message)));
    }
    let (results, threads) = simulate(&scenario, &plan, &arguments.precision, arguments, language)?;
    let precision = (!arguments.precision.is_empty())
        .then(|| Precision::new(&scenario, &results.alternatives, &arguments.precision, plan.draws));
    let plan = results.plan;
    let mut answer = analyse::answer(&scenario, &results);
    answer.replaced_prices = replaced;
    if let Some(with_system_problems) = with_system_problems.filter(|_| arguments.problems) {
        answer.system_problems = problems(*with_system_problems, &plan, arguments, language)?;
    }
    answer.id = identity::id(&sources, &plan, &arguments.set);
    if let Some(bundle) = bundle {
        let mut manifest = Manifest::new(&answer.id, &arguments.command, threads, &sources, &results);
        manifest.precision = precision.as_ref();
        let texts = texts(&scenario, &results, &answer, &manifest, language)?;
        stop_if_asked()?;
        bundle.write(&texts).map_err(Failure::Usage)?;
    }
    if let Some(precision) = precision.filter(|_| !arguments.quiet) {
        tell(&format!("{}\n", precision::told(&precision, &plan, language)));
    }
    show(&answer, &scenario, arguments, language)
}

/// What system problems cost: the alternatives with and without them in a run of their own, so that the figures of the others stay
/// as they are. Households are simulated only where the exact method cannot do it.
fn problems(
    with_system_problems: Scenario,
    plan: &RunPlan,
    arguments: &RunArguments,
    language: Language,
) -> Result<Vec<ProblemAnswer>, Failure> {
    let scenario = choose(with_system_problems, &arguments.alternatives)?;
    problem_costs(&scenario, plan, |scenario, plan| Ok(simulate(scenario, plan, &[], arguments, language)?.0))
}

/// The same for a scenario that has the alternatives with and without problems; `run` reckons it.
pub(super) fn problem_costs(
    scenario: &Scenario,
    plan: &RunPlan,
    run: impl Fn(&Scenario, &RunPlan) -> Result<Results, Failure>,
) -> Result<Vec<ProblemAnswer>, Failure> {
    let method = match plan.method {
        Method::Cohort => simulate::best_method(scenario).map_err(|fault| of_engine(&fault))?,
        simulated => simulated,
    };
    let households = if method == Method::Cohort { 0 } else { plan.households };
    if method != Method::Cohort && households == 0 {
        return Err(Failure::Usage(Message::new("micro_without_households")));
    }
    let results = run(scenario, &RunPlan { method, households, ..*plan })?;
    Ok(analyse::problems::problems(scenario, &results))
}

/// Shows warnings: all in full, or the first in one line.
pub(super) fn warn(sources: &Sources, warnings: &Diagnostics, all: bool, language: Language) {
    if all {
        return tell(&faults::render(sources, warnings, language, io::stderr().is_terminal()));
    }
    let sorted = warnings.sorted();
    let Some(first) = sorted.first() else { return };
    let key = if sorted.len() == 1 { "run_one_warning" } else { "run_warnings" };
    let values = [("first", language.fill(&first.message)), ("count", (sorted.len() - 1).to_string())];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    tell(&format!("{}: {}\n", language.text("level_warning"), language.fill_in(language.text(key), &values)));
}

/// The scenario with the alternatives asked for; all where none is named.
pub(super) fn choose(scenario: Scenario, names: &[String]) -> Result<Scenario, Failure> {
    if names.is_empty() {
        return Ok(scenario);
    }
    let known: Vec<String> = scenario.alternatives[1..].iter().map(|one| one.id.clone()).collect();
    scenario.with_alternatives(names).map_err(|found| {
        Failure::Usage(Message::new("run_unknown_alternative").with("found", found).with("known", known.join(", ")))
    })
}

pub(super) fn plan(scenario: &Scenario, arguments: &RunArguments) -> Result<RunPlan, Failure> {
    let method = match arguments.method {
        MethodChoice::Auto => {
            simulate::best_method(scenario).map_err(|fault| Failure::Fault(run_faults::of_engine(&fault)))?
        }
        MethodChoice::Cohort => Method::Cohort,
        MethodChoice::Micro => Method::Micro,
        MethodChoice::Months => Method::Months,
    };
    let settings = &scenario.settings;
    let plan = RunPlan {
        seed: arguments.seed.unwrap_or(settings.seed),
        first_draw: 0,
        draws: match (arguments.precision.is_empty(), arguments.draws) {
            (true, draws) => draws.unwrap_or(settings.draws),
            (false, _) => arguments.ceiling.unwrap_or(precision::CEILING),
        },
        households: arguments.households.unwrap_or(settings.households),
        method,
    };
    if method != Method::Cohort && plan.households == 0 {
        return Err(Failure::Usage(Message::new("micro_without_households")));
    }
    if plan.draws.saturating_mul(plan.households) > MOST_SIMULATED {
        let message = Message::new("too_many_households").with("most", MOST_SIMULATED);
        return Err(Failure::Usage(message.with("draws", plan.draws).with("households", plan.households)));
    }
    Ok(plan)
}

/// Runs until the aims are met, if there are any, on as many threads as asked for; tells how many that were.
fn simulate(
    scenario: &Scenario,
    plan: &RunPlan,
    aims: &[Aim],
    arguments: &RunArguments,
    language: Language,
) -> Result<(Results, usize), Failure> {
    let pool = pool(arguments)?;
    let enough = |found: &[AlternativeResults]| aims.iter().all(|aim| aim.is_met(found));
    let enough: Option<Enough> = if aims.is_empty() { None } else { Some(&enough) };
    // With a ceiling nobody knows beforehand how long it takes.
    let monitor = Progress::start(plan.draws, arguments.quiet || enough.is_some(), language);
    let results = pool.install(|| simulate::run_until(scenario, plan, &monitor, enough));
    monitor.finish();
    Ok((results.map_err(|fault| of_engine(&fault))?, pool.current_num_threads()))
}

/// As many threads as asked for.
pub(super) fn pool(arguments: &RunArguments) -> Result<ThreadPool, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(arguments.threads.unwrap_or(0)).build();
    pool.map_err(|error| Failure::Usage(Message::new("no_threads").with("reason", error)))
}

/// Why the engine stopped.
pub(super) fn of_engine(fault: &SimulationError) -> Failure {
    match fault {
        SimulationError::Stopped => Failure::Stopped(run_faults::of_engine(fault)),
        _ => Failure::Fault(run_faults::of_engine(fault)),
    }
}

pub(super) fn stop_if_asked() -> Result<(), Failure> {
    if progress::interrupted() {
        Err(Failure::Stopped(run_faults::of_engine(&SimulationError::Stopped)))
    } else {
        Ok(())
    }
}

/// The texts of all files, in the order of [`FILES`].
fn texts(
    scenario: &Scenario,
    results: &Results,
    answer: &Answer,
    manifest: &Manifest,
    language: Language,
) -> Result<Vec<(&'static str, String)>, Failure> {
    let rows = accounts::ledger(scenario, &results.alternatives);
    let numbers = Numbers::new(language);
    let texts = [
        json::text(answer).map_err(cannot_write)?,
        tables::ledger(&rows).map_err(cannot_write)?,
        tables::draws(scenario, results).map_err(cannot_write)?,
        tables::measures(answer).map_err(cannot_write)?,
        distribution::distribution(scenario, answer, language, &numbers).map_err(cannot_write)?,
        json::text(manifest).map_err(cannot_write)?,
    ];
    Ok(FILES.into_iter().zip(texts).collect())
}

pub(super) fn cannot_write(reason: impl ToString) -> Failure {
    Failure::Usage(Message::new("report_failed").with("reason", reason.to_string()))
}

/// JSON or the summary on standard output.
fn show(answer: &Answer, scenario: &Scenario, arguments: &RunArguments, language: Language) -> Result<(), Failure> {
    if arguments.json {
        return print(&json::text(answer).map_err(cannot_write)?);
    }
    if arguments.quiet {
        return Ok(());
    }
    let focus = arguments.alternatives.first().map(String::as_str);
    let mut lines = terminal::summary(answer, scenario, language, focus);
    if arguments.problems {
        lines.push(String::new());
        lines.extend(terminal::problems(answer, scenario, language, focus));
    }
    if arguments.measures {
        lines.push(String::new());
        lines.extend(terminal::measures(answer, scenario, language, focus));
    }
    print(&(lines.join("\n") + "\n"))
}
