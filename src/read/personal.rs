//! What looks as if it leads to a person: a citizen number, a date of birth, a name.
//!
//! In: a text that somebody typed. Out: the key of a warning. It only warns: a text may be right all the same.

/// Digits of a citizen number.
const CITIZEN: usize = 9;
/// Words behind which a name follows.
const TITLES: [&str; 8] = ["meneer", "mevrouw", "dhr", "mevr", "mw", "mr", "mrs", "familie"];

/// The key of a warning; `None` where nothing was seen.
pub(crate) fn warning(text: &str) -> Option<&'static str> {
    let runs: Vec<&str> = text.split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    if runs.iter().any(|run| is_citizen_number(run)) {
        return Some("coach_warn_citizen");
    }
    if has_date(text) {
        return Some("coach_warn_birth");
    }
    is_name(text).then_some("coach_warn_name")
}

/// Nine digits that pass the test of eleven.
fn is_citizen_number(run: &str) -> bool {
    let digits: Vec<i64> = run.bytes().map(|digit| i64::from(digit - b'0')).collect();
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let sum: i64 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    digits.len() == CITIZEN && sum != 0 && sum % 11 == 0
}

/// A day, a month and a year of somebody who may be alive.
fn has_date(text: &str) -> bool {
    let is_sign = |letter: char| matches!(letter, '-' | '/' | '.');
    let words = text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '(' | ')'));
    words.filter(|word| word.contains(is_sign)).any(|word| {
        let parts: Option<Vec<u32>> =
            word.trim_end_matches(is_sign).split(is_sign).map(|part| part.parse().ok()).collect();
        let is_date = |day: u32, month: u32, year: u32| {
            (1..=31).contains(&day) && (1..=12).contains(&month) && (1900..=2100).contains(&year)
        };
        matches!(parts.as_deref(), Some([a, b, c]) if is_date(*a, *b, *c) || is_date(*c, *b, *a))
    })
}

/// A title with a word behind it that is longer than a letter and begins with a capital.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.filter(|letter| letter.is_lowercase()).count() > 1
    };
    words.windows(2).any(|two| {
        let title = two[0].trim_end_matches('.').to_lowercase();
        TITLES.contains(&title.as_str()) && is_capital(two[1])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_to_a_person_is_seen() {
        assert_eq!(warning("bsn 111222333"), Some("coach_warn_citizen"));
        assert_eq!(warning("geboren 12-03-1984."), Some("coach_warn_birth"));
        assert_eq!(warning("1984-03-12"), Some("coach_warn_birth"));
        assert_eq!(warning("mevrouw Jansen belt"), Some("coach_warn_name"));
        for sound in ["", "2026-014", "meneer L. belt", "123456789", "1.250,50 euro", "wijk 3-4", "3-2026"] {
            assert_eq!(warning(sound), None, "{sound}");
        }
    }
}
