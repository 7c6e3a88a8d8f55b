//! From files to a [`Scenario`].
//!
//! In: a scenario in TOML, the lists in CSV that it names, and values from the command line. Out: a [`Scenario`] with every
//! name resolved, or every fault of all those files at once, each with its place. The language is described in
//! `docs/language.md`. Nothing is simulated, drawn or printed here; files come from whatever implements [`Files`].
//!
//! The text is parsed once into a tree that knows its places (`syntax`, `tree`) and put together with the blocks that it
//! includes (`include`, `merge`); each entry is then read on its own
//! (`entry` and the parts of a scenario), put down on one `desk`, checked as a whole (`checks`) and sorted (`resolve`).

mod about;
mod alternatives;
#[cfg(feature = "app")]
pub mod browse;
mod categories;
mod cell;
mod central;
mod changes;
mod checks;
mod clocks;
mod conditions;
mod derived;
mod desk;
mod differences;
mod discount;
mod distribution;
mod domains;
mod durations;
mod echoes;
mod entry;
mod exits;
mod families;
mod files;
mod fit;
mod formulas;
mod include;
mod influences;
mod interventions;
mod items;
mod joints;
mod language;
#[cfg(feature = "app")]
pub mod library;
mod like;
mod lint;
pub mod lint_lists;
mod lint_measures;
mod lint_text;
mod lists;
pub mod loose;
mod matrix;
mod measures;
mod merge;
mod moments;
mod moves;
mod names;
mod number;
mod outline;
mod overlay;
mod parameters;
mod phrases;
mod price_ends;
mod prices;
mod problems;
mod quantities;
mod questions;
mod rates;
mod renumber;
mod resolve;
mod rows;
mod settings;
mod shares;
#[cfg(feature = "app")]
mod sheet;
mod starts;
mod strength;
pub mod study;
mod syntax;
mod terms;
mod times;
mod tree;
mod uncertainty;
mod unit;
mod values;
mod written;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

pub use files::{Disk, Files, MAX_BYTES, Memory, NotUtf8, Over};
pub use language::language;
pub use outline::outline;

use crate::diagnostics::{Diagnostics, Message, Place, SourceFile, Sources};
use crate::model::{About, Alternative, Question, ReplacedPrice, Scenario, Settings, SystemProblem, Text};
use crate::units::Cycle;
use alternatives::Homes;
use changes::Change;
use desk::Desk;
use entry::{At, Entry};
use include::Composed;
use like::Merged;
use lists::List;
use rows::Row;
use tree::Node;

/// A scenario that can be used.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// The same with a further alternative for every system problem that an alternative meets; `None` where there is no problem.
    pub troubled: Option<Box<Scenario>>,
    /// All files that were read.
    pub sources: Sources,
    /// Cells of the price list that the list laid over it replaced, by row.
    pub replaced: Vec<ReplacedPrice>,
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

/// Keys at the top of a scenario; `include` was dealt with before they are read.
const KEYS: [&str; 21] = [
    "format",
    "language",
    "id",
    "title",
    "purpose",
    "left_out",
    "outside_band",
    "lists",
    "settings",
    "traits",
    "joint",
    "parameters",
    "correlations",
    "domains",
    "influences",
    "joint_start",
    "items",
    "alternatives",
    "null_alternative",
    "system_problems",
    "question",
];

/// Lists that a scenario can name.
const LISTS: [&str; 7] = ["prices", "rates", "categories", "accounts", "index", "evidence", "measures"];

/// Reads the scenario at `path` and its lists. `set` gives other values to traits and parameters, by name.
///
/// # Errors
/// [`Refused`] with every fault of the scenario, its lists and `set`, where there is at least one.
pub fn load(files: &dyn Files, path: &Path, set: &[(String, String)]) -> Result<Loaded, Refused> {
    load_all(files, path, set).map(|(loaded, _)| loaded)
}

/// The same scenario in cycles that are halved so often ([`Cycle::MOST_HALVINGS`] at most). Everything keeps its meaning in
/// time, also what is written as a number of cycles; names and drawn values of numbers stay as they are.
///
/// # Errors
/// As [`load`]; weights by row are refused, as they belong to the rows that are written.
pub fn load_halved(files: &dyn Files, path: &Path, set: &[(String, String)], halvings: u8) -> Result<Loaded, Refused> {
    let halvings = halvings.min(Cycle::MOST_HALVINGS);
    load_on(Ground { halvings, ..Ground::default() }, files, path, set).map(|(loaded, _)| loaded)
}

