//! `mkba portfolio`: reckons a caseload, and chooses within a budget.
//!
//! In: a list of households or a folder of case files, and [`PortfolioArguments`]. Out: a summary or JSON on standard
//! output, and files in a folder.

use crate::analyse::portfolio::answer::PortfolioAnswer;
use crate::cli::arguments::portfolio::PortfolioArguments;
use crate::cli::commands::{bundle, in_dutch, place};
use crate::cli::failure::Failure;
use crate::cli::interrupt;
use crate::cli::output::{cannot_write, print, warn};
use crate::cli::progress::{Progress, pool};
use crate::diagnostics::Sources;
use crate::read::Files;
use crate::read::caseload::{self, Caseload};
use crate::report::bundle::{Bundle, MANIFEST};
use crate::report::identity::Manifest;
use crate::report::json;
use crate::report::portfolio::{PORTFOLIO_FILES, page, screen, tables, workbook};
use crate::report::run_faults::of_writing;
use crate::report::words::Language;
use crate::session::library;
use crate::session::portfolio::PlannedPortfolio;
use std::fs;
use std::path::{Path, PathBuf};

/// Reckons a caseload.
///
/// # Errors
/// A list with faults, wrong settings, a place that cannot be written to, or Ctrl-C.
pub(super) fn portfolio(arguments: &PortfolioArguments, language: Language) -> Result<(), Failure> {
    interrupt::listen(language);
    let bundle = bundle(arguments.out.as_deref())?;
    let files = library::files(arguments.prices.as_deref()).map_err(Failure::Usage)?;
    let caseload = read(&files, &arguments.file)?;
    if !arguments.quiet {
        warn(&caseload.sources, &caseload.warnings, true, language);
    }
    let sources = caseload.sources.clone();
    let planned = PlannedPortfolio::new(caseload, arguments.options.clone())?;
    let pool = pool(arguments.threads)?;
    let threads = pool.current_num_threads();
    let monitor = Progress::start(planned.draws(), threads, arguments.quiet, language);
    let answer = pool.install(|| planned.run(&monitor));
    monitor.finish();
    hand_over(&answer?, bundle, arguments, (threads, &sources), language)
}

/// Writes and shows an answer.
pub(super) fn hand_over(
    answer: &PortfolioAnswer,
    bundle: Option<Bundle>,
    arguments: &PortfolioArguments,
    made: (usize, &Sources),
    language: Language,
) -> Result<(), Failure> {
    if let Some(bundle) = bundle {
        let files = all_files(answer, arguments, made, language)?;
        place(bundle, &files, arguments.quiet, language)?;
    }
    match (arguments.json, arguments.quiet) {
        (true, _) => print(&json::text(answer).map_err(cannot_write)?),
        (false, true) => Ok(()),
        (false, false) => print(&(screen::summary(answer, language).join("\n") + "\n")),
    }
}

/// The caseload in a list, or in the case files of a folder.
fn read(files: &dyn Files, path: &Path) -> Result<Caseload, Failure> {
    match case_files(path)? {
        None => Ok(caseload::read(files, &library::find(path).map_err(Failure::Usage)?)?),
        Some(paths) => Ok(caseload::of_cases(files, &paths)?),
    }
}

/// The case files of a folder; `None` where it is a list.
pub(super) fn case_files(path: &Path) -> Result<Option<Vec<PathBuf>>, Failure> {
    if !path.is_dir() {
        return Ok(None);
    }
    let failed = |error| Failure::Usage(of_writing(path, &error));
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let found = entry.map_err(failed)?.path();
        if found.extension().is_some_and(|ending| ending == "toml") {
            paths.push(found);
        }
    }
    paths.sort();
    Ok(Some(paths))
}

fn all_files(
    answer: &PortfolioAnswer,
    arguments: &PortfolioArguments,
    (threads, sources): (usize, &Sources),
    language: Language,
) -> Result<Vec<(&'static str, Vec<u8>)>, Failure> {
    let mut texts = tables::tables(answer).map_err(cannot_write)?;
    if arguments.dutch_csv {
        in_dutch(&mut texts)?;
    }
    let command = format!("mkba {}", arguments.command.join(" "));
    let [data, whole, book] = PORTFOLIO_FILES;
    texts.push((data, json::text(answer).map_err(cannot_write)?));
    texts.push((whole, page::page(answer, &command, language)));
    let manifest = Manifest::new(&answer.id, &arguments.command, threads, sources);
    let manifest = manifest.drawn(answer.seed, answer.draws, answer.luck_households);
    let manifest = json::text(&manifest).map_err(cannot_write)?;
    let mut files: Vec<(&'static str, Vec<u8>)> =
        texts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    files.push((book, workbook::workbook(answer, &command, language).map_err(cannot_write)?));
    files.push((MANIFEST, manifest.into_bytes()));
    Ok(files)
}
