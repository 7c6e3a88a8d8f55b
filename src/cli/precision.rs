//! `--precision` and `--ceiling`: until when a run goes on, and what came of it.
//!
//! In: the text behind `--precision`. Out: [`Aim`]s, and a sentence on whether they were met. Errors are worked out in
//! `analyse::precision`.

use crate::analyse::uncertainty::precision::{Aim, Figure, Precision, Reached};
use crate::cli::Failure;
use crate::diagnostics::Message;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::simulate::RunPlan;

/// Most draws where `--ceiling` names no other number.
pub const CEILING: usize = 100_000;

/// Reads aims: a figure and its largest error, `net_benefit 100` or `chance 1%`, with commas between them.
///
/// # Errors
/// A figure that is not known, twice the same, or an error that is not a number above 0 (for a chance below 1).
pub fn aims(text: &str) -> Result<Vec<Aim>, Failure> {
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

/// What came of the aims, as a sentence.
pub fn told(precision: &Precision, plan: &RunPlan, language: Language) -> String {
    let numbers = Numbers::new(language);
    let part = |reached: &Reached| {
        let key = if reached.figure == Figure::Chance.key() { "precision_chance" } else { "precision_net_benefit" };
        let shown = |error: f64| match reached.figure == Figure::Chance.key() {
            true => numbers.decimal(100.0 * error, 2),
            false => numbers.decimal(error, if error < 10.0 { 2 } else { 1 }),
        };
        let values = [("error", shown(reached.error)), ("asked", shown(reached.asked))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        language.fill_in(language.text(key), &values)
    };
    let parts: Vec<String> = precision.figures.iter().map(part).collect();
    let values = [
        ("draws", numbers.whole(plan.draws as f64)),
        ("households", numbers.whole(plan.households as f64)),
        ("futures", numbers.whole(plan.draws as f64 * plan.households as f64)),
        ("parts", parts.join("; ")),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let key = if precision.is_met() { "precision_met" } else { "precision_not_met" };
    language.fill_in(language.text(key), &values)
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
