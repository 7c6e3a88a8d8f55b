//! The library: the scenarios, studies, blocks and lists that travel with the program.
//!
//! In: a name, such as `huisuitzetting` or `cases/meneer-l`. Out: the path at which the library holds it, and texts.
//! All that is in the folder `scenarios` when the program is built is in the library. Paths in it start with
//! [`LIBRARY`]; nothing on disk is ever read by such a path. It does not look for anything on disk, except whether
//! there is a file of that name.

pub mod browse;

use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};

use crate::diagnostics::{LIBRARY, Message, Sheet};
use crate::read::source::files::{Disk, Files, tidy};
use crate::read::source::suggest;

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/scenarios");

/// The files of this machine, and those of the library by paths that start with [`LIBRARY`].
#[derive(Clone, Copy, Debug, Default)]
pub struct WithLibrary;

impl Files for WithLibrary {
    fn read(&self, path: &Path) -> io::Result<String> {
        let tidy = tidy(path);
        let Ok(inside) = tidy.strip_prefix(LIBRARY) else {
            return Disk.read(path);
        };
        text(&slashed(inside)).map(str::to_string).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn digest(&self, path: &Path) -> Option<String> {
        Disk.digest(path)
    }

    fn sheet(&self, path: &Path) -> Option<Sheet> {
        Disk.sheet(path)
    }

    fn today(&self) -> Option<jiff::civil::Date> {
        Disk.today()
    }

    fn shipped(&self, name: &str) -> Option<PathBuf> {
        named(Path::new(name)).ok()
    }

    fn shipped_names(&self) -> Vec<String> {
        let runs = |one: &Shipped| matches!(one.kind, Kind::Scenario | Kind::Case);
        shipped().into_iter().filter(runs).map(|one| one.id).collect()
    }
}

/// What a file of the library is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A scenario that can be run.
    Scenario,
    /// A scenario about one household, in the folder `cases`.
    Case,
    /// A scenario in many variants.
    Study,
    /// A part of scenarios.
    Block,
}

/// A file in TOML of the library.
#[derive(Clone, Debug, PartialEq)]
pub struct Shipped {
    /// What it is.
    pub kind: Kind,
    /// Path within the library, with `/`.
    pub path: &'static str,
    /// Its `id`, else the name of the file without its ending.
    pub id: String,
    /// What is in it.
    pub table: toml::Table,
}

/// The text of a file of the library, by its path in it, with `/`.
pub fn text(path: &str) -> Option<&'static str> {
    SHIPPED.get_file(path)?.contents_utf8()
}

/// The paths of all files of the library, with `/`, sorted.
pub fn paths() -> Vec<&'static str> {
    fn gather(dir: &'static Dir<'static>, found: &mut Vec<&'static str>) {
        for entry in dir.entries() {
            match entry {
                DirEntry::Dir(inner) => gather(inner, found),
                DirEntry::File(file) => found.extend(file.path().to_str()),
            }
        }
    }
    let mut found = Vec::new();
    gather(&SHIPPED, &mut found);
    found.sort_unstable();
    found
}

/// Everything in TOML, scenarios first, each kind by path.
pub fn shipped() -> Vec<Shipped> {
    let read = |path: &'static str| {
        let stem = Path::new(path).file_name()?.to_str()?.strip_suffix(".toml")?;
        let table: toml::Table = text(path)?.parse().ok()?;
        let own = table.get("id").and_then(toml::Value::as_str);
        let kind = match (table.contains_key("study"), table.contains_key("format"), path.starts_with("cases/")) {
            (true, ..) => Kind::Study,
            (_, true, true) => Kind::Case,
            (_, true, false) => Kind::Scenario,
            _ => Kind::Block,
        };
        Some(Shipped { kind, path, id: own.unwrap_or(stem).to_string(), table })
    };
    let mut found: Vec<Shipped> = paths().into_iter().filter_map(read).collect();
    found.sort_by(|a, b| (a.kind, a.path).cmp(&(b.kind, b.path)));
    found
}

/// The path of what has this name: a file on disk if there is one, else a file of the library. A folder is taken only
/// where the library has nothing of that name, so that reading it can say what is wrong.
///
/// # Errors
/// As [`named`].
pub fn find(name: &Path) -> Result<PathBuf, Message> {
    if name.exists() && !name.is_dir() {
        return Ok(name.to_path_buf());
    }
    named(name).or_else(|fault| if name.exists() { Ok(name.to_path_buf()) } else { Err(fault) })
}

/// The path of a file of the library: by its path with or without `.toml`, its id, or its name without folder and
/// ending.
///
/// # Errors
/// Where there is none, with the name that is nearest.
pub fn named(name: &Path) -> Result<PathBuf, Message> {
    let tidy = tidy(name);
    let asked = slashed(tidy.strip_prefix(LIBRARY).unwrap_or(&tidy));
    let bare = asked.strip_suffix(".toml").unwrap_or(&asked);
    let place = |path: &str| Path::new(LIBRARY).join(path);
    if let Some(path) = paths().into_iter().find(|path| *path == asked || path.strip_suffix(".toml") == Some(bare)) {
        return Ok(place(path));
    }
    let all = shipped();
    if let Some(found) = all.iter().find(|scenario| scenario.id == bare || stem(scenario.path) == bare) {
        return Ok(place(found.path));
    }
    let known = all
        .iter()
        .flat_map(|scenario| [scenario.id.as_str(), stem(scenario.path), scenario.path.trim_end_matches(".toml")]);
    Err(match suggest::nearest(bare, known) {
        Some(near) => Message::new("not_in_library_near").with("file", name.display()).with("name", near),
        None => Message::new("not_in_library").with("file", name.display()),
    })
}

/// Name of a file without folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".toml").unwrap_or(name)
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// The files below a folder, as the library names them.
    fn on_disk(folder: &Path, root: &Path, found: &mut Vec<String>) {
        for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                on_disk(&path, root, found);
            } else {
                found.push(slashed(path.strip_prefix(root).expect("inside")));
            }
        }
    }

    #[test]
    fn the_library_is_the_folder_byte_for_byte() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let mut wanted = Vec::new();
        on_disk(&root, &root, &mut wanted);
        wanted.sort();
        assert_eq!(paths(), wanted);
        for path in wanted {
            assert_eq!(fs::read_to_string(root.join(&path)).ok().as_deref(), text(&path), "{path}");
        }
    }

    #[test]
    fn everything_in_toml_is_found_by_path_and_by_id() {
        for scenario in shipped() {
            let path = Path::new(LIBRARY).join(scenario.path);
            assert_eq!(named(Path::new(scenario.path)), Ok(path.clone()));
            assert_eq!(named(Path::new(scenario.path.trim_end_matches(".toml"))), Ok(path.clone()));
            assert_eq!(named(&path), Ok(path.clone()));
            let same = shipped().into_iter().find(|other| other.id == scenario.id).expect("itself");
            assert_eq!(named(Path::new(&scenario.id)), Ok(Path::new(LIBRARY).join(same.path)));
        }
    }

    #[test]
    fn a_misspelt_name_proposes_the_nearest() {
        let told = |name: &str| named(Path::new(name)).expect_err("no such name");
        let near = told("huisuitzeting");
        assert_eq!((near.key, near.values[1].1.as_str()), ("not_in_library_near", "huisuitzetting"));
        assert_eq!(told("no-such-thing-at-all").key, "not_in_library");
        assert_eq!(
            WithLibrary.read(&Path::new(LIBRARY).join("no.csv")).map_err(|e| e.kind()),
            Err(io::ErrorKind::NotFound)
        );
    }
}
