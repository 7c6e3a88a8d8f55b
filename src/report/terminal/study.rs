//! The answers of a study for a terminal.
//!
//! In: answers by variant. Out: a table of at most [`COLUMNS`] columns for each alternative.

use crate::analyse::study::{StudyAnswer, VariantAlternative, VariantAnswer};
use crate::model::Text;
use crate::report::terminal::COLUMNS;
use crate::report::terminal::structure;
use crate::report::words::Language;
use crate::report::words::numbers::{Numbers, TIE};
use crate::report::words::wrap::{left, right, wrap};

/// Columns of a figure.
const CELL: usize = 9;
/// Columns of the name of a variant.
const NAME: usize = COLUMNS - 6 * CELL;
/// So many variants are shown of each alternative; the table in CSV has all.
const MOST_SHOWN: usize = 40;

/// The answers for a terminal. `labels` are names and texts of the alternatives.
pub fn summary(answer: &StudyAnswer, title: &Text, labels: &[(String, Text)], language: Language) -> Vec<String> {
    let numbers = Numbers::new(language);
    let mut lines = wrap(&format!("{}: {}", language.of(title), language.text("study_heading")), COLUMNS, 0);
    for (id, label) in labels {
        lines.push(String::new());
        lines.extend(wrap(&format!("{id}: {}", language.of(label)), COLUMNS, 2));
        lines.extend(of_alternative(answer, id, &numbers, language));
    }
    if let Some(found) = &answer.structure {
        lines.push(String::new());
        lines.extend(structure::lines(found, labels, language));
    }
    lines.push(String::new());
    if answer.variants.len() > 1 {
        lines.extend(wrap(language.text("study_difference_note"), COLUMNS, 0));
    }
    lines.extend(wrap(&last_line(answer, language), COLUMNS, 0));
    lines
}

/// The lines of one alternative: a table, or one sentence where no variant changes it.
fn of_alternative(answer: &StudyAnswer, id: &str, numbers: &Numbers, language: Language) -> Vec<String> {
    let of = |variant: &VariantAnswer| variant.alternatives.iter().find(|found| found.id == *id).cloned();
    let found: Vec<(&VariantAnswer, VariantAlternative)> =
        answer.variants.iter().filter_map(|variant| Some((variant, of(variant)?))).collect();
    let Some((_, first)) = found.first() else { return Vec::new() };
    if found.len() > 1 && found.iter().all(|(_, other)| other.net_benefit == first.net_benefit) {
        let net = &first.net_benefit;
        let [mean, low, high] = [net.mean, net.p10, net.p90].map(|amount| numbers.euro(amount));
        let chance = numbers.percent(net.probability_positive);
        let values = [("mean", mean.as_str()), ("low", &low), ("high", &high), ("chance", &chance)];
        return wrap(&language.fill_in(language.text("study_same"), &values), COLUMNS, 2);
    }
    let year = answer.price_year.to_string();
    let head = language.fill_in(language.text("study_head"), &[("year", &year)]);
    // Where names would be cut, only what differs is said: the values, under the names of what varies.
    let long = found.iter().any(|(variant, _)| variant.name.chars().count() >= NAME && !variant.values.is_empty());
    let varies = || found[0].0.values.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("; ");
    let head = if long { varies() } else { head };
    let heads = ["study_mean", "study_p10", "study_p90", "study_chance", "study_difference", "study_error"];
    let mut lines = vec![row(&head, &heads.map(|key| language.text(key).to_string()))];
    for (variant, own) in found.iter().take(MOST_SHOWN) {
        let net = &own.net_benefit;
        let [mean, low, high] = [net.mean, net.p10, net.p90].map(|amount| numbers.amount(amount));
        let difference = own.difference.as_ref();
        let written = |amount: Option<f64>| amount.map(|amount| numbers.amount(amount)).unwrap_or_default();
        let (by, error) =
            (written(difference.map(|it| it.mean)), written(difference.and_then(|it| it.monte_carlo_error)));
        let name = if long { values_of(variant) } else { variant.name.clone() };
        lines.push(row(&name, &[mean, low, high, numbers.percent(net.probability_positive), by, error]));
    }
    if let Some(more) = found.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
        lines.push(language.fill_in(language.text("study_more"), &[("count", &more.to_string())]));
    }
    lines
}

/// The values of a variant alone.
fn values_of(variant: &VariantAnswer) -> String {
    variant.values.iter().map(|(_, value)| value.text()).collect::<Vec<_>>().join("; ")
}

fn last_line(answer: &StudyAnswer, language: Language) -> String {
    let seeds = answer.variants.first().map_or(0, |variant| variant.seed).to_string();
    let count = answer.variants.len().to_string();
    language.fill_in(language.text("study_method"), &[("count", &count), ("seed", &seeds), ("id", &answer.id)])
}

fn row(name: &str, cells: &[String; 6]) -> String {
    let figures: String = cells.iter().map(|cell| right(cell, CELL)).collect();
    left(name, NAME) + &figures.replace(TIE, " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::study_answer as answer;

    #[test]
    fn lines_fit_a_terminal_and_many_variants_are_cut_short() {
        let label = |id: &str| (id.to_string(), Text { nl: "Een lang verhaal ".repeat(9), en: "x".into() });
        let title = Text { nl: "Studie".into(), en: "Study".into() };
        let lines = summary(&answer(50), &title, &[label("a"), label("b")], Language::Nl);
        assert!(lines.iter().all(|line| line.chars().count() <= COLUMNS), "{lines:#?}");
        assert_eq!(lines.iter().filter(|line| line.starts_with("x = ")).count(), 80);
        assert_eq!(lines.iter().filter(|line| line.contains("nog 10")).count(), 2);
    }
}
