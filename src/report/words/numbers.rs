//! Number formats for people, in Dutch and English.
//!
//! In: numbers. Out: texts with the thousands separator and decimal sign of the language, rounded as a sentence needs.
//! Files for machines do not pass here.

use crate::report::words::Language;

/// Amounts below this are rounded to 10 euro, others to 100.
const SMALL_AMOUNT: f64 = 1000.0;
/// Above this not every whole number has a float of its own: it is written with a power of ten.
const LARGEST: f64 = 9e15;
/// Digits of the value of a figure, and most decimals of one.
const DIGITS: u8 = 5;
const MOST_DECIMALS_OF_FIGURE: u8 = 8;
/// Most decimals of a number that is shown as it is.
const MOST_DECIMALS: usize = 6;
/// Keeps a sign or unit on the line of its number; [`crate::report::words::wrap`] turns it into a plain space.
pub const TIE: char = '\u{a0}';

/// Writes numbers in one language.
pub struct Numbers {
    language: Language,
}

impl Numbers {
    /// Numbers of a language.
    pub fn new(language: Language) -> Self {
        Self { language }
    }

    /// With so many decimals.
    pub fn decimal(&self, value: f64, decimals: u8) -> String {
        if !value.is_finite() {
            return "?".to_owned();
        }
        let power = (0..decimals).fold(1.0, |power, _| 10.0 * power);
        let scaled = (value * power).round();
        if scaled.abs() > LARGEST {
            return format!("{value:e}").replace('-', "−");
        }
        let digits = self.grouped(scaled.abs() as u64, usize::from(decimals));
        if scaled < 0.0 { format!("−{digits}") } else { digits }
    }

    /// Digits with a sign between thousands and before the last `decimals`.
    fn grouped(&self, scaled: u64, decimals: usize) -> String {
        let (thousands, point) = match self.language {
            Language::Nl => ('.', ','),
            Language::En => (',', '.'),
        };
        let digits = format!("{scaled:0>width$}", width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let mut text = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(thousands);
            }
            text.push(digit);
        }
        if decimals > 0 {
            text.push(point);
        }
        text + fraction
    }

    /// With the decimals that it has, at most six.
    pub fn exact(&self, value: f64) -> String {
        let decimals = value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
        self.decimal(value, u8::try_from(decimals.min(MOST_DECIMALS)).unwrap_or_default())
    }

    /// The value of a figure, with the digits that count.
    pub fn figure(&self, value: f64) -> String {
        let mut decimals = DIGITS - 1;
        let mut size = value.abs();
        while size >= 10.0 && decimals > 0 {
            (size, decimals) = (size / 10.0, decimals - 1);
        }
        while size < 1.0 && size > 0.0 && decimals < MOST_DECIMALS_OF_FIGURE {
            (size, decimals) = (size * 10.0, decimals + 1);
        }
        let text = self.decimal(value, decimals);
        let sign = if self.language == Language::Nl { ',' } else { '.' };
        if text.contains(sign) { text.trim_end_matches('0').trim_end_matches(sign).to_owned() } else { text }
    }

    /// A whole number.
    pub fn whole(&self, value: f64) -> String {
        self.decimal(value, 0)
    }

    /// So many of something: `keys` are those of the texts for one and for more.
    pub fn counted(&self, count: usize, [one, more]: [&'static str; 2]) -> String {
        match count {
            1 => self.language.text(one).to_owned(),
            _ => self.language.fill_in(self.language.text(more), &[("count", &self.whole(count as f64))]),
        }
    }

    /// An amount rounded for a sentence, without the euro sign.
    pub fn amount(&self, value: f64) -> String {
        self.whole(sensible(value))
    }

    /// An amount rounded for a sentence.
    pub fn euro(&self, value: f64) -> String {
        self.with_euro_sign(self.amount(value))
    }

    /// An amount in euros, with cents where it is below ten.
    pub fn small_euro(&self, value: f64) -> String {
        self.with_euro_sign(self.decimal(value, if value.abs() < 10.0 { 2 } else { 0 }))
    }

    /// An amount that was rounded already.
    pub fn whole_euro(&self, value: f64) -> String {
        self.with_euro_sign(self.whole(value))
    }

    /// An amount rounded for a sentence with its sign, also where it is positive.
    pub fn signed_euro(&self, value: f64) -> String {
        let text = self.euro(value);
        if sensible(value) > 0.0 { format!("+{text}") } else { text }
    }

    fn with_euro_sign(&self, digits: String) -> String {
        match (self.language, digits.strip_prefix('−')) {
            (Language::Nl, _) => format!("€{TIE}{digits}"),
            (Language::En, Some(positive)) => format!("−€{positive}"),
            (Language::En, None) => format!("€{digits}"),
        }
    }

    /// A share in whole per cents; never 0 or 100 unless it is exactly that.
    pub fn percent(&self, share: f64) -> String {
        let number = match share {
            share if share > 0.0 && share < 0.005 => format!("<{}", self.whole(1.0)),
            share if (0.995..1.0).contains(&share) => format!(">{}", self.whole(99.0)),
            share => self.whole(share * 100.0),
        };
        self.with_percent_sign(number)
    }

    fn with_percent_sign(&self, number: String) -> String {
        match self.language {
            Language::Nl => format!("{number}{TIE}%"),
            Language::En => format!("{number}%"),
        }
    }
}

