//! Words of Rust source: a tree of files becomes modules, each a list of words without comments, texts and tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Name of a module from the root of the crate: `read::source::files`; the root itself is empty.
pub type Module = Vec<String>;

/// The words of every module that is no test.
#[derive(Default)]
pub struct Tree {
    pub words: BTreeMap<Module, Vec<String>>,
    /// Number of source files in each folder, tests included.
    pub folders: BTreeMap<String, usize>,
}

impl Tree {
    /// All `.rs` files of a folder and below.
    pub fn of_folder(folder: &Path) -> Self {
        let mut files = Vec::new();
        collect(folder, folder, &mut files);
        Self::of_files(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
    }

    /// Files as path and text.
    pub fn of_files<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut tree = Self::default();
        let mut tests: Vec<Module> = Vec::new();
        for (path, text) in files {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            *tree.folders.entry(folder.to_owned()).or_default() += 1;
            let module = module(path);
            let (words, of_tests) = without_tests(&words(text));
            tests.extend(of_tests.into_iter().map(|name| [module.as_slice(), &[name]].concat()));
            tree.words.insert(module, words);
        }
        tree.words.retain(|module, _| !tests.iter().any(|test| module.starts_with(test)));
        tree
    }
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
    for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
            found.push((name, fs::read_to_string(&path).expect("a source file")));
        }
    }
}

/// The module that a file holds: `read/mod.rs` is `read`, `read/list.rs` is `read::list`.
fn module(path: &str) -> Module {
    let mut parts: Module = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib")) {
        parts.pop();
    }
    parts
}

/// Names, `::` and single signs, in order; comments, texts, characters and lifetimes are left out.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let raw = words.last().is_some_and(|word| matches!(word.as_str(), "r" | "br"));
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if raw && (first == '"' || rest.starts_with("#\"")) {
            let end = if first == '"' { "\"" } else { "\"#" };
            rest[end.len()..].find(end).map_or(rest.len(), |at| at + 2 * end.len())
        } else if first == '"' {
            closed(rest, '"')
        } else if first == '\'' {
            let one = rest.chars().nth(2) == Some('\'');
            if one || rest.starts_with("'\\") { closed(rest, '\'') } else { 1 }
        } else if first.is_alphanumeric() || first == '_' {
            let length = rest.find(|sign: char| !sign.is_alphanumeric() && sign != '_').unwrap_or(rest.len());
            words.push(rest[..length].to_owned());
            length
        } else {
            let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
            if !first.is_whitespace() {
                words.push(rest[..length].to_owned());
            }
            length
        };
        rest = &rest[length..];
    }
    words
}

/// Length of a text in quotation marks, with both of them.
fn closed(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        if sign == mark && !escaped {
            return at + 1;
        }
        escaped = sign == '\\' && !escaped;
    }
    text.len()
}

/// The words without what stands behind `#[cfg(test)]`, and the names of the modules that stand there.
fn without_tests(words: &[String]) -> (Vec<String>, Vec<String>) {
    const TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut kept, mut modules, mut at) = (Vec::new(), Vec::new(), 0);
    while at < words.len() {
        if !words[at..].iter().take(TEST.len()).eq(TEST) {
            kept.push(words[at].clone());
            at += 1;
            continue;
        }
        let item = at + TEST.len();
        let opening =
            words[item..].iter().position(|word| word == "{" || word == ";").map_or(words.len(), |n| item + n);
        if let Some(name) = words[item..opening].iter().position(|word| word == "mod") {
            modules.push(words[item + name + 1].clone());
        }
        at = end(words, opening);
    }
    (kept, modules)
}

/// The place behind the brace that closes the one at `opening`; behind the sign itself where it is none.
fn end(words: &[String], opening: usize) -> usize {
    let mut depth = 0usize;
    for (at, word) in words.iter().enumerate().skip(opening) {
        match word.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    words.len()
}
