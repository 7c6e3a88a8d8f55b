//! The report as one HTML file: it fetches nothing, runs no script, prints on A4, and can be read without seeing it.
//!
//! In: a run, the alternative that is told, a language. Out: a text; the same inputs give the same bytes. Tables are
//! rounded as a whole, so that they add up as printed.

mod band;
mod benefits;
mod effects;
pub(in crate::report) mod frame;
mod opening;
mod parties;
mod register;
mod repeat;
mod situation;
pub(in crate::report) mod table;
mod uncertainty;
mod unpriced;

use crate::report::terminal::screen::context::Context;
use crate::report::terminal::told::told;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::rounding::unit;
use crate::session::Run;
use maud::{Markup, html};

/// What all parts of a page need.
struct Page<'p> {
    run: &'p Run,
    context: Context<'p>,
}

/// How a page is made.
#[derive(Clone, Copy, Debug)]
pub struct PageOptions<'o> {
    /// The alternative that is told in full; the best where it is `None` or unknown.
    pub focus: Option<&'o str>,
    /// The command that gives the same figures again.
    pub command: &'o str,
    /// Language of all texts.
    pub language: Language,
}

/// The page; where the scenario has no alternative it says so.
pub fn page(run: &Run, options: PageOptions<'_>) -> String {
    let PageOptions { focus, command, language } = options;
    let Some(told) = told(&run.answer, focus) else {
        return frame::whole(language, "mkba", html! { p { (language.text("summary_no_alternatives")) } })
            .into_string();
    };
    let ranked = run.answer.best_first();
    let largest = ranked.iter().map(|one| one.headline().average.mean.abs().max(one.costs_present_value.abs()));
    let context = Context {
        answer: &run.answer,
        scenario: run.scenario(),
        told,
        language,
        numbers: Numbers::new(language),
        width: usize::MAX,
        unit: unit(largest.fold(0.0, f64::max), false),
        full: true,
        ranked,
    };
    let page = Page { run, context };
    let sections: [(&'static str, &'static str, Markup); 13] = [
        ("question", "report_question", page.question()),
        ("null", "report_null", page.null_alternative()),
        ("alternatives", "report_alternatives", page.alternatives()),
        ("effects", "report_effects", page.effects()),
        ("costs", "report_costs", page.costs()),
        ("benefits", "report_benefits", page.benefits()),
        ("balance", "report_balance", page.balance()),
        ("uncertainty", "report_uncertainty", page.uncertainty()),
        ("parties", "report_parties", page.parties()),
        ("sensitivity", "report_sensitivity", page.sensitivity()),
        ("unpriced", "report_unpriced", page.unpriced()),
        ("register", "report_register", page.register()),
        ("repeat", "report_repeat", page.repeat(command)),
    ];
    let title = page.context.own(&page.context.scenario.title, &page.context.scenario.id);
    let body = html! {
        header { section class="first" aria-labelledby="title" { h1 id="title" { (title) } (page.opening()) } }
        nav aria-labelledby="contents" {
            h2 id="contents" { (page.text("report_contents", &[])) }
            ol { @for (id, key, _) in &sections { li { a href={ "#" (id) } { (page.text(key, &[])) } } } }
        }
        main id="main" {
            @for (at, (id, key, section)) in sections.iter().enumerate() {
                section aria-labelledby=(id) { h2 id=(id) { (at + 1) ". " (page.text(key, &[])) } (section) }
            }
        }
        footer { p { (page.text("summary_warning", &[])) } }
    };
    frame::whole(language, &title, body).into_string()
}

impl Page<'_> {
    fn text(&self, key: &'static str, values: &[(&str, String)]) -> String {
        self.context.text(key, values)
    }

    /// An amount in the unit of the page, without the sign of the euro.
    fn cell(&self, amount: f64) -> String {
        self.context.cell(amount)
    }

    /// So many units, for a cell.
    fn of_units(&self, units: f64) -> String {
        self.context.of_units(units)
    }

    /// A quantity, with as many decimals as its size asks for.
    fn quantity(&self, quantity: f64) -> String {
        let size = quantity.abs();
        self.context.numbers.decimal(quantity, u8::from(size < 100.0) + u8::from(size < 1.0))
    }
}
