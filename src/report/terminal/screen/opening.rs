//! The opening of a screen: the best plan in one sentence, and what becomes of a hundred households.
//!
//! In: the answer on the alternative that is told. Out: parts of a screen.

use crate::analyse::{AlternativeAnswer, EscalationInto, Verdict};
use crate::report::terminal::screen::context::{Context, Part, capital, has_welfare};
use crate::report::words::subject::horizon;
use crate::report::words::wrap::plain;
use crate::simulate::ledger::{HEADLINE, MONEY, SOCIETY, TOTALS};

/// Escalations that are shown.
const ESCALATIONS: usize = 3;
/// From this on a number of times has no decimals.
const WHOLE: f64 = 10.0;
const HUNDRED: f64 = 100.0;

/// The title.
pub(super) fn title(context: &Context) -> Vec<String> {
    context.wrap(&context.own(&context.scenario.title, &context.scenario.id))
}

/// Which plan, over which horizon, what it brings, and how sure that is.
pub(super) fn verdict(context: &Context) -> Part {
    Part { lines: sentences(context).iter().flat_map(|sentence| context.wrap(sentence)).collect(), ..Part::default() }
}

/// The same, a text for each sentence: the verdict, the band or the terms, and why there is no spread.
pub(crate) fn sentences(context: &Context) -> Vec<String> {
    let told = context.told;
    let average = &told.headline().average;
    let plan = context.name(&told.id);
    let best = context.ranked.first().map_or("", |best| best.id.as_str());
    let which = match () {
        () if best != told.id => context.text("screen_asked", &[("plan", plan), ("best", context.name(best))]),
        () if average.mean < 0.0 && told.verdict != Verdict::Nothing => {
            let key = if context.ranked.len() > 1 { "screen_least_loss" } else { "screen_one_plan" };
            context.text(key, &[("plan", plan)])
        }
        () if context.ranked.len() == 1 => context.text("screen_one_plan", &[("plan", plan)]),
        () => context.text("screen_best", &[("plan", plan)]),
    };
    let key = match told.verdict {
        Verdict::Uncertain if average.mean < 0.0 => "screen_uncertain_loss",
        Verdict::Uncertain => "screen_uncertain_gain",
        Verdict::Pays => "screen_pays",
        Verdict::Costs => "screen_costs",
        Verdict::Nothing => "screen_nothing",
    };
    let key = match key {
        "screen_uncertain_loss" | "screen_costs" if !context.answer.has_spread() => "screen_costs_one",
        "screen_uncertain_gain" | "screen_pays" if !context.answer.has_spread() => "screen_pays_one",
        key => key,
    };
    let ratio = context.ratios(told.benefit_cost_ratio, told.benefit_cost_ratio_money);
    let values = [
        ("horizon", horizon(&context.scenario.settings, context.language)),
        ("total", context.text(headline_key(told), &[])),
        ("mean", context.euro(average.mean.abs())),
        ("ratio", ratio),
        ("chance", context.numbers.percent(average.probability_positive)),
    ];
    let mut sentences = vec![format!("{which} {}", context.text(key, &values))];
    let values = [
        ("low", context.euro(average.p10)),
        ("high", context.euro(average.p90)),
        ("year", context.answer.price_year.to_string()),
        ("rate", context.numbers.exact(context.answer.discount_rate * HUNDRED)),
    ];
    let band = told.verdict != Verdict::Nothing && context.answer.has_spread();
    sentences.push(context.text(if band { "screen_band" } else { "screen_terms" }, &values));
    if !context.answer.has_spread() {
        sentences.push(context.text(without_spread(context), &[]));
    }
    sentences
}

/// Key of the sentence about why there is no spread over draws: nothing is drawn, or once alone.
fn without_spread(context: &Context) -> &'static str {
    match context.answer {
        answer if answer.at_means => "screen_at_means",
        answer if answer.drawn_parameters == 0 => "screen_fixed",
        _ => "screen_one_draw",
    }
}

/// Keys of the words for each total, within a sentence.
const TOTAL_KEYS: [&str; TOTALS] = ["screen_with_welfare", "screen_in_money", "screen_of_purse"];

/// Key of the words for the headline total; where no quality of life changes it is what society has in money.
pub(crate) fn headline_key(told: &AlternativeAnswer) -> &'static str {
    let total = if HEADLINE == SOCIETY && !has_welfare(told) { MONEY } else { HEADLINE };
    TOTAL_KEYS[total]
}

/// What becomes of a hundred households with the plan, and what escalates less.
pub(super) fn people(context: &Context) -> Part {
    let mut part = Part::default();
    if let Some(groups) = groups(context) {
        part.lines.extend(context.wrap(&groups));
    }
    let (changed, same): (Vec<Escalation>, Vec<Escalation>) =
        escalations(context).into_iter().partition(|one| one.without != one.with);
    // What stays as it is says nothing of the plan.
    let most = ESCALATIONS.min(changed.len());
    let all: Vec<Escalation> = changed.into_iter().chain(same).collect();
    let shown = context.first(all, most, "left_out_escalations", &mut part.left_out);
    let sentence = |one: &Escalation| {
        let values = [("state", one.state.clone()), ("without", one.without.clone()), ("with", one.with.clone())];
        context.text("screen_escalation", &values)
    };
    let shown: Vec<String> = shown.iter().map(sentence).collect();
    if !shown.is_empty() {
        part.lines.extend(context.wrap(&(shown.join(". ") + ".")));
    }
    part
}

/// What becomes of a hundred households with the plan, in a sentence; `None` where none were simulated.
pub(crate) fn groups(context: &Context) -> Option<String> {
    let told = context.told;
    let keys = [
        ("unchanged", "people_unchanged_one", "people_unchanged"),
        ("averted", "people_averted_one", "people_averted"),
        ("better", "people_better_one", "people_better"),
        ("worse", "people_worse_one", "people_worse"),
    ];
    let group = |(id, one, more): (&str, &'static str, &'static str)| {
        let count = told.groups.iter().find(|group| group.id == id)?.in_hundred;
        let text = |key| context.text(key, &[("count", count.to_string())]);
        match count {
            0 => None,
            1 => Some(text(one)),
            _ => Some(text(more)),
        }
    };
    let groups: Vec<String> = keys.into_iter().filter_map(group).collect();
    (!groups.is_empty()).then(|| context.text("screen_people", &[("groups", groups.join("; "))]))
}

/// How often something escalates in a hundred households, as it is printed.
pub(crate) struct Escalation {
    /// The state.
    pub state: String,
    /// In a hundred without the plan.
    pub without: String,
    /// In a hundred with it.
    pub with: String,
}

/// What escalates in a hundred households, without and with the plan, the largest difference first.
pub(crate) fn escalations(context: &Context) -> Vec<Escalation> {
    let told = |into: &EscalationInto| {
        let state = &context.scenario.domains[into.domain].states[into.state];
        let label = plain(&context.own(&state.label, &state.id));
        let decimals = u8::from(into.without.max(into.with) * HUNDRED < WHOLE);
        let [without, with] = [into.without, into.with].map(|times| context.numbers.decimal(times * HUNDRED, decimals));
        Escalation { state: capital(&label), without, with }
    };
    context.told.escalation.by_state.iter().map(told).collect()
}
