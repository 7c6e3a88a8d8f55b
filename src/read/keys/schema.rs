//! The JSON schema of the scenario language, made from the table of keys.
//!
//! In: the table of keys. Out: `docs/scenario.schema.json`, by which editors complete and check scenarios.

use serde_json::{Map, Value as Json, json};

use crate::read::keys::kind::{Range, ValueKind};
use crate::read::keys::{Form, forms};

/// What the schema does not say.
const ABOUT: &str = "The shape of a scenario; what is missing may come from an included block. What names mean, and \
                     what goes together, `mkba check` tells.";

/// The schema.
pub(crate) fn schema() -> Json {
    let mut all = Map::new();
    for form in forms().iter().filter(|form| form.kind != ValueKind::Keys) {
        all.insert(form.name.to_string(), described(form));
    }
    let mut root = all.remove("file").unwrap_or_default();
    all.remove("scenario");
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("A scenario of mkba");
    root["description"] = json!(ABOUT);
    root["$defs"] = Json::Object(all);
    root
}

fn described(form: &Form) -> Json {
    let mut shape = match &form.kind {
        ValueKind::Table(range) => table(form, *range),
        kind => shape(kind),
    };
    shape["description"] = json!(form.meaning);
    shape
}

/// A table with the keys of a form, and no others.
fn table(form: &Form, range: Range) -> Json {
    let mut properties = Map::new();
    let mut others = json!(false);
    for key in &form.keys {
        let mut value = shape(&key.kind);
        value["description"] = json!(key.meaning);
        match key.name {
            "*" => others = value,
            name => drop(properties.insert(name.to_string(), value)),
        }
    }
    let required: Vec<&str> = form.keys.iter().filter(|key| key.needed == "yes").map(|key| key.name).collect();
    let mut table = json!({ "type": "object", "properties": properties, "additionalProperties": others });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    bounded(table, range, "minProperties", "maxProperties")
}

fn shape(kind: &ValueKind) -> Json {
    match kind {
        ValueKind::Text => json!({ "type": "string", "minLength": 1 }),
        ValueKind::YesNo => json!({ "type": "boolean" }),
        ValueKind::Plain(range) => bounded(json!({ "type": "number" }), *range, "minimum", "maximum"),
        ValueKind::Whole(range) => bounded(json!({ "type": "integer" }), *range, "minimum", "maximum"),
        ValueKind::Period => {
            json!({ "type": "string", "pattern": "^\\s*[0-9]+\\s+(hour|day|week|month|quarter|year)s?\\s*$" })
        }
        ValueKind::Unit => {
            json!({ "type": "string", "pattern": "^(hour|day|week|month|quarter|year|event)( of .+)?$" })
        }
        ValueKind::Words(words) => json!({ "type": "string", "enum": words }),
        ValueKind::List(range, of) => {
            bounded(json!({ "type": "array", "items": shape(of) }), *range, "minItems", "maxItems")
        }
        ValueKind::Names(range, of) => {
            let names = json!({ "type": "object", "additionalProperties": shape(of) });
            bounded(names, *range, "minProperties", "maxProperties")
        }
        ValueKind::Any(all) => json!({ "anyOf": all.iter().map(shape).collect::<Vec<_>>() }),
        ValueKind::Form(name) => json!({ "$ref": format!("#/$defs/{name}") }),
        ValueKind::Table(_) | ValueKind::Keys => json!({}),
    }
}

fn bounded(mut shape: Json, range: Range, least: &str, most: &str) -> Json {
    for (name, bound) in [(least, range.least), (most, range.most)] {
        if let Some(bound) = bound {
            shape[name] = json!(bound as i64);
        }
    }
    shape
}
