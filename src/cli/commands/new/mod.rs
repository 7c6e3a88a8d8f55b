//! `mkba new`: a commented scenario to start from, with its lists.
//!
//! In: [`NewArguments`]. Out: a folder with a scenario that runs, the blocks that it includes and the lists that it
//! names. It is written from a template, or is a copy of what is in the library. Nothing that exists is touched.

use crate::cli::arguments::NewArguments;
use crate::cli::failure::Failure;
use crate::cli::output::{cannot_write, print};
use crate::diagnostics::{LIBRARY, Message};
use crate::read::caseload::COLUMNS;
use crate::read::library::{self, WithLibrary};
use crate::read::study;
use crate::read::{self};
use crate::report::case_form;
use crate::report::portfolio::template;
use crate::report::run_faults::of_writing;
use crate::report::words::Language;
use crate::report::words::wrap::plain;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The lists that go with a scenario: those of the shipped scenarios.
const LISTS: [(&str, &str); 5] = [
    ("prices.csv", include_str!("../../../../scenarios/prices/nl.csv")),
    ("rates.csv", include_str!("../../../../scenarios/rates/nl.csv")),
    ("accounts.csv", include_str!("../../../../scenarios/accounts.csv")),
    ("index.csv", include_str!("../../../../scenarios/prices/cpi.csv")),
    ("evidence.csv", include_str!("../../../../scenarios/evidence.csv")),
];

/// Writes `NAME/NAME.toml` and its lists.
///
/// # Errors
/// A name that cannot be the name of a scenario, a folder that exists, or a place that cannot be written to.
pub(super) fn new(arguments: &NewArguments, language: Language) -> Result<(), Failure> {
    if !arguments.caseload.is_empty() {
        return caseload(&arguments.caseload, arguments.name.as_deref(), language);
    }
    if let Some(scenario) = &arguments.case {
        return case(scenario, arguments.name.as_deref(), language);
    }
    let path = match (&arguments.from, &arguments.name) {
        (Some(from), name) => copy(from, name.as_deref())?,
        (None, name) => from_template(name.as_deref().unwrap_or(Path::new("")), language)?,
    };
    let path = path.display().to_string();
    print(&(plain(&language.fill_in(language.text("new_done"), &[("path", &path)])) + "\n"))
}

/// Writes an empty case file of a scenario: `NAME.toml`, else the name of the scenario with `-case.toml`.
fn case(scenario: &Path, file: Option<&Path>, language: Language) -> Result<(), Failure> {
    let path = library::find(scenario).map_err(Failure::Usage)?;
    let loaded = read::load(&WithLibrary, &path, &[])?;
    let shipped = path.starts_with(LIBRARY);
    let file = match file {
        Some(file) if file.extension().is_some() => file.to_path_buf(),
        Some(file) => file.with_extension("toml"),
        None => PathBuf::from(format!("{}-case.toml", loaded.scenario.id)),
    };
    // A scenario on disk is found from the folder of the case.
    let name = if shipped { loaded.scenario.id.clone() } else { from_folder(&path, &file)? };
    let text = case_form::text(&loaded.scenario, &name, language);
    write_new(&file, &text).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Usage(Message::new("new_exists").with("path", file.display())),
        _ => Failure::Usage(of_writing(&file, &error)),
    })?;
    let path = file.display().to_string();
    print(&(language.fill_in(language.text("new_case_done"), &[("path", &path)]) + "\n"))
}

