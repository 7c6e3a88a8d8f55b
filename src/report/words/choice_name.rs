//! Names of discrete choices for people.
//!
//! In: a choice. Out: what it is, in a language.

use crate::analyse::decision::choices::{PriceLevel, ReckoningChoice};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;

/// What a choice is.
pub(crate) fn choice_name(choice: ReckoningChoice, numbers: &Numbers, language: Language) -> String {
    let say = |key: &'static str, values: &[(&str, &str)]| language.fill_in(language.text(key), values);
    match choice {
        ReckoningChoice::DiscountRate(rate) => say("choices_rate", &[("rate", &percent_a_year(rate, numbers))]),
        ReckoningChoice::Horizon(years) => say("choices_horizon", &[("years", &numbers.exact(years))]),
        ReckoningChoice::Prices(PriceLevel::Low) => say("choices_prices_low", &[]),
        ReckoningChoice::Prices(PriceLevel::Central) => say("choices_prices_central", &[]),
        ReckoningChoice::Prices(PriceLevel::High) => say("choices_prices_high", &[]),
        ReckoningChoice::WithoutDisplacement => say("choices_displacement", &[]),
    }
}

/// A rate per year in percent.
pub(crate) fn percent_a_year(rate: f64, numbers: &Numbers) -> String {
    // Rates are written with few decimals: what the product adds to them is left off.
    numbers.exact((rate * 1e6).round() / 1e4)
}
