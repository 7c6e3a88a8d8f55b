//! What is gained that is not money, and what has no price.
//!
//! In: the answer on the plan that is looked at. Out: HTML.

use crate::analyse::{MeasureAnswer, Standing};
use crate::report::html::table::Table;
use crate::report::terminal::screen::context::{Context, has_welfare};
use crate::report::terminal::screen::evidence;
use crate::report::words::wrap::plain;
use maud::{Markup, html};

/// Quality of life, and levels of self-reliance and participation.
pub(super) fn gains(context: &Context) -> Markup {
    let told = context.told;
    let worth = told.net_benefit.average.mean - told.net_benefit_money.average.mean - told.apart.unvalued_use;
    let levels = levels(context);
    if !has_welfare(told) && levels.is_empty() {
        return html! {};
    }
    let key = if worth < 0.0 { "coach_welfare_less" } else { "coach_welfare_more" };
    html! {
        section aria-labelledby="gains" {
            h2 id="gains" { (context.text("coach_gains", &[])) }
            @if has_welfare(told) { p { (context.text(key, &[("worth", context.euro(worth.abs()))])) } }
            @if !levels.is_empty() { (levels.html()) p { (context.text("measures_describe", &[])) } }
        }
    }
}

fn levels(context: &Context) -> Table {
    let heads = ["measures_head", "measures_start", "measures_end_without", "measures_end_with"];
    let mut table = Table::new(context.text("report_levels", &[]), heads.map(|key| context.text(key, &[])).to_vec());
    let mean = |standing: &Standing| standing.mean.map_or("–".to_owned(), |mean| context.numbers.decimal(mean, 1));
    let name = |measure: &MeasureAnswer| {
        let known = context.scenario.measures.iter().find(|known| known.id == measure.id);
        let label = known.map_or(measure.id.clone(), |known| context.own(&known.label, &known.id));
        format!("{label} ({}–{})", measure.lowest, measure.highest)
    };
    for measure in &context.told.measures {
        let cells = [&measure.start_with, &measure.end_without, &measure.end_with].map(mean);
        table.row(plain(&name(measure)), cells.to_vec());
    }
    table
}

/// What is counted and has no price, what is left out, and the weakest figures.
pub(super) fn unpriced(context: &Context) -> Markup {
    let list = |lines: Vec<String>| {
        html! {
            @for line in lines {
                @if let Some(item) = line.strip_prefix("- ") { p class="item" { (item) } } @else { p { (line) } }
            }
        }
    };
    let (unpriced, weak) = (evidence::unpriced(context).lines, evidence::weak_figures(context).lines);
    html! {
        @if !unpriced.is_empty() {
            section aria-labelledby="unpriced" {
                h2 id="unpriced" { (context.text("coach_unpriced", &[])) }
                (list(unpriced))
            }
        }
        @if !weak.is_empty() {
            section aria-labelledby="weak" {
                h2 id="weak" { (context.text("coach_weak", &[])) }
                details class="source" { summary { (context.text("coach_weak_show", &[])) } (list(weak)) }
            }
        }
    }
}
