//! Costs of system problems, a few lines for each.
//!
//! In: answers. Out: lines of at most [`COLUMNS`] columns.

use crate::analyse::{Answer, ProblemAnswer};
use crate::model::{Scenario, SystemProblem};
use crate::report::terminal::COLUMNS;
use crate::report::terminal::told::told;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::subject;
use crate::report::words::wrap::wrap;

/// What every problem costs in the alternative that is told, the dearest first; the number of figures for others. `focus` as
/// in [`ScreenOptions`](crate::report::terminal::screen::ScreenOptions).
pub fn problems(answer: &Answer, scenario: &Scenario, language: Language, focus: Option<&str>) -> Vec<String> {
    let Some(told) = told(answer, focus) else { return Vec::new() };
    let (mut here, others): (Vec<&ProblemAnswer>, Vec<&ProblemAnswer>) =
        answer.system_problems.iter().partition(|problem| problem.alternative == told.id);
    if here.is_empty() {
        let mut plans: Vec<&str> = others.iter().map(|problem| problem.alternative.as_str()).collect();
        plans.sort_unstable();
        plans.dedup();
        let key = if plans.is_empty() { "problems_none" } else { "problems_elsewhere" };
        return wrap(&language.fill_in(language.text(key), &[("plans", &plans.join(", "))]), COLUMNS, 0);
    }
    here.sort_by(|a, b| b.cost_to_society.mean.total_cmp(&a.cost_to_society.mean));
    let year = answer.price_year.to_string();
    let mut lines = wrap(&subject::text(scenario, language, "problems_head", &[("year", &year)]), COLUMNS, 0);
    let line = |answered: &&ProblemAnswer| {
        let named: Option<&SystemProblem> = scenario.problems.iter().find(|problem| problem.id == answered.id);
        let label = named.map_or(answered.id.as_str(), |problem| language.of(&problem.label));
        wrap(&format!("- {label}: {}", cost(answered, language)), COLUMNS, 2)
    };
    lines.extend(here.iter().flat_map(line));
    if !others.is_empty() {
        let count = others.len().to_string();
        lines.extend(wrap(&language.fill_in(language.text("problems_others"), &[("count", &count)]), COLUMNS, 0));
    }
    lines
}

/// Mean, band and chance that it costs anything.
pub(crate) fn cost(problem: &ProblemAnswer, language: Language) -> String {
    let numbers = Numbers::new(language);
    let cost = &problem.cost_to_society;
    let values = [
        ("mean", numbers.euro(cost.mean)),
        ("low", numbers.euro(cost.p10)),
        ("high", numbers.euro(cost.p90)),
        ("chance", numbers.percent(cost.probability_positive)),
        ("money", numbers.euro(problem.cost_to_society_money.mean)),
        ("public", numbers.euro(problem.cost_to_public.mean)),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    language.fill_in(language.text("problem_cost"), &values)
}
