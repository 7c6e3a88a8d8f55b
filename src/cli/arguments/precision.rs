//! The option `--precision`: errors at which a run stops.
//!
//! In: the text behind it. Out: [`Aim`]s. Errors are worked out in `analyse`.

use crate::analyse::uncertainty::precision::{Aim, Figure};
use crate::cli::failure::Failure;
use crate::diagnostics::Message;

/// Reads aims: a figure and its largest error, `net_benefit 100` or `chance 1%`, with commas between them.
///
/// # Errors
/// A figure that is not known, twice the same, or an error that is not a number above 0 (for a chance below 1).
pub(super) fn aims(text: &str) -> Result<Vec<Aim>, Failure> {
    let unreadable = |part: &str| Failure::Usage(Message::new("precision_unreadable").with("found", part));
    let mut aims: Vec<Aim> = Vec::new();
    for part in text.split(',').map(str::trim) {
        let aim = aim(part).ok_or_else(|| unreadable(part))?;
        if aims.iter().any(|known| known.figure == aim.figure) {
            return Err(unreadable(part));
        }
        aims.push(aim);
    }
    Ok(aims)
}

fn aim(part: &str) -> Option<Aim> {
    let (name, number) = part.split_once(char::is_whitespace)?;
    let figure = [Figure::NetBenefit, Figure::Chance].into_iter().find(|figure| figure.key() == name)?;
    let (number, unit) = match number.trim().strip_suffix('%') {
        Some(percents) if figure == Figure::Chance => (percents.trim_end(), 0.01),
        Some(_) => return None,
        None => (number.trim(), 1.0),
    };
    let error = number.parse::<f64>().ok()? * unit;
    let most = if figure == Figure::Chance { 1.0 } else { f64::MAX };
    (error > 0.0 && error < most).then_some(Aim { figure, error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aims_are_read() {
        let both = aims("net_benefit 100, chance 1%").ok().expect("aims");
        let wanted = [(Figure::NetBenefit, 100.0), (Figure::Chance, 0.01)];
        assert_eq!(both, wanted.map(|(figure, error)| Aim { figure, error }));
        assert_eq!(aims("chance  0.01").ok().expect("aims"), both[1..]);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "net_benefit",
            "net_benefit x",
            "net_benefit 0",
            "net_benefit -1",
            "net_benefit 1%",
            "net_benefit nan",
            "net_benefit inf",
            "chance 100%",
            "chance 1",
            "payback 1",
            "chance 1%, chance 2%",
            "net_benefit 100,",
        ] {
            assert!(aims(text).is_err(), "`{text}` was read");
        }
    }
}
