//! Reader of a study file.
//!
//! In: the table of a study file. Out: a [`Study`] without its sources: a grid, a sample or a list of variants, each with
//! its changes. What the changes mean is decided where the base is read.

use std::collections::BTreeSet;
use std::path::Path;

use crate::diagnostics::{Diagnostics, Message, Place, Sources};
use crate::model::VariantValue;
use crate::read::source::entry::{self, Entry};
use crate::read::source::overrides::{self, Change};
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Table, Value};
use crate::read::study::range::{self, Design};
use crate::read::study::weights;
use crate::read::study::{MOST_VARIANTS, Study, Variant};

/// Keys of a study file.
const KEYS: [&str; 9] = ["study", "id", "title", "language", "base", "figures", "grid", "sample", "variant"];
/// Words for how points of a sample are chosen.
const DESIGNS: [(&str, Design); 2] = [("latin_hypercube", Design::LatinHypercube), ("random", Design::Random)];

/// Reads the values of a range of an axis with this name.
type ReadRange<'r> = &'r mut dyn FnMut(&Table, &str, &mut Diagnostics) -> Option<Vec<Node>>;

/// One line of a grid.
struct Axis {
    name: Option<String>,
    path: Vec<String>,
    key: Place,
    values: Vec<Node>,
}

pub(super) struct Reader<'r> {
    pub(super) sources: &'r Sources,
    pub(super) faults: &'r mut Diagnostics,
}

