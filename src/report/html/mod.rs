//! The report as one HTML file: it fetches nothing, runs no script, prints on A4, and can be read without seeing it; and
//! as Markdown.
//!
//! In: a run, the alternative that is told, a language. Out: a text; the same inputs give the same bytes. Tables are
//! rounded as a whole, so that they add up as printed.

pub(in crate::report) mod band;
mod benefits;
mod charts;
mod effects;
pub(in crate::report) mod frame;
mod opening;
mod parties;
mod register;
mod repeat;
mod situation;
pub(crate) mod table;
mod uncertainty;
mod unpriced;

use crate::analyse::decision::Analysis;
use crate::report::markdown::of_body;
use crate::report::terminal::screen::context::Context;
use crate::report::terminal::told::told;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::rounding::unit;
use crate::session::Run;
use crate::session::future::Story;
use maud::{Markup, html};

/// What all parts of a page need.
pub(in crate::report) struct Page<'p> {
    /// What the choice rests on, where that was asked.
    pub(in crate::report) analysis: Option<&'p Analysis>,
    /// Single futures that are told, where that was asked.
    pub(in crate::report) stories: &'p [Story],
    /// The run that is told of.
    pub(in crate::report) run: &'p Run,
    /// The alternative that is told, and how amounts are written.
    pub(in crate::report) context: Context<'p>,
}

/// How a page is made.
#[derive(Clone, Copy, Debug)]
pub struct PageOptions<'o> {
    /// The alternative that is told in full; the best where it is `None` or unknown.
    pub focus: Option<&'o str>,
    /// The command that gives the same figures again.
    pub command: &'o str,
    /// What the choice rests on; without it that chapter is left out.
    pub analysis: Option<&'o Analysis>,
    /// Single futures that are told; without any that chapter is left out.
    pub stories: &'o [Story],
    /// Language of all texts.
    pub language: Language,
}

/// The page; where the scenario has no alternative it says so.
pub fn page(run: &Run, options: PageOptions<'_>) -> String {
    match body(run, options) {
        Some((title, body)) => frame::whole(options.language, &title, &run.answer.id, body).into_string(),
        None => frame::whole(options.language, "mkba", "", nothing(options.language)).into_string(),
    }
}

/// The same chapters as Markdown.
///
/// # Errors
/// None in practice: it reads what it made itself.
pub fn markdown(run: &Run, options: PageOptions<'_>) -> Result<String, roxmltree::Error> {
    let body = body(run, options).map_or_else(|| nothing(options.language), |(_, body)| body);
    of_body(&body.into_string())
}

/// The chapter on single futures as a fragment, without its heading; empty where there are none.
pub fn futures_fragment(run: &Run, focus: Option<&str>, stories: &[Story], language: Language) -> String {
    let page = Page::of(run, focus, language).map(|page| Page { stories, ..page });
    page.map_or_else(String::new, |page| page.futures().into_string())
}

/// What is said where there is no alternative.
fn nothing(language: Language) -> Markup {
    html! { p { (language.text("summary_no_alternatives")) } }
}

/// The title of a report and all its chapters; `None` where there is no alternative.
fn body(run: &Run, options: PageOptions<'_>) -> Option<(String, Markup)> {
    let PageOptions { focus, command, analysis, stories, language } = options;
    let page = Page { analysis, stories, ..Page::of(run, focus, language)? };
    let mut sections: Vec<(&'static str, &'static str, Markup)> = vec![
        ("question", "report_question", page.question()),
        ("null", "report_null", page.null_alternative()),
        ("alternatives", "report_alternatives", page.alternatives()),
        ("effects", "report_effects", page.effects()),
        ("futures", "report_futures", page.futures()),
        ("costs", "report_costs", page.costs()),
        ("benefits", "report_benefits", page.benefits()),
        ("balance", "report_balance", page.balance()),
        ("uncertainty", "report_uncertainty", page.uncertainty()),
        ("parties", "report_parties", page.parties()),
        ("sensitivity", "report_sensitivity", page.sensitivity()),
        ("decision", "report_decision", page.decision()),
        ("unpriced", "report_unpriced", page.unpriced()),
        ("register", "report_register", page.register()),
        ("repeat", "report_repeat", page.repeat(command)),
    ];
    sections.retain(|(.., section)| !section.0.is_empty());
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
    Some((title, body))
}

impl<'p> Page<'p> {
    /// The page about an alternative, the best where `focus` is `None` or unknown; `None` where there is none.
    pub(in crate::report) fn of(run: &'p Run, focus: Option<&str>, language: Language) -> Option<Self> {
        let told = told(&run.answer, focus)?;
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
        Some(Page { analysis: None, stories: &[], run, context })
    }

    /// The index of the alternative that is told.
    pub(in crate::report) fn alternative(&self) -> usize {
        let all = &self.context.scenario.alternatives;
        all.iter().position(|one| one.id == self.context.told.id).unwrap_or_default()
    }
}

impl Page<'_> {
    /// A text of the catalogue.
    pub(in crate::report) fn text(&self, key: &'static str, values: &[(&str, String)]) -> String {
        self.context.text(key, values)
    }

    /// An amount in the unit of the page, without the sign of the euro.
    pub(in crate::report) fn cell(&self, amount: f64) -> String {
        self.context.cell(amount)
    }

    /// So many units, for a cell.
    pub(in crate::report) fn of_units(&self, units: f64) -> String {
        self.context.of_units(units)
    }

    /// A quantity, with as many decimals as its size asks for.
    pub(in crate::report) fn quantity(&self, quantity: f64) -> String {
        let size = quantity.abs();
        self.context.numbers.decimal(quantity, u8::from(size < 100.0) + u8::from(size < 1.0))
    }
}
