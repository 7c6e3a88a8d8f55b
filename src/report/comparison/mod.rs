//! A bridge between two results in words, as CSV or as Markdown: what each kind of change does, and what each party gains.
//!
//! In: a [`Bridge`], names of accounts. Out: a text. Amounts are rounded together to cents, so that they add up as printed.

use crate::model::Scenario;
use crate::report::tables::{finish, safe};
use crate::report::terminal::COLUMNS;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::rounding::{apportion, units};
use crate::report::words::wrap::{left, plain, right, wrap};
use crate::session::compare::{Bridge, Change};
use crate::simulate::ledger::{MONEY, PUBLIC, SOCIETY, TOTALS};
use std::io;

/// Columns of an amount and of a name.
const AMOUNT: usize = 15;
const NAME: usize = 34;
/// How far names of what differs stand in.
const INSET: usize = 2;
/// Unit of rounding: a cent.
const CENT: f64 = 0.01;
/// Names of what differs that are told.
const NAMES: usize = 8;
const ORDER: [usize; TOTALS] = [SOCIETY, MONEY, PUBLIC];

/// One line: what stands before it, amounts of each total, and what was changed.
struct Line {
    key: &'static str,
    amounts: [f64; TOTALS],
    is_level: bool,
    changed: Vec<String>,
}

/// Key of the words for a kind of change.
fn key(change: Change) -> &'static str {
    match change {
        Change::Stored => "compare_stored",
        Change::First => "compare_first",
        Change::Prices => "compare_prices",
        Change::Rates => "compare_rates",
        Change::Effects => "compare_effects",
        Change::Figures => "compare_figures",
        Change::Household => "compare_household",
        Change::Settings => "compare_settings",
        Change::Rules => "compare_rules",
        Change::Seed => "compare_seed",
        Change::Engine => "compare_engine",
    }
}

/// The first result, each change, and the second result; the columns add up in cents.
fn lines(bridge: &Bridge) -> Vec<Line> {
    let steps = &bridge.steps;
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for total in ORDER {
        let level = |at: usize| steps[at].totals[total];
        let more: Vec<f64> = (1..steps.len()).map(|at| level(at) - level(at - 1)).collect();
        let (first, last) = (units(level(0), CENT), units(level(steps.len() - 1), CENT));
        let mut column = vec![first];
        column.extend(apportion(&more, CENT, last - first));
        column.push(last);
        columns.push(column.into_iter().map(|units| units * CENT).collect());
    }
    let row = |at: usize| std::array::from_fn(|total| columns[total][at]);
    let mut lines = vec![Line { key: "compare_from", amounts: row(0), is_level: true, changed: Vec::new() }];
    for (at, step) in steps.iter().enumerate().skip(1) {
        let change = if step.change == Change::First { "compare_engine_first" } else { key(step.change) };
        lines.push(Line { key: change, amounts: row(at), is_level: false, changed: step.changed.clone() });
    }
    lines.push(Line { key: "compare_to", amounts: row(steps.len()), is_level: true, changed: Vec::new() });
    lines
}

/// Net amounts of each party in both results and their difference, largest first; those that are nothing in both are left
/// out.
fn parties(bridge: &Bridge, scenario: &Scenario, language: Language) -> Vec<(String, [f64; 3])> {
    let (Some(first), Some(last)) = (bridge.steps.first(), bridge.steps.last()) else { return Vec::new() };
    let net = |accounts: &[(String, f64)], id: &str| {
        accounts.iter().find(|(known, _)| known == id).map_or(0.0, |(_, net)| units(*net, CENT) * CENT)
    };
    let parties = scenario.accounts.iter().filter(|account| account.role.is_party());
    let row = |account: &crate::model::Account| {
        let (a, b) = (net(&first.accounts, &account.id), net(&last.accounts, &account.id));
        let name = language.of(&account.label);
        (plain(if name.is_empty() { &account.id } else { name }), [a, b, units(b - a, CENT) * CENT])
    };
    let mut rows: Vec<(String, [f64; 3])> =
        parties.map(row).filter(|(_, nets)| nets.iter().any(|net| *net != 0.0)).collect();
    rows.sort_by(|a, b| b.1[2].abs().total_cmp(&a.1[2].abs()).then_with(|| a.0.cmp(&b.0)));
    rows
}

