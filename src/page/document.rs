//! The document around the page: head, style, and the place for the script of a shell.
//!
//! In: what a shell puts in it. Out: the whole document. The shell that is one file fills in the same text.

use crate::words::Language;

/// The text with places for `language`, `title`, `policy`, `style`, `middle` and `scripts`.
pub const DOCUMENT: &str = include_str!("document.html");
/// The style of all screens.
pub const STYLE: &str = include_str!("page.css");
/// The script that makes the page lively; without it every screen still works.
pub const SCRIPT: &str = include_str!("page.js");

/// What a shell puts around the page.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    /// Language of the page.
    pub language: Language,
    /// Its title, as HTML.
    pub title: &'d str,
    /// The element with the policy; empty where a header has it.
    pub policy: &'d str,
    /// The element with the style.
    pub style: &'d str,
    /// The elements with scripts.
    pub scripts: &'d str,
    /// What [`crate::page::respond`] gave.
    pub middle: &'d str,
}

impl Document<'_> {
    /// The document.
    pub fn text(&self) -> String {
        let code = if self.language == Language::En { "en" } else { "nl" };
        // One pass, so that nothing within the page is taken for a place.
        let values = [
            ("language", code),
            ("title", self.title),
            ("policy", self.policy),
            ("style", self.style),
            ("middle", self.middle),
            ("scripts", self.scripts),
        ];
        self.language.fill_in(DOCUMENT, &values)
    }
}
