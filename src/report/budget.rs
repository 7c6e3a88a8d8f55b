//! The budget of an alternative: what it makes each account gain or lose, by item, law, task field and calendar year.
//!
//! In: a run, an alternative. Out: [`PostingRow`]s, and the budget as CSV. Euro of the price year, not discounted; means over
//! draws.

use crate::analyse::AlternativeAnswer;
use crate::analyse::answer::accounts::ledger;
use crate::analyse::task_field::BookedField;
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
            task_field: task_field(&BookedField::of(scenario, &scenario.items[item], account), language),
            difference: vec![0.0; years.len()],
            bookable: vec![0.0; years.len()],
        });
        posting.difference[year] += row.difference;
        posting.bookable[year] += row.cashable_amount;
    }
    let changes = |row: &PostingRow| row.difference.iter().any(|amount| *amount != 0.0);
    found.into_values().filter(changes).collect()
}

/// Code and name of a task field; where no code is fixed, on what it depends; empty where the account keeps none.
pub fn task_field(field: &BookedField, language: Language) -> String {
    let name = language.of(&field.name);
    match (field.kept, field.code.is_empty(), name.is_empty()) {
        (false, ..) => String::new(),
        (_, true, true) => language.text("task_field_unknown").to_owned(),
        (_, true, false) => language.fill_in(language.text("task_field_not_fixed"), &[("name", name)]),
        (_, false, _) => format!("{} {name}", field.code),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Evidence, Scenario, TaskField, Text};
    use crate::report::tests::example;

    fn told(scenario: &Scenario, item: usize, account: usize, language: Language) -> String {
        task_field(&BookedField::of(scenario, &scenario.items[item], account), language)
    }

    #[test]
    fn the_code_is_that_of_the_price_and_of_the_first_year() {
        let mut scenario = example();
        let (item, account) = (0, scenario.items[0].payers[0].0);
        assert_eq!(told(&scenario, item, account, Language::En), "");
        let year = scenario.settings.calendar_start;
        let field = |category: &str, price: &str, code: &str, valid_from: i32| TaskField {
            category: category.into(),
            price: price.into(),
            code: code.into(),
            name: Text { nl: "naam".into(), en: "name".into() },
            accounts: vec![account],
            valid_from,
            evidence: Evidence::none(),
        };
        scenario.items[0].category = "shelter".into();
        scenario.task_fields = vec![field("other", "", "1", year)];
        assert_eq!(told(&scenario, item, account, Language::En), Language::En.text("task_field_unknown"));
        scenario.task_fields.extend([field("shelter", "", "2", year - 5), field("shelter", "", "3", year)]);
        scenario.task_fields.push(field("shelter", "", "4", year + 1));
        assert_eq!(told(&scenario, item, account, Language::En), "3 name");
        let price = "price:bed";
        let at = match scenario.items[0].price.map(|price| price.origin) {
            Some(crate::model::Origin::Parameter(at)) => at,
            other => panic!("{other:?}"),
        };
        scenario.parameters[at].name = price.into();
        scenario.task_fields.push(field("", "bed", "", year - 9));
        let text = told(&scenario, item, account, Language::Nl);
        assert!(text.contains("naam") && !text.contains("{name}") && text != "naam", "{text}");
    }
}