impl Reader<'_> {
    pub(super) fn study(&mut self, table: &Table, path: &Path) -> Option<Study> {
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
        let figures = entry.get("figures").map(|node| self.figures(node));
        let ways = entry.one_of(&["grid", "sample", "variant"], Message::new("one_key_of"), self.faults);
        let variants = ways.and_then(|(way, node)| match way {
            "grid" => self.grid(node),
            "sample" => self.sample(node),
            _ => self.list(node),
        });
        let (base, base_place) = base?;
        Some(Study {
            id: id?,
            title: title?,
            variants: variants?,
            figures: figures.unwrap_or_default(),
            sources: Sources::default(),
            path: path.to_path_buf(),
            base: path.parent().unwrap_or(Path::new("")).join(base),
            base_place,
        })
    }

    fn figures(&mut self, node: &Node) -> Vec<String> {
        let list = entry::list(node, self.faults).unwrap_or_default();
        list.iter().filter_map(|node| entry::text(node, self.faults).map(str::to_owned)).collect()
    }

    /// `points` points of a random or Latin hypercube design over the ranges of `values`.
    fn sample(&mut self, node: &Node) -> Option<Vec<Variant>> {
        let table = entry::table(node, self.faults)?;
        let entry = Entry::open(table, &["points", "design", "seed", "values"], self.faults);
        let points = entry.required("points", self.faults);
        let points = points.and_then(|node| entry::integer(node, (1, MOST_VARIANTS as i64), self.faults));
        let seed = match entry.get("seed") {
            Some(node) => entry::integer(node, (0, i64::MAX), self.faults)? as u64,
            None => 1,
        };
        let design = match entry.get("design") {
            Some(node) => self.design(node)?,
            None => Design::LatinHypercube,
        };
        let values = entry.required("values", self.faults).and_then(|node| entry::table(node, self.faults));
        let count = points? as usize;
        let mut axes = Vec::new();
        self.ranges(values?, &[], &mut axes, &mut |table, path, faults| {
            range::points(table, (design, count), seed, path, faults)
        });
        axes.sort_by_key(|axis| axis.key.span.start);
        if axes.is_empty() {
            self.faults.at(&node.place, Message::new("study_empty"));
            return None;
        }
        let names = short_names(&axes);
        let point = |at: usize| {
            let values = axes.iter().zip(&names).map(|(axis, name)| (name.clone(), self.value(&axis.values[at])));
            let changes = axes.iter().map(|axis| axis.change(at));
            Variant { name: (at + 1).to_string(), weight: None, values: values.collect(), changes: changes.collect() }
        };
        Some((0..count).map(point).collect())
    }

    fn design(&mut self, node: &Node) -> Option<Design> {
        let word = entry::text(node, self.faults)?;
        let found = DESIGNS.iter().find(|(known, _)| *known == word).map(|(_, design)| *design);
        if found.is_none() {
            let words = DESIGNS.map(|(word, _)| word);
            suggest::unknown(self.faults, &node.place, Message::new("unknown_word"), word, words);
        }
        found
    }

    /// The lines of a table of ranges, by path.
    fn ranges(&mut self, table: &Table, path: &[String], axes: &mut Vec<Axis>, read: ReadRange<'_>) {
        for (name, field) in &table.fields {
            let parts = overrides::in_full([path, &overrides::parts(name)].concat());
            match &field.node.value {
                Value::Table(own) if own.has("from") || own.has("to") => {
                    if let Some(values) = read(own, &parts.join("."), self.faults) {
                        axes.push(Axis { name: None, path: parts, key: field.key.clone(), values });
                    }
                }
                Value::Table(deeper) => self.ranges(deeper, &parts, axes, read),
                Value::Faulty => {}
                _ => {
                    self.faults.at(&field.node.place, Message::new("study_no_range"));
                }
            }
        }
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
            let index = rest % axis.values.len();
            let node = &axis.values[index];
            rest /= axis.values.len();
            values.push((name.clone(), self.value(node)));
            changes.push(axis.change(index));
        }
        values.reverse();
        changes.reverse();
        let name =
            values.iter().map(|(name, value)| format!("{name} = {}", value.text())).collect::<Vec<_>>().join(", ");
        Variant { name, weight: None, values, changes }
    }

    fn too_many(&mut self, place: &Place, found: &str) {
        let message = Message::new("study_too_many").with("found", found).with("most", MOST_VARIANTS);
        self.faults.at(place, message).hint(Message::new("study_take_fewer"));
    }

    fn axes(&mut self, table: &Table, path: &[String], axes: &mut Vec<Axis>) {
        for (name, field) in &table.fields {
            let parts = overrides::in_full([path, &overrides::parts(name)].concat());
            match &field.node.value {
                Value::Table(own) if own.has("from") || own.has("to") => {
                    if let Some(values) = range::steps(own, self.faults) {
                        axes.push(Axis { name: None, path: parts, key: field.key.clone(), values });
                    }
                }
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
        let variants = variants.into_iter().collect::<Option<Vec<Variant>>>()?;
        weights::check(node, list, &variants, self.faults);
        Some(variants)
    }

    fn variant(&mut self, node: &Node, seen: &mut BTreeSet<String>) -> Option<Variant> {
        let table = entry::table(node, self.faults)?;
        let entry = Entry::open(table, &["name", "set", "weight"], self.faults);
        let name = entry.required("name", self.faults).and_then(|node| {
            let name = entry::text(node, self.faults)?;
            if !seen.insert(name.to_string()) {
                self.faults.at(&node.place, Message::new("id_twice").with("id", name));
            }
            Some(name.to_string())
        });
        let weight = weights::read(&entry, self.faults);
        let set = entry.get("set").and_then(|node| entry::table(node, self.faults));
        let mut changes = set.map(overrides::changes_in).unwrap_or_default();
        changes.sort_by_key(|change| change.key.span.start);
        let values = changes.iter().map(|change| (change.path.join("."), self.value(&change.node))).collect();
        Some(Variant { name: name?, weight, values, changes })
    }

    /// A value: a number, or what was written, on one line.
    fn value(&self, node: &Node) -> VariantValue {
        match &node.value {
            Value::Integer(value) => VariantValue::Number(*value as f64),
            Value::Float(value) => VariantValue::Number(*value),
            Value::Text(text) => VariantValue::Text(text.clone()),
            _ => {
                let text = self.sources.file(node.place.file).text.get(node.place.span.clone()).unwrap_or_default();
                VariantValue::Text(text.split_whitespace().collect::<Vec<_>>().join(" "))
            }
        }
    }
}

impl Axis {
    /// The change that makes its value number `at`.
    fn change(&self, at: usize) -> Change {
        Change { path: self.path.clone(), key: self.key.clone(), node: self.values[at].clone() }
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
