//! Sums of the plans that are given: by payer, law and year, by part of the caseload, and what sets payers level.
//!
//! In: a [`Portfolio`], the plans that are given. Out: the parts of a
//! [`PortfolioAnswer`](crate::analyse::portfolio::answer::PortfolioAnswer).

use crate::analyse::portfolio::answer::{
    BudgetNeed, BudgetYear, GroupSum, PayerSum, Settlement, SettlementParty, YearSum,
};
use crate::analyse::portfolio::bands::{CaseloadBand, mixed_percentile};
use crate::analyse::portfolio::cases::{FlowSums, Given, Portfolio, PortfolioCase};
use crate::analyse::portfolio::figures::BookedUnder;
use crate::analyse::statistics::sample::{mean, percentile};
use std::collections::BTreeMap;

/// By payer, in the order of the accounts; those who neither pay nor gain are left out.
pub(super) fn payers(portfolio: &Portfolio, flows: &FlowSums, luck: Option<f64>) -> Vec<PayerSum> {
    let mut found = Vec::new();
    for (account, own) in portfolio.accounts.iter().enumerate() {
        let of_account = || flows.iter().filter(|((other, ..), _)| *other == account);
        if of_account().next().is_none() {
            continue;
        }
        let net = by_draw(portfolio, of_account().map(|(_, sum)| &sum.amount));
        let plan = of_account().filter(|((.., own), _)| *own).map(|(_, sum)| 0.0 - mean(sum.amount.iter().copied()));
        found.push(PayerSum {
            account: own.id.clone(),
            public: own.public,
            plan_cost: plan.sum(),
            net: CaseloadBand::of(&net, luck.filter(|_| portfolio.payer == Some(account))),
            cashable: of_account().map(|(_, sum)| sum.cashable).sum(),
        });
    }
    found
}

/// Account, law and task field, calendar year.
type YearPlace<'s> = (usize, &'s BookedUnder, i32);
/// Whether it is for the plans themselves, amounts by draw, and what can be booked.
type YearPart<'s> = (bool, &'s Vec<f64>, f64);
/// What a case is called by.
type NameOf = fn(&PortfolioCase) -> &str;

/// By payer, law, task field and calendar year.
pub(super) fn years(portfolio: &Portfolio, flows: &FlowSums) -> Vec<YearSum> {
    let mut parts: BTreeMap<YearPlace<'_>, Vec<YearPart<'_>>> = BTreeMap::new();
    for ((account, under, year, own), sum) in flows {
        parts.entry((*account, under, *year)).or_default().push((*own, &sum.amount, sum.cashable));
    }
    let year = |((account, under, calendar_year), parts): (YearPlace<'_>, Vec<YearPart<'_>>)| {
        let mut net = by_draw(portfolio, parts.iter().map(|part| part.1));
        let plan_cost = parts.iter().filter(|part| part.0).map(|part| 0.0 - mean(part.1.iter().copied())).sum();
        let all = mean(net.iter().copied());
        net.sort_unstable_by(f64::total_cmp);
        let at = |share| if net.is_empty() { 0.0 } else { percentile(&net, share) };
        YearSum {
            account: portfolio.accounts[account].id.clone(),
            law: under.law.clone(),
            task_field: under.task_field.clone(),
            calendar_year,
            plan_cost,
            net: all,
            p10: at(0.1),
            p50: at(0.5),
            p90: at(0.9),
            cashable: parts.iter().map(|part| part.2).sum(),
        }
    };
    parts.into_iter().map(year).collect()
}

fn by_draw<'a>(portfolio: &Portfolio, amounts: impl Iterator<Item = &'a Vec<f64>>) -> Vec<f64> {
    let mut sums = vec![0.0; portfolio.draws()];
    for amounts in amounts {
        sums.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += amount);
    }
    sums
}

