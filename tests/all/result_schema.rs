//! `docs/result.schema.json` is the shape of `result.json`: it is made from the records in the source, and results of
//! all kinds of runs fit it. `MKBA_UPDATE` makes it again.

use crate::program::{program, said, shipped};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Sources with the records of which a result consists.
const SOURCES: [&str; 8] = [
    "src/analyse/answer",
    "src/analyse/problems.rs",
    "src/analyse/statistics/spread.rs",
    "src/analyse/uncertainty/drivers.rs",
    "src/model/ledger.rs",
    "src/words/mod.rs",
    "src/simulate/results.rs",
    "src/analyse/study.rs",
];

/// A field of a record as it stands in the source.
struct Field {
    name: String,
    of: String,
    meaning: String,
    /// Left out where there is nothing to tell.
    may_be_missing: bool,
}

/// The records of a source, each with what it is and its fields.
fn records(source: &str) -> Vec<(String, String, Vec<Field>)> {
    let mut found: Vec<(String, String, Vec<Field>)> = Vec::new();
    let (mut meaning, mut attributes, mut inside) = (String::new(), String::new(), false);
    for line in source.lines() {
        let text = line.trim();
        if let Some(words) = text.strip_prefix("///") {
            meaning += words;
        } else if text.starts_with("#[") {
            attributes += text;
        } else if let Some(name) = text.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
            inside = attributes.contains("Serialize");
            if inside {
                found.push((name.to_string(), told(&meaning), Vec::new()));
            }
            (meaning, attributes) = (String::new(), String::new());
        } else {
            let field = text.strip_prefix("pub ").and_then(|rest| rest.strip_suffix(',')?.split_once(": "));
            if let (true, Some((name, of))) = (inside, field)
                && !attributes.contains("serde(skip)")
            {
                let (name, of, meaning) = (name.to_string(), of.to_string(), told(&meaning));
                let may_be_missing = attributes.contains("skip_serializing_if");
                let fields = &mut found.last_mut().expect("a record").2;
                fields.push(Field { name, of, meaning, may_be_missing });
            }
            inside &= text != "}";
            (meaning, attributes) = (String::new(), String::new());
        }
    }
    found
}

/// A remark of the source for people who do not read it.
fn told(meaning: &str) -> String {
    meaning.replace(['[', ']'], "").trim().to_string()
}

/// The shape of a type of the source.
fn shape(of: &str) -> Value {
    let inside = |name: &str| of.strip_prefix(name).and_then(|rest| rest.strip_prefix('<')?.strip_suffix('>'));
    if let Some(inner) = inside("Option") {
        return json!({ "anyOf": [shape(inner), { "type": "null" }] });
    }
    if let Some(inner) = inside("Vec") {
        return json!({ "type": "array", "items": shape(inner) });
    }
    if let Some(pair) = of.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        let all: Vec<Value> = pair.split(", ").map(shape).collect();
        return json!({ "type": "array", "prefixItems": all, "items": false });
    }
    match of {
        "f64" => json!({ "type": "number" }),
        "usize" | "u64" | "u32" | "u8" | "i32" => json!({ "type": "integer" }),
        "bool" => json!({ "type": "boolean" }),
        "String" | "Word" => json!({ "type": "string" }),
        "FigureErrors" => json!({ "type": "object", "additionalProperties": { "type": ["number", "null"] } }),
        record => json!({ "$ref": format!("#/$defs/{record}") }),
    }
}

/// Names of the records at which a shape points.
fn targets(shape: &Value, all: &mut Vec<String>) {
    match shape {
        Value::Object(map) => {
            all.extend(map.get("$ref").and_then(Value::as_str).map(|to| to.trim_start_matches("#/$defs/").to_string()));
            map.values().for_each(|below| targets(below, all));
        }
        Value::Array(list) => list.iter().for_each(|below| targets(below, all)),
        _ => {}
    }
}

/// A file, or all files of a folder and below.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let entries = fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut all: Vec<PathBuf> = entries.flat_map(|path| files(&path)).collect();
    all.sort();
    all
}

