//! Who pays and who gains, when the plan has paid for itself, and the plans beside one another.
//!
//! In: the answer on all plans. Out: HTML; tables add up as printed. Each figure of a plan also stands unrounded in the
//! page, for who reads it by program.

use crate::report::html::table::Table;
use crate::report::terminal::screen::accounts::{self, from, payback, why_they_differ};
use crate::report::terminal::screen::context::{Context, has_welfare};
use crate::report::terminal::screen::starts::starts;
use crate::report::words::rounding::units;
use crate::simulate::ledger::{MONEY, PUBLIC, SOCIETY};
use maud::{Markup, html};

/// Who pays and who gains.
pub(super) fn parties(context: &Context) -> Markup {
    let parties = accounts::parties(context);
    let heads = ["report_party", "table_plan_cost", "table_saved", "table_received", "table_net", "table_from"];
    let mut table = Table::new(context.text("table_head", &[]), heads.map(|key| context.text(key, &[])).to_vec());
    let cells = |figures: &accounts::Figures, from: String| {
        figures[..4].iter().map(|figure| context.of_units(*figure)).chain([from]).collect::<Vec<String>>()
    };
    for party in parties.iter().filter(|party| party.is_told()) {
        table.row(party.name.clone(), cells(&party.figures, from(context, party.account)));
    }
    table.sum(context.text("table_society", &[]), cells(&accounts::sum(parties.iter()), String::new()));
    let public = accounts::sum(parties.iter().filter(|party| party.account.public));
    table.told(context.text("table_public", &[]), cells(&public, String::new()));
    let rights = units(context.told.apart.rights_public, context.unit) * context.unit;
    html! {
        section aria-labelledby="parties" {
            h2 id="parties" { (context.text("coach_parties", &[])) }
            (table.html())
            p { (why_they_differ(context, &parties)) }
            p { strong { (payback(context)) } }
            @if rights != 0.0 {
                p { (context.text("coach_rights", &[("amount", context.numbers.whole_euro(rights))])) }
            }
        }
    }
}

/// All plans, the best first, and for whom the plan pays.
pub(super) fn plans(context: &Context) -> Markup {
    let mut columns = vec![(SOCIETY, "plans_with_welfare"), (MONEY, "plans_money"), (PUBLIC, "plans_public")];
    if !context.ranked.iter().any(|one| has_welfare(one)) {
        columns.remove(0);
    }
    let heads = ["report_plan"].into_iter().chain(columns.iter().map(|(_, key)| *key)).chain(["plans_chance"]);
    let mut table = Table::new(context.text("plans_head", &[]), heads.map(|key| context.text(key, &[])).collect());
    for one in &context.ranked {
        let figure = |total: usize, key: &str| {
            let mean = one.total(total).average.mean;
            html! { data value=(mean) data-plan=(one.id) data-total=(key) { (context.cell(mean)) } }
        };
        let mut cells: Vec<Markup> = columns.iter().map(|(total, key)| figure(*total, key)).collect();
        let chance = one.headline().average.probability_positive;
        let chance = if context.answer.has_spread() { context.numbers.percent(chance) } else { "–".to_owned() };
        cells.push(html! { (chance) });
        table.marked(context.name(&one.id).to_owned(), cells);
    }
    let starts = starts(context).lines;
    html! {
        section aria-labelledby="plans" {
            h2 id="plans" { (context.text("coach_plans", &[])) }
            (table.html())
            @if let Some((head, lines)) = starts.split_first() {
                p { (head) }
                ul { @for line in lines { li { (line.trim_start_matches("- ")) } } }
            }
        }
    }
}
