//! `mkba analyse draws.csv`: answers questions about draws of another model.
//!
//! In: a table of draws and [`AnalyseArguments`]. Out: a summary or JSON on standard output, and files in a folder.

use crate::cli::arguments::analyse::AnalyseArguments;
use crate::cli::commands::analyse::{Analysed, told};
use crate::cli::commands::bundle;
use crate::cli::failure::Failure;
use crate::cli::progress::pool;
use crate::read::Files;
use crate::read::draws;
use crate::report::words::Language;
use crate::session::analysis::{ForeignAnalysis, analyse_draws};
use std::path::Path;

/// Endings of tables.
const TABLES: [&str; 2] = ["csv", "xlsx"];

/// Whether a file is a table of draws and no scenario.
pub(super) fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|end| TABLES.iter().any(|table| end.eq_ignore_ascii_case(table)))
}

/// Answers the questions.
///
/// # Errors
/// A table with faults, a question that draws cannot answer, or a place that cannot be written to.
pub(super) fn analyse(
    files: &dyn Files,
    path: &Path,
    all: &AnalyseArguments,
    language: Language,
) -> Result<(), Failure> {
    let bundle = bundle(all.run.out.as_deref())?;
    let found = draws::read(files, path, &all.draws)?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let pool = pool(all.run.threads)?;
    let ForeignAnalysis { scenario, plan, answer, sources } =
        pool.install(|| analyse_draws(found, &name, &all.asked))?;
    let threads = pool.current_num_threads();
    let analysed = Analysed { scenario: &scenario, plan: &plan, answer: &answer, sources: &sources };
    told(&analysed, bundle, (threads, all.run.alternatives.first().map(String::as_str)), all, language)
}