/// The same, with the table of which the scenario was made. Where there are system problems it is read twice: with them, as only
/// then all faults and warnings are found, and without.
fn load_all(files: &dyn Files, path: &Path, set: &[(String, String)]) -> Result<(Loaded, Composed), Refused> {
    let ground = Ground { troubled: true, ..Ground::default() };
    let (full, composed) = load_on(ground, files, path, set)?;
    if full.scenario.problems.is_empty() {
        return Ok((full, composed));
    }
    let (plain, composed) = load_on(Ground::default(), files, path, set)?;
    let Loaded { scenario, sources, replaced, .. } = plain;
    let Loaded { warnings, remarks, .. } = full;
    Ok((Loaded { scenario, troubled: Some(Box::new(full.scenario)), sources, replaced, warnings, remarks }, composed))
}

/// What there is before a scenario is read.
#[derive(Default)]
struct Ground<'g> {
    /// Files that were read already, and where they are.
    sources: Sources,
    paths: BTreeMap<usize, PathBuf>,
    /// Where the scenario is named.
    named_at: Option<Place>,
    /// What is changed in it.
    changes: &'g [Change],
    /// Whether alternatives that meet system problems are read as well.
    troubled: bool,
    /// How often its cycle is halved.
    halvings: u8,
}

fn load_on(
    ground: Ground<'_>,
    files: &dyn Files,
    path: &Path,
    set: &[(String, String)],
) -> Result<(Loaded, Composed), Refused> {
    let Ground { mut sources, paths, named_at, changes, troubled, halvings } = ground;
    let mut desk = Desk { troubled, halvings, ..Desk::default() };
    let mut composed = match include::compose(files, path, &mut sources, &mut desk.faults) {
        Ok(composed) => composed,
        Err(error) => {
            let name = include::tidy(path).display().to_string();
            if !undecoded(&name, &error, &mut sources, &mut desk.faults) {
                desk.faults.fault(named_at, unreadable(&name, &error));
            }
            return Err(Refused { sources, diagnostics: desk.faults });
        }
    };
    composed.paths.extend(paths);
    let syntax = std::mem::take(&mut desk.faults);
    changes::apply(changes, &mut composed.table, &mut desk.faults);
    parameters::set(set, &mut desk);
    let top = read_top(&composed, files, &mut sources, &mut desk);
    let found = echoes::without(&syntax, std::mem::take(&mut desk.faults), &composed.faulty_lines, &sources);
    match top {
        Some(top) if !found.has_faults() => {
            let replaced = std::mem::take(&mut desk.replaced);
            let scenario = resolve::scenario(top, desk);
            let remarks = lint::run(&scenario, &composed.table);
            Ok((Loaded { scenario, troubled: None, sources, replaced, warnings: found, remarks }, composed))
        }
        _ => Err(Refused { sources, diagnostics: found }),
    }
}

/// What stands on its own in a scenario; the rest is on the desk.
struct Top {
    id: String,
    title: Text,
    about: About,
    settings: Settings,
    alternatives: Vec<Alternative>,
    problems: Vec<SystemProblem>,
    questions: Vec<Question>,
}

