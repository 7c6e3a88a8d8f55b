//! `mkba explain`: runs one scenario and opens up a total, an account, an item or a figure, or tells single futures.
//!
//! In: a scenario, a name and [`ExplainArguments`]. Out: text on standard output.

use crate::cli::arguments::ExplainArguments;
use crate::cli::commands::inputs::{Source, source};
use crate::cli::commands::report::stories_of;
use crate::cli::commands::run;
use crate::cli::failure::Failure;
use crate::cli::interrupt;
use crate::cli::output::print;
use crate::diagnostics::Message;
use crate::read;
use crate::report::explain::{Explained, text};
use crate::report::future;
use crate::report::terminal::told::told;
use crate::report::words::Language;
use crate::session::Session;

/// Explains.
///
/// # Errors
/// A scenario with faults, a name that nothing has, wrong settings, or Ctrl-C.
pub(super) fn explain(arguments: &ExplainArguments, language: Language) -> Result<(), Failure> {
    interrupt::listen(language);
    let Source { files, path, run: settings } = source(&arguments.run)?;
    let (files, settings) = (&*files, &settings);
    let (_, entries) = read::outline(files, &path)?;
    let session = Session::load(files, &path, &settings.set)?.options(settings.options()).by_start(false);
    let focus = run::focus(&session, settings);
    let run = run::reckon(session, settings, language)?;
    if arguments.future {
        let told = told(&run.answer, focus.as_deref())
            .ok_or_else(|| Failure::Usage(Message::new("summary_no_alternatives")))?;
        let stories = stories_of(&run, Some(&told.id), settings)?;
        return print(&future::text(&run, &told.id, &stories, language));
    }
    let name = arguments.name.as_deref();
    let explained = Explained { focus: focus.as_deref(), name, entries: &entries, language };
    print(&text(&run, explained).map_err(Failure::Usage)?)
}
