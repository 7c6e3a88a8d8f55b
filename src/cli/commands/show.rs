//! `mkba show`: a scenario in full, with the origin of every value, a picture of it, and its page.
//!
//! In: [`ShowArguments`]. Out: text on standard output, or a picture or page in files.

use crate::analyse::ratios::converted_ratios;
use crate::cli::arguments::ShowArguments;
use crate::cli::failure::Failure;
use crate::cli::output::{print, write};
use crate::diagnostics::Message;
use crate::read;
use crate::report::chart::scenario_graph::Graph;
use crate::report::chart::scenario_graph::mermaid;
use crate::report::chart::scenario_graph::svg;
use crate::report::run_faults::of_writing;
use crate::report::scenario_page;
use crate::report::scenario_text;
use crate::report::words::Language;
use crate::session::{Session, library};
use std::fs;
use std::path::Path;

/// Shows a scenario.
///
/// # Errors
/// A scenario with faults, or a place that cannot be written to.
pub(super) fn show(arguments: &ShowArguments, language: Language) -> Result<(), Failure> {
    let files = library::files(arguments.prices.as_deref()).map_err(Failure::Usage)?;
    let path = library::find(&arguments.file).map_err(Failure::Usage)?;
    if let Some(place) = &arguments.page {
        return write_page(Session::load(&files, &path, &[])?, place, language);
    }
    let (loaded, entries) = read::outline(&files, &path)?;
    let Some(place) = &arguments.graph else {
        // Of a scenario that cannot be run at its means there is nothing to convert.
        let ratios = converted_ratios(&loaded.scenario).unwrap_or_default();
        return print(&(scenario_text::text(&entries, language) + &scenario_text::ratios(&ratios, language)));
    };
    draw(&Graph::of(&loaded.scenario, language), place, language)
}

/// Draws into a file, by its ending, or both pictures into a folder. A file that exists is replaced where its ending
/// says that it is a picture.
fn draw(graph: &Graph, place: &Path, language: Language) -> Result<(), Failure> {
    let picture = || svg::draw(graph, language);
    let diagram = || mermaid::text(graph, language);
    match place.extension().and_then(|end| end.to_str()) {
        Some("svg") => write(place, &picture()),
        Some("mmd") => write(place, &diagram()),
        None => {
            fs::create_dir_all(place).map_err(|error| Failure::Usage(of_writing(place, &error)))?;
            write(&place.join("graph.svg"), &picture())?;
            write(&place.join("graph.mmd"), &diagram())
        }
        Some(_) => Err(Failure::Usage(Message::new("graph_ending").with("path", place.display()))),
    }
}

/// Writes the page to `place`, which ends with `.md`, and the picture beside it.
fn write_page(session: Session, place: &Path, language: Language) -> Result<(), Failure> {
    let Some(name) = place.file_stem().filter(|_| place.extension().is_some_and(|end| end == "md")) else {
        return Err(Failure::Usage(Message::new("page_ending").with("path", place.display())));
    };
    let run = session.for_page().run()?;
    let (scenario, answer) = (run.scenario(), &run.answer);
    let picture = format!("{}.svg", name.to_string_lossy());
    let text = scenario_page::text(scenario, answer, &picture, language).map_err(Failure::Fault)?;
    write(&place.with_file_name(picture), &svg::draw(&Graph::of(scenario, language), language))?;
    write(place, &text)
}
