//! Studies: one scenario in many variants.
//!
//! In: a study file, which names a base scenario and either a grid of values or a list of variants. Out: a [`Study`],
//! and on demand the [`Scenario`] of each variant. Nothing is run here.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostics::{Diagnostics, Message, Place, Sources};
use crate::model::{ReplacedPrice, Scenario, Text};
use crate::read::load::{LoadOptions, Loaded, Refused, load_on};
use crate::read::source::entry::{self, Entry};
use crate::read::source::files::{self, Files};
use crate::read::source::overrides::{self, Change};
use crate::read::source::tree::{Node, Table, Value};
use crate::read::source::{follow_up, toml_text};

/// Most variants in a study.
pub const MOST_VARIANTS: usize = 1_000;
/// Keys of a study file.
const KEYS: [&str; 7] = ["study", "id", "title", "language", "base", "grid", "variant"];

/// A study.
#[derive(Clone, Debug)]
pub struct Study {
    /// Name of the study.
    pub id: String,
    /// Title for people.
    pub title: Text,
    /// Its variants, in the order of the file; of a grid the first line changes slowest.
    pub variants: Vec<Variant>,
    sources: Sources,
    path: PathBuf,
    base: PathBuf,
    base_place: Place,
}

/// One variant.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name, unique in the study.
    pub name: String,
    /// What is different: short name and value, as they were written.
    pub values: Vec<(String, String)>,
    changes: Vec<Change>,
}

/// The scenarios of all variants.
pub struct Variants {
    /// In the order of the variants.
    pub scenarios: Vec<Scenario>,
    /// All files that were read, the study first.
    pub sources: Sources,
    /// Cells of the price list that the list laid over it replaced, in the first variant.
    pub replaced: Vec<ReplacedPrice>,
    /// Warnings about the first variant.
    pub warnings: Diagnostics,
}

/// Reads a study file; `None` where the file is none or cannot be read (it may be a scenario).
///
/// # Errors
/// [`Refused`] with every fault of the study file; the base is not read yet.
pub fn open(files: &dyn Files, path: &Path) -> Result<Option<Study>, Refused> {
    let Ok(text) = files::read_text(files, path) else { return Ok(None) };
    // Reading a large scenario twice would take time.
    if !text.contains("study") {
        return Ok(None);
    }
    let mut sources = Sources::default();
    let file = sources.add(path.display().to_string(), text);
    let mut syntax = Diagnostics::default();
    let parsed = toml_text::parse(&sources.file(file).text, file, &mut syntax);
    if !parsed.table.has("study") {
        return Ok(None);
    }
    let mut faults = Diagnostics::default();
    let study = Reader { sources: &sources, faults: &mut faults }.study(&parsed.table, path);
    let lines = BTreeMap::from([(file, parsed.faulty_lines)]);
    let lines = lines.into_iter().filter(|(_, starts)| !starts.is_empty()).collect();
    let found = follow_up::without(&syntax, faults, &lines, &sources);
    match study {
        Some(study) if !found.has_faults() => Ok(Some(Study { sources, ..study })),
        _ => Err(Refused { sources, diagnostics: found }),
    }
}

impl Study {
    /// Reads the base in every variant. `set` gives other values to characteristics and parameters in all of them.
    ///
    /// # Errors
    /// [`Refused`] with the faults of all variants.
    pub fn load(&self, files: &dyn Files, set: &[(String, String)]) -> Result<Variants, Refused> {
        let files = Remembered { files, known: RefCell::default() };
        let (sources, warnings) = (Sources::default(), Diagnostics::default());
        let mut all = Variants { scenarios: Vec::new(), sources, replaced: Vec::new(), warnings };
        let mut refused: Option<Refused> = None;
        for variant in &self.variants {
            let options = LoadOptions {
                sources: self.sources.clone(),
                paths: BTreeMap::from([(0, self.path.clone())]),
                named_at: Some(self.base_place.clone()),
                changes: &variant.changes,
                given: &[],
                with_system_problems: false,
                halvings: 0,
            };
            match (load_on(options, &files, &self.base, set), &mut refused) {
                (Ok((Loaded { scenario, sources, replaced, warnings, .. }, _)), None) => {
                    if all.scenarios.is_empty() {
                        (all.warnings, all.replaced) = (warnings, replaced);
                    }
                    add_new(&sources, &mut all.sources);
                    all.scenarios.push(scenario);
                }
                (Ok(_), Some(_)) => {}
                (Err(more), None) => refused = Some(more),
                (Err(more), Some(found)) => join(found, &more),
            }
        }
        match refused {
            Some(refused) => Err(refused),
            None => Ok(all),
        }
    }
}

