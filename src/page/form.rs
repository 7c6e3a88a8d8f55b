//! The form: what the coach writes beside the figures, and all of it as it is printed.
//!
//! In: the case. Out: HTML; on paper the texts stand where the fields are on the screen.

use crate::page::asking::{Asking, TEXTS};
use crate::page::control::id;
use crate::page::result::{self, Stage};
use crate::page::situation::title_of;
use crate::read::personal;
use maud::{Markup, html};

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
        h2 { (asking.text("coach_form_answers")) }
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
        (result::live(asking, stage, &[], true))
        p class="sign" { (asking.text("coach_form_sign")) }
    }
}

fn text(asking: &Asking, key: &'static str, name: &'static str) -> Markup {
    let field = format!("form.{key}");
    let id = id(&field);
    let written = asking.draft.form(key);
    html! {
        div class="question form-text" {
            label for=(id) { (asking.text(name)) }
            @if let Some(warning) = personal::warning(written) { p class="fault" { (asking.text(warning)) } }
            textarea class="no-print" id=(id) name=(field) rows="3" { (written) }
            p class="print-only written" { (written) }
        }
    }
}
