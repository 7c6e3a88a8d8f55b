//! Which module uses which: arrows between the modules of a tree, and the circles among them.

use super::source::{Module, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// A module and one that it uses.
pub type Arrow = (String, String);

/// The arrows between modules.
#[derive(Default)]
pub struct Graph {
    pub arrows: BTreeSet<Arrow>,
}

impl Graph {
    pub fn of(tree: &Tree) -> Self {
        let mut graph = Self::default();
        for (module, words) in &tree.words {
            let targets = paths(words).into_iter().filter_map(|path| target(tree, module, &path));
            let arrows = targets.filter(|used| used != module).map(|used| (module.join("::"), used.join("::")));
            graph.arrows.extend(arrows);
        }
        graph
    }

    /// Arrows that lie on a circle, those between a module and what stands within it left out.
    pub fn circles(&self, without: impl Fn(&Arrow) -> bool) -> Vec<Arrow> {
        let counted: Vec<&Arrow> = self.arrows.iter().filter(|arrow| !family(arrow) && !without(arrow)).collect();
        let mut from: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        counted.iter().for_each(|(user, used)| from.entry(user).or_default().push(used));
        let leads_back = |(user, used): &&&Arrow| {
            let (mut seen, mut open) = (BTreeSet::from([used.as_str()]), vec![used.as_str()]);
            while let Some(module) = open.pop() {
                let next = from.get(module).into_iter().flatten();
                open.extend(next.filter(|next| seen.insert(next)));
            }
            seen.contains(user.as_str())
        };
        counted.iter().filter(leads_back).map(|arrow| (*arrow).clone()).collect()
    }
}

/// Whether one of the two stands within the other.
fn family((user, used): &Arrow) -> bool {
    let within = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with("::"));
    user.is_empty() || used.is_empty() || within(user, used) || within(used, user)
}

/// Every path in the words of a module: those of `use`, and those that stand in the code.
fn paths(words: &[String]) -> Vec<Vec<String>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < words.len() {
        if words[at] == "use" {
            at += 1;
            used(words, &mut at, &[], &mut found);
        } else if words.get(at + 1).is_some_and(|word| word == "::") && !is_sign(&words[at]) {
            let mut path = vec![words[at].clone()];
            while words.get(at + 1).is_some_and(|word| word == "::") {
                path.extend(words.get(at + 2).cloned());
                at += 2;
            }
            found.push(path);
        }
        at += 1;
    }
    found
}

fn is_sign(word: &str) -> bool {
    !word.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// The paths of a tree of `use`: `a::{b, c::{self, d}}` gives `a::b`, `a::c::self` and `a::c::d`.
fn used(words: &[String], at: &mut usize, before: &[String], found: &mut Vec<Vec<String>>) {
    let mut path = before.to_vec();
    while let Some(word) = words.get(*at) {
        match word.as_str() {
            "{" => {
                while words.get(*at).is_some_and(|word| word != "}") {
                    *at += 1;
                    used(words, at, &path, found);
                }
                *at += 1;
                return;
            }
            "," | "}" | ";" => break,
            "as" => *at += 2,
            "::" => *at += 1,
            name => {
                path.push(name.to_owned());
                *at += 1;
            }
        }
    }
    found.push(path);
}

/// The module to which a path leads that stands in another: the longest part of it that is a module.
fn target(tree: &Tree, module: &Module, path: &[String]) -> Option<Module> {
    let (first, rest) = path.split_first()?;
    let mut full = match first.as_str() {
        "crate" | "mkba" => vec![],
        "self" => module.clone(),
        "super" => module[..module.len().saturating_sub(1)].to_vec(),
        child => {
            let full = [module.as_slice(), &[child.to_owned()]].concat();
            tree.words.contains_key(&full).then_some(full)?
        }
    };
    for name in rest {
        match name.as_str() {
            "super" => drop(full.pop()),
            name => full.push(name.to_owned()),
        }
    }
    while !tree.words.contains_key(&full) {
        full.pop()?;
    }
    Some(full)
}