/// Adds the files that are not there yet.
fn add_new(from: &Sources, to: &mut Sources) {
    for file in from.files() {
        if !to.files().contains(file) {
            to.push(file.clone());
        }
    }
}

/// Adds the faults of another variant that were not told yet; places can only be told where the same files were read.
fn join(found: &mut Refused, more: &Refused) {
    if found.sources != more.sources {
        return;
    }
    let known: Vec<_> = found.diagnostics.sorted().into_iter().cloned().collect();
    for diagnostic in more.diagnostics.sorted().into_iter().filter(|diagnostic| !known.contains(diagnostic)) {
        follow_up::keep(diagnostic, &mut found.diagnostics);
    }
}

/// Files that are read once, so that all variants see the same text.
struct Remembered<'f> {
    files: &'f dyn Files,
    known: RefCell<BTreeMap<PathBuf, String>>,
}

impl Files for Remembered<'_> {
    fn read(&self, path: &Path) -> io::Result<String> {
        if let Some(text) = self.known.borrow().get(path) {
            return Ok(text.clone());
        }
        let text = self.files.read(path)?;
        self.known.borrow_mut().insert(path.to_path_buf(), text.clone());
        Ok(text)
    }

    fn digest(&self, path: &Path) -> Option<String> {
        self.files.digest(path)
    }

    fn own_prices(&self) -> Option<&Path> {
        self.files.own_prices()
    }

    fn shipped(&self, name: &str) -> Option<PathBuf> {
        self.files.shipped(name)
    }
}

/// One line of a grid.
struct Axis {
    name: Option<String>,
    path: Vec<String>,
    key: Place,
    values: Vec<Node>,
}

struct Reader<'r> {
    sources: &'r Sources,
    faults: &'r mut Diagnostics,
}

