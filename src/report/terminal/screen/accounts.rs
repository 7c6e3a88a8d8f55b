//! The table of who pays and who gains, with what can be booked, the totals and why they differ.
//!
//! In: account answers of the alternative that is told. Out: a part of a screen. Rows and columns add up as printed.

use crate::analyse::{AccountAnswer, PaybackOf, Spread};
use crate::model::Role;
use crate::report::terminal::grid::{self, Row};
use crate::report::terminal::screen::context::{Context, Part, capital, has_welfare};
use crate::report::words::rounding::{apportion, units};
use crate::simulate::ledger::{HEADLINE, MONEY, PUBLIC, SOCIETY};

/// Plan cost, saved, received, net, bookable.
const FIGURES: usize = 5;
const NET: usize = 3;
const BOOKABLE: usize = 4;
/// An amount below which nothing needs to be said, in euro.
const SMALL: f64 = 5.0;
const MONTHS_A_YEAR: f64 = 12.0;

/// Whole numbers of units.
pub(crate) type Figures = [f64; FIGURES];

/// A party with its figures as they are printed.
pub(crate) struct Party<'a> {
    /// Its name for people.
    pub name: String,
    /// What the plan means for it.
    pub account: &'a AccountAnswer,
    /// The household itself is told of also where nothing changes for it.
    pub is_household: bool,
    /// What it pays for the plan, saves, receives, its net, and what can be booked.
    pub figures: Figures,
}

impl Party<'_> {
    /// Whether it has a row: something changes for it, as printed, or it is the household itself.
    pub(crate) fn is_told(&self) -> bool {
        self.is_household || self.figures.iter().any(|figure| *figure != 0.0)
    }
}

/// All parties for whom something changes and the household itself, society, and the public purse.
pub(super) fn accounts(context: &Context) -> Part {
    let parties = parties(context);
    let heads = ["table_plan_cost", "table_saved", "table_received", "table_net", "table_cashable", "table_from"];
    let head = Row { name: context.text("table_head", &[]), figures: heads.map(|key| context.text(key, &[])).to_vec() };
    let mut rows = Vec::new();
    // A household has no budget: what can be booked is told of the public purse, of all with `full`.
    let row = |name: String, figures: Figures, booked: bool, from: String| {
        let mut cells = figures.map(|figure| context.of_units(figure)).to_vec();
        if !booked {
            cells[BOOKABLE] = String::new();
        }
        cells.push(from);
        Row { name, figures: cells }
    };
    for party in parties.iter().filter(|party| party.is_told()) {
        let booked = context.full || party.account.public;
        let from = if booked { from(context, party.account) } else { String::new() };
        rows.push(row(party.name.clone(), party.figures, booked, from));
    }
    let society = sum(parties.iter());
    rows.push(row(context.text("table_society", &[]), society, context.full, String::new()));
    let public = sum(parties.iter().filter(|party| party.account.public));
    rows.push(row(context.text("table_public", &[]), public, true, String::new()));
    rows.extend(rights(context));
    rows.extend(welfare(context, society[NET]));
    let mut lines = grid::lines(&head, &rows, context.width);
    lines.extend(context.wrap(&context.text("table_cashable_means", &[])));
    lines.extend(context.wrap(&why_they_differ(context, &parties)));
    lines.extend(context.wrap(&payback(context)));
    Part { lines, ..Part::default() }
}

/// Parties in the order of the account list, rounded together: the nets of the public ones add up to the rounded public
/// purse, all nets to society, and the figures of each party to its net.
pub(crate) fn parties<'a>(context: &Context<'a>) -> Vec<Party<'a>> {
    let named = context.scenario.accounts.iter().zip(&context.told.accounts);
    let party = named.filter(|(account, _)| account.role.is_party());
    let mut parties: Vec<Party> = party
        .map(|(account, answer)| Party {
            name: context.own(&account.label, &account.id),
            account: answer,
            is_household: account.role == Role::Household,
            figures: Figures::default(),
        })
        .collect();
    let nets = together(context, &parties, |account| account.net);
    let bookable = together(context, &parties, |account| account.cashable);
    for (party, (net, bookable)) in parties.iter_mut().zip(nets.into_iter().zip(bookable)) {
        let AccountAnswer { plan_cost, saved, received, .. } = party.account;
        let parts = apportion(&[-plan_cost, *saved, *received], context.unit, net);
        // Minus 0 is 0.
        party.figures = [0.0 - parts[0], parts[1], parts[2], parts.iter().sum(), bookable];
    }
    parties.sort_by(|a, b| b.account.net.abs().total_cmp(&a.account.net.abs()));
    parties
}

/// A figure of all parties in units, rounded so that those of the public parties and those of all add up.
fn together(context: &Context, parties: &[Party], figure: fn(&AccountAnswer) -> f64) -> Vec<f64> {
    let amounts = |public: bool| {
        let of = parties.iter().filter(move |party| party.account.public == public);
        of.map(|party| figure(party.account)).collect::<Vec<f64>>()
    };
    let (public, others) = (amounts(true), amounts(false));
    let all = units(public.iter().chain(&others).sum(), context.unit);
    let purse = units(public.iter().sum(), context.unit);
    let mut public = apportion(&public, context.unit, purse).into_iter();
    let mut others = apportion(&others, context.unit, all - purse).into_iter();
    let next = |party: &Party| if party.account.public { public.next() } else { others.next() };
    parties.iter().map(next).map(Option::unwrap_or_default).collect()
}

