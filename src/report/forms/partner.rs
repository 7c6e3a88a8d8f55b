//! The page for one payer: what it pays, what it pays no longer, from when, and how sure that is.
//!
//! In: a page about an alternative, the name of an account. Out: HTML without a document around it.

use crate::analyse::answer::accounts::ledger;
use crate::analyse::answer::by_draw::account_nets;
use crate::report::forms::FormOptions;
use crate::report::html::Page;
use crate::report::html::table::Table;
use crate::report::priced::priced_items;
use crate::report::terminal::screen::accounts::{from, parties};
use crate::report::words::caveat::caveat;
use crate::report::words::rounding::{apportion, units};
use crate::report::words::wrap::plain;
use crate::simulate::ledger::postings;
use maud::{Markup, html};

/// Items that have a row of their own.
const ITEMS: usize = 5;

/// The page; `None` where there is no party of this name.
pub(super) fn markup(page: &Page<'_>, account: &str, options: FormOptions<'_>) -> Option<Markup> {
    let context = &page.context;
    let at = context.scenario.accounts.iter().position(|known| known.id == account && known.role.is_party())?;
    let parties = parties(context);
    let party = parties.iter().find(|party| party.account.id == account)?;
    let euro = |units: f64| context.numbers.whole_euro(units * context.unit);
    let [cost, saved, received, net, bookable] = party.figures;
    let values = [
        ("account", plain(&party.name)),
        ("plan", plain(&context.name(&context.told.id))),
        ("title", plain(&context.own(&context.scenario.title, &context.scenario.id))),
        ("cost", euro(cost)),
        ("saved", euro(saved.abs())),
        ("received", euro(received.abs())),
        ("net", euro(net)),
        ("bookable", euro(bookable)),
        ("from", from(context, party.account)),
    ];
    let pays = if cost == 0.0 { "partner_pays_nothing" } else { "partner_pays" };
    let saves = match saved {
        saved if saved > 0.0 => "partner_saves",
        saved if saved < 0.0 => "partner_pays_more",
        _ => "partner_saves_nothing",
    };
    let gets = match received {
        received if received > 0.0 => Some("partner_receives"),
        received if received < 0.0 => Some("partner_receives_less"),
        _ => None,
    };
    let when = if party.account.cashable_from.is_some() { "partner_from" } else { "partner_from_never" };
    Some(html! {
        p { (page.text("partner_about", &values)) }
        p class="figure" { (euro(net)) small { (page.text("partner_figure", &values)) } }
        ul {
            li { (page.text(pays, &values)) }
            li { (page.text(saves, &values)) }
            @if let Some(gets) = gets { li { (page.text(gets, &values)) } }
            li { (page.text(when, &values)) }
            li { (sure(page, at)) }
        }
        (by_item(page, at, net))
        (by_year(page, account))
        p class="small" { (caveat(context.scenario, context.told, context.language)) }
        p class="small" { (page.text("partner_made", &[("id", context.answer.id.clone()), ("command", options.command.to_owned())])) }
    })
}

/// How often the party gains over draws, and between which amounts it ends up in 8 of 10.
fn sure(page: &Page<'_>, account: usize) -> String {
    let context = &page.context;
    if !context.answer.has_spread() {
        return page.text("partner_no_spread", &[]);
    }
    let results = &page.run.results.alternatives;
    let at = page.alternative();
    let nets = account_nets(context.scenario, at, &results[0], &results[at]);
    let draws = nets.get(account).map_or(&[][..], Vec::as_slice);
    let gains = draws.iter().filter(|draw| draw.net > 0.0).count() as f64 / draws.len().max(1) as f64;
    let spread = &context.told.accounts[account].net_spread;
    let key = match (spread.p10, spread.p90) {
        (low, high) if low == 0.0 && high == 0.0 => "partner_sure_nothing",
        (low, _) if low > 0.0 => "partner_sure_gain",
        (_, high) if high < 0.0 => "partner_sure_loss",
        _ => "partner_unsure",
    };
    let values = [
        ("chance", context.numbers.percent(gains)),
        ("low", context.euro(spread.p10)),
        ("high", context.euro(spread.p90)),
    ];
    page.text(key, &values)
}

/// The items that make most of it, and all others together; they add up to the net amount as printed.
fn by_item(page: &Page<'_>, account: usize, net: f64) -> Markup {
    let context = &page.context;
    let mut lines: Vec<(String, f64)> = Vec::new();
    for line in priced_items(page.run, page.alternative()) {
        let share: f64 =
            postings(context.scenario, line.item).iter().filter(|(at, _)| *at == account).map(|(_, share)| share).sum();
        if share * line.more() != 0.0 {
            lines.push((plain(&context.own(&line.item.label, &line.item.id)), share * line.more()));
        }
    }
    lines.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
    let rest: f64 = lines.iter().skip(ITEMS).map(|line| line.1).sum();
    let more = lines.len().saturating_sub(ITEMS);
    lines.truncate(ITEMS);
    if more > 0 {
        lines.push((page.text("partner_others", &[("count", more.to_string())]), rest));
    }
    let amounts: Vec<f64> = lines.iter().map(|line| line.1).collect();
    let parts = apportion(&amounts, context.unit, net);
    let heads = ["report_item", "report_euro"].map(|key| page.text(key, &[])).to_vec();
    let mut table = Table::new(page.text("partner_items", &[]), heads);
    for (line, part) in lines.into_iter().zip(parts) {
        table.row(line.0, vec![page.of_units(part)]);
    }
    table.sum(page.text("report_total", &[]), vec![page.of_units(net)]);
    table.html()
}

/// What it gains or pays more in each year, and what of that it can book; not discounted.
fn by_year(page: &Page<'_>, account: &str) -> Markup {
    let context = &page.context;
    let rows = ledger(context.scenario, &page.run.results.alternatives);
    let own: Vec<_> = rows.iter().filter(|row| row.alternative == context.told.id && row.account == account).collect();
    let years: Vec<i32> = context.told.cash_flow.iter().map(|flow| flow.calendar_year).collect();
    let of = |value: fn(&crate::analyse::LedgerRow) -> f64| -> Vec<f64> {
        let sum = |year: &i32| own.iter().filter(|row| row.calendar_year == *year).map(|row| value(row)).sum();
        let amounts: Vec<f64> = years.iter().map(sum).collect();
        apportion(&amounts, context.unit, units(amounts.iter().sum(), context.unit))
    };
    let columns = [of(|row| row.difference), of(|row| row.cashable_amount)];
    let heads = ["report_calendar_year", "partner_difference", "table_cashable"].map(|key| page.text(key, &[]));
    let mut table = Table::new(page.text("partner_years", &[]), heads.to_vec());
    for (at, year) in years.iter().enumerate() {
        if columns.iter().any(|column| column[at] != 0.0) {
            table.row(year.to_string(), columns.iter().map(|column| page.of_units(column[at])).collect());
        }
    }
    let sums = columns.iter().map(|column| page.of_units(column.iter().sum())).collect();
    table.sum(page.text("report_total", &[]), sums);
    html! { (table.html()) p class="small" { (page.text("report_years_mean", &[])) } }
}
