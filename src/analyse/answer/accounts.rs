//! Who pays and who gains, item by item and account by account.
//!
//! In: item totals of the null alternative and another one, as means over draws. Out: [`AccountAnswer`],
//! [`ItemAnswer`], [`LedgerRow`]. All accounts together add up to 0.

use crate::analyse::word::{self, Word};
use crate::model::word::fields_by_rule;
use crate::model::{Item, ItemKind, Origin, Role, Scenario};
use crate::simulate::AlternativeResults;
use crate::simulate::ledger::{applies, postings};
use serde::{Deserialize, Serialize};

/// What an alternative means for one account; present values per household, euro.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountAnswer {
    /// Account.
    pub id: String,
    /// Belongs to the public purse.
    pub public: bool,
    /// What it pays for the alternative's own items.
    pub plan_cost: f64,
    /// What it pays less for everything else (negative: more).
    pub saved: f64,
    /// What it receives more (negative: less).
    pub received: f64,
    /// `saved + received - plan_cost`.
    pub net: f64,
    /// Of that what can be booked: savings by their cashable share after their lag, extra costs in full.
    pub cashable: f64,
    /// Months after the start from which the first of its savings can be booked; `None` where none can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cashable_from: Option<f64>,
}

/// What an item amounts to without and with the alternative, per household.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemAnswer {
    /// Item.
    pub id: String,
    /// Kind: `resource`, `output`, `transfer`, `welfare`, `unpriced`.
    #[serde(deserialize_with = "word::read")]
    pub kind: Word,
    /// Belongs to the alternative's own cost.
    pub own: bool,
    /// Unit of the price, and of what where that is said.
    pub unit: String,
    /// What no source gives: it comes from the rule for the category of the price.
    #[serde(default, deserialize_with = "fields_by_rule", skip_serializing_if = "Vec::is_empty")]
    pub by_rule: Vec<Word>,
    /// Units over the whole horizon without the alternative.
    pub quantity_without: f64,
    /// Units with the alternative.
    pub quantity_with: f64,
    /// Units without the alternative, discounted at the rate of the item.
    pub discounted_quantity_without: f64,
    /// The same with the alternative.
    pub discounted_quantity_with: f64,
    /// Euro, present value, without; `None` for an item without a price.
    pub amount_without: Option<f64>,
    /// Euro, present value, with.
    pub amount_with: Option<f64>,
}

/// One posting of the long ledger: not discounted, euro of the price year, mean per household.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LedgerRow {
    /// Alternative.
    pub alternative: String,
    /// Calendar year.
    pub calendar_year: i32,
    /// Account.
    pub account: String,
    /// Law or fund.
    pub law: String,
    /// Item.
    pub item: String,
    /// Units of the price that this account's share stands for.
    pub quantity: f64,
    /// Euro; negative is paid, positive is received.
    pub amount: f64,
    /// Nobody compared the price with its source.
    pub unverified: bool,
    /// What comes from a rule and not from a source, with spaces between: keys of the item, and `range` for that of
    /// its price.
    pub by_rule: String,
}

/// The word for a kind of item in files.
pub fn kind_key(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Resource => "resource",
        ItemKind::Output => "output",
        ItemKind::Transfer => "transfer",
        ItemKind::Welfare => "welfare",
        ItemKind::Unpriced => "unpriced",
    }
}

