//! Loading of a scenario: from files to a [`Scenario`].
//!
//! In: the path of a scenario, and what holds where it is read ([`LoadOptions`]). Out: [`Loaded`], or [`Refused`] with
//! every error of all its files. Each step stands in a folder of its own; here is their order.

use crate::diagnostics::{Diagnostics, Message, Place, SourceFile, Sources};
use crate::model::{HalfWidths, ReplacedPrice, Scenario};
use crate::read::builder::ScenarioBuilder;
use crate::read::check::lint;
use crate::read::check::{self};
use crate::read::finish;
use crate::read::list::List;
use crate::read::number::GivenNumber;
use crate::read::scenario::parameter;
use crate::read::scenario::{self};
use crate::read::source::files::{self, Files, undecoded, unreadable};
use crate::read::source::follow_up;
use crate::read::source::include::{self, Composed};
use crate::read::source::overrides::{self, Change};
use crate::read::source::set_values::SetValues;
use crate::units::Cycle;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A scenario that can be used.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// The same with a further alternative for every system problem that an alternative meets; `None` where there is no
    /// problem.
    pub with_system_problems: Option<Box<Scenario>>,
    /// All files that were read.
    pub sources: Sources,
    /// Cells of the price list that the list laid over it replaced, by row.
    pub replaced: Vec<ReplacedPrice>,
    /// Relative half-widths by grade of the list of evidence; empty where the scenario names none.
    pub half_widths: HalfWidths,
    /// What somebody should look at.
    pub warnings: Diagnostics,
    /// What somebody should look at who writes a scenario: `mkba check` shows it.
    pub remarks: Diagnostics,
}

/// A scenario that cannot be used.
#[derive(Clone, Debug)]
pub struct Refused {
    /// All files that were read.
    pub sources: Sources,
    /// All faults, and the warnings.
    pub diagnostics: Diagnostics,
}

impl Refused {
    /// One fault without a place.
    pub(crate) fn of(message: Message) -> Self {
        let mut diagnostics = Diagnostics::default();
        diagnostics.fault(None, message);
        Self { sources: Sources::default(), diagnostics }
    }

    /// Adds what was found in another reading and was not told yet, with its files.
    pub(crate) fn join(&mut self, more: &Refused) {
        let mut own_file = |file: &SourceFile| {
            let known = self.sources.files().iter().position(|known| known == file);
            known.unwrap_or_else(|| self.sources.push(file.clone()))
        };
        let at: Vec<usize> = more.sources.files().iter().map(&mut own_file).collect();
        let known: Vec<_> = self.diagnostics.sorted().into_iter().cloned().collect();
        for diagnostic in more.diagnostics.sorted() {
            let mut diagnostic = diagnostic.clone();
            if let Some(place) = &mut diagnostic.place {
                place.file = at[place.file];
            }
            if !known.contains(&diagnostic) {
                follow_up::keep(&diagnostic, &mut self.diagnostics);
            }
        }
    }
}

/// Reads the scenario at `path` and its lists. `set` gives other values to characteristics and parameters, by name, and
/// to anything in the scenario, by its path (`domains.housing.start`).
///
/// # Errors
/// [`Refused`] with every fault of the scenario, its lists and `set`, where there is at least one.
pub fn load(files: &dyn Files, path: &Path, set: &[(String, String)]) -> Result<Loaded, Refused> {
    load_all(files, path, set).map(|(loaded, _)| loaded)
}

/// The same scenario in cycles that are halved so often ([`Cycle::MOST_HALVINGS`] at most). Everything keeps its
/// meaning in time, also what is written as a number of cycles; names and drawn values of numbers stay as they are.
///
/// # Errors
/// As [`load`]; weights by row are refused, as they belong to the rows that are written.
pub fn load_halved(files: &dyn Files, path: &Path, set: &[(String, String)], halvings: u8) -> Result<Loaded, Refused> {
    let halvings = halvings.min(Cycle::MOST_HALVINGS);
    load_on(LoadOptions { halvings, ..LoadOptions::default() }, files, path, set).map(|(loaded, _)| loaded)
}

/// The same, with the table of which the scenario was made. Where there are system problems it is read twice: with
/// them, as only then all faults and warnings are found, and without.
pub(crate) fn load_all(
    files: &dyn Files,
    path: &Path,
    set: &[(String, String)],
) -> Result<(Loaded, Composed), Refused> {
    load_both(LoadOptions::default(), files, path, set)
}