pub(crate) fn sum<'p, 'a: 'p>(parties: impl Iterator<Item = &'p Party<'a>>) -> Figures {
    parties.fold(Figures::default(), |sum, party| std::array::from_fn(|at| sum[at] + party.figures[at]))
}

/// The year from which savings of an account can be booked.
pub(crate) fn from(context: &Context, account: &AccountAnswer) -> String {
    let year = |months: f64| context.scenario.settings.calendar_start + (months / MONTHS_A_YEAR).floor() as i32;
    account.cashable_from.map_or_else(|| "-".to_owned(), |months| year(months).to_string())
}

/// A row of which only the net is known, in units.
fn net_row(context: &Context, key: &'static str, units: f64) -> Row {
    let empty = ["", "", ""].map(str::to_owned).into_iter();
    Row { name: context.text(key, &[]), figures: empty.chain([context.of_units(units)]).collect() }
}

/// What of the purse comes from payments that somebody had a right to all along.
fn rights(context: &Context) -> Option<Row> {
    let rights = units(context.told.apart.rights_public, context.unit);
    (rights != 0.0).then(|| net_row(context, "table_rights", rights))
}

/// What the counter-accounts of quality of life and of use without a value add to society in money, and the balance;
/// nothing where they add nothing. `money` in units.
fn welfare(context: &Context, money: f64) -> Vec<Row> {
    if !has_welfare(context.told) {
        return Vec::new();
    }
    let with = units(context.told.total(SOCIETY).average.mean, context.unit);
    let unvalued = context.told.apart.unvalued_use;
    let valued = context.told.net_benefit.average.mean - context.told.net_benefit_money.average.mean - unvalued;
    let parts = apportion(&[valued, unvalued], context.unit, with - money);
    let rows = ["table_welfare", "table_unvalued"].into_iter().zip(parts).filter(|(_, units)| *units != 0.0);
    let rows = rows.map(|(key, units)| net_row(context, key, units));
    rows.chain([net_row(context, "table_with_welfare", with)]).collect()
}

/// Why the three totals differ, in one sentence: by quality of life, and by what others than the purse gain or lose.
pub(crate) fn why_they_differ(context: &Context, parties: &[Party]) -> String {
    let purse = why_the_purse_differs(context, parties);
    if !has_welfare(context.told) {
        return capital(&purse);
    }
    let units = |total| units(context.told.total(total).average.mean, context.unit);
    let more = units(SOCIETY) - units(MONEY);
    let key = match (more < 0.0, context.told.apart.unvalued_use != 0.0) {
        (false, false) => "totals_welfare_gained",
        (true, false) => "totals_welfare_lost",
        (false, true) => "totals_more",
        (true, true) => "totals_less",
    };
    let more = context.numbers.whole_euro((more * context.unit).abs());
    context.text(key, &[("more", more), ("purse", purse)])
}

/// Society in money and the purse differ by what all others gain or lose; names who matters most.
fn why_the_purse_differs(context: &Context, parties: &[Party]) -> String {
    let society = context.told.total(MONEY).average.mean;
    let difference = context.told.total(PUBLIC).average.mean - society;
    let others = parties.iter().filter(|party| !party.account.public && party.account.net * difference < 0.0);
    let most = others.max_by(|a, b| a.account.net.abs().total_cmp(&b.account.net.abs()));
    match most {
        Some(party) if difference.abs() >= SMALL => {
            let key = if difference > 0.0 { "table_purse_more" } else { "table_purse_less" };
            let (net, society, purse) =
                (party.figures[NET], units(society, context.unit), units(society + difference, context.unit));
            let euro = |units: f64| context.numbers.whole_euro(units * context.unit);
            let values =
                [("difference", euro((purse - society).abs())), ("account", party.name.clone()), ("net", euro(net))];
            context.text(key, &values)
        }
        _ => context.text("table_purse_same", &[]),
    }
}

/// When the plan has paid for itself.
pub(crate) fn payback(context: &Context) -> String {
    let told = |payback: &PaybackOf, net: &Spread| {
        if net.is_nothing() {
            return context.text("payback_nothing", &[]);
        }
        let months = match payback.expected {
            None => context.text("payback_never", &[]),
            Some(0) => context.text("payback_at_once", &[]),
            Some(month) => context.text("payback_month", &[("months", month.to_string())]),
        };
        if !context.answer.has_spread() {
            return months;
        }
        let chance = context.numbers.percent(payback.probability);
        context.text("payback_chance", &[("when", months), ("chance", chance)])
    };
    let payback = &context.told.payback;
    let of = |total, found| told(found, &context.told.total(total).average);
    let public = of(PUBLIC, &payback.public);
    let key = if context.answer.has_spread() { "payback" } else { "payback_one" };
    let money = of(MONEY, &payback.money);
    let society = if has_welfare(context.told) {
        context.text("payback_both", &[("society", of(HEADLINE, &payback.headline)), ("money", money)])
    } else {
        money
    };
    context.text(key, &[("society", society), ("public", public)])
}
