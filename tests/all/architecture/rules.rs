//! What a tree of modules must keep to, and what is at fault with one.

use super::graph::{Arrow, Graph};
use super::source::{Module, Tree};
use std::collections::BTreeMap;

/// Most source files in one folder.
const MOST_FILES: usize = 14;

/// What is asked of a tree. Modules are named from the root: `read::source::files`.
pub struct Rules {
    /// Each module right below the root, and those that it may use.
    pub rooms: &'static [(&'static str, &'static [&'static str])],
    /// Modules whose own parts stand in an order: each part may use those before it.
    pub ordered: &'static [(&'static str, &'static [&'static str])],
    /// Modules within which no two types may have the same name.
    pub one_name: &'static [&'static str],
    /// Pairs that use each other for a reason.
    pub pairs: &'static [(&'static str, &'static str)],
    /// Modules that may print.
    pub printing: &'static [&'static str],
}

/// Everything that is at fault with a tree, and every pair that is needed no more.
pub fn faults(tree: &Tree, rules: &Rules) -> Vec<String> {
    let graph = Graph::of(tree);
    let mut found = of_arrows(&graph, rules);
    let names = double_names(tree, rules.one_name);
    found.extend(names.iter().map(|(name, places)| format!("types of one name: {name} ({})", places.join(", "))));
    let full = tree.folders.iter().filter(|(_, files)| **files > MOST_FILES);
    found.extend(full.map(|(folder, files)| format!("folders with too many files: {folder} ({files})")));
    for (module, words) in &tree.words {
        let may = module.first().is_some_and(|room| rules.printing.contains(&room.as_str()));
        let prints = words.windows(2).find(|pair| PRINTING.contains(&pair[0].as_str()) && pair[1] == "!");
        found.extend(prints.filter(|_| !may).map(|pair| format!("{} prints: {}!", module.join("::"), pair[0])));
    }
    found
}

const PRINTING: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];

fn of_arrows(graph: &Graph, rules: &Rules) -> Vec<String> {
    let is_in = |list: &[(&str, &str)], arrow: &Arrow| list.contains(&(arrow.0.as_str(), arrow.1.as_str()));
    let is_pair = |arrow: &Arrow| is_in(rules.pairs, arrow) || is_in(rules.pairs, &(arrow.1.clone(), arrow.0.clone()));
    let shown = |arrow: &Arrow| format!("{} -> {}", arrow.0, arrow.1);
    let wrong = |arrow: &Arrow| !is_pair(arrow) && points_back(arrow, rules);
    let back = graph.arrows.iter().filter(|arrow| wrong(arrow));
    let mut found: Vec<String> = back.map(|arrow| format!("wrong way: {}", shown(arrow))).collect();
    let circles = graph.circles(is_pair);
    found.extend(circles.iter().map(|arrow| format!("circle: {}", shown(arrow))));
    for (a, b) in rules.pairs {
        let both = [(a, b), (b, a)].map(|(user, used)| ((*user).to_string(), (*used).to_string()));
        if !both.iter().all(|arrow| graph.arrows.contains(arrow)) {
            found.push(format!("pair: {} is no pair any more: take it out", shown(&both[0])));
        }
    }
    found
}

/// Whether an arrow leads to what its module may not know.
fn points_back((user, used): &Arrow, rules: &Rules) -> bool {
    let (Some((room, part)), other) = (split(user), split(used)) else { return false };
    // What uses the root may use everything, by way of it.
    let Some((other_room, other_part)) = other else { return true };
    if room != other_room {
        let allowed = rules.rooms.iter().find(|(name, _)| *name == room);
        return !allowed.is_some_and(|(_, allowed)| allowed.contains(&other_room));
    }
    let Some((_, order)) = rules.ordered.iter().find(|(name, _)| *name == room) else { return false };
    let last = |part: &str| part.is_empty().then_some(order.len());
    let place = |part: &str| order.iter().position(|name| *name == part).or(last(part));
    match (place(part), place(other_part)) {
        (Some(user), Some(used)) => user < used,
        _ => true,
    }
}

/// The module below the root and its part; nothing for the root.
fn split(module: &str) -> Option<(&str, &str)> {
    let mut names = module.split("::");
    let room = names.next().filter(|name| !name.is_empty())?;
    Some((room, names.next().unwrap_or_default()))
}

/// Types with the name of another within the same room: the room and the name, with the modules where they stand.
fn double_names(tree: &Tree, rooms: &[&str]) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (module, words) in &tree.words {
        if let Some(room) = module.first().filter(|room| rooms.contains(&room.as_str())) {
            types(words)
                .into_iter()
                .for_each(|name| found.entry(format!("{room} {name}")).or_default().push(place(module)));
        }
    }
    found.retain(|_, places| places.len() > 1);
    found
}

fn place(module: &Module) -> String {
    module.join("::")
}

/// Names of the types that a file declares, private ones as well; not those within braces, as the types of a trait.
fn types(words: &[String]) -> Vec<String> {
    let mut depth = 0usize;
    let mut found = Vec::new();
    for pair in words.windows(2) {
        match pair[0].as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "struct" | "enum" | "trait" | "type" if depth == 0 => found.push(pair[1].clone()),
            _ => {}
        }
    }
    found
}