/// The same, with what there is before.
pub(crate) fn load_both(
    options: LoadOptions<'_>,
    files: &dyn Files,
    path: &Path,
    set: &[(String, String)],
) -> Result<(Loaded, Composed), Refused> {
    let (full, composed) = load_on(LoadOptions { with_system_problems: true, ..options.clone() }, files, path, set)?;
    if full.scenario.problems.is_empty() {
        return Ok((full, composed));
    }
    let (plain, composed) = load_on(options, files, path, set)?;
    let Loaded { scenario, sources, replaced, half_widths, .. } = plain;
    let Loaded { warnings, remarks, .. } = full;
    Ok((
        Loaded {
            scenario,
            with_system_problems: Some(Box::new(full.scenario)),
            sources,
            replaced,
            half_widths,
            warnings,
            remarks,
        },
        composed,
    ))
}

/// What there is before a scenario is read.
#[derive(Clone, Default)]
pub(crate) struct LoadOptions<'g> {
    /// Files that were read already, and where they are.
    pub(crate) sources: Sources,
    pub(crate) paths: BTreeMap<usize, PathBuf>,
    /// Where the scenario is named.
    pub(crate) named_at: Option<Place>,
    /// What is changed in it.
    pub(crate) changes: &'g [Change],
    /// Values of numbers that a case gives.
    pub(crate) given: &'g [GivenNumber],
    /// Whether alternatives that meet system problems are read as well.
    pub(crate) with_system_problems: bool,
    /// How often its cycle is halved.
    pub(crate) halvings: u8,
}

/// What a file is by its ending, where that is no scenario: reading it as one would tell a fault for each line.
fn other_kind(path: &Path) -> Option<Message> {
    let key = match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "csv" | "xlsx" => "scenario_is_list",
        "zip" => "scenario_is_bundle",
        "json" => "scenario_is_result",
        _ => return None,
    };
    Some(Message::new(key).with("file", files::tidy(path).display()))
}

pub(crate) fn load_on(
    options: LoadOptions<'_>,
    files: &dyn Files,
    path: &Path,
    set: &[(String, String)],
) -> Result<(Loaded, Composed), Refused> {
    let LoadOptions { mut sources, paths, named_at, changes, given, with_system_problems, halvings } = options;
    let mut builder = ScenarioBuilder { with_system_problems, halvings, ..ScenarioBuilder::default() };
    if let Some(message) = other_kind(path) {
        builder.faults.fault(named_at, message).hint(Message::new("lists_are_for"));
        return Err(Refused { sources, diagnostics: builder.faults });
    }
    let mut composed = match include::compose(files, path, &mut sources, &mut builder.faults) {
        Ok(composed) => composed,
        Err(error) => {
            let name = files::tidy(path).display().to_string();
            if !undecoded(&name, &error, &mut sources, &mut builder.faults) {
                builder.faults.fault(named_at, unreadable(&name, &error));
            }
            return Err(Refused { sources, diagnostics: builder.faults });
        }
    };
    composed.paths.extend(paths);
    let set_from = sources.files().len();
    let set = SetValues::read(set, &mut sources, &mut builder.faults);
    // A file that is named by a path on the command line is found from the folder of the scenario.
    composed.paths.extend((set_from..sources.files().len()).map(|file| (file, path.to_path_buf())));
    let syntax = std::mem::take(&mut builder.faults);
    for changes in [changes, &set.changes] {
        builder.numbers.replaced.extend(overrides::apply(changes, &mut composed.table, &mut builder.faults));
    }
    builder.numbers.give(given);
    parameter::set(&set.numbers, &mut builder);
    let written = scenario::read(&composed, files, &mut sources, &mut builder);
    check::run(&written.alternatives, with_system_problems || written.problems.is_empty(), &mut builder);
    let found = follow_up::without(&syntax, std::mem::take(&mut builder.faults), &composed.faulty_lines, &sources);
    match written.sections() {
        Some(sections) if !found.has_faults() => {
            let replaced = std::mem::take(&mut builder.replaced);
            let half_widths = match std::mem::take(&mut builder.widths) {
                List::Read(widths) => widths,
                List::Absent | List::Unreadable => HalfWidths::new(),
            };
            let scenario = finish::scenario(sections, builder);
            let remarks = lint::run(&scenario, &composed.table);
            Ok((
                Loaded {
                    scenario,
                    with_system_problems: None,
                    sources,
                    replaced,
                    half_widths,
                    warnings: found,
                    remarks,
                },
                composed,
            ))
        }
        _ => Err(Refused { sources, diagnostics: found }),
    }
}
