//! What a shell adds to the page: where a case is kept, links, fields that travel along, who may stop a computation.
//!
//! In: addresses and texts of the shell. Out: parts of the page. A shell that is one file adds nothing: there a script
//! saves the case as a file.

use crate::simulate::{Monitor, Unwatched};
use crate::words::Language;
use maud::{Markup, html};

/// Addresses of a shell that keeps cases.
#[derive(Clone, Copy, Debug)]
pub struct Home<'s> {
    /// Where the form of a screen is sent.
    pub page: &'s str,
    /// Where a case is sent to be kept.
    pub keep: &'s str,
    /// Where a case is sent to be had as a file.
    pub file: &'s str,
    /// Addresses of other pages, with the keys of their names.
    pub links: &'s [(&'s str, &'static str)],
}

/// What a shell adds.
#[derive(Clone, Copy)]
pub struct Shell<'s> {
    /// Where cases are kept; `None` where the shell keeps none.
    pub home: Option<Home<'s>>,
    /// Fields that travel with the case, by name.
    pub carried: &'s [(&'s str, String)],
    /// Sentences above the screen.
    pub notices: &'s [String],
    /// Who may stop a computation.
    pub monitor: &'s dyn Monitor,
}

impl Default for Shell<'_> {
    fn default() -> Self {
        Self { home: None, carried: &[], notices: &[], monitor: &Unwatched }
    }
}

impl Shell<'_> {
    /// Where the form is sent.
    pub(super) fn action(&self) -> &str {
        self.home.map_or("", |home| home.page)
    }

    /// The buttons with which a case is kept.
    pub(super) fn saving(&self, language: Language) -> Markup {
        let text = |key| language.text(key);
        html! {
            @if let Some(home) = self.home {
                button form="page" class="button second" formaction=(home.keep) data-part { (text("coach_save")) }
                button form="page" class="button second" formaction=(home.file) { (text("coach_save_file")) }
            } @else {
                button type="button" class="button second" data-do="save" hidden { (text("coach_save")) }
            }
        }
    }

    /// Links to other pages of the shell.
    pub(super) fn links(&self, language: Language) -> Markup {
        let code = if language == Language::En { "en" } else { "nl" };
        html! {
            @if let Some(home) = self.home {
                nav class="tools" aria-label=(language.text("coach_pages")) {
                    @for (address, name) in home.links { a href={ (address) "?lang=" (code) } { (language.text(name)) } }
                }
            }
        }
    }

    /// The sentences above the screen.
    pub(super) fn told(&self) -> Markup {
        html! {
            @if !self.notices.is_empty() {
                div class="note" role="status" { @for notice in self.notices { p { (notice) } } }
            }
        }
    }
}
