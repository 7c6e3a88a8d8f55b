//! `mkba shard plan`: everything that decides a job, in one file.
//!
//! In: the arguments of a run, a number of shards. Out: a plan in a folder, and how to go on.

use crate::cli::arguments::run::RunArguments;
use crate::cli::commands::found;
use crate::cli::commands::portfolio::case_files;
use crate::cli::commands::shard::failure;
use crate::cli::commands::shard::folder::{self, PLAN};
use crate::cli::failure::Failure;
use crate::cli::output::print;
use crate::diagnostics::Message;
use crate::read::study;
use crate::report::run_faults::of_writing;
use crate::report::words::Language;
use crate::session::MethodChoice;
use crate::session::library;
use crate::session::shard::{self, Job, JobKind, ShardPlan};
use std::fs;
use std::io::Write;
use std::path::Path;

/// Plans a job.
///
/// # Errors
/// A scenario with faults, wrong settings, or a place that cannot be written to.
pub(super) fn plan(arguments: &RunArguments, shards: usize, language: Language) -> Result<(), Failure> {
    let path = found(&arguments.file, arguments.quiet, language)?;
    let files = library::files(arguments.prices.as_deref()).map_err(Failure::Usage)?;
    let cases = case_files(&path)?;
    let kind = if cases.is_some() || is_list(&path) {
        refuse_options_of_one(arguments)?;
        JobKind::Portfolio
    } else if study::open(&files, &path)?.is_some() {
        JobKind::Study
    } else {
        JobKind::Run
    };
    let (file, set, options) = (arguments.file.clone(), arguments.set.clone(), arguments.options());
    let job = Job { kind, file, path: path.clone(), cases, set, options };
    let plan = shard::plan(job, &files, shards).map_err(|error| failure(error, &path))?;
    let out = arguments.out.as_deref().unwrap_or(Path::new("."));
    write(&plan, out)?;
    if arguments.quiet {
        return Ok(());
    }
    let message = Message::new("shard_planned")
        .with("path", out.join(PLAN).display())
        .with("shards", shards)
        .with("last", shards - 1)
        .with("groups", plan.groups())
        .with("id", &plan.id[..16]);
    print(&(language.fill(&message) + "\n"))
}

/// Whether a path is that of a list of households: no scenario, case or study has such a name.
fn is_list(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ending == "csv" || ending == "xlsx")
}

/// Of many households each row says its own answers and plan.
fn refuse_options_of_one(arguments: &RunArguments) -> Result<(), Failure> {
    let RunArguments { set, alternatives, problems, method, at_means, households, .. } = arguments;
    let given = [
        ("--set", !set.is_empty()),
        ("--alternative", !alternatives.is_empty()),
        ("--problems", *problems),
        ("--method", *method != MethodChoice::Auto),
        ("--at-means", *at_means),
        ("--households", households.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(Failure::Usage(Message::new("shard_of_caseload").with("name", name))),
        None => Ok(()),
    }
}

/// Writes the plan, unless there is another one whose shards would be lost.
fn write(plan: &ShardPlan, out: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::Usage(of_writing(out, &error));
    fs::create_dir_all(out).map_err(failed)?;
    let path = out.join(PLAN);
    if path.exists() {
        let same = folder::plan(&path).is_ok_and(|old| old == *plan);
        return if same {
            Ok(())
        } else {
            Err(Failure::Usage(Message::new("shard_plan_there").with("path", path.display())))
        };
    }
    let text = plan.text().map_err(|error| failure(error, &path))?;
    let mut file = tempfile::Builder::new().prefix(".plan-").tempfile_in(out).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    folder::finish(file, &path)
}
