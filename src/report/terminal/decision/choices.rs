//! What is told of plans: what waiting costs, which to choose, what can be lost.
//!
//! In: answers. Out: lines; none where a question was not asked.

use super::Told;
use crate::analyse::decision::risk::{CaseloadRisk, Loss, PayerRisk};
use crate::report::terminal::COLUMNS;
use crate::report::terminal::grid::{Row, lines};
use crate::report::words::wrap::wrap;

/// Months that are shown.
const SHOWN_MONTHS: [f64; 5] = [0.0, 1.0, 3.0, 6.0, 12.0];
/// Year by which is told whether a plan has paid back.
const PAYBACK_YEAR: usize = 5;
/// Draws of the runs that tell what waiting costs.
const WAITING_DRAWS: usize = 64;

pub(super) fn waiting(told: &Told) -> Vec<String> {
    let Some(plans) = &told.answer.waiting else { return Vec::new() };
    let shown: Vec<f64> = plans.first().map_or(Vec::new(), |plan| {
        let has = |months: &f64| plan.months.iter().any(|point| point.months == *months);
        SHOWN_MONTHS.into_iter().filter(has).collect()
    });
    let months = |months: f64| told.text("waiting_month", &[("months", &told.numbers.exact(months))]);
    let row = |plan: &crate::analyse::decision::waiting::PlanWaiting| {
        let net = |months: &f64| {
            let point = plan.months.iter().find(|point| point.months == *months);
            point.map_or("-".to_owned(), |point| told.numbers.amount(point.net_benefit))
        };
        let figures = shown.iter().map(net).chain([told.numbers.exact(plan.best_month)]);
        Row { name: told.alternative(&plan.alternative), figures: figures.collect() }
    };
    let head = Row {
        name: told.language.text("waiting_plan").to_owned(),
        figures: shown.iter().map(|at| months(*at)).chain(told.heads(&["waiting_best"])).collect(),
    };
    let mut found = told.wrap("waiting_head", &[]);
    found.extend(lines(&head, &plans.iter().map(row).collect::<Vec<_>>(), COLUMNS));
    let draws = told.answer.draws.min(WAITING_DRAWS).to_string();
    found.extend(told.wrap("waiting_note", &[("draws", &draws)]));
    found
}

pub(super) fn alternatives(told: &Told) -> Vec<String> {
    let Some(choice) = &told.answer.alternatives else { return Vec::new() };
    let numbers = &told.numbers;
    let row = |plan: &crate::analyse::decision::alternatives::PlanChoice| Row {
        name: told.alternative(&plan.alternative),
        figures: vec![
            numbers.amount(plan.net_benefit),
            plan.beyond_next.map_or(String::new(), |beyond| numbers.amount(beyond)),
            numbers.percent(plan.probability_best),
        ],
    };
    let head = Row {
        name: told.language.text("waiting_plan").to_owned(),
        figures: told.heads(&["choice_mean", "choice_next", "choice_best"]),
    };
    let mut found = told.wrap("choice_head", &[]);
    found.extend(lines(&head, &choice.plans.iter().map(row).collect::<Vec<_>>(), COLUMNS));
    found.extend(told.wrap("choice_note", &[]));
    for effect in &choice.acceptability {
        let Some((low, high)) = effect.points.first().zip(effect.points.last()) else { continue };
        let is_same = effect.points.iter().all(|point| point.best == low.best);
        let key = if is_same { "choice_same" } else { "choice_switch" };
        let (first, last) = (told.alternative(&low.best), told.alternative(&high.best));
        let (from, to) = (numbers.euro(low.value), numbers.euro(high.value));
        let values =
            [("effect", effect.effect.as_str()), ("low", &from), ("high", &to), ("first", &first), ("last", &last)];
        found.extend(told.wrap(key, &values));
    }
    found
}

pub(super) fn risk(told: &Told) -> Vec<String> {
    let plans = told.answer.risk.iter().flatten();
    let Some(plan) = plans.into_iter().find(|plan| plan.alternative == told.plan) else { return Vec::new() };
    let numbers = &told.numbers;
    let mut found = told.wrap("risk_head", &[("plan", &told.alternative(&plan.alternative))]);
    found.extend(loss(told, "risk_average", &plan.average));
    found.extend(plan.household.iter().flat_map(|household| loss(told, "risk_household", household)));
    // Draws of another model know no time and no payers.
    if plan.payback.by_year.is_empty() {
        return found;
    }
    let year = PAYBACK_YEAR.min(plan.payback.by_year.len());
    let chance = year.checked_sub(1).map_or(0.0, |at| plan.payback.by_year[at]);
    let values = [
        ("year", year.to_string()),
        ("chance", numbers.percent(chance)),
        ("never", numbers.percent(plan.payback.never)),
    ];
    found.extend(told.wrap("risk_payback", &values.each_ref().map(|(key, value)| (*key, value.as_str()))));
    let row = |payer: &PayerRisk| Row {
        name: told.account(&payer.account),
        figures: vec![
            numbers.amount(payer.plan_cost),
            numbers.amount(payer.net),
            numbers.percent(payer.worse_off),
            payer.depth.map_or("-".to_owned(), |depth| numbers.amount(depth)),
        ],
    };
    let head = Row {
        name: told.language.text("risk_account").to_owned(),
        figures: told.heads(&["risk_cost", "risk_net", "risk_worse", "risk_then"]),
    };
    found.extend(lines(&head, &plan.payers.iter().map(row).collect::<Vec<_>>(), COLUMNS));
    found.extend(plan.caseload.iter().flat_map(|own| caseload(told, own)));
    found
}

fn loss(told: &Told, key: &'static str, loss: &Loss) -> Vec<String> {
    let depth =
        loss.depth.map_or(String::new(), |depth| told.text("risk_depth", &[("amount", &told.numbers.euro(depth))]));
    let (chance, worst) = (told.numbers.percent(loss.chance), told.numbers.euro(loss.worst));
    told.wrap(key, &[("chance", &chance), ("depth", &depth), ("worst", &worst)])
}

fn caseload(told: &Told, own: &CaseloadRisk) -> Vec<String> {
    let numbers = &told.numbers;
    let mut found = told.wrap("caseload_head", &[("account", &told.account(&own.account))]);
    let cases = own.chances.iter().map(|(count, chance)| {
        let (count, chance) = (numbers.whole(*count as f64), numbers.percent(*chance));
        told.text("caseload_count", &[("count", &count), ("chance", &chance)])
    });
    let limit = told.text("caseload_limit", &[("chance", &numbers.percent(own.limit))]);
    let all: Vec<String> = cases.chain([limit]).collect();
    found.extend(wrap(&format!("- {}", all.join("; ")), COLUMNS, 2));
    found.extend(match own.sure_from {
        Some(count) => told.wrap("caseload_sure", &[("count", &numbers.whole(count as f64))]),
        None => told.wrap("caseload_never", &[]),
    });
    found
}
