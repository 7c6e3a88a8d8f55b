//! The choice of a situation: a card for each scenario and case of the library, with a search.
//!
//! In: what is searched for. Out: HTML.

use crate::model::{Scenario, Text};
use crate::page::draft::Draft;
use crate::read::library::{Kind, Shipped, shipped};
use crate::report::words::wrap::plain;
use crate::words::Language;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The cards, those that hold what is searched for; a case that was begun can be gone on with.
pub(super) fn cards(find: &str, draft: Option<&Draft>, language: Language) -> Markup {
    let all = shipped();
    let found =
        |kind: Kind| -> Vec<&Shipped> { all.iter().filter(|one| one.kind == kind && holds(one, find)).collect() };
    let (scenarios, cases) = (found(Kind::Scenario), found(Kind::Case));
    let begun = draft.and_then(|draft| all.iter().find(|one| one.id == draft.scenario()));
    html! {
        h1 tabindex="-1" { (language.text("coach_choose")) }
        p class="lead" { (language.text("coach_lead")) }
        @if let Some(begun) = begun {
            div class="note" {
                p { (language.fill_in(language.text("coach_begun"), &[("title", &title(begun, language))])) }
                button class="button" name="to" value="check" { (language.text("coach_go_on")) }
                " "
                button class="button second" name="to" value="clear" { (language.text("coach_clear")) }
            }
        }
        div class="search" role="search" {
            label for="find" { (language.text("coach_find")) }
            input type="search" id="find" name="find" value=(find) autocomplete="off";
            button class="button second" name="to" value="situation" { (language.text("coach_find_go")) }
        }
        p role="status" id="found" {
            (language.fill_in(language.text("coach_found"), &[("count", &(scenarios.len() + cases.len()).to_string())]))
        }
        @for (head, list) in [("coach_scenarios", scenarios), ("coach_cases", cases)] {
            @if !list.is_empty() {
                h2 { (language.text(head)) }
                ul class="cards" { @for one in list { li { (card(one, language)) } } }
            }
        }
        details class="source" {
            summary { (language.text("coach_open_pasted")) }
            label for="pasted" { (language.text("coach_pasted")) }
            textarea id="pasted" name="pasted" rows="6" {}
            button class="button second" name="to" value="pasted" { (language.text("coach_open")) }
        }
    }
}

fn card(one: &Shipped, language: Language) -> Markup {
    html! {
        button class="card" name="to" value={ "new:" (one.id) } {
            strong { (title(one, language)) }
            span { (told(one, "purpose", language)) }
        }
    }
}

/// The names of all scenarios and cases of the library, for people, by id.
pub fn titles(language: Language) -> BTreeMap<String, String> {
    let cards = shipped().into_iter().filter(|one| matches!(one.kind, Kind::Scenario | Kind::Case));
    cards.map(|one| (one.id.clone(), title(&one, language))).collect()
}

/// The name of what is in the library, for people.
fn title(one: &Shipped, language: Language) -> String {
    match told(one, "title", language) {
        title if title.is_empty() => one.id.clone(),
        title => title,
    }
}

fn told(one: &Shipped, key: &str, language: Language) -> String {
    let text = |code: &str| {
        let found = one.table.get(key).and_then(|texts| texts.get(code)).and_then(toml::Value::as_str);
        found.unwrap_or_default().to_owned()
    };
    plain(language.of(&Text { nl: text("nl"), en: text("en") }))
}

/// Whether every word that is searched for stands in its texts.
fn holds(one: &Shipped, find: &str) -> bool {
    let texts: Vec<String> = [Language::Nl, Language::En]
        .into_iter()
        .flat_map(|language| ["title", "purpose"].map(|key| told(one, key, language).to_lowercase()))
        .chain([one.id.to_lowercase()])
        .collect();
    find.to_lowercase().split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
}

/// The title of a scenario.
pub(super) fn title_of(scenario: &Scenario, language: Language) -> String {
    plain(language.of(&scenario.title))
}
