//! `mkba shard merge`: all shards of a plan to what `mkba run` would give.
//!
//! In: a folder with shards, their plan. Out: a summary or JSON on standard output, and files in a folder; or which
//! shards are missing, in the form in which a scheduler takes them.

use crate::cli::archive::Inputs;
use crate::cli::arguments::portfolio::PortfolioArguments;
use crate::cli::arguments::run::RunArguments;
use crate::cli::arguments::shard::listed;
use crate::cli::commands::inputs::inputs;
use crate::cli::commands::shard::work::other;
use crate::cli::commands::shard::{failure, folder};
use crate::cli::commands::{bundle, portfolio, run, study};
use crate::cli::failure::{Failure, exit};
use crate::cli::output::{print, tell};
use crate::cli::progress::{Progress, pool};
use crate::diagnostics::Message;
use crate::report::words::Language;
use crate::session::portfolio::PortfolioOptions;
use crate::session::shard::{JobKind, Look, Merged, ShardPlan, merge as put_together};
use std::fs::File;
use std::path::Path;

/// What is asked of a caseload.
pub(super) struct Choice<'a> {
    /// Aim, limits, certainty, luck.
    pub(super) asked: &'a PortfolioOptions,
    /// Whether any of it was given.
    pub(super) given: bool,
}

/// Puts shards together.
///
/// # Errors
/// Shards that are missing or of another plan, a place that cannot be written to, or Ctrl-C.
pub(super) fn merge(
    shards: &Path,
    plan: Option<&Path>,
    (arguments, choice): (&RunArguments, Choice<'_>),
    language: Language,
) -> Result<(), Failure> {
    let bundle = bundle(arguments.out.as_deref())?;
    let plan = folder::plan(plan.unwrap_or(shards))?;
    if choice.given && plan.job.kind != JobKind::Portfolio {
        return Err(Failure::Usage(Message::new("shard_no_caseload").with("path", shards.display())));
    }
    let missing = missing(&plan, shards)?;
    if !missing.is_empty() {
        let list = listed(&missing);
        if !arguments.quiet {
            let message = Message::new("shard_missing").with("count", missing.len()).with("shards", plan.shards);
            tell(&format!("{}\n", language.fill(&message.with("list", &list))));
        }
        // Alone on standard output, so that a script can take it.
        print(&format!("{list}\n"))?;
        return Err(Failure::Told(exit::NO));
    }
    // What is shown and how files are written is asked now; what was reckoned stands in the plan.
    let options = &plan.job.options;
    let arguments = RunArguments {
        file: plan.job.file.clone(),
        alternatives: options.alternatives.clone(),
        problems: options.problems,
        method: options.method,
        at_means: options.at_means,
        set: plan.job.set.clone(),
        ..arguments.clone()
    };
    let pool = pool(arguments.threads)?;
    let monitor = Progress::start(0, pool.current_num_threads(), true, language);
    let open = |index| File::open(folder::place(shards, index));
    let merged = pool.install(|| put_together(&plan, choice.asked, &open, &monitor));
    match merged.map_err(|error| failure(error, shards))? {
        Merged::Run(run) => {
            let inputs = Inputs { options: plan.job.options, ..inputs(&arguments, &plan.job.path, plan.files) };
            run::hand_over((&run, &inputs), bundle, None, &arguments, language)
        }
        Merged::Study(run) => study::hand_over(*run, bundle, &arguments, language),
        Merged::Portfolio(answer, sources) => {
            let arguments = of_caseload(&plan, arguments, choice.asked);
            portfolio::hand_over(&answer, bundle, &arguments, (pool.current_num_threads(), &sources), language)
        }
    }
}

/// The arguments that `mkba portfolio` would have got.
fn of_caseload(plan: &ShardPlan, arguments: RunArguments, asked: &PortfolioOptions) -> PortfolioArguments {
    let RunArguments { threads, dutch_csv, quiet, json, out, command, .. } = arguments;
    let (file, options) = (plan.job.path.clone(), asked.clone());
    PortfolioArguments { file, options, threads, prices: None, dutch_csv, quiet, json, out, command }
}

/// Numbers of the shards that are not there or broken.
fn missing(plan: &ShardPlan, shards: &Path) -> Result<Vec<usize>, Failure> {
    let mut missing = Vec::new();
    for index in 0..plan.shards {
        match folder::found(plan, shards, index)? {
            Some(Look::Whole) => {}
            Some(Look::Broken) | None => missing.push(index),
            Some(Look::Other(engine)) => return Err(Failure::Usage(other(shards, index, &engine))),
        }
    }
    Ok(missing)
}
