//! A case that somebody else saved or deleted since it was opened: what the user may do about it.
//!
//! In: the case as the user has it, and the newest version. Out: HTML. Nothing was changed yet; all of the user's work is in
//! the page.

use crate::page::{Draft, Fields};
use crate::serve::screens::frame::{CASES, code};
use crate::words::Language;
use maud::{Markup, html};

/// The page; `newest` is the version that was saved since, `None` where the case was deleted.
pub(in crate::serve) fn conflict(
    id: i64,
    newest: Option<i64>,
    draft: &Draft,
    fields: &Fields,
    language: Language,
) -> Markup {
    let text = |key| language.text(key);
    let told = if newest.is_some() { "serve_newer_told" } else { "serve_gone_told" };
    html! {
        form id="page" method="post" action="/" data-screen="conflict" {
            input type="hidden" name="at" value=(fields.get("at"));
            input type="hidden" name="lang" value=(code(language));
            input type="hidden" name="case" id="case" value=(draft.text());
            @if let Some(version) = newest {
                input type="hidden" name="kept" value=(id);
                input type="hidden" name="version" value=(version);
            }
            h1 tabindex="-1" { (text(if newest.is_some() { "serve_newer" } else { "serve_gone" })) }
            p { (text(told)) }
            div class="buttons" {
                @if newest.is_some() {
                    button class="button" formaction="/keep" data-part { (text("serve_keep_mine")) }
                }
                button class="button second" formaction="/keep" name="apart" value="1" data-part { (text("serve_keep_apart")) }
                @if newest.is_some() {
                    a class="button second" href={ (CASES) "/" (id) "?lang=" (code(language)) } { (text("serve_open_theirs")) }
                }
            }
        }
    }
}
