//! Who pays, who gains, and what of it can be booked in which year.
//!
//! In: accounts and the ledger of the alternative that is told. Out: HTML; rows and columns add up as printed.

use crate::analyse::answer::accounts::ledger;
use crate::report::html::Page;
use crate::report::html::table::Table;
use crate::report::terminal::screen::accounts::{self, from, payback, why_they_differ};
use crate::report::words::rounding::{apportion, units};
use maud::{Markup, html};
use std::collections::BTreeMap;

impl Page<'_> {
    pub(super) fn parties(&self) -> Markup {
        let context = &self.context;
        let parties = accounts::parties(context);
        let heads = [
            "report_party",
            "table_plan_cost",
            "table_saved",
            "table_received",
            "table_net",
            "table_cashable",
            "table_from",
        ];
        let mut table = Table::new(self.text("table_head", &[]), heads.map(|key| self.text(key, &[])).to_vec());
        let cells = |figures: &accounts::Figures, from: String| {
            figures.iter().map(|figure| self.of_units(*figure)).chain([from]).collect::<Vec<String>>()
        };
        for party in parties.iter().filter(|party| party.is_told()) {
            table.row(party.name.clone(), cells(&party.figures, from(context, party.account)));
        }
        let society = accounts::sum(parties.iter());
        table.sum(self.text("table_society", &[]), cells(&society, String::new()));
        let public = accounts::sum(parties.iter().filter(|party| party.account.public));
        table.told(self.text("table_public", &[]), cells(&public, String::new()));
        html! {
            (table.html())
            p { (self.text("table_cashable_means", &[])) }
            p { (why_they_differ(context, &parties)) }
            p { (payback(context)) }
            (self.charts(&["payers"]))
            (self.budget())
        }
    }

    /// What public parties can book, by calendar year, not discounted. Years are rounded to their sum, parties within
    /// a year to that year.
    fn budget(&self) -> Markup {
        let context = &self.context;
        let scenario = context.scenario;
        let rows = ledger(scenario, &self.run.results.alternatives);
        let mut by_account: BTreeMap<&str, BTreeMap<i32, f64>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.alternative == context.told.id && row.cashable_amount != 0.0) {
            *by_account.entry(&row.account).or_default().entry(row.calendar_year).or_default() += row.cashable_amount;
        }
        let public = scenario.accounts.iter().filter(|account| account.public && account.role.is_party());
        let payers: Vec<_> = public.filter(|account| by_account.contains_key(account.id.as_str())).collect();
        if payers.is_empty() {
            return html! {};
        }
        let years: Vec<i32> = context.told.cash_flow.iter().map(|flow| flow.calendar_year).collect();
        let amounts = |year: &i32| -> Vec<f64> {
            payers.iter().map(|account| by_account[account.id.as_str()].get(year).copied().unwrap_or(0.0)).collect()
        };
        let cells: Vec<Vec<f64>> = years.iter().map(amounts).collect();
        let totals: Vec<f64> = cells.iter().map(|row| row.iter().sum()).collect();
        let totals = apportion(&totals, context.unit, units(totals.iter().sum(), context.unit));
        let mut heads = vec![self.text("report_calendar_year", &[])];
        heads.extend(payers.iter().map(|account| context.own(&account.label, &account.id)));
        heads.push(self.text("report_total", &[]));
        let mut table = Table::new(self.text("report_budget", &[]), heads);
        let mut sums = vec![0.0; payers.len()];
        for ((year, row), total) in years.iter().zip(&cells).zip(&totals) {
            let parts = apportion(row, context.unit, *total);
            sums.iter_mut().zip(&parts).for_each(|(sum, part)| *sum += part);
            let printed = parts.iter().chain([&parts.iter().sum()]).map(|part| self.of_units(*part)).collect();
            table.row(year.to_string(), printed);
        }
        let all = sums.iter().sum();
        table.sum(self.text("report_total", &[]), sums.iter().chain([&all]).map(|sum| self.of_units(*sum)).collect());
        html! { h3 { (self.text("report_budget_head", &[])) } p { (self.text("report_budget_mean", &[])) } (table.html()) }
    }
}
