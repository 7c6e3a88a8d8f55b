//! `mkba show`: a scenario in full, with the origin of every value, a picture of it, and its page.
//!
//! In: [`ShowArguments`]. Out: text on standard output, or a picture or page in files.

use crate::cli::arguments::ShowArguments;
use crate::cli::page;
use crate::cli::{Failure, files, found, print};
use crate::diagnostics::Message;
use crate::read;
use crate::report::chart::scenario_graph::Graph;
use crate::report::chart::scenario_graph::mermaid;
use crate::report::chart::scenario_graph::svg;
use crate::report::run_faults::of_writing;
use crate::report::scenario_text;
use crate::report::words::Language;
use std::fs;
use std::path::Path;

/// Shows a scenario.
///
/// # Errors
/// A scenario with faults, or a place that cannot be written to.
pub fn show(arguments: &ShowArguments, language: Language) -> Result<(), Failure> {
    let files = files(arguments.prices.as_deref())?;
    let path = found(&arguments.file)?;
    if let Some(place) = &arguments.page {
        return page::write(read::load(&files, &path, &[])?, place, language);
    }
    let (loaded, entries) = read::outline(&files, &path)?;
    let Some(place) = &arguments.graph else { return print(&scenario_text::text(&entries, language)) };
    draw(&Graph::of(&loaded.scenario, language), place, language)
}

/// Draws into a file, by its ending, or both pictures into a folder. A file that exists is replaced where its ending says
/// that it is a picture.
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

pub(super) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure::Usage(of_writing(path, &error)))
}
