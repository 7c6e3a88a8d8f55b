//! Measures describe: they are told right, and nothing else changes with them.

use crate::outputs::{text, written};
use crate::program::{ALTERNATIVES, SCENARIO, copy, fine, program, result, run_in, said, shipped};
use serde_json::Value;

/// A text without the tables of measures.
fn without_measures(text: &str) -> String {
    let mut kept = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with('[') || line.is_empty() {
            inside = line.ends_with(".measures]");
        }
        if !inside {
            kept.push(line);
        }
    }
    kept.join("\n") + "\n"
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// The measure of the first alternative.
fn measure<'r>(result: &'r Value, id: &str) -> &'r Value {
    let all = list(&result["alternatives"][0]["measures"]);
    all.iter().find(|one| one["id"] == id).expect("a measure")
}

#[test]
fn without_measures_everything_else_is_the_same() {
    let told = result(&[]);
    let folder = copy(|_, text| without_measures(&text));
    let said = run_in(folder.path(), &["--json", "--quiet"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let plain: Value = serde_json::from_str(&said.out).expect("JSON");
    let bare = |result: &Value| {
        let mut result = result.clone();
        let top = result.as_object_mut().expect("a record");
        // The id is a hash over the texts of the scenario, which differ.
        assert!(top.remove("id").is_some());
        for alternative in top["alternatives"].as_array_mut().expect("a list") {
            alternative.as_object_mut().expect("a record").remove("measures");
        }
        result
    };
    assert!(plain["alternatives"][0].get("measures").is_none());
    assert_eq!(list(&told["alternatives"][0]["measures"]).len(), 6);
    assert_eq!(bare(&told), bare(&plain));
}

#[test]
fn levels_at_the_start_are_those_of_the_start_shares() {
    let told = result(&[]);
    // 60 per cent in arrears (3), 40 under an order (2); 85 per cent have debts (2), the others none (5): the lowest counts.
    let finances = 0.85 * 2.0 + 0.15 * (0.6 * 3.0 + 0.4 * 2.0);
    // Half of the parents work (6), half have social assistance (2).
    let ladder = 0.5 * 6.0 + 0.5 * 2.0;
    for (id, wanted) in
        [("financien", finances), ("participatieladder", ladder), ("huisvesting", 0.6 * 3.0 + 0.4 * 2.0)]
    {
        let found = measure(&told, id);
        for moment in ["start_without", "start_with"] {
            assert!((number(&found[moment]["mean"]) - wanted).abs() < 1e-12, "{id}: {found}");
        }
        for moment in ["start_without", "start_with", "end_without", "end_with"] {
            let standing = &found[moment];
            let shares: Vec<f64> = list(&standing["shares"]).iter().map(number).collect();
            let all: f64 = shares.iter().sum::<f64>() + number(&standing["untold"]);
            assert!((all - 1.0).abs() < 1e-12 && shares.len() as u64 == found["highest"].as_u64().expect("a level"));
            let mean: f64 = shares.iter().enumerate().map(|(at, share)| (at as f64 + 1.0) * share).sum();
            assert!((mean / (1.0 - number(&standing["untold"])) - number(&standing["mean"])).abs() < 1e-12);
        }
    }
    // The plan keeps families in their homes.
    let housing = measure(&told, "huisvesting");
    assert!(number(&housing["end_with"]["mean"]) > number(&housing["end_without"]["mean"]));
}

#[test]
fn both_methods_tell_the_same_levels() {
    let sized = |method: &str| -> Value {
        let sizes = ["run", SCENARIO, "--draws", "40", "--households", "400", "--json", "--quiet", "--method", method];
        let said = said(program(&shipped()).args(sizes));
        serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.err))
    };
    let (exact, counted) = (sized("cohort"), sized("micro"));
    for one in list(&exact["alternatives"][0]["measures"]) {
        let other = measure(&counted, one["id"].as_str().expect("a name"));
        for moment in ["start_without", "end_without", "end_with"] {
            let shares = list(&one[moment]["shares"]).iter().zip(list(&other[moment]["shares"]));
            for (a, b) in shares {
                // 16,000 households: four standard errors of a share are below 0.016.
                assert!((number(a) - number(b)).abs() < 0.016, "{moment}: {one} {other}");
            }
        }
    }
}

#[test]
fn the_table_and_the_summary_tell_what_the_result_tells() {
    let told: Value = serde_json::from_str(&text(&written(&shipped(), &[]), "result.json")).expect("JSON");
    let table = text(&written(&shipped(), &[]), "measures.csv");
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
    // Six measures, two moments, all alternatives and none.
    assert_eq!(rows.len(), 6 * 2 * (ALTERNATIVES.len() + 1));
    let row = |alternative: &str, moment: &str| {
        let found = rows.iter().find(|row| &row[0] == alternative && &row[1] == "huisvesting" && &row[3] == moment);
        found.expect("a row")
    };
    let housing = measure(&told, "huisvesting");
    for (alternative, moment, key) in [
        ("null_alternative", "end", "end_without"),
        (ALTERNATIVES[0], "end", "end_with"),
        (ALTERNATIVES[0], "start", "start_with"),
    ] {
        let found = row(alternative, moment);
        let share = |column: usize| found[column].parse::<f64>().expect("a number");
        assert_eq!(share(4), number(&housing[key]["mean"]));
        assert_eq!(share(5), number(&housing[key]["shares"][0]));
        assert_eq!(found[10], *"", "no sixth level");
    }
    let shown = fine(&["--measures", "--alternative", ALTERNATIVES[0]]);
    let line = shown.lines().find(|line| line.starts_with("Huisvesting (1-5)")).expect("a line");
    let cells: Vec<&str> = line.split_whitespace().skip(2).collect();
    let written = |key: &str| format!("{:.2}", number(&housing[key]["mean"])).replace('.', ",");
    assert_eq!(cells, ["start_with", "end_without", "end_with"].map(written));
    assert!(!fine(&[]).contains("Huisvesting (1-5)"));
}
