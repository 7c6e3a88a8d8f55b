//! What came of the errors at which a run was to stop, in a sentence.
//!
//! In: a [`Precision`] and the plan that was run. Out: a text. No figure is worked out here.

use crate::analyse::uncertainty::precision::{Figure, Precision, Reached};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::simulate::RunPlan;

/// What came of the aims, as a sentence.
pub fn sentence(precision: &Precision, plan: &RunPlan, language: Language) -> String {
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
