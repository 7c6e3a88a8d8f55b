//! `mkba new`: a commented scenario to start from, with its lists.
//!
//! In: [`NewArguments`]. Out: a folder with a scenario that runs and the lists that it names. Nothing that exists is
//! touched.

use super::arguments::NewArguments;
use super::{Failure, print};
use crate::diagnostics::Message;
use crate::report::problem::of_writing;
use crate::report::words::Language;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The lists that go with a scenario: those of the shipped scenarios.
const LISTS: [(&str, &str); 5] = [
    ("prices.csv", include_str!("../../scenarios/prices/nl.csv")),
    ("rates.csv", include_str!("../../scenarios/rates/nl.csv")),
    ("accounts.csv", include_str!("../../scenarios/accounts.csv")),
    ("index.csv", include_str!("../../scenarios/prices/cpi.csv")),
    ("evidence.csv", include_str!("../../scenarios/evidence.csv")),
];

/// Writes `NAME/NAME.toml` and its lists.
///
/// # Errors
/// A name that cannot be the name of a scenario, a folder that exists, or a place that cannot be written to.
pub fn new(arguments: &NewArguments, language: Language) -> Result<(), Failure> {
    let folder = &arguments.name;
    let id = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let sound = !id.is_empty() && id.chars().all(|one| one.is_alphanumeric() || one == '_' || one == '-');
    if !sound || ["is", "not", "or"].contains(&id) {
        return Err(Failure::Usage(Message::new("new_name").with("found", folder.display())));
    }
    let template = match language {
        Language::Nl => include_str!("new/scenario_nl.toml"),
        Language::En => include_str!("new/scenario_en.toml"),
    };
    let scenario = folder.join(format!("{id}.toml"));
    write(folder, &scenario, &template.replace("{id}", id))?;
    let path = scenario.display().to_string();
    print(&(language.fill_in(language.text("new_done"), &[("path", &path)]) + "\n"))
}

fn write(folder: &Path, scenario: &Path, text: &str) -> Result<(), Failure> {
    fs::create_dir(folder).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Usage(Message::new("new_exists").with("path", folder.display())),
        _ => Failure::Usage(of_writing(folder, &error)),
    })?;
    let shelf = folder.join("lists");
    fs::create_dir(&shelf).map_err(|error| Failure::Usage(of_writing(&shelf, &error)))?;
    let lists = LISTS.into_iter().map(|(name, text)| (shelf.join(name), text));
    for (path, text) in lists.chain([(scenario.to_path_buf(), text)]) {
        write_new(&path, text).map_err(|error| Failure::Usage(of_writing(&path, &error)))?;
    }
    Ok(())
}

fn write_new(path: &PathBuf, text: &str) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}
