//! The table of who pays and who gains, with the totals and why they differ.
//!
//! In: account answers of one alternative. Out: lines.

use crate::analyse::{AccountAnswer, AlternativeAnswer};
use crate::model::Role;
use crate::report::terminal::COLUMNS;
use crate::report::terminal::context::Context;
use crate::report::words::wrap::{left, right, shorten, wrap};

/// Columns of a figure.
const CELL: usize = 11;
/// Figures in a row.
const CELLS: usize = 4;
/// Columns of the name of an account in a sentence.
const NAME: usize = 36;
/// An amount below which nothing needs to be said, in euro.
const SMALL: f64 = 5.0;

/// Plan cost, saved, received, net.
type Figures = [f64; CELLS];

/// Accounts with the largest net amounts, all others in one row, and the totals.
pub(super) fn accounts(context: &Context, told: &AlternativeAnswer) -> Vec<String> {
    let mut parties = parties(context, told);
    parties.sort_by(|a, b| b.1.net.abs().total_cmp(&a.1.net.abs()));
    let shown =
        parties.iter().filter(|(_, account)| figures(account).iter().any(|figure| figure.abs() >= SMALL)).count();
    // A row for the rest makes sense from two accounts on.
    let shown = if shown > context.detail.accounts + 1 { context.detail.accounts } else { shown };
    let heads = ["table_plan_cost", "table_saved", "table_received", "table_net"].map(|key| context.text(key, &[]));
    let mut lines = vec![row(&context.text("table_head", &[("year", context.answer.price_year.to_string())]), &heads)];
    let write = |name: &str, sums: Figures| row(name, &sums.map(|figure| context.numbers.amount(figure)));
    lines.extend(parties[..shown].iter().map(|(name, account)| write(name, figures(account))));
    let rest = sum(parties[shown..].iter().map(|(_, account)| *account));
    if rest.iter().any(|figure| figure.abs() >= SMALL) {
        lines.push(write(&context.text("table_others", &[]), rest));
    }
    lines.push(write(&context.text("table_society", &[]), sum(parties.iter().map(|(_, account)| *account))));
    let public = parties.iter().map(|(_, account)| *account).filter(|account| account.public);
    lines.push(write(&context.text("table_public", &[]), sum(public)));
    lines.extend(wrap(&why_they_differ(context, told, &parties), COLUMNS, 0));
    lines
}

fn parties<'a>(context: &Context, told: &'a AlternativeAnswer) -> Vec<(String, &'a AccountAnswer)> {
    let named = context.scenario.accounts.iter().zip(&told.accounts);
    let party = named.filter(|(account, _)| account.role == Role::Party);
    party.map(|(account, answer)| (context.own(&account.label, &account.id), answer)).collect()
}

fn figures(account: &AccountAnswer) -> Figures {
    [account.plan_cost, account.saved, account.received, account.net]
}

fn sum<'a>(accounts: impl Iterator<Item = &'a AccountAnswer>) -> Figures {
    accounts.fold([0.0; CELLS], |sum, account| {
        let more = figures(account);
        std::array::from_fn(|cell| sum[cell] + more[cell])
    })
}

fn row(name: &str, cells: &[String; CELLS]) -> String {
    let cells: String = cells.iter().map(|cell| right(cell, CELL)).collect();
    left(name, COLUMNS - CELLS * CELL) + &cells
}

/// Society and the purse differ by what all others gain or lose; names who matters most. Welfare is told where there is any.
fn why_they_differ(context: &Context, told: &AlternativeAnswer, parties: &[(String, &AccountAnswer)]) -> String {
    let society = told.net_benefit.average.mean;
    let difference = told.net_benefit_public.average.mean - society;
    let with_welfare = told.net_benefit_with_welfare.average.mean;
    let others = parties.iter().filter(|(_, account)| !account.public && account.net * difference < 0.0);
    let most = others.max_by(|a, b| a.1.net.abs().total_cmp(&b.1.net.abs()));
    let mut text = match most {
        Some((name, account)) if difference.abs() >= SMALL => {
            let key = if difference > 0.0 { "summary_purse_more" } else { "summary_purse_less" };
            let values = [
                ("difference", context.numbers.euro(difference.abs())),
                ("account", shorten(name, NAME)),
                ("net", context.numbers.signed_euro(account.net)),
            ];
            context.text(key, &values)
        }
        _ => context.text("summary_purse_same", &[]),
    };
    if (with_welfare - society).abs() >= SMALL {
        let value = [("value", context.numbers.euro(with_welfare))];
        text = format!("{text} {}", context.text("summary_welfare", &value));
    }
    text
}
