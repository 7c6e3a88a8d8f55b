//! The form: what the coach writes beside the figures, and all of it as it is printed.
//!
//! In: the case. Out: HTML; on paper the filled form alone, with the pages for payers that stand open.

use crate::page::asking::{Asking, TEXTS};
use crate::page::control::id;
use crate::page::result::opening::status;
use crate::page::result::{self, Live, Stage};
use crate::page::situation::title_of;
use crate::read::personal;
use crate::report::forms::{FormOptions, case_fragment, partner_fragment};
use crate::report::words::wrap::plain;
use maud::{Markup, PreEscaped, html};

/// The answer on this screen.
pub(super) const FORM: Live = Live { answer, printed: true };

/// The screen with the form.
pub(super) fn screen(asking: &Asking, stage: Stage) -> Markup {
    html! {
        h1 tabindex="-1" { (asking.text("coach_form")) }
        p class="no-print" { (asking.text("coach_form_lead")) }
        div class="tools no-print" {
            button type="button" class="button second" data-do="print" hidden { (asking.text("coach_print")) }
            (asking.shell.saving(asking.language))
        }
        dl class="facts" {
            div { dt { (asking.text("coach_form_situation")) } dd { (title_of(&asking.scenario, asking.language)) } }
            @if !asking.draft.code().is_empty() {
                div { dt { (asking.text("coach_code")) } dd { (asking.draft.code()) } }
            }
        }
        @for (key, name) in TEXTS { (text(asking, key, name)) }
        h2 class="no-print" { (asking.text("coach_form_title")) }
        (result::live(asking, stage, &FORM, &[]))
    }
}

/// The form as it is printed, and a page for each payer: the same as `mkba report CASE --format case --for ACCOUNT` writes.
fn answer(asking: &Asking, stage: Stage) -> Result<Markup, Vec<String>> {
    let run = result::run(asking, stage)?;
    let scenario = run.scenario();
    let sheet = asking.draft.sheet(scenario);
    let language = asking.language;
    let options = FormOptions { focus: Some(asking.chosen()), sheet: sheet.as_ref(), command: "", language };
    let payers = scenario.accounts.iter().filter(|account| account.public && account.role.is_party());
    let pages = payers.filter_map(|account| {
        let page = partner_fragment(&run, &account.id, options)?;
        Some((plain(language.of(&account.label)), page))
    });
    Ok(html! {
        (status(&run.answer, stage, language))
        div class="form" { (PreEscaped(case_fragment(&run, options))) }
        section {
            h2 { (asking.text("coach_form_answers")) }
            (answers(asking))
        }
        section class="partners" {
            h2 { (asking.text("coach_partners")) }
            p class="no-print" { (asking.text("coach_partners_lead")) }
            @for (name, page) in pages {
                details { summary { (name) } (PreEscaped(page)) }
            }
        }
    })
}

/// All that was asked, with what was answered.
fn answers(asking: &Asking) -> Markup {
    html! {
        table {
            thead { tr { th scope="col" { (asking.text("coach_form_question")) } th scope="col" { (asking.text("coach_form_answer")) } } }
            tbody {
                @for asked in asking.household.iter().chain(&asking.plan) {
                    tr {
                        th scope="row" { (asked.text) }
                        td {
                            (asked.told(&asking.draft, asking.language))
                            @if asked.is_changed(&asking.draft) { " " span class="changed" { (asking.text("coach_changed")) } }
                        }
                    }
                }
            }
        }
    }
}

fn text(asking: &Asking, key: &'static str, name: &'static str) -> Markup {
    let field = format!("form.{key}");
    let id = id(&field);
    let written = asking.draft.form(key);
    html! {
        div class="question form-text no-print" {
            label for=(id) { (asking.text(name)) }
            @if let Some(warning) = personal::warning(written) { p class="fault" { (asking.text(warning)) } }
            textarea id=(id) name=(field) rows="3" { (written) }
        }
    }
}
