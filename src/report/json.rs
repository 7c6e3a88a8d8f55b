//! Answers as JSON.
//!
//! In: answers. Out: a text, in the order of the structs, with a line for each innermost list or record. Floats are
//! written in the shortest form that reads back as the same number.

use serde::Serialize;
use serde_json::Value;

/// Columns up to which a record stays on one line: figures with all their digits, and their errors.
const WIDTH: usize = 500;
/// Columns by which what is inside stands to the right.
const INDENT: usize = 2;

/// Anything as JSON that people can read too; ends with a line break.
///
/// # Errors
/// When a value cannot be written as JSON (a map whose keys are not texts).
pub fn text(value: &impl Serialize) -> serde_json::Result<String> {
    let mut text = String::new();
    write(&serde_json::to_value(value)?, 0, &mut text);
    text.push('\n');
    Ok(text)
}

/// Writes a value behind what stands on the line. What holds nothing but plain values and records of plain values (the
/// errors beside figures) takes one line where it fits.
///
/// A formatter of `serde_json` cannot do this: when a list opens it does not know yet whether the list holds others.
fn write(value: &Value, depth: usize, text: &mut String) {
    let parts: Vec<(String, &Value)> = match value {
        Value::Array(list) if !list.is_empty() => list.iter().map(|part| (String::new(), part)).collect(),
        Value::Object(record) if !record.is_empty() => {
            record.iter().map(|(key, part)| (format!("{}: ", Value::from(key.as_str())), part)).collect()
        }
        _ => return text.push_str(&value.to_string()),
    };
    let [open, close] = if value.is_array() { ['[', ']'] } else { ['{', '}'] };
    text.push(open);
    let on_one_line = |part: &Value| if value.is_array() { plain(part) } else { plain(part).or_else(|| record(part)) };
    let flat: Option<Vec<String>> =
        parts.iter().map(|(key, part)| Some(format!("{key}{}", on_one_line(part)?))).collect();
    if let Some(flat) = flat {
        let flat = flat.join(", ");
        let line = text.rsplit('\n').next().unwrap_or_default();
        // Beside it stand what closes it and a comma.
        if line.chars().count() + flat.chars().count() + 2 <= WIDTH {
            text.push_str(&flat);
            return text.push(close);
        }
    }
    let fresh_line = |text: &mut String, depth: usize| {
        text.push('\n');
        text.push_str(&" ".repeat(INDENT * depth));
    };
    for (at, (key, part)) in parts.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        fresh_line(text, depth + 1);
        text.push_str(key);
        write(part, depth + 1, text);
    }
    fresh_line(text, depth);
    text.push(close);
}

/// A value that is no list or record with anything in it, as text. A text with a closing bracket in it could be taken
/// for the end of the line.
fn plain(value: &Value) -> Option<String> {
    let holds_any = match value {
        Value::Array(list) => !list.is_empty(),
        Value::Object(record) => !record.is_empty(),
        _ => false,
    };
    let text = value.to_string();
    (!holds_any && !text.contains(" }") && !text.contains(" ]")).then_some(text)
}

/// A record of plain values, as text.
fn record(value: &Value) -> Option<String> {
    let part = |(key, part): (&String, &Value)| Some(format!("{}: {}", Value::from(key.as_str()), plain(part)?));
    let parts: Option<Vec<String>> = value.as_object()?.iter().map(part).collect();
    Some(format!("{{{}}}", parts?.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn inner_records_take_one_line_and_nothing_changes() {
        let value = json!({"a": {"b": 1.5, "c": [1, 2]}, "d": {"e": "x } y"}, "f": {"g": "{"}, "h": [{"i": null}]});
        let text = text(&value).expect("JSON");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), value);
        assert!(text.contains("    \"c\": [1, 2]\n"), "{text}");
        assert!(text.ends_with("}\n"));
    }
}
