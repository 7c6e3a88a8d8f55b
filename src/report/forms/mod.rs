//! Forms: the case form that a coach signs, and the page for one payer.
//!
//! In: a run, and what a case says beside its figures. Out: HTML, as a document or as a fragment to be put in a page of
//! one's own. No figure is worked out here, but for rounding; what nobody wrote down is left open to be filled in.

mod case;
mod chain;
mod partner;

use crate::model::CaseSheet;
use crate::report::html::Page;
use crate::report::html::frame;
use crate::report::words::Language;
use crate::session::Run;
use maud::{Markup, html};

/// How a form is made.
#[derive(Clone, Copy, Debug)]
pub struct FormOptions<'o> {
    /// The alternative that is told; the best where it is `None` or unknown.
    pub focus: Option<&'o str>,
    /// What the case says beside its figures; left open where there is no case.
    pub sheet: Option<&'o CaseSheet>,
    /// The command that gives the same figures again; empty where there is none.
    pub command: &'o str,
    /// Language of all texts.
    pub language: Language,
}

/// The case form as a fragment: headings from `h2` on and tables, without a document, a style or a script around it. A
/// sentence where the scenario has no alternative.
pub fn case_fragment(run: &Run, options: FormOptions<'_>) -> String {
    case_markup(run, options).into_string()
}

/// The case form as one HTML file of one to two pages.
pub fn case_page(run: &Run, options: FormOptions<'_>) -> String {
    let title = options.language.text("form_title");
    document((title, &code(options)), run, case_markup(run, options), options.language)
}

/// The page for one payer as a fragment; `None` where the scenario has no party of this name.
pub fn partner_fragment(run: &Run, account: &str, options: FormOptions<'_>) -> Option<String> {
    partner_markup(run, account, options).map(Markup::into_string)
}

/// The page for one payer as one HTML file; `None` where the scenario has no party of this name.
pub fn partner_page(run: &Run, account: &str, options: FormOptions<'_>) -> Option<String> {
    let markup = partner_markup(run, account, options)?;
    let found = run.scenario().accounts.iter().find(|known| known.id == account)?;
    let name = options.language.of(&found.label);
    let title = options.language.fill_in(options.language.text("partner_title"), &[("account", name)]);
    Some(document((&title, ""), run, markup, options.language))
}

fn case_markup(run: &Run, options: FormOptions<'_>) -> Markup {
    match Page::of(run, options.focus, options.language) {
        Some(page) => case::markup(&page, options),
        None => html! { p { (options.language.text("summary_no_alternatives")) } },
    }
}

fn partner_markup(run: &Run, account: &str, options: FormOptions<'_>) -> Option<Markup> {
    partner::markup(&Page::of(run, options.focus, options.language)?, account, options)
}

fn code(options: FormOptions<'_>) -> String {
    options.sheet.map_or_else(String::new, |sheet| sheet.code.clone())
}

/// The document around a form; `code` of the case stands behind the title.
fn document((title, code): (&str, &str), run: &Run, body: Markup, language: Language) -> String {
    let body = html! {
        header { h1 { (title) @if !code.is_empty() { " " (code) } } }
        main id="main" class="form" { (body) }
        footer { p { (language.text("summary_warning")) } }
    };
    frame::whole(language, title, &run.answer.id, body).into_string()
}
