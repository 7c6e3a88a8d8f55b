//! What would change the decision: waiting three months, and the figures at which the plan no longer pays.
//!
//! In: the case. Out: HTML, from runs of its own with fewer draws.

use crate::analyse::decision::DecisionQuestion;
use crate::page::asking::Asking;
use crate::page::result::{Stage, session};
use crate::report::html::futures_fragment;
use crate::report::words::figure_name::figure_name;
use crate::report::words::numbers::Numbers;
use crate::report::words::units::unit;
use crate::report::words::wrap::plain;
use crate::session::future::stories;
use crate::session::{AnalysisOptions, DrawCount, HouseholdCount, RunOptions, SessionError};
use maud::{Markup, PreEscaped, html};

/// Draws from which a figure is said to tip the balance.
const DRAWS: usize = 256;
/// Months that somebody may have to wait.
const MONTHS: f64 = 3.0;
/// Figures that are told.
const FIGURES: usize = 4;
/// Futures among which stories are looked for: so many draws, and households in each.
const STORY_DRAWS: usize = 64;
const STORY_HOUSEHOLDS: usize = 32;
/// An amount below which waiting makes no difference, euro.
const SMALL: f64 = 5.0;

/// The part of the page.
pub(super) fn part(asking: &Asking) -> Result<Markup, Vec<String>> {
    let options = RunOptions {
        draws: DrawCount::AtMost(DRAWS),
        households: HouseholdCount::WhereNeeded,
        alternatives: vec![asking.chosen().to_owned()],
        ..Stage::Quick.options(asking.chosen())
    };
    let asked = AnalysisOptions {
        questions: vec![DecisionQuestion::BreakEven, DecisionQuestion::Waiting],
        ..AnalysisOptions::default()
    };
    let told = |error: SessionError| vec![plain(&asking.language.fill(&error.message()))];
    let found =
        session(asking, true, options)?.plan().map_err(told)?.analyse(&asked, asking.shell.monitor).map_err(told)?;
    let scenario = found.scenario();
    let numbers = Numbers::new(asking.language);
    let say = |key: &'static str, values: &[(&str, &str)]| {
        crate::report::words::subject::text(scenario, asking.language, key, values)
    };
    let waiting = found.answer.waiting.as_deref().and_then(|plans| plans.first());
    let later = waiting.and_then(|plan| plan.months.iter().find(|point| point.months == MONTHS));
    let tipping = found.answer.break_even.as_deref().and_then(|plans| plans.first());
    let figures = tipping.map_or(&[][..], |plan| &plan.figures[..]);
    let figure = |one: &crate::analyse::decision::break_even::FigureBreakEven| {
        let value = one.value?;
        let known = scenario.parameters.iter().find(|known| known.name == one.id);
        let unit = known.map_or(String::new(), |known| unit(&known.unit, asking.language));
        let exact = |value: f64| numbers.exact((value * 100.0).round() / 100.0);
        let key = if one.pays_above { "coach_tips_above" } else { "coach_tips_below" };
        let label = plain(&figure_name(scenario, &one.id, asking.language));
        Some(say(key, &[("label", &label), ("value", &exact(value)), ("mean", &exact(one.mean)), ("unit", &unit)]))
    };
    let tips: Vec<String> = figures.iter().filter_map(figure).take(FIGURES).collect();
    let futures = futures(asking)?;
    Ok(html! {
        h2 { (say("coach_waiting", &[])) }
        @match later {
            Some(point) if point.difference.abs() < SMALL => p { (say("coach_waiting_same", &[])) },
            Some(point) => {
                @let key = if point.difference < 0.0 { "coach_waiting_costs" } else { "coach_waiting_gains" };
                p { (say(key, &[("amount", &numbers.euro(point.difference.abs()))])) }
            }
            None => p { (say("coach_waiting_not", &[])) },
        }
        h2 { (say("coach_tips", &[])) }
        @if tips.is_empty() {
            p { (say("coach_tips_none", &[])) }
        } @else {
            p { (say("coach_tips_lead", &[])) }
            ul { @for tip in &tips { li { (tip) } } }
        }
        @if !futures.is_empty() {
            h2 { (say("report_futures", &[])) }
            details class="futures" { summary { (say("coach_futures_open", &[])) } (PreEscaped(futures)) }
        }
    })
}

/// Stories of single futures, each with the share that it stands for.
fn futures(asking: &Asking) -> Result<String, Vec<String>> {
    let told = |error: SessionError| vec![plain(&asking.language.fill(&error.message()))];
    let options = RunOptions {
        draws: DrawCount::AtMost(STORY_DRAWS),
        households: HouseholdCount::Exactly(STORY_HOUSEHOLDS),
        alternatives: vec![asking.chosen().to_owned()],
        ..RunOptions::default()
    };
    let run = session(asking, true, options)?.run_with(asking.shell.monitor).map_err(told)?;
    let stories = stories(&run.prepared, &run.plan, 1, asking.shell.monitor).map_err(told)?;
    Ok(futures_fragment(&run, Some(asking.chosen()), &stories, asking.language))
}