/// What the payer must set aside. The luck of all years together is spread over them as the cost is.
pub(super) fn budget(portfolio: &Portfolio, flows: &FlowSums, given: &[Given], luck: f64) -> BudgetNeed {
    let own = |account: usize| portfolio.payer.is_none_or(|payer| payer == account);
    let of_plan = || flows.iter().filter(|((account, _, _, plan), _)| *plan && own(*account));
    let mut hours: BTreeMap<i32, f64> = BTreeMap::new();
    for one in given {
        for (year, more) in portfolio.hours_by_year(one.case, one.plan) {
            *hours.entry(year).or_insert(0.0) += f64::from(one.count) * more;
        }
    }
    let all: Vec<f64> =
        by_draw(portfolio, of_plan().map(|(_, sum)| &sum.amount)).into_iter().map(|sum| 0.0 - sum).collect();
    let whole = mean(all.iter().copied());
    let of = |calendar_year: i32, mut costs: Vec<f64>, hours: f64| {
        let own = mean(costs.iter().copied());
        let part = if whole > 0.0 { own / whole } else { 0.0 };
        let sd = luck.max(0.0).sqrt() * part;
        costs.sort_unstable_by(f64::total_cmp);
        let at = |share| mixed_percentile(&costs, sd, share);
        BudgetYear { calendar_year, mean: own, p50: at(0.5), p80: at(0.8), p95: at(0.95), hours }
    };
    let mut years: Vec<i32> = of_plan().map(|((_, _, year, _), _)| *year).chain(hours.keys().copied()).collect();
    years.sort_unstable();
    years.dedup();
    let of_year = |year: i32| {
        let costs =
            by_draw(portfolio, of_plan().filter(|((_, _, own, _), _)| *own == year).map(|(_, sum)| &sum.amount));
        of(year, costs.into_iter().map(|sum| 0.0 - sum).collect(), hours.get(&year).copied().unwrap_or(0.0))
    };
    BudgetNeed {
        account: portfolio.payer.map(|payer| portfolio.accounts[payer].id.clone()).unwrap_or_default(),
        total: of(0, all.clone(), hours.values().sum()),
        years: years.into_iter().map(of_year).collect(),
    }
}

/// By scenario, plan, neighbourhood and start.
pub(super) fn groups(portfolio: &Portfolio, given: &[Given], aim: usize) -> Vec<GroupSum> {
    let mut found = Vec::new();
    let kinds: [(&'static str, NameOf); 3] = [
        ("scenario", |case| &case.scenario),
        ("neighbourhood", |case| &case.neighbourhood),
        ("start", |case| &case.start_state),
    ];
    for (by, name) in kinds {
        let mut parts: BTreeMap<&str, (u64, Vec<Given>)> = BTreeMap::new();
        for case in &portfolio.cases {
            parts.entry(name(case)).or_default().0 += u64::from(case.count);
        }
        for one in given {
            parts.entry(name(&portfolio.cases[one.case])).or_default().1.push(*one);
        }
        // A part that is the whole, without a name, tells nothing.
        if parts.len() == 1 && parts.contains_key("") {
            continue;
        }
        found.extend(parts.into_iter().map(|(name, (all, own))| group(portfolio, by, name.to_owned(), all, &own, aim)));
    }
    let mut plans: BTreeMap<String, (u64, Vec<Given>)> = BTreeMap::new();
    for one in given {
        let figures = portfolio.figures(one.case, one.plan);
        let name = format!("{}: {}", portfolio.cases[one.case].scenario, figures.alternative);
        let part = plans.entry(name).or_default();
        part.0 += u64::from(one.count);
        part.1.push(*one);
    }
    let plans = plans.into_iter().map(|(name, (all, own))| group(portfolio, "alternative", name, all, &own, aim));
    found.extend(plans.collect::<Vec<_>>());
    found
}

fn group(portfolio: &Portfolio, by: &'static str, name: String, all: u64, given: &[Given], aim: usize) -> GroupSum {
    let cost = |one: &Given| f64::from(one.count) * portfolio.cost_by_year(one.case, one.plan).values().sum::<f64>();
    GroupSum {
        by,
        name,
        households: all,
        helped: given.iter().map(|one| u64::from(one.count)).sum(),
        plan_cost: given.iter().map(cost).sum(),
        net_benefit: CaseloadBand::of(&portfolio.totals(given)[aim], None),
    }
}

/// Payments between public payers by which each ends level or better with this certainty, over draws.
pub(super) fn settlement(portfolio: &Portfolio, flows: &FlowSums, certainty: f64) -> Settlement {
    let mut parties = Vec::new();
    for (account, own) in portfolio.accounts.iter().enumerate().filter(|(_, own)| own.public) {
        let amounts: Vec<&Vec<f64>> =
            flows.iter().filter(|((other, ..), _)| *other == account).map(|(_, sum)| &sum.amount).collect();
        if amounts.is_empty() {
            continue;
        }
        let mut net = by_draw(portfolio, amounts.into_iter());
        let all = mean(net.iter().copied());
        let loses = mean(net.iter().map(|net| f64::from(u8::from(*net < 0.0))));
        net.sort_unstable_by(f64::total_cmp);
        let sure = if net.is_empty() { 0.0 } else { percentile(&net, 1.0 - certainty) };
        parties.push(SettlementParty { account: own.id.clone(), net: all, sure, loses, payment: 0.0 });
    }
    let short: f64 = parties.iter().map(|party| (-party.sure).max(0.0)).sum();
    let spare: f64 = parties.iter().map(|party| party.sure.max(0.0)).sum();
    let paid = short.min(spare);
    for party in &mut parties {
        party.payment = match party.sure >= 0.0 {
            true if spare > 0.0 => -party.sure * paid / spare,
            false if short > 0.0 => -party.sure * paid / short,
            _ => 0.0,
        };
    }
    Settlement { certainty, possible: short <= spare, missing: (short - spare).max(0.0), parties }
}