/// All accounts, in the order of the account list, counter-accounts included.
pub fn accounts(
    scenario: &Scenario,
    alternative: usize,
    null: &AlternativeResults,
    own: &AlternativeResults,
) -> Vec<AccountAnswer> {
    let empty = |account: &crate::model::Account| AccountAnswer {
        id: account.id.clone(),
        public: account.public,
        plan_cost: 0.0,
        saved: 0.0,
        received: 0.0,
        net: 0.0,
        cashable: 0.0,
        cashable_from: None,
    };
    let mut answers: Vec<AccountAnswer> = scenario.accounts.iter().map(empty).collect();
    for (index, item) in scenario.items.iter().enumerate() {
        let more = own.items[index].present_value - null.items[index].present_value;
        let late = own.items[index].present_value_after_lag - null.items[index].present_value_after_lag;
        for (account, share) in postings(scenario, item) {
            let answer = &mut answers[account];
            let change = more * share;
            match (item.own == Some(alternative), share < 0.0) {
                (true, true) => answer.plan_cost -= change,
                (false, true) => answer.saved += change,
                (_, false) => answer.received += change,
            }
            answer.cashable += if change > 0.0 { late * share * item.cashable } else { change };
            if change > 0.0 && item.cashable > 0.0 {
                let earliest = answer.cashable_from.map_or(item.cashable_lag, |known| known.min(item.cashable_lag));
                answer.cashable_from = Some(earliest);
            }
        }
    }
    for (answer, account) in answers.iter_mut().zip(&scenario.accounts) {
        answer.net = answer.saved + answer.received - answer.plan_cost;
        if account.role != Role::Party {
            (answer.cashable, answer.cashable_from) = (0.0, None);
        }
    }
    answers
}

/// All items that count in one of both alternatives.
pub fn items(
    scenario: &Scenario,
    alternative: usize,
    null: &AlternativeResults,
    own: &AlternativeResults,
) -> Vec<ItemAnswer> {
    let counts = |index: &usize| applies(scenario, 0, *index) || applies(scenario, alternative, *index);
    let answer = |index: usize| {
        let item = &scenario.items[index];
        let (without, with) = (&null.items[index], &own.items[index]);
        let priced = item.price.is_some();
        ItemAnswer {
            id: item.id.clone(),
            kind: kind_key(item.kind),
            own: item.own.is_some(),
            unit: item.unit.clone(),
            by_rule: item.by_rule.clone(),
            quantity_without: without.quantity_by_year.iter().sum(),
            quantity_with: with.quantity_by_year.iter().sum(),
            discounted_quantity_without: without.discounted_quantity,
            discounted_quantity_with: with.discounted_quantity,
            amount_without: priced.then_some(without.present_value),
            amount_with: priced.then_some(with.present_value),
        }
    };
    (0..scenario.items.len()).filter(counts).map(answer).collect()
}

/// Whether nobody verified the price of an item, and what of it comes from a rule.
fn marks(scenario: &Scenario, item: &Item) -> (bool, String) {
    let evidence = match item.price.map(|price| price.origin) {
        Some(Origin::Parameter(at)) => Some(&scenario.parameters[at].evidence),
        _ => None,
    };
    let range = evidence.is_some_and(|evidence| evidence.range_by_rule).then_some("range");
    let by_rule: Vec<&str> = item.by_rule.iter().copied().chain(range).collect();
    (evidence.is_some_and(|evidence| evidence.unverified), by_rule.join(" "))
}

/// The long ledger of all alternatives: alternative, calendar year, account, law, item, quantity, amount.
pub fn ledger(scenario: &Scenario, results: &[AlternativeResults]) -> Vec<LedgerRow> {
    let mut rows = Vec::new();
    for (index, alternative) in results.iter().enumerate() {
        let counts = |(item, _): &(usize, &crate::model::Item)| applies(scenario, index, *item);
        for (at, item) in scenario.items.iter().enumerate().filter(counts) {
            let (totals, marks) = (&alternative.items[at], marks(scenario, item));
            for (account, share) in postings(scenario, item) {
                for (year, (quantity, amount)) in totals.quantity_by_year.iter().zip(&totals.amount_by_year).enumerate()
                {
                    rows.push(LedgerRow {
                        alternative: scenario.alternatives[index].id.clone(),
                        calendar_year: scenario.settings.calendar_start + year as i32,
                        account: scenario.accounts[account].id.clone(),
                        law: item.law.clone(),
                        item: item.id.clone(),
                        quantity: quantity * share.abs(),
                        amount: amount * share,
                        unverified: marks.0,
                        by_rule: marks.1.clone(),
                    });
                }
            }
        }
    }
    let key = |row: &LedgerRow| (row.alternative.clone(), row.calendar_year, row.account.clone(), row.item.clone());
    rows.sort_by_cached_key(key);
    rows
}
