//! `docs/scenario.schema.json` and the reader cannot drift apart.
//!
//! The reader tells of every table which keys it knows; the schema must know the same ones at that path. Every sound
//! scenario fits the schema, and every object of the schema was met. The schema is made from the table of keys.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::read::source::entry::OPENED;
use crate::read::source::toml_text;
use crate::read::source::tree::{Field, Node, Table, Value};
use crate::read::tests::*;

/// A step from a value to one inside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Key(String),
    Entry,
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario.schema.json")
}

fn schema() -> Json {
    serde_json::from_str(&std::fs::read_to_string(file()).expect("the schema")).expect("JSON")
}

/// Pointers into the schema, without references, of all that may stand at this pointer.
fn choices(schema: &Json, pointer: &str) -> Vec<String> {
    let Some(here) = schema.pointer(pointer) else { return Vec::new() };
    if let Some(target) = here.get("$ref").and_then(Json::as_str) {
        return choices(schema, target.trim_start_matches('#'));
    }
    match here.get("anyOf").and_then(Json::as_array) {
        Some(all) => (0..all.len()).flat_map(|at| choices(schema, &format!("{pointer}/anyOf/{at}"))).collect(),
        None => vec![pointer.to_string()],
    }
}

/// Keys of an object of the schema. `include` and `unset` are dealt with before the reader looks at keys.
fn keys(schema: &Json, pointer: &str) -> BTreeSet<String> {
    let all = schema.pointer(&format!("{pointer}/properties")).and_then(Json::as_object);
    all.into_iter()
        .flat_map(|all| all.keys().cloned())
        .filter(|key| !(pointer.is_empty() && ["include", "unset"].contains(&key.as_str())))
        .collect()
}

/// Pointers of all that may stand one step further.
fn further(schema: &Json, from: &[String], step: &Step) -> Vec<String> {
    let next = |pointer: &String| {
        let below = match step {
            Step::Entry => format!("{pointer}/items"),
            Step::Key(key) => {
                let own = format!("{pointer}/properties/{}", key.replace('~', "~0").replace('/', "~1"));
                if schema.pointer(&own).is_some() { own } else { format!("{pointer}/additionalProperties") }
            }
        };
        choices(schema, &below)
    };
    from.iter().flat_map(next).collect()
}

/// Every table of a tree with its path.
fn tables(node: &Value, place: &Place, path: &[Step], all: &mut Vec<(Place, Vec<Step>)>) {
    let longer = |step| [path, &[step]].concat();
    match node {
        Value::Table(table) => {
            all.push((place.clone(), path.to_vec()));
            for (key, Field { node, .. }) in &table.fields {
                tables(&node.value, &node.place, &longer(Step::Key(key.clone())), all);
            }
        }
        Value::List(list) => {
            list.iter().for_each(|node: &Node| tables(&node.value, &node.place, &longer(Step::Entry), all));
        }
        _ => {}
    }
}

/// What is wrong with a value by the schema at one of these pointers.
fn misfit(schema: &Json, pointers: &[String], value: &Value) -> Option<String> {
    let fits = |pointer: &String| {
        let here = schema.pointer(pointer)?;
        let kind = here.get("type").and_then(Json::as_str);
        let as_text = |value: &Json| value.as_str().map(str::to_string);
        let listed = |text: &str| {
            here.get("enum")
                .and_then(Json::as_array)
                .is_none_or(|all| all.iter().filter_map(as_text).any(|one| one == text))
        };
        match (value, kind) {
            (Value::Text(text), Some("string") | None) => listed(text).then_some(()),
            (Value::Integer(_), Some("integer" | "number") | None) | (Value::Float(_), Some("number")) => Some(()),
            (Value::Bool(_), Some("boolean")) => Some(()),
            (Value::List(list), Some("array")) => {
                let below = further(schema, std::slice::from_ref(pointer), &Step::Entry);
                list.iter().all(|node| misfit(schema, &below, &node.value).is_none()).then_some(())
            }
            (Value::Table(table), Some("object")) => {
                let required = here.get("required").and_then(Json::as_array).into_iter().flatten();
                let complete = required.filter_map(Json::as_str).all(|key| table.has(key));
                let sound = table.fields.iter().all(|(key, field)| {
                    let below = further(schema, std::slice::from_ref(pointer), &Step::Key(key.clone()));
                    !below.is_empty() && misfit(schema, &below, &field.node.value).is_none()
                });
                (complete && sound).then_some(())
            }
            _ if here.as_object().is_some_and(serde_json::Map::is_empty) => Some(()),
            _ => None,
        }
    };
    if pointers.iter().any(|pointer| fits(pointer).is_some()) {
        return None;
    }
    let inside = if let Value::Table(table) = value { deepest(schema, pointers, table) } else { None };
    Some(inside.unwrap_or_else(|| format!("{value:.60?} does not fit {pointers:?}")))
}

