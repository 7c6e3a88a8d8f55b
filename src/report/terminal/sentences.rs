//! The sentences of the summary.
//!
//! In: answers on one alternative. Out: blocks of lines, empty where there is nothing to tell.

use crate::analyse::{AlternativeAnswer, Driver, EscalationInto, PaybackOf, Spread, Verdict};
use crate::model::Grade;
use crate::report::replaced_prices;
use crate::report::terminal::COLUMNS;
use crate::report::terminal::context::Context;
use crate::report::words::wrap::{shorten, wrap};

/// Columns of the title; it may take two lines.
const TITLE_WIDTH: usize = 2 * COLUMNS - 20;
/// Columns of the name of a figure.
const FIGURE_WIDTH: usize = 35;
/// Columns of the name of a state or alternative.
const STATE_WIDTH: usize = 28;
/// Share of the spread below which a figure does not matter.
const LEAST_SHARE: f64 = 0.01;

fn fill(text: &str) -> Vec<String> {
    wrap(text, COLUMNS, 0)
}

fn name(context: &Context, alternative: &AlternativeAnswer) -> String {
    let known = context.scenario.alternatives.iter().find(|known| known.id == alternative.id);
    known.map_or_else(|| alternative.id.clone(), |known| context.own(&known.label, &known.id))
}

/// Keys of the first and second sentence of a verdict.
fn sentences(verdict: Verdict, mean: f64) -> (&'static str, Option<&'static str>) {
    match verdict {
        Verdict::Uncertain if mean < 0.0 => ("summary_uncertain", Some("summary_mean_loss")),
        Verdict::Uncertain => ("summary_uncertain", Some("summary_mean_gain")),
        Verdict::Pays => ("summary_pays", Some("summary_band")),
        Verdict::Costs => ("summary_costs", Some("summary_band")),
        Verdict::Nothing => ("summary_nothing", None),
    }
}

/// Key of the second sentence where there is no spread over draws: nothing is drawn, or once alone.
fn without_spread(context: &Context) -> &'static str {
    match context.answer {
        answer if answer.at_means => "summary_at_means",
        answer if answer.drawn_parameters == 0 => "summary_fixed",
        _ => "summary_one_draw",
    }
}

/// The Monte Carlo error in words: beside the mean it need not say of what.
fn error(context: &Context, spread: &Spread, verdict: Verdict) -> String {
    let beside_mean = verdict == Verdict::Uncertain && context.answer.has_spread();
    let key = if beside_mean { "summary_error" } else { "summary_error_of_mean" };
    match spread.monte_carlo_error {
        None => context.text("summary_error_unknown", &[]),
        Some(0.0) => context.text("summary_error_none", &[]),
        Some(error) => context.text(key, &[("error", context.numbers.euro(error))]),
    }
}

/// Key of its line among other alternatives.
fn line(verdict: Verdict, has_spread: bool) -> &'static str {
    match verdict {
        Verdict::Pays if !has_spread => "summary_other_pays_one",
        Verdict::Costs if !has_spread => "summary_other_costs_one",
        Verdict::Uncertain => "summary_other_uncertain",
        Verdict::Pays => "summary_other_pays",
        Verdict::Costs => "summary_other_costs",
        Verdict::Nothing => "summary_other_nothing",
    }
}

/// Title, then the verdict on the average with its band.
pub(super) fn verdict(context: &Context, told: &AlternativeAnswer) -> Vec<String> {
    let average = &told.net_benefit.average;
    let numbers = &context.numbers;
    let title = context.own(&context.scenario.title, &context.scenario.id);
    let mut lines = fill(&shorten(&format!("{title}: {}", name(context, told)), TITLE_WIDTH));
    let values = [
        ("mean", numbers.euro(average.mean.abs())),
        ("low", numbers.euro(average.p10)),
        ("high", numbers.euro(average.p90)),
        ("chance", numbers.percent(average.probability_positive)),
        ("error", error(context, average, told.verdict)),
    ];
    let (first, second) = sentences(told.verdict, average.mean);
    let second = second.map(|key| if context.answer.has_spread() { key } else { without_spread(context) });
    let mut text = context.text(first, &values);
    if let Some(key) = second {
        text = format!("{text} {}", context.text(key, &values));
    }
    lines.extend(fill(&text));
    lines
}

