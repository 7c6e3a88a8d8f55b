//! The opening of a result: whether the sum supports the plan, and what it comes to for a hundred such households.
//!
//! In: the answer on the plan that is looked at. Out: HTML.

use crate::analyse::{Answer, Verdict};
use crate::page::asking::Asking;
use crate::page::result::Stage;
use crate::report::terminal::screen::closing::not_as_drawn;
use crate::report::terminal::screen::context::Context;
use crate::report::terminal::screen::opening::sentences;
use crate::report::words::numbers::Numbers;
use crate::report::words::wrap::plain;
use crate::words::Language;
use maud::{Markup, html};

const HUNDRED: f64 = 100.0;

/// Whether more is still being reckoned; the id once it is final.
pub(in crate::page) fn status(answer: &Answer, stage: Stage, language: Language) -> Markup {
    let draws = Numbers::new(language).whole(answer.draws as f64);
    let say = |key, values: &[(&str, &str)]| language.fill_in(language.text(key), values);
    html! {
        @if stage == Stage::Full {
            p class="state final" data-final data-id=(answer.id) {
                (say("coach_final", &[("draws", &draws), ("id", &answer.id)]))
            }
        } @else {
            p class="state" { (say("coach_first", &[("draws", &draws)])) }
        }
    }
}

/// The sentence, and what it comes to for a hundred households.
pub(super) fn opening(context: &Context, asking: &Asking) -> Markup {
    let told = context.told;
    let mut sentences = sentences(context).into_iter();
    let average = &told.headline().average;
    let (key, class) = match told.verdict {
        Verdict::Pays => ("coach_supports", "verdict pays"),
        Verdict::Uncertain => ("coach_uncertain", "verdict unsure"),
        Verdict::Costs => ("coach_not_supported", "verdict costs"),
        Verdict::Nothing => ("coach_no_difference", "verdict unsure"),
    };
    let spread = context.answer.has_spread();
    let of_hundred = |amount: f64| context.numbers.euro(amount * HUNDRED);
    let values = [
        ("costs", of_hundred(told.costs_present_value)),
        ("benefits", of_hundred(told.benefits_present_value)),
        ("net", of_hundred(average.mean)),
        ("low", of_hundred(average.p10)),
        ("high", of_hundred(average.p90)),
    ];
    let changed = asking.household.iter().chain(&asking.plan).any(|asked| asked.is_changed(&asking.draft));
    let outside = context.scenario.about.outside_band.as_ref().filter(|_| !changed);
    html! {
        div class=(class) {
            h2 { (context.text(key, &[])) }
            @if let Some(first) = sentences.next() { p class="first-sentence" { (first) } }
            @for sentence in sentences { p { (sentence) } }
        }
        @if told.verdict != Verdict::Pays {
            p class="note" { (context.text("coach_right_all_the_same", &[])) }
            @if let Some(outside) = outside {
                details class="source" {
                    summary { (context.text("coach_about_outcome", &[])) }
                    p { (plain(context.language.of(outside))) }
                }
            }
        }
        section aria-labelledby="together" {
            h2 id="together" { (context.text("coach_together", &[])) }
            p { (context.text(if spread { "coach_together_told" } else { "coach_together_one" }, &values)) }
        }
    }
}

/// On how much the figures rest, and the warning of every report.
pub(super) fn closing(context: &Context, stage: Stage) -> Markup {
    let found = context.answer.evidence;
    let counts = [("sourced", found.sourced.to_string()), ("uncertain", found.uncertain.to_string())];
    let key = if found.exploratory { "summary_exploratory" } else { "summary_warning" };
    html! {
        p class="caveat" { (context.text(key, &counts)) }
        @if let Some(note) = not_as_drawn(context) { p { (note) } }
        @if stage == Stage::Full {
            p class="made" { (context.text("coach_made", &[
                ("id", context.answer.id.clone()),
                ("engine", context.answer.engine.clone()),
                ("draws", context.numbers.whole(context.answer.draws as f64)),
                ("seed", context.answer.seed.to_string()),
            ])) }
        }
    }
}
