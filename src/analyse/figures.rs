//! Figures of an answer by path: `accounts.gemeente.net_benefit`, `cash_flow.2027.*`.
//!
//! In: an answer on an alternative and paths as they stand in the result file. Out: numbers. Entries of a list go by
//! the first naming field that they have (`id`, `account`, `calendar_year`, ...); `*` stands for any part.

use serde::Serialize;
use serde_json::Value;
use std::fmt;

/// Fields that name the entries of a list.
const NAMING: [&str; 8] = ["id", "account", "item", "calendar_year", "year", "parameter", "name", "group"];
/// Most figures that are told where a path leads nowhere.
const MOST_TOLD: usize = 20;

/// A path that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureError {
    /// The path.
    pub path: String,
    /// What stands where it ends.
    pub known: Vec<String>,
}

impl fmt::Display for FigureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no figure `{}`; there are {}", self.path, self.known.join(", "))
    }
}

/// The figures at these paths, in the order of the paths; `None` for those that the answer leaves open.
///
/// # Errors
/// A path at which there is no figure.
pub fn of(answer: &impl Serialize, paths: &[String]) -> Result<Vec<(String, Option<f64>)>, FigureError> {
    let whole = serde_json::to_value(answer).unwrap_or_default();
    let mut found = Vec::new();
    for path in paths {
        let parts: Vec<&str> = path.split('.').map(str::trim).collect();
        let before = found.len();
        gather(&whole, &parts, &mut Vec::new(), &mut found);
        if found.len() == before {
            return Err(FigureError { path: path.clone(), known: known(&whole, &parts) });
        }
    }
    Ok(found)
}

/// All numbers that `parts` lead to from here; `at` is the way so far.
fn gather(value: &Value, parts: &[&str], at: &mut Vec<String>, found: &mut Vec<(String, Option<f64>)>) {
    let Some((part, rest)) = parts.split_first() else {
        match value {
            Value::Number(number) => found.push((at.join("."), number.as_f64())),
            Value::Null => found.push((at.join("."), None)),
            _ => {}
        }
        return;
    };
    for (name, inner) in entries(value).into_iter().filter(|(name, _)| *part == "*" || name == part) {
        at.push(name);
        gather(inner, rest, at, found);
        at.pop();
    }
}

/// The parts of a value by name.
fn entries(value: &Value) -> Vec<(String, &Value)> {
    match value {
        Value::Object(fields) => fields.iter().map(|(name, inner)| (name.clone(), inner)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(at, inner)| (name_of(inner, at), inner)).collect(),
        _ => Vec::new(),
    }
}

/// The name of an entry of a list; its number, from 1, where it has none.
fn name_of(entry: &Value, at: usize) -> String {
    let name = NAMING.iter().find_map(|key| match entry.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    name.unwrap_or_else(|| (at + 1).to_string())
}

/// What stands where a path stops to lead anywhere.
fn known(value: &Value, parts: &[&str]) -> Vec<String> {
    let found = entries(value);
    let next = parts.split_first().and_then(|(part, rest)| {
        let (_, inner) = found.iter().find(|(name, _)| *part == "*" || name == part)?;
        Some((inner, rest))
    });
    match next {
        Some((inner, rest)) if !entries(inner).is_empty() => known(inner, rest),
        _ => found.into_iter().map(|(name, _)| name).take(MOST_TOLD).collect(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn paths_lead_through_lists_by_name() {
        let answer = serde_json::json!({
            "net_benefit": { "mean": 3.5 },
            "ratio": null,
            "accounts": [{ "account": "gemeente", "net": -2 }, { "account": "rijk", "net": 1 }],
            "cash_flow": [{ "calendar_year": 2026, "net": 7 }],
        });
        let of = |path: &str| super::of(&answer, &[path.to_owned()]);
        assert_eq!(of("net_benefit.mean"), Ok(vec![("net_benefit.mean".into(), Some(3.5))]));
        assert_eq!(of("ratio"), Ok(vec![("ratio".into(), None)]));
        assert_eq!(of("cash_flow.2026.net"), Ok(vec![("cash_flow.2026.net".into(), Some(7.0))]));
        let all = of("accounts.*.net").expect("two figures");
        assert_eq!(all, [("accounts.gemeente.net".into(), Some(-2.0)), ("accounts.rijk.net".into(), Some(1.0))]);
        assert_eq!(of("accounts.rijks.net").expect_err("a misspelt account").known, ["gemeente", "rijk"]);
        assert_eq!(of("net_benefit").expect_err("no number").known, ["mean"]);
    }
}
