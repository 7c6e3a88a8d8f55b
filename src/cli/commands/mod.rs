//! Commands, one file for each verb.
//!
//! In: arguments that were read. Out: what the verb writes. Whether a file is a scenario or a study is found out here.

mod analyse;
mod check;
mod compare;
mod evaluate;
mod explain;
mod inputs;
mod list;
mod new;
mod pack;
mod portfolio;
mod report;
mod run;
mod serve;
mod shard;
mod show;
mod study;

use crate::cli::arguments::run::RunArguments;
use crate::cli::arguments::{self, Verb};
use crate::cli::failure::Failure;
use crate::cli::output::{self, print, tell};
use crate::cli::{interrupt, memory, progress};
use crate::diagnostics::{LIBRARY, Message};
use crate::report::bundle::{Bundle, COLUMN_FILES};
use crate::report::dutch_csv::dutch_csv;
use crate::report::words::Language;
use crate::report::words::wrap::plain;
use crate::session::library;
use std::path::{Path, PathBuf};

/// Does what a verb says.
///
/// # Errors
/// Why it was not done.
pub fn dispatch(verb: &Verb, language: Language) -> Result<(), Failure> {
    let reckons = matches!(verb, Verb::Run(_) | Verb::Report(_) | Verb::Explain(_) | Verb::Analyse(_))
        || matches!(verb, Verb::Bundle(_) | Verb::Compare(_) | Verb::Shard(_) | Verb::Portfolio(_))
        || matches!(verb, Verb::Evaluate(_));
    if reckons || matches!(verb, Verb::Show(_) | Verb::Check(_) | Verb::Serve(_)) {
        memory::end_in_order();
        progress::start_threads()?;
    }
    match verb {
        Verb::Run(arguments) => run_or_study(arguments, language),
        Verb::Report(arguments) => report::report(arguments, language),
        Verb::Explain(arguments) => explain::explain(arguments, language),
        Verb::Analyse(arguments) => analyse::analyse(arguments, language),
        Verb::Bundle(arguments) => pack::pack(arguments, language),
        Verb::Compare(arguments) => compare::compare(arguments, language),
        Verb::Shard(arguments) => shard::shard(arguments, language),
        Verb::Portfolio(arguments) => portfolio::portfolio(arguments, language),
        Verb::Serve(settings) => serve::serve(settings, language),
        Verb::Evaluate(arguments) => evaluate::evaluate(arguments, language),
        Verb::New(arguments) => new::new(arguments, language),
        Verb::Show(arguments) => show::show(arguments, language),
        Verb::List(arguments) => list::run(arguments, language),
        Verb::Check(arguments) => check::run(arguments, language),
        Verb::Help(verb) => print(&arguments::help_page(verb.as_deref(), language)),
        Verb::Completions(shell) => print(&arguments::completions(shell, language)),
        Verb::Man(verb) => print(&arguments::manual(verb.as_deref(), language)),
    }
}

/// Runs a scenario, or all variants of a study.
fn run_or_study(arguments: &RunArguments, language: Language) -> Result<(), Failure> {
    interrupt::listen(language);
    let path = found(&arguments.file, arguments.quiet, language)?;
    let files = library::files(arguments.prices.as_deref()).map_err(Failure::Usage)?;
    match crate::read::study::open(&files, &path)? {
        Some(study) => study::run(study, &files, arguments, language),
        None => run::run(&files, &path, arguments, language),
    }
}

/// Makes sure that a file is one scenario or case, and no study.
///
/// # Errors
/// A study, or one with faults.
fn one_scenario(files: &dyn crate::read::Files, path: &Path) -> Result<(), Failure> {
    match crate::read::study::open(files, path)? {
        Some(_) => Err(Failure::Usage(Message::new("not_of_a_study").with("path", path.display()))),
        None => Ok(()),
    }
}

/// The path of a file, or of a name of the library, which is told.
fn found(file: &Path, quiet: bool, language: Language) -> Result<PathBuf, Failure> {
    let path = library::find(file).map_err(Failure::Usage)?;
    if path.starts_with(LIBRARY) && !quiet {
        let message = Message::new("run_from_library").with("path", path.display());
        tell(&format!("{}\n", plain(&language.fill(&message))));
    }
    Ok(path)
}

/// The folder for the files of a run, where one is asked for.
fn bundle(path: Option<&Path>) -> Result<Option<Bundle>, Failure> {
    let bundle = path.map(Bundle::prepare).transpose().map_err(Failure::Usage)?;
    if let Some(bundle) = &bundle {
        interrupt::making_files_in(bundle.workshop());
    }
    Ok(bundle)
}

/// Writes the tables among these files as a Dutch spreadsheet reads them.
fn in_dutch(texts: &mut [(&'static str, String)]) -> Result<(), Failure> {
    for (_, text) in texts.iter_mut().filter(|(name, _)| Path::new(name).extension().is_some_and(|end| end == "csv")) {
        *text = dutch_csv(text).map_err(output::cannot_write)?;
    }
    Ok(())
}

/// The tables among these files as they were asked for: as a Dutch spreadsheet reads them, or as Parquet.
fn in_form(mut texts: Vec<(&'static str, String)>, arguments: &RunArguments) -> Result<Files, Failure> {
    if arguments.dutch_csv {
        in_dutch(&mut texts)?;
    }
    let bytes = |(name, text): (&'static str, String)| match columns(name).filter(|_| arguments.columns) {
        Some(columns) => Ok((columns, in_columns(&text)?)),
        None => Ok((name, text.into_bytes())),
    };
    texts.into_iter().map(bytes).collect()
}

/// Names and bytes of files.
type Files = Vec<(&'static str, Vec<u8>)>;

/// The name of a table as Parquet.
fn columns(name: &str) -> Option<&'static str> {
    let stem = name.strip_suffix(".csv")?;
    COLUMN_FILES.into_iter().find(|file| file.strip_suffix(".parquet") == Some(stem))
}

#[cfg(feature = "parquet")]
fn in_columns(csv: &str) -> Result<Vec<u8>, Failure> {
    crate::report::parquet::parquet(csv).map_err(output::cannot_write)
}

#[cfg(not(feature = "parquet"))]
fn in_columns(_: &str) -> Result<Vec<u8>, Failure> {
    Err(Failure::Usage(Message::new("no_parquet")))
}

/// Writes the files of a run and says what else was in their folder.
fn place<T: AsRef<[u8]>>(
    bundle: Bundle,
    files: &[(&'static str, T)],
    quiet: bool,
    language: Language,
) -> Result<(), Failure> {
    let filled = bundle.fill(files).map_err(Failure::Usage)?;
    let notes = interrupt::placing(|| filled.place().map_err(Failure::Usage))?;
    for note in notes.iter().filter(|_| !quiet) {
        tell(&format!("{}\n", plain(&language.fill(note))));
    }
    Ok(())
}