/// Writes an empty caseload of scenarios: `NAME.xlsx`, else `caseload.xlsx`.
fn caseload(names: &[PathBuf], file: Option<&Path>, language: Language) -> Result<(), Failure> {
    let file = file.map_or_else(|| PathBuf::from("caseload.xlsx"), |file| file.with_extension("xlsx"));
    let mut read_ones = Vec::new();
    for name in names {
        let path = library::find(name).map_err(Failure::Usage)?;
        let loaded = read::load(&WithLibrary, &path, &[])?;
        let known = if path.starts_with(LIBRARY) { loaded.scenario.id.clone() } else { from_folder(&path, &file)? };
        read_ones.push((known, loaded.scenario));
    }
    let columns: Vec<_> = COLUMNS.iter().map(|column| (column.name, column.told)).collect();
    let scenarios: Vec<_> = read_ones.iter().map(|(name, scenario)| (name.clone(), scenario)).collect();
    let bytes = template::workbook(&columns, &scenarios, language).map_err(cannot_write)?;
    let written = OpenOptions::new().write(true).create_new(true).open(&file).and_then(|mut out| out.write_all(&bytes));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Usage(Message::new("new_exists").with("path", file.display())),
        _ => Failure::Usage(of_writing(&file, &error)),
    })?;
    let path = file.display().to_string();
    print(&(language.fill_in(language.text("new_caseload_done"), &[("path", &path)]) + "\n"))
}

/// The path of a scenario as a case file names it: from its own folder where both are in one, else in full.
fn from_folder(scenario: &Path, case: &Path) -> Result<String, Failure> {
    let full = |path: &Path| std::path::absolute(path).map_err(|error| Failure::Usage(of_writing(path, &error)));
    let (scenario, case) = (full(scenario)?, full(case)?);
    let near = case.parent().and_then(|folder| scenario.strip_prefix(folder).ok());
    Ok(near.unwrap_or(&scenario).display().to_string())
}

/// Copies what has this name in the library, with all that it reads, into a folder. Paths from one file to another
/// stay as they are.
fn copy(from: &Path, folder: Option<&Path>) -> Result<PathBuf, Failure> {
    let path = library::named(from).map_err(Failure::Usage)?;
    if path.extension().is_none_or(|ending| ending != "toml") {
        return Err(Failure::Usage(Message::new("new_from_list").with("file", from.display())));
    }
    let sources = match study::open(&WithLibrary, &path)? {
        Some(study) => study.load(&WithLibrary, &[])?.sources,
        None => read::load(&WithLibrary, &path, &[])?.sources,
    };
    let folder = folder.map_or_else(|| PathBuf::from(path.file_stem().unwrap_or_default()), Path::to_path_buf);
    let inside = |name: &Path| name.strip_prefix(LIBRARY).unwrap_or(name).to_path_buf();
    let files = sources.files().iter().map(|file| (inside(Path::new(&file.name)), file.text.as_str()));
    write(&folder, &files.collect::<Vec<_>>())?;
    Ok(folder.join(inside(&path)))
}

fn from_template(folder: &Path, language: Language) -> Result<PathBuf, Failure> {
    let id = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let sound = !id.is_empty() && id.chars().all(|sign| sign.is_alphanumeric() || sign == '_' || sign == '-');
    if !sound || ["is", "not", "or"].contains(&id) {
        return Err(Failure::Usage(Message::new("new_name").with("found", folder.display())));
    }
    let template = match language {
        Language::Nl => include_str!("scenario_nl.toml"),
        Language::En => include_str!("scenario_en.toml"),
    };
    let (scenario, text) = (PathBuf::from(format!("{id}.toml")), template.replace("{id}", id));
    let lists = LISTS.into_iter().map(|(name, text)| (Path::new("lists").join(name), text));
    write(folder, &lists.chain([(scenario.clone(), text.as_str())]).collect::<Vec<_>>())?;
    Ok(folder.join(scenario))
}

/// Makes the folder and writes the files into it, by their paths from there.
fn write(folder: &Path, files: &[(PathBuf, &str)]) -> Result<(), Failure> {
    fs::create_dir(folder).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Usage(Message::new("new_exists").with("path", folder.display())),
        _ => Failure::Usage(of_writing(folder, &error)),
    })?;
    for (name, text) in files {
        let path = folder.join(name);
        let written = fs::create_dir_all(path.parent().unwrap_or(folder)).and_then(|()| write_new(&path, text));
        written.map_err(|error| Failure::Usage(of_writing(&path, &error)))?;
    }
    Ok(())
}

fn write_new(path: &PathBuf, text: &str) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}
