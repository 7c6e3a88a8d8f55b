//! Every row of the shipped lists has a use: a scenario takes it, or it is named as what was rejected for a row that one takes.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A row of a list of prices or rates, as far as this test looks at it.
#[derive(serde::Deserialize)]
struct Row {
    id: String,
    note: String,
    #[serde(default)]
    overlap_group: String,
    #[serde(default)]
    overlap_role: String,
}

fn library() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn rows(list: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(library().join(list)).expect("a list");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// All texts behind a key, wherever it stands.
fn texts(value: &Value, key: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(table) => {
            for (name, inside) in table {
                if name == key && inside.is_string() {
                    found.insert(inside.as_str().expect("a text").to_owned());
                }
                texts(inside, key, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|inside| texts(inside, key, found)),
        _ => {}
    }
}

/// What scenarios, cases and blocks name behind a key.
fn named(key: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in [".", "cases", "domains"] {
        for entry in std::fs::read_dir(library().join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|end| end == "toml") {
                let text = std::fs::read_to_string(&path).expect("a text");
                let value: Value = toml::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
                texts(&value, key, &mut found);
            }
        }
    }
    found
}

/// The names in a text.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect()
}

/// Ids of rows that nothing takes and that do not say for which used row they were rejected.
fn idle(rows: &[Row], used: &BTreeSet<String>, bands: &BTreeSet<&str>) -> Vec<String> {
    let part_used = |group: &str| {
        rows.iter().any(|row| row.overlap_group == group && row.overlap_role == "part" && used.contains(&row.id))
    };
    let rejected = |row: &Row| {
        let after = row.note.split_once("not used: ").map_or("", |(_, after)| after);
        words(after).iter().any(|name| used.contains(*name))
    };
    let has_use = |row: &Row| {
        let ceiling = row.overlap_role == "total" && part_used(&row.overlap_group);
        used.contains(&row.id) || rejected(row) || ceiling || bands.contains(row.id.as_str())
    };
    rows.iter().filter(|row| !has_use(row)).map(|row| row.id.clone()).collect()
}

#[test]
fn every_price_and_rate_is_used_or_rejected_for_one_that_is() {
    let bands = std::fs::read_to_string(library().join("plausibility.csv")).expect("a list");
    for (list, key) in [("prices/nl.csv", "price"), ("rates/nl.csv", "rate")] {
        let (rows, used) = (rows(list), named(key));
        assert!(rows.len() > 50 && used.len() > 40, "{list}: {} rows, {} names", rows.len(), used.len());
        assert_eq!(idle(&rows, &used, &words(&bands)), Vec::<String>::new(), "{list}");
    }
}

#[test]
fn a_row_that_is_called_unused_is_so() {
    for (list, key) in [("prices/nl.csv", "price"), ("rates/nl.csv", "rate")] {
        let used = named(key);
        let wrong = rows(list).into_iter().filter(|row| row.note.contains("not used: ") && used.contains(&row.id));
        assert_eq!(wrong.map(|row| row.id).collect::<Vec<_>>(), Vec::<String>::new(), "{list}");
    }
}

#[test]
fn a_row_without_a_use_is_found() {
    let row = |id: &str, note: &str| Row {
        id: id.to_owned(),
        note: note.to_owned(),
        overlap_group: String::new(),
        overlap_role: String::new(),
    };
    let rows = [row("a", ""), row("b", "not used: a is"), row("c", "a is better"), row("d", "not used: c is")];
    assert_eq!(idle(&rows, &BTreeSet::from(["a".to_owned()]), &BTreeSet::new()), ["c", "d"]);
}

#[test]
fn every_task_field_is_of_a_known_price_or_category_and_no_two_rows_say_the_same() {
    let text = |name: &str| std::fs::read_to_string(library().join(name)).expect("a list");
    let column = |name: &str, column: &str| -> BTreeSet<String> {
        let text = text(name);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let at = reader.headers().expect("a header").iter().position(|head| head == column).expect("a column");
        reader.records().map(|row| row.expect("a row")[at].to_owned()).collect()
    };
    let (prices, categories) = (column("prices/nl.csv", "id"), column("categories.csv", "category"));
    let rows = text("task_fields.csv");
    let mut known = BTreeSet::new();
    for row in csv::Reader::from_reader(rows.as_bytes()).records() {
        let row = row.expect("a row");
        let (category, price, from) = (&row[0], &row[1], &row[6]);
        assert!(categories.contains(category) != prices.contains(price), "{row:?}");
        assert!(known.insert((category.to_owned(), price.to_owned(), from.to_owned())), "twice: {row:?}");
        assert!(!row[8].is_empty() && !row[11].is_empty(), "no source or note: {row:?}");
    }
    assert!(known.len() > 30);
}
