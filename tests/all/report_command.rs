//! `mkba report` and `mkba explain`: what they write, what they say, and what they refuse.

use crate::program::{SCENARIO, SMALL, names, program, said, shipped};
use std::fs;

#[test]
fn a_report_is_a_folder_that_is_written_as_a_whole() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    for language in ["--lang", "--language"] {
        let mut command = program(&shipped());
        command
            .args(["report", SCENARIO, "--format", "html,xlsx", language, "en", "--quiet", "--out"])
            .arg(&out)
            .args(SMALL);
        let said = said(&mut command);
        assert_eq!((said.code, said.out.as_str()), (Some(0), ""), "{}", said.err);
        assert_eq!(names(&out), ["manifest.json", "report.html", "report.xlsx"]);
        let page = fs::read_to_string(out.join("report.html")).expect("a page");
        assert!(page.contains("lang=\"en\"") && page.contains("mkba report"), "{language}");
    }
    let mut command = program(&shipped());
    command.args(["report", SCENARIO, "--format", "html", "--out"]).arg(&out).args(SMALL);
    let said = said(&mut command);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("report.html") && !said.out.contains("report.xlsx"), "{}", said.out);
    assert_eq!(names(&out), ["manifest.json", "report.html"]);
}

#[test]
fn an_unknown_format_is_refused() {
    let mut command = program(&shipped());
    command.args(["report", SCENARIO, "--format", "html,pdf"]);
    let said = said(&mut command);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("pdf") && said.err.contains("xlsx"), "{}", said.err);
}

/// Lines `name amount ...` of an explanation: what stands before the line that starts with `=`, and that line's amount.
fn added(text: &str) -> Vec<(f64, f64)> {
    let (mut found, mut sum) = (Vec::new(), 0.0);
    for line in text.lines() {
        let Some(rest) = line.strip_prefix("  ") else { continue };
        let mut words = rest.split_whitespace();
        let name = words.next().unwrap_or_default();
        let amount = words.next().map(|word| word.replace(',', "").replace('−', "-")).unwrap_or_default();
        let Ok(amount) = amount.parse::<f64>() else { continue };
        if name == "=" {
            found.push((sum, amount));
            sum = 0.0;
        } else {
            sum += amount;
        }
    }
    found
}

fn explained(names: &[&str]) -> String {
    let mut command = program(&shipped());
    command.args(["explain", SCENARIO]).args(names).args(["--quiet", "--lang", "en"]).args(SMALL);
    let said = said(&mut command);
    assert_eq!(said.code, Some(0), "{}", said.err);
    said.out
}

#[test]
fn a_total_and_an_account_are_what_their_parts_add_up_to() {
    for names in [&[][..], &["gemeente"]] {
        let text = explained(names);
        let sums = added(&text);
        assert!(!sums.is_empty(), "{text}");
        for (parts, sum) in sums {
            // Each part is printed in cents.
            assert!((parts - sum).abs() < 0.3, "{parts} for {sum}: {text}");
        }
    }
}

#[test]
fn an_item_opens_down_to_file_line_source_and_grade() {
    let text = explained(&[]);
    let item =
        text.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next()).next().expect("an item");
    let text = explained(&[item]);
    for part in ["quantity", "x price", "x discount", "= present value", "source:", "stands in: ", ".csv:"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn what_has_no_such_name_is_not_explained() {
    let mut command = program(&shipped());
    command.args(["explain", SCENARIO, "no_such_item", "--quiet"]).args(SMALL);
    let said = said(&mut command);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("no_such_item"), "{}", said.err);
}

#[test]
fn a_study_has_no_report() {
    for verb in ["report", "explain"] {
        let mut command = program(&shipped());
        command.args([verb, "studies/wachten.toml", "--quiet", "--lang", "en"]);
        let said = said(&mut command);
        assert_eq!(said.code, Some(2), "{}", said.err);
        assert!(said.err.contains("is a study"), "{}", said.err);
    }
}

#[test]
fn a_report_tells_what_the_choice_rests_on_and_single_futures() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let mut command = program(&shipped());
    command.args(["report", SCENARIO, "--format", "html,md,csv", "--draws", "64", "--households", "8"]);
    let said = said(command.args(["--quiet", "--lang", "en", "--out"]).arg(&out));
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(names(&out), ["budget.csv", "charts.csv", "manifest.json", "report.html", "report.md"]);
    let [page, text, charts] =
        ["report.html", "report.md", "charts.csv"].map(|name| fs::read_to_string(out.join(name)).expect("a file"));
    for part in ["What the choice rests on", "What waiting costs", "Nothing changes"] {
        assert!(page.contains(part) && text.contains(part), "{part}");
    }
    for chart in ["drivers,", "waiting,", "acceptability-qaly,", "plane-qaly,", "course,"] {
        assert!(charts.lines().any(|line| line.starts_with(chart)), "{chart}");
    }
    assert!(text.starts_with("# ") && text.contains("| --- |"), "{text}");
}

#[test]
fn stories_are_the_same_for_the_same_seed_and_add_up() {
    let text = explained(&["--future"]);
    assert_eq!(text, explained(&["--future"]));
    assert!(text.contains("Month 0") && text.contains("Nothing changes"), "{text}");
    let mut command = program(&shipped());
    let both = said(command.args(["explain", SCENARIO, "gemeente", "--future", "--quiet"]).args(SMALL));
    assert_eq!(both.code, Some(2), "{}", both.out);
}

#[test]
fn a_figure_is_explained_down_to_its_line_and_its_use() {
    let text = explained(&["price:wijkcoach_uur"]);
    assert_eq!(text, explained(&["wijkcoach_uur"]));
    for part in ["prices/nl.csv:2", "2024", "Used in items", "matters", "Note:"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn the_budget_goes_by_task_field_and_adds_up_to_what_parties_gain_in_a_year() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let mut command = program(&shipped());
    command.args(["report", SCENARIO, "--format", "csv", "--lang", "en", "--quiet", "--out"]).arg(&out).args(SMALL);
    assert_eq!(said(&mut command).code, Some(0));
    let text = fs::read_to_string(out.join("budget.csv")).expect("a budget");
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(text.as_bytes()).into_records().map(|row| row.expect("a row")).collect();
    let is_municipal = |account: &str| ["gemeente", "centrumgemeente"].contains(&account);
    assert!(rows.iter().all(|row| row[4].is_empty() != is_municipal(&row[0])), "{text}");
    assert!(rows.iter().any(|row| row[4].starts_with("6.3 ")) && text.contains("no fixed code: 6.751"), "{text}");
    let sum: f64 = rows.iter().filter(|row| &row[5] == "2026").map(|row| row[6].parse::<f64>().expect("euro")).sum();
    let year = explained(&["2026"]);
    let wanted = added(&year).last().expect("a sum").1;
    assert!((sum - wanted).abs() < 0.006, "{sum} for {wanted}");
}