fn schema() -> Value {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut known: BTreeMap<String, Value> = BTreeMap::new();
    for path in SOURCES.iter().flat_map(|path| files(&project.join(path))) {
        for (name, meaning, fields) in records(&fs::read_to_string(path).expect("a source")) {
            let mut properties = Map::new();
            for field in &fields {
                let mut of = shape(&field.of);
                of["description"] = json!(field.meaning);
                properties.insert(field.name.clone(), of);
            }
            let required: Vec<&str> =
                fields.iter().filter(|field| !field.may_be_missing).map(|field| field.name.as_str()).collect();
            let record = json!({
                "type": "object", "description": meaning, "properties": properties, "required": required,
                "additionalProperties": false
            });
            assert!(known.insert(name.clone(), record).is_none(), "two records are called {name}");
        }
    }
    let mut root = known.remove("Answer").expect("the answer");
    let (mut used, mut waiting) = (BTreeMap::new(), Vec::new());
    targets(&root, &mut waiting);
    while let Some(name) = waiting.pop() {
        if let Some(record) = known.get(&name) {
            if used.insert(name, record.clone()).is_none() {
                targets(record, &mut waiting);
            }
        } else {
            panic!("no source has the record {name}");
        }
    }
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("result.json of mkba");
    root["$defs"] = json!(used);
    root
}

/// Why a value does not fit a shape; `None` where it does.
fn misfit(root: &Value, shape: &Value, value: &Value, place: &str) -> Option<String> {
    if let Some(target) = shape["$ref"].as_str() {
        return misfit(root, root.pointer(target.trim_start_matches('#')).expect("a record"), value, place);
    }
    if let Some(all) = shape["anyOf"].as_array() {
        let misfits: Vec<_> = all.iter().map(|one| misfit(root, one, value, place)).collect();
        return if misfits.contains(&None) { None } else { misfits.into_iter().flatten().next() };
    }
    let fits = match shape["type"].as_str().expect("a type") {
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    };
    if !fits {
        return Some(format!("{place} is {value}, not {}", shape["type"]));
    }
    let below = |name: &str| format!("{place}.{name}");
    if let Some(list) = value.as_array() {
        let at = |at: usize| shape["prefixItems"].get(at).unwrap_or(&shape["items"]);
        return list.iter().enumerate().find_map(|(n, part)| misfit(root, at(n), part, &below(&n.to_string())));
    }
    let properties = shape["properties"].as_object()?;
    let missing = shape["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let missing = missing.filter(|name| value.get(name).is_none()).map(|name| format!("{} is missing", below(name)));
    let part = |(name, part): (&String, &Value)| match properties.get(name) {
        Some(shape) => misfit(root, shape, part, &below(name)),
        None => Some(format!("{} is not in the schema", below(name))),
    };
    missing.chain(value.as_object().into_iter().flatten().filter_map(part)).next()
}

#[test]
fn the_schema_of_results_is_that_of_the_records() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/result.schema.json");
    let wanted = serde_json::to_string_pretty(&schema()).expect("JSON") + "\n";
    if std::env::var_os("MKBA_UPDATE").is_some() {
        fs::write(&path, &wanted).expect("written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == wanted, "MKBA_UPDATE=1 cargo test --test all result_schema makes {} again", path.display());
}

#[test]
fn results_fit_the_schema() {
    let schema = schema();
    let runs: [&[&str]; 5] = [
        &["run", "huisuitzetting.toml", "--problems"],
        &["run", "cases/tweede-stoel.toml", "--method", "micro"],
        &["run", "cases/aanvraag.toml", "--at-means", "--set", "settings.horizon=2 years"],
        &["run", "dakloosheid.toml", "--households", "0"],
        &["run", "schulden.toml", "--method", "months", "--set", "settings.discount_rate=0.01"],
    ];
    for arguments in runs {
        let sizes: &[&str] = match arguments {
            [.., "--at-means", _, _] => &["--households", "20"],
            [.., "0"] => &["--draws", "8"],
            _ => &["--draws", "8", "--households", "20"],
        };
        let said = said(program(&shipped()).args(arguments).args(sizes).args(["--json", "--quiet"]));
        assert_eq!(said.code, Some(0), "{arguments:?}: {}", said.err);
        let result: Value = serde_json::from_str(&said.out).expect("JSON");
        assert_eq!(misfit(&schema, &schema, &result, "result"), None, "{arguments:?}");
        let apart = &result["alternatives"][0]["apart"];
        assert!(apart["rights_public"].is_number(), "{arguments:?}: {apart}");
        let mut other = result.clone();
        other["alternatives"][0]["net_benefit"]["average"]["mean"] = json!("much");
        assert!(misfit(&schema, &schema, &other, "result").is_some_and(|why| why.contains("net_benefit.average.mean")));
    }
}
