//! What is told of a plan that is reckoned otherwise.
//!
//! In: answers. Out: lines; none where a question was not asked, or nothing can be reckoned otherwise.

use super::Told;
use crate::analyse::decision::choices::ChoiceOutcome;
use crate::analyse::decision::otherwise::Otherwise;
use crate::report::terminal::COLUMNS;
use crate::report::terminal::grid::{Row, lines};
use crate::report::words::choice_name::{choice_name, percent_a_year};

pub(super) fn choices(told: &Told) -> Vec<String> {
    let plans = told.answer.choices.iter().flatten();
    let Some(plan) = plans.into_iter().find(|plan| plan.alternative == told.plan && !plan.choices.is_empty()) else {
        return Vec::new();
    };
    let name = told.alternative(&plan.alternative);
    let mut found = told.wrap("choices_head", &[("plan", &name)]);
    let row = |own: &ChoiceOutcome| row(told, choice_name(own.choice, &told.numbers, told.language), &own.outcome);
    let rows: Vec<Row> = plan.choices.iter().map(row).collect();
    found.extend(table(told, "choices_choice", &rows));
    found.extend(told.wrap(
        "choices_note",
        &[("rate", &percent_a_year(plan.discount_rate, &told.numbers)), ("years", &told.numbers.exact(plan.horizon))],
    ));
    found
}

pub(super) fn less_trust(told: &Told) -> Vec<String> {
    let plans = told.answer.less_trust.iter().flatten();
    let Some(plan) = plans.into_iter().find(|plan| plan.alternative == told.plan) else { return Vec::new() };
    let widened = plan.widened.map(|own| (told.text("less_trust_widened", &[]), own));
    let cautious = plan.cautious.map(|own| (told.text("less_trust_cautious", &[]), own));
    let discounted = plan.discounted.map(|own| {
        let percent = told.numbers.exact(own.percent);
        (told.text("less_trust_discounted", &[("percent", &percent)]), own.outcome)
    });
    let ways: Vec<Row> =
        [widened, cautious, discounted].into_iter().flatten().map(|(name, own)| row(told, name, &own)).collect();
    if ways.is_empty() {
        return Vec::new();
    }
    let mut found = told.wrap("less_trust_head", &[("plan", &told.alternative(&plan.alternative))]);
    found.extend(table(told, "less_trust_way", &ways));
    let counts = [("figures", plan.widened_figures.to_string()), ("effects", plan.effects.len().to_string())];
    found.extend(told.wrap("less_trust_note", &counts.each_ref().map(|(key, value)| (*key, value.as_str()))));
    found
}

/// Balance, difference and chance.
fn row(told: &Told, name: String, own: &Otherwise) -> Row {
    let numbers = &told.numbers;
    let figures = vec![
        numbers.amount(own.net_benefit),
        numbers.amount(own.difference),
        numbers.percent(own.probability_positive),
    ];
    Row { name, figures }
}

fn table(told: &Told, name: &'static str, rows: &[Row]) -> Vec<String> {
    let figures = told.heads(&["otherwise_balance", "otherwise_difference", "otherwise_chance"]);
    lines(&Row { name: told.language.text(name).to_owned(), figures }, rows, COLUMNS)
}
