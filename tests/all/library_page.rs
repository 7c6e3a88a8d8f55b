//! The table of `docs/library.md`: figures are those of the runs of `screens`, verdicts and doubts stand in the page itself.
//! After a change: `MKBA_UPDATE=1 cargo test --test all library_page`, then read what changed.

use crate::screens::{all, every};
use mkba::analyse::answer::AlternativeAnswer;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const START: &str = "| scenario | plan |";

/// Three digits, with commas.
fn euro(value: f64) -> String {
    let size = value.abs();
    let step = if size < 1000.0 { 1.0 } else { libm::pow(10.0, libm::log10(size).floor() - 2.0) };
    let digits = format!("{:.0}", (size / step).round() * step);
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 && digits != "0" { format!("−{text}") } else { text }
}

fn ratio(value: Option<f64>) -> String {
    value.map_or("none".to_string(), |value| format!("{value:.2}").replace('-', "−"))
}

fn figures(plan: &AlternativeAnswer) -> [String; 6] {
    let net = |estimate: &mkba::analyse::Estimate| euro(estimate.average.mean);
    [
        euro(plan.costs_present_value),
        net(&plan.net_benefit),
        net(&plan.net_benefit_money),
        net(&plan.net_benefit_public),
        format!("{} / {}", ratio(plan.benefit_cost_ratio), ratio(plan.benefit_cost_ratio_money)),
        format!("{:.0} %", 100.0 * plan.net_benefit.average.probability_positive),
    ]
}

/// Rows of the page by scenario and plan: their last three columns, and whether they are the first of their scenario.
fn judged(rows: &[&str]) -> BTreeMap<(String, String), [String; 3]> {
    let mut scenario = String::new();
    let mut found = BTreeMap::new();
    for row in rows {
        let cells: Vec<String> = row.trim_matches('|').split('|').map(|cell| cell.trim().to_string()).collect();
        assert_eq!(cells.len(), 11, "{row}");
        if !cells[0].is_empty() {
            scenario.clone_from(&cells[0]);
        }
        let said = [cells[8].clone(), cells[9].clone(), cells[10].clone()];
        found.insert((scenario.clone(), cells[1].trim_matches('`').to_string()), said);
    }
    found
}

#[test]
fn the_table_of_the_library_is_what_the_scenarios_come_to() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/library.md");
    let text = fs::read_to_string(&path).expect("the page");
    let from = text.find(START).expect("a table");
    let table = text[from..].split("\n\n").next().expect("a table");
    let lines: Vec<&str> = table.lines().collect();
    let said = judged(&lines[2..]);
    let mut rows = lines[..2].join("\n");
    let mut faults = Vec::new();
    for shown in all() {
        let mut plans: Vec<&AlternativeAnswer> = shown.run.answer.alternatives.iter().collect();
        plans.sort_by(|a, b| b.net_benefit.average.mean.total_cmp(&a.net_benefit.average.mean));
        let of = |plan: &str| said.get(&(shown.name.clone(), plan.to_string())).cloned().unwrap_or_default();
        // What a sceptic says is said of a scenario, in its first row.
        let judgement = plans.iter().map(|plan| of(&plan.id)).find(|said| !said[1].is_empty()).unwrap_or_default();
        let start = rows.len();
        for (at, plan) in plans.iter().enumerate() {
            let [before, ..] = of(&plan.id);
            let before = if before.is_empty() { "—".to_string() } else { before };
            let [name, sceptic, doubt] = match at {
                0 => [shown.name.as_str(), &judgement[1], &judgement[2]],
                _ => ["", "", ""],
            };
            let figures = figures(plan).join(" | ");
            rows += &format!("\n| {name} | `{}` | {figures} | {before} | {sceptic} | {doubt} |", plan.id);
        }
        if !table.contains(&rows[start..]) {
            faults.push(rows[start..].to_string());
        }
        assert!(!judgement[1].is_empty() && !judgement[2].is_empty(), "{} is not judged", shown.name);
    }
    if std::env::var_os("MKBA_UPDATE").is_some() {
        let end = from + table.len();
        fs::write(&path, format!("{}{rows}{}", &text[..from], &text[end..])).expect("written");
    } else {
        assert!(faults.is_empty(), "docs/library.md is not what the scenarios come to:{}", faults.concat());
        assert!(!every() || table == rows, "docs/library.md has other rows than the scenarios:\n{rows}");
    }
}
