//! The result of a case: the sum for a hundred such households, what happens to one, who pays and gains, and how sure it is.
//!
//! In: a case, and how finely it is reckoned. Out: HTML. A first answer comes from few draws; the final one has those of
//! the scenario, and then figures and id are those of the command line for the same case file.

mod decision;
mod gains;
mod hundred;
mod money;
mod opening;

use crate::page::asking::{Asking, faults_of};
use crate::page::control::{Fault, question};
use crate::page::draft::PLACE;
use crate::read::case;
use crate::report::terminal::screen::context::Context;
use crate::report::terminal::told::told;
use crate::report::words::numbers::Numbers;
use crate::report::words::rounding::unit;
use crate::report::words::wrap::plain;
use crate::session::{DrawCount, HouseholdCount, Run, RunOptions, Session};
use maud::{Markup, html};
use std::path::Path;

/// Draws and households of a first answer: a power of two in each replicate.
const QUICK_DRAWS: usize = 16;
const QUICK_HOUSEHOLDS: usize = 12;

/// How finely a case is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Few draws: a first answer.
    Quick,
    /// As the command line does.
    Full,
    /// What would change the decision, beside the answer.
    Decision,
    /// Nothing: the case alone, with what was typed.
    Case,
}

impl Stage {
    /// The stage with this name.
    pub(in crate::page) fn of(name: &str) -> Option<Self> {
        match name {
            "quick" => Some(Stage::Quick),
            "full" => Some(Stage::Full),
            "decision" => Some(Stage::Decision),
            "case" => Some(Stage::Case),
            _ => None,
        }
    }

    fn options(self) -> RunOptions {
        match self {
            Stage::Quick => RunOptions {
                draws: DrawCount::AtMost(QUICK_DRAWS),
                households: HouseholdCount::Exactly(QUICK_HOUSEHOLDS),
                ..RunOptions::default()
            },
            Stage::Full | Stage::Decision | Stage::Case => RunOptions { by_start: true, ..RunOptions::default() },
        }
    }
}

/// The screen: the plan can be changed beside the answer.
pub(super) fn screen(asking: &Asking, stage: Stage, faults: &[Fault]) -> Markup {
    html! {
        h1 tabindex="-1" { (asking.text("coach_result")) }
        div class="result" {
            details class="adjust" open[!faults.is_empty()] {
                summary { (asking.text("coach_adjust")) }
                p { (asking.text("coach_adjust_lead")) }
                @for asked in &asking.plan { (question(asked, &asking.draft, faults, asking.language)) }
                button class="button second" name="to" value="result" { (asking.text("coach_again")) }
            }
            (live(asking, stage, faults, false))
        }
    }
}

/// The part that changes while somebody moves a slider, with a place for what comes later.
pub(super) fn live(asking: &Asking, stage: Stage, faults: &[Fault], printed: bool) -> Markup {
    html! {
        div id="answer" data-live data-printed[printed] { (part(asking, stage, faults)) }
        @if !printed {
            section id="decision" aria-label=(asking.text("coach_decision")) {
                // Without a script nothing comes later.
                @if stage == Stage::Full && faults.is_empty() {
                    (part(asking, Stage::Decision, faults))
                } @else {
                    p { (asking.text("coach_decision_later")) }
                }
            }
        }
    }
}

/// The answer alone, or what would change the decision.
pub(super) fn part(asking: &Asking, stage: Stage, faults: &[Fault]) -> Markup {
    let case = html! { input type="hidden" name="case" id="case" value=(asking.draft.text()); };
    if stage == Stage::Case {
        return case;
    }
    if let Some(fault) = faults.first() {
        return html! { (case) p class="summary" role="alert" { (fault.message) } };
    }
    let found = if stage == Stage::Decision {
        decision::part(asking)
    } else {
        answer(asking, stage).map(|told| html! { (case) (told) })
    };
    match found {
        Ok(told) => told,
        Err(faults) => html! {
            @if stage != Stage::Decision { (case) }
            div class="summary" role="alert" {
                h2 { (asking.text("coach_cannot_reckon")) }
                ul { @for fault in &faults { li { (fault) } } }
            }
        },
    }
}

/// A session on the case; where it is to be quick, without what system problems would cost.
fn session(asking: &Asking, quick: bool, options: RunOptions) -> Result<Session, Vec<String>> {
    let session = match quick {
        true => {
            case::load_halved(&asking.draft.files(), Path::new(PLACE), 0).map(|loaded| Session::of_loaded(loaded, &[]))
        }
        false => asking.draft.session(),
    };
    Ok(session.map_err(|refused| faults_of(&refused, asking.language))?.options(options))
}

fn run(asking: &Asking, stage: Stage) -> Result<Run, Vec<String>> {
    let run = session(asking, stage == Stage::Quick, stage.options())?.run_with(asking.shell.monitor);
    run.map_err(|error| vec![plain(&asking.language.fill(&error.message()))])
}

fn answer(asking: &Asking, stage: Stage) -> Result<Markup, Vec<String>> {
    let run = run(asking, stage)?;
    let Some(told) = told(&run.answer, Some(asking.chosen())) else {
        return Ok(html! { p { (asking.text("summary_no_alternatives")) } });
    };
    let ranked = run.answer.best_first();
    let largest = ranked.iter().map(|one| one.headline().average.mean.abs().max(one.costs_present_value.abs()));
    let context = Context {
        answer: &run.answer,
        scenario: run.scenario(),
        told,
        language: asking.language,
        numbers: Numbers::new(asking.language),
        width: usize::MAX,
        unit: unit(largest.fold(0.0, f64::max), false),
        full: true,
        ranked,
    };
    Ok(html! {
        (opening::status(&context, stage))
        (opening::opening(&context, asking))
        (hundred::people(&context))
        (hundred::paths(&context))
        (money::parties(&context))
        (gains::gains(&context))
        (money::plans(&context))
        (gains::unpriced(&context))
        (opening::closing(&context, stage))
    })
}
