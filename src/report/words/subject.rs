//! What the one is called whose life is followed, and how long it is followed, in words.
//!
//! In: a scenario, a text of the catalogue. Out: the text with `{noun}` and `{nouns}` filled in; the horizon.

use crate::model::{Noun, Scenario, Settings};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;

const MONTHS_A_YEAR: f64 = 12.0;
/// Years are whole up to this.
const WHOLE: f64 = 1e-6;

/// The text of a key, with these values and with the words for the one whose life is followed.
pub fn text(scenario: &Scenario, language: Language, key: &'static str, values: &[(&str, &str)]) -> String {
    let (one, many) = nouns(scenario.about.noun);
    let nouns = [("noun", language.text(one)), ("nouns", language.text(many))];
    language.fill_in(language.text(key), &values.iter().copied().chain(nouns).collect::<Vec<_>>())
}

/// The horizon in years, months, or cycles of less than a month.
pub fn horizon(settings: &Settings, language: Language) -> String {
    let months = settings.horizon as f64 * settings.cycle.months();
    let years = months / MONTHS_A_YEAR;
    let (key, count) = match () {
        () if (years - years.round()).abs() < WHOLE => ("horizon_years", years),
        () if months >= 1.0 => ("horizon_months", months),
        () => ("horizon_cycles", settings.horizon as f64),
    };
    language.fill_in(language.text(key), &[("count", &Numbers::new(language).whole(count))])
}

/// Keys of the words for one and for more.
fn nouns(noun: Noun) -> (&'static str, &'static str) {
    match noun {
        Noun::Household => ("noun_household", "nouns_household"),
        Noun::Family => ("noun_family", "nouns_family"),
        Noun::Person => ("noun_person", "nouns_person"),
        Noun::YoungPerson => ("noun_young_person", "nouns_young_person"),
        Noun::Client => ("noun_client", "nouns_client"),
    }
}
