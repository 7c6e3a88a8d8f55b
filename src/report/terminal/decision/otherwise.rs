//! What is told of a plan that is reckoned otherwise.
//!
//! In: answers. Out: lines; none where a question was not asked, or nothing can be reckoned otherwise.

use super::Told;
use crate::analyse::decision::choices::{ChoiceOutcome, PlanChoices, PriceLevel, ReckoningChoice};
use crate::analyse::decision::otherwise::Otherwise;
use crate::report::terminal::COLUMNS;
use crate::report::terminal::grid::{Row, lines};

pub(super) fn choices(told: &Told) -> Vec<String> {
    let plans = told.answer.choices.iter().flatten();
    let Some(plan) = plans.into_iter().find(|plan| plan.alternative == told.plan && !plan.choices.is_empty()) else {
        return Vec::new();
    };
    let name = told.alternative(&plan.alternative);
    let mut found = told.wrap("choices_head", &[("plan", &name)]);
    let row = |own: &ChoiceOutcome| row(told, choice(told, own.choice), &own.outcome);
    let rows: Vec<Row> = plan.choices.iter().map(row).collect();
    found.extend(table(told, "choices_choice", &rows));
    found
        .extend(told.wrap("choices_note", &[("rate", &rate(told, plan.discount_rate)), ("years", &years(told, plan))]));
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

fn years(told: &Told, plan: &PlanChoices) -> String {
    told.numbers.exact(plan.horizon)
}

/// A rate per year in percent.
fn rate(told: &Told, rate: f64) -> String {
    // Rates are written with few decimals: what the product adds to them is left off.
    told.numbers.exact((rate * 1e6).round() / 1e4)
}

fn choice(told: &Told, choice: ReckoningChoice) -> String {
    match choice {
        ReckoningChoice::DiscountRate(value) => told.text("choices_rate", &[("rate", &rate(told, value))]),
        ReckoningChoice::Horizon(years) => told.text("choices_horizon", &[("years", &told.numbers.exact(years))]),
        ReckoningChoice::Prices(PriceLevel::Low) => told.text("choices_prices_low", &[]),
        ReckoningChoice::Prices(PriceLevel::Central) => told.text("choices_prices_central", &[]),
        ReckoningChoice::Prices(PriceLevel::High) => told.text("choices_prices_high", &[]),
        ReckoningChoice::WithoutDisplacement => told.text("choices_displacement", &[]),
    }
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
