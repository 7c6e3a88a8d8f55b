//! Numbers as people type them.
//!
//! In: texts such as `1.250,50` or `7`. Out: numbers, and numbers for a field, which has no signs between thousands.

use crate::words::Language;

/// The number of a text; `None` where it is none.
pub(super) fn typed(text: &str, language: Language) -> Option<f64> {
    let bare: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '€').collect();
    let (point, thousands) = match language {
        Language::Nl => (',', '.'),
        Language::En => ('.', ','),
    };
    let plain = match bare.contains(point) {
        true => bare.replace(thousands, "").replace(point, "."),
        false if is_grouped(&bare, thousands) => bare.replace(thousands, ""),
        false => bare.replace(thousands, "."),
    };
    let plain = plain.replace('−', "-");
    let sound = plain.chars().all(|letter| letter.is_ascii_digit() || letter == '.' || letter == '-');
    plain.parse().ok().filter(|value: &f64| sound && value.is_finite())
}

/// Whether the sign stands before every third digit only.
fn is_grouped(text: &str, thousands: char) -> bool {
    let mut groups = text.trim_start_matches('-').split(thousands);
    let first = groups.next().unwrap_or_default().len();
    text.contains(thousands) && (1..=3).contains(&first) && groups.all(|group| group.len() == 3)
}

/// A number for a field, with at most two decimals.
pub(super) fn in_field(value: f64, language: Language) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    let text = format!("{}", rounded + 0.0);
    if language == Language::Nl { text.replace('.', ",") } else { text }
}

/// A number as a case file holds it: whole where it is whole.
pub(super) fn value(number: f64) -> toml::Value {
    if number.fract() == 0.0 && number.abs() < 1e15 { (number as i64).into() } else { number.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let dutch = |text| typed(text, Language::Nl);
        assert_eq!(
            ["7", "7,5", "7.5", "1.250", "1.250,50", "€ 900", "-3", "1.250.000"].map(dutch),
            [7.0, 7.5, 7.5, 1250.0, 1250.5, 900.0, -3.0, 1_250_000.0].map(Some)
        );
        assert_eq!(["", "zeven", "1e9", "inf", "1,2,3", "--1"].map(dutch), [None; 6]);
        assert_eq!(typed("1,250.50", Language::En), Some(1250.5));
        assert_eq!((in_field(7.0, Language::Nl), in_field(0.125, Language::Nl)), ("7".into(), "0,13".into()));
    }
}
