//! The closing of a screen: what it is worth, what was left out, and how it was made.
//!
//! In: the answer, and what the other parts left out. Out: lines.

use crate::report::terminal::screen::context::Context;

/// Digits of the id that are enough to find a result again.
const SHORT_ID: usize = 4;

/// What the figures rest on, what was left out, and how they were made.
pub(super) fn closing(context: &Context, not_reckoned: &[String], left_out: &[String]) -> Vec<String> {
    let found = context.answer.evidence;
    let counts = [("sourced", found.sourced.to_string()), ("uncertain", found.uncertain.to_string())];
    let key = if found.exploratory { "summary_exploratory" } else { "summary_warning" };
    let mut lines = context.wrap(&context.text(key, &counts));
    if let Some(note) = not_as_drawn(context) {
        lines.extend(context.wrap(&note));
    }
    if !not_reckoned.is_empty() {
        lines.extend(context.wrap(&context.text("screen_not_reckoned", &[("names", not_reckoned.join(", "))])));
    }
    if !left_out.is_empty() {
        lines.extend(context.wrap(&context.text("screen_left_out", &[("parts", left_out.join(", "))])));
    }
    if context.answer.has_uneven_draws() {
        lines.extend(context.wrap(&context.text("screen_uneven_draws", &[])));
    }
    lines.extend(context.wrap(&method(context)));
    lines
}

/// In how many draws an effect is weaker than drawn; `None` where it is in none.
pub(crate) fn not_as_drawn(context: &Context) -> Option<String> {
    let counts = [("capped", context.answer.capped_draws), ("draws", context.answer.draws)];
    let counts = counts.map(|(name, count)| (name, context.numbers.whole(count as f64)));
    (context.answer.capped_draws > 0).then(|| context.text("screen_capped", &counts))
}

fn method(context: &Context) -> String {
    let (answer, numbers) = (context.answer, &context.numbers);
    if !context.full {
        let short: String = answer.id.chars().take(SHORT_ID).collect();
        return context.text("screen_method_short", &[("id", short)]);
    }
    let average = &context.told.headline().average;
    let error = match average.monte_carlo_error {
        Some(error) => context.text("error_margin", &[("margin", numbers.small_euro(error * answer.margin_of_95()))]),
        None => context.text("error_unknown", &[]),
    };
    let values = [
        ("method", context.text(if answer.method == "cohort" { "method_cohort" } else { "method_micro" }, &[])),
        ("draws", numbers.whole(answer.draws as f64)),
        ("households", numbers.whole(answer.households as f64)),
        ("seed", answer.seed.to_string()),
        ("id", answer.id.clone()),
        ("error", error),
    ];
    context.text("screen_method", &values)
}
