//! A caseload as one HTML file: it fetches nothing and runs no script.
//!
//! In: a [`PortfolioAnswer`], a language, the command. Out: a text; the same inputs give the same bytes.

use crate::analyse::portfolio::answer::PortfolioAnswer;
use crate::report::html::frame;
use crate::report::html::table::Table;
use crate::report::portfolio::sections::Teller;
use crate::report::words::Language;
use maud::{Markup, html};

/// The page.
pub fn page(answer: &PortfolioAnswer, command: &str, language: Language) -> String {
    let teller = Teller::new(answer, language);
    let title = language.text("portfolio_title");
    let body = html! {
        header { section class="first" aria-labelledby="title" {
            h1 id="title" { (title) }
            @for text in teller.opening() { p { (text) } }
        } }
        main id="main" {
            (sections(&teller, language))
            section aria-labelledby="repeat" {
                h2 id="repeat" { (language.text("report_repeat")) }
                p { code { (command) } }
            }
        }
        footer { p { (language.text("portfolio_warning")) } }
    };
    frame::whole(language, title, "", body).into_string()
}

/// What is said of a caseload, as a part of another page.
pub fn told(answer: &PortfolioAnswer, language: Language) -> Markup {
    let teller = Teller::new(answer, language);
    html! {
        @for text in teller.opening() { p { (text) } }
        (sections(&teller, language))
        p class="caveat" { (language.text("portfolio_warning")) }
    }
}

fn sections(teller: &Teller, language: Language) -> Markup {
    html! {
        @for section in &teller.sections() {
            section aria-labelledby=(section.head) {
                h2 id=(section.head) { (language.text(section.head)) }
                @for text in &section.before { p { (text) } }
                (table(section, language).html())
                @for text in &section.after { p { (text) } }
            }
        }
    }
}

fn table(section: &crate::report::portfolio::sections::Section, language: Language) -> Table {
    let heads = section.heads.iter().map(|head| language.text(head).to_owned()).collect();
    let mut table = Table::new(language.text(section.head).to_owned(), heads);
    for row in &section.rows {
        if let Some((name, cells)) = row.split_first() {
            table.row(name.clone(), cells.to_vec());
        }
    }
    table
}
