//! The list of kept cases, the versions of one, and the question before it is deleted.
//!
//! In: kept cases. Out: HTML; everything that changes something is a form.

use crate::page::{Draft, titles};
use crate::serve::kept::KeptCase;
use crate::serve::screens::frame::{CASES, code};
use crate::words::Language;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The name of a case for people.
pub(in crate::serve) fn name(id: i64, code: &str, language: Language) -> String {
    match code {
        "" => language.fill_in(language.text("serve_no_code"), &[("number", &id.to_string())]),
        code => code.to_owned(),
    }
}

/// A day and time on this computer's clock.
fn when(seconds: i64, language: Language) -> String {
    let form = if language == Language::En { "%Y-%m-%d %H:%M" } else { "%-d-%-m-%Y %H:%M" };
    let time = Timestamp::from_second(seconds).map(|time| time.to_zoned_datetime(TimeZone::system()));
    time.map(|time| time.strftime(form).to_string()).unwrap_or_default()
}

/// A button that sends nothing but its address.
fn button(address: &str, key: &'static str, of: &str, language: Language) -> Markup {
    html! {
        form method="post" action={ (address) "?lang=" (code(language)) } {
            button class="link" { (language.text(key)) span class="hidden" { ": " (of) } }
        }
    }
}

fn link(address: &str, key: &'static str, of: &str, language: Language) -> Markup {
    html! {
        a href={ (address) "?lang=" (code(language)) } { (language.text(key)) span class="hidden" { ": " (of) } }
    }
}

/// A form that sends a file.
fn sends(address: &str, id: &str, [label, told, go]: [&'static str; 3], ending: &str, language: Language) -> Markup {
    html! {
        form method="post" action={ (address) "?lang=" (code(language)) } enctype="multipart/form-data" class="sends" {
            label for=(id) { (language.text(label)) }
            p class="hint" id={ (id) "-hint" } { (language.text(told)) }
            input type="file" id=(id) name="file" accept=(ending) required aria-describedby={ (id) "-hint" };
            button class="button second" { (language.text(go)) }
        }
    }
}

/// The list.
pub(in crate::serve) fn list(cases: &[KeptCase], notices: &[String], language: Language) -> Markup {
    let (text, titles) = (|key| language.text(key), titles(language));
    html! {
        h1 { (text("serve_cases")) }
        @if !notices.is_empty() { div class="note" role="status" { @for notice in notices { p { (notice) } } } }
        p { (text("serve_cases_lead")) }
        @if cases.is_empty() {
            p { (text("serve_no_cases")) }
        } @else {
            div class="scroll" tabindex="0" role="region" aria-label=(text("serve_cases")) {
                table class="kept" {
                    thead { tr {
                        @for head in ["serve_case", "serve_situation", "serve_saved", "serve_version", "serve_do"] {
                            th scope="col" { (text(head)) }
                        }
                    } }
                    tbody { @for case in cases { (row(case, &titles, language)) } }
                }
            }
        }
        h2 { (text("serve_import")) }
        (sends("/import", "import", ["serve_import_file", "serve_import_told", "serve_import_go"], ".toml", language))
        h2 { (text("serve_backup")) }
        p { (text("serve_backup_told")) }
        p { a class="button second" href="/backup" { (text("serve_backup_go")) } }
        (sends("/restore", "restore", ["serve_restore_file", "serve_restore_told", "serve_restore_go"], ".mkba", language))
        h2 { (text("serve_other_browser")) }
        p { (text("serve_other_browser_told")) }
        form method="post" action={ "/door?lang=" (code(language)) } {
            button class="button second" { (text("serve_other_browser_go")) }
        }
    }
}

fn row(case: &KeptCase, titles: &BTreeMap<String, String>, language: Language) -> Markup {
    let (name, at) = (name(case.id, &case.code, language), format!("{CASES}/{}", case.id));
    let warning = Draft::read(&case.text).ok().and_then(|draft| draft.personal());
    html! {
        tr {
            th scope="row" {
                a href={ (at) "?lang=" (code(language)) } { (name) }
                @if let Some(warning) = warning { p class="fault" { (language.text(warning)) } }
            }
            td { (titles.get(&case.scenario).unwrap_or(&case.scenario)) }
            td { (when(case.saved, language)) }
            td {
                @if case.version > 1 {
                    a href={ (at) "/versions?lang=" (code(language)) } {
                        (case.version) span class="hidden" { ": " (language.text("serve_versions")) ", " (name) }
                    }
                } @else { (case.version) }
            }
            td class="does" {
                (button(&format!("{at}/copy"), "serve_copy", &name, language))
                (link(&format!("{at}/file"), "coach_save_file", &name, language))
                (link(&format!("{at}/delete"), "serve_delete", &name, language))
            }
        }
    }
}

/// All versions of a case, the newest first.
pub(in crate::serve) fn versions(versions: &[KeptCase], language: Language) -> Markup {
    let Some(newest) = versions.first() else { return html! {} };
    html! {
        h1 { (language.text("serve_versions")) ": " (name(newest.id, &newest.code, language)) }
        p { (language.text("serve_versions_told")) }
        ul class="versions" {
            @for one in versions {
                li {
                    a href={ (CASES) "/" (one.id) "?version=" (one.version) "&lang=" (code(language)) } {
                        (language.text("serve_version")) " " (one.version)
                    }
                    ", " (when(one.saved, language))
                }
            }
        }
        p { a href={ (CASES) "?lang=" (code(language)) } { (language.text("serve_back")) } }
    }
}

/// The question before a case is deleted.
pub(in crate::serve) fn delete(case: &KeptCase, language: Language) -> Markup {
    let name = name(case.id, &case.code, language);
    html! {
        h1 { (language.fill_in(language.text("serve_delete_ask"), &[("name", &name)])) }
        p { (language.text("serve_delete_told")) }
        form method="post" action={ (CASES) "/" (case.id) "/delete?lang=" (code(language)) } class="buttons" {
            button class="button" { (language.text("serve_delete_go")) }
            a class="button second" href={ (CASES) "?lang=" (code(language)) } { (language.text("serve_back")) }
        }
    }
}

/// Faults of a file that was sent.
pub(in crate::serve) fn faults(faults: &[String], language: Language) -> Markup {
    html! {
        h1 { (language.text("coach_cannot_open")) }
        ul { @for fault in faults { li { (fault) } } }
        p { a href={ (CASES) "?lang=" (code(language)) } { (language.text("serve_back")) } }
    }
}

/// An address for another browser.
pub(in crate::serve) fn door(address: &str, language: Language) -> Markup {
    html! {
        h1 { (language.text("serve_other_browser")) }
        p { (language.text("serve_other_browser_once")) }
        p { code { (address) } }
        p { a href={ (CASES) "?lang=" (code(language)) } { (language.text("serve_back")) } }
    }
}