fn read_top(composed: &Composed, files: &dyn Files, sources: &mut Sources, desk: &mut Desk) -> Option<Top> {
    let entry = Entry::open(&composed.table, &KEYS, &mut desk.faults);
    if let Some(node) = entry.required("format", &mut desk.faults) {
        entry::integer(node, (1, 1), &mut desk.faults);
    }
    language::check(&entry, &mut desk.faults);
    let id = entry.required("id", &mut desk.faults);
    let id = id.and_then(|node| {
        let id = entry::text(node, &mut desk.faults)?;
        entry::check_name(id, &node.place, &mut desk.faults).then(|| id.to_string())
    });
    let title = entry.required("title", &mut desk.faults).and_then(|node| entry::label(node, &mut desk.faults));
    let about = about::read(&entry, desk);
    let settings = entry.required("settings", &mut desk.faults).and_then(|node| settings::read(node, desk));
    read_lists(entry.required("lists", &mut desk.faults), files, &composed.paths, sources, desk);
    price_ends::check(desk);
    if let Some(node) = entry.get("traits") {
        parameters::traits(node, desk);
    }
    if let Some(node) = entry.get("joint") {
        joints::joint(node, desk);
    }
    if let Some(node) = entry.get("parameters") {
        parameters::parameters(node, desk);
    }
    if let Some(node) = entry.get("correlations") {
        joints::correlations(node, desk);
    }
    // Conditions of transitions may name interventions.
    let null = entry.get("null_alternative");
    let mut merged = alternatives::merged(entry.get("alternatives"), null, desk);
    let found =
        entry.get("system_problems").map(|node| problems::read(node, &merged.0.tables, desk)).unwrap_or_default();
    if desk.troubled {
        problems::add(&found, &mut merged.0, &mut merged.1, desk);
    }
    desk.usual = alternatives::intervention_names(&BTreeMap::new(), null);
    desk.interventions = alternatives::intervention_names(&merged.0.tables, null);
    if let Some(node) = entry.required("domains", &mut desk.faults) {
        domains::read(node, entry.get("joint_start"), desk);
    }
    if let Some(node) = entry.get("influences") {
        influences::read(node, desk);
    }
    let alternatives = read_alternatives(&entry, merged, desk);
    let questions = entry.get("question").map(|node| questions::read(node, desk)).unwrap_or_default();
    checks::run(&alternatives, desk.troubled || found.is_empty(), desk);
    let problems = found.into_iter().map(|one| one.problem).collect();
    Some(Top { id: id?, title: title?, about, settings: settings?, alternatives, problems, questions })
}

/// Reads alternatives and items, which name one another.
fn read_alternatives(entry: &Entry<'_>, (merged, homes): (Merged, Homes), desk: &mut Desk) -> Vec<Alternative> {
    let mut drafts = vec![alternatives::null(entry.get("null_alternative"), &homes, desk)];
    for (at, (id, table)) in merged.tables.iter().enumerate() {
        let earlier = std::mem::take(&mut desk.faults);
        drafts.push(alternatives::read(at + 1, id, table, &homes, desk));
        let found = std::mem::replace(&mut desk.faults, earlier);
        let orphan = merged.orphans.contains(id);
        let kept = found.sorted().into_iter().filter(|one| !orphan || one.message.key != "missing_key");
        kept.for_each(|one| echoes::keep(one, &mut desk.faults));
    }
    if let Some(node) = entry.get("items") {
        items::read(node, &items::Scope::Effects, desk);
    }
    desk.items.sort_by(|a, b| a.item.id.cmp(&b.item.id));
    let ids: Vec<String> = desk.items.iter().map(|one| one.item.id.clone()).collect();
    drafts.into_iter().map(|draft| alternatives::finish(draft, &ids, desk)).collect()
}

/// Reads the lists that the scenario names.
fn read_lists(
    node: Option<&Node>,
    files: &dyn Files,
    paths: &BTreeMap<usize, PathBuf>,
    sources: &mut Sources,
    desk: &mut Desk,
) {
    let Some(table) = node.and_then(|node| entry::table(node, &mut desk.faults)) else {
        (desk.accounts, desk.index, desk.widths) = (List::Unreadable, List::Unreadable, List::Unreadable);
        (desk.prices, desk.rates, desk.measures) = (List::Unreadable, List::Unreadable, List::Unreadable);
        return;
    };
    let entry = Entry::open(table, &LISTS, &mut desk.faults);
    let mut shelf = Shelf { files, paths, sources };
    entry.required("accounts", &mut desk.faults);
    let rows = shelf.rows(&entry, "accounts", &lists::ACCOUNTS, false, &mut desk.faults);
    desk.accounts = map(rows, |rows| lists::accounts(&rows, &mut desk.faults));
    let rows = shelf.rows(&entry, "index", &lists::INDEX, true, &mut desk.faults);
    desk.index = map(rows, |rows| lists::index(&rows, &mut desk.faults));
    let rows = shelf.rows(&entry, "evidence", &lists::EVIDENCE, false, &mut desk.faults);
    desk.widths = map(rows, |rows| lists::widths(&rows, &mut desk.faults));
    let rows = shelf.rows(&entry, "categories", &categories::COLUMNS, false, &mut desk.faults);
    let rules = map(rows, |rows| categories::read(&rows, &desk.accounts, &mut desk.faults));
    let mut rows = shelf.rows(&entry, "prices", &prices::COLUMNS, false, &mut desk.faults);
    if let Some(own) = files.own_prices().and_then(|path| shelf.own_prices(path, &mut desk.faults)) {
        match &mut rows {
            List::Read(rows) => desk.replaced = overlay::lay(rows, own, &mut desk.faults),
            List::Absent => {
                desk.faults.fault(None, Message::new("own_prices_over_nothing"));
            }
            List::Unreadable => {}
        }
    }
    desk.prices = map(rows, |mut rows| {
        categories::fill(&mut rows, &rules, &mut desk.faults);
        prices::read(&rows, &desk.accounts, &mut desk.faults)
    });
    let rows = shelf.rows(&entry, "rates", &rates::COLUMNS, false, &mut desk.faults);
    desk.rates = map(rows, |rows| rates::read(&rows, &mut desk.faults));
    let rows = shelf.rows(&entry, "measures", &measures::COLUMNS, false, &mut desk.faults);
    desk.measures = map(rows, |rows| measures::list(&rows, &mut desk.faults));
}

