//! The ledger, the result file, the first screen and the page of every shipped scenario tell the same totals.

use crate::screens::all;
use crate::thorough::cases;
use mkba::Language;
use mkba::analyse::{AlternativeAnswer, answer::accounts};
use mkba::report::terminal::screen::{ScreenOptions, screen};
use mkba::report::words::numbers::Numbers;
use mkba::report::{json, scenario_page, tables};
use serde_json::Value;
use std::collections::BTreeMap;

/// Counter-accounts: all others are parties.
const COUNTER: [&str; 3] = ["resources", "welfare", "unvalued"];

/// Sums of the ledger as it is written: what each account has more in an alternative, present value.
fn ledger(table: &str) -> BTreeMap<(String, String), f64> {
    let mut sums = BTreeMap::new();
    for row in csv::Reader::from_reader(table.as_bytes()).deserialize() {
        let row: BTreeMap<String, String> = row.expect("a row");
        let number: f64 = row["discounted_difference"].parse().expect("a number");
        *sums.entry((row["alternative"].clone(), row["account"].clone())).or_default() += number;
    }
    sums
}

/// The number at the end of the line that starts so.
fn last_number(lines: &[String], start: &str) -> Option<f64> {
    let line = lines.iter().find(|line| line.starts_with(start))?;
    let cell = line.split("  ").filter(|cell| !cell.trim().is_empty()).last()?;
    cell.trim().replace('−', "-").replace('.', "").parse().ok()
}

/// Cells of the row of a table in Markdown that starts with this label, in the table whose head has this column; by
/// column.
fn page_row(page: &str, column: &str, label: &str) -> Option<BTreeMap<String, String>> {
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_string()).collect()
    };
    let head = page.lines().position(|line| line.starts_with('|') && cells(line).iter().any(|cell| cell == column))?;
    let rows = page.lines().skip(head).take_while(|line| line.starts_with('|'));
    let row = rows.map(cells).find(|row| row[0] == label)?;
    Some(cells(page.lines().nth(head)?).into_iter().zip(row).collect())
}

#[test]
fn ledger_result_screen_and_page_of_every_scenario_tell_the_same() {
    let numbers = Numbers::new(Language::Nl);
    let (mut plans, mut valued, mut apart) = (0, 0, 0);
    for shown in all() {
        let (scenario, answer) = (shown.run.scenario(), &shown.run.answer);
        let rows = accounts::ledger(scenario, &shown.run.results.alternatives);
        let ledger = ledger(&tables::ledger(&rows).expect("a table"));
        let result: Value = serde_json::from_str(&json::text(answer).expect("JSON")).expect("JSON");
        // A ratio that needs a reason has one, or the page of the scenario is not made at all.
        let page = scenario_page::text(scenario, answer, "x.svg", Language::Nl)
            .unwrap_or_else(|message| panic!("{}: {}", shown.name, Language::Nl.fill(&message)));
        for (at, told) in answer.alternatives.iter().enumerate() {
            let place = format!("{} {}", shown.name, told.id);
            let of = |key: &str| {
                let figure = &result["alternatives"][at][key];
                figure["average"]["mean"]
                    .as_f64()
                    .or_else(|| figure.as_f64())
                    .unwrap_or_else(|| panic!("{place}: {key}"))
            };
            let scale: f64 = told.accounts.iter().map(|account| account.net.abs()).sum::<f64>() + 1.0;
            let close = |found: f64, wanted: f64, what: &str| {
                assert!((found - wanted).abs() < 1e-9 * scale, "{place}: {what}: {found}, {wanted}");
            };
            let sum = |counts: &dyn Fn(&str) -> bool| -> f64 {
                let own =
                    ledger.iter().filter(|((alternative, account), _)| *alternative == told.id && counts(account));
                own.map(|(_, sum)| sum).sum()
            };
            let public: Vec<&str> =
                told.accounts.iter().filter(|account| account.public).map(|account| account.id.as_str()).collect();
            close(sum(&|_| true), 0.0, "all accounts");
            close(sum(&|account| account != "resources"), of("net_benefit"), "society");
            close(sum(&|account| !COUNTER.contains(&account)), of("net_benefit_money"), "society in money");
            close(sum(&|account| public.contains(&account)), of("net_benefit_public"), "the purse");
            close(of("benefits_present_value") - of("costs_present_value"), of("net_benefit"), "benefits");
            close(of("benefits_money_present_value") - of("costs_present_value"), of("net_benefit_money"), "in money");
            close(sum(&|account| account == "unvalued"), told.apart.unvalued_use, "use without a value");
            on_screen(shown, told, &place);
            on_page(scenario, &page, told, &numbers, &place);
            plans += 1;
            valued += usize::from(of("net_benefit") != of("net_benefit_money"));
            apart += usize::from(told.apart.without_displacement.is_some());
        }
    }
    let (most, some) = cases((5, 3), (30, 20));
    assert!(plans > most && valued > some && apart > some, "{plans} {valued} {apart}");
}