/// An amount rounded to 10 euro, from 1,000 euro on to 100.
pub fn sensible(value: f64) -> f64 {
    let step = if value.abs() < SMALL_AMOUNT { 10.0 } else { 100.0 };
    (value / step).round() * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        let dutch = Numbers::new(Language::Nl);
        let english = Numbers::new(Language::En);
        assert_eq!(dutch.decimal(1234.56, 1), "1.234,6");
        assert_eq!(english.decimal(1234.56, 1), "1,234.6");
        assert_eq!(dutch.decimal(-0.04, 1), "0,0");
        assert_eq!(dutch.whole(1_000_000.0), "1.000.000");
        assert_eq!(dutch.whole(f64::NAN), "?");
        assert_eq!(english.whole(-1e21), "−1e21");
    }

    #[test]
    fn the_smallest_and_the_largest_keep_their_digits() {
        let dutch = Numbers::new(Language::Nl);
        let cases = [
            (0.0, 0, "0"),
            (-0.0, 2, "0,00"),
            (0.005, 2, "0,01"),
            (-0.5, 0, "−1"),
            (999.0, 0, "999"),
            (999.5, 0, "1.000"),
            (-1000.0, 1, "−1.000,0"),
            (12.0, 3, "12,000"),
            (9e15, 0, "9.000.000.000.000.000"),
            (-9e14, 1, "−900.000.000.000.000,0"),
            (9.1e15, 0, "9.1e15"),
            (-1e300, 2, "−1e300"),
            (f64::NEG_INFINITY, 0, "?"),
        ];
        for (value, decimals, wanted) in cases {
            assert_eq!(dutch.decimal(value, decimals), wanted, "{value} with {decimals}");
        }
        assert_eq!(
            [91.5, -0.25, 1234.0, 1.0 / 3.0].map(|value| dutch.exact(value)),
            ["91,5", "−0,25", "1.234", "0,333333"]
        );
    }

    proptest::proptest! {
        /// Without the signs between thousands it is the number as Rust writes it; these stand before every third digit.
        #[test]
        fn thousands_are_grouped_and_no_digit_is_lost(scaled in -9_000_000_000_000_000_i64..=9_000_000_000_000_000, decimals in 0_u8..6) {
            let value = scaled as f64 / libm::pow(10.0, f64::from(decimals));
            let (dutch, english) = (Numbers::new(Language::Nl), Numbers::new(Language::En));
            let text = english.decimal(value, decimals);
            let rounded = (value * libm::pow(10.0, f64::from(decimals))).round() as i128;
            let bare: String = text.replace('−', "-").chars().filter(|letter| !matches!(letter, ',' | '.')).collect();
            proptest::prop_assert_eq!(bare.parse::<i128>().expect("digits"), rounded);
            let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
            proptest::prop_assert_eq!(fraction.len(), usize::from(decimals));
            let mut groups = whole.trim_start_matches('−').split(',');
            proptest::prop_assert!((1..=3).contains(&groups.next().unwrap_or_default().len()));
            proptest::prop_assert!(groups.all(|group| group.len() == 3));
            let swapped = text.replace(',', ";").replace('.', ",").replace(';', ".");
            proptest::prop_assert_eq!(dutch.decimal(value, decimals), swapped);
        }
    }

    #[test]
    fn euros_are_rounded_and_keep_a_readable_sign() {
        let dutch = Numbers::new(Language::Nl);
        let english = Numbers::new(Language::En);
        assert_eq!(dutch.euro(-12_345.0), "€\u{a0}−12.300");
        assert_eq!(english.euro(-12_345.0), "−€12,300");
        assert_eq!(dutch.euro(994.0), "€\u{a0}990");
        assert_eq!(dutch.euro(996.0), "€\u{a0}1.000");
        assert_eq!(dutch.euro(-4.0), "€\u{a0}0");
        assert_eq!(dutch.signed_euro(250.0), "+€\u{a0}250");
        assert_eq!(dutch.signed_euro(2.0), "€\u{a0}0");
    }

    #[test]
    fn per_cents_do_not_feign_certainty() {
        let dutch = Numbers::new(Language::Nl);
        let text = |share| dutch.percent(share).replace(TIE, " ");
        assert_eq!([0.0, 0.001, 0.5, 0.999, 1.0].map(text), ["0 %", "<1 %", "50 %", ">99 %", "100 %"]);
    }
}
