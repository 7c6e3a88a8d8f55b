//! The frame of the server's own pages and of its refusals: document, header with links, footer.
//!
//! In: a language, a body. Out: HTML. The style and scripts are files of the server, so that no page needs any of its own.

use crate::diagnostics::Message;
use crate::page::document::Document;
use crate::words::Language;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// Where a case begins.
pub(in crate::serve) const START: &str = "/";
/// The list of cases.
pub(in crate::serve) const CASES: &str = "/cases";
/// What the cases add up to.
pub(in crate::serve) const TEAM: &str = "/team";
/// Links that stand on every page, with the keys of their names.
pub(in crate::serve) const LINKS: [(&str, &str); 3] =
    [(START, "serve_new_case"), (CASES, "serve_cases"), (TEAM, "serve_team")];
const STYLE: &str = "<link rel=\"stylesheet\" href=\"/style.css\"><link rel=\"icon\" href=\"data:,\">";

/// The word for a language in addresses.
pub(in crate::serve) fn code(language: Language) -> &'static str {
    if language == Language::En { "en" } else { "nl" }
}

/// An answer of HTML.
pub(in crate::serve) fn answer(status: StatusCode, html: String) -> Response {
    let mut answer = (status, html).into_response();
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    answer
}

/// The document around what stands in the middle. Where the middle is a screen of a case, scripts make it lively.
pub(in crate::serve) fn whole(language: Language, middle: &str, lively: bool) -> String {
    let scripts = html! {
        @if lively {
            script src="/page.js" defer {}
            script src="/serve.js" defer data-failed=(language.text("serve_failed")) data-locked=(language.text("serve_locked")) {}
        }
    };
    let title = format!("{} - mkba", heading(middle));
    Document { language, title: &title, policy: "", style: STYLE, scripts: &scripts.into_string(), middle }.text()
}

/// What stands in the first heading, which is escaped already.
fn heading(html: &str) -> &str {
    let after = html.split_once("<h1").and_then(|(_, after)| after.split_once('>'));
    after.and_then(|(_, after)| after.split_once("</h1>")).map_or("", |(text, _)| text)
}

/// The middle of a page of the server's own; `here` is its address.
pub(in crate::serve) fn middle(language: Language, here: &str, body: Markup) -> Markup {
    let other = if language == Language::En { Language::Nl } else { Language::En };
    let text = |key| language.text(key);
    html! {
        a class="skip" href="#main" { (text("report_skip")) }
        header {
            p class="brand" { (text("coach_name")) span { (text("coach_name_more")) } }
            nav class="tools" aria-label=(text("coach_pages")) {
                @for (address, name) in LINKS {
                    a href={ (address) "?lang=" (code(language)) } aria-current=[(address == here).then_some("page")] { (text(name)) }
                }
                a href={ (here) "?lang=" (code(other)) } lang=(code(other)) { (text("coach_other_language")) }
            }
        }
        main id="main" { (body) }
        footer { p { (text("coach_foot")) } }
    }
}

/// A page of the server's own.
pub(in crate::serve) fn own(status: StatusCode, language: Language, here: &str, body: Markup) -> Response {
    answer(status, whole(language, &middle(language, here, body).into_string(), false))
}

/// A refusal: one sentence, without links, as whoever gets it may be nobody we know.
pub(in crate::serve) fn refusal(status: StatusCode, key: &'static str, language: Language) -> Response {
    let body = html! { main id="main" { h1 { (language.text("serve_refused")) } p { (language.text(key)) } } };
    answer(status, whole(language, &body.into_string(), false))
}

/// What went wrong with the kept cases.
pub(in crate::serve) fn told(message: &Message, language: Language) -> Response {
    let body = html! { h1 { (language.text("serve_refused")) } p { (language.fill(message)) } };
    own(StatusCode::INTERNAL_SERVER_ERROR, language, CASES, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_called_by_its_heading() {
        assert_eq!(heading("<p>a</p><h1 tabindex=\"-1\">b &lt;c</h1><h1>d</h1>"), "b &lt;c");
        assert_eq!(heading("<p>"), "");
        assert!(whole(Language::Nl, "<h1>Zaken</h1>", false).contains("<title>Zaken - mkba</title>"));
    }
}