/// One line for each other alternative, and how to see more of it.
pub(super) fn others(context: &Context, told: &AlternativeAnswer) -> Vec<String> {
    let others: Vec<&AlternativeAnswer> =
        context.answer.alternatives.iter().filter(|other| other.id != told.id).collect();
    if others.is_empty() {
        return Vec::new();
    }
    let mut lines = fill(&context.text("summary_others", &[]));
    let shown = context.detail.others.min(others.len());
    for other in &others[..shown] {
        let average = &other.net_benefit.average;
        let figures = context.text(
            line(other.verdict, context.answer.has_spread()),
            &[
                ("mean", context.numbers.euro(average.mean)),
                ("low", context.numbers.euro(average.p10)),
                ("high", context.numbers.euro(average.p90)),
                ("chance", context.numbers.percent(average.probability_positive)),
            ],
        );
        lines.extend(wrap(&format!("- {}: {figures}", shorten(&other.id, STATE_WIDTH)), COLUMNS, 2));
    }
    if shown < others.len() {
        let more = [("count", (others.len() - shown).to_string())];
        lines.extend(fill(&context.text("summary_others_more", &more)));
    }
    lines
}

/// What happens to a hundred families, and when the plan has paid for itself.
pub(super) fn course(context: &Context, told: &AlternativeAnswer) -> Vec<String> {
    let mut lines = Vec::new();
    if !told.groups.is_empty() {
        let group = |id: &str| told.groups.iter().find(|group| group.id == id);
        let count = |id: &str| group(id).map_or(0, |group| group.in_hundred).to_string();
        let averted = group("averted").and_then(|group| group.mean_net_benefit);
        let gain = averted.filter(|_| context.detail.group_means).map(|mean| context.numbers.euro(mean));
        let gain = gain.map_or_else(String::new, |mean| context.text("summary_groups_gain", &[("mean", mean)]));
        let values = [
            ("unchanged", count("unchanged")),
            ("averted", count("averted")),
            ("better", count("better")),
            ("worse", count("worse")),
            ("gain", gain),
        ];
        lines.extend(fill(&context.text("summary_groups", &values)));
    }
    let society = payback(context, &told.payback.society, &told.net_benefit.average);
    let public = payback(context, &told.payback.public, &told.net_benefit_public.average);
    let key = if context.answer.has_spread() { "summary_payback" } else { "summary_payback_one" };
    lines.extend(fill(&context.text(key, &[("society", society), ("public", public)])));
    lines
}

fn payback(context: &Context, payback: &PaybackOf, net: &Spread) -> String {
    if net.is_nothing() {
        return context.text("summary_payback_nothing", &[]);
    }
    let months = match payback.expected {
        None => context.text("summary_payback_never", &[]),
        Some(0) => context.text("summary_payback_at_once", &[]),
        Some(month) => context.text("summary_payback_month", &[("months", month.to_string())]),
    };
    if !context.answer.has_spread() {
        return months;
    }
    let chance = context.numbers.percent(payback.probability);
    context.text("summary_payback_chance", &[("when", months), ("chance", chance)])
}

/// What escalates in a hundred families, without and with the plan; moves into the same state are added.
pub(super) fn escalation(context: &Context, told: &AlternativeAnswer) -> Vec<String> {
    let part = |into: &EscalationInto| {
        let state = &context.scenario.domains[into.domain].states[into.state];
        let values = [
            ("state", shorten(&context.own(&state.label, &state.id), STATE_WIDTH)),
            ("without", context.numbers.decimal(into.without * 100.0, 1)),
            ("with", context.numbers.decimal(into.with * 100.0, 1)),
        ];
        context.text("summary_escalation_part", &values)
    };
    let found = &told.escalation.by_state;
    let parts: Vec<String> = found.iter().take(context.detail.escalations).map(part).collect();
    if parts.is_empty() {
        return Vec::new();
    }
    fill(&context.text("summary_escalation", &[("parts", parts.join("; "))]))
}