fn deepest(schema: &Json, pointers: &[String], table: &Table) -> Option<String> {
    table.fields.iter().find_map(|(key, field)| {
        let below = further(schema, pointers, &Step::Key(key.clone()));
        misfit(schema, &below, &field.node.value).map(|why| format!("{key}: {why}"))
    })
}

/// Sound scenarios that use every part of the language between them.
fn scenarios() -> Vec<(String, Memory, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = vec![("family".to_string(), family(), PathBuf::from("f/family.toml"))];
    let forms = include_str!("forms.toml");
    all.push(("forms".into(), family().with("f/forms.toml", forms), "f/forms.toml".into()));
    let course = include_str!("course.toml");
    all.push(("course".into(), family().with("f/course.toml", course), "f/course.toml".into()));
    let clock = course.replace("by = \"since debt is none\"", "by = { since = \"debt is none\" }");
    all.push(("clock as a table".into(), family().with("f/course.toml", clock), "f/course.toml".into()));
    for path in ["scenarios/huisuitzetting.toml", "docs/example/example.toml"] {
        let mut files = Memory::default();
        let folder = root.join(path).parent().expect("a folder").to_path_buf();
        for name in ["", "domains", "prices", "rates"] {
            for entry in
                std::fs::read_dir(folder.join(name)).into_iter().flatten().map(|entry| entry.expect("an entry").path())
            {
                if let Ok(text) = std::fs::read_to_string(&entry) {
                    files = files.with(entry, text);
                }
            }
        }
        all.push((path.to_string(), files, root.join(path)));
    }
    all
}

#[test]
fn the_schema_says_what_the_reader_knows() {
    let schema = schema();
    let mut seen = BTreeSet::new();
    let mut differs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, files, path) in scenarios() {
        OPENED.take();
        let loaded = load(&files, &path, &[])
            .unwrap_or_else(|refused| panic!("{name}: {:?}", found(&refused.sources, &refused.diagnostics)));
        let opened = OPENED.take();
        // A block is written as a scenario is, with fewer tables.
        let written = loaded.sources.files().iter().enumerate().filter(|(_, file)| file.name.ends_with(".toml"));
        let (mut tops, mut all) = (Vec::new(), Vec::new());
        for (index, file) in written {
            let parsed = toml_text::parse(&file.text, index, &mut Diagnostics::default());
            let place = parsed.table.place.clone();
            let top = Value::Table(parsed.table);
            tables(&top, &place, &[], &mut all);
            tops.push(top);
        }
        for (place, allowed) in opened {
            let paths = all.iter().filter(|(at, _)| *at == place).map(|(_, path)| path);
            let at =
                |path: &Vec<Step>| path.iter().fold(choices(&schema, ""), |from, step| further(&schema, &from, step));
            let pointers: Vec<String> =
                paths.flat_map(at).filter(|at| schema.pointer(&format!("{at}/properties")).is_some()).collect();
            match pointers.iter().find(|pointer| keys(&schema, pointer) == allowed) {
                Some(pointer) => drop(seen.insert(pointer.clone())),
                None => {
                    let nearest =
                        pointers.iter().max_by_key(|pointer| keys(&schema, pointer).intersection(&allowed).count());
                    let nearest =
                        nearest.cloned().unwrap_or_else(|| format!("no object in the schema: {name} at {place:?}"));
                    differs.insert(nearest, allowed);
                }
            }
        }
        if differs.is_empty() {
            // Of a block keys may be missing that a scenario has.
            assert_eq!(misfit(&schema, &choices(&schema, ""), &tops[0]), None, "{name}");
        }
    }
    assert!(differs.is_empty(), "src/read/keys/keys.tsv says otherwise: {differs:#?}");
    let mut closed = Vec::new();
    objects(&schema, String::new(), &mut closed);
    closed.retain(|pointer| !seen.contains(pointer));
    assert!(closed.is_empty(), "no scenario of this test uses these: {closed:#?}");
}

/// Pointers of all objects with properties.
fn objects(here: &Json, pointer: String, all: &mut Vec<String>) {
    let Some(map) = here.as_object() else {
        let list = here.as_array().into_iter().flatten().enumerate();
        return list.for_each(|(at, one)| objects(one, format!("{pointer}/{at}"), all));
    };
    if map.get("additionalProperties") == Some(&Json::Bool(false)) {
        all.push(pointer.clone());
    }
    for (key, below) in map {
        objects(below, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), all);
    }
}
