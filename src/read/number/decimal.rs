//! Decimal numbers as text: decimal point or comma, thousands.
//!
//! In: the text of a number, and what stands before its decimals. Out: its value, or how it may have been meant. A list
//! with commas always has decimal points; a list with semicolons (a Dutch Excel) or tabs may have either, but not both.

/// What stands before the decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A point; a comma is a fault.
    #[default]
    Point,
    /// A list with semicolons in which decimals follow a comma.
    Comma,
    /// A list with semicolons in which decimals follow a point.
    PointAmongSemicolons,
    /// A list with semicolons in which no number tells.
    Unknown,
}

/// What a number tells of the mark of its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tells {
    /// Nothing, or it is no number.
    Nothing,
    /// Decimals follow a comma (`0,35`, `1.234,56`, `1.234.567`).
    Comma,
    /// Decimals follow a point (`0.35`).
    Point,
    /// `1.234` is over a thousand where decimals follow a comma, and little more than 1 where they follow a point.
    Either,
}

/// Why a text is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// A decimal comma where a point is needed, and the number with a point.
    Comma(String),
    /// It can be read in two ways: as these.
    Either(String, String),
    /// It is nothing like a number.
    NoNumber,
}

/// Whether digits stand in groups of three behind points, as in `1.234.567`.
fn grouped(text: &str) -> bool {
    let mut groups = text.trim_start_matches(['-', '+']).split('.');
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    let leads = (1..=3).contains(&first.len()) && digits(first) && !first.starts_with('0');
    leads && groups.all(|group| group.len() == 3 && digits(group))
}

/// An amount without the sign of its currency: `EUR 135,75`, `€ 135,75`, `135,75 euro`.
fn without_currency(text: &str) -> &str {
    const SIGNS: [&str; 3] = ["€", "eur", "euro"];
    let text = text.trim();
    let start = text.find(|letter: char| letter.is_ascii_digit() || "-+,.".contains(letter));
    let end = text.rfind(|letter: char| letter.is_ascii_digit()).map(|at| at + 1);
    let Some((start, end)) = start.zip(end).filter(|(start, end)| start < end) else { return text };
    let outside = [text[..start].trim(), text[end..].trim()];
    let is_sign = |part: &str| SIGNS.contains(&part.to_lowercase().as_str());
    match outside {
        ["", sign] | [sign, ""] if is_sign(sign) => &text[start..end],
        _ => text,
    }
}

/// Whether a text is a number as a program writes it.
pub(crate) fn is_plain(text: &str) -> bool {
    finite(text).is_some()
}

/// What a number in a list with semicolons tells.
pub(crate) fn tells(text: &str) -> Tells {
    let text = without_currency(text);
    match (text.matches(',').count(), text.matches('.').count()) {
        (1, points) => {
            let whole = text.split(',').next().unwrap_or_default();
            let behind = whole.matches('.').count() < points;
            let sound = with_comma(text).is_some() && !behind && (points == 0 || grouped(whole));
            if sound { Tells::Comma } else { Tells::Nothing }
        }
        (0, 0) => Tells::Nothing,
        (0, 1) if grouped(text) => Tells::Either,
        (0, 1) if finite(text).is_some() => Tells::Point,
        (0, _) if grouped(text) => Tells::Comma,
        _ => Tells::Nothing,
    }
}

fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The number where points group thousands and a comma stands before the decimals.
fn with_comma(text: &str) -> Option<f64> {
    finite(&text.replace('.', "").replace(',', "."))
}

/// A finite number.
pub(crate) fn number(text: &str, mark: Mark) -> Result<f64, Unread> {
    if mark == Mark::Point {
        let proposed = || text.replace('.', "").replace(',', ".");
        // With points before the comma it is a number only where they group thousands: `0.61,0.7` is two numbers.
        let whole = text.split(',').next().unwrap_or_default();
        let points = text.matches('.').count();
        let sound = points == 0 || (grouped(whole) && whole.matches('.').count() == points);
        let meant = || text.matches(',').count() == 1 && sound && with_comma(text).is_some();
        return finite(text).ok_or_else(|| if meant() { Unread::Comma(proposed()) } else { Unread::NoNumber });
    }
    let text = without_currency(text);
    match (tells(text), mark) {
        (Tells::Comma, _) | (Tells::Either, Mark::Comma) => with_comma(text).ok_or(Unread::NoNumber),
        (Tells::Either, Mark::Unknown) => Err(Unread::Either(text.replace('.', ""), text.replace('.', ","))),
        (Tells::Nothing, _) if text.contains(',') || text.matches('.').count() > 1 => Err(Unread::NoNumber),
        _ => finite(text).ok_or(Unread::NoNumber),
    }
}

/// A finite number with a point, or how it might have been meant.
pub(crate) fn plain(text: &str) -> Result<f64, Option<String>> {
    number(text, Mark::Point).map_err(|why| if let Unread::Comma(proposed) = why { Some(proposed) } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_dutch_list() {
        for (text, wanted) in [
            ("0,35", 0.35),
            ("-1.234,56", -1234.56),
            ("1.234.567", 1_234_567.0),
            ("1.234", 1234.0),
            ("12", 12.0),
            ("1,5e3", 1500.0),
            ("0.35", 0.35),
            ("0.125", 0.125),
            ("EUR 135,75", 135.75),
            ("€ 1.350,75", 1350.75),
            ("€\u{a0}135", 135.0),
            ("€-12,50", -12.5),
            ("135,75 euro", 135.75),
        ] {
            assert_eq!(number(text, Mark::Comma), Ok(wanted), "{text}");
        }
        for text in [
            "1,2,3",
            "1.23,4",
            "1,234.5",
            "",
            "nan",
            "inf",
            "1e999",
            "€",
            "€ €",
            "€ 3 €",
            "EURO",
            "USD 3",
            "3 %",
            ",",
            "1.2.3",
        ] {
            assert_eq!(number(text, Mark::Comma), Err(Unread::NoNumber), "{text}");
        }
        assert_eq!(number("1.234", Mark::PointAmongSemicolons), Ok(1.234));
        assert_eq!(number("1.234", Mark::Unknown), Err(Unread::Either("1234".into(), "1,234".into())));
        assert_eq!(number("€ 1.234", Mark::Unknown), Err(Unread::Either("1234".into(), "1,234".into())));
        assert_eq!(number("€ 3", Mark::Point), Err(Unread::NoNumber));
        assert_eq!(number("0,35", Mark::Point), Err(Unread::Comma("0.35".into())));
        assert_eq!(number("1.234,5", Mark::Point), Err(Unread::Comma("1234.5".into())));
        for two in ["0.61,0.7", "1,2.5", "0.6,7"] {
            assert_eq!(number(two, Mark::Point), Err(Unread::NoNumber), "{two}");
        }
        assert_eq!(number("1.234", Mark::Point), Ok(1.234));
    }
}