/// Rows of the totals, in whole euros.
fn on_screen(shown: &crate::screens::Shown, told: &AlternativeAnswer, place: &str) {
    let options = ScreenOptions { focus: Some(&told.id), whole_euros: true, ..ScreenOptions::default() };
    let lines = screen(&shown.run.answer, shown.run.scenario(), Language::Nl, &options).lines;
    let row = |line: &str| lines.iter().find(|found| found.starts_with(line)).cloned().unwrap_or_default();
    let net = |start: &str| -> f64 {
        let cells: Vec<String> =
            row(start).split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_string).collect();
        let cell = cells.get(4).unwrap_or_else(|| panic!("{place}: {start} in {lines:#?}"));
        cell.replace('−', "-").replace('.', "").parse().expect("a number")
    };
    assert_eq!(net("Samenleving, in geld"), told.net_benefit_money.average.mean.round() + 0.0, "{place}");
    assert_eq!(net("waarvan publieke kas"), told.net_benefit_public.average.mean.round() + 0.0, "{place}");
    if let Some(balance) = last_number(&lines, "Samenleving: het saldo") {
        assert_eq!(balance, told.net_benefit.average.mean.round() + 0.0, "{place}");
    } else {
        let difference = told.net_benefit.average.mean - told.net_benefit_money.average.mean;
        assert!(difference.abs() < 0.005, "{place}: {difference}");
    }
}

/// Cells of the tables of results.
fn on_page(scenario: &mkba::model::Scenario, page: &str, told: &AlternativeAnswer, numbers: &Numbers, place: &str) {
    let named = scenario.alternatives.iter().find(|one| one.id == told.id).expect("an alternative");
    let label = mkba::report::words::wrap::plain(&named.label.nl);
    let row = page_row(page, "saldo in geld", &label).unwrap_or_else(|| panic!("{place}: no row on the page"));
    let cell = |column: &str| row[column].clone();
    assert_eq!(cell("saldo, met kwaliteit van leven"), numbers.euro(told.net_benefit.average.mean), "{place}");
    assert_eq!(cell("saldo in geld"), numbers.euro(told.net_benefit_money.average.mean), "{place}");
    assert_eq!(cell("saldo publieke kas"), numbers.euro(told.net_benefit_public.average.mean), "{place}");
    let ratio = |ratio: Option<f64>| ratio.map_or("-".to_string(), |ratio| numbers.decimal(ratio, 2));
    assert_eq!(cell("baten-kostenverhouding"), ratio(told.benefit_cost_ratio), "{place}");
    assert_eq!(cell("de verhouding in geld"), ratio(told.benefit_cost_ratio_money), "{place}");
    if let Some(without) = &told.apart.without_displacement
        && without.displaced.abs() >= 0.5
    {
        let row = page_row(page, "saldo zonder verdringing", &label).expect("a row without displacement");
        assert_eq!(row["saldo zonder verdringing"], numbers.euro(without.net_benefit), "{place}");
    }
}
