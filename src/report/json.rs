//! Answers as JSON.
//!
//! In: answers. Out: a text, in the order of the structs, with a line for each innermost list or record. Floats are
//! written in the shortest form that reads back as the same number.

use serde::Serialize;

/// Columns up to which a record stays on one line.
const WIDTH: usize = 400;

/// Anything as JSON that people can read too; ends with a line break.
///
/// # Errors
/// When a value cannot be written as JSON (a map whose keys are not texts).
pub fn text(value: &impl Serialize) -> serde_json::Result<String> {
    let mut text = fold(&serde_json::to_string_pretty(value)?);
    text.push('\n');
    Ok(text)
}

/// Puts records and lists that hold no others on one line. Strings hold no line breaks in JSON, so lines can be trusted.
fn fold(pretty: &str) -> String {
    let mut folded: Vec<String> = Vec::new();
    let mut open: Option<usize> = None;
    for line in pretty.lines() {
        folded.push(line.to_owned());
        let inner = line.trim();
        if inner.ends_with(['{', '[']) {
            open = Some(folded.len() - 1);
        } else if inner.starts_with(['}', ']'])
            && let Some(first) = open.take()
        {
            join(&mut folded, first);
        }
    }
    folded.join("\n")
}

/// Joins the last lines, from `first` on, where that is not too wide.
fn join(lines: &mut Vec<String>, first: usize) {
    let parts: Vec<&str> = lines[first + 1..].iter().map(|line| line.trim()).collect();
    let joined = format!("{}{}", lines[first], parts.join(" ").replace(" }", "}").replace(" ]", "]"));
    let safe = !parts.iter().any(|part| part.contains(" }") || part.contains(" ]"));
    if safe && joined.chars().count() <= WIDTH {
        lines.truncate(first);
        lines.push(joined);
    }
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
