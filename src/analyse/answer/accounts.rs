//! Who pays and who gains, item by item and account by account.
//!
//! In: item totals of the null alternative and another one, as means over draws. Out: [`AccountAnswer`],
//! [`ItemAnswer`], [`LedgerRow`]. All accounts together add up to 0.

use crate::analyse::answer::by_draw::{self, AccountSpread};
use crate::analyse::statistics::design::{FigureErrors, SamplingDesign};
use crate::analyse::word::{self, Word};
use crate::model::word::fields_by_rule;
use crate::model::{Item, ItemKind, Origin, Scenario};
use crate::simulate::AlternativeResults;
use crate::simulate::ledger::totals::settled;
use crate::simulate::ledger::{ItemTotals, applies, postings};
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
    /// Spread of `net` over draws.
    #[serde(default)]
    pub net_spread: AccountSpread,
    /// Of that what can be booked: savings by their cashable share after their lag, extra costs in full.
    pub cashable: f64,
    /// Months after the start from which the first of its savings can be booked; `None` where none can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cashable_from: Option<f64>,
    /// Standard errors of `plan_cost`, `saved`, `received` and `net`.
    #[serde(default)]
    pub monte_carlo_errors: FigureErrors,
}

/// What an item amounts to without and with the alternative, per household.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemAnswer {
    /// Item.
    pub id: String,
    /// Kind: `resource`, `output`, `transfer`, `welfare`, `unpriced`, `unvalued`.
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
    /// Standard errors of discounted quantities and amounts, by name.
    #[serde(default)]
    pub monte_carlo_errors: FigureErrors,
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
    /// The same, present value: what the totals of a result add up.
    pub discounted_amount: f64,
    /// `amount` less that of the null alternative.
    pub difference: f64,
    /// The same, present value: over all rows of an account its `net`.
    pub discounted_difference: f64,
    /// Of `difference` what can be booked in this year: savings by their cashable share after their lag, extra costs in
    /// full; 0 for the counter-accounts.
    pub cashable_amount: f64,
    /// The same, present value: over all rows of an account its `cashable`.
    pub discounted_cashable_amount: f64,
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
        ItemKind::Unvalued => "unvalued",
    }
}

/// All accounts, in the order of the account list, counter-accounts included.
pub fn accounts(
    scenario: &Scenario,
    alternative: usize,
    null: &AlternativeResults,
    own: &AlternativeResults,
    design: SamplingDesign,
) -> Vec<AccountAnswer> {
    let empty = |account: &crate::model::Account| AccountAnswer {
        id: account.id.clone(),
        public: account.public,
        plan_cost: 0.0,
        saved: 0.0,
        received: 0.0,
        net: 0.0,
        net_spread: AccountSpread::default(),
        cashable: 0.0,
        cashable_from: None,
        monte_carlo_errors: FigureErrors::default(),
    };
    let mut answers: Vec<AccountAnswer> = scenario.accounts.iter().map(empty).collect();
    for (index, item) in scenario.items.iter().enumerate() {
        let (with, without) = (&own.items[index], &null.items[index]);
        let gross = with.present_value.abs() + without.present_value.abs();
        let more = settled(with.present_value - without.present_value, gross);
        let late = settled(with.present_value_after_lag - without.present_value_after_lag, gross);
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
    for (answer, draws) in answers.iter_mut().zip(by_draw::of_accounts(scenario, alternative, null, own)) {
        (answer.net_spread, answer.monte_carlo_errors) = by_draw::spread_of_account(&draws, design);
    }
    for (answer, account) in answers.iter_mut().zip(&scenario.accounts) {
        answer.net = answer.saved + answer.received - answer.plan_cost;
        if !account.role.is_party() {
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
    design: SamplingDesign,
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
            monte_carlo_errors: by_draw::item_errors(index, priced, [null, own], design),
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

/// The long ledger of all alternatives: alternative, calendar year, account, law, item, quantity, amounts. An item that an
/// alternative does not have, and the null alternative has, is there with nothing.
pub fn ledger(scenario: &Scenario, results: &[AlternativeResults]) -> Vec<LedgerRow> {
    let mut rows = Vec::new();
    for index in 0..results.len() {
        for (at, item) in scenario.items.iter().enumerate() {
            if applies(scenario, index, at) || applies(scenario, 0, at) {
                let marks = marks(scenario, item);
                for posting in postings(scenario, item) {
                    of_posting(scenario, results, (index, at), posting, &marks, &mut rows);
                }
            }
        }
    }
    let key = |row: &LedgerRow| (row.alternative.clone(), row.calendar_year, row.account.clone(), row.item.clone());
    rows.sort_by_cached_key(key);
    rows
}

/// The rows of one posting of an item in an alternative.
fn of_posting(
    scenario: &Scenario,
    results: &[AlternativeResults],
    (index, at): (usize, usize),
    (account, share): (usize, f64),
    marks: &(bool, String),
    rows: &mut Vec<LedgerRow>,
) {
    let item = &scenario.items[at];
    let (own, null) = (&results[index].items[at], &results[0].items[at]);
    // Whether an account gains or loses by an item is told by the whole horizon, as in `accounts`.
    let gains = (own.present_value - null.present_value) * share > 0.0;
    let party = scenario.accounts[account].role.is_party();
    let cashable = |all: f64, late: f64| match (party, gains) {
        (false, _) => 0.0,
        (true, true) => late * share * item.cashable,
        (true, false) => all * share,
    };
    for year in 0..own.quantity_by_year.len() {
        let more = |by_year: fn(&ItemTotals) -> &[f64]| by_year(own)[year] - by_year(null)[year];
        let amount = more(|totals| &totals.amount_by_year);
        let present = more(|totals| &totals.present_by_year);
        rows.push(LedgerRow {
            alternative: scenario.alternatives[index].id.clone(),
            calendar_year: scenario.settings.calendar_start + year as i32,
            account: scenario.accounts[account].id.clone(),
            law: item.law.clone(),
            item: item.id.clone(),
            quantity: own.quantity_by_year[year] * share.abs(),
            amount: own.amount_by_year[year] * share,
            discounted_amount: own.present_by_year[year] * share,
            difference: amount * share,
            discounted_difference: present * share,
            cashable_amount: cashable(amount, more(|totals| &totals.late_by_year)),
            discounted_cashable_amount: cashable(present, more(|totals| &totals.present_late_by_year)),
            unverified: marks.0,
            by_rule: marks.1.clone(),
        });
    }
}
