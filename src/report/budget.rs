//! The budget of an alternative: what it makes each account gain or lose, by item, law, task field and calendar year.
//!
//! In: a run, an alternative. Out: [`PostingRow`]s, and the budget as CSV. Euro of the price year, not discounted; means over
//! draws.

use crate::analyse::AlternativeAnswer;
use crate::analyse::answer::accounts::ledger;
use crate::analyse::task_field::TaskFieldName;
use crate::report::tables::{finish, safe};
use crate::report::words::Language;
use crate::session::Run;
use std::collections::BTreeMap;
use std::io;

/// An item and an account, by year.
pub struct PostingRow {
    /// Index of the item.
    pub item: usize,
    /// Index of the account.
    pub account: usize,
    /// Law or fund, empty where there is none.
    pub law: String,
    /// Task field in words, empty where the account keeps none.
    pub task_field: String,
    /// Difference with the null alternative, euro; above 0 is a gain of the account.
    pub difference: Vec<f64>,
    /// Of that what can be booked, euro.
    pub bookable: Vec<f64>,
}

/// Calendar years of the horizon.
pub fn years(told: &AlternativeAnswer) -> Vec<i32> {
    told.cash_flow.iter().map(|flow| flow.calendar_year).collect()
}

/// Postings of parties that differ from the null alternative, by account and item.
pub fn postings(run: &Run, told: &AlternativeAnswer, language: Language) -> Vec<PostingRow> {
    let scenario = run.scenario();
    let years = years(told);
    let mut found: BTreeMap<(usize, usize), PostingRow> = BTreeMap::new();
    for row in ledger(scenario, &run.results.alternatives) {
        let account = scenario.accounts.iter().position(|account| account.id == row.account);
        let item = scenario.items.iter().position(|item| item.id == row.item);
        let year = years.iter().position(|year| *year == row.calendar_year);
        let (Some(account), Some(item), Some(year)) = (account, item, year) else { continue };
        if row.alternative != told.id || !scenario.accounts[account].role.is_party() {
            continue;
        }
        let posting = found.entry((account, item)).or_insert_with(|| PostingRow {
            item,
            account,
            law: row.law.clone(),
            task_field: language.of(&TaskFieldName::of(scenario, &scenario.items[item], account).label).to_owned(),
            difference: vec![0.0; years.len()],
            bookable: vec![0.0; years.len()],
        });
        posting.difference[year] += row.difference;
        posting.bookable[year] += row.cashable_amount;
    }
    let changes = |row: &PostingRow| row.difference.iter().any(|amount| *amount != 0.0);
    found.into_values().filter(changes).collect()
}

/// The budget as CSV: a row for each account, law, task field and calendar year.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn csv(run: &Run, told: &AlternativeAnswer, language: Language) -> io::Result<String> {
    let scenario = run.scenario();
    let mut sums: BTreeMap<(usize, String, String, i32), [f64; 2]> = BTreeMap::new();
    for row in postings(run, told, language) {
        for (at, year) in years(told).into_iter().enumerate() {
            let key = (row.account, row.law.clone(), row.task_field.clone(), year);
            let sum = sums.entry(key).or_default();
            sum[0] += row.difference[at];
            sum[1] += row.bookable[at];
        }
    }
    let mut table = csv::Writer::from_writer(Vec::new());
    let heads = ["account", "name", "public", "law", "task_field", "calendar_year", "difference", "cashable_amount"];
    table.write_record(heads)?;
    for ((account, law, task_field, year), [difference, cashable]) in sums {
        let account = &scenario.accounts[account];
        table.write_record([
            safe(&account.id),
            safe(language.of(&account.label)),
            account.public.to_string(),
            safe(&law),
            safe(&task_field),
            year.to_string(),
            difference.to_string(),
            cashable.to_string(),
        ])?;
    }
    finish(table)
}