/// Sentences about both versions of the program, where a bundle tells of one.
pub fn versions(own: (&str, u32), other: (&str, u32), language: Language) -> String {
    let key = match (own, other) {
        ((_, now), (_, then)) if now != then => "compare_other_results",
        ((now, _), (then, _)) if now != then => "compare_other_version",
        _ => "compare_same_version",
    };
    let values = [
        ("now", own.0.to_owned()),
        ("then", other.0.to_owned()),
        ("results_now", own.1.to_string()),
        ("results_then", other.1.to_string()),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    language.fill_in(language.text(key), &values)
}

/// The comparison for a terminal.
pub fn text(bridge: &Bridge, scenario: &Scenario, plan: &str, language: Language) -> String {
    let numbers = Numbers::new(language);
    let say =
        |key: &'static str, values: &[(&str, &str)]| wrap(&language.fill_in(language.text(key), values), COLUMNS, 0);
    let mut out = say("compare_head", &[("plan", &plain(plan))]);
    if is_same(bridge) {
        out.extend(say("compare_nothing", &[]));
    }
    out.push(String::new());
    let heads = ["compare_society", "compare_money", "compare_public"].map(|key| right(language.text(key), AMOUNT));
    out.push(format!("{}{}", left("", NAME), heads.concat()));
    for line in lines(bridge) {
        let amount = |amount: f64| match line.is_level {
            true => numbers.decimal(amount, 2),
            false => format!("{}{}", if amount > 0.0 { "+" } else { "" }, numbers.decimal(amount, 2)),
        };
        let cells = line.amounts.map(|cell| right(&amount(cell), AMOUNT)).concat();
        out.push(format!("{}{cells}", left(language.text(line.key), NAME)));
        let names = changed(&line, language).map(|text| wrap(&text, COLUMNS - INSET, 0)).unwrap_or_default();
        out.extend(names.into_iter().map(|names| format!("{}{names}", " ".repeat(INSET))));
    }
    if !bridge.joined.is_empty() {
        let names: Vec<&str> = bridge.joined.iter().map(|change| language.text(key(*change))).collect();
        out.extend(say("compare_joined", &[("names", &names.join(", "))]));
    }
    out.push(String::new());
    out.extend(say("compare_parties", &[]));
    let heads = ["compare_a", "compare_b", "compare_difference"].map(|key| right(language.text(key), AMOUNT));
    out.push(format!("{}{}", left("", NAME), heads.concat()));
    for (name, nets) in parties(bridge, scenario, language) {
        out.push(format!("{}{}", left(&name, NAME), nets.map(|net| right(&numbers.decimal(net, 2), AMOUNT)).concat()));
    }
    out.push(String::new());
    out.extend(say("compare_order", &[]));
    out.join("\n") + "\n"
}

/// Names of what differs, the first of many.
fn changed(line: &Line, language: Language) -> Option<String> {
    if line.changed.is_empty() {
        return None;
    }
    let mut names: Vec<String> = line.changed.iter().take(NAMES).map(|name| plain(name)).collect();
    if line.changed.len() > NAMES {
        let more = (line.changed.len() - NAMES).to_string();
        names.push(language.fill_in(language.text("compare_more"), &[("count", &more)]));
    }
    Some(names.join(", "))
}

/// Whether nothing differs, to the cent.
fn is_same(bridge: &Bridge) -> bool {
    lines(bridge).iter().filter(|line| !line.is_level).all(|line| line.amounts.iter().all(|amount| *amount == 0.0))
}

/// The comparison as CSV: part, name, amounts, what was changed.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn csv(bridge: &Bridge, scenario: &Scenario, language: Language) -> io::Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["part", "name", "society", "money", "public", "changed"])?;
    for line in lines(bridge) {
        let mut row = vec![if line.is_level { "result" } else { "change" }.to_owned(), safe(language.text(line.key))];
        row.extend(line.amounts.map(|amount| format!("{amount:.2}")));
        row.push(safe(&line.changed.join(" ")));
        table.write_record(row)?;
    }
    table.write_record(["part", "name", "first", "second", "difference", ""])?;
    for (name, nets) in parties(bridge, scenario, language) {
        let mut row = vec!["party".to_owned(), safe(&name)];
        row.extend(nets.map(|net| format!("{net:.2}")));
        row.push(String::new());
        table.write_record(row)?;
    }
    finish(table)
}

/// The comparison as two tables of Markdown.
pub fn markdown(bridge: &Bridge, scenario: &Scenario, plan: &str, language: Language) -> String {
    let numbers = Numbers::new(language);
    let cell = |text: &str| plain(text).replace('|', "\\|");
    let heads = ["compare_society", "compare_money", "compare_public"].map(|key| language.text(key)).join(" | ");
    let head = language.fill_in(language.text("compare_head"), &[("plan", &cell(plan))]);
    let mut out = format!("{head}\n\n| | {heads} | |\n|---|--:|--:|--:|---|\n");
    for line in lines(bridge) {
        let amounts = line.amounts.map(|amount| numbers.decimal(amount, 2)).join(" | ");
        let changed = changed(&line, language).unwrap_or_default();
        out.push_str(&format!("| {} | {amounts} | {} |\n", cell(language.text(line.key)), cell(&changed)));
    }
    let heads = ["compare_a", "compare_b", "compare_difference"].map(|key| language.text(key)).join(" | ");
    out.push_str(&format!("\n| {} | {heads} |\n|---|--:|--:|--:|\n", language.text("report_party")));
    for (name, nets) in parties(bridge, scenario, language) {
        out.push_str(&format!("| {} | {} |\n", cell(&name), nets.map(|net| numbers.decimal(net, 2)).join(" | ")));
    }
    out
}
