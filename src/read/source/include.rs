//! Includes: scenarios that are put together from several files.
//!
//! In: the path of a scenario. Out: one table, in which every value knows the file it came from, and all faults of
//! syntax of all those files. What the keys mean is decided elsewhere; lists in CSV are read elsewhere.
//!
//! A file wins from every block that it includes; of the blocks in one list the later wins. A block that is included by
//! several files is read once, and loses from all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostics::{Diagnostics, Message, Place, Sources};
use crate::read::source::entry;
use crate::read::source::files::{self, Files, MAX_BYTES, tidy};
use crate::read::source::merge;
use crate::read::source::toml_text;
use crate::read::source::tree::{Node, Table};

/// Deepest chain of files that include one another.
const MAX_DEPTH: usize = 16;
/// Most files of one scenario, lists not counted.
const MAX_BLOCKS: usize = 200;
/// Keys that name a file, not what is in it: they are not taken from a block.
const OWN: [&str; 7] = ["format", "id", "title", "language", "purpose", "outside_band", "noun"];

/// A scenario as it was written, in one table.
pub(crate) struct Composed {
    pub(crate) table: Table,
    /// Where the files are, by their index.
    pub(crate) paths: BTreeMap<usize, PathBuf>,
    /// By file: starts of the lines on which the syntax is at fault; what else is found there is a consequence.
    pub(crate) faulty_lines: BTreeMap<usize, BTreeSet<usize>>,
}

/// Reads the file at `path` and all that it includes.
///
/// # Errors
/// When that file itself cannot be read. Blocks that cannot be read are faults.
pub(crate) fn compose(
    files: &dyn Files,
    path: &Path,
    sources: &mut Sources,
    faults: &mut Diagnostics,
) -> io::Result<Composed> {
    let text = files::read_text(files, path)?;
    let mut gatherer = Gatherer {
        files,
        sources,
        faults,
        faulty_lines: BTreeMap::new(),
        paths: BTreeMap::new(),
        known: BTreeSet::from([tidy(path)]),
        chain: Vec::new(),
        bytes: 0,
        blocks: Vec::new(),
    };
    gatherer.add(path.to_path_buf(), text);
    let Gatherer { mut blocks, paths, faulty_lines, .. } = gatherer;
    let mut table = blocks.pop().unwrap_or_else(Table::empty);
    let mut unset = taken_away(&mut table, faults);
    for block in blocks.iter_mut().rev() {
        for key in OWN {
            block.fields.remove(key);
        }
        for (path, _, found) in &mut unset {
            *found |= merge::take_away(block, path);
        }
        unset.extend(taken_away(block, faults));
        table = merge::scenarios(&table, block);
    }
    for (path, place, _) in unset.into_iter().filter(|(_, _, found)| !found) {
        faults.at(&place, Message::new("unset_nothing").with("path", path));
    }
    Ok(Composed { table, paths, faulty_lines })
}

/// What a file takes away from those below it: paths, with their places, and whether there was something so far.
fn taken_away(table: &mut Table, faults: &mut Diagnostics) -> Vec<(String, Place, bool)> {
    let Some(field) = table.fields.remove("unset") else { return Vec::new() };
    let list = entry::list(&field.node, faults).unwrap_or_default();
    list.iter().filter_map(|node| Some((entry::text(node, faults)?.to_string(), node.place.clone(), false))).collect()
}

/// Collects the files of a scenario, each behind those that it includes.
struct Gatherer<'g> {
    files: &'g dyn Files,
    sources: &'g mut Sources,
    faults: &'g mut Diagnostics,
    paths: BTreeMap<usize, PathBuf>,
    faulty_lines: BTreeMap<usize, BTreeSet<usize>>,
    /// The files that were opened, in their one form.
    known: BTreeSet<PathBuf>,
    /// The files that are being read, each included by the one before it.
    chain: Vec<PathBuf>,
    bytes: u64,
    blocks: Vec<Table>,
}