fn map<T, U>(list: List<T>, read: impl FnOnce(T) -> U) -> List<U> {
    match list {
        List::Absent => List::Absent,
        List::Unreadable => List::Unreadable,
        List::Read(rows) => List::Read(read(rows)),
    }
}

/// Where the lists are.
struct Shelf<'s> {
    files: &'s dyn Files,
    /// Paths of the files that may name lists; a list is found from the folder of the file that names it.
    paths: &'s BTreeMap<usize, PathBuf>,
    sources: &'s mut Sources,
}

impl Shelf<'_> {
    /// The rows of the list under this key.
    fn rows(
        &mut self,
        entry: &Entry<'_>,
        key: &str,
        columns: &[&str],
        open: bool,
        faults: &mut Diagnostics,
    ) -> List<Vec<Row>> {
        let Some(node) = entry.get(key) else {
            return if entry.sound { List::Absent } else { List::Unreadable };
        };
        let Some(name) = entry::text(node, faults) else { return List::Unreadable };
        let path = self.paths.get(&node.place.file).and_then(|path| path.parent()).unwrap_or(Path::new("")).join(name);
        let shown = include::tidy(&path).display().to_string();
        match files::read_text(self.files, &path) {
            Ok(text) => {
                let file = self.sources.add(shown, text);
                let rows = rows::read(&self.sources.file(file).text, file, columns, open, faults);
                rows.map_or(List::Unreadable, List::Read)
            }
            Err(error) => {
                if !undecoded(&shown, &error, self.sources, faults) {
                    let fault = faults.fault(Some(node.place.clone()), unreadable(&shown, &error));
                    fault.hint(Message::new("path_of_list"));
                }
                List::Unreadable
            }
        }
    }
}

impl Shelf<'_> {
    /// The rows of the price list that is laid over that of the scenario.
    fn own_prices(&mut self, path: &Path, faults: &mut Diagnostics) -> Option<Vec<Row>> {
        let name = include::tidy(path).display().to_string();
        match files::read_text(self.files, path) {
            Ok(text) => {
                let file = self.sources.push(SourceFile { name, text, digest: self.files.digest(path) });
                rows::read_some(&self.sources.file(file).text, file, &prices::COLUMNS, faults)
            }
            Err(error) => {
                if !undecoded(&name, &error, self.sources, faults) {
                    faults.fault(None, unreadable(&name, &error));
                }
                None
            }
        }
    }
}

/// Reports a file that is no UTF-8 at the place that shows it; `false` where that is not what is wrong.
fn undecoded(name: &str, error: &io::Error, sources: &mut Sources, faults: &mut Diagnostics) -> bool {
    let Some(found) = error.get_ref().and_then(|inner| inner.downcast_ref::<NotUtf8>()) else { return false };
    let file = sources.add(name, found.text.clone());
    let width = found.text[found.at..].chars().next().map_or(0, char::len_utf8);
    let place = Place { file, span: found.at..found.at + width };
    let key = if found.utf16 { "file_in_utf16" } else { "file_not_utf8" };
    let list = name.to_lowercase().ends_with(".csv");
    let hint = if list { "save_as_csv_utf8" } else { "save_as_utf8" };
    faults.at(&place, Message::new(key)).hint(Message::new(hint));
    true
}

/// Why a file cannot be read.
pub fn unreadable(name: &str, error: &io::Error) -> Message {
    let message = match error.kind() {
        io::ErrorKind::NotFound => Message::new("file_missing"),
        io::ErrorKind::FileTooLarge => Message::new("file_too_large").with("most", MAX_BYTES / (1024 * 1024)),
        _ => Message::new("file_unreadable").with("error", error),
    };
    message.with("file", name)
}

#[cfg(test)]
mod tests;
