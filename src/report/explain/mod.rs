//! A euro opened up: what the total is made of, what an account pays and gains, what an item is made of, what a figure rests on.
//!
//! In: a run, the entries of its scenario, a name. Out: text. Amounts have cents, and every product and sum is that of the
//! run.

mod figure;
mod item;
mod place;

use crate::analyse::AlternativeAnswer;
use crate::analyse::answer::accounts::ledger;
use crate::diagnostics::Message;
use crate::model::outline::Entry;
use crate::model::{Account, Text};
use crate::report::priced::{PricedItem, priced_items};
use crate::report::terminal::COLUMNS;
use crate::report::terminal::told::told;
use crate::report::words::Language;
use crate::report::words::caveat::caveat;
use crate::report::words::numbers::Numbers;
use crate::report::words::subject;
use crate::report::words::wrap::{left, plain, right, wrap};
use crate::session::Run;
use crate::simulate::ledger::{SOCIETY, postings};
use std::collections::BTreeMap;

/// Columns of an amount, and of a name.
const AMOUNT: usize = 18;
const NAME: usize = 34;

/// What is explained, and how.
#[derive(Clone, Copy, Debug)]
pub struct Explained<'e> {
    /// The alternative; the best where it is `None` or unknown.
    pub focus: Option<&'e str>,
    /// Name of an item, an account, a figure, a law, or a year; everything where it is `None`.
    pub name: Option<&'e str>,
    /// All values of the scenario with their places.
    pub entries: &'e [Entry],
    /// Language of all texts.
    pub language: Language,
}

/// What all parts need.
struct Explanation<'e> {
    run: &'e Run,
    told: &'e AlternativeAnswer,
    items: Vec<PricedItem<'e>>,
    entries: &'e [Entry],
    language: Language,
    numbers: Numbers,
    lines: Vec<String>,
}

/// The explanation.
///
/// # Errors
/// A name that nothing of the scenario has, or a scenario without an alternative.
pub fn text(run: &Run, explained: Explained<'_>) -> Result<String, Message> {
    let Explained { focus, name, entries, language } = explained;
    let told = told(&run.answer, focus).ok_or_else(|| Message::new("summary_no_alternatives"))?;
    let alternative = run.scenario().alternatives.iter().position(|known| known.id == told.id).unwrap_or_default();
    let items = priced_items(run, alternative);
    let numbers = Numbers::new(language);
    let mut explanation = Explanation { run, told, items, entries, language, numbers, lines: Vec::new() };
    let plan = explanation.own(&run.scenario().alternatives[alternative].label, &told.id);
    explanation.say("explain_plan", &[("plan", &plan)]);
    match name {
        None => explanation.whole(),
        Some(name) => explanation.one(name)?,
    }
    explanation.lines.extend(wrap(&caveat(run.scenario(), told, language), COLUMNS, 0));
    Ok(explanation.lines.join("\n") + "\n")
}