/// The weakest figures on which the answer rests; those that nobody verified come first.
pub(super) fn weak_figures(context: &Context, told: &AlternativeAnswer) -> Vec<String> {
    let weak = |driver: &&Driver| {
        (is_weak(driver) || driver.range_by_rule || driver.unverified) && driver.share >= LEAST_SHARE
    };
    let part = |driver: &Driver| {
        let parameter = context.scenario.parameters.iter().find(|parameter| parameter.name == driver.id);
        let label = parameter.map_or_else(|| driver.id.clone(), |known| context.own(&known.label, &driver.id));
        let values = [
            ("name", shorten(&label, FIGURE_WIDTH)),
            ("grade", weaknesses(context, driver)),
            ("share", context.numbers.percent(driver.share)),
        ];
        context.text("summary_weak_part", &values)
    };
    // Chosen by what they matter: an unverified trifle must not push out what the answer hangs on.
    let found = told.variance_split.parameters.iter().filter(weak);
    let mut found: Vec<&Driver> = found.take(context.detail.weak).collect();
    found.sort_by_key(|driver| !driver.unverified);
    let parts: Vec<String> = found.into_iter().map(part).collect();
    if parts.is_empty() {
        return Vec::new();
    }
    fill(&context.text("summary_weak", &[("parts", parts.join("; "))]))
}

fn is_weak(driver: &Driver) -> bool {
    Grade::from_key(driver.grade).is_none_or(|grade| grade >= Grade::Estimate)
}

/// Why a figure is weak.
fn weaknesses(context: &Context, driver: &Driver) -> String {
    let grade = match Grade::from_key(driver.grade) {
        Some(Grade::Estimate) => Some("grade_estimate"),
        Some(Grade::Expert) => Some("grade_expert"),
        Some(Grade::Official | Grade::Measured | Grade::Study) => driver.range_by_rule.then_some("range_by_rule"),
        Some(Grade::Assumption) | None => Some("grade_assumption"),
    };
    let unverified = driver.unverified.then_some("unverified");
    let words: Vec<String> = unverified.into_iter().chain(grade).map(|key| context.text(key, &[])).collect();
    words.join(", ")
}

/// Most replaced prices that are named.
const REPLACED: usize = 2;

/// The prices that a list of the user replaced.
pub(super) fn replaced_prices(context: &Context) -> Vec<String> {
    let mut rows = replaced_prices::rows(&context.answer.replaced_prices, &context.numbers);
    let count = rows.len();
    if count == 0 {
        return Vec::new();
    }
    rows.truncate(REPLACED);
    if count > REPLACED {
        rows.push("…".to_string());
    }
    fill(&context.text("prices_replaced", &[("count", count.to_string()), ("rows", rows.join(", "))]))
}

/// What the summary is worth, and how it was made.
pub(super) fn closing(context: &Context) -> Vec<String> {
    let numbers = &context.numbers;
    let answer = context.answer;
    let values = [
        ("method", context.text(if answer.method == "cohort" { "method_cohort" } else { "method_micro" }, &[])),
        ("draws", numbers.counted(answer.draws, ["count_one_draw", "count_draws"])),
        ("households", numbers.counted(answer.households, ["count_one_family", "count_families"])),
        ("seed", answer.seed.to_string()),
        ("id", answer.id.clone()),
    ];
    let found = answer.evidence;
    let counts = [("sourced", found.sourced.to_string()), ("uncertain", found.uncertain.to_string())];
    let key = if found.exploratory { "summary_exploratory" } else { "summary_warning" };
    let mut lines = fill(&context.text(key, &counts));
    if answer.capped_draws > 0 {
        let counts = [("capped", answer.capped_draws), ("draws", answer.draws)];
        let counts = counts.map(|(name, count)| (name, numbers.whole(count as f64)));
        lines.extend(fill(&context.text("summary_capped", &counts)));
    }
    lines.extend(fill(&context.text("summary_method", &values)));
    lines
}
