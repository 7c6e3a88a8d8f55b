//! `mkba shard run`: works out shards of a plan.
//!
//! In: a plan, numbers of shards. Out: a file for each. One that is there and whole is skipped, a broken one is made
//! again.

use crate::cli::arguments::shard::listed;
use crate::cli::commands::shard::{failure, folder};
use crate::cli::failure::Failure;
use crate::cli::output::tell;
use crate::cli::progress::{Progress, pool};
use crate::diagnostics::Message;
use crate::report::run_faults::of_writing;
use crate::report::words::Language;
use crate::session::shard::{Look, Worker};
use std::fs;
use std::path::Path;

/// Settings of `shard run`.
pub(super) struct Settings<'a> {
    /// Numbers of shards.
    pub(super) indices: &'a [usize],
    /// Folder for the shards; that of the plan where there is none.
    pub(super) out: Option<&'a Path>,
    /// Threads, else as many as there are cores.
    pub(super) threads: Option<usize>,
    /// No progress.
    pub(super) quiet: bool,
}

/// Works out shards.
///
/// # Errors
/// A plan that cannot be used, a shard that it does not have, a shard of another plan, a place that cannot be written to,
/// or Ctrl-C.
pub(super) fn run(path: &Path, settings: &Settings<'_>, language: Language) -> Result<(), Failure> {
    let plan = folder::plan(path)?;
    if let Some(index) = settings.indices.iter().find(|index| **index >= plan.shards) {
        let message = Message::new("shard_no_index").with("found", index).with("last", plan.shards - 1);
        return Err(Failure::Usage(message));
    }
    let of_plan = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
    let out = settings.out.unwrap_or(of_plan);
    let out = if out.as_os_str().is_empty() { Path::new(".") } else { out };
    fs::create_dir_all(out).map_err(|error| Failure::Usage(of_writing(out, &error)))?;
    let mut wanted = Vec::new();
    for index in settings.indices {
        match folder::found(&plan, out, *index)? {
            Some(Look::Whole) => {}
            Some(Look::Broken) | None => wanted.push(*index),
            Some(Look::Other(engine)) => return Err(Failure::Usage(other(out, *index, &engine))),
        }
    }
    let skipped = settings.indices.len() - wanted.len();
    if skipped > 0 && !settings.quiet {
        tell(&format!("{}\n", language.fill(&Message::new("shard_skipped").with("count", skipped))));
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let pool = pool(settings.threads)?;
    let draws = wanted.iter().map(|index| plan.draws(*index)).sum();
    let monitor = Progress::start(draws, pool.current_num_threads(), settings.quiet, language);
    let done: Result<(), Failure> = pool.install(|| {
        let worker = Worker::new(&plan).map_err(|error| failure(error, path))?;
        for index in &wanted {
            let place = folder::place(out, *index);
            let file = folder::unfinished(out, *index)?;
            worker.run(*index, file.as_file(), &monitor).map_err(|error| failure(error, &place))?;
            folder::finish(file, &place)?;
        }
        Ok(())
    });
    monitor.finish();
    done?;
    if !settings.quiet {
        let message = Message::new("shard_done").with("list", listed(&wanted)).with("path", out.display());
        tell(&format!("{}\n", language.fill(&message)));
    }
    Ok(())
}

/// A shard of another plan.
pub(super) fn other(folder: &Path, index: usize, engine: &str) -> Message {
    let place = folder::place(folder, index);
    let own = env!("CARGO_PKG_VERSION");
    Message::new("shard_of_other_plan").with("path", place.display()).with("engine", engine).with("own", own)
}
