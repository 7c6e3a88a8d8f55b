//! The frame of a page: head, language, style and the policy that forbids all traffic.
//!
//! In: a language, a title, a body. Out: the whole document.

use crate::report::words::Language;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Nothing is fetched, run, sent or put in a frame; the style stands in the page itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const STYLE: &str = include_str!("page.css");

/// The document around a body; `id` of the result stands at the foot of each printed page, where there is one.
pub(in crate::report) fn whole(language: Language, title: &str, id: &str, body: Markup) -> Markup {
    let id: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
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
                style { (PreEscaped(STYLE)) (PreEscaped(foot(&id))) }
            }
            body {
                a class="skip" href="#main" { (language.text("report_skip")) }
                (body)
            }
        }
    }
}

/// What stands at the foot of each printed page: letters and digits alone.
fn foot(id: &str) -> String {
    if id.is_empty() {
        return String::new();
    }
    format!(
        "@page {{ @bottom-left {{ content: \"mkba {id}\"; font: 9pt \"Liberation Sans\", Arial, sans-serif; color: #444; }} }}\n"
    )
}