impl Gatherer<'_> {
    fn add(&mut self, path: PathBuf, text: String) {
        self.bytes += text.len() as u64;
        let file = self.sources.add(tidy(&path).display().to_string(), text);
        self.paths.insert(file, path.clone());
        let parsed = toml_text::parse(&self.sources.file(file).text, file, self.faults);
        if !parsed.faulty_lines.is_empty() {
            self.faulty_lines.insert(file, parsed.faulty_lines);
        }
        let mut table = parsed.table;
        let included = table.fields.remove("include");
        if let Some(node) = table.get("format").filter(|_| !self.chain.is_empty()) {
            entry::integer(node, (1, 1), self.faults);
        }
        self.chain.push(path);
        if let Some(field) = included {
            self.include(&field.node);
        }
        self.chain.pop();
        self.blocks.push(table);
    }

    fn include(&mut self, node: &Node) {
        for node in entry::list(node, self.faults).into_iter().flatten() {
            let Some(name) = entry::text(node, self.faults) else { continue };
            let folder = self.chain.last().and_then(|path| path.parent()).unwrap_or(Path::new(""));
            let path = folder.join(name);
            if self.chain.iter().any(|earlier| tidy(earlier) == tidy(&path)) {
                self.refuse(node, "include_loop", &path).hint(Message::new("end_include_loop"));
            } else if !self.known.contains(&tidy(&path)) {
                self.open(node, path);
            }
        }
    }

    fn open(&mut self, node: &Node, path: PathBuf) {
        if self.chain.len() >= MAX_DEPTH {
            self.refuse(node, "include_too_deep", &path);
            return;
        }
        if self.known.len() >= MAX_BLOCKS {
            self.refuse(node, "include_too_many", &path);
            return;
        }
        self.known.insert(tidy(&path));
        match files::read_text(self.files, &path) {
            Ok(text) if self.bytes + text.len() as u64 > MAX_BYTES => {
                self.refuse(node, "include_too_large", &path);
            }
            Ok(text) => self.add(path, text),
            Err(error) => {
                let name = tidy(&path).display().to_string();
                if files::undecoded(&name, &error, self.sources, self.faults) {
                    return;
                }
                let message = files::unreadable(&name, &error);
                self.faults.at(&node.place, message).hint(Message::new("path_of_include"));
            }
        }
    }

    /// A fault that names the chain of files up to `path`.
    fn refuse(&mut self, node: &Node, key: &'static str, path: &Path) -> &mut crate::diagnostics::Diagnostic {
        let names: Vec<String> = self
            .chain
            .iter()
            .map(PathBuf::as_path)
            .chain([path])
            .map(|earlier| tidy(earlier).display().to_string())
            .collect();
        let most = match key {
            "include_too_deep" => MAX_DEPTH as u64,
            "include_too_many" => MAX_BLOCKS as u64,
            _ => MAX_BYTES / (1024 * 1024),
        };
        self.faults.at(&node.place, Message::new(key).with("chain", names.join(" -> ")).with("most", most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Memory;
    use crate::read::source::tree::Value;

    /// Faults with their values, in the order of the files.
    fn compose_all(files: &Memory) -> (Table, Vec<String>, usize) {
        let (mut sources, mut faults) = (Sources::default(), Diagnostics::default());
        let composed = compose(files, Path::new("s/a.toml"), &mut sources, &mut faults).expect("a file");
        let told = faults.sorted().into_iter().map(|diagnostic| {
            let file = &sources.file(diagnostic.place.as_ref().map_or(0, |place| place.file)).name;
            let chain = diagnostic.message.values.iter().find(|(name, _)| *name == "chain");
            format!("{file}: {} {}", diagnostic.message.key, chain.map_or("", |(_, chain)| chain.as_str()))
        });
        (composed.table, told.collect(), sources.files().len())
    }

    fn number(table: &Table, key: &str) -> i64 {
        let Some(Value::Table(characteristics)) = table.get("traits").map(|node| &node.value) else {
            panic!("no traits")
        };
        match characteristics.get(key).map(|node| &node.value) {
            Some(Value::Integer(value)) => *value,
            other => panic!("{key}: {other:?}"),
        }
    }

    #[test]
    fn the_including_file_wins_then_the_later_block_and_a_block_loses_from_all_that_include_it() {
        let files = Memory::default()
            .with("s/a.toml", "include = ['b/b.toml', 'c.toml']\ntraits.x = 1")
            .with("s/b/b.toml", "include = ['../d.toml']\ntraits = { x = 2, y = 2, z = 2 }\nid = 'b'")
            .with("s/c.toml", "include = ['./d.toml']\ntraits = { x = 3, y = 3 }")
            .with("s/d.toml", "traits = { x = 4, y = 4, z = 4, w = 4 }");
        let (table, told, read) = compose_all(&files);
        assert_eq!((told, read), (Vec::new(), 4));
        assert_eq!(["x", "y", "z", "w"].map(|key| number(&table, key)), [1, 3, 2, 4]);
        assert!(!table.has("id") && !table.has("include"));
    }

    #[test]
    fn loops_name_the_chain() {
        let files = Memory::default()
            .with("s/a.toml", "include = ['b.toml']")
            .with("s/b.toml", "include = ['c/c.toml', 'b.toml']")
            .with("s/c/c.toml", "include = ['../a.toml']");
        let wanted = [
            "s/b.toml: include_loop s/a.toml -> s/b.toml -> s/b.toml",
            "s/c/c.toml: include_loop s/a.toml -> s/b.toml -> s/c/c.toml -> s/a.toml",
        ];
        assert_eq!(compose_all(&files).1, wanted);
    }

    #[test]
    fn faults_of_all_files_are_told_at_once() {
        let files = Memory::default()
            .with("s/a.toml", "include = ['b.toml', 'no.toml', 3]\nx = 1,5")
            .with("s/b.toml", "format = 2\ny = ");
        let told = compose_all(&files).1;
        let wanted = [
            "s/a.toml: file_missing ",
            "s/a.toml: wrong_type ",
            "s/a.toml: decimal_comma ",
            "s/b.toml: number_outside ",
            "s/b.toml: syntax_no_value ",
        ];
        assert_eq!(told, wanted);
    }

    #[test]
    fn bombs_are_refused() {
        let mut deep = Memory::default().with("s/a.toml", "include = ['0.toml']");
        for n in 0..50 {
            deep = deep.with(format!("s/{n}.toml"), format!("include = ['{}.toml']", n + 1));
        }
        let told = compose_all(&deep).1;
        assert!(told.len() == 1 && told[0].contains("include_too_deep s/a.toml -> s/0.toml"), "{told:?}");
        let names: Vec<String> = (0..300).map(|n| format!("'{n}.toml'")).collect();
        let mut wide = Memory::default().with("s/a.toml", format!("include = [{}]", names.join(",")));
        for n in 0..300 {
            wide = wide.with(format!("s/{n}.toml"), "");
        }
        let (_, told, read) = compose_all(&wide);
        assert!(told.len() == 101 && read == 200 && told[0].contains("include_too_many"), "{} {read}", told.len());
        let filler = format!("# {}\n", "x".repeat(4_000_000));
        let names: Vec<String> = (0..17).map(|n| format!("'{n}.toml'")).collect();
        let mut large = Memory::default().with("s/a.toml", format!("include = [{}]", names.join(",")));
        for n in 0..17 {
            large = large.with(format!("s/{n}.toml"), filler.clone());
        }
        let (_, told, read) = compose_all(&large);
        assert!(told.len() == 1 && read == 17 && told[0].contains("include_too_large"), "{told:?}");
    }

    #[test]
    fn paths_have_one_form() {
        for (path, wanted) in
            [("a/./b", "a/b"), ("a/../b", "b"), ("../a", "../a"), ("/a/../../b", "/../b"), ("a/..", "")]
        {
            assert_eq!(tidy(Path::new(path)), Path::new(wanted), "{path}");
        }
    }
}
