//! Versions of a study with weights, for a terminal.
//!
//! In: a [`Structure`]. Out: sentences of at most [`COLUMNS`] columns: what all versions come to together, and what the spread
//! comes from.

use crate::analyse::structure::{Structure, StructureAlternative};
use crate::model::Text;
use crate::report::terminal::COLUMNS;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::wrap::wrap;

/// Least that weights are off from 1 before it is told.
const ROUNDING: f64 = 1e-9;

/// All alternatives together; `labels` are their names and texts.
pub(super) fn lines(found: &Structure, labels: &[(String, Text)], language: Language) -> Vec<String> {
    let numbers = Numbers::new(language);
    let say = |key: &'static str, values: &[(&str, &str)]| language.fill_in(language.text(key), values);
    let weight = |(name, weight): &(String, f64)| format!("{name} {}", numbers.percent(*weight));
    let weights = found.versions.iter().map(weight).collect::<Vec<_>>().join("; ");
    let mut lines = wrap(&say("structure_head", &[("weights", &weights)]), COLUMNS, 0);
    if (found.weights_sum - 1.0).abs() > ROUNDING {
        lines.extend(wrap(&say("structure_sum", &[("sum", &numbers.figure(found.weights_sum))]), COLUMNS, 0));
    }
    for own in &found.alternatives {
        let label = labels.iter().find(|(id, _)| *id == own.id).map_or("", |(_, label)| language.of(label));
        let text = [format!("{}: {label}:", own.id), of_alternative(own, &numbers, language)].join(" ");
        lines.extend(wrap(&text, COLUMNS, 2));
    }
    lines
}

fn of_alternative(own: &StructureAlternative, numbers: &Numbers, language: Language) -> String {
    let net = &own.net_benefit;
    let [mean, low, high] = [net.mean, net.p10, net.p90].map(|amount| numbers.euro(amount));
    let chance = numbers.percent(net.probability_positive);
    let values = [("mean", mean.as_str()), ("low", &low), ("high", &high), ("chance", &chance)];
    let mut text = language.fill_in(language.text("structure_mixture"), &values);
    let average = own.structure + own.parameters;
    let share = |part: f64, all: f64| numbers.percent(if all > 0.0 { part / all } else { 0.0 });
    let (structure, parameters) = (share(own.structure, average), share(own.parameters, average));
    text += " ";
    text += &language
        .fill_in(language.text("structure_average"), &[("structure", structure.as_str()), ("parameters", &parameters)]);
    if let Some(luck) = own.chance {
        let all = average + luck;
        let [structure, parameters, luck] = [own.structure, own.parameters, luck].map(|part| share(part, all));
        let values = [("structure", structure.as_str()), ("parameters", &parameters), ("luck", &luck)];
        text += " ";
        text += &language.fill_in(language.text("structure_household"), &values);
    }
    text
}