impl Reader<'_> {
    fn study(&mut self, table: &Table, path: &Path) -> Option<Study> {
        let entry = Entry::open(table, &KEYS, self.faults);
        if let Some(node) = entry.get("study") {
            entry::integer(node, (1, 1), self.faults);
        }
        crate::read::source::language::check(&entry, self.faults);
        let id = entry.required("id", self.faults).and_then(|node| {
            let id = entry::text(node, self.faults)?;
            entry::check_name(id, &node.place, self.faults).then(|| id.to_string())
        });
        let title = entry.required("title", self.faults).and_then(|node| entry::label(node, self.faults));
        let base = entry.required("base", self.faults);
        let base = base.and_then(|node| Some((entry::text(node, self.faults)?, node.place.clone())));
        let ways = entry.one_of(&["grid", "variant"], Message::new("one_key_of"), self.faults);
        let variants = ways.and_then(|(way, node)| if way == "grid" { self.grid(node) } else { self.list(node) });
        let (base, base_place) = base?;
        Some(Study {
            id: id?,
            title: title?,
            variants: variants?,
            sources: Sources::default(),
            path: path.to_path_buf(),
            base: path.parent().unwrap_or(Path::new("")).join(base),
            base_place,
        })
    }

    fn grid(&mut self, node: &Node) -> Option<Vec<Variant>> {
        let mut axes = Vec::new();
        let table = entry::table(node, self.faults)?;
        self.axes(table, &[], &mut axes);
        axes.sort_by_key(|axis| axis.key.span.start);
        let mut seen = BTreeSet::new();
        for axis in axes.iter().filter(|axis| !seen.insert(axis.path.clone())) {
            self.faults.at(&axis.key, Message::new("study_path_twice").with("path", axis.path.join(".")));
        }
        if axes.is_empty() {
            self.faults.at(&node.place, Message::new("study_empty"));
        }
        let count = axes.iter().try_fold(1_usize, |count, axis| count.checked_mul(axis.values.len()));
        if count.is_none_or(|count| count > MOST_VARIANTS) {
            let lengths: Vec<String> = axes.iter().map(|axis| axis.values.len().to_string()).collect();
            self.too_many(&node.place, &lengths.join(" x "));
            return None;
        }
        let names = short_names(&axes);
        Some((0..count?).map(|at| self.combination(at, &axes, &names)).collect())
    }

    /// Combination number `at`; the first line changes slowest.
    fn combination(&self, at: usize, axes: &[Axis], names: &[String]) -> Variant {
        let mut rest = at;
        let mut values = Vec::with_capacity(axes.len());
        let mut changes = Vec::with_capacity(axes.len());
        for (axis, name) in axes.iter().zip(names).rev() {
            let node = &axis.values[rest % axis.values.len()];
            rest /= axis.values.len();
            values.push((name.clone(), self.written(node)));
            changes.push(Change { path: axis.path.clone(), key: axis.key.clone(), node: node.clone() });
        }
        values.reverse();
        changes.reverse();
        let name = values.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ");
        Variant { name, values, changes }
    }

    fn too_many(&mut self, place: &Place, found: &str) {
        let message = Message::new("study_too_many").with("found", found).with("most", MOST_VARIANTS);
        self.faults.at(place, message).hint(Message::new("study_take_fewer"));
    }

    fn axes(&mut self, table: &Table, path: &[String], axes: &mut Vec<Axis>) {
        for (name, field) in &table.fields {
            let parts = overrides::in_full([path, &overrides::parts(name)].concat());
            match &field.node.value {
                Value::Table(own) if own.has("values") => {
                    axes.extend(self.named_axis(name, own));
                }
                Value::Table(deeper) => self.axes(deeper, &parts, axes),
                Value::List(values) if values.is_empty() => {
                    self.faults.at(&field.node.place, Message::new("study_no_values"));
                }
                Value::List(values) => {
                    let (key, values) = (field.key.clone(), values.clone());
                    axes.push(Axis { name: None, path: parts, key, values });
                }
                Value::Faulty => {}
                _ => {
                    let fault = self.faults.at(&field.node.place, Message::new("study_no_list"));
                    fault.hint(Message::new("write_grid"));
                }
            }
        }
    }

    /// A line with a name of its own: `{ path = "...", values = [...] }`.
    fn named_axis(&mut self, name: &str, table: &Table) -> Option<Axis> {
        let entry = Entry::open(table, &["path", "values"], self.faults);
        let path = entry.required("path", self.faults);
        let path = path.and_then(|node| Some((entry::text(node, self.faults)?, node.place.clone())));
        let node = entry.get("values")?;
        let values = entry::list(node, self.faults)?;
        if values.is_empty() {
            self.faults.at(&node.place, Message::new("study_no_values"));
            return None;
        }
        let (path, key) = path?;
        Some(Axis {
            name: Some(name.to_string()),
            path: overrides::in_full(overrides::parts(path)),
            key,
            values: values.to_vec(),
        })
    }

    fn list(&mut self, node: &Node) -> Option<Vec<Variant>> {
        let list = entry::list(node, self.faults)?;
        if list.len() > MOST_VARIANTS {
            self.too_many(&node.place, &list.len().to_string());
            return None;
        }
        let mut seen = BTreeSet::new();
        let variants: Vec<Option<Variant>> = list.iter().map(|node| self.variant(node, &mut seen)).collect();
        variants.into_iter().collect()
    }

    fn variant(&mut self, node: &Node, seen: &mut BTreeSet<String>) -> Option<Variant> {
        let table = entry::table(node, self.faults)?;
        let entry = Entry::open(table, &["name", "set"], self.faults);
        let name = entry.required("name", self.faults).and_then(|node| {
            let name = entry::text(node, self.faults)?;
            if !seen.insert(name.to_string()) {
                self.faults.at(&node.place, Message::new("id_twice").with("id", name));
            }
            Some(name.to_string())
        });
        let set = entry.get("set").and_then(|node| entry::table(node, self.faults));
        let mut changes = set.map(overrides::changes_in).unwrap_or_default();
        changes.sort_by_key(|change| change.key.span.start);
        let values = changes.iter().map(|change| (change.path.join("."), self.written(&change.node))).collect();
        Some(Variant { name: name?, values, changes })
    }

    /// A value as it was written, on one line.
    fn written(&self, node: &Node) -> String {
        match &node.value {
            Value::Text(text) => text.clone(),
            _ => {
                let text = self.sources.file(node.place.file).text.get(node.place.span.clone()).unwrap_or_default();
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            }
        }
    }
}

/// The last part of each path, or as much of its end as tells it from the others.
fn short_names(axes: &[Axis]) -> Vec<String> {
    let end = |axis: &Axis, length: usize| axis.path[axis.path.len().saturating_sub(length)..].join(".");
    let short = |axis: &Axis| {
        let alone = |length: &usize| axes.iter().filter(|other| end(other, *length) == end(axis, *length)).count() == 1;
        let length = (1..axis.path.len()).find(alone).unwrap_or(axis.path.len());
        axis.name.clone().unwrap_or_else(|| end(axis, length))
    };
    axes.iter().map(short).collect()
}
