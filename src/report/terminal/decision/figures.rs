//! What is told of figures: drivers, break-even, what it is worth to know them, how well they are known.
//!
//! In: answers. Out: lines; none where a question was not asked or has no answer.

use super::Told;
use crate::analyse::decision::break_even::FigureBreakEven;
use crate::analyse::decision::drivers::{FigureDriver, FigureEnd};
use crate::analyse::decision::evidence::GradeShare;
use crate::model::Grade;
use crate::report::charted::decided::MARGIN;
use crate::report::terminal::COLUMNS;
use crate::report::terminal::grid::{Row, lines};
use crate::report::words::grade_key;

/// Most figures in a table.
const MOST: usize = 8;
/// Share of the spread below which a figure is not shown.
const SMALL: f64 = 0.005;
/// Share that combinations explain from which on it is told.
const COMBINED: f64 = 0.2;

pub(super) fn drivers(told: &Told) -> Vec<String> {
    let plans = told.answer.drivers.iter().flatten();
    let Some(plan) = plans.into_iter().find(|plan| plan.alternative == told.plan) else { return Vec::new() };
    let numbers = &told.numbers;
    let name = told.alternative(&plan.alternative);
    let (mean, chance) = (numbers.euro(plan.net_benefit), numbers.percent(plan.probability_positive));
    let mut found = told.wrap("drivers_head", &[("plan", &name), ("mean", &mean), ("chance", &chance)]);
    let has_total = plan.figures.iter().any(|figure| figure.total.is_some());
    let seen = plan.figures.iter().filter(|figure| figure.share >= SMALL).take(MOST);
    let row = |figure: &FigureDriver| {
        let end = |end: &Option<_>, of: fn(&FigureEnd) -> f64| end.as_ref().map(of);
        let net = |one: &Option<_>| end(one, |end| end.net_benefit).map_or("-".to_owned(), |net| numbers.amount(net));
        let chance = |one: &Option<_>| end(one, |end| end.probability_positive).map(|chance| numbers.percent(chance));
        let chances = chance(&figure.low).zip(chance(&figure.high));
        let mut figures = vec![numbers.percent(figure.share)];
        figures.extend(has_total.then(|| figure.total.map_or("-".to_owned(), |total| numbers.percent(total))));
        figures.extend([net(&figure.low), net(&figure.high)]);
        figures.push(chances.map_or("-".to_owned(), |(low, high)| format!("{low}-{high}")));
        Row { name: told.figure(&figure.id), figures }
    };
    let rows: Vec<Row> = seen.map(row).collect();
    let heads: &[&str] = if has_total {
        &["drivers_share", "drivers_total", "drivers_low", "drivers_high", "drivers_chance"]
    } else {
        &["drivers_share", "drivers_low", "drivers_high", "drivers_chance"]
    };
    let head = Row { name: told.language.text("decision_figure").to_owned(), figures: told.heads(heads) };
    let more = plan.figures.len() - rows.len();
    found.extend(lines(&head, &rows, COLUMNS));
    if more > 0 {
        found.extend(told.wrap("decision_more", &[("count", &more.to_string())]));
    }
    found.extend(told.wrap("drivers_meaning", &[("rest", &numbers.percent(plan.combinations_at_most))]));
    if has_total {
        found.extend(told.wrap("drivers_total_told", &[]));
    }
    for figure in plan.figures.iter().filter(|figure| figure.share >= SMALL).take(MOST) {
        let Some(shared) = figure.shared.filter(|shared| shared.abs() >= SMALL) else { continue };
        let (name, shared) = (told.figure(&figure.id), numbers.percent(shared));
        let values = [("name", name), ("share", numbers.percent(figure.share)), ("shared", shared)];
        found.extend(told.wrap("drivers_shared", &values.each_ref().map(|(key, value)| (*key, value.as_str()))));
    }
    if plan.combinations_at_most > COMBINED {
        found.extend(told.wrap("drivers_combined", &[]));
    }
    found
}