impl Explanation<'_> {
    /// A line of the catalogue.
    fn say(&mut self, key: &'static str, values: &[(&str, &str)]) {
        let text = subject::text(self.run.scenario(), self.language, key, values);
        self.lines.extend(wrap(&text, COLUMNS, 0));
    }

    fn own(&self, text: &Text, otherwise: &str) -> String {
        let text = self.language.of(text);
        plain(if text.is_empty() { otherwise } else { text })
    }

    /// Euro and cents.
    fn euro(&self, amount: f64) -> String {
        self.numbers.decimal(amount, 2)
    }

    /// A name with an amount behind it.
    fn row(&mut self, name: &str, label: &str, amount: f64) {
        let amount = right(&self.euro(amount), AMOUNT);
        self.lines.push(format!("  {}{amount}  {}", left(&plain(name), NAME), plain(label)));
    }

    /// The total by item, and by account.
    fn whole(&mut self) {
        let mut parts: Vec<(String, String, f64)> = self
            .items
            .iter()
            .map(|line| {
                let label = self.own(&line.item.label, &line.item.id);
                (line.item.id.clone(), label, line.weights[SOCIETY] * line.more())
            })
            .collect();
        parts.retain(|part| part.2 != 0.0);
        parts.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()).then_with(|| a.0.cmp(&b.0)));
        self.say("explain_society", &[]);
        parts.iter().for_each(|(id, label, amount)| self.row(id, label, *amount));
        let sum = parts.iter().map(|part| part.2).sum();
        self.row("=", self.language.text("report_net"), sum);
        self.say("explain_accounts", &[]);
        let accounts = self.run.scenario().accounts.iter().zip(&self.told.accounts);
        let parties: Vec<(String, String, f64)> = accounts
            .filter(|(account, _)| account.role.is_party())
            .map(|(account, answer)| (account.id.clone(), self.own(&account.label, &account.id), answer.net))
            .collect();
        parties.iter().for_each(|(id, label, net)| self.row(id, label, *net));
        self.say("explain_more", &[]);
    }

    fn one(&mut self, name: &str) -> Result<(), Message> {
        if let Some(at) = self.items.iter().position(|line| line.item.id == name) {
            self.item(at);
            return Ok(());
        }
        let scenario = self.run.scenario();
        let unknown = || Message::new("explain_unknown").with("name", name);
        let labelled = |label: &str| label.to_lowercase() == name.to_lowercase();
        let named =
            |account: &Account| account.id == name || labelled(&account.label.nl) || labelled(&account.label.en);
        if let Some(account) = scenario.accounts.iter().position(named) {
            self.account(account);
            return Ok(());
        }
        if let Some(figure) = self.figure_of(name) {
            self.figure(&figure);
            return Ok(());
        }
        let year = name.parse::<i32>().ok();
        let is_law = !name.is_empty() && scenario.items.iter().any(|item| item.law.eq_ignore_ascii_case(name));
        let is_year = self.told.cash_flow.iter().any(|flow| Some(flow.calendar_year) == year);
        if !is_law && !is_year {
            return Err(unknown());
        }
        self.of_ledger(name, year.filter(|_| is_year));
        Ok(())
    }

    /// What falls under a law or in a year: the postings of the parties in the ledger, added up by party and item. Of a
    /// law present values, of a year what falls in it, not discounted.
    fn of_ledger(&mut self, name: &str, year: Option<i32>) {
        let scenario = self.run.scenario();
        let mut sums: BTreeMap<(String, String), f64> = BTreeMap::new();
        for row in ledger(scenario, &self.run.results.alternatives) {
            let party = scenario.accounts.iter().any(|account| account.id == row.account && account.role.is_party());
            let asked = match year {
                Some(year) => row.calendar_year == year,
                None => row.law.eq_ignore_ascii_case(name),
            };
            if party && asked && row.alternative == self.told.id {
                let amount = if year.is_some() { row.difference } else { row.discounted_difference };
                *sums.entry((row.account, row.item)).or_default() += amount;
            }
        }
        self.say(if year.is_some() { "explain_year" } else { "explain_law" }, &[("name", name)]);
        let mut parts: Vec<((String, String), f64)> = sums.into_iter().filter(|(_, amount)| *amount != 0.0).collect();
        parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
        parts.iter().for_each(|((account, item), amount)| self.row(item, account, *amount));
        let sum = parts.iter().map(|part| part.1).sum();
        self.row("=", self.language.text("report_total"), sum);
        self.say("explain_more", &[]);
    }

    /// What an account pays and gains, by item, with its share of each.
    fn account(&mut self, account: usize) {
        let scenario = self.run.scenario();
        let found = &scenario.accounts[account];
        let label = self.own(&found.label, &found.id);
        self.say("explain_account", &[("account", &label)]);
        let mut parts: Vec<(String, String, f64)> = Vec::new();
        for line in &self.items {
            let share: f64 =
                postings(scenario, line.item).iter().filter(|(at, _)| *at == account).map(|(_, share)| share).sum();
            let amount = share * line.more();
            if amount != 0.0 {
                let label = self.own(&line.item.label, &line.item.id);
                let product = format!("{} x {}", self.euro(line.more()), self.numbers.exact(share));
                parts.push((line.item.id.clone(), format!("= {product}  {label}"), amount));
            }
        }
        parts.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()).then_with(|| a.0.cmp(&b.0)));
        parts.iter().for_each(|(id, label, amount)| self.row(id, label, *amount));
        let sum = parts.iter().map(|part| part.2).sum();
        self.row("=", self.language.text("table_net"), sum);
        self.say("explain_more", &[]);
    }
}
