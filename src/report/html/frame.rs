//! The frame of a page: head, language, style and the policy that forbids all traffic.
//!
//! In: a language, a title, a body. Out: the whole document.

use crate::report::words::Language;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Nothing is fetched, run, sent or put in a frame; the style stands in the page itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const STYLE: &str = include_str!("page.css");

/// The document around a body.
pub(in crate::report) fn whole(language: Language, title: &str, body: Markup) -> Markup {
    let code = match language {
        Language::Nl => "nl",
        Language::En => "en",
    };
    html! {
        (DOCTYPE)
        html lang=(code) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a class="skip" href="#main" { (language.text("report_skip")) }
                (body)
            }
        }
    }
}
