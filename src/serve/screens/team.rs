//! What the kept cases add up to, and which system problems recur.
//!
//! In: a [`TeamAnswer`]. Out: HTML, with the tables of a caseload.

use crate::report::portfolio::page::told;
use crate::report::words::group_key;
use crate::report::words::numbers::Numbers;
use crate::serve::screens::cases::name;
use crate::serve::team::{Recurring, TeamAnswer};
use crate::words::Language;
use maud::{Markup, html};

/// The page.
pub(in crate::serve) fn team(answer: &TeamAnswer, language: Language) -> Markup {
    let text = |key| language.text(key);
    html! {
        h1 { (text("serve_team")) }
        p { (text("serve_team_lead")) }
        @if !answer.left_out.is_empty() {
            div class="note" {
                p { (text("serve_left_out")) }
                ul { @for (id, code, fault) in &answer.left_out { li { (name(*id, code, language)) ": " (language.fill(fault)) } } }
            }
        }
        @match &answer.sum {
            None => p { (text("serve_no_cases")) },
            Some(Err(message)) => p class="fault" { (language.fill(message)) },
            Some(Ok(sum)) => (told(sum, language)),
        }
        h2 { (text("serve_problems")) }
        p { (text("serve_problems_told")) }
        @if answer.recurring.is_empty() {
            p { (text("serve_no_problems")) }
        } @else {
            div class="scroll" tabindex="0" role="region" aria-label=(text("serve_problems")) {
                table {
                    thead { tr {
                        th scope="col" { (text("serve_problem")) }
                        th scope="col" { (text("serve_problem_group")) }
                        th scope="col" class="n" { (text("serve_problem_cases")) }
                        th scope="col" class="n" { (text("serve_problem_cost")) }
                    } }
                    tbody { @for one in &answer.recurring { (row(one, language)) } }
                }
            }
        }
    }
}

fn row(one: &Recurring, language: Language) -> Markup {
    let numbers = Numbers::new(language);
    html! {
        tr {
            th scope="row" { (language.of(&one.label)) }
            td { (language.text(group_key(one.group))) }
            td class="n" { (numbers.whole(one.cases as f64)) }
            td class="n" { (one.cost.map_or_else(|| "-".to_owned(), |cost| numbers.euro(cost))) }
        }
    }
}