pub(super) fn information(told: &Told) -> Vec<String> {
    let Some(answer) = &told.answer.information else { return Vec::new() };
    let numbers = &told.numbers;
    let best = told.alternative(&answer.best);
    let mut found = told.wrap("information_head", &[("best", &best), ("perfect", &numbers.euro(answer.perfect))]);
    if answer.most_worth.is_empty() {
        found.extend(told.wrap("information_none", &[]));
        return found;
    }
    found.extend(told.wrap("information_worth", &[]));
    let worth = answer.figures.iter().filter(|figure| answer.most_worth.contains(&figure.id));
    for figure in worth {
        let error = MARGIN * figure.monte_carlo_errors.get("value").unwrap_or(0.0);
        let name = told.figure(&figure.id);
        let values =
            [("name", name), ("value", numbers.small_euro(figure.value)), ("error", numbers.small_euro(error))];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        found.extend(told.bullet(&told.text("information_figure", &values)));
    }
    let assumed = answer.groups.iter().find(|group| group.by == "grade" && group.id == Grade::Assumption.key());
    if let Some(group) = assumed {
        found.extend(told.wrap("information_assumptions", &[("value", &numbers.small_euro(group.value))]));
    }
    found
}

pub(super) fn break_even(told: &Told) -> Vec<String> {
    let plans = told.answer.break_even.iter().flatten();
    let Some(plan) = plans.into_iter().find(|plan| plan.alternative == told.plan) else { return Vec::new() };
    let name = told.alternative(&plan.alternative);
    if plan.figures.is_empty() {
        return told.wrap("break_even_none", &[("plan", &name)]);
    }
    let mut found = told.wrap("break_even_head", &[("plan", &name)]);
    let row = |figure: &FigureBreakEven| {
        let way = if figure.pays_above { "break_even_above" } else { "break_even_below" };
        let name = format!("{} ({})", told.figure(&figure.id), told.language.text(way));
        let values = [Some(figure.mean), figure.value, figure.even_chance, figure.good_chance];
        Row { name, figures: values.map(|value| told.value(value)).to_vec() }
    };
    let rows: Vec<Row> = plan.figures.iter().take(MOST).map(row).collect();
    let head = Row {
        name: told.language.text("decision_figure").to_owned(),
        figures: told.heads(&["break_even_mean", "break_even_value", "break_even_half", "break_even_most"]),
    };
    found.extend(lines(&head, &rows, COLUMNS));
    if let Some(more) = plan.figures.len().checked_sub(MOST).filter(|more| *more > 0) {
        found.extend(told.wrap("decision_more", &[("count", &more.to_string())]));
    }
    found.extend(told.wrap("break_even_note", &[("count", &plan.out_of_range.to_string())]));
    found
}

pub(super) fn evidence(told: &Told) -> Vec<String> {
    let plans = told.answer.evidence.iter().flatten();
    let Some(plan) = plans.into_iter().find(|plan| plan.alternative == told.plan) else { return Vec::new() };
    let name = told.alternative(&plan.alternative);
    let share = told.numbers.percent(plan.assumptions.clamp(0.0, 1.0));
    let mut found = told.wrap("evidence_head", &[("plan", &name), ("share", &share)]);
    let row = |own: &GradeShare| {
        let grade = Grade::from_key(own.grade).map_or("", |grade| told.language.text(grade_key(grade)));
        let share = told.numbers.percent(own.share.clamp(0.0, 1.0));
        Row { name: grade.to_owned(), figures: vec![own.figures.to_string(), share] }
    };
    let rows: Vec<Row> = plan.grades.iter().map(row).collect();
    let head = Row {
        name: told.language.text("evidence_grade").to_owned(),
        figures: told.heads(&["evidence_figures", "drivers_share"]),
    };
    found.extend(lines(&head, &rows, COLUMNS));
    found
}
